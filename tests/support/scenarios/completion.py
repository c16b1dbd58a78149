"""What the other scenarios leave at its default, so that each fact of a recording says something."""

from types import SimpleNamespace

SUMMARY = {
    "AccountMFAEnabled": 1,
    "AccountAccessKeysPresent": 1,
    "AccountPasswordPresent": 1,
    "AccountSigningCertificatesPresent": 1,
}


def seed(aws):
    from moto.iam.models import iam_backends

    # moto has no call by which root would get any of these.
    backend = iam_backends[aws.account]["aws"]
    backend.account_summary = SimpleNamespace(summary_map={**backend.account_summary.summary_map, **SUMMARY})
    aws.client("ec2", "eu-west-1").enable_ebs_encryption_by_default()
    # One of the four, which keeps nothing from being public that is so already.
    block = {"BlockPublicAcls": True, "IgnorePublicAcls": False, "BlockPublicPolicy": False, "RestrictPublicBuckets": False}
    aws.client("s3control").put_public_access_block(AccountId=aws.account, PublicAccessBlockConfiguration=block)
