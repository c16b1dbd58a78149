//! Launch configurations, which launch templates have come in place of.

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Kind, Scope};
use crate::provider::aws::ec2::launch::{self, Launch, LaunchPublicAddress};
use crate::provider::aws::ec2::launch_metadata::{self, LaunchImage, LaunchMetadata};
use crate::provider::aws::ec2::{DESCRIBE_IMAGES, RegionSettings};
use crate::provider::aws::user_data::UserData;
use crate::provider::{FactSpec, KindSpec, Op};

/// The configurations of a region with all that is known of them.
pub(super) static DESCRIBE_LAUNCH_CONFIGURATIONS: Op = Op {
    service: "autoscaling",
    name: "DescribeLaunchConfigurations",
    iam_action: "autoscaling:DescribeLaunchConfigurations",
    none: &[],
    gone: &[],
};

const LISTED: &[&Op] = &[&DESCRIBE_LAUNCH_CONFIGURATIONS];
const IMAGES: &[&Op] = &[&DESCRIBE_IMAGES];
const METADATA: &[(Kind, &str)] = &[
    (LaunchConfiguration::KIND, "launches"),
    (LaunchConfiguration::KIND, "images"),
    (RegionSettings::KIND, "metadata_defaults"),
];
const ADDRESSES: &[(Kind, &str)] = &[(LaunchConfiguration::KIND, "launches")];

/// Launch configurations as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: LaunchConfiguration::KIND,
    scope: Scope::Regional,
    object: object_of::<LaunchConfiguration>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("launches", LISTED),
        FactSpec::read("user_data", LISTED),
        FactSpec::read("images", IMAGES),
        FactSpec::derived("launch_metadata", METADATA, launch_metadata),
        FactSpec::derived("launch_public_addresses", ADDRESSES, launch_public_addresses),
    ],
};

/// A launch configuration (`aws.autoscaling.launch_configuration`).
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LaunchConfiguration {
    /// What it says of the instances that are launched by it, as one element. Source:
    /// autoscaling:DescribeLaunchConfigurations.
    pub launches: Fact<Vec<Fact<Launch>>>,
    /// What was found in its user data. Source: autoscaling:DescribeLaunchConfigurations.
    pub user_data: Fact<Option<UserData>>,
    /// Its image, where it leaves it to that whether session tokens are required. Source: ec2:DescribeImages.
    pub images: Fact<Vec<Fact<LaunchImage>>>,
    /// How the metadata service of instances that are launched by it will stand. Derived from the configuration, the
    /// region's defaults and the image.
    pub launch_metadata: Fact<Vec<Fact<LaunchMetadata>>>,
    /// The public addresses that instances would have by it: the one that it asks for. Derived.
    pub launch_public_addresses: Fact<Vec<Fact<LaunchPublicAddress>>>,
}

impl Asset for LaunchConfiguration {
    const KIND: Kind = Kind::named("aws.autoscaling.launch_configuration");
}

fn launch_metadata(inventory: &mut Inventory) {
    inventory.derive::<LaunchConfiguration, _>(
        |inventory, key, entry| {
            let defaults = launch_metadata::defaults(inventory, key);
            let LaunchConfiguration { launches, images, .. } = &entry.asset;
            launch_metadata::metadata(key, &DESCRIBE_LAUNCH_CONFIGURATIONS, launches, images, &defaults)
        },
        |configuration, metadata| configuration.launch_metadata = metadata,
    );
}

fn launch_public_addresses(inventory: &mut Inventory) {
    inventory.derive::<LaunchConfiguration, _>(
        // It cannot name an interface that exists.
        |_, _, entry| launch::public_addresses(&entry.asset.launches, |_| Fact::Known(Vec::new())),
        |configuration, addresses| configuration.launch_public_addresses = addresses,
    );
}
