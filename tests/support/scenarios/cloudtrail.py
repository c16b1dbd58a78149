"""Trails and the buckets that they deliver to.

A bucket is `{"name", "region"?, "acl"?, "public"?, "rules"?}`: a canned ACL, whether its policy lets everyone read, and
its lifecycle rules. A trail is `{"name", "region"?, "bucket", "logging"?, "selectors"?, "advanced"?}` and whatever
else CreateTrail takes; it logs unless told otherwise. With neither, there is some of each.
"""

import json


def seed(aws, buckets=None, trails=None):
    if buckets is None and trails is None:
        buckets, trails = some_of_each(aws.account)
    for bucket in buckets or ():
        make_bucket(aws, **bucket)
    for trail in trails or ():
        make_trail(aws, **trail)


def some_of_each(account):
    """A sound trail, one that stopped, and one that records data events only; a closed bucket and an open one."""
    closed, opened = f"trail-logs-{account}", f"open-trail-logs-{account}"
    keep = {"ID": "logs", "Status": "Enabled", "Filter": {"Prefix": "AWSLogs/"}, "Expiration": {"Days": 400}}
    month = {"ID": "month", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 30}}
    buckets = [
        {"name": closed, "rules": [keep]},
        {"name": opened, "region": "eu-west-1", "acl": "public-read", "public": True, "rules": [month]},
    ]
    sound = {
        "IsMultiRegionTrail": True,
        "EnableLogFileValidation": True,
        "CloudWatchLogsLogGroupArn": f"arn:aws:logs:us-east-1:{account}:log-group:trail:*",
        "CloudWatchLogsRoleArn": f"arn:aws:iam::{account}:role/trail",
    }
    data = {"ReadWriteType": "All", "IncludeManagementEvents": False}
    trails = [
        {"name": "sound", "bucket": closed, **sound},
        {"name": "stopped", "region": "eu-west-1", "bucket": opened, "logging": False},
        {"name": "data-only", "bucket": opened, "S3KeyPrefix": "data", "selectors": [data]},
    ]
    return buckets, trails


def make_bucket(aws, name, region="us-east-1", acl=None, public=False, rules=()):
    s3 = aws.client("s3", region)
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, **where)
    if acl:
        s3.put_bucket_acl(Bucket=name, ACL=acl)
    if public:
        read = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"}
        s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [read]}))
    if rules:
        s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": list(rules)})


def make_trail(aws, name, bucket, region="us-east-1", logging=True, selectors=(), advanced=(), **more):
    cloudtrail = aws.client("cloudtrail", region)
    cloudtrail.create_trail(Name=name, S3BucketName=bucket, **more)
    if selectors:
        cloudtrail.put_event_selectors(TrailName=name, EventSelectors=list(selectors))
    if advanced:
        cloudtrail.put_event_selectors(TrailName=name, AdvancedEventSelectors=list(advanced))
    if logging:
        cloudtrail.start_logging(Name=name)
