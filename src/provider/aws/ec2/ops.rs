//! The operations that read the network of EC2 and what is attached to it.

use crate::provider::Op;

/// An operation whose IAM action has its name, and whose every error is a gap.
const fn listing(name: &'static str, iam_action: &'static str) -> Op {
    Op { service: "ec2", name, iam_action, none: &[], gone: &[] }
}

/// Instances of every state, the terminated of the last hour too.
pub(super) static DESCRIBE_INSTANCES: Op = listing("DescribeInstances", "ec2:DescribeInstances");

/// Network interfaces, those that services manage too.
pub(super) static DESCRIBE_NETWORK_INTERFACES: Op =
    listing("DescribeNetworkInterfaces", "ec2:DescribeNetworkInterfaces");

/// Security groups with their rules.
pub(super) static DESCRIBE_SECURITY_GROUPS: Op = listing("DescribeSecurityGroups", "ec2:DescribeSecurityGroups");

/// Subnets, those that other accounts share too.
pub(super) static DESCRIBE_SUBNETS: Op = listing("DescribeSubnets", "ec2:DescribeSubnets");

/// Route tables with their routes and associations.
pub(super) static DESCRIBE_ROUTE_TABLES: Op = listing("DescribeRouteTables", "ec2:DescribeRouteTables");

/// Network ACLs with their entries and associations.
pub(super) static DESCRIBE_NETWORK_ACLS: Op = listing("DescribeNetworkAcls", "ec2:DescribeNetworkAcls");

/// VPCs, those that other accounts share too.
pub(super) static DESCRIBE_VPCS: Op = listing("DescribeVpcs", "ec2:DescribeVpcs");

/// Flow logs of VPCs, subnets and interfaces.
pub(super) static DESCRIBE_FLOW_LOGS: Op = listing("DescribeFlowLogs", "ec2:DescribeFlowLogs");

/// Prefix lists, AWS's own and those that other accounts share too.
pub(super) static DESCRIBE_MANAGED_PREFIX_LISTS: Op =
    listing("DescribeManagedPrefixLists", "ec2:DescribeManagedPrefixLists");

/// Transit gateways, those that other accounts share too.
pub(super) static DESCRIBE_TRANSIT_GATEWAYS: Op = listing("DescribeTransitGateways", "ec2:DescribeTransitGateways");

/// Client VPN endpoints, the deleted ones for a while too.
pub(super) static DESCRIBE_CLIENT_VPN_ENDPOINTS: Op =
    listing("DescribeClientVpnEndpoints", "ec2:DescribeClientVpnEndpoints");

/// The blocks of one prefix list.
pub(super) static GET_MANAGED_PREFIX_LIST_ENTRIES: Op = Op {
    service: "ec2",
    name: "GetManagedPrefixListEntries",
    iam_action: "ec2:GetManagedPrefixListEntries",
    none: &[],
    gone: &["InvalidPrefixListID.NotFound"],
};
