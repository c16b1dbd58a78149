//! Flow logs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ops::DESCRIBE_FLOW_LOGS;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&DESCRIBE_FLOW_LOGS];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: FlowLog::KIND,
    scope: Scope::Regional,
    object: object_of::<FlowLog>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("resource", LISTED),
        FactSpec::read("status", LISTED),
        FactSpec::read("delivery_status", LISTED),
        FactSpec::read("traffic_type", LISTED),
        FactSpec::read("log_group", LISTED),
    ],
};

/// A flow log (`aws.ec2.flow_log`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FlowLog {
    /// The id of the VPC, subnet, interface or gateway whose traffic it records. Source: ec2:DescribeFlowLogs.
    pub resource: Fact<String>,
    /// `ACTIVE` where it is on. Source: ec2:DescribeFlowLogs.
    pub status: Fact<String>,
    /// `SUCCESS` or `FAILED`, of the last delivery; null before the first. Source: ec2:DescribeFlowLogs.
    pub delivery_status: Fact<Option<String>>,
    /// `ACCEPT`, `REJECT` or `ALL`; null of a transit gateway, of which all traffic is recorded. Source:
    /// ec2:DescribeFlowLogs.
    pub traffic_type: Fact<Option<String>>,
    /// The name of the log group of this account and region that it delivers to, null where it delivers elsewhere.
    /// Source: ec2:DescribeFlowLogs.
    pub log_group: Fact<Option<String>>,
}

impl Asset for FlowLog {
    const KIND: Kind = Kind::named("aws.ec2.flow_log");
}

/// What a flow log does, as what it covers shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Recording {
    /// `ACTIVE` where it is on.
    pub status: String,
    /// `SUCCESS` or `FAILED`, of the last delivery; null before the first.
    pub delivery_status: Option<String>,
    /// `ACCEPT`, `REJECT` or `ALL`.
    pub traffic_type: Option<String>,
}

impl FlowLog {
    /// What it does.
    pub(super) fn recording(&self) -> Fact<Recording> {
        let modes = self.delivery_status.clone().zip(self.traffic_type.clone());
        self.status.clone().zip(modes).map(|(status, (delivery_status, traffic_type))| Recording {
            status,
            delivery_status,
            traffic_type,
        })
    }
}
