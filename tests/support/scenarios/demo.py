"""The account of `tickmark scan --demo`: Kestrel Ledger, a small company that keeps the books of others.

Production runs in us-east-1, a smaller copy of it in eu-west-1, and eu-central-1 receives backups. People sign in
through IAM Identity Center, so that there is not one IAM user. Most of it is as it should be; what is not:

* a pipeline role whose trust any repository on GitHub satisfies, with a policy that allows everything;
* a bastion that the whole internet reaches by SSH, and a database group open to it, whose
  machine it does not reach because the subnet is private;
* a machine for reports that somebody set up by hand: IMDSv1, a plain disk, a plain snapshot of it;
* a bucket of logos and mail images that everyone may read, for which the account's block of public access is off;
* nobody is told when the trail is changed;
* staging's default security group, buckets without an end to their data, and a key that does not rotate.
"""

import copy
import os
import sys

# Last, so that no scenario is taken for a package of its name.
sys.path.append(os.path.dirname(os.path.abspath(__file__)))

import demo_answers
import demo_identity
import demo_network
import demo_services
import demo_storage
import demo_watch


REGIONS = ["us-east-1", "eu-west-1", "eu-central-1"]


def seed(aws):
    """Answers keys of the auditor's role, which is to collect."""
    for region in REGIONS:
        # moto draws the ids of a region's default network when the region is first asked for.
        aws.client("ec2", region).describe_vpcs()
    demo_identity.seed(aws)
    company_keys = demo_storage.seed(aws)
    demo_network.seed(aws)
    demo_services.seed(aws)
    demo_watch.seed(aws)
    demo_storage.own_up(aws, company_keys)
    role = f"arn:aws:iam::{aws.account}:role/soc2-auditor"
    keys = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="tickmark")["Credentials"]
    auditor = copy.copy(aws)
    auditor.keys = {"id": keys["AccessKeyId"]}
    demo_answers.seed(auditor, aws)
    return {"access_key": keys["AccessKeyId"], "secret": keys["SecretAccessKey"], "token": keys["SessionToken"]}
