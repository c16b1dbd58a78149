//! Selections by AWS's documentation, and the derived facts over a small inventory, blanked in one place at a time.

use std::collections::BTreeMap;

use super::coverage::{self, Resource, ResourceType};
use super::*;
use crate::inventory::{
    AccountId, Asset, Fact, Gap, GapKind, Inventory, Key, Kind, Population, Region, State, Timestamp,
};
use crate::provider::aws::dynamodb::Table;
use crate::provider::aws::ec2::{SnapshotOfVolume, Volume};
use crate::provider::aws::efs::FileSystem;
use crate::provider::aws::rds;

const VOLUME: &str = "arn:aws:ec2:eu-west-1:123456789012:volume/vol-1";

fn account() -> AccountId {
    "123456789012".parse().unwrap()
}

fn region() -> Region {
    "eu-west-1".parse().unwrap()
}

fn key(kind: Kind, id: &str) -> Key {
    Key { kind, account: account(), region: region(), id: id.to_owned() }
}

fn gap() -> Gap {
    let (kind, code) = (GapKind::Denied, Some("AccessDenied".to_owned()));
    Gap { operation: Some("backup:Test".to_owned()), kind, code, account: account(), region: region() }
}

fn blank<T>() -> Fact<T> {
    gap().into()
}

fn listing<T: Asset>(inventory: &mut Inventory, state: State) {
    let gap = (!state.is_whole()).then(gap);
    inventory.record(Population { kind: T::KIND, account: account(), region: region(), state, count: 0, gap });
}

fn put<T: Asset>(inventory: &mut Inventory, id: &str, asset: T) {
    inventory.insert(key(T::KIND, id), id.to_owned(), asset);
    listing::<T>(inventory, State::Complete);
}

fn change<T: Asset>(inventory: &mut Inventory, write: impl Fn(&mut T)) {
    inventory.derive::<T, ()>(|_, _, _| (), |asset, ()| write(asset));
}

