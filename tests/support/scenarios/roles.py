"""IAM roles: one of the listings that moto does page."""

TRUST = '{"Version": "2012-10-17", "Statement": []}'


def seed(aws, names):
    iam = aws.client("iam")
    for name in names:
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
