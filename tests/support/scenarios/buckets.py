"""Buckets by name, and their regions."""


def seed(aws, names, region="us-east-1", days_ago=0):
    s3 = aws.client("s3", region)
    with aws.days_ago(days_ago):
        for name in names:
            where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
            s3.create_bucket(Bucket=name, **where)
    return {"names": names}
