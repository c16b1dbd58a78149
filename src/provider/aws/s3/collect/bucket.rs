//! Buckets: listed once an account, then each read in its own region.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use aws_sdk_s3::Client;
use aws_sdk_s3::types::{Bucket as Listed, MfaDeleteStatus};

use super::{convert, lifecycle, optional, policy, required};
use crate::inventory::{Fact, Gaps, Region};
use crate::provider::aws::Context;
use crate::provider::aws::Extent;
use crate::provider::aws::s3::ops::{
    GET_BUCKET_ACL, GET_BUCKET_ENCRYPTION, GET_BUCKET_LIFECYCLE_CONFIGURATION, GET_BUCKET_LOCATION, GET_BUCKET_LOGGING,
    GET_BUCKET_OWNERSHIP_CONTROLS, GET_BUCKET_POLICY, GET_BUCKET_PUBLIC_ACCESS_BLOCK, GET_BUCKET_TAGGING,
    GET_BUCKET_VERSIONING, GET_OBJECT_LOCK_CONFIGURATION, LIST_BUCKETS,
};
use crate::provider::aws::s3::{Bucket, client};
use crate::provider::aws::time::timestamp;

/// S3 says where buckets lie only if it is asked for pages.
const PAGE: i32 = 1000;

/// Every bucket of the account that lies in a selected region.
///
/// One whose region cannot be told is kept too, under `global` and with nothing known of it, and the listing is not
/// whole then: nobody can say to which region it belongs.
pub(in crate::provider::aws::s3) async fn buckets(context: Context) {
    let home = client::s3(&context);
    let pages = home.list_buckets().max_buckets(PAGE).into_paginator().send();
    let listed = context.list(&LIST_BUCKETS, &[], pages, |page| page.buckets.unwrap_or_default()).await;
    let extent = Mutex::new(listed.extent);
    context
        .each(listed.items, |bucket| {
            let (context, home, extent) = (&context, &home, &extent);
            async move {
                if let Err(missing) = keep(context, home, &bucket).await {
                    let mut extent = extent.lock().unwrap_or_else(PoisonError::into_inner);
                    *extent = extent.clone().and(&Extent::partial(missing));
                }
            }
        })
        .await;
    context.record::<Bucket>(&extent.into_inner().unwrap_or_else(PoisonError::into_inner));
}

/// Reads one bucket, if it lies in a selected region; fails where that cannot be told.
async fn keep(context: &Context, home: &Client, listed: &Listed) -> Result<(), Gaps> {
    let name = match required(context, &LIST_BUCKETS, Fact::Known(listed.name.clone()), |name| name.ok_or("Name")) {
        Fact::Known(name) => name,
        Fact::Unknown(gaps) => return Err(gaps),
    };
    let id = format!("arn:{}:s3:::{name}", context.partition());
    let bucket = from_listing(context, &name, listed);
    match region(context, home, &name, listed).await {
        Fact::Known(region) => {
            if context.selects(&region) {
                let bucket = read(&context.at(&region), &name, bucket).await;
                context.put(&region, id, name, bucket);
            }
            Ok(())
        }
        Fact::Unknown(gaps) => {
            context.put(&Region::GLOBAL, id, name, unread(bucket, &gaps));
            Err(gaps)
        }
    }
}

/// What the listing tells of a bucket.
fn from_listing(context: &Context, name: &str, listed: &Listed) -> Bucket {
    let created_at = Fact::Known(listed.creation_date.as_ref().and_then(timestamp));
    Bucket {
        created_at: required(context, &LIST_BUCKETS, created_at, |moment| moment.ok_or("CreationDate")),
        selectors: Fact::Known(vec!["*".to_owned(), context.account().to_string(), name.to_owned()]),
        ..Bucket::default()
    }
}

async fn region(context: &Context, home: &Client, name: &str, listed: &Listed) -> Fact<Region> {
    if let Some(region) = &listed.bucket_region {
        let parse = |region: &str| region.parse().map_err(|_| "BucketRegion");
        return required(context, &LIST_BUCKETS, Fact::Known(region.as_str()), parse);
    }
    let request = home.get_bucket_location().bucket(name).send();
    let answer = context.get(&GET_BUCKET_LOCATION, request).await;
    required(context, &GET_BUCKET_LOCATION, answer, |answer| convert::region(answer.location_constraint.as_ref()))
}

