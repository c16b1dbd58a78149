//! Instances.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::index::{Index, derive, list, vanished};
use super::instance_image::{self, InstanceImage};
use super::network_interface::{NetworkInterface, PublicAddress, ReachablePorts};
use super::ops::{DESCRIBE_INSTANCES, DESCRIBE_NETWORK_INTERFACES};
use super::{instance_backup, instance_management, instance_vpc};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Gaps, Inventory, Key, Kind, Scope, Timestamp};
use crate::provider::aws::backup::{LastBackup, PlanAssignment};
use crate::provider::aws::ssm::{ManagedInstance, Patching, of_instance};
use crate::provider::aws::user_data::UserData;
use crate::provider::{FactSpec, KindSpec, Op};

/// The user data of one instance.
pub(super) static DESCRIBE_INSTANCE_ATTRIBUTE: Op = Op {
    service: "ec2",
    name: "DescribeInstanceAttribute",
    iam_action: "ec2:DescribeInstanceAttribute",
    none: &[],
    gone: &["InvalidInstanceID.NotFound"],
};

const MANAGED: &[(Kind, &str)] = &[(ManagedInstance::KIND, "ping_status")];

const LISTED: &[&Op] = &[&DESCRIBE_INSTANCES];
const USER_DATA: &[&Op] = &[&DESCRIBE_INSTANCE_ATTRIBUTE];

/// What the registry lists.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Instance::KIND,
    scope: Scope::Regional,
    object: object_of::<Instance>,
    listed_by: LISTED,
    facts: &[
        FactSpec::read("instance_id", LISTED),
        FactSpec::read("state", LISTED),
        FactSpec::read("metadata_endpoint", LISTED),
        FactSpec::read("metadata_tokens", LISTED),
        FactSpec::read("lifecycle", LISTED),
        FactSpec::read("auto_scaling_group", LISTED),
        FactSpec::read("tags", LISTED),
        FactSpec::read("tag_pairs", LISTED),
        FactSpec::read("interfaces", LISTED),
        FactSpec::read("launched", LISTED),
        FactSpec::derived("ssm_ping_status", MANAGED, ssm_ping_status),
        FactSpec {
            field: "public_addresses",
            from: &[],
            needs: &[(Instance::KIND, "interfaces"), (NetworkInterface::KIND, "public_addresses")],
            derive: Some(public_addresses),
        },
        FactSpec {
            field: "internet_reachable_ports",
            from: &[],
            needs: &[(Instance::KIND, "interfaces"), (NetworkInterface::KIND, "internet_reachable_ports")],
            derive: Some(internet_reachable_ports),
        },
        FactSpec::read("vpc", LISTED),
        FactSpec::derived("vpc_is_default", instance_vpc::VPC, instance_vpc::vpc_is_default),
        FactSpec::derived("backup_plans", instance_backup::PLANS, instance_backup::backup_plans),
        FactSpec::derived("last_backups", instance_backup::LAST_BACKUPS, instance_backup::last_backups),
        FactSpec::read("in_auto_scaling_group", LISTED),
        FactSpec::read("instance_profile", LISTED),
        FactSpec::derived("default_host_role", instance_management::ROLE, instance_management::default_host_role),
        FactSpec::read("user_data", USER_DATA),
        FactSpec::read("image", instance_image::METADATA),
        FactSpec::derived("patching", instance_management::PATCHING, instance_management::patching),
    ],
};

