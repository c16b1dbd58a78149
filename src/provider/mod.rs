//! Providers: the one registry of what can be read, and of the kinds of asset it is read into.
//!
//! A provider never sees a control. What a control may ask for is what these tables list.

pub mod aws;

use std::collections::{BTreeMap, BTreeSet};

use crate::inventory::schema::{Object, Schema, UnsupportedShape};
use crate::inventory::snapshot::Snapshot;
use crate::inventory::{AccountId, Asset as _, Inventory, Kind, Scope};

/// One operation of a provider's API; each is of IAM access level List or Read.
#[derive(Debug, PartialEq, Eq)]
pub struct Op {
    /// The service, as the SDK names it.
    pub service: &'static str,
    /// The operation, as the SDK names it.
    pub name: &'static str,
    /// The IAM action that allows it, which is not always of the same name.
    pub iam_action: &'static str,
    /// The error codes that mean "there is none" for this operation. `Code: words` is one that means so only where its
    /// message has these words, and something else without them.
    pub none: &'static [&'static str],
    /// The error codes that mean that the asset itself has gone since it was listed.
    pub gone: &'static [&'static str],
}

impl Op {
    /// `service:Operation`, as gaps and calls name it.
    pub fn id(&self) -> String {
        format!("{}:{}", self.service, self.name)
    }
}

/// Works one derived fact out for every asset of its kind, from what the whole inventory holds.
pub type Derive = fn(&mut Inventory);

/// Where one fact of a kind comes from: operations, or other facts.
#[derive(Debug)]
pub struct FactSpec {
    /// The field of the kind's struct.
    pub field: &'static str,
    /// The operations that it is read from; empty for a derived fact.
    pub from: &'static [&'static Op],
    /// The facts that it is derived from; their kinds are listed then too.
    pub needs: &'static [(Kind, &'static str)],
    /// What derives it; `None` for a fact that is read.
    pub derive: Option<Derive>,
}

impl FactSpec {
    /// A fact that operations answer.
    pub const fn read(field: &'static str, from: &'static [&'static Op]) -> Self {
        Self { field, from, needs: &[], derive: None }
    }

    /// A fact that is worked out from others.
    pub const fn derived(field: &'static str, needs: &'static [(Kind, &'static str)], derive: Derive) -> Self {
        Self { field, from: &[], needs, derive: Some(derive) }
    }
}

/// One kind of asset.
#[derive(Debug)]
pub struct KindSpec {
    /// The kind.
    pub kind: Kind,
    /// Where it is listed.
    pub scope: Scope,
    /// Its fields and their types.
    pub object: fn() -> Result<Object, UnsupportedShape>,
    /// The operations that list it; empty for a singleton, which is always there.
    pub listed_by: &'static [&'static Op],
    /// Where each of its facts comes from.
    pub facts: &'static [FactSpec],
}

/// One service of a provider.
#[derive(Debug)]
pub struct Service {
    /// Its name: the folder of its controls, and the second word of its kinds.
    pub name: &'static str,
    /// Every operation that its code may call.
    pub ops: &'static [&'static Op],
    /// Its kinds of asset.
    pub kinds: &'static [KindSpec],
    /// What collects them.
    #[cfg(feature = "aws")]
    pub collectors: &'static [Collector],
}

/// What lists some kinds of one service, and reads their facts, in one account and region.
#[cfg(feature = "aws")]
#[derive(Debug)]
pub struct Collector {
    /// The kinds that it lists, all of one scope. It runs where any of them is planned.
    pub kinds: &'static [Kind],
    /// Lists and reads.
    pub run: fn(aws::Context) -> futures::future::BoxFuture<'static, ()>,
}

/// The calls that a plan asks for, each for the kind that needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reads(BTreeSet<(Kind, &'static str, &'static str)>);

impl Reads {
    /// Adds an operation that a kind needs.
    pub fn add(&mut self, kind: &Kind, op: &Op) {
        self.0.insert((kind.clone(), op.service, op.name));
    }

    /// Whether a kind needs this operation.
    pub fn has(&self, kind: &Kind, op: &Op) -> bool {
        self.0.contains(&(kind.clone(), op.service, op.name))
    }

    /// Every call: the kind, the service and the operation, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &(Kind, &'static str, &'static str)> {
        self.0.iter()
    }
}

/// Every service. This list is the only place that names them.
pub static SERVICES: &[&Service] = &[
    &aws::sts::SERVICE,
    &aws::accessanalyzer::SERVICE,
    &aws::acm::SERVICE,
    &aws::autoscaling::SERVICE,
    &aws::backup::SERVICE,
    &aws::cloudfront::SERVICE,
    &aws::cloudtrail::SERVICE,
    &aws::cloudwatch::SERVICE,
    &aws::codebuild::SERVICE,
    &aws::config::SERVICE,
    &aws::dynamodb::SERVICE,
    &aws::ec2::SERVICE,
    &aws::ecr::SERVICE,
    &aws::efs::SERVICE,
    &aws::eks::SERVICE,
    &aws::elb::SERVICE,
    &aws::elbv2::SERVICE,
    &aws::events::SERVICE,
    &aws::guardduty::SERVICE,
    &aws::iam::SERVICE,
    &aws::inspector2::SERVICE,
    &aws::kms::SERVICE,
    &aws::lambda::SERVICE,
    &aws::logs::SERVICE,
    &aws::opensearch::SERVICE,
    &aws::organizations::SERVICE,
    &aws::rds::SERVICE,
    &aws::redshift::SERVICE,
    &aws::s3::SERVICE,
    &aws::secretsmanager::SERVICE,
    &aws::securityhub::SERVICE,
    &aws::sns::SERVICE,
    &aws::sqs::SERVICE,
    &aws::ssm::SERVICE,
    &aws::sso_admin::SERVICE,
    &aws::wafv2::SERVICE,
];

