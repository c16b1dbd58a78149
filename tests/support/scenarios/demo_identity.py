"""Kestrel Ledger's IAM: roles for people (through Identity Center), pipelines, services and one vendor. No users."""

import json
from types import SimpleNamespace

from iam import ADMIN, GITHUB, aws_managed, statement

VENDOR = "690720121542"


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(actions, *resources):
    return {"Effect": "Allow", "Action": actions, "Resource": list(resources)}


def people(aws, iam):
    provider = f"arn:aws:iam::{aws.account}:saml-provider/AWSSSO_5f1c2a7b9d3e4c60_DO_NOT_DELETE"
    audience = {"SAML:aud": "https://signin.aws.amazon.com/saml"}
    trust = statement({"Federated": provider}, ["sts:AssumeRoleWithSAML", "sts:TagSession"], StringEquals=audience)
    for name, managed in [
        ("AWSReservedSSO_Administrator_3b1c7a90e52d4f18", "AdministratorAccess"),
        ("AWSReservedSSO_Engineer_8d20c4e6f7a1b935", "PowerUserAccess"),
        ("AWSReservedSSO_Finance_07f5e1d2c3b4a698", "job-function/ViewOnlyAccess"),
    ]:
        path = "/aws-reserved/sso.amazonaws.com/"
        iam.create_role(Path=path, RoleName=name, AssumeRolePolicyDocument=trust)
        iam.attach_role_policy(RoleName=name, PolicyArn=managed_arn(aws, managed))

    here = {"AWS": f"arn:aws:iam::{aws.account}:root"}
    with_mfa = statement(here, Bool={"aws:MultiFactorAuthPresent": "true"})
    iam.create_role(RoleName="break-glass", AssumeRolePolicyDocument=with_mfa)
    for managed in ["PowerUserAccess", "IAMFullAccess"]:
        iam.attach_role_policy(RoleName="break-glass", PolicyArn=managed_arn(aws, managed))
    iam.create_role(RoleName="soc2-auditor", AssumeRolePolicyDocument=statement(here))
    iam.attach_role_policy(RoleName="soc2-auditor", PolicyArn=managed_arn(aws, "SecurityAudit"))


MANAGED = {}


def managed_arn(aws, name):
    """Each AWS managed policy is put into the account once."""
    short = name.rsplit("/", 1)[-1]
    if short not in MANAGED:
        MANAGED[short] = aws_managed(aws, short)
    return MANAGED[short]


def pipelines(aws, iam):
    iam.create_open_id_connect_provider(
        Url=f"https://{GITHUB}",
        ClientIDList=["sts.amazonaws.com"],
        ThumbprintList=["6938fd4d98bab03faadb97b34396831e3780aea1"],
    )
    provider = {"Federated": f"arn:aws:iam::{aws.account}:oidc-provider/{GITHUB}"}
    token, audience = "sts:AssumeRoleWithWebIdentity", {f"{GITHUB}:aud": "sts.amazonaws.com"}
    main = {**audience, f"{GITHUB}:sub": "repo:kestrel-ledger/platform:ref:refs/heads/main"}
    roles = {
        "github-deploy": statement(provider, token, StringEquals=main),
        "github-deploy-legacy": statement(provider, token, StringEquals=audience),
    }
    for name, trust in roles.items():
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
    deploy = document(
        allow(["ecs:UpdateService", "ecs:RegisterTaskDefinition", "ecs:Describe*"], "*"),
        allow(["s3:PutObject"], "arn:aws:s3:::kestrel-build-artifacts/*", "arn:aws:s3:::kestrel-www/*"),
    )
    policies = {"github-deploy": ("kestrel-deploy", deploy), "github-deploy-legacy": ("deploy-all", json.dumps(ADMIN))}
    for role, (name, text) in policies.items():
        arn = iam.create_policy(PolicyName=name, PolicyDocument=text)["Policy"]["Arn"]
        iam.attach_role_policy(RoleName=role, PolicyArn=arn)


def services(aws, iam):
    runtime = {
        "kestrel-api": ("ec2", allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::kestrel-customer-documents/*")),
        "kestrel-worker": ("ec2", allow(["s3:GetObject"], "arn:aws:s3:::kestrel-bank-statements/*")),
        "statement-parser": ("lambda", allow(["s3:GetObject"], "arn:aws:s3:::kestrel-mail-inbound/*")),
        "trail-to-logs": ("cloudtrail", allow(["logs:CreateLogStream", "logs:PutLogEvents"], "arn:aws:logs:*:*:*")),
        "flow-logs": ("vpc-flow-logs", allow(["logs:CreateLogStream", "logs:PutLogEvents"], "arn:aws:logs:*:*:*")),
    }
    for name, (service, permission) in runtime.items():
        trust = statement({"Service": f"{service}.amazonaws.com"})
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
        iam.put_role_policy(RoleName=name, PolicyName="runtime", PolicyDocument=document(permission))
    vendor = statement(
        {"AWS": f"arn:aws:iam::{VENDOR}:root"}, StringEquals={"sts:ExternalId": "kestrel-5b0e7a41"}
    )
    iam.create_role(RoleName="vendor-cost-reports", AssumeRolePolicyDocument=vendor)
    reports = document(allow(["ce:Get*", "cur:DescribeReportDefinitions"], "*"))
    arn = iam.create_policy(PolicyName="cost-reports", PolicyDocument=reports)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="vendor-cost-reports", PolicyArn=arn)
    for service in ["autoscaling", "elasticloadbalancing", "rds"]:
        iam.create_service_linked_role(AWSServiceName=f"{service}.amazonaws.com")


def root_user(aws):
    """moto has no call by which root's second factor could be set, and says nothing of its password."""
    from moto.iam.models import iam_backends

    backend = iam_backends[aws.account]["aws"]
    root = {"AccountMFAEnabled": 1, "AccountPasswordPresent": 1}
    backend.account_summary = SimpleNamespace(summary_map={**backend.account_summary.summary_map, **root})


def used(aws):
    """moto tells when a role was used only of keys that it handed out itself; the way in before Identity Center, and
    the old pipeline, are roles that nobody uses."""
    from moto.core.utils import utcnow
    from moto.iam.models import iam_backends

    for role in iam_backends[aws.account]["aws"].roles.values():
        if role.name not in ("break-glass", "github-deploy-legacy"):
            role.last_used, role.last_used_region = utcnow(), "us-east-1"


def seed(aws):
    iam = aws.client("iam")
    with aws.days_ago(610):
        people(aws, iam)
        services(aws, iam)
        pipelines(aws, iam)
    # From the time before Identity Center.
    iam.update_account_password_policy(MinimumPasswordLength=8, RequireNumbers=True)
    root_user(aws)
    used(aws)
