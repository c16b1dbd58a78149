"""Regions that are watched, in one way or another: GuardDuty, Security Hub, Config, Access Analyzer, Systems Manager.

us-east-1 has all of it, with findings; eu-west-1 has it switched off or half; any other region has nothing.
"""

import datetime

MAIN, OTHER = "us-east-1", "eu-west-1"


def finding(number, severity, kind, days):
    seen = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)
    return {
        "Id": f"finding-{number}",
        "AccountId": "123456789012",
        "Arn": f"arn:aws:guardduty:us-east-1:123456789012:detector/d/finding/{number}",
        "CreatedAt": seen.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "UpdatedAt": seen.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "Region": MAIN,
        "Resource": {},
        "SchemaVersion": "2.0",
        "Severity": severity,
        "Type": kind,
        "Service": {"EventFirstSeen": seen.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "Archived": False, "Count": 1},
    }


def machines(aws):
    """Instances that Systems Manager knows, and one that it does not; and a machine of an office, never scanned."""
    from moto.ec2 import ec2_backends

    ec2 = aws.client("ec2", MAIN)
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    with aws.days_ago(2):
        made = ec2.run_instances(ImageId=image, MinCount=4, MaxCount=4)["Instances"]
    ids = [one["InstanceId"] for one in made]
    for number, name in enumerate(("patched", "lagging", "lost", "unknown")):
        ec2.create_tags(Resources=[ids[number]], Tags=[{"Key": "Name", "Value": name}])
    # A tag that only AWS may write.
    ec2_backends[aws.account][MAIN].create_tags([ids[1]], {"aws:autoscaling:groupName": "web"})
    now = datetime.datetime.now(datetime.timezone.utc)

    def machine(of, name, ping="Online"):
        about = {"InstanceId": of, "Name": name, "PingStatus": ping, "PlatformName": "Amazon Linux", "PlatformVersion": "2023"}
        return {**about, "LastPingDateTime": now}

    def state(of, **counts):
        about = {"InstanceId": of, "PatchGroup": "", "BaselineId": "pb-1", "Operation": "Scan"}
        when = {"OperationStartTime": now, "OperationEndTime": now}
        known = {"CriticalNonCompliantCount": 0, "SecurityNonCompliantCount": 0, **counts}
        zero = ["InstalledCount", "InstalledOtherCount", "MissingCount", "FailedCount", "NotApplicableCount"]
        pending = {"InstalledPendingRebootCount": 0, "InstalledRejectedCount": 0}
        return {**about, **when, **dict.fromkeys(zero, 0), **pending, **known}

    office = "mi-0a1b2c3d4e5f60718"
    answers = (
        ({"NextToken": None}, [machine(ids[0], "patched"), machine(ids[1], "lagging")], {"NextToken": "2"}),
        ({"NextToken": "2"}, [machine(ids[2], "lost", "ConnectionLost"), machine(office, "office")], {}),
    )
    for when, listed, more in answers:
        aws.answer("ssm", "DescribeInstanceInformation", {"InstanceInformationList": listed, **more}, when=when)
    states = [state(ids[0]), state(ids[1], SecurityNonCompliantCount=2, MissingCount=2), state(ids[2])]
    aws.answer("ssm", "DescribeInstancePatchStates", {"InstancePatchStates": states})
    for region in (OTHER, "eu-central-1"):
        aws.answer("ssm", "DescribeInstanceInformation", {"InstanceInformationList": []}, region=region)


