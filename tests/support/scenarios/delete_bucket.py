"""Deletes one empty bucket: for what vanishes between a listing and a read."""


def seed(aws, name):
    aws.client("s3").delete_bucket(Bucket=name)
