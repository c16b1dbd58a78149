"""Topics, queues, file systems and tables, closed and open, plain and not."""

import json

REGION = "us-east-1"


def anyone(action, arn, **condition):
    statement = {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": arn}
    if condition:
        statement["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def seed(aws):
    sns = aws.client("sns", REGION)
    for name in ("plain", "open"):
        arn = sns.create_topic(Name=name)["TopicArn"]
        if name == "open":
            sns.set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=anyone("sns:Publish", arn))
            sns.set_topic_attributes(TopicArn=arn, AttributeName="KmsMasterKeyId", AttributeValue="alias/aws/sns")

    sqs = aws.client("sqs", REGION)
    inside = {"StringEquals": {"aws:SourceVpce": "vpce-0a1b2c3d4e5f60718"}}
    for name, condition in (("plain", None), ("inside", inside), ("open", {})):
        url = sqs.create_queue(QueueName=name)["QueueUrl"]
        if condition is not None:
            text = anyone("sqs:SendMessage", f"arn:aws:sqs:{REGION}:{aws.account}:{name}", **condition)
            sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": text})

    efs = aws.client("efs", REGION)
    for name, more in (("sealed", {"Encrypted": True, "KmsKeyId": "alias/files"}), ("plain", {})):
        efs.create_file_system(CreationToken=name, Tags=[{"Key": "Name", "Value": name}], **more)

    dynamodb = aws.client("dynamodb", REGION)
    for name, recoverable, tags in (
        ("kept", True, []),
        ("lost", False, []),
        ("cache", False, [{"Key": "data-class", "Value": "disposable"}]),
    ):
        dynamodb.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            Tags=tags,
        )
        if recoverable:
            recovery = {"PointInTimeRecoveryEnabled": True}
            dynamodb.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)
