//! The actions of S3 that a policy of a bucket or an access point can grant, and whether each reads or writes.
//!
//! Source: the Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3": all
//! actions whose resource is a bucket, an object, an access point or an object behind one. Its access levels
//! Read and List are reading here; Write, Tagging and Permissions management are writing.

use super::pattern;

/// What an action does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// It gets or lists.
    Read,
    /// It changes something.
    Write,
}

const READS: &[&str] = &[
    "s3:GetAccelerateConfiguration",
    "s3:GetAccessPointPolicy",
    "s3:GetAccessPointPolicyStatus",
    "s3:GetAnalyticsConfiguration",
    "s3:GetBucketAbac",
    "s3:GetBucketAcl",
    "s3:GetBucketCORS",
    "s3:GetBucketLocation",
    "s3:GetBucketLogging",
    "s3:GetBucketMetadataTableConfiguration",
    "s3:GetBucketNotification",
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketOwnershipControls",
    "s3:GetBucketPolicy",
    "s3:GetBucketPolicyStatus",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketRequestPayment",
    "s3:GetBucketTagging",
    "s3:GetBucketVersioning",
    "s3:GetBucketWebsite",
    "s3:GetEncryptionConfiguration",
    "s3:GetIntelligentTieringConfiguration",
    "s3:GetInventoryConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetMetricsConfiguration",
    "s3:GetObject",
    "s3:GetObjectAcl",
    "s3:GetObjectAttributes",
    "s3:GetObjectLegalHold",
    "s3:GetObjectRetention",
    "s3:GetObjectTagging",
    "s3:GetObjectTorrent",
    "s3:GetObjectVersion",
    "s3:GetObjectVersionAcl",
    "s3:GetObjectVersionAttributes",
    "s3:GetObjectVersionForReplication",
    "s3:GetObjectVersionTagging",
    "s3:GetObjectVersionTorrent",
    "s3:GetReplicationConfiguration",
    "s3:ListBucket",
    "s3:ListBucketMultipartUploads",
    "s3:ListBucketVersions",
    "s3:ListMultipartUploadParts",
    "s3:ListTagsForResource",
];

const WRITES: &[&str] = &[
    "s3:AbortMultipartUpload",
    "s3:BypassGovernanceRetention",
    "s3:CreateAccessPoint",
    "s3:CreateBucket",
    "s3:CreateBucketMetadataTableConfiguration",
    "s3:DeleteAccessPoint",
    "s3:DeleteAccessPointPolicy",
    "s3:DeleteBucket",
    "s3:DeleteBucketMetadataTableConfiguration",
    "s3:DeleteBucketPolicy",
    "s3:DeleteBucketWebsite",
    "s3:DeleteObject",
    "s3:DeleteObjectTagging",
    "s3:DeleteObjectVersion",
    "s3:DeleteObjectVersionTagging",
    "s3:InitiateReplication",
    "s3:ObjectOwnerOverrideToBucketOwner",
    "s3:PauseReplication",
    "s3:PutAccelerateConfiguration",
    "s3:PutAccessPointPolicy",
    "s3:PutAnalyticsConfiguration",
    "s3:PutBucketAbac",
    "s3:PutBucketAcl",
    "s3:PutBucketCORS",
    "s3:PutBucketLogging",
    "s3:PutBucketNotification",
    "s3:PutBucketObjectLockConfiguration",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketRequestPayment",
    "s3:PutBucketTagging",
    "s3:PutBucketVersioning",
    "s3:PutBucketWebsite",
    "s3:PutEncryptionConfiguration",
    "s3:PutIntelligentTieringConfiguration",
    "s3:PutInventoryConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:PutMetricsConfiguration",
    "s3:PutObject",
    "s3:PutObjectAcl",
    "s3:PutObjectLegalHold",
    "s3:PutObjectRetention",
    "s3:PutObjectTagging",
    "s3:PutObjectVersionAcl",
    "s3:PutObjectVersionTagging",
    "s3:PutReplicationConfiguration",
    "s3:ReplicateDelete",
    "s3:ReplicateObject",
    "s3:ReplicateTags",
    "s3:RestoreObject",
    "s3:TagResource",
    "s3:UntagResource",
    "s3:UpdateBucketMetadataInventoryTableConfiguration",
    "s3:UpdateBucketMetadataJournalTableConfiguration",
    "s3:UpdateObjectEncryption",
];

/// The known actions of a level.
pub(super) fn of(level: Level) -> &'static [&'static str] {
    match level {
        Level::Read => READS,
        Level::Write => WRITES,
    }
}

/// The level of an action pattern of S3 that matches nothing known, so an action newer than the table: by
/// the verb, and a change where the verb does not tell. Nothing for any other pattern.
pub(super) fn of_unknown(action: &str) -> Option<Level> {
    let lower = action.to_ascii_lowercase();
    let verb = lower.strip_prefix("s3:")?;
    let is_known = |known: &&str| pattern::matches_ignoring_case(action, known);
    if READS.iter().any(is_known) || WRITES.iter().any(is_known) {
        return None;
    }
    let reads = ["get", "list", "head", "describe"].into_iter().any(|read| verb.starts_with(read));
    Some(if reads { Level::Read } else { Level::Write })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_share_nothing() {
        for table in [READS, WRITES] {
            assert!(table.windows(2).all(|pair| pair[0] < pair[1]));
        }
        assert!(READS.iter().all(|action| !WRITES.contains(action)));
    }

    #[test]
    fn actions_newer_than_the_table() {
        assert_eq!(of_unknown("s3:GetNew"), Some(Level::Read));
        assert_eq!(of_unknown("s3:PutNew*"), Some(Level::Write));
        assert_eq!(of_unknown("s3:GetObject"), None);
        assert_eq!(of_unknown("sqs:GetNew"), None);
    }
}
