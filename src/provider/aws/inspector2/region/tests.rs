//! What there is to scan, and what of it is not scanned.

use super::*;
use crate::inventory::{AccountId, Gap, GapKind, Population, Region as Place, State};

fn account() -> AccountId {
    "123456789012".parse().unwrap()
}

fn place() -> Place {
    "eu-west-1".parse().unwrap()
}

fn denied(operation: &str) -> Gap {
    let operation = Some(operation.to_owned());
    Gap { operation, kind: GapKind::Denied, code: None, account: account(), region: place() }
}

fn add<T: Asset>(inventory: &mut Inventory, seen: Option<T>, whole: &Fact<()>) {
    let (state, gap) = match whole {
        Fact::Known(()) => (State::Complete, None),
        Fact::Unknown(gaps) => (State::Partial, gaps.iter().next().cloned()),
    };
    let count = u64::from(seen.is_some());
    inventory.record(Population { kind: T::KIND, account: account(), region: place(), state, count, gap });
    if let Some(seen) = seen {
        let key = Key { kind: T::KIND, account: account(), region: place(), id: "arn:1".to_owned() };
        inventory.insert(key, "1".to_owned(), seen);
    }
}

/// What was seen of each sort of workload, and whether that is all.
struct Workloads {
    instance: Option<&'static str>,
    instances: Fact<()>,
    repository: bool,
    repositories: Fact<()>,
    function: bool,
    functions: Fact<()>,
}

impl Default for Workloads {
    fn default() -> Self {
        let whole = Fact::Known(());
        let (instances, repositories, functions) = (whole.clone(), whole.clone(), whole);
        Self { instance: None, instances, repository: false, repositories, function: false, functions }
    }
}

/// Both facts, of a region that scans these.
fn derived(scans: Fact<&[&str]>, of: &Workloads) -> (Fact<Vec<Fact<String>>>, Fact<bool>) {
    let mut inventory = Inventory::new(vec![account()]);
    let instance = of.instance.map(|state| Instance { state: Fact::Known(state.to_owned()), ..Instance::default() });
    add(&mut inventory, instance, &of.instances);
    add(&mut inventory, of.repository.then(Repository::default), &of.repositories);
    add(&mut inventory, of.function.then(Function::default), &of.functions);
    let scan_types = scans.map(|scans| {
        let scan = |scan: &&str| ScanType { scan: (*scan).to_owned(), status: "ENABLED".to_owned() };
        let off = ScanType { scan: "ecr".to_owned(), status: "DISABLED".to_owned() };
        scans.iter().map(scan).chain([off]).collect()
    });
    let key = Key::singleton(&Region::KIND, &account(), &place());
    inventory.insert(key.clone(), "eu-west-1".to_owned(), Region { scan_types, ..Region::default() });
    missing_scans(&mut inventory);
    has_workloads(&mut inventory);
    let region = inventory.get::<Region>(&key).known().unwrap().unwrap();
    (region.missing_scans.clone(), region.has_workloads.clone())
}

fn missing(scans: &[&str]) -> Fact<Vec<Fact<String>>> {
    Fact::Known(scans.iter().map(|scan| Fact::Known((*scan).to_owned())).collect())
}

#[test]
fn what_is_there_and_not_scanned_is_missing() {
    let all = || Workloads { instance: Some("stopped"), repository: true, function: true, ..Workloads::default() };
    let (found, has) = derived(Fact::Known(&["ec2", "lambda"]), &all());
    assert_eq!((found, has), (missing(&["ecr", "lambda_code"]), Fact::Known(true)));
    let (found, has) = derived(Fact::Known(&[]), &Workloads::default());
    assert_eq!((found, has), (missing(&[]), Fact::Known(false)));
    let gone = Workloads { instance: Some("terminated"), ..Workloads::default() };
    assert_eq!(derived(Fact::Known(&[]), &gone), (missing(&[]), Fact::Known(false)));
}

#[test]
fn a_listing_that_was_denied_matters_only_where_nothing_would_scan() {
    let unlisted = || Workloads { repositories: denied("ecr:DescribeRepositories").into(), ..Workloads::default() };
    let gap: Fact<String> = denied("ecr:DescribeRepositories").into();
    let (found, has) = derived(Fact::Known(&["ec2"]), &unlisted());
    assert_eq!((found, has.known()), (Fact::Known(vec![gap]), None));
    assert_eq!(derived(Fact::Known(&["ecr"]), &unlisted()).0, missing(&[]), "all there could be is scanned");
    let seen = Workloads { repository: true, ..unlisted() };
    assert_eq!(derived(Fact::Known(&[]), &seen), (missing(&["ecr"]), Fact::Known(true)), "one is enough");
    let instances = Workloads { instances: denied("ec2:DescribeInstances").into(), ..Workloads::default() };
    assert_eq!(derived(Fact::Known(&[]), &instances).1.known(), None);
    let functions = Workloads { functions: denied("lambda:ListFunctions").into(), ..Workloads::default() };
    assert_eq!(derived(Fact::Known(&["lambda_code"]), &functions).0.known().unwrap().len(), 1);
}

#[test]
fn a_status_that_was_denied_matters_only_where_there_is_something_to_scan() {
    let operation = "inspector2:BatchGetAccountStatus";
    let blind = || Fact::Unknown(denied(operation).into());
    let some = Workloads { repository: true, ..Workloads::default() };
    assert_eq!(derived(blind(), &some), (Fact::Known(vec![denied(operation).into()]), Fact::Known(true)));
    assert_eq!(derived(blind(), &Workloads::default()), (missing(&[]), Fact::Known(false)));
}
