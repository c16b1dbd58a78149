//! Which trails an account has, from what each region showed.

use super::*;
use crate::inventory::{Asset as _, Population, State};

const OWN: &str = "123456789012";
const MANAGEMENT: &str = "210987654321";

fn id(account: &str) -> AccountId {
    account.parse().unwrap()
}

fn gap(kind: GapKind, account: &str, region: &str) -> Gap {
    Gap {
        operation: Some("cloudtrail:DescribeTrails".to_owned()),
        kind,
        code: None,
        account: id(account),
        region: region.parse().unwrap(),
    }
}

fn inventory(all_regions: bool, listings: &[(&str, State)]) -> Inventory {
    let mut inventory = Inventory::new(vec![id(OWN)]);
    let key = Key::singleton(&Account::KIND, &id(OWN), &Region::GLOBAL);
    inventory.insert(key, OWN.to_owned(), Account { all_regions: Fact::Known(all_regions), ..Account::default() });
    for (region, state) in listings {
        inventory.record(Population {
            kind: Trail::KIND,
            account: id(OWN),
            region: region.parse().unwrap(),
            state: *state,
            count: 0,
            gap: (!state.is_whole()).then(|| gap(GapKind::Denied, OWN, region)),
        });
    }
    inventory
}

fn insert(inventory: &mut Inventory, region: &str, owner: &str, multi_region: bool, logging: Fact<bool>) {
    let arn = format!("arn:aws:cloudtrail:{region}:{owner}:trail/audit");
    let key = Key { kind: Trail::KIND, account: id(OWN), region: region.parse().unwrap(), id: arn };
    let trail = Trail {
        owner: Fact::Known(owner.to_owned()),
        multi_region: Fact::Known(multi_region),
        logging,
        ..Trail::default()
    };
    inventory.insert(key, "audit".to_owned(), trail);
}

fn derived(mut inventory: Inventory) -> Account {
    trails(&mut inventory);
    multi_region_trails(&mut inventory);
    log_group_trails(&mut inventory);
    inventory.table::<Account>().next().unwrap().1.asset.clone()
}

/// The home region of each trail, `?` for an unknown element.
fn homes(trails: &Fact<Vec<Fact<RecordingTrail>>>) -> Vec<&str> {
    let trails = trails.known().unwrap();
    trails.iter().map(|trail| trail.known().map_or("?", |trail| trail.arn.split(':').nth(3).unwrap())).collect()
}

const BOTH: &[(&str, State)] = &[("eu-west-1", State::Complete), ("us-east-1", State::Complete)];

#[test]
fn an_account_without_trails_has_none_only_where_every_region_was_seen() {
    let none = derived(inventory(true, BOTH));
    assert_eq!(none.trails, Fact::Known(Vec::new()));
    assert_eq!(none.log_group_trails, Fact::Known(Vec::new()));

    let denied = derived(inventory(true, &[("eu-west-1", State::Complete), ("us-east-1", State::Refused)]));
    assert_eq!(denied.trails, gap(GapKind::Denied, OWN, "us-east-1").into());
    assert_eq!(denied.multi_region_trails, gap(GapKind::Denied, OWN, "us-east-1").into());

    let no_regions = derived(inventory(true, &[("*", State::Refused), ("us-east-1", State::Complete)]));
    assert_eq!(no_regions.trails, gap(GapKind::Denied, OWN, "*").into());
}

#[test]
fn regions_that_nobody_asked_for_can_hide_single_region_trails_only() {
    let some = derived(inventory(false, &[("eu-west-1", State::Complete)]));
    assert_eq!(some.trails, gap(GapKind::NotCollected, OWN, "*").into());
    assert_eq!(some.multi_region_trails, Fact::Known(Vec::new()));
    assert_eq!(some.log_group_trails, Fact::Known(Vec::new()));
}

#[test]
fn what_was_seen_stands_beside_what_may_be_missing() {
    let mut inventory = inventory(true, &[("eu-west-1", State::Complete), ("us-east-1", State::Partial)]);
    insert(&mut inventory, "eu-west-1", OWN, false, Fact::Known(true));
    insert(&mut inventory, "us-east-1", OWN, true, Fact::Known(true));
    let account = derived(inventory);
    assert_eq!(homes(&account.trails), ["eu-west-1", "us-east-1", "?"]);
    assert_eq!(homes(&account.multi_region_trails), ["us-east-1", "?"]);
}

#[test]
fn only_the_status_of_another_accounts_trail_is_unknown() {
    let mut inventory = inventory(true, BOTH);
    let elsewhere = gap(GapKind::Elsewhere, MANAGEMENT, "us-east-1");
    insert(&mut inventory, "us-east-1", MANAGEMENT, true, elsewhere.clone().into());
    let account = derived(inventory);
    let Fact::Known(trails) = account.trails else { panic!("the trail itself was seen") };
    let trail = trails[0].known().unwrap();
    assert_eq!(trail.provided_by, Fact::Known(MANAGEMENT.to_owned()));
    assert_eq!((trail.multi_region.clone(), trail.logging.clone()), (Fact::Known(true), elsewhere.into()));
}

#[test]
fn a_trail_that_may_be_multi_region_counts_as_one_that_may_be() {
    let mut inventory = inventory(true, BOTH);
    insert(&mut inventory, "us-east-1", OWN, false, Fact::Known(true));
    inventory.derive::<Trail, _>(|_, _, _| (), |trail, ()| trail.multi_region = Fact::default());
    assert_eq!(homes(&derived(inventory).multi_region_trails), ["us-east-1"]);
}
