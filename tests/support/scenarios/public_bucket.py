"""A bucket that anyone can read by its policy; with `closed`, one that is there has its public access blocked."""

import json

ON = dict.fromkeys(["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"], True)


def seed(aws, name, closed=False):
    s3 = aws.client("s3")
    if closed:
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=ON)
        return
    s3.create_bucket(Bucket=name)
    resource = f"arn:aws:s3:::{name}/*"
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": resource}
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
