//! Scope and method: what was looked at, by whom, with which calls, and how an auditor can see that nothing was changed.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Setting;
use crate::assess::Assessment;
use crate::inventory::snapshot::{CallRecord, Header};
use crate::inventory::{AccountId, GapKind, Region, Timestamp};
use crate::render::text::count;

/// What was looked at, and how.
#[derive(Debug, Serialize)]
pub struct Scope<'a> {
    /// The accounts that were looked at.
    pub accounts: Vec<&'a str>,
    /// How many accounts the organization has, where that could be read.
    pub of_organization: Option<usize>,
    /// The accounts as a sentence.
    pub accounts_statement: String,
    /// Every account and region, with whether it is closed.
    pub places: Vec<Place<'a>>,
    /// What is not among them.
    pub places_statement: &'static str,
    /// How every figure came about.
    pub method: &'static str,
    /// Who collected, when, where and with what.
    pub collections: Vec<Collection<'a>>,
    /// The listings that were called.
    pub calls: Vec<Call<'a>>,
    /// What types of resource are there that nothing here reads.
    pub unread_types: &'static str,
    /// How an auditor sees that the collecting identity changed nothing.
    pub changed_nothing: &'static str,
    /// The commands for it.
    pub commands: Vec<String>,
}

/// An account and a region.
#[derive(Debug, Serialize)]
pub struct Place<'a> {
    /// The account.
    pub account: &'a str,
    /// The region.
    pub region: &'a str,
    /// Whether a policy of the organization closes it, so that nothing in it could be read.
    pub closed: bool,
    /// Why, in the provider's words where it gave any.
    pub why: Option<&'a str>,
}

/// One collection.
#[derive(Debug, Serialize)]
pub struct Collection<'a> {
    /// The accounts that it was of.
    pub accounts: Vec<&'a str>,
    /// The regions.
    pub regions: Vec<&'a str>,
    /// The principal that collected.
    pub arn: &'a str,
    /// Its session, of an assumed role.
    pub session: Option<&'a str>,
    /// The provider's stable id of it.
    pub user_id: &'a str,
    /// The host, or the CI run.
    pub host: Option<&'a str>,
    /// The profile of the provider's configuration file.
    pub profile: Option<&'a str>,
    /// The endpoint that stood in for the provider's own.
    pub endpoint: Option<&'a str>,
    /// The programme.
    pub tool: &'a str,
    /// Its version.
    pub version: &'a str,
    /// The digest of the control pack that it collected for.
    pub pack_digest: &'a str,
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub finished: Timestamp,
    /// Seconds by which its clock was ahead of the provider's.
    pub clock_difference_seconds: Option<i64>,
}

/// One listing that was called.
#[derive(Debug, Serialize)]
pub struct Call<'a> {
    /// The operation.
    pub operation: &'a str,
    /// What it was asked with, as `name=value`.
    pub parameters: Vec<String>,
    /// The account.
    pub account: &'a str,
    /// The region.
    pub region: &'a str,
    /// How many pages were read.
    pub pages: u64,
    /// How many items they held.
    pub items: u64,
    /// Whether the last page was among them.
    pub complete: bool,
    /// The provider's ids of the calls.
    pub request_ids: &'a [String],
}

const METHOD: &str = "Inquiry of the provider's interfaces: every figure is what one of their operations returned. An \
    operation that was denied, throttled or not answered makes a result not evaluated, never passed and never a \
    deviation. A population counts as complete only where its listing came to its last page. Every asset of a \
    population was tested; nothing was sampled. The tests can be performed again from the snapshots, without access to \
    the accounts.";

const PLACES: &str = "Regions that are not named here were not looked at, and nothing is said of them.";

const UNREAD: &str = "Unknown. Resource types that tickmark does not read were not looked for; what they hold is in no \
    population of this report.";

const CHANGED_NOTHING: &str = "The collecting identity calls operations that list and read. An auditor can confirm it in \
    the provider's own record: these commands list every event of that identity in that time that was no mere reading. \
    The one that may appear is iam:GenerateCredentialReport, which has IAM compile its own report and changes no resource.";

