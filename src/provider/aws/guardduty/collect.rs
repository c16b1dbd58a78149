//! Reads the detector of a region, and the findings that are open.

use std::collections::BTreeMap;

use aws_sdk_guardduty::Client;
use aws_sdk_guardduty::operation::get_administrator_account::GetAdministratorAccountOutput;
use aws_sdk_guardduty::operation::get_detector::GetDetectorOutput;
use aws_sdk_guardduty::types::{Condition, Finding, FindingCriteria};

use super::region::{GET_ADMINISTRATOR_ACCOUNT, GET_DETECTOR, GET_FINDINGS, LIST_DETECTORS, LIST_FINDINGS};
use super::{OpenFindings, Region};
use crate::inventory::{Fact, Timestamp};
use crate::provider::Op;
use crate::provider::aws::Context;
use crate::provider::aws::administrator::{Relationship, administrator};
use crate::provider::aws::pages::listed;
use crate::provider::aws::word::stated;

/// The least severity that is asked for.
const LEAST: i64 = 4;

/// How many findings one call takes.
const AT_ONCE: usize = 50;

/// What GuardDuty does in a region.
pub(super) async fn region(context: Context) {
    let guardduty = Client::new(&context.sdk());
    let pages = guardduty.list_detectors().into_paginator().send();
    let found = context.list(&LIST_DETECTORS, &[], pages, |page| listed(page.detector_ids)).await;
    let detector = found.told(&context, &LIST_DETECTORS, "DetectorIds").whole().map(|ids| ids.into_iter().next());
    let asset = match &detector {
        Fact::Known(Some(id)) => of(&context, &guardduty, id).await,
        Fact::Known(None) => Region {
            status: Fact::Known(None),
            created_at: Fact::Known(None),
            administrator: Fact::Known(None),
            open_findings: Fact::Known(None),
            ..Region::default()
        },
        Fact::Unknown(gaps) => Region {
            status: Fact::Unknown(gaps.clone()),
            created_at: Fact::Unknown(gaps.clone()),
            administrator: Fact::Unknown(gaps.clone()),
            open_findings: Fact::Unknown(gaps.clone()),
            ..Region::default()
        },
    };
    context.put_singleton(Region { detector, ..asset });
}

async fn of(context: &Context, guardduty: &Client, id: &str) -> Region {
    let (described, administrator, findings) = tokio::join!(
        context.get(&GET_DETECTOR, guardduty.get_detector().detector_id(id).send()),
        context.get(&GET_ADMINISTRATOR_ACCOUNT, guardduty.get_administrator_account().detector_id(id).send()),
        open_findings(context, guardduty, id),
    );
    Region {
        status: described.as_ref().and_then(|answer| status(context, answer)),
        created_at: described
            .and_then(|answer| moment(context, &GET_DETECTOR, "CreatedAt", answer.created_at.as_deref()))
            .map(Some),
        administrator: administrator.and_then(|answer| administers(context, &answer)),
        open_findings: findings.map(Some),
        ..Region::default()
    }
}

fn status(context: &Context, answer: &GetDetectorOutput) -> Fact<Option<String>> {
    let status = answer.status.as_ref().and_then(|status| stated(status.as_str()));
    context.present(&GET_DETECTOR, "Status", status.map(str::to_owned)).map(Some)
}

fn administers(context: &Context, answer: &GetAdministratorAccountOutput) -> Fact<Option<String>> {
    let Some(told) = &answer.administrator else { return Fact::Known(None) };
    let (account, status) = (told.account_id.as_deref(), told.relationship_status.as_deref());
    administrator(context, &GET_ADMINISTRATOR_ACCOUNT, Relationship { account, status, member: "RelationshipStatus" })
}

/// A moment that the API writes as text.
fn moment(context: &Context, op: &'static Op, member: &str, text: Option<&str>) -> Fact<Timestamp> {
    context.present(op, member, text.and_then(|text| text.parse().ok()))
}

