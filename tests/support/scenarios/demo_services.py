"""Kestrel Ledger's databases, functions, queues, balancers and watchmen: most as they should be, some by hand."""

import io
import json
import zipfile

from demo_storage import EU, MAIN


def topics_and_queues(aws):
    sns, sqs = aws.client("sns", MAIN), aws.client("sqs", MAIN)
    topic = sns.create_topic(Name="kestrel-alerts")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="https", Endpoint="https://events.example.com/integration/kestrel")
    for name in ("kestrel-statements", "kestrel-statements-dead"):
        sqs.create_queue(QueueName=name, Attributes={"SqsManagedSseEnabled": "true"})
    # A partner was to put documents here.
    queue = sqs.create_queue(QueueName="kestrel-partner-inbox")["QueueUrl"]
    arn = f"arn:aws:sqs:{MAIN}:{aws.account}:kestrel-partner-inbox"
    anyone = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": arn}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [anyone]})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    return topic


def databases(aws, region, prefix, name):
    ec2, rds = aws.client("ec2", region), aws.client("rds", region)
    private = ec2.describe_subnets(Filters=[{"Name": "tag:Name", "Values": [f"{name}-private-*"]}])["Subnets"]
    groups = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": [f"{name}-database"]}])
    group = groups["SecurityGroups"][0]["GroupId"]
    rds.create_db_subnet_group(
        DBSubnetGroupName=f"{prefix}-private",
        DBSubnetGroupDescription="Private subnets",
        SubnetIds=[subnet["SubnetId"] for subnet in private],
    )
    sound = {
        "Engine": "postgres",
        "DBInstanceClass": "db.m6g.large",
        "AllocatedStorage": 200,
        "MasterUsername": "ledger",
        "MasterUserPassword": "made-by-secrets-manager",
        "DBSubnetGroupName": f"{prefix}-private",
        "VpcSecurityGroupIds": [group],
        "StorageEncrypted": True,
        "MultiAZ": True,
        "BackupRetentionPeriod": 14,
        "DeletionProtection": True,
        "PubliclyAccessible": False,
        "EnableCloudwatchLogsExports": ["postgresql", "upgrade"],
        "Tags": [{"Key": "data-class", "Value": "confidential"}, {"Key": "backup", "Value": "daily"}],
    }
    rds.create_db_instance(DBInstanceIdentifier=f"{prefix}-ledger", **sound)
    return rds, sound


def set_up_by_hand(rds, sound):
    """The database of the reporting tool: in one zone, plain, and hardly backed up."""
    plain = {"StorageEncrypted": False, "MultiAZ": False, "BackupRetentionPeriod": 1, "DeletionProtection": False}
    settings = {**sound, **plain, "AllocatedStorage": 20, "Tags": [], "EnableCloudwatchLogsExports": []}
    rds.create_db_instance(DBInstanceIdentifier="metabase", **settings)
    rds.create_db_snapshot(DBInstanceIdentifier="metabase", DBSnapshotIdentifier="metabase-before-upgrade")


def functions(aws):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as code:
        code.writestr("handler.py", "def handle(event, context):\n    return {}\n")
    awslambda = aws.client("lambda", MAIN)
    for name in ("statement-parser", "webhook"):
        awslambda.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Role=f"arn:aws:iam::{aws.account}:role/statement-parser",
            Handler="handler.handle",
            Code={"ZipFile": archive.getvalue()},
        )
    awslambda.add_permission(
        FunctionName="statement-parser",
        StatementId="mail",
        Action="lambda:InvokeFunction",
        Principal="s3.amazonaws.com",
        SourceArn="arn:aws:s3:::kestrel-mail-inbound",
        SourceAccount=aws.account,
    )


def stores(aws):
    dynamodb = aws.client("dynamodb", MAIN)
    for name, recoverable in (("ledger-sessions", True), ("feature-flags", False)):
        dynamodb.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        if recoverable:
            recovery = {"PointInTimeRecoveryEnabled": True}
            dynamodb.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)
    aws.client("efs", MAIN).create_file_system(CreationToken="exports", Encrypted=True)
    secrets = aws.client("secretsmanager", MAIN)
    for name in ("prod/ledger/database", "prod/bank-api", "metabase/admin"):
        secrets.create_secret(Name=name, SecretString="never read")
    ecr = aws.client("ecr", MAIN)
    for name, scanned in (("kestrel/api", True), ("kestrel/worker", True), ("kestrel/metabase", False)):
        ecr.create_repository(
            repositoryName=name,
            imageScanningConfiguration={"scanOnPush": scanned},
            imageTagMutability="IMMUTABLE" if scanned else "MUTABLE",
        )


