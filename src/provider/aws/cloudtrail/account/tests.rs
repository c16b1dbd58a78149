//! Which trails an account has, from what each region showed.

use super::*;
use crate::inventory::{Asset as _, Population, State};
use crate::provider::aws::cloudtrail::DataEvents;

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

const TABLE: &str = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";

/// What records of the one table there is: its tags, and what a trail takes of each direction.
fn items(listing: State, trail: Trail, tags: Fact<Vec<String>>) -> Fact<Vec<Fact<TableRecords>>> {
    let mut inventory = inventory(true, BOTH);
    let (kind, account, region) = (Table::KIND, id(OWN), "eu-west-1".parse::<Region>().unwrap());
    let gap = (!listing.is_whole()).then(|| gap(GapKind::Denied, OWN, "eu-west-1"));
    let key = Key { kind: kind.clone(), account: account.clone(), region: region.clone(), id: TABLE.to_owned() };
    inventory.record(Population { kind, account, region: region.clone(), state: listing, count: 1, gap });
    if listing != State::Refused {
        inventory.insert(key, "orders".to_owned(), Table { tag_pairs: tags, ..Table::default() });
    }
    let key = Key { kind: Trail::KIND, account: id(OWN), region, id: "trail".to_owned() };
    inventory.insert(key, "trail".to_owned(), trail);
    table_records(&mut inventory);
    inventory.table::<Account>().next().unwrap().1.asset.table_records.clone()
}

fn taking(write: bool, equals: &[&str]) -> Trail {
    let equals = equals.iter().map(|arn| (*arn).to_owned()).collect();
    let events =
        DataEvents { resource_type: DYNAMODB_TABLE.to_owned(), read: true, write, equals, ..DataEvents::default() };
    Trail {
        logging: Fact::Known(true),
        multi_region: Fact::Known(true),
        data_events: Fact::Known(vec![events]),
        ..Trail::default()
    }
}

#[test]
fn tables_are_recorded_by_what_takes_their_items() {
    let tags = || Fact::Known(vec!["data-class=confidential".to_owned()]);
    let of = |trail: Trail| {
        let records = items(State::Complete, trail, tags()).known().unwrap()[0].known().unwrap().clone();
        assert_eq!(
            (records.table.as_str(), &records.selectors[..]),
            (TABLE, &["*".to_owned(), "orders".to_owned()][..])
        );
        (records.reads.known().copied(), records.writes.known().copied())
    };
    assert_eq!(of(taking(true, &[])), (Some(true), Some(true)));
    assert_eq!(of(taking(false, &[TABLE])), (Some(true), Some(false)));
    assert_eq!(of(taking(true, &["arn:aws:dynamodb:eu-west-1:123456789012:table/others"])), (Some(false), Some(false)));
    assert_eq!(of(Trail { logging: Fact::default(), ..taking(false, &[]) }), (None, Some(false)));
    assert_eq!(of(Trail { data_events: Fact::default(), ..taking(true, &[]) }), (None, None));
}

#[test]
fn a_table_that_was_not_seen_may_be_there_and_its_tags_are_its_own() {
    let denied = gap(GapKind::Denied, OWN, "eu-west-1");
    assert_eq!(items(State::Refused, taking(true, &[]), Fact::default()), denied.clone().into());
    let partial = items(State::Partial, taking(true, &[]), denied.clone().into());
    let [seen, missing] = &partial.known().unwrap()[..] else { panic!("{partial:?}") };
    assert_eq!(seen.known().unwrap().tag_pairs, denied.clone().into());
    assert_eq!(*missing, denied.into());
}
