//! Reads trails, their status and their selectors.

mod data;
mod field;
mod selectors;
mod status;

use std::future::Future;

use aws_sdk_cloudtrail::Client;
use aws_sdk_cloudtrail::types::Trail as Described;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::asset::{Account, Trail};
use super::service::{DESCRIBE_TRAILS, GET_EVENT_SELECTORS, GET_TRAIL_STATUS};
use crate::inventory::{AccountId, Fact, Region};
use crate::provider::Op;
use crate::provider::aws::pages::listed;
use crate::provider::aws::{Context, Extent, Pages};

/// The codes with which a trail of another account is answered for where this account may not ask: they say nothing
/// about the trail.
const OUT_OF_SIGHT: &[&str] =
    &["TrailNotFoundException", "CloudTrailARNInvalidException", "AccessDeniedException", "AccessDenied"];

/// [`GET_TRAIL_STATUS`] of a trail of another account.
static GET_FOREIGN_TRAIL_STATUS: Op = Op { none: OUT_OF_SIGHT, gone: &[], ..GET_TRAIL_STATUS };

/// [`GET_EVENT_SELECTORS`] of a trail of another account.
static GET_FOREIGN_EVENT_SELECTORS: Op = Op { none: OUT_OF_SIGHT, gone: &[], ..GET_EVENT_SELECTORS };

/// The account as a whole: what is known of it is derived from its trails.
pub(super) fn account(context: &Context) {
    let all_regions = Fact::Known(context.selects(&Region::EVERY));
    context.put_singleton(Account { all_regions, ..Account::default() });
}

/// The trails that have their home in a region. A trail whose home region is not collected is kept by the first
/// region that is, so that it is read once.
pub(super) async fn trails(context: Context) {
    let cloudtrail = Client::new(&context.sdk());
    let request = cloudtrail.describe_trails().include_shadow_trails(true).send();
    let parameters = [("includeShadowTrails", "true")];
    let listing = context.list_once(&DESCRIBE_TRAILS, &parameters, request, |answer| listed(answer.trail_list));
    let Pages { items, mut extent } = listing.await.told(&context, &DESCRIBE_TRAILS, "trailList");
    let mut kept = Vec::new();
    for trail in items {
        match Identity::of(&trail) {
            Some(identity) if identity.is_kept_by(&context) => kept.push((identity, trail)),
            Some(_) => {}
            None => {
                if let Fact::Unknown(gaps) = context.malformed::<()>(&DESCRIBE_TRAILS, "TrailARN") {
                    extent = extent.and(&Extent::partial(gaps));
                }
            }
        }
    }
    context.each(kept, |(identity, trail)| read(context.clone(), identity, trail)).await;
    context.record::<Trail>(&extent);
}

/// What tells a trail from others.
struct Identity {
    arn: String,
    home: Region,
    owner: AccountId,
}

impl Identity {
    fn of(trail: &Described) -> Option<Self> {
        let arn = trail.trail_arn.clone()?;
        let home = trail.home_region.as_deref()?.parse().ok()?;
        let owner = arn.split(':').nth(4)?.parse().ok()?;
        Some(Self { arn, home, owner })
    }

    fn is_kept_by(&self, context: &Context) -> bool {
        let collected = context.regions();
        self.home == *context.region()
            || (!collected.contains(&self.home) && collected.first() == Some(context.region()))
    }
}

async fn read(context: Context, identity: Identity, described: Described) {
    let there = context.at(&identity.home);
    let cloudtrail = Client::new(&there.sdk());
    let status = cloudtrail.get_trail_status().name(&identity.arn).send();
    let selectors = cloudtrail.get_event_selectors().trail_name(&identity.arn).send();
    let (status, selectors) = tokio::join!(
        ask(&there, &identity.owner, &GET_TRAIL_STATUS, &GET_FOREIGN_TRAIL_STATUS, status),
        ask(&there, &identity.owner, &GET_EVENT_SELECTORS, &GET_FOREIGN_EVENT_SELECTORS, selectors),
    );
    let mut trail = describe(&context, &identity, &described);
    status::write(&mut trail, &there, &status);
    trail.data_events = selectors.as_ref().and_then(|answer| data::data_events(&there, answer));
    trail.management_events = selectors.and_then(|answer| selectors::management_events(&there, &described, &answer));
    let name = described.name.unwrap_or_else(|| identity.arn.clone());
    context.put(context.region(), identity.arn, name, trail);
}

/// Asks about a trail of any account: one of another account can be out of sight, and is then not absent.
async fn ask<O, E>(
    context: &Context,
    owner: &AccountId,
    own: &'static Op,
    foreign: &'static Op,
    request: impl Future<Output = Result<O, SdkError<E, HttpResponse>>> + Send,
) -> Fact<O>
where
    O: Send,
    E: ProvideErrorMetadata + std::error::Error + Send + 'static,
{
    if owner == context.account() {
        return context.get(own, request).await;
    }
    context.find(foreign, request).await.and_then(|answer| match answer {
        Some(answer) => Fact::Known(answer),
        None => context.elsewhere(own, owner),
    })
}

/// What the listing says of a trail.
fn describe(context: &Context, identity: &Identity, trail: &Described) -> Trail {
    let flag = |value: Option<bool>, member: &str| match value {
        Some(value) => Fact::Known(value),
        None => context.malformed(&DESCRIBE_TRAILS, member),
    };
    Trail {
        home_region: Fact::Known(identity.home.to_string()),
        shadow: Fact::Known(identity.home != *context.region()),
        owner: Fact::Known(identity.owner.to_string()),
        organization: flag(trail.is_organization_trail, "IsOrganizationTrail"),
        multi_region: flag(trail.is_multi_region_trail, "IsMultiRegionTrail"),
        global_service_events: flag(trail.include_global_service_events, "IncludeGlobalServiceEvents"),
        log_file_validation: flag(trail.log_file_validation_enabled, "LogFileValidationEnabled"),
        bucket: match text(trail.s3_bucket_name.as_ref()) {
            Some(bucket) => Fact::Known(bucket),
            None => context.malformed(&DESCRIBE_TRAILS, "S3BucketName"),
        },
        key_prefix: Fact::Known(text(trail.s3_key_prefix.as_ref())),
        kms_key: Fact::Known(text(trail.kms_key_id.as_ref())),
        log_group: Fact::Known(text(trail.cloud_watch_logs_log_group_arn.as_ref())),
        ..Trail::default()
    }
}

/// A text, which may be empty where there is none.
fn text(member: Option<&String>) -> Option<String> {
    member.filter(|text| !text.is_empty()).cloned()
}
