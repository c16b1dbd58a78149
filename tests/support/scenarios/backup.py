"""What is backed up and what is not: instances, volumes, tables and file systems, and the plans of AWS Backup.

The main region has plans, of which one works; the other one has none, and stores that back themselves up but for one;
`native` has that one do so too. moto knows neither selections, nor protected resources, nor restores.
"""

import datetime

MAIN, OTHER = "us-east-1", "eu-west-1"
POLICY = "aws:dlm:lifecycle-policy-id"


def ago(days):
    return datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)


def tags(pairs):
    return [{"Key": key, "Value": value} for key, value in pairs.items()]


def instances(aws):
    ec2 = aws.client("ec2", MAIN)
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    made = {}

    def instance(name, pairs=None, **more):
        named = [{"ResourceType": "instance", "Tags": tags({"Name": name, **(pairs or {})})}]
        ran = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, TagSpecifications=named, **more)
        made[name] = ran["Instances"][0]["InstanceId"]

    instance("typed")
    # The selection by type leaves it out, and the one by tag is for types that the region has opted in to.
    instance("excluded", {"backup": "daily"})
    instance("excluded-backed", {})
    instance("opted-out", {"backup": "no"})
    instance("spot", InstanceMarketOptions={"MarketType": "spot"})
    # moto lets anyone set the tags of AWS's own.
    instance("member", {"aws:autoscaling:groupName": "web"})
    instance("terminated")
    ec2.terminate_instances(InstanceIds=[made["terminated"]])
    return made


def volumes(aws, of_instances):
    from moto.ec2 import ec2_backends

    ec2 = aws.client("ec2", MAIN)
    made = {}
    for instance in ("typed", "excluded", "member"):
        attached = [{"Name": "attachment.instance-id", "Values": [of_instances[instance]]}]
        made["of-" + instance] = ec2.describe_volumes(Filters=attached)["Volumes"][0]["VolumeId"]
        ec2.create_tags(Resources=[made["of-" + instance]], Tags=tags({"Name": "of-" + instance}))

    def volume(name, **pairs):
        named = [{"ResourceType": "volume", "Tags": tags({"Name": name, **pairs})}]
        zone = MAIN + "a"
        made[name] = ec2.create_volume(AvailabilityZone=zone, Size=8, TagSpecifications=named)["VolumeId"]

    def snapshot(of, days, **pairs):
        with aws.days_ago(days):
            named = [{"ResourceType": "snapshot", "Tags": tags({"Name": of, **pairs})}]
            return ec2.create_snapshot(VolumeId=made[of], TagSpecifications=named)["SnapshotId"]

    volume("tagged", backup="daily")
    volume("other-value", backup="weekly")
    volume("recent")
    volume("old")
    volume("disposable", **{"data-class": "disposable"})
    snapshot("tagged", 30)
    snapshot("tagged", 2, **{POLICY: "policy-0123456789abcdef0"})
    snapshot("old", 30)
    ec2_backends[aws.account][MAIN].snapshots[snapshot("recent", 1)].status = "pending"
    return made


def plans(aws, made):
    backup = aws.client("backup", MAIN)
    arn = f"arn:aws:ec2:{MAIN}:{aws.account}"

    def plan(name, last_run=None, selections=()):
        rule = {"RuleName": "daily", "TargetBackupVaultName": "backups", "ScheduleExpression": "cron(0 5 ? * * *)"}
        made = backup.create_backup_plan(BackupPlan={"BackupPlanName": name, "Rules": [rule]})
        plan = {"BackupPlanId": made["BackupPlanId"]}
        of_all = [{**plan, "SelectionId": one["SelectionName"], "SelectionName": one["SelectionName"]} for one in selections]
        # Two pages where there are two.
        pages = [[one] for one in of_all] or [[]]
        for number, page in enumerate(pages):
            answer = {"BackupSelectionsList": page}
            if number + 1 < len(pages):
                answer["NextToken"] = str(number + 1)
            # The name on the wire, which moto's model of the request does not turn into ours.
            when = {"backupPlanId": made["BackupPlanId"], "nextToken": str(number) if number else None}
            aws.answer("backup", "ListBackupSelections", answer, region=MAIN, when=when)
        for one in selections:
            answer = {**plan, "SelectionId": one["SelectionName"], "BackupSelection": one}
            when = {"backupPlanId": made["BackupPlanId"], "selectionId": one["SelectionName"]}
            aws.answer("backup", "GetBackupSelection", answer, region=MAIN, when=when)
        listed = {**plan, "BackupPlanArn": made["BackupPlanArn"], "BackupPlanName": name, "VersionId": "v"}
        return {**listed, "LastExecutionDate": last_run} if last_run else listed

    def selection(name, **what):
        return {"SelectionName": name, "IamRoleArn": f"arn:aws:iam::{aws.account}:role/backup", **what}

    by_type = selection(
        "by-type",
        Resources=["arn:aws:ec2:*:*:instance/*"],
        NotResources=[f"{arn}:instance/{made[name]}" for name in ("excluded", "excluded-backed")],
        Conditions={"StringNotEquals": [{"ConditionKey": "aws:ResourceTag/backup", "ConditionValue": "no"}]},
    )
    tag = {"ConditionType": "STRINGEQUALS", "ConditionKey": "backup", "ConditionValue": "daily"}
    by_tag = selection("by-tag", ListOfTags=[tag])
    everything = selection("everything", Resources=["*"])
    listed = [plan("daily", ago(1), [by_type, by_tag]), plan("idle"), plan("without-rule", None, [everything])]
    answer = {"BackupPlan": {"BackupPlanName": "without-rule", "Rules": []}}
    aws.answer("backup", "GetBackupPlan", answer, region=MAIN, when={"backupPlanId": listed[2]["BackupPlanId"]})
    first = {"BackupPlansList": listed[:1], "NextToken": "2"}
    aws.answer("backup", "ListBackupPlans", first, region=MAIN, when={"nextToken": None})
    aws.answer("backup", "ListBackupPlans", {"BackupPlansList": listed[1:]}, region=MAIN, when={"nextToken": "2"})


