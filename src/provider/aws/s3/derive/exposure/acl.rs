//! The grants of ACLs to strangers.

use super::unless_void;
use crate::inventory::store::Entry;
use crate::inventory::{Fact, Inventory};
use crate::provider::aws::s3::{AclGrant, Bucket};

/// Everyone, and everyone with an AWS account of their own.
const PUBLIC_GROUPS: [&str; 2] =
    ["http://acs.amazonaws.com/groups/global/AllUsers", "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"];

/// The object ownership under which ACLs have no effect.
const NO_ACLS: &str = "BucketOwnerEnforced";

fn derive(inventory: &mut Inventory, permissions: &[&str], write: fn(&mut Bucket, Fact<Vec<AclGrant>>)) {
    inventory.derive::<Bucket, _>(
        |_, _, Entry { asset: bucket, .. }| {
            let counts = |grant: &&AclGrant| {
                permissions.contains(&grant.permission.as_str())
                    && grant.grantee_uri.as_deref().is_some_and(|uri| PUBLIC_GROUPS.contains(&uri))
            };
            let exposed = bucket.acl.as_ref().map(|grants| grants.iter().filter(counts).cloned().collect());
            let no_acls = bucket.object_ownership.as_ref().map(|ownership| ownership.as_deref() == Some(NO_ACLS));
            unless_void(Fact::any([no_acls, bucket.effective_ignore_public_acls.clone()]), exposed)
        },
        write,
    );
}

/// `public_acl_grants` of every bucket.
pub(in crate::provider::aws::s3) fn grants(inventory: &mut Inventory) {
    let all = ["READ", "READ_ACP", "WRITE", "WRITE_ACP", "FULL_CONTROL"];
    derive(inventory, &all, |bucket, grants| bucket.public_acl_grants = grants);
}

/// `public_read_acl_grants` of every bucket.
pub(in crate::provider::aws::s3) fn read_grants(inventory: &mut Inventory) {
    let reading = ["READ", "READ_ACP", "FULL_CONTROL"];
    derive(inventory, &reading, |bucket, grants| bucket.public_read_acl_grants = grants);
}

/// `public_write_acl_grants` of every bucket.
pub(in crate::provider::aws::s3) fn write_grants(inventory: &mut Inventory) {
    let writing = ["WRITE", "WRITE_ACP", "FULL_CONTROL"];
    derive(inventory, &writing, |bucket, grants| bucket.public_write_acl_grants = grants);
}