def front(aws, region, name, prefix, whole):
    """The product's load balancer; in the smaller region nobody turned its log on, nor plain HTTP away."""
    ec2, elb = aws.client("ec2", region), aws.client("elbv2", region)
    found = ec2.describe_subnets(Filters=[{"Name": "tag:Name", "Values": [f"{name}-public-*"]}])["Subnets"]
    groups = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": [f"{name}-web"]}])
    balancer = elb.create_load_balancer(
        Name=f"{prefix}-web",
        Subnets=[subnet["SubnetId"] for subnet in found],
        SecurityGroups=[groups["SecurityGroups"][0]["GroupId"]],
        Scheme="internet-facing",
        Type="application",
    )["LoadBalancers"][0]["LoadBalancerArn"]
    certificate = aws.client("acm", region).request_certificate(
        DomainName="app.kestrel-ledger.example", ValidationMethod="DNS"
    )["CertificateArn"]
    target = elb.create_target_group(
        Name=f"{prefix}-app", Protocol="HTTPS", Port=8443, VpcId=found[0]["VpcId"], TargetType="instance"
    )["TargetGroups"][0]["TargetGroupArn"]
    forward = [{"Type": "forward", "TargetGroupArn": target}]
    elb.create_listener(
        LoadBalancerArn=balancer,
        Protocol="HTTPS",
        Port=443,
        SslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06" if whole else "ELBSecurityPolicy-2016-08",
        Certificates=[{"CertificateArn": certificate}],
        DefaultActions=forward,
    )
    redirect = {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}
    plain = [{"Type": "redirect", "RedirectConfig": redirect}] if whole else forward
    elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=plain)
    if whole:
        logs = {"access_logs.s3.enabled": "true", "access_logs.s3.bucket": "kestrel-access-logs"}
        elb.modify_load_balancer_attributes(
            LoadBalancerArn=balancer, Attributes=[{"Key": key, "Value": value} for key, value in logs.items()]
        )


def delivery(aws):
    """The web site behind CloudFront."""
    origin = {
        "Id": "www",
        "DomainName": "kestrel-www.s3.us-east-1.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    behaviour = {
        "TargetOriginId": "www",
        "ViewerProtocolPolicy": "redirect-to-https",
        "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}},
        "MinTTL": 0,
    }
    settings = {
        "CallerReference": "www",
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": behaviour,
        "Comment": "The web site",
        "Enabled": True,
    }
    aws.client("cloudfront", MAIN).create_distribution(DistributionConfig=settings)


def watchmen(aws):
    """GuardDuty and Config where the product runs; the region of backups was forgotten."""
    for region in (MAIN, EU):
        aws.client("guardduty", region).create_detector(Enable=True)
        config = aws.client("config", region)
        group = {"allSupported": True, "includeGlobalResourceTypes": region == MAIN}
        role = f"arn:aws:iam::{aws.account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
        recorder = {"name": "default", "roleARN": role, "recordingGroup": group}
        config.put_configuration_recorder(ConfigurationRecorder=recorder)
        config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": "kestrel-trail-logs"})
        config.start_configuration_recorder(ConfigurationRecorderName="default")
    aws.client("securityhub", MAIN).enable_security_hub(EnableDefaultStandards=True)


def build(aws):
    codebuild = aws.client("codebuild", MAIN)
    for name, variables in (
        ("platform", [{"name": "STAGE", "value": "production", "type": "PLAINTEXT"}]),
        ("metabase", [{"name": "DB_PASSWORD", "value": "correct-horse-battery-staple", "type": "PLAINTEXT"}]),
    ):
        codebuild.create_project(
            name=name,
            source={"type": "GITHUB", "location": "https://github.com/kestrel-ledger/platform"},
            artifacts={"type": "NO_ARTIFACTS"},
            environment={
                "type": "LINUX_CONTAINER",
                "image": "aws/codebuild/amazonlinux2-x86_64-standard:5.0",
                "computeType": "BUILD_GENERAL1_SMALL",
                "environmentVariables": variables,
            },
            serviceRole=f"arn:aws:iam::{aws.account}:role/github-deploy",
        )


def logs(aws):
    for region in (MAIN, EU):
        client = aws.client("logs", region)
        for name, days in (("/kestrel/api", 400), ("/kestrel/worker", 400), ("/aws/lambda/webhook", None)):
            client.create_log_group(logGroupName=name)
            if days:
                client.put_retention_policy(logGroupName=name, retentionInDays=days)
    aws.client("logs", MAIN).put_retention_policy(logGroupName="kestrel-trail", retentionInDays=400)


def seed(aws):
    with aws.days_ago(180):
        topics_and_queues(aws)
        rds, sound = databases(aws, MAIN, "prod", "production")
        set_up_by_hand(rds, sound)
        databases(aws, EU, "eu", "production-eu")
        functions(aws)
        stores(aws)
        front(aws, MAIN, "production", "prod", whole=True)
        front(aws, EU, "production-eu", "eu", whole=False)
        delivery(aws)
        watchmen(aws)
        build(aws)
        logs(aws)