def seed(aws, old=20, organization=True):
    machines(aws)
    inspector = aws.client("inspector2", MAIN)
    inspector.enable(accountIds=[aws.account], resourceTypes=["EC2", "ECR"])
    # moto does not speak of an account that never enabled it; AWS says that it is disabled.
    other, types = aws.client("inspector2", OTHER), ["EC2", "ECR", "LAMBDA", "LAMBDA_CODE"]
    other.enable(accountIds=[aws.account], resourceTypes=types)
    other.disable(accountIds=[aws.account], resourceTypes=types)
    aws.client("ecr", MAIN).create_repository(repositoryName="scanned")
    aws.client("ecr", OTHER).create_repository(repositoryName="unscanned")

    detectors = {region: aws.client("guardduty", region).create_detector(Enable=True)["DetectorId"] for region in (MAIN, OTHER)}
    aws.client("guardduty", OTHER).update_detector(DetectorId=detectors[OTHER], Enable=False)
    main = {"DetectorId": detectors[MAIN]}
    findings = [finding(1, 8.0, "UnauthorizedAccess:EC2/SSHBruteForce", old), finding(2, 5.0, "Recon:EC2/Portscan", 40)]
    aws.answer("guardduty", "ListFindings", {"FindingIds": []}, region=OTHER)
    # Two pages.
    aws.answer("guardduty", "ListFindings", {"FindingIds": ["finding-1"], "NextToken": "2"}, when={**main, "NextToken": None})
    aws.answer("guardduty", "ListFindings", {"FindingIds": ["finding-2"]}, when={**main, "NextToken": "2"})
    aws.answer("guardduty", "GetFindings", {"Findings": findings}, when=main)
    administrator = {"AccountId": "210987654321", "RelationshipStatus": "Enabled", "InvitationId": "i", "InvitedAt": "2024"}
    aws.answer("guardduty", "GetAdministratorAccount", {"Administrator": administrator}, when=main)
    aws.answer("guardduty", "GetAdministratorAccount", {"Administrator": {}}, region=OTHER)

    for region, standards in ((MAIN, [("foundational", "READY"), ("cis", "INCOMPLETE")]), (OTHER, [])):
        aws.client("securityhub", region).enable_security_hub(EnableDefaultStandards=False)
        enabled = [
            {
                "StandardsSubscriptionArn": f"arn:aws:securityhub:{region}:{aws.account}:subscription/{name}/v/1.0.0",
                "StandardsArn": f"arn:aws:securityhub:{region}::standards/{name}/v/1.0.0",
                "StandardsInput": {},
                "StandardsStatus": status,
            }
            for name, status in standards
        ]
        for number, one in enumerate(enabled):
            more = {"NextToken": str(number + 1)} if number + 1 < len(enabled) else {}
            when = {"NextToken": str(number) if number else None}
            answer = {"StandardsSubscriptions": [one], **more}
            aws.answer("securityhub", "GetEnabledStandards", answer, region=region, when=when)
        if not enabled:
            aws.answer("securityhub", "GetEnabledStandards", {"StandardsSubscriptions": []}, region=region)
    administrator = {"AccountId": "210987654321", "MemberStatus": "ENABLED", "InvitationId": "i"}
    aws.answer("securityhub", "GetAdministratorAccount", {"Administrator": administrator}, region=MAIN)

    role = f"arn:aws:iam::{aws.account}:role/config"
    for region, group in (
        (MAIN, {"allSupported": True, "includeGlobalResourceTypes": True}),
        (OTHER, {"allSupported": False, "resourceTypes": ["AWS::S3::Bucket"]}),
    ):
        config = aws.client("config", region)
        recorder = {"name": "default", "roleARN": role, "recordingGroup": group}
        config.put_configuration_recorder(ConfigurationRecorder=recorder)
        config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": "config"})
        config.start_configuration_recorder(ConfigurationRecorderName="default")

    analyzer = {
        "arn": f"arn:aws:access-analyzer:{MAIN}:{aws.account}:analyzer/external",
        "name": "external",
        "type": "ACCOUNT",
        "createdAt": datetime.datetime(2024, 1, 1),
        "status": "ACTIVE",
    }
    aws.answer("accessanalyzer", "ListAnalyzers", {"analyzers": [], "nextToken": "2"}, when={"nextToken": None})
    aws.answer("accessanalyzer", "ListAnalyzers", {"analyzers": [analyzer]}, when={"nextToken": "2"})
    for region in (OTHER, "eu-central-1"):
        aws.answer("accessanalyzer", "ListAnalyzers", {"analyzers": []}, region=region)
    if organization == "member":
        management = "111111111111"
        of = {"Id": "o-a1b2c3d4e5", "MasterAccountId": management, "Arn": "arn:aws:organizations::1:organization/o"}
        aws.answer("organizations", "DescribeOrganization", {"Organization": of})
        aws.answer("organizations", "ListAccounts", error=("AccessDeniedException", 400))
