//! What management decided and has on file.

use serde::Serialize;

use super::words;
use crate::assess::{Assessment, FileState, SetAside, Standing, Validity};
use crate::criteria::CriterionId;
use crate::inventory::Timestamp;

/// A risk acceptance on file.
#[derive(Debug, Serialize)]
pub struct Acceptance<'a> {
    /// The control whose failure is accepted.
    pub control: &'a str,
    /// The assets, each by its id or marked as a pattern.
    pub assets: Vec<String>,
    /// Why.
    pub reason: &'a str,
    /// What keeps the risk small meanwhile.
    pub compensating_control: &'a str,
    /// Who answers for the assets.
    pub owner: &'a str,
    /// Who accepted the risk.
    pub approver: &'a str,
    /// Where it was discussed.
    pub ticket: &'a str,
    /// The first day, in UTC.
    pub starts: String,
    /// The last day, in UTC.
    pub expires: String,
    /// Whether it is honoured, or why not.
    pub validity: Validity,
    /// How many failures it accepts; one in force that accepts none is unused.
    pub accepted: u64,
    /// What it means for the tests, or why it is not honoured.
    pub statement: String,
}

/// What management leaves out of the system's boundary.
#[derive(Debug, Serialize)]
pub struct Exclusion<'a> {
    /// What it leaves out, in words.
    pub what: String,
    /// Why.
    pub reason: &'a str,
    /// Who decided it.
    pub approver: &'a str,
    /// Where it was discussed.
    pub ticket: Option<&'a str>,
    /// The last day on which it holds, in UTC.
    pub until: Option<String>,
    /// Whether it is honoured.
    pub in_force: bool,
    /// How many results it sets aside.
    pub set_aside: u64,
    /// How many results are tested all the same because the tags that it asks for were not read.
    pub untold: u64,
    /// What it means for the tests, or why it is not honoured.
    pub statement: String,
}

/// A document on file.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    /// The criterion.
    pub criterion: &'a CriterionId,
    /// The points of focus that it is for; empty where it is for the criterion as a whole.
    pub points: &'a [String],
    /// What it states.
    pub statement: &'a str,
    /// Who answers for it.
    pub owner: &'a str,
    /// The day it is dated.
    pub date: String,
    /// The last day on which it counts.
    pub valid_until: String,
    /// Whether it counts, or why not.
    pub standing: Standing,
    /// What is filed.
    pub files: Vec<File<'a>>,
    /// Where else it is kept; nobody looked there.
    pub links: &'a [String],
}

/// A file of a document.
#[derive(Debug, Serialize)]
pub struct File<'a> {
    /// Where it lies.
    pub path: &'a str,
    /// The SHA-256 it was filed with.
    pub sha256: &'a str,
    /// What was found there.
    pub state: FileState,
}

/// Every acceptance, in the order of the file.
pub(super) fn acceptances<'a>(assessment: &'a Assessment<'a>) -> Vec<Acceptance<'a>> {
    let all = assessment.input().management.acceptances().iter().zip(assessment.accepted());
    let told = all.map(|(one, accepted)| {
        let (validity, expires) = (one.validity(assessment.as_of()), one.last_day().date());
        let statement = match validity {
            Validity::InForce if accepted == 0 => "In force, and unused: nothing that it names fails.".to_owned(),
            Validity::InForce => words::accepted_until(&expires),
            Validity::NotYet => format!("Not honoured: it begins on {}.", one.starts.date()),
            Validity::Expired => format!("Not honoured: it expired on {expires}."),
            Validity::SelfApproved => "Not honoured: owner and approver are one person.".to_owned(),
        };
        Acceptance {
            control: one.control.as_str(),
            assets: one.assets.iter().map(ToString::to_string).collect(),
            reason: &one.reason,
            compensating_control: &one.compensating_control,
            owner: &one.owner,
            approver: &one.approver,
            ticket: &one.ticket,
            starts: one.starts.date(),
            expires,
            validity,
            accepted,
            statement,
        }
    });
    told.collect()
}

/// Every exclusion, in the order of the file.
pub(super) fn exclusions<'a>(assessment: &'a Assessment<'a>) -> Vec<Exclusion<'a>> {
    let all = assessment.input().management.exclusions().iter().zip(assessment.set_aside());
    let told = all.map(|(one, SetAside { results, untold })| Exclusion {
        what: one.to_string(),
        reason: &one.reason,
        approver: &one.approver,
        ticket: one.ticket.as_deref(),
        until: one.last_day().map(Timestamp::date),
        in_force: one.holds(assessment.as_of()),
        set_aside: results,
        untold,
        statement: one.statement(assessment.as_of()),
    });
    told.collect()
}

/// Every document, in the order of the file.
pub(super) fn documents<'a>(assessment: &'a Assessment<'a>) -> Vec<Document<'a>> {
    let told = assessment.input().management.documents().iter().map(|one| Document {
        criterion: &one.criterion,
        points: &one.points,
        statement: &one.statement,
        owner: &one.owner,
        date: one.date.date(),
        valid_until: one.last_day().date(),
        standing: one.standing(assessment.as_of()),
        files: one
            .files
            .iter()
            .map(|file| File { path: &file.path, sha256: &file.sha256, state: file.state })
            .collect(),
        links: &one.links,
    });
    told.collect()
}
