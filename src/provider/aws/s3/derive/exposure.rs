//! What strangers may do, after everything that keeps a grant from having an effect.

use super::block;
use crate::inventory::store::Entry;
use crate::inventory::{Fact, Inventory, Key};
use crate::provider::aws::s3::statement::{self, PublicStatement};
use crate::provider::aws::s3::{AccessPoint, AccessPointStatement, AclGrant, Bucket};

/// Everyone, and everyone with an AWS account of their own.
const PUBLIC_GROUPS: [&str; 2] =
    ["http://acs.amazonaws.com/groups/global/AllUsers", "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"];

/// The object ownership under which ACLs have no effect.
const NO_ACLS: &str = "BucketOwnerEnforced";

/// What is left of `exposed` where `void` takes all of it away: nothing exposed leaves nothing, void or not.
fn unless_void<T>(void: Fact<bool>, exposed: Fact<Vec<T>>) -> Fact<Vec<T>> {
    match (void, exposed) {
        (Fact::Known(true), _) => Fact::Known(Vec::new()),
        (Fact::Known(false), exposed) => exposed,
        (Fact::Unknown(_), Fact::Known(none)) if none.is_empty() => Fact::Known(none),
        (void, exposed) => void.zip(exposed).map(|(_, exposed)| exposed),
    }
}

/// `public_acl_grants` of every bucket.
pub(in crate::provider::aws::s3) fn acl_grants(inventory: &mut Inventory) {
    inventory.derive::<Bucket, _>(
        |_, _, Entry { asset: bucket, .. }| {
            let is_public =
                |grant: &&AclGrant| grant.grantee_uri.as_deref().is_some_and(|uri| PUBLIC_GROUPS.contains(&uri));
            let exposed = bucket.acl.as_ref().map(|grants| grants.iter().filter(is_public).cloned().collect());
            let no_acls = bucket.object_ownership.as_ref().map(|ownership| ownership.as_deref() == Some(NO_ACLS));
            unless_void(Fact::any([no_acls, bucket.effective_ignore_public_acls.clone()]), exposed)
        },
        |bucket, grants| bucket.public_acl_grants = grants,
    );
}

/// `public_statements` of every bucket.
pub(in crate::provider::aws::s3) fn bucket_statements(inventory: &mut Inventory) {
    inventory.derive::<Bucket, _>(
        |_, _, Entry { asset: bucket, .. }| {
            unless_void(bucket.effective_restrict_public_buckets.clone(), statement::of_policy(&bucket.policy))
        },
        |bucket, statements| bucket.public_statements = statements,
    );
}

/// `public_statements` of every access point: one that only a network can reach is never public.
pub(in crate::provider::aws::s3) fn access_points(inventory: &mut Inventory) {
    inventory.derive::<AccessPoint, _>(
        |inventory, key, Entry { asset: point, .. }| {
            let void = Fact::any([
                point.network_origin.as_ref().map(|origin| origin == "VPC"),
                point.public_access_block.as_ref().map(|block| block.restrict_public_buckets),
                block::of_account(inventory, &key.account, |block| block.restrict_public_buckets),
            ]);
            unless_void(void, statement::of_policy(&point.policy))
        },
        |point, statements| point.public_statements = statements,
    );
}

/// Whether an access point leads to a bucket; names are unique, but not over the partitions and not over time.
fn leads_to(point: &AccessPoint, key: &Key, bucket: &Entry<Bucket>) -> Fact<bool> {
    let same_name = point.bucket.as_ref().map(|name| *name == bucket.name);
    let same_account =
        point.bucket_account.as_ref().map(|account| account.as_deref().is_none_or(|id| id == key.account.as_str()));
    Fact::all([same_name, same_account])
}

/// `access_point_statements` of every bucket.
pub(in crate::provider::aws::s3) fn access_point_statements(inventory: &mut Inventory) {
    inventory.derive::<Bucket, _>(
        |inventory, key, bucket| {
            let exposed = inventory.listed::<AccessPoint>(&key.account, &key.region).whole().and_then(|points| {
                let statements = points.into_iter().map(|(id, point)| {
                    let own = |statement: &PublicStatement| AccessPointStatement {
                        access_point: id.id.clone(),
                        statement: statement.clone(),
                    };
                    let exposed =
                        point.asset.public_statements.as_ref().map(|statements| statements.iter().map(own).collect());
                    unless_void(leads_to(&point.asset, key, bucket).map(|leads| !leads), exposed)
                });
                Fact::collect(statements).map(|lists: Vec<Vec<_>>| lists.concat())
            });
            unless_void(bucket.asset.effective_restrict_public_buckets.clone(), exposed)
        },
        |bucket, statements| bucket.access_point_statements = statements,
    );
}

fn admit_anyone(inventory: &mut Inventory, what: fn(&PublicStatement) -> bool, write: fn(&mut Bucket, Fact<bool>)) {
    inventory.derive::<Bucket, _>(
        |inventory, key, bucket| {
            let does = |statement: &PublicStatement| statement.admits_anyone() && what(statement);
            let open = inventory.listed::<AccessPoint>(&key.account, &key.region).any(|_, point| {
                let open = point.asset.public_statements.as_ref().map(|statements| statements.iter().any(does));
                Fact::all([leads_to(&point.asset, key, bucket), open])
            });
            let restricted = bucket.asset.effective_restrict_public_buckets.clone();
            Fact::all([restricted.map(|restricted| !restricted), open])
        },
        write,
    );
}

/// `access_point_read_by_anyone` of every bucket.
pub(in crate::provider::aws::s3) fn access_point_read_by_anyone(inventory: &mut Inventory) {
    admit_anyone(inventory, |statement| statement.reads, |bucket, open| bucket.access_point_read_by_anyone = open);
}

/// `access_point_written_by_anyone` of every bucket.
pub(in crate::provider::aws::s3) fn access_point_written_by_anyone(inventory: &mut Inventory) {
    admit_anyone(inventory, |statement| statement.writes, |bucket, open| bucket.access_point_written_by_anyone = open);
}
