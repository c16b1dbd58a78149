"""What the scenario `alarms` made, told in two pages; with `lacking`, alarms in one page that lacks this list."""


def seed(aws, lacking=None):
    if lacking:
        lists = {"MetricAlarms": [], "CompositeAlarms": []}
        del lists[lacking]
        aws.answer("cloudwatch", "DescribeAlarms", lists)
        return
    aws.in_two_pages("logs", "DescribeLogGroups", "logGroups", "nextToken")
    aws.in_two_pages("logs", "DescribeMetricFilters", "metricFilters", "nextToken")
    aws.in_two_pages("cloudwatch", "DescribeAlarms", "MetricAlarms", more=["CompositeAlarms"])
    aws.in_two_pages("events", "ListTargetsByRule", "Targets", Rule="findings")
    aws.in_two_pages("events", "ListRules", "Rules")
