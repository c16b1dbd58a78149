"""IAM by what its principals come to: who can escalate, who trusts whom, how people and root come in."""

import json
import os
import sys
from types import SimpleNamespace

# Last, so that no scenario is taken for a package of its name.
sys.path.append(os.path.dirname(os.path.abspath(__file__)))

from iam import ADMIN, READER, aws_managed, statement  # noqa: E402

METADATA = "<EntityDescriptor>" + "x" * 1000 + "</EntityDescriptor>"
SUMMARY = {"AccountMFAEnabled": 1, "AccountAccessKeysPresent": 0, "AccountPasswordPresent": 1}
SUMMARY["AccountSigningCertificatesPresent"] = 0


def allow(*actions, resource="*", **condition):
    document = {"Effect": "Allow", "Action": list(actions), "Resource": resource}
    if condition:
        document["Condition"] = condition
    return document


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


WIDE = policy(allow("s3:*", "cloudtrail:*", "kms:*", "sts:AssumeRole"))


def policies(iam):
    made = {}
    named = allow("s3:*", resource=["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"])
    for name, document in [
        ("wide", WIDE),
        ("spare", WIDE),
        ("narrow", policy(named)),
        ("launcher", policy(allow("ec2:RunInstances"))),
        ("limit", policy({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})),
    ]:
        made[name] = iam.create_policy(PolicyName=name, PolicyDocument=document)["Policy"]["Arn"]
    return made


def users(aws, iam, made):
    from moto.iam.models import iam_backends

    iam.create_group(GroupName="builders")
    iam.put_group_policy(GroupName="builders", PolicyName="pass", PolicyDocument=policy(allow("iam:PassRole")))
    iam.create_group(GroupName="operators")
    iam.attach_group_policy(GroupName="operators", PolicyArn=made["wide"])
    iam.attach_group_policy(GroupName="operators", PolicyArn=made["narrow"])
    for name, path in [("person", "/"), ("limited", "/"), ("robot", "/service/"), ("tagged", "/"), ("rotating", "/")]:
        iam.create_user(UserName=name, Path=path, Tags=[{"Key": "user-type", "Value": "service"}] if name == "tagged" else [])
    for name in ["person", "limited"]:
        iam.add_user_to_group(GroupName="builders", UserName=name)
        iam.attach_user_policy(UserName=name, PolicyArn=made["launcher"])
    # moto has no call for a user's boundary.
    boundary = {"PermissionsBoundaryType": "PermissionsBoundaryPolicy", "PermissionsBoundaryArn": made["limit"]}
    backend = iam_backends[aws.account]["aws"]
    next(user for user in backend.users.values() if user.name == "limited").permissions_boundary = boundary
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName="person")["VirtualMFADevice"]["SerialNumber"]
    codes = {"AuthenticationCode1": "123456", "AuthenticationCode2": "654321"}
    iam.enable_mfa_device(UserName="person", SerialNumber=device, **codes)
    for name, first, second in [("robot", 400, 30), ("rotating", 400, 1)]:
        for days in [first, second]:
            with aws.days_ago(days):
                iam.create_access_key(UserName=name)
    for name in ["person", "tagged"]:
        iam.create_access_key(UserName=name)
    iam.put_group_policy(GroupName="operators", PolicyName="wide", PolicyDocument=WIDE)
    iam.put_user_policy(UserName="tagged", PolicyName="wide", PolicyDocument=WIDE)
    iam.put_user_policy(UserName="robot", PolicyName="reader", PolicyDocument=json.dumps(READER))


def organization(aws):
    """The account manages an organization with one more account, which administers a service; answers that account."""
    organizations = aws.client("organizations")
    try:
        organizations.create_organization(FeatureSet="ALL")
    except organizations.exceptions.AlreadyInOrganizationException:
        pass
    made = organizations.create_account(AccountName="sibling", Email="sibling@example.com")
    sibling = made["CreateAccountStatus"]["AccountId"]
    principal = {"AccountId": sibling, "ServicePrincipal": "guardduty.amazonaws.com"}
    organizations.register_delegated_administrator(**principal)
    return sibling, organizations.describe_organization()["Organization"]["Id"]


def boundary(aws, name):
    """moto does not tell the policies of AWS apart by what they are used for."""
    arn = aws_managed(aws, name)
    one = {"PolicyName": name, "Arn": arn, "DefaultVersionId": "v12", "AttachmentCount": 0}
    answer = {"Policies": [{**one, "PermissionsBoundaryUsageCount": 1}], "IsTruncated": False}
    aws.answer("iam", "ListPolicies", answer, when={"PolicyUsageFilter": "PermissionsBoundary"})
    return arn


