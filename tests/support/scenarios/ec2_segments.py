"""Segments of a network: for each control of VPCs, subnets, ACLs, transit gateways and VPN endpoints something that
passes and fails. All of it is in `region`; elsewhere there is neither gateway nor endpoint.
"""

import os
import sys

# Last, so that no scenario is taken for a package of its name.
sys.path.append(os.path.dirname(os.path.abspath(__file__)))

from ec2_network import ANYWHERE, Network

OTHER = "222222222222"
EVERYTHING = [(100, "allow", "-1", None, "0.0.0.0/0"), (101, "allow", "-1", None, "::/0")]


def tag(ec2, resource, name):
    ec2.create_tags(Resources=[resource], Tags=[{"Key": "Name", "Value": name}])


def denials(first, block):
    """Denials of the administration ports, from this number on."""
    ports = [("6", 22), ("6", 3389), ("17", 3389)]
    return [(first + place, "deny", protocol, (port, port), block) for place, (protocol, port) in enumerate(ports)]


class Segments(Network):
    """A network whose subnets and ACLs have names."""

    def __init__(self, ec2, backend, name, block, ids):
        super().__init__(ec2, name, block, ids)
        self.backend, self.count = backend, 0

    def segment(self, name, routes=(), public=False, ipv6=False, acl=None, interface=True):
        """A subnet, and one interface in it."""
        self.count += 1
        subnet = self.subnet(self.count, routes, ipv6=ipv6)
        tag(self.ec2, subnet, name)
        self.ids[name] = subnet
        self.ec2.modify_subnet_attribute(SubnetId=subnet, MapPublicIpOnLaunch={"Value": public})
        if ipv6:
            self.ec2.modify_subnet_attribute(SubnetId=subnet, AssignIpv6AddressOnCreation={"Value": True})
        if acl:
            self.acl(subnet, *acl)
            self.name_acl(subnet, name)
        if interface:
            self.ec2.create_network_interface(SubnetId=subnet, Description="of a database")
        return subnet

    def name_acl(self, subnet, name):
        filters = [{"Name": "association.subnet-id", "Values": [subnet]}]
        [acl] = self.ec2.describe_network_acls(Filters=filters)["NetworkAcls"]
        tag(self.ec2, acl["NetworkAclId"], name)

    def serves(self, subnet, kind, description):
        """An interface that AWS manages, which moto has no call for."""
        made = self.ec2.create_network_interface(SubnetId=subnet, Description=description)["NetworkInterface"]
        interface = self.backend.enis[made["NetworkInterfaceId"]]
        interface.requester_managed, interface.interface_type = True, kind


def layered(ec2, backend, ids):
    """Public and private subnets."""
    net = Segments(ec2, backend, "layered", "10.20", ids)
    fence = [*denials(10, "0.0.0.0/0"), *denials(20, "::/0"), *EVERYTHING]
    net.segment("fenced", ["0.0.0.0/0"], public=True, acl=fence)
    net.segment("late", acl=[*EVERYTHING, *denials(200, "0.0.0.0/0"), *denials(210, "::/0")])
    # Only IPv6 is forgotten; an office is kept out first.
    office = (5, "deny", "-1", None, "198.51.100.0/24")
    net.segment("six", acl=[office, *denials(10, "0.0.0.0/0"), *EVERYTHING])
    net.segment("web", acl=[(10, "allow", "6", (443, 443), "0.0.0.0/0"), (20, "allow", "-1", None, "10.0.0.0/8")])
    net.segment("answers", acl=[(10, "allow", "6", (1024, 65535), "0.0.0.0/0")])
    net.segment("vacant", ["0.0.0.0/0"], public=True, acl=EVERYTHING, interface=False)
    served = net.segment("balancers", ["0.0.0.0/0"], public=True, interface=False)
    net.serves(served, "interface", "ELB app/shop/50dc6c495c0c9188")
    net.serves(served, "network_load_balancer", "ELB net/shop/50dc6c495c0c9188")
    net.serves(served, "nat_gateway", "Interface for NAT Gateway nat-0a1b2c3d4e5f60718")
    # Not what it says: nobody manages it but its maker.
    posing = net.segment("posing", public=True, interface=False)
    ec2.create_network_interface(SubnetId=posing, Description="ELB app/shop/50dc6c495c0c9188")
    shared = backend.get_subnet(net.segment("shared", public=True))
    shared.__class__ = type("Shared", (type(shared),), {"owner_id": OTHER})
    idle = ec2.create_network_acl(VpcId=net.vpc)["NetworkAcl"]["NetworkAclId"]
    tag(ec2, idle, "idle")

    group = net.group("everyone", ("tcp", 443, 443, {"IpRanges": ANYWHERE}))
    listed = ec2.create_managed_prefix_list(
        PrefixListName="provider", MaxEntries=5, AddressFamily="IPv4", Entries=[{"Cidr": "8.0.0.0/9"}]
    )["PrefixList"]["PrefixListId"]

    def v4(block):
        return {"IpRanges": [{"CidrIp": block}]}

    net.group("wide", ("tcp", 443, 443, v4("52.0.0.0/11")))
    net.group("wide-six", ("udp", 53, 53, {"Ipv6Ranges": [{"CidrIpv6": "2a05:d000::/20"}]}))
    net.group("wide-listed", ("tcp", 22, 22, {"PrefixListIds": [{"PrefixListId": listed}]}))
    net.group("partner", ("tcp", 443, 443, v4("17.0.0.0/8")))
    net.group("just", ("tcp", 443, 443, v4("198.17.0.0/16")), ("tcp", 22, 22, v4("10.0.0.0/8")))
    net.group("ping", ("icmp", 8, 0, v4("52.0.0.0/11")))
    net.instance("in-own", ids["fenced"], group, tokens="required")
    ec2.terminate_instances(InstanceIds=[net.instance("gone", ids["fenced"], group)])


