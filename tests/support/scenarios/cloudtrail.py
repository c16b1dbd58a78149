"""Trails and the buckets that they deliver to.

A bucket is `{"name", "region"?, "acl"?, "public"?, "rules"?}`: a canned ACL, whether its policy lets everyone read, and
its lifecycle rules. A trail is `{"name", "region"?, "bucket", "logging"?, "selectors"?, "advanced"?}` and whatever
else CreateTrail takes; it logs unless told otherwise.
"""

import json


def seed(aws, buckets=(), trails=()):
    for bucket in buckets:
        make_bucket(aws, **bucket)
    for trail in trails:
        make_trail(aws, **trail)


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