/// Every kind of every service.
pub fn kinds() -> impl Iterator<Item = &'static KindSpec> {
    SERVICES.iter().flat_map(|service| service.kinds)
}

/// What a control may read: each kind's fields and their types.
///
/// # Errors
/// A struct of ours whose shape the control language has no type for.
pub fn schema() -> Result<Schema, UnsupportedShape> {
    let mut schema = Schema::new();
    for spec in kinds() {
        schema.insert(spec.kind.clone(), (spec.object)()?);
    }
    Ok(schema)
}

/// One kind, as the registry has it.
pub fn kind(kind: &Kind) -> Option<&'static KindSpec> {
    kinds().find(|spec| spec.kind == *kind)
}

/// Where each kind is listed.
pub fn scopes() -> BTreeMap<Kind, Scope> {
    kinds().map(|spec| (spec.kind.clone(), spec.scope)).collect()
}

/// What each derived fact is derived from, by its kind and field.
pub fn needs() -> BTreeMap<(Kind, String), BTreeSet<(Kind, String)>> {
    let owned = |kind: &Kind, field: &str| (kind.clone(), field.to_owned());
    let derived = kinds().flat_map(|spec| spec.facts.iter().map(move |fact| (spec, fact)));
    derived
        .filter(|(_, fact)| !fact.needs.is_empty())
        .map(|(spec, fact)| {
            (owned(&spec.kind, fact.field), fact.needs.iter().map(|(kind, field)| owned(kind, field)).collect())
        })
        .collect()
}

/// The accounts of the organization, as the accounts of a snapshot see it; `None` where none of them could tell, or
/// is in one.
pub fn organization_accounts(snapshot: &Snapshot) -> Option<BTreeSet<AccountId>> {
    let seen = snapshot.assets().filter(|asset| *asset.kind() == aws::organizations::Account::KIND);
    let lists = seen.filter_map(|asset| {
        let listed = asset.facts().remove("organization_accounts")?;
        serde_json::from_value::<Vec<AccountId>>(listed).ok()
    });
    lists
        .reduce(|mut all, more| {
            all.extend(more);
            all
        })
        .map(BTreeSet::from_iter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::is_reserved;

    #[test]
    fn kinds_are_named_by_their_service_and_once() {
        let mut seen = BTreeSet::new();
        for service in SERVICES {
            for spec in service.kinds {
                assert_eq!(spec.kind.as_str().parse::<Kind>().unwrap(), spec.kind);
                assert_eq!(spec.kind.service(), service.name);
                assert!(seen.insert(&spec.kind), "{} twice", spec.kind);
            }
        }
    }

    #[test]
    fn every_field_has_a_source_a_doc_and_a_name_that_means_nothing_else() {
        for service in SERVICES {
            for spec in service.kinds {
                let object = (spec.object)().unwrap();
                let fields: BTreeSet<&str> = object.fields.keys().map(String::as_str).collect();
                let sourced: BTreeSet<&str> = spec.facts.iter().map(|fact| fact.field).collect();
                assert_eq!(fields, sourced, "{}", spec.kind);
                for (name, field) in &object.fields {
                    assert!(!is_reserved(name) && !field.doc.is_empty(), "{}.{name}", spec.kind);
                }
                for fact in spec.facts {
                    let name = format!("{}.{}", spec.kind, fact.field);
                    assert!(fact.from.is_empty() != fact.derive.is_none(), "{name}: read or derived");
                    assert!(fact.needs.is_empty() == fact.derive.is_none(), "{name}: what it is derived from");
                    assert!(fact.from.iter().all(|op| service.ops.contains(op)), "{name}");
                    for (kind, field) in fact.needs {
                        let needed = super::kind(kind).unwrap_or_else(|| panic!("{name} needs {kind}"));
                        assert!(needed.facts.iter().any(|fact| fact.field == *field), "{name} needs {kind}.{field}");
                    }
                }
                assert!(spec.listed_by.iter().all(|op| service.ops.contains(op)), "{}", spec.kind);
            }
        }
    }

    #[test]
    fn every_operation_only_reads() {
        for op in SERVICES.iter().flat_map(|service| service.ops) {
            let reads = ["Get", "List", "Describe", "BatchGet"].iter().any(|verb| op.name.starts_with(verb));
            // Of access level Read though it has a report written, which changes nothing else.
            assert!(reads || op.id() == "iam:GenerateCredentialReport", "{}", op.id());
            assert!(!["GetObject", "GetSecretValue", "GetParameter", "GetPasswordData"].contains(&op.name));
            let (service, action) = op.iam_action.split_once(':').unwrap();
            assert!(!service.is_empty() && !action.is_empty());
        }
    }
}

#[cfg(all(test, feature = "aws"))]
mod collector_tests {
    use super::*;

    #[test]
    fn every_kind_has_one_collector_of_its_own_scope() {
        for service in SERVICES {
            for spec in service.kinds {
                let own: Vec<_> = service.collectors.iter().filter(|one| one.kinds.contains(&spec.kind)).collect();
                assert_eq!(own.len(), 1, "{}", spec.kind);
                for other in own[0].kinds {
                    assert_eq!(kind(other).map(|other| other.scope), Some(spec.scope), "{other}");
                }
            }
        }
    }
}
