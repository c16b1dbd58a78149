//! Where the groups of a tag launch together, and what of it is unknown when.

use super::*;
use crate::inventory::{AccountId, Gap, GapKind, Population, Region, State};

fn account() -> AccountId {
    "123456789012".parse().unwrap()
}

fn region() -> Region {
    "eu-west-1".parse().unwrap()
}

fn gap(code: &str) -> Gap {
    Gap {
        operation: Some("autoscaling:DescribeAutoScalingGroups".to_owned()),
        kind: GapKind::Denied,
        code: Some(code.to_owned()),
        account: account(),
        region: region(),
    }
}

fn unknown<T>(code: &str) -> Fact<T> {
    gap(code).into()
}

fn known(words: &[&str]) -> Vec<Fact<String>> {
    words.iter().map(|word| Fact::Known((*word).to_owned())).collect()
}

fn in_zones(zones: &[&str]) -> Group {
    Group {
        availability_zones: Fact::Known(zones.iter().map(|zone| (*zone).to_owned()).collect()),
        status: Fact::Known(None),
        tags: Fact::Known([("cluster".to_owned(), "web".to_owned())].into()),
        ..Group::default()
    }
}

/// The groups after the derivations, the listing broken off or not.
fn derived(groups: &[Group], listing: Option<&str>) -> Vec<Group> {
    let mut inventory = Inventory::new(vec![account()]);
    let (state, gap) = listing.map_or((State::Complete, None), |code| (State::Partial, Some(gap(code))));
    let (account, region) = (account(), region());
    inventory.record(Population { kind: Group::KIND, account, region, state, count: 0, gap });
    for (number, group) in groups.iter().enumerate() {
        let key = Key { kind: Group::KIND, account: self::account(), region: self::region(), id: number.to_string() };
        inventory.insert(key, number.to_string(), group.clone());
    }
    tag_pairs(&mut inventory);
    tag_groups(&mut inventory);
    inventory.table::<Group>().map(|(_, entry)| entry.asset.clone()).collect()
}

/// The zones of the tag that the first group bears.
fn zones(groups: &[Group], listing: Option<&str>) -> Vec<Fact<String>> {
    derived(groups, listing).remove(0).tag_groups.known().unwrap()[0].availability_zones.clone()
}

#[test]
fn the_groups_of_a_tag_count_together() {
    let one = in_zones(&["eu-west-1a"]);
    let first = derived(&[one.clone(), in_zones(&["eu-west-1b"])], None).remove(0);
    assert_eq!(first.tag_pairs, Fact::Known(vec!["cluster=web".to_owned()]));
    let expected = known(&["eu-west-1a", "eu-west-1b"]);
    let (key, value) = ("cluster".to_owned(), "web".to_owned());
    assert_eq!(first.tag_groups, Fact::Known(vec![TagGroup { key, value, availability_zones: expected }]));

    let deleted = Group { status: Fact::Known(Some("Delete in progress".to_owned())), ..in_zones(&["eu-west-1b"]) };
    assert_eq!(zones(&[one.clone(), deleted], None), known(&["eu-west-1a"]));
    let others = Group { tags: Fact::Known([("cluster".to_owned(), "db".to_owned())].into()), ..in_zones(&["b"]) };
    assert_eq!(zones(&[one, others], None), known(&["eu-west-1a"]));
}

#[test]
fn a_group_without_tags_shares_none() {
    let plain = Group { tags: Fact::Known(BTreeMap::new()), ..in_zones(&["eu-west-1a"]) };
    assert_eq!(derived(&[plain], None).remove(0).tag_groups, Fact::Known(Vec::new()));
    let unread = Group { tags: unknown("tags"), ..in_zones(&["eu-west-1a"]) };
    let unread = derived(&[unread], None).remove(0);
    assert_eq!((unread.tag_pairs, unread.tag_groups), (unknown("tags"), unknown("tags")));
}

#[test]
fn each_input_that_is_unknown_leaves_open_what_it_could_add() {
    let one = in_zones(&["eu-west-1a"]);
    let with = |other: Group| zones(&[one.clone(), other], None);
    let open = |code: &str| known(&["eu-west-1a"]).into_iter().chain([unknown(code)]).collect::<Vec<_>>();
    assert_eq!(with(Group { tags: unknown("tags"), ..in_zones(&["eu-west-1b"]) }), open("tags"));
    assert_eq!(with(Group { status: unknown("status"), ..in_zones(&["eu-west-1b"]) }), open("status"));
    assert_eq!(with(Group { availability_zones: unknown("zones"), ..in_zones(&[]) }), open("zones"));
    assert_eq!(zones(std::slice::from_ref(&one), Some("listing")), open("listing"));

    let deleted = Some("Delete in progress".to_owned());
    for settled in [
        Group { tags: unknown("tags"), ..in_zones(&["eu-west-1a"]) },
        Group { status: unknown("status"), ..in_zones(&["eu-west-1a"]) },
        Group { tags: unknown("tags"), status: Fact::Known(deleted), ..in_zones(&["eu-west-1b"]) },
        Group { availability_zones: unknown("zones"), tags: Fact::Known(BTreeMap::new()), ..in_zones(&[]) },
    ] {
        assert_eq!(with(settled), known(&["eu-west-1a"]), "it could add nothing");
    }
}
