"""Networks in two regions: for each control of instances, security groups and VPCs something that passes and fails.

`open_region` has one VPC whose instances are reached, or just not reached, in every way that we tell apart;
`closed_region` has VPCs that record their traffic, with default groups that are empty. Answers ids by name.
"""

ANYWHERE = [{"CidrIp": "0.0.0.0/0"}]


class Network:
    """One VPC with an internet gateway, a public and a private subnet."""

    def __init__(self, ec2, name, block, ids):
        self.ec2, self.name, self.block, self.ids = ec2, name, block, ids
        self.vpc = ec2.create_vpc(CidrBlock=f"{block}.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]["VpcId"]
        ids[name] = self.vpc
        ec2.create_tags(Resources=[self.vpc], Tags=[{"Key": "Name", "Value": name}])
        self.gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=self.gateway, VpcId=self.vpc)

    def subnet(self, number, routes=(), ipv6=False):
        """A subnet with a route table of its own for these destinations; without any, the main table holds."""
        extra = {}
        if ipv6:
            found = self.ec2.describe_vpcs(VpcIds=[self.vpc])["Vpcs"][0]
            block = found["Ipv6CidrBlockAssociationSet"][0]["Ipv6CidrBlock"]
            extra["Ipv6CidrBlock"] = block.replace("::/56", "::/64")
        block = f"{self.block}.{number}.0/24"
        subnet = self.ec2.create_subnet(VpcId=self.vpc, CidrBlock=block, **extra)["Subnet"]["SubnetId"]
        if routes:
            table = self.ec2.create_route_table(VpcId=self.vpc)["RouteTable"]["RouteTableId"]
            self.ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
            for destination in routes:
                key = "DestinationIpv6CidrBlock" if ":" in destination else "DestinationCidrBlock"
                self.ec2.create_route(RouteTableId=table, GatewayId=self.gateway, **{key: destination})
        return subnet

    def acl(self, subnet, *entries):
        """An ACL in front of a subnet; each entry is (number, action, protocol, ports, block)."""
        acl = self.ec2.create_network_acl(VpcId=self.vpc)["NetworkAcl"]["NetworkAclId"]
        for number, action, protocol, ports, block in entries:
            extra = {"PortRange": {"From": ports[0], "To": ports[1]}} if ports else {}
            key = "Ipv6CidrBlock" if ":" in block else "CidrBlock"
            self.ec2.create_network_acl_entry(
                NetworkAclId=acl,
                RuleNumber=number,
                RuleAction=action,
                Protocol=protocol,
                Egress=False,
                **{key: block},
                **extra,
            )
        acls = self.ec2.describe_network_acls(Filters=[{"Name": "association.subnet-id", "Values": [subnet]}])
        for found in acls["NetworkAcls"]:
            for association in found["Associations"]:
                if association["SubnetId"] == subnet:
                    self.ec2.replace_network_acl_association(
                        AssociationId=association["NetworkAclAssociationId"], NetworkAclId=acl
                    )

    def group(self, name, *permissions):
        """A security group; each permission is (protocol, from, to, sources)."""
        group = self.ec2.create_security_group(GroupName=name, Description=name, VpcId=self.vpc)["GroupId"]
        self.ids[name] = group
        for protocol, low, high, sources in permissions:
            ports = {} if protocol == "-1" else {"FromPort": low, "ToPort": high}
            permission = {"IpProtocol": protocol, **ports, **sources}
            self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
        return group

    def instance(self, name, subnet, group, public=True, tokens="optional", tags=(), ipv6=False):
        """An instance with one interface."""
        tags = [{"Key": "Name", "Value": name}, *tags]
        run = self.ec2.run_instances(
            ImageId="ami-12c6146b",
            MinCount=1,
            MaxCount=1,
            MetadataOptions={"HttpTokens": tokens, "HttpEndpoint": "enabled"},
            NetworkInterfaces=[
                {
                    "DeviceIndex": 0,
                    "SubnetId": subnet,
                    "Groups": [group],
                    "AssociatePublicIpAddress": public,
                }
            ],
            TagSpecifications=[{"ResourceType": "instance", "Tags": tags}],
        )
        self.ids[name] = run["Instances"][0]["InstanceId"]
        if ipv6:
            interface = run["Instances"][0]["NetworkInterfaces"][0]["NetworkInterfaceId"]
            self.ec2.assign_ipv6_addresses(NetworkInterfaceId=interface, Ipv6AddressCount=1)
        return self.ids[name]


