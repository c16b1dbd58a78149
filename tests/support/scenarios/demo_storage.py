"""Kestrel Ledger's buckets, KMS keys and trails."""

from kms import policy as key_policy
from s3 import ON, allow, deny_plain_http, policy, rule

MAIN, EU, BACKUP = "us-east-1", "eu-west-1", "eu-central-1"
SEVEN_YEARS = 2557


def expire(days, noncurrent=90):
    return rule("retention", "", Expiration={"Days": days}, NoncurrentVersionExpiration={"NoncurrentDays": noncurrent})


ARCHIVE = rule("archive", "", Transitions=[{"Days": 90, "StorageClass": "GLACIER"}])

# Name: (region, data class, lifecycle rules, key).
DATA = {
    "customer-documents": (MAIN, "confidential", [expire(SEVEN_YEARS), ARCHIVE], "customer-data"),
    "invoices": (MAIN, "confidential", [expire(SEVEN_YEARS)], "customer-data"),
    "bank-statements": (MAIN, "confidential", [expire(SEVEN_YEARS), ARCHIVE], "customer-data"),
    "ledger-backups": (MAIN, "confidential", [expire(SEVEN_YEARS), ARCHIVE], "ledger"),
    "mail-inbound": (MAIN, "confidential", [expire(90, 30)], "customer-data"),
    "data-lake": (MAIN, "confidential", [ARCHIVE], "customer-data"),
    "terraform-state": (MAIN, "internal", [], "terraform"),
    "build-artifacts": (MAIN, "internal", [expire(180, 30)], None),
    "www": (MAIN, "public", [], None),
    "brand-assets": (MAIN, "public", [], None),
    "eu-customer-documents": (EU, "confidential", [expire(SEVEN_YEARS), ARCHIVE], "eu-customer-data"),
    "eu-invoices": (EU, "confidential", [expire(SEVEN_YEARS)], "eu-customer-data"),
    "eu-ledger-backups": (EU, "confidential", [expire(SEVEN_YEARS), ARCHIVE], "eu-customer-data"),
    "ledger-backups-copy": (BACKUP, "confidential", [expire(SEVEN_YEARS), ARCHIVE], "backups-copy"),
}

# Name: (region, the service that delivers).
LOGS = {
    "access-logs": (MAIN, "logging.s3.amazonaws.com"),
    "trail-logs": (MAIN, "cloudtrail.amazonaws.com"),
    "flow-logs": (MAIN, "delivery.logs.amazonaws.com"),
    "eu-access-logs": (EU, "logging.s3.amazonaws.com"),
}


class Buckets:
    """Buckets as the company's Terraform module makes them."""

    def __init__(self, aws, keys):
        self.aws, self.keys = aws, keys

    def make(self, name, region, data_class, key=None, rules=(), statements=(), private=True):
        s3, bucket = self.aws.client("s3", region), f"kestrel-{name}"
        where = {} if region == MAIN else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=bucket, **where)
        if private:
            s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=ON)
        arn = f"arn:aws:s3:::{bucket}"
        s3.put_bucket_policy(Bucket=bucket, Policy=policy(*statements, deny_plain_http(arn)))
        default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": self.keys[key]} if key else {"SSEAlgorithm": "AES256"}
        encryption = {"Rules": [{"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": bool(key)}]}
        s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration=encryption)
        if rules:
            s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": list(rules)})
        tags = [{"Key": "data-class", "Value": data_class}, {"Key": "managed-by", "Value": "terraform"}]
        s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})
        return s3, bucket

    def data(self, name, region, data_class, rules, key):
        arn = f"arn:aws:s3:::kestrel-{name}"
        distribution = f"arn:aws:cloudfront::{self.aws.account}:distribution/E2QWRUHEXAMPLE"
        statements = {
            "www": [
                allow(
                    arn,
                    "s3:GetObject",
                    {"Service": "cloudfront.amazonaws.com"},
                    StringEquals={"aws:SourceArn": distribution},
                )
            ],
            "brand-assets": [allow(arn, "s3:GetObject")],
        }.get(name, [])
        s3, bucket = self.make(name, region, data_class, key, rules, statements, private=name != "brand-assets")
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        target = {MAIN: "kestrel-access-logs", EU: "kestrel-eu-access-logs"}.get(region)
        if target and data_class == "confidential":
            log = {"LoggingEnabled": {"TargetBucket": target, "TargetPrefix": f"{bucket}/"}}
            s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=log)

    def logs(self, name, region, service):
        arn = f"arn:aws:s3:::kestrel-{name}"
        own = {"StringEquals": {"aws:SourceAccount": self.aws.account}}
        deliver = {**allow(arn, "s3:PutObject", {"Service": service}, **own), "Resource": f"{arn}/*"}
        look = {**allow(arn, "s3:GetBucketAcl", {"Service": service}, **own), "Resource": arn}
        rules = [rule("retention", "", Expiration={"Days": SEVEN_YEARS if name == "trail-logs" else 400})]
        self.make(name, region, "internal", None, rules, [deliver, look])