fn text(word: &str) -> Fact<String> {
    Fact::Known(word.to_owned())
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn tag(operator: &str, key: &str, value: &str) -> TagCondition {
    TagCondition { operator: operator.to_owned(), key: key.to_owned(), value: value.to_owned() }
}

fn arns(resources: &[&str]) -> Selection {
    Selection { name: "s".to_owned(), resources: texts(resources), ..Selection::default() }
}

fn tagged(tag: TagCondition) -> Selection {
    Selection { name: "s".to_owned(), any_tag: vec![tag], ..Selection::default() }
}

/// Whether a selection takes a volume with these tags in, where the region has opted in or not.
fn takes(selection: &Selection, tags: &Fact<BTreeMap<String, String>>, opted_in: &Fact<bool>) -> Fact<bool> {
    selection.takes(&Resource { arn: VOLUME, kind: ResourceType::EBS, tags }, opted_in)
}

const IN: Fact<bool> = Fact::Known(true);
const OUT: Fact<bool> = Fact::Known(false);

#[test]
fn an_arn_takes_in_what_it_matches_and_naming_the_type_needs_no_opt_in() {
    let none = Fact::Known(BTreeMap::new());
    for (arn, opted_in, opted_out) in [
        (VOLUME, true, true),
        ("arn:aws:ec2:*:*:volume/*", true, true),
        ("arn:aws:ec2:eu-west-1:123456789012:volume/vol-1*", true, true),
        ("arn:aws:ec2:*", true, false),
        ("arn:aws:ec2:*:*:*", true, false),
        ("*", true, false),
        ("arn:aws:ec2:*:*:instance/*", false, false),
        ("arn:aws:ec2:us-east-1:*:volume/*", false, false),
    ] {
        let selection = arns(&[arn]);
        assert_eq!(takes(&selection, &none, &IN), Fact::Known(opted_in), "{arn}");
        assert_eq!(takes(&selection, &none, &OUT), Fact::Known(opted_out), "{arn}");
        let unread = if opted_in == opted_out { Fact::Known(opted_in) } else { blank() };
        assert_eq!(takes(&selection, &none, &blank()), unread, "{arn}");
        assert_eq!(takes(&selection, &blank(), &IN), Fact::Known(opted_in), "{arn}: tags do not matter");
    }
}

#[test]
fn where_types_share_a_form_of_arn_the_opt_in_counts_always() {
    let kind = ResourceType { opt_in: "Aurora", shares_arns: true };
    let tags = Fact::Known(BTreeMap::new());
    let arn = "arn:aws:rds:eu-west-1:123456789012:cluster:orders";
    let resource = Resource { arn, kind, tags: &tags };
    assert_eq!(arns(&["arn:aws:rds:*:*:cluster:*"]).takes(&resource, &OUT), OUT);
    assert_eq!(arns(&[arn]).takes(&resource, &IN), IN);
    let own = Resource { kind: ResourceType { opt_in: "RDS", shares_arns: false }, ..resource };
    assert_eq!(arns(&["arn:aws:rds:*:*:cluster:*"]).takes(&own, &OUT), IN);
}

#[test]
fn an_exclusion_wins() {
    let selection = Selection { excluded: texts(&["arn:aws:ec2:*:*:volume/*"]), ..arns(&["*"]) };
    assert_eq!(takes(&selection, &blank(), &blank()), OUT);
    let other = Selection { excluded: texts(&["arn:aws:ec2:*:*:instance/*"]), ..arns(&[VOLUME]) };
    assert_eq!(takes(&other, &blank(), &blank()), IN);
}

#[test]
fn a_tag_is_a_key_and_a_value() {
    let selection = tagged(tag("StringEquals", "backup", "daily"));
    for (tags, matches) in [
        (map(&[("backup", "daily")]), true),
        (map(&[("backup", "weekly")]), false),
        (map(&[("Backup", "daily")]), false),
        (map(&[]), false),
    ] {
        let found = takes(&selection, &Fact::Known(tags.clone()), &IN);
        assert_eq!(found, Fact::Known(matches), "{tags:?}");
        assert_eq!(takes(&selection, &Fact::Known(tags), &OUT), OUT, "tags alone need the opt-in");
    }
    assert_eq!(takes(&selection, &blank(), &IN), blank());
    assert_eq!(takes(&selection, &blank(), &OUT), OUT);
    // ARNs and the list of tags each add.
    let both = Selection { resources: texts(&["arn:aws:ec2:*:*:instance/*"]), ..selection };
    assert_eq!(takes(&both, &Fact::Known(map(&[("backup", "daily")])), &IN), IN);
}

#[test]
fn of_the_list_of_tags_one_is_enough_and_of_conditions_all_must_hold() {
    let two = vec![tag("StringEquals", "a", "1"), tag("StringEquals", "b", "2")];
    let any = Selection { any_tag: two.clone(), ..Selection::default() };
    let every = Selection { every_tag: two, ..arns(&[VOLUME]) };
    for (tags, of_any, of_every) in [
        (map(&[("a", "1"), ("b", "2")]), true, true),
        (map(&[("a", "1"), ("b", "x")]), true, false),
        (map(&[("c", "1")]), false, false),
    ] {
        let tags = Fact::Known(tags);
        assert_eq!(takes(&any, &tags, &IN), Fact::Known(of_any), "{tags:?}");
        assert_eq!(takes(&every, &tags, &IN), Fact::Known(of_every), "{tags:?}");
    }
    assert_eq!(takes(&every, &blank(), &IN), blank());
    let elsewhere = Selection { every_tag: every.every_tag.clone(), ..arns(&["arn:aws:s3:::*"]) };
    assert_eq!(takes(&elsewhere, &blank(), &IN), OUT);
}

#[test]
fn each_operator_is_what_iam_means_by_it() {
    for (operator, value, of_value, of_none) in [
        ("StringEquals", "prod", true, false),
        ("StringEquals", "pro*", false, false),
        ("StringLike", "pro*", true, false),
        ("StringLike", "*rod*", true, false),
        ("StringLike", "test*", false, false),
        ("StringNotEquals", "prod", false, true),
        ("StringNotEquals", "test", true, true),
        ("StringNotLike", "*ro*", false, true),
        ("StringNotLike", "test*", true, true),
    ] {
        let selection = Selection { every_tag: vec![tag(operator, "stage", value)], ..arns(&[VOLUME]) };
        let found = takes(&selection, &Fact::Known(map(&[("stage", "prod")])), &IN);
        assert_eq!(found, Fact::Known(of_value), "{operator} {value}");
        assert_eq!(takes(&selection, &Fact::Known(map(&[])), &IN), Fact::Known(of_none), "{operator} {value}, no tag");
    }
}

#[test]
fn a_selection_of_nothing_takes_in_all_that_the_region_has_opted_in_to() {
    assert_eq!(takes(&Selection::default(), &blank(), &IN), IN);
    assert_eq!(takes(&Selection::default(), &blank(), &OUT), OUT);
}

fn day(day: u8) -> Timestamp {
    format!("2025-01-{day:02}T05:00:00Z").parse().unwrap()
}

fn plan(name: &str, selections: Vec<Fact<Selection>>) -> Plan {
    let rule = Rule { name: "daily".to_owned(), vault: "backups".to_owned(), schedule: None };
    Plan {
        name: text(name),
        last_run: Fact::Known(Some(day(1))),
        rules: Fact::Known(vec![rule]),
        selections: Fact::Known(selections),
    }
}

/// A region that has opted in to volumes, with a plan by tag.
fn world() -> Inventory {
    let mut inventory = Inventory::new(vec![account()]);
    let opt_in = Fact::Known(BTreeMap::from([("EBS".to_owned(), true), ("EC2".to_owned(), false)]));
    let settings = Key::singleton(&RegionSettings::KIND, &account(), &region());
    inventory.insert(settings, "eu-west-1".to_owned(), RegionSettings { opt_in, ..RegionSettings::default() });
    put(&mut inventory, "plan-1", plan("daily", vec![Fact::Known(tagged(tag("StringEquals", "backup", "daily")))]));
    inventory
}

fn plans(inventory: &Inventory, tags: &Fact<BTreeMap<String, String>>) -> Fact<Vec<Fact<PlanAssignment>>> {
    let resource = Resource { arn: VOLUME, kind: ResourceType::EBS, tags };
    coverage::plans(inventory, &key(Volume::KIND, VOLUME), &resource)
}

/// Whether the list has a known element, an unknown one, or neither: what a control makes of it.
fn some<T>(list: &Fact<Vec<Fact<T>>>) -> Option<bool> {
    let list = list.known()?;
    if list.iter().any(|element| element.known().is_some()) {
        return Some(true);
    }
    list.is_empty().then_some(false)
}

#[test]
fn a_plan_is_quoted_with_its_vaults_and_last_run() {
    let found = plans(&world(), &Fact::Known(map(&[("backup", "daily")])));
    let expected = PlanAssignment {
        plan: "daily".to_owned(),
        selection: "s".to_owned(),
        vaults: texts(&["backups"]),
        last_run: Some(day(1)),
        resource: VOLUME.to_owned(),
    };
    assert_eq!(found, Fact::Known(vec![Fact::Known(expected)]));
}

#[test]
fn a_plan_counts_only_with_a_rule_and_where_the_region_has_opted_in() {
    let tags = Fact::Known(map(&[("backup", "daily")]));
    let mut without_rule = world();
    change::<Plan>(&mut without_rule, |plan| plan.rules = Fact::Known(Vec::new()));
    assert_eq!(some(&plans(&without_rule, &tags)), Some(false));
    let mut opted_out = world();
    change::<RegionSettings>(&mut opted_out, |region| region.opt_in = Fact::Known(BTreeMap::new()));
    assert_eq!(some(&plans(&opted_out, &tags)), Some(false), "a type that is not named is not opted in to");
}

/// A change to an inventory, and what it is called.
type Change = (&'static str, fn(&mut Inventory));

/// Each input of a volume's plans, made unread.
const BLANKED: [Change; 6] = [
    ("rules", |inventory| change::<Plan>(inventory, |plan| plan.rules = blank())),
    ("selections", |inventory| change::<Plan>(inventory, |plan| plan.selections = blank())),
    ("selection", |inventory| change::<Plan>(inventory, |plan| plan.selections = Fact::Known(vec![blank()]))),
    ("opt_in", |inventory| change::<RegionSettings>(inventory, |region| region.opt_in = blank())),
    ("plans", |inventory| listing::<Plan>(inventory, State::Partial)),
    ("last_run", |inventory| change::<Plan>(inventory, |plan| plan.last_run = blank())),
];

#[test]
fn an_input_that_is_not_read_leaves_plans_unknown_only_where_it_could_change_them() {
    let (daily, weekly) = (Fact::Known(map(&[("backup", "daily")])), Fact::Known(map(&[("backup", "weekly")])));
    for (input, make_blank) in BLANKED {
        let mut inventory = world();
        make_blank(&mut inventory);
        // One that was seen decides, whatever else may be there.
        let of_daily = if input == "plans" { Some(true) } else { None };
        assert_eq!(some(&plans(&inventory, &daily)), of_daily, "{input}");
        // No rule, opt-in or run makes a selection match.
        let of_weekly = if ["rules", "opt_in", "last_run"].contains(&input) { Some(false) } else { None };
        assert_eq!(some(&plans(&inventory, &weekly)), of_weekly, "{input}");
        // A second plan that takes it in decides, but for the opt-in that both need.
        put(&mut inventory, "plan-2", plan("by-arn", vec![Fact::Known(arns(&[VOLUME]))]));
        if input != "last_run" {
            assert_eq!(some(&plans(&inventory, &weekly)), Some(true), "{input}");
        }
    }
    assert_eq!(some(&plans(&world(), &blank())), None, "tags");
    let mut without_rule = world();
    change::<Plan>(&mut without_rule, |plan| {
        plan.rules = Fact::Known(Vec::new());
        plan.selections = blank();
    });
    assert_eq!(some(&plans(&without_rule, &daily)), Some(false), "no selection helps a plan without a rule");
}

#[test]
fn the_last_backup_is_none_only_where_the_listing_is_whole() {
    let mut inventory = Inventory::new(vec![account()]);
    let volume = key(Volume::KIND, VOLUME);
    assert_eq!(coverage::last_backups(&inventory, &volume), Fact::default());
    listing::<ProtectedResource>(&mut inventory, State::Partial);
    assert_eq!(coverage::last_backups(&inventory, &volume), Fact::Known(vec![blank()]));
    listing::<ProtectedResource>(&mut inventory, State::Complete);
    assert_eq!(coverage::last_backups(&inventory, &volume), Fact::Known(Vec::new()));
    let protected = ProtectedResource { last_backup: Fact::Known(Some(day(2))), vault: Fact::Known(None) };
    put(&mut inventory, VOLUME, protected);
    listing::<ProtectedResource>(&mut inventory, State::Partial);
    let backup = LastBackup { time: day(2), vault: None, resource: VOLUME.to_owned() };
    assert_eq!(coverage::last_backups(&inventory, &volume), Fact::Known(vec![Fact::Known(backup)]));
    change::<ProtectedResource>(&mut inventory, |resource| resource.last_backup = blank());
    assert_eq!(coverage::last_backups(&inventory, &volume), Fact::Known(vec![blank()]));
    change::<ProtectedResource>(&mut inventory, |resource| resource.last_backup = Fact::Known(None));
    assert_eq!(coverage::last_backups(&inventory, &volume), Fact::Known(Vec::new()));
}

/// A store of each kind, every one backed up by a setting of its own but for the volume, of which there is a snapshot.
fn stores() -> Inventory {
    let mut inventory = world();
    let instance = rds::Instance {
        cluster: Fact::Known(None),
        read_replica_of: Fact::Known(None),
        backup_retention_days: Fact::Known(7),
        ..rds::Instance::default()
    };
    put(&mut inventory, "instance", instance);
    let cluster =
        rds::Cluster { engine: text("docdb"), backup_retention_days: Fact::Known(1), ..rds::Cluster::default() };
    put(&mut inventory, "cluster", cluster);
    let table = Table { status: text("ACTIVE"), point_in_time_recovery: text("ENABLED"), ..Table::default() };
    put(&mut inventory, "table", table);
    let backup_policy = Fact::Known(Some("ENABLED".to_owned()));
    put(&mut inventory, "files", FileSystem { state: text("available"), backup_policy, ..FileSystem::default() });
    let snapshot = SnapshotOfVolume { id: "snap-1".to_owned(), started: day(3) };
    let volume = Volume {
        state: text("in-use"),
        auto_scaling_member: Fact::Known(false),
        latest_policy_snapshots: Fact::Known(vec![Fact::Known(snapshot)]),
        ..Volume::default()
    };
    put(&mut inventory, VOLUME, volume);
    inventory
}

/// What is derived: whether there are stores, and which are not backed up by themselves.
fn derived(mut inventory: Inventory) -> (Fact<bool>, Fact<Vec<Fact<DataStore>>>) {
    stores::holds_data_stores(&mut inventory);
    stores::stores_without_own_backups(&mut inventory);
    let settings = Key::singleton(&RegionSettings::KIND, &account(), &region());
    let region = inventory.get::<RegionSettings>(&settings).known().unwrap().unwrap().clone();
    (region.holds_data_stores, region.stores_without_own_backups)
}

fn volume(last_snapshot: Option<Timestamp>) -> Fact<DataStore> {
    Fact::Known(DataStore { resource: VOLUME.to_owned(), last_snapshot })
}

fn store(id: &str) -> Fact<DataStore> {
    Fact::Known(DataStore { resource: id.to_owned(), last_snapshot: None })
}

#[test]
fn the_stores_without_backups_of_their_own_are_named() {
    assert_eq!(derived(stores()), (IN, Fact::Known(vec![volume(Some(day(3)))])));
    let off: [Change; 6] = [
        ("instance", |all| change::<rds::Instance>(all, |one| one.backup_retention_days = Fact::Known(0))),
        ("cluster", |all| change::<rds::Cluster>(all, |one| one.backup_retention_days = Fact::Known(0))),
        ("table", |all| change::<Table>(all, |one| one.point_in_time_recovery = text("DISABLED"))),
        ("files", |all| change::<FileSystem>(all, |one| one.backup_policy = Fact::Known(None))),
        ("files", |all| {
            change::<FileSystem>(all, |one| one.backup_policy = Fact::Known(Some("DISABLING".to_owned())));
        }),
        ("table", |all| {
            change::<Table>(all, |one| {
                one.status = text("INACCESSIBLE_ENCRYPTION_CREDENTIALS");
                one.point_in_time_recovery = text("DISABLED");
            });
        }),
    ];
    for (id, turn_off) in off {
        let mut inventory = stores();
        turn_off(&mut inventory);
        let (_, found) = derived(inventory);
        assert_eq!(found, Fact::Known(vec![store(id), volume(Some(day(3)))]), "{id}");
    }
    let mut inventory = stores();
    change::<Volume>(&mut inventory, |one| one.latest_policy_snapshots = Fact::Known(Vec::new()));
    assert_eq!(derived(inventory).1, Fact::Known(vec![volume(None)]));
}

#[test]
fn what_keeps_no_data_of_its_own_is_no_store() {
    let not_held: [fn(&mut Inventory); 5] = [
        |all| change::<rds::Instance>(all, |one| one.cluster = Fact::Known(Some("c".to_owned()))),
        |all| change::<rds::Instance>(all, |one| one.read_replica_of = Fact::Known(Some("i".to_owned()))),
        |all| change::<Table>(all, |one| one.status = text("DELETING")),
        |all| change::<FileSystem>(all, |one| one.state = text("deleting")),
        |all| change::<Volume>(all, |one| one.auto_scaling_member = Fact::Known(true)),
    ];
    let mut inventory = stores();
    change::<rds::Instance>(&mut inventory, |one| one.backup_retention_days = Fact::Known(0));
    change::<Table>(&mut inventory, |one| one.point_in_time_recovery = text("DISABLED"));
    change::<FileSystem>(&mut inventory, |one| one.backup_policy = Fact::Known(None));
    for make in not_held {
        make(&mut inventory);
    }
    assert_eq!(derived(inventory), (IN, Fact::Known(Vec::new())), "the cluster is left");
    let mut empty = world();
    listing::<rds::Instance>(&mut empty, State::Complete);
    listing::<rds::Cluster>(&mut empty, State::Complete);
    listing::<Table>(&mut empty, State::Complete);
    listing::<FileSystem>(&mut empty, State::Complete);
    listing::<Volume>(&mut empty, State::NotOffered);
    assert_eq!(derived(empty), (OUT, Fact::Known(Vec::new())));
}

#[test]
fn an_unread_setting_of_a_store_leaves_a_doubt_and_nothing_more() {
    let inputs: [Change; 10] = [
        ("retention", |all| change::<rds::Instance>(all, |one| one.backup_retention_days = blank())),
        ("cluster retention", |all| change::<rds::Cluster>(all, |one| one.backup_retention_days = blank())),
        ("recovery", |all| change::<Table>(all, |one| one.point_in_time_recovery = blank())),
        ("policy", |all| change::<FileSystem>(all, |one| one.backup_policy = blank())),
        ("instances", |all| listing::<rds::Instance>(all, State::Partial)),
        ("clusters", |all| listing::<rds::Cluster>(all, State::Partial)),
        ("tables", |all| listing::<Table>(all, State::Partial)),
        ("file systems", |all| listing::<FileSystem>(all, State::Partial)),
        ("volumes", |all| listing::<Volume>(all, State::Partial)),
        ("snapshots", |all| change::<Volume>(all, |one| one.latest_policy_snapshots = blank())),
    ];
    for (input, make_blank) in inputs {
        let mut inventory = stores();
        make_blank(&mut inventory);
        let (holds, found) = derived(inventory);
        let seen = if input == "snapshots" { vec![blank()] } else { vec![volume(Some(day(3))), blank()] };
        assert_eq!((holds, found), (IN, Fact::Known(seen)), "{input}");
    }
    // What is backed up in any case is so whatever its state.
    let indifferent: [fn(&mut Inventory); 4] = [
        |all| change::<rds::Instance>(all, |one| one.cluster = blank()),
        |all| change::<rds::Instance>(all, |one| one.read_replica_of = blank()),
        |all| change::<Table>(all, |one| one.status = blank()),
        |all| change::<FileSystem>(all, |one| one.state = blank()),
    ];
    for make_blank in indifferent {
        let mut inventory = stores();
        make_blank(&mut inventory);
        assert_eq!(derived(inventory), (IN, Fact::Known(vec![volume(Some(day(3)))])));
    }
    let of_volume: [fn(&mut Inventory); 2] = [
        |all| change::<Volume>(all, |one| one.state = blank()),
        |all| change::<Volume>(all, |one| one.auto_scaling_member = blank()),
    ];
    for make_blank in of_volume {
        let mut inventory = stores();
        make_blank(&mut inventory);
        assert_eq!(derived(inventory).1, Fact::Known(vec![blank()]));
    }
}

#[test]
fn whether_there_is_a_store_is_unknown_only_where_none_was_seen() {
    let mut inventory = world();
    listing::<rds::Instance>(&mut inventory, State::Complete);
    listing::<rds::Cluster>(&mut inventory, State::Refused);
    listing::<Table>(&mut inventory, State::Complete);
    listing::<FileSystem>(&mut inventory, State::Complete);
    listing::<Volume>(&mut inventory, State::Complete);
    assert_eq!(derived(inventory).0, blank());
}