pub(super) fn scope<'a>(assessment: &'a Assessment<'a>, setting: &'a Setting) -> Scope<'a> {
    let snapshot = assessment.snapshot();
    let accounts: Vec<&AccountId> = snapshot.scope().into_keys().collect();
    let of_organization = setting.organization_accounts.as_ref().map(BTreeSet::len);
    Scope {
        accounts_statement: accounts_statement(&accounts, setting),
        accounts: accounts.iter().map(|account| account.as_str()).collect(),
        of_organization,
        places: places(assessment),
        places_statement: PLACES,
        method: METHOD,
        collections: snapshot.headers().map(collection).collect(),
        calls: snapshot.calls().iter().map(call).collect(),
        unread_types: UNREAD,
        changed_nothing: CHANGED_NOTHING,
        commands: snapshot.headers().flat_map(|header| commands(header, snapshot.calls())).collect(),
    }
}

fn accounts_statement(accounts: &[&AccountId], setting: &Setting) -> String {
    match &setting.organization_accounts {
        None => format!(
            "{}. How many accounts the organization has could not be read, or there is no organization.",
            count(accounts.len() as u64, "account")
        ),
        Some(all) => {
            let inside = accounts.iter().filter(|account| all.contains(**account)).count();
            let outside = accounts.len() - inside;
            let beside = if outside > 0 { format!(" Besides, {outside} outside of it.") } else { String::new() };
            format!("{inside} of {} of the organization.{beside}", count(all.len() as u64, "account"))
        }
    }
}

fn places<'a>(assessment: &'a Assessment<'a>) -> Vec<Place<'a>> {
    let snapshot = assessment.snapshot();
    let closing = |account: &AccountId, region: &Region| {
        snapshot.gaps().iter().find(|record| {
            record.gap.kind == GapKind::RegionClosed && record.gap.account == *account && record.gap.region == *region
        })
    };
    let mut places = Vec::new();
    for (account, regions) in snapshot.scope() {
        for region in regions {
            let closed = closing(account, region);
            places.push(Place {
                account: account.as_str(),
                region: region.as_str(),
                closed: closed.is_some(),
                why: closed.and_then(|record| record.message.as_deref()),
            });
        }
    }
    places
}

fn collection(header: &Header) -> Collection<'_> {
    let arn = header.caller.arn.as_str();
    Collection {
        accounts: header.accounts.iter().map(AccountId::as_str).collect(),
        regions: header.regions.iter().map(Region::as_str).collect(),
        arn,
        session: arn
            .split_once(":assumed-role/")
            .and_then(|(_, rest)| rest.split_once('/'))
            .map(|(_, session)| session),
        user_id: &header.caller.user_id,
        host: header.host.as_deref(),
        profile: header.profile.as_deref(),
        endpoint: header.endpoint.as_deref(),
        tool: &header.tool.name,
        version: &header.tool.version,
        pack_digest: &header.pack_digest,
        started: header.started,
        finished: header.finished,
        clock_difference_seconds: header.clock_difference_seconds,
    }
}

fn call(record: &CallRecord) -> Call<'_> {
    Call {
        operation: &record.operation,
        parameters: record.parameters.iter().map(|(name, value)| format!("{name}={value}")).collect(),
        account: record.account.as_str(),
        region: record.region.as_str(),
        pages: record.pages,
        items: record.items,
        complete: record.complete,
        request_ids: &record.request_ids,
    }
}

/// A command for each region; what is global is recorded in the provider's home region.
fn commands(header: &Header, calls: &[CallRecord]) -> Vec<String> {
    let arn = header.caller.arn.as_str();
    // It goes into a quoted string of a query inside of one of the shell: only what no ARN can break is put there.
    let plain = |c: char| c.is_ascii_alphanumeric() || "_:/+=,.@-".contains(c);
    let filter = if !arn.is_empty() && arn.chars().all(plain) {
        format!("Events[?contains(CloudTrailEvent, '{arn}')]")
    } else {
        "Events[]".to_owned()
    };
    let own = calls.iter().filter(|call| header.accounts.contains(&call.account)).map(|call| &call.region);
    let called = header.regions.iter().chain(own.filter(|region| **region != Region::GLOBAL));
    let mut regions: BTreeSet<&str> = called.map(Region::as_str).collect();
    let home = match arn.split(':').nth(1) {
        Some("aws-us-gov") => "us-gov-west-1",
        Some("aws-cn") => "cn-north-1",
        _ => "us-east-1",
    };
    regions.insert(home);
    let (started, finished) = (header.started, header.finished);
    let command = |region: &str| {
        format!(
            "aws cloudtrail lookup-events --region {region} --lookup-attributes \
             AttributeKey=ReadOnly,AttributeValue=false --start-time {started} --end-time {finished} --query \
             \"{filter}\""
        )
    };
    regions.into_iter().map(command).collect()
}
