"""Keys of every sort: what rotates and what cannot, what waits to be deleted, and whom their policies let in."""

import json


def policy(account, principal, condition=None):
    root = {"Sid": "Account", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}}
    other = {"Sid": "Other", "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", **principal}
    if condition:
        other["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [{**root, "Action": "kms:*", "Resource": "*"}, other]})


def seed(aws, region="us-east-1", replica_region="eu-west-1"):
    kms = aws.client("kms", region)
    keys = {}

    def key(name, rotates=True, **settings):
        made = kms.create_key(Description=name, **settings)["KeyMetadata"]
        keys[name] = made["Arn"]
        if rotates:
            kms.enable_key_rotation(KeyId=made["KeyId"])
        return made["KeyId"]

    key("rotated")
    key("unrotated", rotates=False)
    key("asymmetric", rotates=False, KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")
    key("hmac", rotates=False, KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
    key("imported", rotates=False, Origin="EXTERNAL")
    kms.disable_key(KeyId=key("disabled", rotates=False))

    approved = [{"TagKey": "deletion-approved", "TagValue": "true"}]
    for name, tags in {"pending": [], "approved": approved}.items():
        kms.schedule_key_deletion(KeyId=key(name, Tags=tags), PendingWindowInDays=7)

    anyone = {"Principal": {"AWS": "*"}}
    others = {"NotPrincipal": {"AWS": f"arn:aws:iam::{aws.account}:role/guest"}}
    caller = {"kms:CallerAccount": aws.account}
    via = {"kms:ViaService": f"s3.{region}.amazonaws.com"}
    key("open", Policy=policy(aws.account, anyone))
    key("open-but-one", Policy=policy(aws.account, others))
    key("via-service", Policy=policy(aws.account, anyone, {"StringEquals": via}))
    key("via-service-of-account", Policy=policy(aws.account, anyone, {"StringEquals": {**via, **caller}}))

    # Replicas take the settings that they have at AWS from their primary; moto copies them once, when it replicates.
    for name, rotates in {"replicated": True, "replicated-unrotated": False}.items():
        made = key(name, rotates=False, MultiRegion=True)
        replica = kms.replicate_key(KeyId=made, ReplicaRegion=replica_region)["ReplicaKeyMetadata"]["Arn"]
        keys[name + "-replica"] = replica
        if rotates:
            kms.enable_key_rotation(KeyId=made)

    # moto calls every key a customer's.
    from moto.kms import kms_backends

    managed = kms.describe_key(KeyId="alias/aws/s3")["KeyMetadata"]
    kms_backends[aws.account][region].keys[managed["KeyId"]].key_manager = "AWS"
    keys["managed"] = managed["Arn"]
    return {"keys": keys}
