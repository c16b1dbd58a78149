"""Three buckets without an access log: one of the sandbox, one of production, one without tags."""


def seed(aws):
    s3 = aws.client("s3", "us-east-1")
    for name, environment in [("sandbox", "sandbox"), ("production", "production"), ("bare", None)]:
        bucket = f"{aws.account}-{name}"
        s3.create_bucket(Bucket=bucket)
        if environment:
            tags = [{"Key": "environment", "Value": environment}]
            s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})
