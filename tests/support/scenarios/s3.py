"""Buckets of every sort in two regions, with access points.

`{account}-good` passes everything; `-bare` has nothing set; `-public` is open to all by ACL and policy; `-voided` is
too, but its block makes that void; `-logs` receives the access log of `-good`; `-door` is open through an access point;
`-office` is open to some addresses; `-wide` to too many; `-disposable` may lose its data. With `block`, the account's
public access block is on.
"""

import json

HERE, THERE = "us-east-1", "eu-west-1"
SETTINGS = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
ON, OFF = dict.fromkeys(SETTINGS, True), dict.fromkeys(SETTINGS, False)


def allow(arn, action, principal="*", **condition):
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": [arn, f"{arn}/*"]}
    if condition:
        statement["Condition"] = condition
    return statement


def deny_plain_http(arn):
    condition = {"Bool": {"aws:SecureTransport": "false"}}
    resources = [arn, f"{arn}/*"]
    return {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": resources, "Condition": condition}


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def from_addresses(block):
    return {"IpAddress": {"aws:SourceIp": block}}


def rule(name, prefix, **actions):
    return {"ID": name, "Status": "Enabled", "Filter": {"Prefix": prefix}, **actions}


def seed(aws, block=False):
    clients = {region: aws.client("s3", region) for region in (HERE, THERE)}

    def create(name, region):
        bucket = f"{aws.account}-{name}"
        where = {} if region == HERE else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        clients[region].create_bucket(Bucket=bucket, **where)
        return bucket, f"arn:aws:s3:::{bucket}", clients[region]

    bucket, arn, s3 = create("logs", THERE)
    logging = {"Service": "logging.s3.amazonaws.com"}
    deliver = allow(arn, "s3:PutObject", logging, StringEquals={"aws:SourceAccount": aws.account})
    deliver["Resource"] = f"{arn}/*"
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(deliver))
    old = {"Status": "Enabled", "Prefix": "old/", "ID": "old", "Expiration": {"Days": 30}}
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [old]})
    logs, then = bucket, policy(deliver, deny_plain_http(arn))

    bucket, arn, s3 = create("good", THERE)
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=ON)
    s3.put_bucket_ownership_controls(
        Bucket=bucket, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    )
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(deny_plain_http(arn)))
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/data"}
    encryption = {"Rules": [{"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}]}
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration=encryption)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    rules = [
        rule("retention", "", Expiration={"Days": 365}, NoncurrentVersionExpiration={"NoncurrentDays": 30}),
        rule("archive", "reports/", Transitions=[{"Days": 90, "StorageClass": "GLACIER"}]),
    ]
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})
    tags = [{"Key": "data-class", "Value": "confidential"}, {"Key": "team/name", "Value": "a=b"}]
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})
    target = {"LoggingEnabled": {"TargetBucket": logs, "TargetPrefix": "good/"}}
    s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=target)
    # Only now: moto looks in the policy for the permission to log, and cannot read a principal that is everyone.
    s3.put_bucket_policy(Bucket=logs, Policy=then)

    create("bare", HERE)

    for name, region in (("public", HERE), ("voided", THERE)):
        bucket, arn, s3 = create(name, region)
        s3.put_bucket_acl(Bucket=bucket, ACL="public-read-write")
        statements = allow(arn, ["s3:GetObject", "s3:ListBucket"]), allow(arn, "s3:PutObject")
        s3.put_bucket_policy(Bucket=bucket, Policy=policy(*statements))
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
        if name == "voided":
            s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=ON)

    for name, block_of_addresses in (("office", "52.95.110.0/24"), ("wide", "52.0.0.0/10")):
        bucket, arn, s3 = create(name, HERE)
        by_address = allow(arn, "s3:GetObject", **from_addresses(block_of_addresses))
        s3.put_bucket_policy(Bucket=bucket, Policy=policy(by_address))

    bucket, arn, s3 = create("disposable", HERE)
    tags = [{"Key": "data-class", "Value": "disposable"}]
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})

    bucket, arn, s3 = create("door", THERE)
    control = aws.client("s3control", THERE)
    points = {
        "door": {"PublicAccessBlockConfiguration": OFF},
        "shut": {"PublicAccessBlockConfiguration": ON},
        "inside": {"PublicAccessBlockConfiguration": OFF, "VpcConfiguration": {"VpcId": "vpc-0a1b2c3d"}},
        "plain": {"PublicAccessBlockConfiguration": OFF},
    }
    for name, settings in points.items():
        made = control.create_access_point(AccountId=aws.account, Name=name, Bucket=bucket, **settings)
        if name != "plain":
            text = policy(allow(made["AccessPointArn"], "s3:GetObject"))
            control.put_access_point_policy(AccountId=aws.account, Name=name, Policy=text)

    if block:
        control.put_public_access_block(AccountId=aws.account, PublicAccessBlockConfiguration=ON)
    return {"prefix": aws.account}
