//! VPCs, the flow logs that cover them, and their subnets.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::attachment::{InterfaceCount, by_type};
use super::flow_log::{FlowLog, Recording};
use super::index::{Index, derive, list, resource};
use super::network_interface::NetworkInterface;
use super::ops::DESCRIBE_VPCS;
use super::segments::{self, VpcSubnet};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Gaps, Inventory, Key, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&DESCRIBE_VPCS];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Vpc::KIND,
    scope: Scope::Regional,
    object: object_of::<Vpc>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("vpc_id", LISTED),
        FactSpec::read("owned", LISTED),
        FactSpec::read("is_default", LISTED),
        FactSpec {
            field: "interfaces",
            from: &[],
            needs: &[(NetworkInterface::KIND, "vpc"), (NetworkInterface::KIND, "interface_type")],
            derive: Some(interfaces),
        },
        FactSpec {
            field: "flow_logs",
            from: &[],
            needs: &[
                (FlowLog::KIND, "resource"),
                (FlowLog::KIND, "status"),
                (FlowLog::KIND, "delivery_status"),
                (FlowLog::KIND, "traffic_type"),
            ],
            derive: Some(flow_logs),
        },
        FactSpec {
            field: "subnets_in_use",
            from: &[],
            needs: &[
                (NetworkInterface::KIND, "vpc"),
                (NetworkInterface::KIND, "subnet"),
                (FlowLog::KIND, "resource"),
                (FlowLog::KIND, "status"),
                (FlowLog::KIND, "delivery_status"),
                (FlowLog::KIND, "traffic_type"),
            ],
            derive: Some(subnets_in_use),
        },
        FactSpec::derived("subnets", segments::SUBNETS, segments::subnets),
    ],
};

/// A VPC (`aws.ec2.vpc`), of the account or shared with it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Vpc {
    /// Its id, as commands take it. Source: ec2:DescribeVpcs.
    pub vpc_id: Fact<String>,
    /// Whether this account owns it; else another account shares its subnets. Source: ec2:DescribeVpcs.
    pub owned: Fact<bool>,
    /// Whether it is the one that AWS made in the region for the account. Source: ec2:DescribeVpcs.
    pub is_default: Fact<bool>,
    /// How many network interfaces it has, by their type. Derived from ec2:DescribeNetworkInterfaces.
    pub interfaces: Fact<Vec<Fact<InterfaceCount>>>,
    /// The flow logs of the VPC as a whole. Derived from ec2:DescribeFlowLogs.
    pub flow_logs: Fact<Vec<Fact<Recording>>>,
    /// The subnets that hold network interfaces, each with its own flow logs. Derived from
    /// ec2:DescribeNetworkInterfaces and ec2:DescribeFlowLogs.
    pub subnets_in_use: Fact<Vec<Fact<SubnetInUse>>>,
    /// Its subnets, each with its routes to an internet gateway. Derived from ec2:DescribeSubnets and
    /// ec2:DescribeRouteTables.
    pub subnets: Fact<Vec<Fact<VpcSubnet>>>,
}

impl Asset for Vpc {
    const KIND: Kind = Kind::named("aws.ec2.vpc");
}

/// A subnet that holds network interfaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SubnetInUse {
    /// The subnet's id.
    pub subnet: String,
    /// The flow logs of the subnet.
    pub flow_logs: Vec<Fact<Recording>>,
}

/// The interfaces of each VPC.
pub(super) fn of_vpc(inventory: &Inventory) -> Index<'_, NetworkInterface> {
    Index::new(inventory, |_, interface: &NetworkInterface| interface.vpc.as_ref().map(|vpc| vec![vpc.as_str()]))
}

fn interfaces(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let all = of_vpc(inventory);
        let vpcs = inventory.table::<Vpc>();
        vpcs.map(|(key, _)| (key.clone(), by_type(all.all(key, resource(key))))).collect()
    };
    derive(inventory, read, |vpc: &mut Vpc, value| vpc.interfaces = value);
}

fn of_resource(inventory: &Inventory) -> Index<'_, FlowLog> {
    Index::new(inventory, |_, log: &FlowLog| log.resource.as_ref().map(|id| vec![id.as_str()]))
}

fn recordings(logs: &Index<'_, FlowLog>, near: &Key, id: &str) -> Fact<Vec<Fact<Recording>>> {
    let found = logs.all(near, id);
    list(found.seen.into_iter().map(FlowLog::recording), found.missing)
}

fn flow_logs(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let logs = of_resource(inventory);
        let vpcs = inventory.table::<Vpc>();
        vpcs.map(|(key, _)| (key.clone(), recordings(&logs, key, resource(key)))).collect()
    };
    derive(inventory, read, |vpc: &mut Vpc, value| vpc.flow_logs = value);
}

fn subnets_in_use(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let (interfaces, logs) = (of_vpc(inventory), of_resource(inventory));
        let vpcs = inventory.table::<Vpc>();
        vpcs.map(|(key, _)| (key.clone(), used(&interfaces, &logs, key))).collect::<BTreeMap<_, _>>()
    };
    derive(inventory, read, |vpc: &mut Vpc, value| vpc.subnets_in_use = value);
}

fn used(
    interfaces: &Index<'_, NetworkInterface>,
    logs: &Index<'_, FlowLog>,
    vpc: &Key,
) -> Fact<Vec<Fact<SubnetInUse>>> {
    let found = interfaces.all(vpc, resource(vpc));
    let mut missing = found.missing;
    let mut subnets = BTreeSet::new();
    for interface in found.seen {
        match &interface.subnet {
            Fact::Known(subnet) => {
                subnets.insert(subnet.as_str());
            }
            Fact::Unknown(gaps) => missing.get_or_insert_with(Gaps::default).merge(gaps),
        }
    }
    let subnets = subnets.into_iter().map(|subnet| {
        let flow_logs = recordings(logs, vpc, subnet);
        flow_logs.map(|flow_logs| SubnetInUse { subnet: subnet.to_owned(), flow_logs })
    });
    list(subnets, missing)
}
