//! The statements of access points' policies that admit strangers to a bucket.

use super::unless_void;
use crate::inventory::store::{Entry, Listed};
use crate::inventory::{Fact, Inventory, Key};
use crate::provider::aws::s3::derive::block;
use crate::provider::aws::s3::statement::{self, PublicStatement};
use crate::provider::aws::s3::{AccessPoint, AccessPointStatement, Bucket};

type Counts = fn(&PublicStatement) -> bool;

/// A bucket, and what keeps the policies of all its access points from having an effect.
struct Behind<'a> {
    inventory: &'a Inventory,
    key: &'a Key,
    bucket: &'a Entry<Bucket>,
}

impl<'a> Behind<'a> {
    /// An access point lies in the region of its bucket.
    fn points(&self) -> Listed<'a, AccessPoint> {
        self.inventory.listed::<AccessPoint>(&self.key.account, &self.key.region)
    }

    fn restricted(&self) -> Fact<bool> {
        self.bucket.asset.effective_restrict_public_buckets.clone()
    }

    /// Whether an access point lets no stranger in to this bucket, whatever its policy says: it leads to another one,
    /// only a network can reach it, or a block is in force.
    fn is_void(&self, point: &AccessPoint) -> Fact<bool> {
        let other_name = point.bucket.as_ref().map(|name| *name != self.bucket.name);
        let own = self.key.account.as_str();
        Fact::any([
            other_name,
            point.bucket_account.as_ref().map(|account| account.as_deref().is_some_and(|account| account != own)),
            point.network_origin.as_ref().map(|origin| origin == "VPC"),
            point.public_access_block.as_ref().map(|block| block.restrict_public_buckets),
            block::of_account(self.inventory, &self.key.account, |block| block.restrict_public_buckets),
        ])
    }

    fn statements(&self, counts: Counts) -> Fact<Vec<AccessPointStatement>> {
        let of_point = |key: &Key, point: &AccessPoint| {
            let own = |statement: PublicStatement| AccessPointStatement { access_point: key.id.clone(), statement };
            let exposed = statement::of_policy(&point.policy)
                .map(|all| all.into_iter().filter(counts).map(own).collect::<Vec<_>>());
            unless_void(self.is_void(point), exposed)
        };
        let exposed = self.points().whole().and_then(|points| {
            let statements = points.into_iter().map(|(key, point)| of_point(key, &point.asset));
            Fact::collect(statements).map(|lists| lists.concat())
        });
        unless_void(self.restricted(), exposed)
    }

    fn admit_anyone(&self, counts: Counts) -> Fact<bool> {
        let open = self.points().any(|_, point| {
            let open = statement::of_policy(&point.asset.policy)
                .map(|all| all.iter().any(|statement| statement.admits_anyone() && counts(statement)));
            Fact::all([self.is_void(&point.asset).map(|void| !void), open])
        });
        Fact::all([self.restricted().map(|restricted| !restricted), open])
    }
}

fn derive<R>(inventory: &mut Inventory, read: impl Fn(Behind<'_>) -> R, write: fn(&mut Bucket, R)) {
    inventory.derive::<Bucket, _>(|inventory, key, bucket| read(Behind { inventory, key, bucket }), write);
}

/// `access_point_read_statements` of every bucket.
pub(in crate::provider::aws::s3) fn read_statements(inventory: &mut Inventory) {
    let read = |behind: Behind<'_>| behind.statements(|one| one.reads);
    derive(inventory, read, |bucket, found| bucket.access_point_read_statements = found);
}

/// `access_point_write_statements` of every bucket.
pub(in crate::provider::aws::s3) fn write_statements(inventory: &mut Inventory) {
    let read = |behind: Behind<'_>| behind.statements(|one| one.writes);
    derive(inventory, read, |bucket, found| bucket.access_point_write_statements = found);
}

/// `access_point_read_by_anyone` of every bucket.
pub(in crate::provider::aws::s3) fn read_by_anyone(inventory: &mut Inventory) {
    let read = |behind: Behind<'_>| behind.admit_anyone(|one| one.reads);
    derive(inventory, read, |bucket, open| bucket.access_point_read_by_anyone = open);
}

/// `access_point_written_by_anyone` of every bucket.
pub(in crate::provider::aws::s3) fn written_by_anyone(inventory: &mut Inventory) {
    let read = |behind: Behind<'_>| behind.admit_anyone(|one| one.writes);
    derive(inventory, read, |bucket, open| bucket.access_point_written_by_anyone = open);
}
