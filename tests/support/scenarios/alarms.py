"""Who hears of what is recorded: a trail's log group with filters, alarms, rules and topics.

`root` and `trails` say how each is watched for: "heard" is a whole chain; "mute" ends at a topic that nobody has
confirmed; "off" has its alarm's actions off; "numb" has an alarm that one event does not raise; "foreign" ends at
another account's topic; "rules" has rules in both regions in place of a filter, "rule" in one; "none" has nothing.
"""

import json

MAIN, OTHER = "us-east-1", "eu-west-1"
REGIONS = (MAIN, OTHER)

# Written by hand in the ways that people write them.
PATTERNS = {
    "root": '{($.userIdentity.type=Root) && (($.eventType != "AwsServiceEvent") && $.userIdentity.invokedBy NOT EXISTS)}',
    "trails": '{ $.eventSource = "cloudtrail.amazonaws.com" && ($.eventName = StopLogging || $.eventName = "StartLogging"'
    " || ($.eventName = DeleteTrail) || $.eventName = CreateTrail || $.eventName = UpdateTrail) }",
}
EVENTS = {
    "root": {"detail": {"userIdentity": {"type": ["Root"]}}},
    "trails": {"source": ["aws.cloudtrail"], "detail": {"eventName": [{"suffix": "Trail"}, {"suffix": "Logging"}]}},
}


def seed(aws, root="heard", trails="heard", logging=True, findings="gathered", account="210987654321"):
    topics = {(name, region): topic(aws, name, region) for name in ("heard", "mute") for region in REGIONS}
    log_groups(aws)
    trail(aws, logging)
    for name, how in (("root", root), ("trails", trails)):
        watch(aws, name, how, topics, account)
    # A filter that something else narrows, and one whose pattern is of another kind.
    from moto.logs.models import logs_backends

    filter_on(aws, "narrowed", "")
    logs_backends[aws.account][MAIN].filters.metric_filters[-1]["fieldSelectionCriteria"] = '@aws.region = "eu-west-1"'
    filter_on(aws, "plain", "ERROR")
    other_alarms(aws, topics)
    security_findings(aws, findings, topics)


def topic(aws, name, region):
    from moto.sns.models import sns_backends

    arn = aws.client("sns", region).create_topic(Name=name)["TopicArn"]
    # moto counts no subscriptions here.
    sns_backends[aws.account][region].topics[arn].subscriptions_confimed = 2 if name == "heard" else 0
    return arn


def tell_class():
    """moto does not tell the class of a log group."""
    from moto.logs.models import LogGroup

    if not hasattr(LogGroup, "tickmark_class"):
        describe = LogGroup.to_describe_dict
        LogGroup.tickmark_class = "STANDARD"
        LogGroup.to_describe_dict = lambda self: {**describe(self), "logGroupClass": self.tickmark_class}


def log_groups(aws):
    tell_class()
    logs = aws.client("logs", MAIN)
    for name, days in (("records", 400), ("flows", 30), ("aws-waf-logs-shop", None), ("/aws/lambda/resize", 7)):
        logs.create_log_group(logGroupName=name)
        if days:
            logs.put_retention_policy(logGroupName=name, retentionInDays=days)
    ec2 = aws.client("ec2", MAIN)
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    role = f"arn:aws:iam::{aws.account}:role/flow-logs"
    aws.client("iam").create_role(RoleName="flow-logs", AssumeRolePolicyDocument="{}")
    to = {"LogGroupName": "flows", "DeliverLogsPermissionArn": role}
    ec2.create_flow_logs(ResourceIds=[vpc], ResourceType="VPC", TrafficType="ALL", **to)


def trail(aws, logging):
    bucket = f"watched-{aws.account}"
    aws.client("s3", MAIN).create_bucket(Bucket=bucket)
    cloudtrail = aws.client("cloudtrail", MAIN)
    cloudtrail.create_trail(
        Name="watched",
        S3BucketName=bucket,
        IsMultiRegionTrail=True,
        CloudWatchLogsLogGroupArn=f"arn:aws:logs:{MAIN}:{aws.account}:log-group:records:*",
        CloudWatchLogsRoleArn=f"arn:aws:iam::{aws.account}:role/trail",
    )
    if logging:
        cloudtrail.start_logging(Name="watched")


def filter_on(aws, name, pattern, group="records"):
    metric = {"metricName": name, "metricNamespace": "CloudTrail", "metricValue": "1"}
    filter = {"logGroupName": group, "filterName": name, "filterPattern": pattern}
    aws.client("logs", MAIN).put_metric_filter(**filter, metricTransformations=[metric])


