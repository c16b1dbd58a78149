//! Launch templates, and what instances are launched with by them.

use schemars::JsonSchema;
use serde::Serialize;

use super::image::DESCRIBE_IMAGES;
use super::index::{Index, derive};
use super::launch::{self, Launch, LaunchPublicAddress, interface_vanished};
use super::launch_metadata::{self, LaunchImage, LaunchMetadata};
use super::network_interface::NetworkInterface;
use super::region::RegionSettings;
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Inventory, Key, Kind, Scope};
use crate::provider::aws::user_data::UserData;
use crate::provider::{FactSpec, KindSpec, Op};

/// The templates of the account.
pub(super) static DESCRIBE_LAUNCH_TEMPLATES: Op = Op {
    service: "ec2",
    name: "DescribeLaunchTemplates",
    iam_action: "ec2:DescribeLaunchTemplates",
    none: &[],
    gone: &[],
};

/// The default and the latest version of every template, in one listing.
pub(super) static DESCRIBE_LAUNCH_TEMPLATE_VERSIONS: Op = Op {
    service: "ec2",
    name: "DescribeLaunchTemplateVersions",
    iam_action: "ec2:DescribeLaunchTemplateVersions",
    none: &[],
    gone: &[],
};

const LISTED: &[&Op] = &[&DESCRIBE_LAUNCH_TEMPLATES];
const VERSIONS: &[&Op] = &[&DESCRIBE_LAUNCH_TEMPLATE_VERSIONS];
const IMAGES: &[&Op] = &[&DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, &DESCRIBE_IMAGES];
const METADATA: &[(Kind, &str)] = &[
    (LaunchTemplate::KIND, "launches"),
    (LaunchTemplate::KIND, "images"),
    (RegionSettings::KIND, "metadata_defaults"),
];
const ADDRESSES: &[(Kind, &str)] = &[(LaunchTemplate::KIND, "launches"), (NetworkInterface::KIND, "public_addresses")];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: LaunchTemplate::KIND,
    scope: Scope::Regional,
    object: object_of::<LaunchTemplate>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("launches", VERSIONS),
        FactSpec::read("user_data", VERSIONS),
        FactSpec::read("images", IMAGES),
        FactSpec::derived("launch_metadata", METADATA, launch_metadata),
        FactSpec::derived("launch_public_addresses", ADDRESSES, launch_public_addresses),
    ],
};

/// A launch template (`aws.ec2.launch_template`). Of its versions, the default and the latest are those that are used
/// unless somebody names another.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LaunchTemplate {
    /// What its default and its latest version say of the instances that are launched by them. Source:
    /// ec2:DescribeLaunchTemplateVersions.
    pub launches: Fact<Vec<Fact<Launch>>>,
    /// What was found in the user data of its default and its latest version. Source:
    /// ec2:DescribeLaunchTemplateVersions.
    pub user_data: Fact<Option<UserData>>,
    /// The images of those versions that leave it to the image whether session tokens are required. Source:
    /// ec2:DescribeImages.
    pub images: Fact<Vec<Fact<LaunchImage>>>,
    /// How the metadata service of instances that are launched by either version will stand. Derived from the version,
    /// the region's defaults and the image.
    pub launch_metadata: Fact<Vec<Fact<LaunchMetadata>>>,
    /// The public addresses that instances would have by either version: one that it asks for, or one of an interface
    /// that it names. Derived.
    pub launch_public_addresses: Fact<Vec<Fact<LaunchPublicAddress>>>,
}

impl Asset for LaunchTemplate {
    const KIND: Kind = Kind::named("aws.ec2.launch_template");
}

fn launch_metadata(inventory: &mut Inventory) {
    inventory.derive::<LaunchTemplate, _>(
        |inventory, key, entry| {
            let defaults = launch_metadata::defaults(inventory, key);
            let LaunchTemplate { launches, images, .. } = &entry.asset;
            launch_metadata::metadata(key, &DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, launches, images, &defaults)
        },
        |template, metadata| template.launch_metadata = metadata,
    );
}

fn launch_public_addresses(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let all = Index::<NetworkInterface>::by_resource(inventory);
        let of = |key: &Key, template: &LaunchTemplate| {
            launch::public_addresses(&template.launches, |id| {
                all.one(key, id).and_then(|interface| match interface {
                    Some(interface) => interface.public_addresses.clone(),
                    None => interface_vanished(key),
                })
            })
        };
        inventory.table::<LaunchTemplate>().map(|(key, entry)| (key.clone(), of(key, &entry.asset))).collect()
    };
    derive(inventory, read, |template: &mut LaunchTemplate, value| template.launch_public_addresses = value);
}
