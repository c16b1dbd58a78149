//! What the tests of this service's derivations share, and those of the smallest.

use super::KmsKey;
use crate::inventory::{AccountId, Asset as _, Fact, Gap, GapKind, Inventory, Key, Population, Region, State};
use crate::provider::Derive;

pub(super) fn account() -> AccountId {
    "123456789012".parse().unwrap()
}

pub(super) fn key_in(region: &str, id: &str) -> Key {
    let id = format!("arn:aws:kms:{region}:123456789012:key/{id}");
    Key { kind: KmsKey::KIND, account: account(), region: region.parse().unwrap(), id }
}

pub(super) fn denied(region: &str) -> Gap {
    Gap {
        operation: Some("kms:ListKeys".to_owned()),
        kind: GapKind::Denied,
        code: Some("AccessDeniedException".to_owned()),
        account: account(),
        region: region.parse().unwrap(),
    }
}

/// How far the listing of keys came in a region.
pub(super) fn listed(region: &str, gap: Option<Gap>) -> Population {
    let region: Region = region.parse().unwrap();
    let state = if gap.is_none() { State::Complete } else { State::Refused };
    Population { kind: KmsKey::KIND, account: account(), region, state, count: 0, gap }
}

/// The keys after a derivation, in their order.
pub(super) fn derived(derive: Derive, keys: &[(Key, KmsKey)]) -> Vec<KmsKey> {
    derived_where(&[], derive, keys)
}

/// The same, where these listings were made.
pub(super) fn derived_where(listed: &[Population], derive: Derive, keys: &[(Key, KmsKey)]) -> Vec<KmsKey> {
    let mut inventory = Inventory::new(vec![account()]);
    for population in listed {
        inventory.record(population.clone());
    }
    for (key, asset) in keys {
        inventory.insert(key.clone(), key.id.clone(), asset.clone());
    }
    derive(&mut inventory);
    keys.iter().map(|(key, _)| inventory.get::<KmsKey>(key).known().unwrap().unwrap().clone()).collect()
}

fn pairs(tags: Fact<&[(&str, &str)]>) -> Fact<Vec<String>> {
    let tags = tags.map(|tags| tags.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
    let derive = super::asset::tag_pairs;
    derived(derive, &[(key_in("eu-west-1", "1"), KmsKey { tags, ..KmsKey::default() })]).remove(0).tag_pairs
}

#[test]
fn tags_are_paired_and_unknown_where_they_are() {
    let known = pairs(Fact::Known(&[("Owner", "security"), ("Deletion", "approved=yes")]));
    assert_eq!(known, Fact::Known(vec!["Deletion=approved=yes".to_owned(), "Owner=security".to_owned()]));
    assert_eq!(pairs(Fact::Known(&[])), Fact::Known(Vec::new()));
    assert_eq!(pairs(denied("eu-west-1").into()), denied("eu-west-1").into());
}