async fn open_findings(context: &Context, guardduty: &Client, id: &str) -> Fact<Vec<OpenFindings>> {
    let criteria = FindingCriteria::builder()
        .criterion("service.archived", Condition::builder().equals("false").build())
        .criterion("severity", Condition::builder().greater_than_or_equal(LEAST).build())
        .build();
    let pages = guardduty.list_findings().detector_id(id).finding_criteria(criteria).into_paginator().send();
    let parameters = [("DetectorId", id), ("severity", ">= 4"), ("service.archived", "false")];
    let found = context.list(&LIST_FINDINGS, &parameters, pages, |page| listed(page.finding_ids)).await;
    let ids = match found.told(context, &LIST_FINDINGS, "FindingIds").whole() {
        Fact::Known(ids) => ids,
        Fact::Unknown(gaps) => return Fact::Unknown(gaps),
    };
    let batches = ids.chunks(AT_ONCE).map(|ids| batch(context, guardduty, id, ids.to_vec()));
    let findings = Fact::collect(futures::future::join_all(batches).await);
    findings.map(|batches| together(batches.into_iter().flatten()))
}

/// What up to fifty findings say. One that was archived since it was listed was dealt with; one of which the answer says
/// nothing may be anything.
async fn batch(context: &Context, guardduty: &Client, id: &str, ids: Vec<String>) -> Fact<Vec<OpenFindings>> {
    let asked = ids.len();
    let request = guardduty.get_findings().detector_id(id).set_finding_ids(Some(ids)).send();
    context.get(&GET_FINDINGS, request).await.and_then(|answer| {
        let findings = answer.findings.filter(|findings| findings.len() == asked);
        context.present(&GET_FINDINGS, "Findings", findings).and_then(|findings| {
            let open = findings.iter().filter(|finding| !is_archived(finding));
            Fact::collect(open.map(|finding| one(context, finding)))
        })
    })
}

fn is_archived(finding: &Finding) -> bool {
    finding.service.as_ref().and_then(|service| service.archived) == Some(true)
}

fn one(context: &Context, finding: &Finding) -> Fact<OpenFindings> {
    let severity = finding.severity.map(|severity| match severity {
        severity if severity >= 9.0 => "critical",
        severity if severity >= 7.0 => "high",
        _ => "medium",
    });
    let seen = finding.service.as_ref().and_then(|service| service.event_first_seen.as_deref());
    let oldest = moment(context, &GET_FINDINGS, "EventFirstSeen", seen);
    let severity = context.present(&GET_FINDINGS, "Severity", severity);
    let finding_type = context.present(&GET_FINDINGS, "Type", finding.r#type.as_deref().and_then(stated));
    severity.zip(finding_type).zip(oldest).map(|((severity, finding_type), oldest)| OpenFindings {
        severity: severity.to_owned(),
        finding_type: finding_type.to_owned(),
        count: 1,
        oldest,
    })
}

/// Those of one severity and type together, with their number and the oldest.
fn together(findings: impl Iterator<Item = OpenFindings>) -> Vec<OpenFindings> {
    let mut found: BTreeMap<(String, String), OpenFindings> = BTreeMap::new();
    for finding in findings {
        let key = (finding.severity.clone(), finding.finding_type.clone());
        found
            .entry(key)
            .and_modify(|known| {
                known.count += finding.count;
                known.oldest = known.oldest.min(finding.oldest);
            })
            .or_insert(finding);
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_of_one_type_are_counted_and_the_oldest_is_kept() {
        let finding = |severity: &str, name: &str, oldest: &str| OpenFindings {
            severity: severity.to_owned(),
            finding_type: name.to_owned(),
            count: 1,
            oldest: oldest.parse().unwrap(),
        };
        let (late, early) = ("2026-02-01T00:00:00Z", "2026-01-01T00:00:00Z");
        let found =
            together([finding("high", "a", late), finding("high", "a", early), finding("high", "b", late)].into_iter());
        let told: Vec<_> =
            found.iter().map(|one| (one.finding_type.as_str(), one.count, one.oldest.to_string())).collect();
        assert_eq!(told, [("a", 2, early.to_owned()), ("b", 1, late.to_owned())]);
    }
}
