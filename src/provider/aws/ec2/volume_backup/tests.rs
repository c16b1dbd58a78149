//! How a volume is backed up, over a small inventory, blanked in one place at a time.

use super::*;
use crate::inventory::{AccountId, Asset, Gap, GapKind, Population, Region, State};
use crate::provider::aws::backup::{
    LastBackup, Plan, PlanAssignment, ProtectedResource, RegionSettings, Rule, Selection,
};

const VOLUME: &str = "arn:aws:ec2:eu-west-1:123456789012:volume/vol-1";
const INSTANCE: &str = "arn:aws:ec2:eu-west-1:123456789012:instance/i-1";

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
    let (kind, code) = (GapKind::Denied, Some("UnauthorizedOperation".to_owned()));
    Gap { operation: Some("ec2:Test".to_owned()), kind, code, account: account(), region: region() }
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

fn day(day: u8) -> Timestamp {
    format!("2025-01-{day:02}T05:00:00Z").parse().unwrap()
}

fn snapshot(id: &str, taken: u8, policy: Option<&str>) -> Snapshot {
    Snapshot {
        snapshot_id: text(id),
        volume_id: text("vol-1"),
        state: text("completed"),
        started: Fact::Known(day(taken)),
        lifecycle_policy: Fact::Known(policy.map(str::to_owned)),
        ..Snapshot::default()
    }
}

/// A volume of an instance, with two snapshots; a plan takes the instance in, and both were backed up.
fn world() -> Inventory {
    let mut inventory = Inventory::new(vec![account()]);
    let volume = Volume {
        volume_id: text("vol-1"),
        attached_to: Fact::Known(vec!["i-1".to_owned()]),
        tags: Fact::Known(BTreeMap::new()),
        ..Volume::default()
    };
    put(&mut inventory, VOLUME, volume);
    let instance =
        Instance { auto_scaling_group: Fact::Known(None), tags: Fact::Known(BTreeMap::new()), ..Instance::default() };
    put(&mut inventory, INSTANCE, instance);
    put(&mut inventory, "snap-1", snapshot("snap-1", 1, Some("policy-1")));
    put(&mut inventory, "snap-2", snapshot("snap-2", 2, None));
    put(&mut inventory, "snap-3", Snapshot { volume_id: text("vol-2"), ..snapshot("snap-3", 3, Some("policy-1")) });
    let settings = Key::singleton(&RegionSettings::KIND, &account(), &region());
    let opt_in = Fact::Known(BTreeMap::new());
    inventory.insert(settings, "eu-west-1".to_owned(), RegionSettings { opt_in, ..RegionSettings::default() });
    let of_instances = Selection {
        name: "instances".to_owned(),
        resources: vec!["arn:aws:ec2:*:*:instance/*".to_owned()],
        ..Selection::default()
    };
    let rule = Rule { name: "daily".to_owned(), vault: "backups".to_owned(), schedule: None };
    let plan = Plan {
        name: text("daily"),
        last_run: Fact::Known(None),
        rules: Fact::Known(vec![rule]),
        selections: Fact::Known(vec![Fact::Known(of_instances)]),
    };
    put(&mut inventory, "plan", plan);
    for (arn, taken) in [(VOLUME, 1), (INSTANCE, 2)] {
        let backed_up = ProtectedResource { last_backup: Fact::Known(Some(day(taken))), vault: Fact::Known(None) };
        put(&mut inventory, arn, backed_up);
    }
    inventory
}

/// The volume with all that is derived for it.
fn derived(mut inventory: Inventory) -> Volume {
    for derivation in [
        super::super::instance_backup::backup_plans,
        super::super::instance_backup::last_backups,
        auto_scaling_member,
        latest_snapshots,
        latest_policy_snapshots,
        backup_plans,
        last_backups,
    ] {
        derivation(&mut inventory);
    }
    inventory.get::<Volume>(&key(Volume::KIND, VOLUME)).known().unwrap().unwrap().clone()
}

fn after(change: impl FnOnce(&mut Inventory)) -> Volume {
    let mut inventory = world();
    change(&mut inventory);
    derived(inventory)
}

fn taken(id: &str, on: u8) -> Fact<SnapshotOfVolume> {
    Fact::Known(SnapshotOfVolume { id: id.to_owned(), started: day(on) })
}

fn backup(resource: &str, on: u8) -> Fact<LastBackup> {
    Fact::Known(LastBackup { time: day(on), vault: None, resource: resource.to_owned() })
}

fn through() -> Fact<PlanAssignment> {
    Fact::Known(PlanAssignment {
        plan: "daily".to_owned(),
        selection: "instances".to_owned(),
        vaults: vec!["backups".to_owned()],
        last_run: None,
        resource: INSTANCE.to_owned(),
    })
}

