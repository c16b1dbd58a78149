use super::*;
use crate::inventory::{AccountId, Asset, Gap, GapKind, Gaps, Key, Population, Region, State};

fn place() -> (AccountId, Region) {
    ("123456789012".parse().unwrap(), "eu-west-1".parse().unwrap())
}

fn denied() -> Gap {
    let (account, region) = place();
    let (kind, code) = (GapKind::Denied, Some("UnauthorizedOperation".to_owned()));
    Gap { operation: Some("ec2:Describe".to_owned()), kind, code, account, region }
}

/// A region where the listing of a kind gave assets in these states, or was cut short after them.
fn region<T: Asset>(
    states: &[Fact<String>],
    state: State,
    asset: impl Fn(Fact<String>) -> T,
    derive: fn(&mut Inventory),
) -> RegionSettings {
    let (account, region) = place();
    let mut inventory = Inventory::new(vec![account.clone()]);
    let settings = Key::singleton(&RegionSettings::KIND, &account, &region);
    inventory.insert(settings.clone(), region.to_string(), RegionSettings::default());
    let gap = (state != State::Complete).then(denied);
    inventory.record(Population {
        kind: T::KIND,
        account: account.clone(),
        region: region.clone(),
        state,
        count: 0,
        gap,
    });
    for (number, state) in states.iter().enumerate() {
        let key = Key { kind: T::KIND, account: account.clone(), region: region.clone(), id: format!("arn:{number}") };
        inventory.insert(key, number.to_string(), asset(state.clone()));
    }
    derive(&mut inventory);
    inventory.get::<RegionSettings>(&settings).known().unwrap().unwrap().clone()
}

fn instances(states: &[Fact<String>], state: State) -> Fact<bool> {
    region(states, state, |state| Instance { state, ..Instance::default() }, holds_instances).holds_instances
}

fn snapshots(states: &[Fact<String>], state: State) -> Fact<bool> {
    region(states, state, |state| Snapshot { state, ..Snapshot::default() }, holds_snapshots).holds_snapshots
}

fn word(word: &str) -> Fact<String> {
    Fact::Known(word.to_owned())
}

#[test]
fn what_is_on_its_way_out_or_never_was_is_not_held() {
    for (state, held) in [("running", true), ("stopped", true), ("shutting-down", false), ("terminated", false)] {
        assert_eq!(instances(&[word("terminated"), word(state)], State::Complete), Fact::Known(held), "{state}");
    }
    for (state, held) in [("completed", true), ("pending", true), ("recoverable", true), ("error", false)] {
        assert_eq!(snapshots(&[word(state)], State::Complete), Fact::Known(held), "{state}");
    }
    assert_eq!(instances(&[], State::Complete), Fact::Known(false));
    assert_eq!(snapshots(&[], State::Complete), Fact::Known(false));
}

#[test]
fn one_that_was_seen_decides_and_none_only_where_all_was_read() {
    let gaps: Gaps = denied().into();
    for held in [instances, snapshots] {
        assert_eq!(held(&[word("pending")], State::Partial), Fact::Known(true));
        assert_eq!(held(&[], State::Refused), Fact::Unknown(gaps.clone()));
        assert_eq!(held(&[Fact::Unknown(gaps.clone())], State::Complete), Fact::Unknown(gaps.clone()));
        assert_eq!(held(&[Fact::Unknown(gaps.clone()), word("pending")], State::Complete), Fact::Known(true));
    }
}
