"""A volume whose name tries to take a terminal over."""

# XML has no escape character; line ends, and marks that turn the text around or hide in it, it has.
NAME = "pass\nall clear\u202egnp.exe\u200b"


def seed(aws):
    tags = [{"ResourceType": "volume", "Tags": [{"Key": "Name", "Value": NAME}]}]
    aws.client("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1, Encrypted=False, TagSpecifications=tags)