def open_network(ec2, ids):
    net = Network(ec2, "open", "10.1", ids)
    public = net.subnet(1, routes=["0.0.0.0/0", "::/0"], ipv6=True)
    halves = net.subnet(2, routes=["0.0.0.0/1", "128.0.0.0/1"])
    private = net.subnet(3)
    fenced = net.subnet(4, routes=["0.0.0.0/0"])
    net.acl(public, (100, "allow", "-1", None, "0.0.0.0/0"), (101, "allow", "-1", None, "::/0"))
    net.acl(
        fenced,
        (90, "deny", "6", (22, 22), "0.0.0.0/0"),
        (95, "deny", "-1", None, "203.0.113.0/24"),
        (100, "allow", "-1", None, "0.0.0.0/0"),
    )
    world = ec2.create_managed_prefix_list(
        PrefixListName="world",
        MaxEntries=5,
        AddressFamily="IPv4",
        Entries=[{"Cidr": "0.0.0.0/1"}, {"Cidr": "128.0.0.0/1"}],
    )["PrefixList"]["PrefixListId"]
    ids["world"] = world

    ssh = net.group("ssh", ("tcp", 22, 22, {"IpRanges": ANYWHERE}))
    world_in_halves = {"IpRanges": [{"CidrIp": "0.0.0.0/1"}, {"CidrIp": "128.0.0.0/1"}]}
    postgres = net.group("postgres", ("tcp", 5400, 5500, world_in_halves))
    rdp_udp_v6 = net.group("rdp-udp-v6", ("udp", 3000, 4000, {"Ipv6Ranges": [{"CidrIpv6": "::/0"}]}))
    listed = net.group("listed", ("tcp", 3389, 3389, {"PrefixListIds": [{"PrefixListId": world}]}))
    everything = net.group("everything", ("-1", None, None, {"IpRanges": ANYWHERE}))
    web = net.group("web", ("tcp", 80, 80, {"IpRanges": ANYWHERE}), ("tcp", 443, 443, {"IpRanges": ANYWHERE}))
    net.group("unattached", ("tcp", 0, 65535, {"IpRanges": ANYWHERE}))
    few = {"IpRanges": [{"CidrIp": "198.51.100.0/24"}, {"CidrIp": "10.0.0.0/8"}]}
    office = net.group("office", ("tcp", 22, 22, few))

    net.instance("ssh-reached", public, ssh)
    net.instance("postgres-reached", halves, postgres)
    net.instance("rdp-reached-by-prefix-list", public, listed)
    net.instance("rdp-reached-over-ipv6", public, rdp_udp_v6, public=False, ipv6=True)
    net.instance("everything-reached", public, everything, tags=[{"Key": "Role", "Value": "bastion"}])
    net.instance("web-reached", public, web, tokens="required")
    net.instance("office-only", public, office)
    net.instance("ssh-in-private-subnet", private, ssh, public=False)
    net.instance("ssh-stopped-by-acl", fenced, ssh)
    ec2.terminate_instances(InstanceIds=[net.instance("gone", public, ssh)])


def closed_network(ec2, aws, ids):
    bucket = f"flow-logs-{aws.account}"
    aws.client("s3").create_bucket(Bucket=bucket)

    def record(kind, resource, traffic):
        ec2.create_flow_logs(
            ResourceType=kind,
            ResourceIds=[resource],
            TrafficType=traffic,
            LogDestinationType="s3",
            LogDestination=f"arn:aws:s3:::{bucket}",
        )

    for name, block in [("recorded", "10.2"), ("subnets-recorded", "10.3"), ("accepts-recorded", "10.4")]:
        net = Network(ec2, name, block, ids)
        subnets = [net.subnet(1), net.subnet(2)]
        group = net.group(f"{name}-app", ("tcp", 443, 443, {"IpRanges": [{"CidrIp": "10.0.0.0/8"}]}))
        net.instance(f"{name}-app", subnets[0], group, public=False, tokens="required")
        empty(ec2, net.vpc, ids, f"{name}-default")
        if name == "recorded":
            record("VPC", net.vpc, "ALL")
        elif name == "subnets-recorded":
            record("Subnet", subnets[0], "REJECT")
        else:
            record("VPC", net.vpc, "ACCEPT")
            record("Subnet", subnets[1], "ALL")
    Network(ec2, "empty", "10.5", ids)


def empty(ec2, vpc, ids, name):
    """Takes all rules out of a VPC's default group."""
    filters = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}]
    group = ec2.describe_security_groups(Filters=filters)["SecurityGroups"][0]
    ids[name] = group["GroupId"]
    if group["IpPermissions"]:
        ec2.revoke_security_group_ingress(GroupId=group["GroupId"], IpPermissions=group["IpPermissions"])
    if group["IpPermissionsEgress"]:
        ec2.revoke_security_group_egress(GroupId=group["GroupId"], IpPermissions=group["IpPermissionsEgress"])


def seed(aws, open_region="eu-west-1", closed_region="us-east-1"):
    opened, closed = {}, {}
    open_network(aws.client("ec2", open_region), opened)
    closed_network(aws.client("ec2", closed_region), aws, closed)
    return {"open": opened, "closed": closed}
