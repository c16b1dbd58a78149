"""What moto does not answer of Kestrel Ledger's account, as AWS would."""

import datetime

from demo_storage import BACKUP, EU, MAIN


def seed(auditor, aws):
    """Answers to the auditor; what they speak of is looked up as the account itself."""
    now = datetime.datetime.now(datetime.timezone.utc)
    for region in (MAIN, EU, BACKUP):
        machines(auditor, aws, region, now)
        analyzers = [analyzer(aws, region)] if region != BACKUP else []
        auditor.answer("accessanalyzer", "ListAnalyzers", {"analyzers": analyzers}, region=region)
        auditor.answer("guardduty", "ListFindings", {"FindingIds": []}, region=region)
        status = "ENABLED" if region != BACKUP else "DISABLED"
        launches(auditor, aws, region, now)
        auditor.answer("guardduty", "GetAdministratorAccount", {"Administrator": {}}, region=region)
        auditor.answer("securityhub", "GetAdministratorAccount", {"Administrator": {}}, region=region)
        auditor.answer("securityhub", "ListFindingAggregators", {"FindingAggregators": []}, region=region)
        auditor.answer("inspector2", "BatchGetAccountStatus", inspector(aws, status), region=region)
    foundational = {
        "StandardsSubscriptionArn": f"arn:aws:securityhub:{MAIN}:{aws.account}:subscription/foundational/v/1.0.0",
        "StandardsArn": f"arn:aws:securityhub:{MAIN}::standards/aws-foundational-security-best-practices/v/1.0.0",
        "StandardsInput": {},
        "StandardsStatus": "READY",
    }
    auditor.answer("securityhub", "GetEnabledStandards", {"StandardsSubscriptions": [foundational]})
    auditor.answer("lambda", "ListFunctionUrlConfigs", {"FunctionUrlConfigs": []})
    # moto's own URLs name the address at which it listens.
    queues = ("kestrel-statements", "kestrel-statements-dead", "kestrel-partner-inbox")
    urls = [f"https://sqs.{MAIN}.amazonaws.com/{aws.account}/{name}" for name in queues]
    auditor.answer("sqs", "ListQueues", {"QueueUrls": urls})


def machines(auditor, aws, region, now):
    """All but the one that somebody set up by hand are managed; the bastion waits for patches."""
    reservations = aws.client("ec2", region).describe_instances()["Reservations"]
    found = {}
    for instance in (one for reservation in reservations for one in reservation["Instances"]):
        name = next((tag["Value"] for tag in instance.get("Tags", ()) if tag["Key"] == "Name"), "")
        if name != "metabase":
            found[instance["InstanceId"]] = name
    about = {"PingStatus": "Online", "PlatformName": "Amazon Linux", "PlatformVersion": "2023", "LastPingDateTime": now}
    listed = [{"InstanceId": of, "Name": name, **about} for of, name in found.items()]
    auditor.answer("ssm", "DescribeInstanceInformation", {"InstanceInformationList": listed}, region=region)
    scanned = now - datetime.timedelta(days=2)
    counts = ["InstalledCount", "InstalledOtherCount", "MissingCount", "FailedCount", "NotApplicableCount"]
    zero = dict.fromkeys([*counts, "InstalledPendingRebootCount", "CriticalNonCompliantCount"], 0)
    states = [
        {
            **zero,
            "InstanceId": of,
            "PatchGroup": "",
            "BaselineId": "pb-0a1b2c3d4e5f60718",
            "Operation": "Install",
            "OperationStartTime": scanned,
            "OperationEndTime": scanned,
            "MissingCount": 4 if name == "bastion" else 0,
            "SecurityNonCompliantCount": 4 if name == "bastion" else 0,
        }
        for of, name in found.items()
    ]
    auditor.answer("ssm", "DescribeInstancePatchStates", {"InstancePatchStates": states}, region=region)


def launches(auditor, aws, region, now):
    """What the region sets for machines and images, and how old the image of each machine is."""

    def answer(operation, result, service="ec2"):
        auditor.answer(service, operation, result, region=region)

    sharing = "block-new-sharing" if region == MAIN else "unblocked"
    answer("GetImageBlockPublicAccessState", {"ImageBlockPublicAccessState": sharing, "ManagedBy": "account"})
    answer("GetAllowedImagesSettings", {"State": "disabled", "ManagedBy": "account"})
    required = {"HttpTokens": "required", "HttpEndpoint": "enabled", "ManagedBy": "account"}
    answer("GetInstanceMetadataDefaults", {"AccountLevel": required if region == MAIN else {}})
    answer("GetServiceSetting", {"ServiceSetting": {"SettingValue": "$None", "Status": "Default"}}, "ssm")
    reservations = aws.client("ec2", region).describe_instances()["Reservations"]
    rows = []
    for instance in (one for reservation in reservations for one in reservation["Instances"]):
        name = next((tag["Value"] for tag in instance.get("Tags", ()) if tag["Key"] == "Name"), "")
        made = now - datetime.timedelta(days=400 if name == "metabase" else 45)
        of = {"ImageId": instance["ImageId"], "Name": "al2023-kestrel", "OwnerId": aws.account}
        of |= {"CreationDate": made.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "State": "available"}
        rows.append({"InstanceId": instance["InstanceId"], "ImageMetadata": of})
    answer("DescribeInstanceImageMetadata", {"InstanceImageMetadata": rows})
    # People reach what is private through Systems Manager.
    answer("DescribeClientVpnEndpoints", {"ClientVpnEndpoints": []})


def analyzer(aws, region):
    return {
        "arn": f"arn:aws:access-analyzer:{region}:{aws.account}:analyzer/external-access",
        "name": "external-access",
        "type": "ACCOUNT",
        "createdAt": datetime.datetime(2025, 3, 1),
        "status": "ACTIVE",
    }


def inspector(aws, status):
    state = {"status": status, "errorCode": "ALREADY_ENABLED", "errorMessage": ""}
    types = dict.fromkeys(("ec2", "ecr", "lambda", "lambdaCode"), state)
    return {"accounts": [{"accountId": aws.account, "state": state, "resourceState": types}]}