/// A bucket that nothing could be asked of, for want of a region.
fn unread(listed: Bucket, gaps: &Gaps) -> Bucket {
    fn unknown<T>(gaps: &Gaps) -> Fact<T> {
        Fact::Unknown(gaps.clone())
    }
    Bucket {
        tags: unknown(gaps),
        public_access_block: unknown(gaps),
        acl: unknown(gaps),
        object_ownership: unknown(gaps),
        policy: unknown(gaps),
        encryption: unknown(gaps),
        versioning: unknown(gaps),
        mfa_delete: unknown(gaps),
        object_lock: unknown(gaps),
        lifecycle_rules: unknown(gaps),
        access_log: unknown(gaps),
        ..listed
    }
}

/// Reads one bucket, everything side by side.
async fn read(context: &Context, name: &str, bucket: Bucket) -> Bucket {
    let s3 = client::s3(context);
    let (tags, block, acl, ownership, document, encryption, versioning, lock, lifecycle, logging) = tokio::join!(
        context.find(&GET_BUCKET_TAGGING, s3.get_bucket_tagging().bucket(name).send()),
        context.find(&GET_BUCKET_PUBLIC_ACCESS_BLOCK, s3.get_public_access_block().bucket(name).send()),
        context.get(&GET_BUCKET_ACL, s3.get_bucket_acl().bucket(name).send()),
        context.find(&GET_BUCKET_OWNERSHIP_CONTROLS, s3.get_bucket_ownership_controls().bucket(name).send()),
        context.find(&GET_BUCKET_POLICY, s3.get_bucket_policy().bucket(name).send()),
        context.find(&GET_BUCKET_ENCRYPTION, s3.get_bucket_encryption().bucket(name).send()),
        context.get(&GET_BUCKET_VERSIONING, s3.get_bucket_versioning().bucket(name).send()),
        context.find(&GET_OBJECT_LOCK_CONFIGURATION, s3.get_object_lock_configuration().bucket(name).send()),
        context.find(&GET_BUCKET_LIFECYCLE_CONFIGURATION, s3.get_bucket_lifecycle_configuration().bucket(name).send()),
        context.get(&GET_BUCKET_LOGGING, s3.get_bucket_logging().bucket(name).send()),
    );
    Bucket {
        tags: tags.map(|found| found.map_or_else(BTreeMap::new, |answer| convert::tags(answer.tag_set))),
        public_access_block: optional(context, &GET_BUCKET_PUBLIC_ACCESS_BLOCK, block, |answer| {
            let block = answer.public_access_block_configuration.as_ref();
            block.map(convert::block).ok_or("PublicAccessBlockConfiguration")
        }),
        acl: required(context, &GET_BUCKET_ACL, acl, |answer| convert::acl(answer.grants)),
        object_ownership: optional(context, &GET_BUCKET_OWNERSHIP_CONTROLS, ownership, |answer| {
            convert::ownership(answer.ownership_controls)
        }),
        policy: optional(context, &GET_BUCKET_POLICY, document, |answer| policy(answer.policy)),
        encryption: optional(context, &GET_BUCKET_ENCRYPTION, encryption, |answer| {
            convert::encryption(answer.server_side_encryption_configuration)
        })
        .map(Option::flatten),
        object_lock: optional(context, &GET_OBJECT_LOCK_CONFIGURATION, lock, |answer| {
            convert::object_lock(answer.object_lock_configuration)
        }),
        mfa_delete: versioning.as_ref().map(|answer| answer.mfa_delete == Some(MfaDeleteStatus::Enabled)),
        versioning: versioning.map(|answer| answer.status.map(|status| status.as_str().to_owned())),
        lifecycle_rules: optional(context, &GET_BUCKET_LIFECYCLE_CONFIGURATION, lifecycle, |answer| {
            lifecycle::rules(answer.rules)
        }),
        access_log: logging.map(|answer| answer.logging_enabled.map(convert::access_log)),
        ..bucket
    }
}
