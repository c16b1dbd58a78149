"""IAM with something that passes and something that fails for each control, and what each does not apply to."""

import json

ADMIN = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
READER = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:Get*"], "Resource": ["*"]}]}
GITHUB = "token.actions.githubusercontent.com"


def statement(principal, action="sts:AssumeRole", **condition):
    document = {"Effect": "Allow", "Principal": principal, "Action": action}
    if condition:
        document["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [document]})


def aws_managed(aws, name):
    """moto has the AWS managed policies only if it is told so before it starts, and then all of them."""
    from moto.iam.aws_managed_policies import aws_managed_policies_data
    from moto.iam.models import AWSManagedPolicy, iam_backends

    backend = iam_backends[aws.account]["aws"]
    data = json.loads(aws_managed_policies_data)[name]
    policy = AWSManagedPolicy.from_data(name, aws.account, "us-east-1", data)
    backend.managed_policies[policy.arn] = policy
    backend.aws_managed_policies.append(policy)
    return policy.arn


def password_policy(iam, policy):
    if policy == "strong":
        iam.update_account_password_policy(MinimumPasswordLength=14, PasswordReusePrevention=24)
    elif policy == "weak":
        iam.update_account_password_policy(MinimumPasswordLength=8, RequireSymbols=True)


def user(aws, iam, name, days, password=False, mfa=False, key=None):
    with aws.days_ago(days):
        iam.create_user(UserName=name)
        if password:
            iam.create_login_profile(UserName=name, Password="correct horse battery staple")
        if mfa:
            device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]["SerialNumber"]
            codes = {"AuthenticationCode1": "123456", "AuthenticationCode2": "654321"}
            iam.enable_mfa_device(UserName=name, SerialNumber=device, **codes)
        if key is not None:
            made = iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"]
            if key != "Active":
                iam.update_access_key(UserName=name, AccessKeyId=made, Status=key)


def users(aws, iam):
    user(aws, iam, "ann", 10, password=True, mfa=True, key="Active")
    user(aws, iam, "bob", 400, password=True, key="Active")
    iam.put_user_policy(UserName="bob", PolicyName="everything", PolicyDocument=json.dumps(ADMIN))
    user(aws, iam, "carl", 400, key="Inactive")
    user(aws, iam, "dora", 10)
    iam.put_user_policy(UserName="dora", PolicyName="reader", PolicyDocument=json.dumps(READER))


def groups(iam):
    for name, document in [("admins", ADMIN), ("readers", READER), ("plain", None)]:
        iam.create_group(GroupName=name)
        if document is not None:
            iam.put_group_policy(GroupName=name, PolicyName="inline", PolicyDocument=json.dumps(document))


def roles(aws, iam):
    provider = {"Federated": f"arn:aws:iam::{aws.account}:oidc-provider/{GITHUB}"}
    token = "sts:AssumeRoleWithWebIdentity"
    own, anyone = {f"{GITHUB}:sub": "repo:tickmark/*"}, {f"{GITHUB}:aud": "sts.amazonaws.com"}
    trusts = {
        "service": statement({"Service": "ec2.amazonaws.com"}),
        "anyone": statement({"AWS": "*"}),
        "organization": statement({"AWS": "*"}, StringEquals={"aws:PrincipalOrgID": "o-a1b2c3d4e5"}),
        "pipeline": statement(provider, token, StringLike=own),
        "any-pipeline": statement(provider, token, StringEquals=anyone),
    }
    for name, trust in trusts.items():
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
    iam.put_role_policy(RoleName="service", PolicyName="everything", PolicyDocument=json.dumps(ADMIN))
    iam.put_role_policy(RoleName="pipeline", PolicyName="reader", PolicyDocument=json.dumps(READER))
    reserved = "/aws-reserved/sso.amazonaws.com/eu-west-1/"
    iam.create_role(Path=reserved, RoleName="AWSReservedSSO_Admin_0123", AssumeRolePolicyDocument=trusts["service"])
    iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com")


def policies(aws, iam, approved_only):
    made = {}
    for name, document in [("admin", ADMIN), ("reader", READER), ("spare-admin", ADMIN)]:
        made[name] = iam.create_policy(PolicyName=name, PolicyDocument=json.dumps(document))["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="service", PolicyArn=made["admin"])
    iam.attach_user_policy(UserName="bob", PolicyArn=made["reader"])
    administrator, read_only = aws_managed(aws, "AdministratorAccess"), aws_managed(aws, "ReadOnlyAccess")
    aws_managed(aws, "PowerUserAccess")
    iam.attach_role_policy(RoleName="AWSReservedSSO_Admin_0123", PolicyArn=administrator)
    if not approved_only:
        iam.attach_group_policy(GroupName="admins", PolicyArn=administrator)
        iam.attach_user_policy(UserName="bob", PolicyArn=administrator)
    iam.attach_group_policy(GroupName="readers", PolicyArn=read_only)


def seed(aws, policy="strong", report=False, newcomer=True, approved_only=False):
    """`policy`: the password policy, strong, weak or none. `newcomer`: a user whom no credential report knows."""
    iam = aws.client("iam")
    password_policy(iam, policy)
    users(aws, iam)
    groups(iam)
    roles(aws, iam)
    policies(aws, iam, approved_only)
    if report:
        iam.generate_credential_report()
    if newcomer:
        # From tomorrow, so that a report that is generated only by the collection is older still.
        user(aws, iam, "eve", -1, password=True, mfa=True, key="Active")
