"""What instances are launched with and from: launch templates and configurations, user data, profiles, images and old
snapshots, in one region; and what two regions set for all of that.
"""

import base64
import gzip

# What the fakes of credentials are put together from, so that nothing that looks for credentials finds them here.
PASSWORD = "hunter2-" + "battery"
KEY_ID = "AKIA" + "IOSFODNN7" + "QWERTYU"

V2, V1, GONE = "ami-0000000000000000a", "ami-0000000000000000b", "ami-0000000000000000c"
REQUIRED, OPTIONAL = {"HttpTokens": "required", "HttpEndpoint": "enabled"}, {"HttpTokens": "optional"}


def b64(data):
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode()


def multipart(body):
    """A packed MIME text whose second part is encoded."""
    lines = ["Content-Type: multipart/mixed; boundary=EDGE", "MIME-Version: 1.0", "", "--EDGE"]
    lines += ["Content-Type: text/x-shellscript", "", "#!/bin/sh", "--EDGE", "Content-Transfer-Encoding: base64", "", b64(body)]
    return gzip.compress("\n".join([*lines, "--EDGE--", ""]).encode())


def settings(aws, region, sharing, images, allowed, criteria, metadata, role):
    """What a region sets."""

    def answer(operation, result, service="ec2"):
        aws.answer(service, operation, result, region=region)

    answer("GetSnapshotBlockPublicAccessState", {"State": sharing, "ManagedBy": "account"})
    answer("GetImageBlockPublicAccessState", {"ImageBlockPublicAccessState": images, "ManagedBy": "account"})
    answer("GetAllowedImagesSettings", {"State": allowed, "ImageCriteria": criteria, "ManagedBy": "account"})
    answer("GetInstanceMetadataDefaults", {"AccountLevel": metadata})
    status = "Default" if role == "$None" else "Customized"
    answer("GetServiceSetting", {"ServiceSetting": {"SettingValue": role, "Status": status}}, "ssm")
    # Which of these there are is for a scenario with instances to say.
    answer("DescribeInstanceImageMetadata", {"InstanceImageMetadata": []})