def keys(aws):
    """Keys by name; what is said of each is its description."""
    made, own = {}, {"Principal": {"AWS": f"arn:aws:iam::{aws.account}:root"}}

    def key(name, region=MAIN, rotates=True, **settings):
        kms = aws.client("kms", region)
        settings.setdefault("Policy", key_policy(aws.account, own))
        found = kms.create_key(Description=name, **settings)["KeyMetadata"]
        kms.create_alias(AliasName=f"alias/kestrel/{name}", TargetKeyId=found["KeyId"])
        if rotates:
            kms.enable_key_rotation(KeyId=found["KeyId"])
        made[name] = found["Arn"]
        return kms, found["KeyId"]

    for name, region in [("customer-data", MAIN), ("ledger", MAIN), ("eu-customer-data", EU), ("backups-copy", BACKUP)]:
        key(name, region)
    key("terraform", rotates=False)
    key("webhook-signing", rotates=False, KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")
    approved = [{"TagKey": "deletion-approved", "TagValue": "true"}]
    kms, old = key("payments-2021", Tags=approved)
    with aws.days_ago(9):
        kms.schedule_key_deletion(KeyId=old, PendingWindowInDays=30)

    kms.describe_key(KeyId="alias/aws/s3")
    return made


def trails(aws):
    logs = aws.client("logs", MAIN)
    logs.create_log_group(logGroupName="kestrel-trail")
    group = f"arn:aws:logs:{MAIN}:{aws.account}:log-group:kestrel-trail:*"
    cloudtrail = aws.client("cloudtrail", MAIN)
    cloudtrail.create_trail(
        Name="kestrel-trail",
        S3BucketName="kestrel-trail-logs",
        IsMultiRegionTrail=True,
        IncludeGlobalServiceEvents=True,
        EnableLogFileValidation=True,
        CloudWatchLogsLogGroupArn=group,
        CloudWatchLogsRoleArn=f"arn:aws:iam::{aws.account}:role/trail-to-logs",
    )
    cloudtrail.start_logging(Name="kestrel-trail")
    old = aws.client("cloudtrail", EU)
    old.create_trail(
        Name="eu-trail-before-2023",
        S3BucketName="kestrel-trail-logs",
        S3KeyPrefix="eu",
        IncludeGlobalServiceEvents=False,
        EnableLogFileValidation=True,
    )

    # moto does not say when a trail last delivered to its log group.
    from moto.cloudtrail.models import cloudtrail_backends

    status = cloudtrail_backends[aws.account][MAIN].trails["kestrel-trail"].status
    describe = status.description

    def description():
        said = describe()
        return {**said, "LatestCloudWatchLogsDeliveryTime": said["LatestDeliveryTime"]}

    status.description = description


def own_up(aws, made):
    """moto calls every key a customer's, also those that it makes for a service, as AWS does, at the first use."""
    from moto.kms import kms_backends

    for region in [MAIN, EU, BACKUP]:
        for key in kms_backends[aws.account][region].keys.values():
            if key.arn not in made.values():
                key.key_manager = "AWS"


def seed(aws):
    """Answers the company's keys by name."""
    with aws.days_ago(640):
        made = keys(aws)
        buckets = Buckets(aws, made)
        for name, (region, service) in LOGS.items():
            buckets.logs(name, region, service)
        for name, (region, data_class, rules, key) in DATA.items():
            buckets.data(name, region, data_class, rules, key)
        trails(aws)
    return made
