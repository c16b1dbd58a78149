"""Listings of two pages each, in which what matters is on the second; in place of moto's own."""

import base64


def seed(aws, region="us-east-1"):
    place = f"arn:aws:autoscaling:{region}:{aws.account}:launchConfiguration:1:launchConfigurationName/"

    def pages(service, operation, name, first, second, **when):
        aws.answer(service, operation, {name: first, "NextToken": "two"}, region=region, when={**when, "NextToken": None})
        aws.answer(service, operation, {name: second}, region=region, when={**when, "NextToken": "two"})

    def template(name):
        return {"LaunchTemplateId": "lt-" + name, "LaunchTemplateName": name, "DefaultVersionNumber": 1, "LatestVersionNumber": 2}

    def version(name, number, **data):
        return {"LaunchTemplateId": "lt-" + name, "VersionNumber": number, "LaunchTemplateData": data}

    script = base64.b64encode(b"DB_PASSWORD=hunter2-" + b"battery\n").decode()
    public = {"NetworkInterfaces": [{"DeviceIndex": 0, "AssociatePublicIpAddress": True}], "UserData": script}
    required = {"MetadataOptions": {"HttpTokens": "required"}}
    pages("ec2", "DescribeLaunchTemplates", "LaunchTemplates", [template("first")], [template("second")])
    # The other version of each is on the other page.
    first = [version("first", 1, **required), version("second", 2, **required)]
    second = [version("first", 2, **required, **public), version("second", 1, ImageId="ami-2")]
    pages("ec2", "DescribeLaunchTemplateVersions", "LaunchTemplateVersions", first, second)
    images = [{"ImageId": "ami-1", "ImdsSupport": "v2.0"}], [{"ImageId": "ami-2", "ImdsSupport": "v2.0"}]
    pages("ec2", "DescribeImages", "Images", *images, **{"Filter.1.Name": "image-id"})
    aws.answer("ec2", "GetInstanceMetadataDefaults", {"AccountLevel": {}}, region=region)

    def configuration(name, **data):
        return {"LaunchConfigurationName": name, "LaunchConfigurationARN": place + name, "ImageId": "ami-1", **data}

    first, second = configuration("lc-first"), configuration("lc-second", AssociatePublicIpAddress=True)
    pages("autoscaling", "DescribeLaunchConfigurations", "LaunchConfigurations", [first], [second])