def protected(aws, of_instances, of_volumes):
    def resource(kind, made, name, days):
        return {
            "ResourceArn": f"arn:aws:ec2:{MAIN}:{aws.account}:{kind}/{made[name]}",
            "ResourceType": "EC2" if kind == "instance" else "EBS",
            "LastBackupTime": ago(days),
            "LastBackupVaultArn": f"arn:aws:backup:{MAIN}:{aws.account}:backup-vault:backups",
            "ResourceName": name,
        }

    first = [resource("volume", of_volumes, "recent", 2), resource("volume", of_volumes, "old", 40)]
    second = [resource("instance", of_instances, "excluded-backed", 1)]
    answer = {"Results": first, "NextToken": "2"}
    aws.answer("backup", "ListProtectedResources", answer, region=MAIN, when={"nextToken": None})
    aws.answer("backup", "ListProtectedResources", {"Results": second}, region=MAIN, when={"nextToken": "2"})
    aws.answer("backup", "ListProtectedResources", {"Results": []}, region=OTHER)


def region(aws):
    opt_in = {"EBS": True, "EC2": False, "RDS": True}
    aws.answer("backup", "DescribeRegionSettings", {"ResourceTypeOptInPreference": opt_in}, region=MAIN)
    aws.answer("backup", "DescribeRegionSettings", {"ResourceTypeOptInPreference": {}}, region=OTHER)

    def vault(region, name, points):
        arn = f"arn:aws:backup:{region}:{aws.account}:backup-vault:{name}"
        return {"BackupVaultName": name, "BackupVaultArn": arn, "NumberOfRecoveryPoints": points}

    first = {"BackupVaultList": [vault(MAIN, "Default", 0)], "NextToken": "2"}
    aws.answer("backup", "ListBackupVaults", first, region=MAIN, when={"nextToken": None})
    second = {"BackupVaultList": [vault(MAIN, "backups", 12)]}
    aws.answer("backup", "ListBackupVaults", second, region=MAIN, when={"nextToken": "2"})
    aws.answer("backup", "ListBackupVaults", {"BackupVaultList": [vault(OTHER, "backups", 3)]}, region=OTHER)

    def testing_plan(region, name, **more):
        return {
            "RestoreTestingPlanName": name,
            "RestoreTestingPlanArn": f"arn:aws:backup:{region}:{aws.account}:restore-testing-plan:{name}-0a1b",
            "ScheduleExpression": "cron(0 5 1 * ? *)",
            "CreationTime": ago(400),
            **more,
        }

    def testing_selection(plan, kind):
        role = f"arn:aws:iam::{aws.account}:role/backup"
        named = {"RestoreTestingPlanName": plan, "RestoreTestingSelectionName": kind, "IamRoleArn": role}
        return {**named, "ProtectedResourceType": kind, "CreationTime": ago(400)}

    def two_pages(operation, member, first, second, **when):
        answer = {member: [first], "NextToken": "2"}
        aws.answer("backup", operation, answer, region=MAIN, when={**when, "NextToken": None})
        aws.answer("backup", operation, {member: [second]}, region=MAIN, when={**when, "NextToken": "2"})

    monthly, bare = testing_plan(MAIN, "monthly", LastExecutionTime=ago(20)), testing_plan(MAIN, "bare")
    two_pages("ListRestoreTestingPlans", "RestoreTestingPlans", monthly, bare)
    of_monthly = [testing_selection("monthly", kind) for kind in ("EBS", "RDS")]
    selections = "RestoreTestingSelections"
    two_pages("ListRestoreTestingSelections", selections, *of_monthly, RestoreTestingPlanName="monthly")
    # What a plan has is asked by its name, which is the same in both regions.
    nothing = {selections: []}
    aws.answer("backup", "ListRestoreTestingSelections", nothing, region=MAIN, when={"RestoreTestingPlanName": "bare"})
    never = {"RestoreTestingPlans": [testing_plan(OTHER, "never")]}
    aws.answer("backup", "ListRestoreTestingPlans", never, region=OTHER)
    of_never = {selections: [testing_selection("never", "EBS")]}
    aws.answer("backup", "ListRestoreTestingSelections", of_never, region=OTHER)

    def job(number, status, **more):
        return {"RestoreJobId": f"job-{number}", "Status": status, "ResourceType": "EBS", "CreationDate": ago(20), **more}

    failed = job(1, "FAILED")
    completed = job(
        2,
        "COMPLETED",
        CompletionDate=ago(20),
        ValidationStatus="SUCCESSFUL",
        CreatedBy={"RestoreTestingPlanArn": monthly["RestoreTestingPlanArn"]},
    )
    first = {"RestoreJobs": [failed], "NextToken": "2"}
    aws.answer("backup", "ListRestoreJobs", first, region=MAIN, when={"nextToken": None})
    aws.answer("backup", "ListRestoreJobs", {"RestoreJobs": [completed]}, region=MAIN, when={"nextToken": "2"})
    old = job(3, "COMPLETED", CompletionDate=ago(500))
    aws.answer("backup", "ListRestoreJobs", {"RestoreJobs": [old]}, region=OTHER)


