//! Amazon EC2, with VPC and EBS.

mod acl;
mod address_set;
mod attachment;
mod client_vpn_endpoint;
mod family;
mod flow_log;
mod image;
mod image_settings;
pub(in crate::provider::aws) mod index;
mod ingress;
mod instance;
mod instance_backup;
mod instance_image;
mod instance_management;
mod instance_vpc;
pub(in crate::provider::aws) mod launch;
pub(in crate::provider::aws) mod launch_metadata;
mod launch_template;
mod metadata_defaults;
mod network;
mod network_acl;
mod network_interface;
mod ops;
mod placement;
mod port_space;
mod prefix_list;
mod public_range;
mod reachability;
mod region;
mod region_holds;
mod route_table;
mod routes;
mod rule;
mod security_group;
mod segments;
mod snapshot;
mod snapshot_image;
mod subnet;
mod transit_gateway;
mod volume;
mod volume_backup;
mod vpc;

#[cfg(feature = "aws")]
mod collect;
#[cfg(test)]
mod tests;

pub use attachment::{InterfaceCount, InterfaceUse};
pub use client_vpn_endpoint::ClientVpnEndpoint;
#[cfg(feature = "aws")]
pub(in crate::provider::aws) use collect::launch_image;
pub use flow_log::{FlowLog, Recording};
pub(in crate::provider::aws) use image::DESCRIBE_IMAGES;
pub use image::Image;
pub use image_settings::{AllowedImages, ImageCriterion};
pub use instance::Instance;
pub use instance_image::InstanceImage;
pub use launch::{Launch, LaunchInterface, LaunchPublicAddress};
pub use launch_metadata::{LaunchImage, LaunchMetadata};
pub use launch_template::LaunchTemplate;
pub use metadata_defaults::MetadataDefaults;
pub use network_acl::{AclRule, AdmittedPorts, NetworkAcl};
pub use network_interface::{NetworkInterface, PublicAddress, ReachablePorts};
pub use placement::InternetWay;
pub(in crate::provider::aws) use placement::{Placement, Surroundings};
pub use prefix_list::PrefixList;
pub use public_range::PublicRange;
pub use region::RegionSettings;
pub use route_table::{Route, RouteTable};
pub use rule::Rule;
pub use security_group::{OpenPorts, SecurityGroup};
pub use segments::VpcSubnet;
pub use snapshot::Snapshot;
pub use subnet::Subnet;
pub use transit_gateway::TransitGateway;
pub use volume::Volume;
pub use volume_backup::SnapshotOfVolume;
pub use vpc::{SubnetInUse, Vpc};

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "ec2",
    ops: &[
        &ops::DESCRIBE_CLIENT_VPN_ENDPOINTS,
        &DESCRIBE_IMAGES,
        &ops::DESCRIBE_FLOW_LOGS,
        &ops::DESCRIBE_INSTANCES,
        &ops::DESCRIBE_MANAGED_PREFIX_LISTS,
        &ops::DESCRIBE_NETWORK_ACLS,
        &ops::DESCRIBE_NETWORK_INTERFACES,
        &ops::DESCRIBE_ROUTE_TABLES,
        &ops::DESCRIBE_SECURITY_GROUPS,
        &ops::DESCRIBE_SUBNETS,
        &ops::DESCRIBE_TRANSIT_GATEWAYS,
        &ops::DESCRIBE_VPCS,
        &ops::GET_MANAGED_PREFIX_LIST_ENTRIES,
        &image_settings::GET_ALLOWED_IMAGES_SETTINGS,
        &image_settings::GET_IMAGE_BLOCK_PUBLIC_ACCESS_STATE,
        &instance::DESCRIBE_INSTANCE_ATTRIBUTE,
        &instance_image::DESCRIBE_INSTANCE_IMAGE_METADATA,
        &launch_template::DESCRIBE_LAUNCH_TEMPLATES,
        &launch_template::DESCRIBE_LAUNCH_TEMPLATE_VERSIONS,
        &metadata_defaults::GET_INSTANCE_METADATA_DEFAULTS,
        &region::GET_EBS_ENCRYPTION_BY_DEFAULT,
        &region::GET_SNAPSHOT_BLOCK_PUBLIC_ACCESS_STATE,
        &snapshot::DESCRIBE_SNAPSHOTS,
        &volume::DESCRIBE_VOLUMES,
    ],
    kinds: &[
        client_vpn_endpoint::SPEC,
        flow_log::SPEC,
        image::SPEC,
        instance::SPEC,
        launch_template::SPEC,
        network_acl::SPEC,
        network_interface::SPEC,
        prefix_list::SPEC,
        region::SPEC,
        route_table::SPEC,
        security_group::SPEC,
        snapshot::SPEC,
        subnet::SPEC,
        transit_gateway::SPEC,
        volume::SPEC,
        vpc::SPEC,
    ],
    #[cfg(feature = "aws")]
    collectors: &[
        collect::client_vpn_endpoint::COLLECTOR,
        collect::flow_log::COLLECTOR,
        collect::image::COLLECTOR,
        collect::instance::COLLECTOR,
        collect::launch_template::COLLECTOR,
        collect::network_acl::COLLECTOR,
        collect::network_interface::COLLECTOR,
        collect::prefix_list::COLLECTOR,
        collect::region::COLLECTOR,
        collect::route_table::COLLECTOR,
        collect::security_group::COLLECTOR,
        collect::snapshot::COLLECTOR,
        collect::subnet::COLLECTOR,
        collect::transit_gateway::COLLECTOR,
        collect::volume::COLLECTOR,
        collect::vpc::COLLECTOR,
    ],
};
