"""Buckets that hold records, and what watches over them; buckets that let other accounts in; access points of regions.

`{account}-ledger` locks its objects; `-vault` leaves that to each writer; `-trail` stores the trail `audit`, and denies
deletion to all but one role; `-loose` stores the trail `local`, and protects nothing; `-guarded`, with MFA delete,
stores `guarded`, and `-ledger` stores `kept`; `-logged` sends its access log to
`-access`; `-partner` lets in an account of nobody's, `-sister` one of the organization, `-keys` the latter to its
settings. `audit` records the data events of `-ledger` and `-partner`, and of the table `patients`, but
not of `drafts`. With `organization` the account manages one.
"""

import json

HERE = "us-east-1"
PARTNER = "333333333333"


def allow(arn, account, *actions):
    principal = {"AWS": f"arn:aws:iam::{account}:root"}
    resource = [arn, f"{arn}/*"]
    return {"Effect": "Allow", "Principal": principal, "Action": list(actions), "Resource": resource}


def deny_losses(arn, spared):
    condition = {"ArnNotEquals": {"aws:PrincipalArn": spared}}
    everyone = {"Effect": "Deny", "Principal": "*", "Condition": condition}
    objects = {**everyone, "Action": ["s3:DeleteObject", "s3:DeleteObjectVersion"], "Resource": f"{arn}/*"}
    bucket = {**everyone, "Action": ["s3:PutLifecycleConfiguration", "s3:PutBucketPolicy"], "Resource": arn}
    return [objects, bucket]


def seed(aws, organization=True):
    s3, account = aws.client("s3", HERE), aws.account
    sister = "222222222222"
    if organization:
        organizations = aws.client("organizations", HERE)
        organizations.create_organization(FeatureSet="ALL")
        made = organizations.create_account(AccountName="sister", Email="sister@example.com")
        sister = made["CreateAccountStatus"]["AccountId"]

    def create(name, statements=(), tag=None, **more):
        bucket = f"{account}-{name}"
        s3.create_bucket(Bucket=bucket, **more)
        if statements:
            policy = {"Version": "2012-10-17", "Statement": list(statements)}
            s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
        if tag:
            s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "data-class", "Value": tag}]})
        return bucket

    def arn(name):
        return f"arn:aws:s3:::{account}-{name}"

    ledger = create("ledger", tag="records", ObjectLockEnabledForBucket=True)
    default = {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 365}}
    s3.put_object_lock_configuration(
        Bucket=ledger, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": default}
    )
    create("vault", tag="records", ObjectLockEnabledForBucket=True)

    role = f"arn:aws:iam::{account}:role/break-glass"
    trail = create("trail", deny_losses(arn("trail"), role))
    s3.put_bucket_versioning(Bucket=trail, VersioningConfiguration={"Status": "Enabled"})
    loose = create("loose")
    guarded = create("guarded")
    # moto knows of no MFA delete.
    versioning = {"Status": "Enabled", "MFADelete": "Enabled"}
    aws.answer("s3", "GetBucketVersioning", versioning, when={"Bucket": guarded})
    create("partner", [allow(arn("partner"), PARTNER, "s3:GetObject")])
    create("sister", [allow(arn("sister"), sister, "s3:GetObject", "s3:DeleteObject")])
    create("keys", [allow(arn("keys"), sister, "s3:PutBucketPolicy")])
    logging = {"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject"}
    access = create("access", [{**logging, "Resource": f"{arn('access')}/*"}])
    logged = create("logged")
    target = {"LoggingEnabled": {"TargetBucket": access, "TargetPrefix": "logged/"}}
    s3.put_bucket_logging(Bucket=logged, BucketLoggingStatus=target)

    cloudtrail = aws.client("cloudtrail", HERE)
    key = aws.client("kms", HERE).create_key(Description="trails")["KeyMetadata"]["Arn"]
    cloudtrail.create_trail(
        Name="audit", S3BucketName=trail, IsMultiRegionTrail=True, EnableLogFileValidation=True, KmsKeyId=key
    )
    objects = [
        {"Field": "eventCategory", "Equals": ["Data"]},
        {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
        {"Field": "resources.ARN", "StartsWith": [f"{arn('ledger')}/", f"{arn('partner')}/"]},
    ]
    management = [{"Field": "eventCategory", "Equals": ["Management"]}]
    table = f"arn:aws:dynamodb:{HERE}:{account}:table/patients"
    items = [
        {"Field": "eventCategory", "Equals": ["Data"]},
        {"Field": "resources.type", "Equals": ["AWS::DynamoDB::Table"]},
        {"Field": "resources.ARN", "Equals": [table]},
    ]
    named = (("all", management), ("objects", objects), ("items", items))
    selectors = [{"Name": name, "FieldSelectors": fields} for name, fields in named]
    cloudtrail.put_event_selectors(TrailName="audit", AdvancedEventSelectors=selectors)
    cloudtrail.start_logging(Name="audit")
    cloudtrail.create_trail(Name="local", S3BucketName=loose)
    cloudtrail.start_logging(Name="local")
    cloudtrail.create_trail(Name="kept", S3BucketName=ledger)
    cloudtrail.create_trail(Name="guarded", S3BucketName=guarded)

    for name, tag in (("patients", "confidential"), ("drafts", "disposable")):
        aws.client("dynamodb", HERE).create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            Tags=[{"Key": "data-class", "Value": tag}],
        )

    control = aws.client("s3control", "us-west-2")
    for name, shut in (("shut", True), ("open", False)):
        settings = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
        details = {"Name": name, "PublicAccessBlock": dict.fromkeys(settings, shut), "Regions": [{"Bucket": ledger}]}
        control.create_multi_region_access_point(AccountId=account, ClientToken=name, Details=details)
    return {"role": role, "sister": sister}