#[test]
fn a_volume_is_backed_up_by_itself_and_with_its_instance() {
    let volume = derived(world());
    assert_eq!(volume.auto_scaling_member, Fact::Known(false));
    assert_eq!(volume.latest_snapshots, Fact::Known(vec![taken("snap-2", 2)]));
    assert_eq!(volume.latest_policy_snapshots, Fact::Known(vec![taken("snap-1", 1)]));
    assert_eq!(volume.backup_plans, Fact::Known(vec![through()]));
    assert_eq!(volume.last_backups, Fact::Known(vec![backup(VOLUME, 1), backup(INSTANCE, 2)]));
    let member =
        after(|all| change::<Instance>(all, |one| one.auto_scaling_group = Fact::Known(Some("web".to_owned()))));
    assert_eq!(member.auto_scaling_member, Fact::Known(true));
}

#[test]
fn a_volume_by_itself_asks_nothing_of_instances() {
    for holders in [vec![], vec!["arn:aws:eks:eu-west-1:123456789012:cluster/of-aws".to_owned()]] {
        let volume = after(|all| {
            change::<Volume>(all, |one| one.attached_to = Fact::Known(holders.clone()));
            listing::<Instance>(all, State::Refused);
        });
        assert_eq!(volume.auto_scaling_member, Fact::Known(false));
        assert_eq!(volume.backup_plans, Fact::Known(Vec::new()));
        assert_eq!(volume.last_backups, Fact::Known(vec![backup(VOLUME, 1)]));
    }
}

#[test]
fn an_instance_that_was_not_seen_leaves_a_doubt() {
    let other = |all: &mut Inventory| {
        change::<Volume>(all, |one| one.attached_to = Fact::Known(vec!["i-1".to_owned(), "i-2".to_owned()]));
        listing::<Instance>(all, State::Partial);
    };
    let volume = after(other);
    assert_eq!(volume.auto_scaling_member, blank());
    assert_eq!(volume.backup_plans, Fact::Known(vec![through(), blank()]));
    assert_eq!(volume.last_backups, Fact::Known(vec![backup(VOLUME, 1), backup(INSTANCE, 2), blank()]));
    let unread = after(|all| change::<Volume>(all, |one| one.attached_to = blank()));
    assert_eq!(unread.auto_scaling_member, blank());
    assert_eq!(unread.backup_plans, Fact::Known(vec![blank()]));
    assert_eq!(unread.last_backups, Fact::Known(vec![backup(VOLUME, 1), blank()]));
    let member = after(|all| {
        other(all);
        change::<Instance>(all, |one| one.auto_scaling_group = Fact::Known(Some("web".to_owned())));
    });
    assert_eq!(member.auto_scaling_member, Fact::Known(true), "one that was seen decides");
    let vanished = after(|all| {
        other(all);
        listing::<Instance>(all, State::Complete);
    });
    let gaps = vanished.auto_scaling_member.gaps().unwrap().clone();
    assert!(gaps.iter().all(|gap| gap.kind == GapKind::Vanished));
}

#[test]
fn only_completed_snapshots_count() {
    for state in ["pending", "error", "recoverable"] {
        let volume = after(|all| change::<Snapshot>(all, |one| one.state = text(state)));
        assert_eq!(volume.latest_snapshots, Fact::Known(Vec::new()), "{state}");
    }
}

#[test]
fn what_was_not_read_of_a_snapshot_leaves_a_doubt() {
    let whole = [taken("snap-2", 2), blank()];
    let partial = after(|all| listing::<Snapshot>(all, State::Partial));
    assert_eq!(partial.latest_snapshots, Fact::Known(whole.to_vec()));
    assert_eq!(partial.latest_policy_snapshots, Fact::Known(vec![taken("snap-1", 1), blank()]));
    let unread = after(|all| {
        put(all, "snap-4", Snapshot { volume_id: blank(), ..snapshot("snap-4", 4, None) });
    });
    assert_eq!(unread.latest_snapshots, Fact::Known(whole.to_vec()), "it may be of this volume");
    let blanks: [fn(&mut Snapshot); 3] =
        [|one| one.state = blank(), |one| one.started = blank(), |one| one.snapshot_id = blank()];
    for make_blank in blanks {
        let mut extra = snapshot("snap-4", 4, None);
        make_blank(&mut extra);
        let volume = after(|all| put(all, "snap-4", extra.clone()));
        assert_eq!(volume.latest_snapshots, Fact::Known(whole.to_vec()));
        assert_eq!(volume.latest_policy_snapshots, Fact::Known(vec![taken("snap-1", 1)]), "no policy took it");
    }
    let pending = Snapshot { state: text("pending"), started: blank(), ..snapshot("snap-4", 4, None) };
    let volume = after(|all| put(all, "snap-4", pending.clone()));
    assert_eq!(volume.latest_snapshots, Fact::Known(vec![taken("snap-2", 2)]), "it does not count whenever it began");
    let unread = after(|all| change::<Snapshot>(all, |one| one.lifecycle_policy = blank()));
    assert_eq!(unread.latest_policy_snapshots, Fact::Known(vec![blank()]));
    assert_eq!(unread.latest_snapshots, Fact::Known(vec![taken("snap-2", 2)]));
    let unnamed = after(|all| change::<Volume>(all, |one| one.volume_id = blank()));
    assert_eq!(unnamed.latest_snapshots, blank());
}