def roles(aws, iam, made, sibling, own):
    from moto.core.utils import utcnow
    from moto.iam.models import iam_backends

    vendor = {"AWS": "arn:aws:iam::310000000001:root"}
    by_account = {"aws:PrincipalAccount": "310000000002", "aws:PrincipalOrgID": own}
    service = statement({"Service": "ec2.amazonaws.com"})
    trusts = {
        "vendor": statement(vendor),
        "vendor-with-id": statement(vendor, StringEquals={"sts:ExternalId": "7f3c"}),
        "sibling": statement({"AWS": sibling}),
        "member": statement({"AWS": "*"}, StringEquals=by_account),
        "home": statement({"AWS": aws.account}),
        "bounded": service,
        "fenced": service,
        "opener": service,
        "administrator": service,
        "support": service,
        "decoder": service,
        "stale": service,
        "woken": service,
    }
    boundaries = {"bounded": made["limit"], "fenced": boundary(aws, "PowerUserAccess")}
    for name, trust in trusts.items():
        more = {"PermissionsBoundary": boundaries[name]} if name in boundaries else {}
        with aws.days_ago(400 if name in ("stale", "woken") else 0):
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust, **more)
    inline = {
        "bounded": allow("iam:PassRole", "ec2:RunInstances"),
        "fenced": allow("iam:PassRole", "ec2:RunInstances"),
        "opener": allow("iam:PutRolePolicy", resource=f"arn:aws:iam::{aws.account}:role/opener"),
        "decoder": allow("kms:Decrypt", StringLike={"kms:ViaService": "s3.*.amazonaws.com"}),
        "home": allow("sts:AssumeRole", StringEquals={"aws:ResourceOrgID": own}),
    }
    for name, document in inline.items():
        iam.put_role_policy(RoleName=name, PolicyName=name, PolicyDocument=policy(document))
    iam.put_role_policy(RoleName="stale", PolicyName="wide", PolicyDocument=WIDE)
    iam.put_role_policy(RoleName="administrator", PolicyName="admin", PolicyDocument=json.dumps(ADMIN))
    # In use, or it would not be listed.
    iam.attach_role_policy(RoleName="decoder", PolicyArn=aws_managed(aws, "AWSSupportAccess"))
    backend = iam_backends[aws.account]["aws"]
    next(role for role in backend.roles.values() if role.name == "woken").last_used = utcnow()


def certificates(aws):
    """In two pages."""

    def one(name, expires):
        arn = f"arn:aws:iam::{aws.account}:server-certificate/{name}"
        of = {"Path": "/", "ServerCertificateName": name, "ServerCertificateId": "ASCA" + name.upper(), "Arn": arn}
        return {**of, "UploadDate": "2019-01-01T00:00:00Z", "Expiration": expires}

    def answer(certificate, when, **more):
        result = {"ServerCertificateMetadataList": [certificate], "IsTruncated": False, **more}
        aws.answer("iam", "ListServerCertificates", result, when=when)

    answer(one("expired", "2020-01-01T00:00:00Z"), {"Marker": None}, IsTruncated=True, Marker="next")
    answer(one("valid", "2199-01-01T00:00:00Z"), {"Marker": "next"})


def virtual_devices(aws, app):
    """A user's app, and on the second page root's, if it has one; or that page is refused."""

    def one(name, arn):
        of = {"Path": "/", "UserName": name, "UserId": "AIDA", "Arn": arn, "CreateDate": "2019-01-01T00:00:00Z"}
        serial = f"arn:aws:iam::{aws.account}:mfa/{name}"
        return {"SerialNumber": serial, "User": of, "EnableDate": "2019-01-01T00:00:00Z"}

    first = {"VirtualMFADevices": [one("person", f"arn:aws:iam::{aws.account}:user/person")], "IsTruncated": True}
    aws.answer("iam", "ListVirtualMFADevices", {**first, "Marker": "next"}, when={"Marker": None})
    if app == "refused":
        aws.answer("iam", "ListVirtualMFADevices", error=("AccessDenied", 403), when={"Marker": "next"})
        return
    own = [one("root-account-mfa-device", f"arn:aws:iam::{aws.account}:root")] if app else []
    aws.answer("iam", "ListVirtualMFADevices", {"VirtualMFADevices": own, "IsTruncated": False}, when={"Marker": "next"})


def identity_center(aws, instances):
    """moto has an instance in every region; here one is in eu-west-1, on the second page, or there is none."""
    for region in ["us-east-1", "eu-west-1"]:
        aws.answer("sso-admin", "ListInstances", {"Instances": []}, region=region)
    if instances:
        first, more = {"Instances": [], "NextToken": "next"}, {"NextToken": None}
        aws.answer("sso-admin", "ListInstances", first, region="eu-west-1", when=more)
        one = {"InstanceArn": "arn:aws:sso:::instance/ssoins-0123456789abcdef", "Status": "ACTIVE"}
        aws.answer("sso-admin", "ListInstances", {"Instances": [one]}, region="eu-west-1", when={"NextToken": "next"})


def root_used(aws, days):
    """A report in which root alone stands, used so many days ago."""
    import datetime

    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    used = (now - datetime.timedelta(days=days)).isoformat()
    head = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
    head += "password_next_rotation,mfa_active"
    for key in "12":
        columns = ["active", "last_rotated", "last_used_date", "last_used_region", "last_used_service"]
        head += "".join(f",access_key_{key}_{column}" for column in columns)
    row = f"<root_account>,arn:aws:iam::{aws.account}:root,2019-03-01T09:00:00+00:00,not_supported,"
    row += f"no_information,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,true,2019-03-02T09:00:00+00:00,{used},x,iam"
    report = {"Content": (head + "\n" + row + "\n").encode(), "ReportFormat": "text/csv", "GeneratedTime": now}
    aws.answer("iam", "GetCredentialReport", report)


def account_summary(aws, changes):
    """moto has no call by which root would get any credentials."""
    from moto.iam.models import iam_backends

    backend = iam_backends[aws.account]["aws"]
    numbers = {**backend.account_summary.summary_map, **SUMMARY, **changes}
    backend.account_summary = SimpleNamespace(summary_map=numbers)


def seed(aws, saml=True, instances=True, root_app=True, root_days=None, summary=None):
    """`root_app`: whether root's second factor is an app, or "refused"."""
    iam = aws.client("iam")
    account_summary(aws, summary or {})
    made = policies(iam)
    users(aws, iam, made)
    sibling, own = organization(aws)
    roles(aws, iam, made, sibling, own)
    certificates(aws)
    virtual_devices(aws, root_app)
    identity_center(aws, instances)
    if saml:
        iam.create_saml_provider(Name="okta", SAMLMetadataDocument=METADATA)
    if root_days is not None:
        root_used(aws, root_days)
    return {"sibling": sibling}
