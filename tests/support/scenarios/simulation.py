"""What IAM's policy simulator says of the caller, which moto lacks: actions that are not named are allowed."""

import json


def seed(aws, actions, denied=(), unclear=(), path=None):
    role = f"arn:aws:iam::{aws.account}:role/tickmark"

    def result(action):
        decision = "implicitDeny" if action in denied else "allowed"
        missing = ["aws:SourceVpc"] if action in unclear else []
        return {
            "EvalActionName": action,
            "EvalResourceName": "*",
            "EvalDecision": decision,
            "MatchedStatements": [],
            "MissingContextValues": missing,
        }

    if path:
        trust = {"Version": "2012-10-17", "Statement": []}
        made = aws.client("iam").create_role(
            Path=path, RoleName="tickmark", AssumeRolePolicyDocument=json.dumps(trust)
        )
        unknown = ("NoSuchEntity", 404, "there is no such role")
        aws.answer("iam", "SimulatePrincipalPolicy", error=unknown, when={"PolicySourceArn": role})
        role = made["Role"]["Arn"]
    answer = {"EvaluationResults": [result(action) for action in actions], "IsTruncated": False}
    aws.answer("iam", "SimulatePrincipalPolicy", answer, when={"PolicySourceArn": role})
    return {"role": role}