/// An instance (`aws.ec2.instance`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Instance {
    /// Its id, as commands take it. Source: ec2:DescribeInstances.
    pub instance_id: Fact<String>,
    /// `pending`, `running`, `shutting-down`, `terminated`, `stopping` or `stopped`. Source: ec2:DescribeInstances.
    pub state: Fact<String>,
    /// `enabled` or `disabled`: whether its metadata service answers at all (`HttpEndpoint`). Source:
    /// ec2:DescribeInstances.
    pub metadata_endpoint: Fact<String>,
    /// `required` where its metadata service answers to session tokens only (IMDSv2), else `optional` (`HttpTokens`).
    /// Source: ec2:DescribeInstances.
    pub metadata_tokens: Fact<String>,
    /// `spot`, `scheduled`, `capacity-block` or `interruptible-capacity-reservation`; null of an on-demand instance.
    /// Source: ec2:DescribeInstances.
    pub lifecycle: Fact<Option<String>>,
    /// The Auto Scaling group that it is a member of, by the tag that only AWS can set; null where it is in none.
    /// Source: ec2:DescribeInstances.
    pub auto_scaling_group: Fact<Option<String>>,
    /// Its tags. Source: ec2:DescribeInstances.
    pub tags: Fact<BTreeMap<String, String>>,
    /// Its tags, each as `key=value`, sorted. Source: ec2:DescribeInstances.
    pub tag_pairs: Fact<Vec<String>>,
    /// The ids of its network interfaces. Source: ec2:DescribeInstances.
    pub interfaces: Fact<Vec<String>>,
    /// When it was last started. Source: ec2:DescribeInstances.
    pub launched: Fact<Timestamp>,
    /// Whether Systems Manager reaches its agent: `Online`, `ConnectionLost` or `Inactive`; null where it does not know
    /// the instance. Derived from the machines that are registered there.
    pub ssm_ping_status: Fact<Option<String>>,
    /// The public addresses of its network interfaces. Derived.
    pub public_addresses: Fact<Vec<Fact<PublicAddress>>>,
    /// The TCP and UDP ports that the internet reaches on its network interfaces. Derived.
    pub internet_reachable_ports: Fact<Vec<Fact<ReachablePorts>>>,
    /// The id of its VPC; null where it is in none, as a terminated one. Source: ec2:DescribeInstances.
    pub vpc: Fact<Option<String>>,
    /// Whether its VPC is the default one of the region; null where it is in none. Derived from ec2:DescribeVpcs.
    pub vpc_is_default: Fact<Option<bool>>,
    /// The plans of AWS Backup that take it in. Derived.
    pub backup_plans: Fact<Vec<Fact<PlanAssignment>>>,
    /// The last backup that AWS Backup has made of it, none where it has made none. Derived.
    pub last_backups: Fact<Vec<Fact<LastBackup>>>,
    /// Whether it is a member of an Auto Scaling group. Source: ec2:DescribeInstances.
    pub in_auto_scaling_group: Fact<bool>,
    /// The ARN of its instance profile, null where it has none. Source: ec2:DescribeInstances.
    pub instance_profile: Fact<Option<String>>,
    /// The role that Systems Manager lends to instances of the region that have no profile, null where it lends none or
    /// the instance cannot ask for it. Derived.
    pub default_host_role: Fact<Option<String>>,
    /// What was found in its user data, null of one that is being terminated. Source: ec2:DescribeInstanceAttribute.
    pub user_data: Fact<Option<UserData>>,
    /// The image that it was launched from. Source: ec2:DescribeInstanceImageMetadata.
    pub image: Fact<InstanceImage>,
    /// How it stood to its patch baseline when that was last looked at; null where it never was, or where Systems
    /// Manager does not know it. Derived.
    pub patching: Fact<Option<Patching>>,
}

impl Asset for Instance {
    const KIND: Kind = Kind::named("aws.ec2.instance");
}

/// Derives [`Instance::ssm_ping_status`].
fn ssm_ping_status(inventory: &mut Inventory) {
    inventory.derive::<Instance, _>(
        |inventory, key, _| {
            inventory.get::<ManagedInstance>(&of_instance(key)).and_then(|machine| match machine {
                Some(machine) => machine.ping_status.clone().map(Some),
                None => Fact::Known(None),
            })
        },
        |instance, status| instance.ssm_ping_status = status,
    );
}

fn public_addresses(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let all = Index::by_resource(inventory);
        let of = |key: &Key, instance: &Instance| union(&all, key, instance, |one| &one.public_addresses);
        inventory.table::<Instance>().map(|(key, entry)| (key.clone(), of(key, &entry.asset))).collect()
    };
    derive(inventory, read, |instance: &mut Instance, value| instance.public_addresses = value);
}

fn internet_reachable_ports(inventory: &mut Inventory) {
    let read = |inventory: &Inventory| {
        let all = Index::by_resource(inventory);
        let of = |key: &Key, instance: &Instance| union(&all, key, instance, |one| &one.internet_reachable_ports);
        inventory.table::<Instance>().map(|(key, entry)| (key.clone(), of(key, &entry.asset))).collect()
    };
    derive(inventory, read, |instance: &mut Instance, value| instance.internet_reachable_ports = value);
}

/// What is on any interface of an instance.
fn union<T: Clone>(
    all: &Index<'_, NetworkInterface>,
    key: &Key,
    instance: &Instance,
    field: impl Fn(&NetworkInterface) -> &Fact<Vec<Fact<T>>>,
) -> Fact<Vec<Fact<T>>> {
    instance.interfaces.as_ref().and_then(|ids| {
        let (mut found, mut missing) = (Vec::new(), None::<Gaps>);
        for id in ids {
            let of_one = all.one(key, id).and_then(|interface| match interface {
                Some(interface) => field(interface).clone(),
                None => Fact::Unknown(vanished(&DESCRIBE_NETWORK_INTERFACES, key)),
            });
            match of_one {
                Fact::Known(elements) => found.extend(elements),
                Fact::Unknown(gaps) => missing.get_or_insert_default().merge(&gaps),
            }
        }
        list(found, missing)
    })
}