def others(ec2, backend, ids):
    flat = Segments(ec2, backend, "flat", "10.21", ids)
    flat.segment("flat-four", ["0.0.0.0/0"])
    flat.segment("flat-six", ["::/0"], ipv6=True)
    inner = Segments(ec2, backend, "inner", "10.22", ids)
    inner.segment("inner-six", ipv6=True)
    unused = Segments(ec2, backend, "unused", "10.23", ids)
    unused.segment("unused-only", ["0.0.0.0/0"], interface=False)
    [default] = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"]
    of_default = [{"Name": "vpc-id", "Values": [default["VpcId"]]}]
    subnet = ec2.describe_subnets(Filters=of_default)["Subnets"][0]["SubnetId"]
    group = ec2.describe_security_groups(Filters=of_default)["SecurityGroups"][0]["GroupId"]
    flat.instance("in-default", subnet, group, tokens="required")


def pages(aws, operation, member, first, second, region):
    """A listing of two pages."""
    aws.answer("ec2", operation, {member: first, "NextToken": "two"}, region=region, when={"NextToken": None})
    aws.answer("ec2", operation, {member: second}, region=region, when={"NextToken": "two"})


def gateways(aws, region):
    def gateway(name, accepts, owner=aws.account, state="available"):
        place = f"tgw-{name}"
        return {
            "TransitGatewayId": place,
            "TransitGatewayArn": f"arn:aws:ec2:{region}:{owner}:transit-gateway/{place}",
            "State": state,
            "OwnerId": owner,
            "Options": {"AutoAcceptSharedAttachments": accepts},
            "Tags": [{"Key": "Name", "Value": name}],
        }

    first = [gateway("asked", "disable"), gateway("foreign", "enable", owner=OTHER)]
    second = [gateway("open", "enable"), gateway("former", "enable", state="deleted")]
    pages(aws, "DescribeTransitGateways", "TransitGateways", first, second, region)


def endpoints(aws, region):
    def endpoint(name, ways, log, status="available"):
        return {
            "ClientVpnEndpointId": f"cvpn-endpoint-{name}",
            "Status": {"Code": status},
            "AuthenticationOptions": [{"Type": f"{way}-authentication"} for way in ways],
            "ConnectionLogOptions": log,
            "Tags": [{"Key": "Name", "Value": name}],
        }

    off, on = {"Enabled": False}, {"Enabled": True, "CloudwatchLogGroup": "/vpn/connections"}
    first = [endpoint("staff", ["federated"], on), endpoint("former", ["certificate"], off, status="deleted")]
    second = [
        endpoint("directory", ["certificate", "directory-service"], on),
        endpoint("machines", ["certificate"], off),
        endpoint("groupless", ["federated"], {"Enabled": True}),
        # What no endpoint answers; it must not be taken for one without logs or users.
        {"ClientVpnEndpointId": "cvpn-endpoint-mute", "Status": {"Code": "available"}},
    ]
    pages(aws, "DescribeClientVpnEndpoints", "ClientVpnEndpoints", first, second, region)


def seed(aws, region="eu-west-1", others_without=("us-east-1",)):
    from moto.ec2.models import ec2_backends

    ec2, backend, ids = aws.client("ec2", region), ec2_backends[aws.account][region], {}
    layered(ec2, backend, ids)
    others(ec2, backend, ids)
    gateways(aws, region)
    endpoints(aws, region)
    for other in others_without:
        aws.answer("ec2", "DescribeClientVpnEndpoints", {"ClientVpnEndpoints": []}, region=other)
    return ids
