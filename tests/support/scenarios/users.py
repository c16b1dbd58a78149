"""IAM users with an access key each, and their credential report if it is asked for."""


def seed(aws, names, days_ago=0, report=False):
    iam = aws.client("iam")
    keys = {}
    with aws.days_ago(days_ago):
        for name in names:
            iam.create_user(UserName=name)
            keys[name] = iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"]
        if report:
            iam.generate_credential_report()
    return {"keys": keys}