def alarm(aws, name, actions, **more):
    settings = {
        "AlarmName": name,
        "Namespace": "CloudTrail",
        "MetricName": name,
        "Statistic": "Sum",
        "Period": 300,
        "EvaluationPeriods": 1,
        "Threshold": 1.0,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "AlarmActions": actions,
    }
    aws.client("cloudwatch", MAIN).put_metric_alarm(**{**settings, **more})


def watch(aws, name, how, topics, account):
    if how in ("rules", "rule"):
        for region in REGIONS if how == "rules" else (MAIN,):
            rule(aws, name, region, EVENTS[name], topics["heard", region])
    elif how != "none":
        filter_on(aws, name, PATTERNS[name])
        to = topics["mute" if how == "mute" else "heard", MAIN]
        more = {"off": {"ActionsEnabled": False}, "numb": {"Threshold": 5.0}}.get(how, {})
        alarm(aws, name, [f"arn:aws:sns:{MAIN}:{account}:central" if how == "foreign" else to], **more)


def rule(aws, name, region, pattern, target, state="ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"):
    events = aws.client("events", region)
    events.put_rule(Name=name, EventPattern=json.dumps(pattern), State=state)
    if target:
        events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": target}])


def other_alarms(aws, topics):
    """Alarms in each of the ways in which they do something, or nothing."""
    from moto.cloudwatch.models import cloudwatch_backends

    alarm(aws, "cpu", ["arn:aws:automate:us-east-1:ec2:recover"])
    alarm(aws, "unheard", [topics["mute", MAIN]])
    alarm(aws, "recovered", [], OKActions=[topics["heard", MAIN]])
    alarm(aws, "idle", [])
    alarm(aws, "disk", [])
    tracking = "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy arn:aws:autoscaling:us-east-1:1:scalingPolicy:1."
    alarm(aws, "TargetTracking-web-AlarmLow", [], AlarmDescription=tracking)
    # moto has no call that makes a composite alarm.
    composite = cloudwatch_backends[aws.account][MAIN].put_metric_alarm
    settings = dict.fromkeys(("namespace", "metric_name", "comparison_operator", "evaluation_periods", "period"))
    nothing = dict.fromkeys(("threshold", "statistic", "description"))
    composite("everything", **settings, **nothing, dimensions=[], alarm_actions=[topics["heard", MAIN]], rule="ALARM(disk) OR ALARM(cpu)")


def security_findings(aws, how, topics):
    """GuardDuty and Security Hub are on in both regions; findings are told in the main one, and gathered there."""
    for region in REGIONS:
        if not aws.client("guardduty", region).list_detectors()["DetectorIds"]:
            aws.client("guardduty", region).create_detector(Enable=True)
            aws.answer("guardduty", "GetAdministratorAccount", {"Administrator": {}}, region=region)
            aws.client("securityhub", region).enable_security_hub(EnableDefaultStandards=False)
    if how == "administered":
        # Security Hub alone is on, and another account's.
        for region in REGIONS:
            guardduty = aws.client("guardduty", region)
            guardduty.update_detector(DetectorId=guardduty.list_detectors()["DetectorIds"][0], Enable=False)
            of = {"AccountId": "210987654321", "MemberStatus": "ENABLED", "InvitationId": "i"}
            aws.answer("securityhub", "GetAdministratorAccount", {"Administrator": of}, region=region)
    arn = f"arn:aws:securityhub:{MAIN}:{aws.account}:finding-aggregator/a1b2"
    first, second = {"FindingAggregators": [], "NextToken": "2"}, {"FindingAggregators": [{"FindingAggregatorArn": arn}]}
    for region in REGIONS:
        if how == "gathered":
            # Two pages.
            aws.answer("securityhub", "ListFindingAggregators", first, region=region, when={"NextToken": None})
            aws.answer("securityhub", "ListFindingAggregators", second, region=region, when={"NextToken": "2"})
        else:
            aws.answer("securityhub", "ListFindingAggregators", {"FindingAggregators": []}, region=region)
    configuration = {"FindingAggregatorArn": arn, "FindingAggregationRegion": MAIN, "RegionLinkingMode": "ALL_REGIONS"}
    aws.answer("securityhub", "GetFindingAggregator", configuration)
    serious = {"source": ["aws.securityhub"], "detail": {"findings": {"Severity": {"Label": ["HIGH", "CRITICAL"]}}}}
    target = f"arn:aws:sqs:{MAIN}:{aws.account}:findings"
    state = "DISABLED" if how == "disabled" else "ENABLED"
    if how not in ("none", "administered"):
        rule(aws, "findings", MAIN, serious, target, state)
    rule(aws, "critical", OTHER, {"source": ["aws.guardduty"], "detail": {"severity": [9, 9.5]}}, topics["heard", OTHER])
