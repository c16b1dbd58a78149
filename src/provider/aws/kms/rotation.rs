//! Whether a key's material rotates by itself: a replica follows its primary key, which lives in another region.

use super::asset::{DESCRIBE_KEY, KmsKey, MultiRegion};
use crate::inventory::{Asset as _, Fact, Gap, GapKind, Inventory, Key};

/// Derives `rotates`.
pub(super) fn rotates(inventory: &mut Inventory) {
    inventory.derive::<KmsKey, _>(
        |inventory, key, entry| {
            entry.asset.multi_region.as_ref().and_then(|part| match part {
                Some(part) if part.primary_arn != key.id => primary(inventory, key, part).and_then(own),
                _ => own(&entry.asset),
            })
        },
        |key, rotates| key.rotates = rotates,
    );
}

fn own(key: &KmsKey) -> Fact<Option<bool>> {
    key.rotation.as_ref().map(|rotation| rotation.as_ref().map(|rotation| rotation.enabled))
}

/// The primary key of a replica. One that is not there, although its replica names it, was lost between two reads.
fn primary<'a>(inventory: &'a Inventory, replica: &Key, part: &MultiRegion) -> Fact<&'a KmsKey> {
    let Ok(region) = part.primary_region.parse() else { return gap(replica, GapKind::Malformed) };
    let key = Key { kind: KmsKey::KIND, account: replica.account.clone(), region, id: part.primary_arn.clone() };
    let found = inventory.get::<KmsKey>(&key);
    found.and_then(|found| found.map_or_else(|| gap(&key, GapKind::Vanished), Fact::Known))
}

fn gap<T>(key: &Key, kind: GapKind) -> Fact<T> {
    let (account, region) = (key.account.clone(), key.region.clone());
    Gap { operation: Some(DESCRIBE_KEY.id()), kind, code: None, account, region }.into()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{denied, derived, derived_where, key_in, listed};
    use super::super::{KmsKey, MultiRegion, Rotation};
    use super::*;

    const PRIMARY: &str = "eu-west-1";
    const REPLICA: &str = "eu-central-1";
    const ID: &str = "mrk-0123456789abcdef0123456789abcdef";

    fn own(enabled: bool) -> Fact<Option<Rotation>> {
        Fact::Known(Some(Rotation { enabled, period_days: Some(365), next: None }))
    }

    fn part(role: &str, primary_region: &str) -> Fact<Option<MultiRegion>> {
        let primary_arn = key_in(PRIMARY, ID).id;
        Fact::Known(Some(MultiRegion { role: role.to_owned(), primary_arn, primary_region: primary_region.to_owned() }))
    }

    fn of_one(rotation: Fact<Option<Rotation>>, multi_region: Fact<Option<MultiRegion>>) -> Fact<Option<bool>> {
        let key = KmsKey { multi_region, rotation, ..KmsKey::default() };
        derived(rotates, &[(key_in(PRIMARY, ID), key)]).remove(0).rotates
    }

    fn replica() -> (Key, KmsKey) {
        let asset = KmsKey { rotation: Fact::Known(None), multi_region: part("REPLICA", PRIMARY), ..KmsKey::default() };
        (key_in(REPLICA, ID), asset)
    }

    fn of_replica(primary: Fact<Option<Rotation>>) -> Fact<Option<bool>> {
        let asset = KmsKey { rotation: primary, multi_region: part("PRIMARY", PRIMARY), ..KmsKey::default() };
        derived(rotates, &[replica(), (key_in(PRIMARY, ID), asset)]).remove(0).rotates
    }

    #[test]
    fn a_key_of_its_own_has_its_own_setting() {
        assert_eq!(of_one(own(true), Fact::Known(None)), Fact::Known(Some(true)));
        assert_eq!(of_one(own(false), Fact::Known(None)), Fact::Known(Some(false)));
        assert_eq!(of_one(Fact::Known(None), Fact::Known(None)), Fact::Known(None));
        assert_eq!(of_one(own(true), part("PRIMARY", PRIMARY)), Fact::Known(Some(true)));
    }

    #[test]
    fn a_replica_follows_its_primary() {
        assert_eq!(of_replica(own(true)), Fact::Known(Some(true)));
        assert_eq!(of_replica(own(false)), Fact::Known(Some(false)));
        assert_eq!(of_replica(denied(PRIMARY).into()), denied(PRIMARY).into());
    }

    #[test]
    fn each_input_that_is_unknown_leaves_it_unknown() {
        let gap = denied(PRIMARY);
        assert_eq!(of_one(gap.clone().into(), Fact::Known(None)), gap.clone().into());
        assert_eq!(of_one(own(true), gap.clone().into()), gap.into());
    }

    #[test]
    fn a_primary_that_was_not_seen_leaves_it_unknown() {
        let alone = |listed: &[_]| derived_where(listed, rotates, &[replica()]).remove(0).rotates;
        assert_eq!(alone(&[]), Fact::default(), "its region was not collected");
        assert_eq!(alone(&[listed(PRIMARY, Some(denied(PRIMARY)))]), denied(PRIMARY).into());
        let lost = alone(&[listed(PRIMARY, None)]);
        assert_eq!(lost.gaps().unwrap().iter().next().unwrap().kind, GapKind::Vanished);

        let (key, asset) = replica();
        let asset = KmsKey { multi_region: part("REPLICA", "nowhere at all"), ..asset };
        let unreadable = derived(rotates, &[(key, asset)]).remove(0).rotates;
        assert_eq!(unreadable.gaps().unwrap().iter().next().unwrap().kind, GapKind::Malformed);
    }
}
