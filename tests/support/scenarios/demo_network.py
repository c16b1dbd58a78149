"""Kestrel Ledger's networks, machines and disks."""

from ebs import heed_who_restores
from ec2_network import ANYWHERE, empty

IMAGE = "ami-12c6146b"
OFFICE = [{"CidrIp": "198.51.100.24/32"}]


class Network:
    """A VPC with two public and two private subnets, each pair behind one route table."""

    def __init__(self, ec2, region, name, block):
        self.ec2, self.region, self.name, self.block = ec2, region, name, block
        self.vpc = ec2.create_vpc(CidrBlock=f"{block}.0.0/16")["Vpc"]["VpcId"]
        self.tag(self.vpc, name)
        gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=self.vpc)
        self.public = self.subnets("public", [1, 2], GatewayId=gateway)
        address = ec2.allocate_address(Domain="vpc")["AllocationId"]
        nat = ec2.create_nat_gateway(SubnetId=self.public[0], AllocationId=address)["NatGateway"]["NatGatewayId"]
        self.private = self.subnets("private", [11, 12], NatGatewayId=nat)

    def tag(self, resource, name, **more):
        tags = {"Name": name, "managed-by": "terraform", **more}
        self.ec2.create_tags(Resources=[resource], Tags=[{"Key": key, "Value": value} for key, value in tags.items()])

    def subnets(self, kind, numbers, **way_out):
        table = self.ec2.create_route_table(VpcId=self.vpc)["RouteTable"]["RouteTableId"]
        self.ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", **way_out)
        self.tag(table, f"{self.name}-{kind}")
        made = []
        for number, zone in zip(numbers, "ab"):
            subnet = self.ec2.create_subnet(
                VpcId=self.vpc, CidrBlock=f"{self.block}.{number}.0/24", AvailabilityZone=self.region + zone
            )["Subnet"]["SubnetId"]
            self.ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
            self.tag(subnet, f"{self.name}-{kind}-{zone}")
            made.append(subnet)
        return made

    def group(self, name, *rules):
        """A security group; each rule is (port, sources), sources a list of ranges or the id of a group."""
        full = f"{self.name}-{name}"
        group = self.ec2.create_security_group(GroupName=full, Description=full, VpcId=self.vpc)["GroupId"]
        for port, sources in rules:
            listed = isinstance(sources, list)
            source = {"IpRanges": sources} if listed else {"UserIdGroupPairs": [{"GroupId": sources}]}
            permission = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **source}
            self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
        self.tag(group, full)
        return group

    def instance(self, name, subnet, group, public=False, tokens="required", encrypted=True, role=None):
        """A machine with one disk; answers the ids of both."""
        interface = {"DeviceIndex": 0, "SubnetId": subnet, "Groups": [group], "AssociatePublicIpAddress": public}
        disk = {"VolumeSize": 40, "VolumeType": "gp3", "DeleteOnTermination": True, "Encrypted": encrypted}
        run = self.ec2.run_instances(
            ImageId=IMAGE,
            InstanceType="t3.large",
            MinCount=1,
            MaxCount=1,
            MetadataOptions={"HttpTokens": tokens, "HttpEndpoint": "enabled"},
            NetworkInterfaces=[interface],
            BlockDeviceMappings=[{"DeviceName": "/dev/sda1", "Ebs": disk}],
        )
        made = run["Instances"][0]["InstanceId"]
        self.tag(made, name, **({"Role": role} if role else {}))
        attached = [{"Name": "attachment.instance-id", "Values": [made]}]
        volume = self.ec2.describe_volumes(Filters=attached)["Volumes"][0]["VolumeId"]
        self.tag(volume, f"{name}-root")
        return made, volume

    def snapshot(self, volume, name):
        made = self.ec2.create_snapshot(VolumeId=volume, Description=name)["SnapshotId"]
        self.tag(made, name)

    def balancer(self, name, group):
        """The interfaces that a load balancer has in the public subnets."""
        for subnet in self.public:
            self.ec2.create_network_interface(SubnetId=subnet, Groups=[group], Description=f"ELB app/{name}")

    def service(self, prefix, machines):
        """The balancer, and behind it the machines of the product."""
        web = self.group("web", (80, ANYWHERE), (443, ANYWHERE))
        app = self.group("app", (8443, web))
        self.group("database", (5432, app))
        self.balancer(f"{prefix}-web", web)
        found = []
        for number, name in enumerate(machines):
            found.append(self.instance(f"{prefix}-{name}", self.private[number % 2], app))
        return found


