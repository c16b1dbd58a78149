//! Client VPN endpoints.

use schemars::JsonSchema;
use serde::Serialize;

use super::ops::DESCRIBE_CLIENT_VPN_ENDPOINTS;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

const LISTED: &[&Op] = &[&DESCRIBE_CLIENT_VPN_ENDPOINTS];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: ClientVpnEndpoint::KIND,
    scope: Scope::Regional,
    object: object_of::<ClientVpnEndpoint>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("client_vpn_endpoint_id", LISTED),
        FactSpec::read("status", LISTED),
        FactSpec::read("connection_logging", LISTED),
        FactSpec::read("connection_log_group", LISTED),
        FactSpec::read("authentication", LISTED),
    ],
};

/// A Client VPN endpoint (`aws.ec2.client_vpn_endpoint`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClientVpnEndpoint {
    /// Its id, as commands take it. Source: ec2:DescribeClientVpnEndpoints.
    pub client_vpn_endpoint_id: Fact<String>,
    /// `pending-associate`, `available`, `deleting` or `deleted`. Source: ec2:DescribeClientVpnEndpoints.
    pub status: Fact<String>,
    /// Whether it logs connections. Source: ec2:DescribeClientVpnEndpoints.
    pub connection_logging: Fact<bool>,
    /// The log group of CloudWatch Logs that it logs them to; null where it names none. Source:
    /// ec2:DescribeClientVpnEndpoints.
    pub connection_log_group: Fact<Option<String>>,
    /// How clients authenticate, each way that is asked for: `certificate-authentication`,
    /// `directory-service-authentication` or `federated-authentication`. Source: ec2:DescribeClientVpnEndpoints.
    pub authentication: Fact<Vec<String>>,
}

impl Asset for ClientVpnEndpoint {
    const KIND: Kind = Kind::named("aws.ec2.client_vpn_endpoint");
}
