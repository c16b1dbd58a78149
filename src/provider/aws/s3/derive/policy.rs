//! What a bucket's policy says beside whom it lets in: that it turns plain HTTP away, and who may deliver.

use std::collections::BTreeSet;

use crate::inventory::Inventory;
use crate::provider::aws::policy::{Document, Effect, Principal, Principals};
use crate::provider::aws::s3::{Bucket, log_delivery, statement};

/// `denies_plain_http` of every bucket.
pub(in crate::provider::aws::s3) fn denies_plain_http(inventory: &mut Inventory) {
    inventory.derive::<Bucket, _>(
        |_, key, entry| {
            let denies = |policy: Document| policy.plain_http_denial(&key.id).is_complete();
            statement::document(&entry.asset.policy).map(|policy| policy.is_some_and(denies))
        },
        |bucket, denies| bucket.denies_plain_http = denies,
    );
}

/// `loss_denials` of every bucket.
pub(in crate::provider::aws::s3) fn loss_denials(inventory: &mut Inventory) {
    inventory.derive::<Bucket, _>(
        |_, key, entry| {
            let objects = format!("{}/*", key.id);
            let actions = [
                ("s3:DeleteObject", objects.as_str()),
                ("s3:DeleteObjectVersion", objects.as_str()),
                ("s3:PutLifecycleConfiguration", key.id.as_str()),
                ("s3:PutBucketPolicy", key.id.as_str()),
            ];
            let denials = |policy: Document| policy.denials(&actions);
            statement::document(&entry.asset.policy).map(|policy| policy.map_or_else(Vec::new, denials))
        },
        |bucket, denials| bucket.loss_denials = denials,
    );
}

/// `log_services` of every bucket.
pub(in crate::provider::aws::s3) fn log_services(inventory: &mut Inventory) {
    derive_writers(inventory, true, |bucket, services| bucket.log_services = services);
}

/// `other_writers` of every bucket.
pub(in crate::provider::aws::s3) fn other_writers(inventory: &mut Inventory) {
    derive_writers(inventory, false, |bucket, writers| bucket.other_writers = writers);
}

fn derive_writers(
    inventory: &mut Inventory,
    deliver_logs: bool,
    write: fn(&mut Bucket, crate::inventory::Fact<Vec<String>>),
) {
    inventory.derive::<Bucket, _>(
        |_, _, entry| {
            statement::document(&entry.asset.policy).map(|policy| {
                let writers = policy.iter().flat_map(writers);
                let chosen = writers.filter(|(delivers, _)| *delivers == deliver_logs).map(|(_, name)| name);
                chosen.collect::<BTreeSet<String>>().into_iter().collect()
            })
        },
        write,
    );
}

/// Who is allowed to put objects, and whether that is a service which delivers logs.
fn writers(policy: &Document) -> Vec<(bool, String)> {
    let allows = policy.statements().iter().filter(|statement| statement.effect == Effect::Allow);
    let puts = allows.filter(|statement| statement.actions.has_action("s3:PutObject"));
    let named = puts.filter_map(|statement| statement.principals.as_ref()).flat_map(|principals| match principals {
        Principals::Only(some) => some.iter().map(|one| (log_delivery::delivers(one), one.to_string())).collect(),
        Principals::AllBut(some) => {
            let names: Vec<String> = some.iter().map(Principal::to_string).collect();
            vec![(false, format!("all but {}", names.join(", ")))]
        }
    });
    named.collect::<Vec<_>>()
}
