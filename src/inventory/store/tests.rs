//! Look-ups across the regions of an account.

use super::*;
use crate::inventory::State;

#[derive(Debug, Default, Serialize, JsonSchema)]
struct Lamp {
    lit: Fact<bool>,
}

impl Asset for Lamp {
    const KIND: Kind = Kind::named("aws.test.lamp");
}

fn account() -> AccountId {
    "123456789012".parse().unwrap()
}

fn gap(region: &str) -> Gap {
    Gap {
        operation: Some("test:DescribeLamps".to_owned()),
        kind: GapKind::Denied,
        code: None,
        account: account(),
        region: region.parse().unwrap(),
    }
}

fn inventory(listings: &[(&str, State)]) -> Inventory {
    let mut inventory = Inventory::new(vec![account()]);
    for (region, state) in listings {
        let gap = (!state.is_whole()).then(|| gap(region));
        let region: Region = region.parse().unwrap();
        if *state == State::Complete {
            let key =
                Key { kind: Lamp::KIND, account: account(), region: region.clone(), id: format!("lamp-{region}") };
            inventory.insert(key, "lamp".to_owned(), Lamp { lit: Fact::Known(true) });
        }
        inventory.record(Population { kind: Lamp::KIND, account: account(), region, state: *state, count: 0, gap });
    }
    inventory
}

fn regions(listed: &Listed<'_, Lamp>) -> Vec<String> {
    listed.seen.iter().map(|(key, _)| key.region.to_string()).collect()
}

#[test]
fn whole_listings_everywhere_leave_nothing_out() {
    let inventory =
        inventory(&[("eu-west-1", State::Complete), ("me-south-1", State::NotOffered), ("us-east-1", State::Complete)]);
    let listed = inventory.listed_everywhere::<Lamp>(&account());
    assert_eq!((regions(&listed), listed.missing.as_ref()), (vec!["eu-west-1".into(), "us-east-1".into()], None));
}

#[test]
fn each_listing_that_is_not_whole_says_why() {
    let inventory = inventory(&[("*", State::Refused), ("eu-west-1", State::Complete), ("us-east-1", State::Partial)]);
    let listed = inventory.listed_everywhere::<Lamp>(&account());
    assert_eq!(regions(&listed), ["eu-west-1"]);
    assert_eq!(listed.missing, Some(Gaps::from_iter([gap("*"), gap("us-east-1")])));
}

#[test]
fn what_was_never_listed_is_not_absent() {
    let inventory = Inventory::new(vec![account()]);
    assert_eq!(inventory.listed_everywhere::<Lamp>(&account()).missing, Some(Gaps::NOT_COLLECTED));
    let other: AccountId = "210987654321".parse().unwrap();
    let missing = inventory.listed_everywhere::<Lamp>(&other).missing.unwrap();
    assert_eq!(
        missing.iter().map(|gap| (gap.kind, gap.account.clone())).collect::<Vec<_>>(),
        [(GapKind::Elsewhere, other)]
    );
}
