//! The SDK's words for a bucket's settings, as ours. What fails names the member that it lacks.

use std::collections::BTreeMap;

use aws_sdk_s3::types::{
    BucketLocationConstraint, Grant, LoggingEnabled, ObjectLockConfiguration, ObjectLockEnabled, OwnershipControls,
    ServerSideEncryptionConfiguration, Tag,
};

use crate::inventory::Region;
use crate::provider::aws::s3::{AccessLog, AclGrant, Encryption, ObjectLock, PublicAccessBlock};

/// A setting that the API leaves out is off.
pub(super) fn block(block: &aws_sdk_s3::types::PublicAccessBlockConfiguration) -> PublicAccessBlock {
    PublicAccessBlock {
        block_public_acls: block.block_public_acls == Some(true),
        ignore_public_acls: block.ignore_public_acls == Some(true),
        block_public_policy: block.block_public_policy == Some(true),
        restrict_public_buckets: block.restrict_public_buckets == Some(true),
    }
}

/// The same of S3 Control, whose type is another.
pub(super) fn control_block(block: &aws_sdk_s3control::types::PublicAccessBlockConfiguration) -> PublicAccessBlock {
    PublicAccessBlock {
        block_public_acls: block.block_public_acls == Some(true),
        ignore_public_acls: block.ignore_public_acls == Some(true),
        block_public_policy: block.block_public_policy == Some(true),
        restrict_public_buckets: block.restrict_public_buckets == Some(true),
    }
}

/// Where a bucket lies. The API names neither `us-east-1` nor, of old buckets, `eu-west-1`.
pub(super) fn region(location: Option<&BucketLocationConstraint>) -> Result<Region, &'static str> {
    // The element is there even where it is empty: an answer without it is none.
    let region = match location.ok_or("LocationConstraint")?.as_str() {
        "" => "us-east-1",
        "EU" => "eu-west-1",
        region => region,
    };
    region.parse().map_err(|_| "LocationConstraint")
}

pub(super) fn tags(tags: Vec<Tag>) -> BTreeMap<String, String> {
    tags.into_iter().map(|Tag { key, value, .. }| (key, value)).collect()
}

pub(super) fn acl(grants: Option<Vec<Grant>>) -> Result<Vec<AclGrant>, &'static str> {
    let grants = grants.ok_or("AccessControlList")?;
    let grants = grants.into_iter().map(|grant| {
        let grantee = grant.grantee.ok_or("Grantee")?;
        Ok(AclGrant {
            grantee_type: grantee.r#type.as_str().to_owned(),
            grantee_id: grantee.id,
            grantee_uri: grantee.uri,
            permission: grant.permission.ok_or("Permission")?.as_str().to_owned(),
        })
    });
    sorted(grants.collect())
}

/// In an order of our own: S3 promises none.
pub(super) fn sorted<T: Ord, E>(list: Result<Vec<T>, E>) -> Result<Vec<T>, E> {
    list.map(|mut list| {
        list.sort_unstable();
        list
    })
}

pub(super) fn ownership(controls: Option<OwnershipControls>) -> Result<String, &'static str> {
    let rules = controls.map(|controls| controls.rules).unwrap_or_default();
    let first = rules.first().ok_or("OwnershipControls")?;
    Ok(first.object_ownership.as_str().to_owned())
}

pub(super) fn encryption(
    configuration: Option<ServerSideEncryptionConfiguration>,
) -> Result<Option<Encryption>, &'static str> {
    let rules = configuration.ok_or("ServerSideEncryptionConfiguration")?.rules;
    // A rule may block kinds of encryption and set no default.
    Ok(rules.into_iter().find_map(|rule| {
        let default = rule.apply_server_side_encryption_by_default?;
        Some(Encryption {
            algorithm: default.sse_algorithm.as_str().to_owned(),
            key: default.kms_master_key_id,
            bucket_key: rule.bucket_key_enabled == Some(true),
        })
    }))
}

/// A lock without a default rule is one that each object must ask for.
pub(super) fn object_lock(lock: Option<ObjectLockConfiguration>) -> Result<ObjectLock, &'static str> {
    let lock = lock.filter(|lock| lock.object_lock_enabled == Some(ObjectLockEnabled::Enabled));
    let default = lock.ok_or("ObjectLockEnabled")?.rule.and_then(|rule| rule.default_retention);
    let level = if default.is_some() { "default_retention" } else { "enabled" };
    let mode = default.as_ref().and_then(|default| default.mode.as_ref()).map(|mode| mode.as_str().to_owned());
    let (days, years) = default.map_or((None, None), |default| (default.days, default.years));
    Ok(ObjectLock { level: level.to_owned(), mode, days: days.map(i64::from), years: years.map(i64::from) })
}

pub(super) fn access_log(logging: LoggingEnabled) -> AccessLog {
    AccessLog { bucket: logging.target_bucket, prefix: logging.target_prefix }
}

#[cfg(test)]
mod tests {
    use aws_sdk_s3::types::{Grantee, Permission, ServerSideEncryptionRule, Type};

    use super::*;

    #[test]
    fn the_regions_that_have_no_name_of_their_own_are_told() {
        for (location, expected) in [("", "us-east-1"), ("EU", "eu-west-1"), ("eu-central-1", "eu-central-1")] {
            assert_eq!(region(Some(&BucketLocationConstraint::from(location))).unwrap().as_str(), expected);
        }
        assert_eq!(region(None), Err("LocationConstraint"));
        assert_eq!(region(Some(&BucketLocationConstraint::from("<html>"))), Err("LocationConstraint"));
    }

    #[test]
    fn a_grant_without_its_grantee_is_no_grant_to_nobody() {
        let everyone = Grantee::builder().r#type(Type::Group).uri("http://acs.amazonaws.com/groups/global/AllUsers");
        let whole = Grant::builder().grantee(everyone.build().unwrap()).permission(Permission::Read).build();
        assert_eq!(acl(Some(vec![whole.clone()])).unwrap()[0].permission, "READ");
        assert_eq!(acl(None), Err("AccessControlList"));
        let lacking = Grant::builder().permission(Permission::Read).build();
        assert_eq!(acl(Some(vec![whole, lacking])), Err("Grantee"));
    }

    #[test]
    fn a_rule_that_sets_no_default_is_no_encryption() {
        let rule = ServerSideEncryptionRule::builder().bucket_key_enabled(true).build();
        let configuration = ServerSideEncryptionConfiguration::builder().rules(rule).build().unwrap();
        assert_eq!(encryption(Some(configuration)), Ok(None));
        assert_eq!(encryption(None), Err("ServerSideEncryptionConfiguration"));
    }
}
