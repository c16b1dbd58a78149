"""One of each of the wire protocols: key (JSON), trail (JSON), access point (REST XML), security group (EC2)."""


def seed(aws, bucket):
    aws.client("s3").create_bucket(Bucket=bucket)
    key = aws.client("kms").create_key()["KeyMetadata"]["KeyId"]
    aws.client("cloudtrail").create_trail(Name="trail", S3BucketName=bucket)
    control = aws.client("s3control")
    control.create_access_point(AccountId=aws.account, Name="point", Bucket=bucket)
    closed = dict.fromkeys(["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"], True)
    control.put_public_access_block(AccountId=aws.account, PublicAccessBlockConfiguration=closed)
    group = aws.client("ec2").create_security_group(GroupName="open", Description="open")["GroupId"]
    return {"key": key, "group": group}