def tables(aws, native):
    def table(region, name, recovers, pairs=None):
        dynamodb = aws.client("dynamodb", region)
        dynamodb.create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
            Tags=tags(pairs or {}),
        )
        if recovers:
            recovery = {"PointInTimeRecoveryEnabled": True}
            dynamodb.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)

    table(MAIN, "orders", True)
    table(MAIN, "carts", False, {"data-class": "internal"})
    # Ten tags are a page; the one that counts is on the second.
    table(MAIN, "search", False, {**{f"tag-{n}": "x" for n in range(10)}, "data-class": "disposable"})
    when = {"TableName": "coming"}
    aws.answer("dynamodb", "DescribeTable", {"Table": {"TableName": "coming", "TableStatus": "CREATING"}}, when=when)
    aws.answer("dynamodb", "DescribeContinuousBackups", error=("TableNotFoundException", 400), when=when)
    aws.answer("dynamodb", "ListTagsOfResource", {"Tags": []}, when={"ResourceArn": f"arn:aws:dynamodb:{MAIN}:{aws.account}:table/coming"})
    # Two pages; what other scenarios made is on the second.
    start, names = "ExclusiveStartTableName", aws.client("dynamodb", MAIN).list_tables()["TableNames"]
    first = {"TableNames": ["carts", "coming"], "LastEvaluatedTableName": "coming"}
    aws.answer("dynamodb", "ListTables", first, region=MAIN, when={start: None})
    second = {"TableNames": [name for name in names if name != "carts"]}
    aws.answer("dynamodb", "ListTables", second, region=MAIN, when={start: "coming"})
    table(OTHER, "sessions", native)


def file_systems(aws):
    def file_system(region, name, encrypted, backup):
        made = {"Encrypted": encrypted, "Backup": backup, "Tags": tags({"Name": name})}
        aws.client("efs", region).create_file_system(CreationToken=name, **made)

    file_system(MAIN, "documents", True, True)
    file_system(MAIN, "scratch", False, False)
    file_system(OTHER, "shared", True, True)
    # Two pages; what other scenarios made is on the first.
    *most, last = aws.client("efs", MAIN).describe_file_systems()["FileSystems"]
    answer = {"FileSystems": most, "NextMarker": "2"}
    aws.answer("efs", "DescribeFileSystems", answer, region=MAIN, when={"Marker": None})
    aws.answer("efs", "DescribeFileSystems", {"FileSystems": [last]}, region=MAIN, when={"Marker": "2"})


def seed(aws, native=False):
    of_instances = instances(aws)
    of_volumes = volumes(aws, of_instances)
    plans(aws, of_instances)
    protected(aws, of_instances, of_volumes)
    region(aws)
    tables(aws, native)
    file_systems(aws)
    ec2 = aws.client("ec2", OTHER)
    volume = ec2.create_volume(AvailabilityZone=OTHER + "a", Size=8)["VolumeId"]
    taken = [{"ResourceType": "snapshot", "Tags": tags({POLICY: "policy-0123456789abcdef0"})}]
    with aws.days_ago(3):
        ec2.create_snapshot(VolumeId=volume, TagSpecifications=taken)
    return {"instances": of_instances, "volumes": of_volumes}
