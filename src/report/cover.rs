//! The cover: whose report it is, as of when, by what it judges, and what it is not.

use serde::Serialize;

use super::{Setting, words};
use crate::assess::Assessment;
use crate::control::{Change, ControlId, Origin, Severity};
use crate::criteria::{Category, CriterionId};
use crate::inventory::Timestamp;

/// What the cover says.
#[derive(Debug, Serialize)]
pub struct Cover<'a> {
    /// What the report is called.
    pub title: &'static str,
    /// Whose it is.
    pub organization: Option<&'a str>,
    /// The system that it is about.
    pub system: Option<&'a str>,
    /// The moment that it speaks of: the start of the earliest collection.
    pub as_of: Timestamp,
    /// When the last collection ended.
    pub finished: Timestamp,
    /// The categories in scope.
    pub categories: Vec<Category>,
    /// What it is, and what it is not.
    pub statement: String,
    /// Built-in controls that a user's own replaces.
    pub replaced: Vec<&'a str>,
    /// Controls that a user added.
    pub added: Vec<&'a str>,
    /// Parameters whose value is not the default.
    pub changed: Vec<Changed<'a>>,
    /// The criteria that were named to select by; empty where none was.
    pub selected_criteria: Vec<&'a CriterionId>,
    /// How many controls there are.
    pub controls: usize,
    /// How many of them were run.
    pub selected: usize,
    /// SHA-256 of what the controls say and the parameters in force.
    pub pack_digest: &'a str,
    /// From which severity on a failed supporting control makes a deviation of its criterion.
    pub threshold: Severity,
    /// The programme that judged.
    pub tool: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The commit it was built from, where the build recorded it.
    pub commit: Option<&'static str>,
}

/// A parameter whose value is not the default.
#[derive(Debug, Serialize)]
pub struct Changed<'a> {
    /// The control.
    pub control: &'a str,
    /// The parameter.
    pub name: &'a str,
    /// Its default.
    pub default: String,
    /// The value in force.
    pub value: String,
    /// Whether it can pass more than the default.
    pub change: Change,
}

pub(super) fn cover<'a>(assessment: &'a Assessment<'a>, setting: &'a Setting) -> Cover<'a> {
    let input = assessment.input();
    let ends = assessment.snapshot().headers().map(|header| header.finished);
    let (as_of, organization) = (assessment.as_of(), setting.organization.as_deref());
    let finished = ends.fold(as_of, Timestamp::max);
    let changed = assessment.controls().iter().flat_map(|result| {
        let params = result.control.params.iter().filter(|(_, param)| param.change != Change::Default);
        params.map(|(name, param)| Changed {
            control: result.control.id.as_str(),
            name,
            default: param.default.to_string(),
            value: param.value.to_string(),
            change: param.change,
        })
    });
    let users_own = input.pack.iter().filter(|control| control.origin == Origin::User);
    let added = users_own.filter(|control| !input.pack.overridden().contains(&control.id));
    Cover {
        title: words::TITLE,
        organization,
        system: setting.system.as_deref(),
        as_of,
        finished,
        categories: input.selection.categories().collect(),
        statement: statement(organization, as_of, finished),
        replaced: input.pack.overridden().iter().map(ControlId::as_str).collect(),
        added: added.map(|control| control.id.as_str()).collect(),
        changed: changed.collect(),
        selected_criteria: input.selection.criteria().iter().collect(),
        controls: input.pack.len(),
        selected: assessment.controls().len(),
        pack_digest: input.pack.digest(),
        threshold: assessment.options().criterion_threshold,
        tool: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        commit: option_env!("TICKMARK_COMMIT"),
    }
}

fn statement(organization: Option<&str>, started: Timestamp, finished: Timestamp) -> String {
    let of = organization.map(|name| format!(" of {name}")).unwrap_or_default();
    let (started, finished) = (utc(started), utc(finished));
    format!(
        "Prepared by management{of}. This is not a SOC 2 report, system description, management assertion or opinion; \
         no CPA firm has examined it. It states what the provider's interfaces returned between {started} and \
         {finished} UTC, as evidence of design and implementation at that time. It is no test of operating \
         effectiveness over a period."
    )
}

/// A moment as a sentence has it, to the second.
pub(super) fn utc(moment: Timestamp) -> String {
    let text = moment.to_string();
    let (day, time) = text.split_once('T').unwrap_or((&text, ""));
    let seconds: String = time.chars().take(8).collect();
    format!("{day} {seconds}")
}
