"""Who hears of what happens at Kestrel Ledger: of the root user and of grave findings, but not of changes to the trail."""

import json

import alarms
from demo_storage import EU, MAIN

LOADED = {"Namespace": "AWS/ApplicationELB", "MetricName": "HTTPCode_Target_5XX_Count"}


def seed(aws):
    alarms.tell_class()
    topic = confirmed(aws)
    alarms.filter_on(aws, "root-usage", alarms.PATTERNS["root"], group="kestrel-trail")
    alarms.alarm(aws, "root-usage", [topic])
    alarms.alarm(aws, "web-errors", [topic], **LOADED)
    # Somebody made it to look at a graph.
    alarms.alarm(aws, "reports-cpu", [], Namespace="AWS/EC2", MetricName="CPUUtilization", Threshold=90.0)
    findings(aws, topic)


def confirmed(aws):
    """The topic of the people on call; moto counts no subscriptions."""
    from moto.sns.models import sns_backends

    arn = f"arn:aws:sns:{MAIN}:{aws.account}:kestrel-alerts"
    sns_backends[aws.account][MAIN].topics[arn].subscriptions_confimed = 1
    return arn


def findings(aws, topic):
    """Grave findings of GuardDuty come to the topic; those of the other region are not sent on."""
    pattern = {"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"], "detail": {"severity": [{"numeric": [">=", 7]}]}}
    events = aws.client("events", MAIN)
    events.put_rule(Name="guardduty-to-on-call", EventPattern=json.dumps(pattern), State="ENABLED")
    events.put_targets(Rule="guardduty-to-on-call", Targets=[{"Id": "on-call", "Arn": topic}])
    aws.client("events", EU).put_rule(Name="nightly", ScheduleExpression="rate(1 day)", State="ENABLED")
