"""Secrets, image repositories, clusters and search domains, closed and open.

Of each: `good` is as it should be; `open` lets everyone in; the others say by their name what they lack.
"""

import json

REGION = "us-east-1"


def policy(action, principal="*", **condition):
    statement = {"Sid": "S", "Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*"}
    if condition:
        statement["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


BOUNDED = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}


def seed(aws, scan_type="BASIC", more_domains=0):
    secrets = aws.client("secretsmanager", REGION)
    for name, text in (
        ("good", None),
        ("bounded", policy("secretsmanager:GetSecretValue", **BOUNDED)),
        ("open", policy("secretsmanager:GetSecretValue")),
    ):
        arn = secrets.create_secret(Name=name, SecretString="never read")["ARN"]
        if text:
            secrets.put_resource_policy(SecretId=arn, ResourcePolicy=text)
    tags = [{"Key": "rotation", "Value": "manual"}]
    secrets.create_secret(Name="by-hand", SecretString="never read", Tags=tags)
    rotation = f"arn:aws:lambda:{REGION}:{aws.account}:function:rotate"
    listed = secrets.list_secrets()["SecretList"]
    for one in listed:
        if one["Name"] == "good":
            one.update(RotationEnabled=True, RotationLambdaARN=rotation, LastRotatedDate=one["CreatedDate"])
    more = {"OwningService": "rds", "PrimaryRegion": REGION}
    owned = {"ARN": f"arn:aws:secretsmanager:{REGION}:{aws.account}:secret:rds!a-x", "Name": "owned", **more}
    copy = {"ARN": f"arn:aws:secretsmanager:{REGION}:{aws.account}:secret:copy-x", "Name": "copy", "PrimaryRegion": "eu-west-1"}
    # moto rotates nothing without a function, and knows of no owner. Two pages.
    first = {"SecretList": listed, "NextToken": "2"}
    aws.answer("secretsmanager", "ListSecrets", first, when={"NextToken": None})
    aws.answer("secretsmanager", "ListSecrets", {"SecretList": [owned, copy]}, when={"NextToken": "2"})
    for one in (owned, copy):
        answer = {"ARN": one["ARN"], "Name": one["Name"]}
        aws.answer("secretsmanager", "GetResourcePolicy", answer, when={"SecretId": one["ARN"]})

    ecr = aws.client("ecr", REGION)
    for name, scanned, text in (
        ("good", True, None),
        ("scanned/by-rule", False, policy("ecr:BatchGetImage", {"AWS": f"arn:aws:iam::{aws.account}:root"})),
        ("unscanned", False, None),
        ("open", True, policy("ecr:BatchGetImage")),
    ):
        ecr.create_repository(repositoryName=name, imageScanningConfiguration={"scanOnPush": scanned})
        if text:
            ecr.set_repository_policy(repositoryName=name, policyText=text)
    rule = {"scanFrequency": "SCAN_ON_PUSH", "repositoryFilters": [{"filter": "scanned/*", "filterType": "WILDCARD"}]}
    ecr.put_registry_scanning_configuration(scanType=scan_type, rules=[rule])

    # moto has one page.
    listed = ecr.describe_repositories()["repositories"]
    first = {"repositories": listed[:1], "nextToken": "2"}
    aws.answer("ecr", "DescribeRepositories", first, when={"nextToken": None})
    aws.answer("ecr", "DescribeRepositories", {"repositories": listed[1:]}, when={"nextToken": "2"})

    eks = aws.client("eks", REGION)
    every = ["api", "audit", "authenticator"]
    for name, public, ranges, logs in (
        ("good", False, [], every),
        ("limited", True, ["203.0.113.0/24"], ["api"]),
        ("open", True, ["0.0.0.0/1", "128.0.0.0/1"], []),
    ):
        eks.create_cluster(name=name, roleArn=f"arn:aws:iam::{aws.account}:role/eks", resourcesVpcConfig={})
        network = {"endpointPublicAccess": public, "endpointPrivateAccess": not public, "publicAccessCidrs": ranges}
        logging = {"clusterLogging": [{"types": logs, "enabled": True}] if logs else []}
        arn = f"arn:aws:eks:{REGION}:{aws.account}:cluster/{name}"
        described = {"name": name, "arn": arn, "version": "1.34", "resourcesVpcConfig": network, "logging": logging}
        aws.answer("eks", "DescribeCluster", {"cluster": described}, when={"name": name})

    aws.answer("eks", "ListClusters", {"clusters": ["good"], "nextToken": "2"}, when={"nextToken": None})
    aws.answer("eks", "ListClusters", {"clusters": ["limited", "open"]}, when={"nextToken": "2"})

    opensearch = aws.client("opensearch", REGION)
    arn = f"arn:aws:es:{REGION}:{aws.account}:domain"
    for name, encrypted, text, more in (
        ("good", True, policy("es:*", {"AWS": f"arn:aws:iam::{aws.account}:root"}), {}),
        ("inside", True, policy("es:*"), {"VPCOptions": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}}),
        ("open", False, policy("es:ESHttp*"), {}),
        *((f"more-{number}", True, None, {}) for number in range(more_domains)),
    ):
        more = {**more, "AccessPolicies": text} if text else more
        opensearch.create_domain(
            DomainName=name, EncryptionAtRestOptions={"Enabled": encrypted}, **more
        )
    names = [one["DomainName"] for one in opensearch.list_domain_names()["DomainNames"]]
    listed = opensearch.describe_domains(DomainNames=names)["DomainStatusList"]
    for one in listed:
        if one["DomainName"] == "inside":
            one["VPCOptions"] = {**one.get("VPCOptions", {}), "VPCId": "vpc-1"}
        if one["EncryptionAtRestOptions"]["Enabled"]:
            one["EncryptionAtRestOptions"]["KmsKeyId"] = f"arn:aws:kms:{REGION}:{aws.account}:key/1"
    # moto describes any number at once.
    aws.answer("opensearch", "DescribeDomains", error=("ValidationException", 400))
    for start in range(0, len(names), 5):
        asked = names[start : start + 5]
        answer = {"DomainStatusList": [one for one in listed if one["DomainName"] in asked]}
        aws.answer("opensearch", "DescribeDomains", answer, when={"DomainNames": asked})
    return {"arn": arn}
