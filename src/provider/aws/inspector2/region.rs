//! What Inspector scans in a region, and what there is to be scanned.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::schema::object_of;
use crate::inventory::store::Listed;
use crate::inventory::{Asset, Fact, Inventory, Key, Kind, Scope};
use crate::provider::aws::ec2::Instance;
use crate::provider::aws::ecr::Repository;
use crate::provider::aws::lambda::Function;
use crate::provider::{FactSpec, KindSpec, Op};

/// What is scanned for this account; it needs no permission beyond itself, also where nothing is.
pub(super) static BATCH_GET_ACCOUNT_STATUS: Op = Op {
    service: "inspector2",
    name: "BatchGetAccountStatus",
    iam_action: "inspector2:BatchGetAccountStatus",
    none: &[],
    gone: &[],
};

/// Inspector in a region (`aws.inspector2.region`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Region {
    /// `ENABLED`, `DISABLED`, `ENABLING`, `SUSPENDED` or another. Source: inspector2:BatchGetAccountStatus.
    pub status: Fact<String>,
    /// How each type of scan stands. Source: inspector2:BatchGetAccountStatus.
    pub scan_types: Fact<Vec<ScanType>>,
    /// The types of scan that are not enabled though there is something for them to scan; unknown elements stand for
    /// types of which that could not be told. Derived from the status, the instances, the repositories and the
    /// functions.
    pub missing_scans: Fact<Vec<Fact<String>>>,
    /// Whether there is anything that Inspector could scan: an instance, a repository or a function. Derived.
    pub has_workloads: Fact<bool>,
}

impl Asset for Region {
    const KIND: Kind = Kind::named("aws.inspector2.region");
}

/// How a type of scan stands.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScanType {
    /// `ec2`, `ecr`, `lambda` or `lambda_code`.
    pub scan: String,
    /// `ENABLED`, `DISABLED` or another.
    pub status: String,
}

/// What there is to be scanned, type by type.
fn workloads(inventory: &Inventory, key: &Key) -> [(&'static str, Fact<bool>); 4] {
    fn some<T>(listed: &Listed<'_, T>) -> Fact<bool> {
        listed.any(|_, _| Fact::Known(true))
    }
    let instances = inventory.listed::<Instance>(&key.account, &key.region);
    let running = instances.any(|_, entry| {
        entry.asset.state.as_ref().map(|state| !["terminated", "shutting-down"].contains(&state.as_str()))
    });
    let images = some(&inventory.listed::<Repository>(&key.account, &key.region));
    let functions = some(&inventory.listed::<Function>(&key.account, &key.region));
    [("ec2", running), ("ecr", images), ("lambda", functions.clone()), ("lambda_code", functions)]
}

/// Derives [`Region::missing_scans`].
fn missing_scans(inventory: &mut Inventory) {
    inventory.derive::<Region, _>(
        |inventory, key, entry| {
            let missing = workloads(inventory, key).into_iter().filter_map(|(scan, there)| {
                let enabled = entry
                    .asset
                    .scan_types
                    .as_ref()
                    .map(|all| all.iter().any(|one| one.scan == scan && one.status == "ENABLED"));
                match Fact::all([there, enabled.map(|enabled| !enabled)]) {
                    Fact::Known(false) => None,
                    Fact::Known(true) => Some(Fact::Known(scan.to_owned())),
                    Fact::Unknown(gaps) => Some(Fact::Unknown(gaps)),
                }
            });
            Fact::Known(missing.collect())
        },
        |region, missing| region.missing_scans = missing,
    );
}

/// Derives [`Region::has_workloads`].
fn has_workloads(inventory: &mut Inventory) {
    inventory.derive::<Region, _>(
        |inventory, key, _| Fact::any(workloads(inventory, key).map(|(_, there)| there)),
        |region, has| region.has_workloads = has,
    );
}

const STATUS: &[&Op] = &[&BATCH_GET_ACCOUNT_STATUS];
// Of repositories and functions it is only asked whether there is any: one fact of each has them listed.
const MISSING: &[(Kind, &str)] = &[
    (Region::KIND, "scan_types"),
    (Instance::KIND, "state"),
    (Repository::KIND, "scan_on_push"),
    (Function::KIND, "aliases"),
];
const WORKLOADS: &[(Kind, &str)] =
    &[(Instance::KIND, "state"), (Repository::KIND, "scan_on_push"), (Function::KIND, "aliases")];

/// The region as the registry lists it.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Region::KIND,
    scope: Scope::Regional,
    object: object_of::<Region>,
    listed_by: &[],
    facts: &[
        FactSpec::read("status", STATUS),
        FactSpec::read("scan_types", STATUS),
        FactSpec::derived("missing_scans", MISSING, missing_scans),
        FactSpec::derived("has_workloads", WORKLOADS, has_workloads),
    ],
};
