//! Whether any region records the global types.

use super::*;
use crate::inventory::{Gap, GapKind, Key, Population, Region as Place, State};

fn denied(operation: &str) -> Gap {
    let (kind, region) = (GapKind::Denied, "us-east-1".parse().unwrap());
    Gap { operation: Some(operation.to_owned()), kind, code: None, account: account(), region }
}

fn account() -> crate::inventory::AccountId {
    "123456789012".parse().unwrap()
}

/// A recorder that takes the global types or not, and whether it records.
type Recording = (Fact<Option<bool>>, Fact<Option<bool>>);

fn recording(takes: bool, records: bool) -> Recording {
    (Fact::Known(Some(takes)), Fact::Known(Some(records)))
}

/// What is derived for the first of two regions.
fn somewhere(all_regions: &Fact<bool>, regions: [Recording; 2]) -> Fact<bool> {
    let mut inventory = Inventory::new(vec![account()]);
    for (name, (takes, recording)) in ["eu-west-1", "us-east-1"].into_iter().zip(regions) {
        let region: Place = name.parse().unwrap();
        let recorder = takes.map(|takes| takes.map(|global_types| Recorder { global_types, ..Recorder::default() }));
        let asset = Region { all_regions: all_regions.clone(), recorder, recording, ..Region::default() };
        inventory.insert(Key::singleton(&Region::KIND, &account(), &region), name.to_owned(), asset);
        let (kind, state) = (Region::KIND, State::Complete);
        inventory.record(Population { kind, account: account(), region, state, count: 1, gap: None });
    }
    global_types_somewhere(&mut inventory);
    inventory.table::<Region>().next().unwrap().1.asset.global_types_somewhere.clone()
}

const ALL: Fact<bool> = Fact::Known(true);
const SOME: Fact<bool> = Fact::Known(false);

#[test]
fn one_region_that_records_them_is_enough() {
    assert_eq!(somewhere(&ALL, [recording(false, true), recording(true, true)]), Fact::Known(true));
    assert_eq!(somewhere(&ALL, [recording(false, true), recording(true, false)]), Fact::Known(false));
    let without = (Fact::Known(None), Fact::Known(None));
    assert_eq!(somewhere(&ALL, [without.clone(), without]), Fact::Known(false));
}

#[test]
fn a_region_that_nobody_asked_may_record_them() {
    assert_eq!(somewhere(&SOME, [recording(false, true), recording(true, true)]), Fact::Known(true));
    let open = somewhere(&SOME, [recording(false, true), recording(true, false)]);
    let gap = open.gaps().and_then(|gaps| gaps.iter().next()).unwrap();
    assert_eq!((gap.kind, &gap.region), (GapKind::NotCollected, &Place::EVERY));
    assert_eq!(gap.operation.as_deref(), Some("config:DescribeConfigurationRecorders"));
}

#[test]
fn each_input_that_is_not_known_matters_only_where_it_decides() {
    let (takes, records) = (denied("config:DescribeConfigurationRecorders"), denied("config:Status"));
    let blind = || -> Recording { (takes.clone().into(), takes.clone().into()) };
    let unread = || -> Recording { (Fact::Known(Some(true)), records.clone().into()) };
    assert_eq!(somewhere(&ALL, [recording(true, true), blind()]), Fact::Known(true));
    assert_eq!(somewhere(&ALL, [recording(false, true), blind()]), takes.clone().into());
    assert_eq!(somewhere(&ALL, [recording(false, true), unread()]), records.clone().into());
    // One that does not take them, or is stopped, does not whatever else it is.
    assert_eq!(somewhere(&ALL, [recording(false, true), (Fact::Known(Some(false)), records.into())]), SOME);
    assert_eq!(somewhere(&ALL, [recording(false, true), (takes.clone().into(), Fact::Known(Some(false)))]), SOME);
    let asked: Fact<bool> = takes.into();
    assert_eq!(somewhere(&asked, [recording(true, true), recording(false, true)]), Fact::Known(true));
    assert_eq!(somewhere(&asked, [recording(false, true), recording(false, true)]), asked);
}