def golden_image(aws, ec2, region, instance):
    """moto makes plain snapshots for an image whatever the disks; AWS encrypts those of encrypted disks."""
    from moto.ec2 import ec2_backends

    made = ec2.create_image(InstanceId=instance, Name="kestrel-api-2026-02", Description="The API")["ImageId"]
    for disk in ec2.describe_images(ImageIds=[made])["Images"][0]["BlockDeviceMappings"]:
        snapshot = disk["Ebs"]["SnapshotId"]
        ec2_backends[aws.account][region].snapshots[snapshot].encrypted = True
        ec2.create_tags(Resources=[snapshot], Tags=[{"Key": "Name", "Value": "kestrel-api-2026-02"}])


def production(aws, region):
    ec2 = aws.client("ec2", region)
    net = Network(ec2, region, "production", "10.20")
    with aws.days_ago(200):
        machines = net.service("prod", ["api-1", "api-2", "worker-1", "worker-2"])
    bastion = net.group("bastion", (22, ANYWHERE))
    net.instance("bastion", net.public[0], bastion, public=True, role="bastion")
    empty(ec2, net.vpc, {}, "default")
    for days in [1, 2, 3]:
        with aws.days_ago(days):
            net.snapshot(machines[2][1], f"prod-worker-1-daily-{days}")
    with aws.days_ago(12):
        golden_image(aws, ec2, region, machines[0][0])
    # What somebody set up by hand.
    reports = net.group("reports", (443, OFFICE))
    with aws.days_ago(420):
        _, disk = net.instance("metabase", net.private[1], reports, tokens="optional", encrypted=False)
    with aws.days_ago(35):
        net.snapshot(disk, "metabase-before-upgrade")


def staging(aws, region):
    ec2 = aws.client("ec2", region)
    net = Network(ec2, region, "staging", "10.30")
    net.service("staging", ["api-1", "worker-1"])
    postgres = net.group("postgres", (5432, ANYWHERE))
    net.instance("staging-postgres", net.private[0], postgres)


def europe(aws, region):
    ec2 = aws.client("ec2", region)
    net = Network(ec2, region, "production-eu", "10.40")
    machines = net.service("eu", ["api-1", "api-2", "worker-1"])
    empty(ec2, net.vpc, {}, "default")
    with aws.days_ago(1):
        net.snapshot(machines[2][1], "eu-worker-1-daily-1")


def answer_of_public_shares():
    """moto cannot be asked whether sharing with everyone is blocked; here it is, as AWS's default is, not."""
    from moto.core.responses import ActionResult
    from moto.ec2.responses.elastic_block_store import ElasticBlockStore

    ElasticBlockStore.get_snapshot_block_public_access_state = lambda self: ActionResult({"State": "unblocked"})


def record_flows(aws, region):
    """The flow logs of the production VPC go to a bucket."""
    ec2 = aws.client("ec2", region)
    vpcs = ec2.describe_vpcs(Filters=[{"Name": "tag:Name", "Values": ["production"]}])["Vpcs"]
    ec2.create_flow_logs(
        ResourceType="VPC",
        ResourceIds=[vpcs[0]["VpcId"]],
        TrafficType="ALL",
        LogDestinationType="s3",
        LogDestination="arn:aws:s3:::kestrel-flow-logs",
    )


def seed(aws):
    heed_who_restores()
    answer_of_public_shares()
    with aws.days_ago(300):
        for region in ["us-east-1", "eu-west-1"]:
            aws.client("ec2", region).enable_ebs_encryption_by_default()
        production(aws, "us-east-1")
        staging(aws, "us-east-1")
        europe(aws, "eu-west-1")
        record_flows(aws, "us-east-1")