def seed(aws, region="us-east-1", metadata=None, allowed="audit-mode", role="service-role/Own", sharing="block-new-sharing"):
    criterion = {"ImageProviders": ["amazon"], "CreationDateCondition": {"MaximumDaysSinceCreated": 300}}
    criterion |= {"ImageNames": ["golden-*"], "DeprecationTimeCondition": {"MaximumDaysSinceDeprecated": 1}}
    settings(aws, region, sharing, "unblocked", allowed, [criterion], metadata or {}, role)
    other = "eu-west-1" if region == "us-east-1" else "us-east-1"
    strict = {"HttpTokens": "required", "HttpEndpoint": "enabled", "HttpTokensEnforced": "enabled"}
    lent = "service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole"
    settings(aws, other, "block-all-sharing", "block-new-sharing", "enabled", [criterion], strict, lent)
    ec2 = aws.client("ec2", region)
    images = [{"ImageId": V2, "ImdsSupport": "v2.0"}, {"ImageId": V1}]
    aws.answer("ec2", "DescribeImages", {"Images": images}, region=region, when={"Filter.1.Name": "image-id"})

    def template(name, *versions):
        made = ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData={"InstanceType": "t3.micro", **versions[0]})
        for data in versions[1:]:
            ec2.create_launch_template_version(LaunchTemplateName=name, LaunchTemplateData=data)
        return made["LaunchTemplate"]["LaunchTemplateId"]

    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.1.0/24")["Subnet"]["SubnetId"]

    def interface(public):
        made = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
        if public:
            address = ec2.allocate_address(Domain="vpc")["AllocationId"]
            ec2.associate_address(AllocationId=address, NetworkInterfaceId=made)
        return {"NetworkInterfaces": [{"DeviceIndex": 0, "NetworkInterfaceId": made}], "MetadataOptions": REQUIRED}

    def given(**interface):
        return {"MetadataOptions": REQUIRED, "NetworkInterfaces": [{"DeviceIndex": 0, **interface}]}

    template("required", {"MetadataOptions": REQUIRED})
    template("weaker-since", {"MetadataOptions": REQUIRED}, {"MetadataOptions": OPTIONAL})
    # Its second version is neither the default nor the latest one.
    template("weaker-between", {"MetadataOptions": REQUIRED}, given(AssociatePublicIpAddress=True), {"MetadataOptions": REQUIRED})
    template("no-endpoint", {"MetadataOptions": {"HttpEndpoint": "disabled"}})
    template("silent", {"ImageId": V1})
    template("silent-without-image", {})
    template("by-image", {"ImageId": V2})
    template("by-parameter", {"ImageId": "resolve:ssm:/golden/image"})
    template("image-gone", {"ImageId": GONE})
    template("public", given(AssociatePublicIpAddress=True))
    template("private", given(AssociatePublicIpAddress=False))
    template("public-interface", interface(True))
    template("private-interface", interface(False))
    script = f"#!/bin/sh\nexport DB_PASSWORD={PASSWORD}\n"
    template("secret", {"MetadataOptions": REQUIRED, "UserData": b64("#!/bin/sh\n")}, {"MetadataOptions": REQUIRED, "UserData": b64(multipart(script))})
    template("unreadable", {"MetadataOptions": REQUIRED, "UserData": b64(b"\x1f\x8bbroken")})

    scaling = aws.client("autoscaling", region)

    def configuration(name, image, **more):
        scaling.create_launch_configuration(LaunchConfigurationName=name, ImageId=image, InstanceType="t3.micro", **more)

    configuration("lc-required", V1, MetadataOptions=REQUIRED, UserData="#!/bin/sh\n")
    configuration("lc-silent", V1, AssociatePublicIpAddress=True, UserData=script)
    configuration("lc-by-image", V2, AssociatePublicIpAddress=False)

    iam = aws.client("iam")
    iam.create_instance_profile(InstanceProfileName=f"web-{region}")
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    seen = {}

    def instance(name, data=None, age=10, deprecated=None, tags=None, told=True, **more):
        """An instance; its image is so many days old, deprecated so many days from now, or told no more of."""
        tags = [{"Key": key, "Value": value} for key, value in {"Name": name, **(tags or {})}.items()]
        more |= {"UserData": data} if data is not None else {}
        of_instance = [{"ResourceType": "instance", "Tags": tags}]
        options = {**REQUIRED, **more.pop("metadata", {})}
        run = ec2.run_instances(
            ImageId=image, MinCount=1, MaxCount=1, SubnetId=subnet, TagSpecifications=of_instance, MetadataOptions=options, **more
        )
        made = run["Instances"][0]["InstanceId"]
        of = {"ImageId": image, **({"Name": "golden-1", "OwnerId": "amazon", "CreationDate": day(-age)} if told else {})}
        of |= {"DeprecationTime": day(deprecated)} if deprecated else {}
        seen[name] = {"InstanceId": made, "ImageMetadata": of}
        return made

    group = {"aws:autoscaling:groupName": "web"}
    profile = {"Name": f"web-{region}"}
    instance("fresh", "#!/bin/sh\naws s3 ls\n", tags=group, IamInstanceProfile=profile)
    instance("stale", f"#!/bin/sh\naws configure set aws_access_key_id {KEY_ID}\n", age=200, tags=group)
    instance("deprecated", age=30, deprecated=-3, tags=group)
    instance("to-be-deprecated", age=30, deprecated=300, tags=group)
    instance("untold", tags=group, told=False)
    instance("stale-alone", age=200, metadata={"HttpEndpoint": "disabled"})
    instance("needs-nothing", tags={"aws-access": "none"}, data="")
    ec2.stop_instances(InstanceIds=[instance("stopped", age=200, tags=group)])
    ec2.terminate_instances(InstanceIds=[instance("terminated", script, age=200, tags=group)])
    machines(aws, region, instance("patched", age=200, tags=group))
    aws.answer("ssm", "DescribeInstanceInformation", {"InstanceInformationList": []}, region=other)
    rows = list(seen.values())
    # Two pages, and what matters on either.
    first = {"InstanceImageMetadata": rows[:1], "NextToken": "two"}
    aws.answer("ec2", "DescribeInstanceImageMetadata", first, region=region)
    aws.answer("ec2", "DescribeInstanceImageMetadata", {"InstanceImageMetadata": rows[1:]}, region=region, when={"NextToken": "two"})

    def snapshot(name, days, tags=None):
        volume = ec2.create_volume(AvailabilityZone=region + "a", Size=1)["VolumeId"]
        tags = [{"Key": key, "Value": value} for key, value in {"Name": name, **(tags or {})}.items()]
        with aws.days_ago(days):
            ec2.create_snapshot(VolumeId=volume, TagSpecifications=[{"ResourceType": "snapshot", "Tags": tags}])

    snapshot("young", 20)
    snapshot("old", 500)
    snapshot("old-but-held", 500, {"legal-hold": "true"})
    with aws.days_ago(500):
        backed = ec2.create_image(InstanceId=seen["fresh"]["InstanceId"], Name="old-image")["ImageId"]
    devices = ec2.describe_images(ImageIds=[backed])["Images"][0]["BlockDeviceMappings"]
    return {"backing": devices[0]["Ebs"]["SnapshotId"]}


def machines(aws, region, patched):
    """The one machine that Systems Manager knows, and that nothing is outstanding on it."""
    known = {"InstanceId": patched, "PingStatus": "Online"}
    aws.answer("ssm", "DescribeInstanceInformation", {"InstanceInformationList": [known]}, region=region)
    zero = ["InstalledCount", "MissingCount", "FailedCount", "InstalledPendingRebootCount", "InstalledRejectedCount"]
    zero = dict.fromkeys([*zero, "CriticalNonCompliantCount", "SecurityNonCompliantCount"], 0)
    about = {"InstanceId": patched, "PatchGroup": "", "BaselineId": "pb-0a1b2c3d4e5f60718", "Operation": "Install"}
    moments = {"OperationStartTime": moment(-1), "OperationEndTime": moment(-1)}
    states = {"InstancePatchStates": [{**about, **moments, **zero}]}
    aws.answer("ssm", "DescribeInstancePatchStates", states, region=region)


def moment(days):
    """The moment so many days from now."""
    import datetime

    return datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)


def day(days):
    """The same as EC2 writes it."""
    return moment(days).strftime("%Y-%m-%dT%H:%M:%S.000Z")
