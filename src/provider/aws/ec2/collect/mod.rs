//! Lists the network and storage of EC2, one kind a collector, and puts the API's answers into our structs.

pub(super) mod client_vpn_endpoint;
pub(super) mod flow_log;
pub(super) mod image;
pub(super) mod instance;
mod instance_image;
pub(in crate::provider::aws) mod launch_image;
pub(super) mod launch_template;
pub(super) mod network_acl;
pub(super) mod network_interface;
pub(super) mod prefix_list;
mod read;
pub(super) mod region;
pub(super) mod route_table;
pub(super) mod security_group;
pub(super) mod snapshot;
pub(super) mod subnet;
pub(super) mod transit_gateway;
pub(super) mod volume;
pub(super) mod vpc;

/// What has AWS list the resources that its services manage too, where the account hides those.
const MANAGED_TOO: (&str, &str) = ("IncludeManagedResources", "true");
