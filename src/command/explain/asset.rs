//! One control on one asset: what it came to and why, what was read, why it matters, and what to do.

use super::{accept, reading};
use crate::assess::{Assessment, ControlResult, Finding, Outcome};
use crate::command::select::NEEDS;
use crate::control::Control;
use crate::inventory::Timestamp;
use crate::inventory::snapshot::AssetRef;
use crate::predicate::{Actual, Clause, Predicate, Truth, clauses};
use crate::render::page::Page;
use crate::render::style::words;
use crate::render::text::{count, visible};
use crate::render::{Style, Tone, fix, remedy, seen};

/// The columns of the labels.
pub(super) const LABEL: usize = 10;

/// More failures than this are counted.
const RESTING: usize = 5;

/// What was seen takes no more lines than this.
const SEEN: usize = 4;

/// All of it.
pub(super) fn page(assessment: &Assessment<'_>, result: &ControlResult<'_>, finding: &Finding, style: Style) -> Page {
    let mut page = Page::new(style);
    let Some(asset) = assessment.asset_of(finding) else { return page };
    let (control, as_of) = (result.control, assessment.snapshot().as_of(asset.account()));
    let explanation = assessment.explain(finding);
    head(control, asset, &mut page);
    outcome(control, finding, as_of, &mut page);
    gaps(assessment, &explanation.gaps, &mut page);
    expectation(control, finding, asset, as_of, &mut page);
    reading::write(assessment, control, asset, &mut page);
    shared(assessment, finding, &mut page);
    matters(assessment, control, &mut page);
    accept::on_file(assessment, finding, &mut page);
    if let Some(own) = &explanation.fix {
        page.heading("HOW TO PUT IT RIGHT", "");
        fix::write(own, &mut page);
    }
    if finding.outcome == Outcome::Fail {
        accept::offer(&control.id, asset, as_of, &mut page);
    }
    page
}

fn head(control: &Control, asset: AssetRef<'_>, page: &mut Page) {
    title(control, page);
    let place = format!("  {}  {}, account {}", asset.kind(), asset.region(), asset.account());
    page.line(0, &[(Tone::Plain, "on "), (Tone::Heading, &visible(asset.name())), (Tone::Faint, &place)]);
    if asset.id() != asset.name() {
        page.paragraph(3, Tone::Faint, &visible(asset.id()));
    }
}

/// The control's id and title.
pub(super) fn title(control: &Control, page: &mut Page) {
    page.line(0, &[(Tone::Heading, control.id.as_str())]);
    page.link(0, control.id.as_str(), control.references.first().map(String::as_str));
    page.paragraph(0, Tone::Plain, &visible(&control.title));
    page.blank();
}

/// The mark and colour of an outcome.
pub(super) fn marked(outcome: Outcome) -> (Tone, &'static str) {
    match outcome {
        Outcome::Fail => (Tone::Bad, "✗"),
        Outcome::NotEvaluated => (Tone::Unseen, "?"),
        Outcome::RiskAccepted => (Tone::Unseen, "!"),
        Outcome::Pass => (Tone::Good, "✓"),
        Outcome::NotApplicable | Outcome::SetAside => (Tone::Faint, "–"),
    }
}

fn outcome(control: &Control, finding: &Finding, as_of: Timestamp, page: &mut Page) {
    let why = match finding.outcome {
        Outcome::Fail => format!("severity {}: what was seen is not what is expected", finding.severity),
        Outcome::NotEvaluated => "what was seen does not decide it, and nothing is assumed".to_owned(),
        Outcome::RiskAccepted => "it fails, and management accepts that for now".to_owned(),
        Outcome::Pass => "what was seen is what is expected".to_owned(),
        Outcome::NotApplicable => "the control does not speak of this asset".to_owned(),
        Outcome::SetAside => "management excluded it".to_owned(),
    };
    page.blank();
    let (tone, mark) = marked(finding.outcome);
    let status = format!("{mark} {}", words(finding.outcome.as_str()));
    page.line(0, &[(tone, &status), (Tone::Plain, &format!("  {why}"))]);
    let about = format!("as of {as_of}; it looks at {}", control.assertion.as_str());
    page.line(2, &[(Tone::Faint, &about)]);
}

/// Which calls were refused, and what would close that.
pub(super) fn gaps(assessment: &Assessment<'_>, numbers: &[usize], page: &mut Page) {
    let entries: Vec<_> = numbers.iter().filter_map(|number| assessment.gaps().get(*number)).collect();
    if entries.is_empty() {
        return;
    }
    page.heading("WHAT COULD NOT BE READ", "");
    for entry in entries {
        let place = format!("  in {}, {}", entry.gap.account, entry.gap.region);
        page.line(2, &[(Tone::Unseen, &reading::told(&entry.gap)), (Tone::Faint, &place)]);
        page.labelled(4, ("close it", LABEL), Tone::Plain, &remedy::of([entry]));
        if let Some(message) = &entry.message {
            page.labelled(4, ("it says", LABEL), Tone::Faint, &visible(message));
        }
        let requests = assessment.snapshot().gap(&entry.gap).map(|record| record.request_ids.join(", "));
        if let Some(requests) = requests.filter(|requests| !requests.is_empty()) {
            page.labelled(4, ("request", LABEL), Tone::Faint, &visible(&requests));
        }
    }
}

fn expectation(control: &Control, finding: &Finding, asset: AssetRef<'_>, as_of: Timestamp, page: &mut Page) {
    let facts = asset.facts();
    let mut told = |title: &str, remark: &str, predicate: &Predicate| {
        page.heading(title, remark);
        for one in &clauses(predicate, &facts, as_of) {
            clause(one, page);
        }
    };
    if let Some(when) = &control.when {
        told("IT APPLIES WHERE", "✓ holds, ✗ does not, ? could not be told", when);
    }
    if !matches!(finding.outcome, Outcome::NotApplicable) {
        told("WHAT IS EXPECTED", "✓ holds, ✗ does not, ? could not be told", &control.expect);
    }
}

fn clause(clause: &Clause, page: &mut Page) {
    let (tone, mark) = match clause.truth {
        Truth::True => (Tone::Good, "✓"),
        Truth::False => (Tone::Bad, "✗"),
        Truth::Unknown => (Tone::Unseen, "?"),
    };
    let indent = 2 + 2 * clause.depth;
    page.marked(indent, (tone, mark), Tone::Plain, &visible(&clause.text));
    let Some(observed) = &clause.observed else { return };
    let seen = match &observed.actual {
        Actual::Value(value) => seen::lines(value),
        Actual::Unknown(gaps) if gaps.is_not_collected() => vec!["unknown: nobody asked for it".to_owned()],
        Actual::Unknown(gaps) => gaps.iter().map(|gap| format!("unknown: {}", reading::told(gap))).collect(),
    };
    for line in seen.iter().take(SEEN) {
        page.labelled(indent + 2, ("seen", 6), Tone::Faint, &visible(line));
    }
}

/// What it rests on, or what rests on it.
fn shared(assessment: &Assessment<'_>, finding: &Finding, page: &mut Page) {
    let Some(number) = assessment.findings().iter().position(|other| other == finding) else { return };
    let causes = assessment.causes(&NEEDS).unwrap_or_default();
    for cause in causes.iter().filter(|cause| cause.findings.contains(&number)) {
        let Some(asset) = assessment.snapshot().asset(cause.asset) else { continue };
        let others = count(cause.findings.len() as u64 - 1, "other failure");
        page.heading("SHARED CAUSE", &format!("{others} rest on it too"));
        let fields = cause.fields.join(", ");
        page.paragraph(2, Tone::Plain, &format!("{fields} of {} {}", asset.kind(), visible(asset.id())));
        let others = cause.findings.iter().filter(|other| **other != number);
        let others: Vec<&Finding> = others.filter_map(|other| assessment.findings().get(*other)).collect();
        for other in others.iter().take(RESTING) {
            let (Some(result), Some(asset)) = (assessment.control_of(other), assessment.asset_of(other)) else {
                continue;
            };
            let on = format!("  on {}", visible(asset.name()));
            page.line(4, &[(Tone::Plain, result.control.id.as_str()), (Tone::Faint, &on)]);
        }
        if others.len() > RESTING {
            page.line(4, &[(Tone::Faint, &format!("and {} more", others.len() - RESTING))]);
        }
    }
}

/// Which criteria it is evidence of, and why.
pub(super) fn matters(assessment: &Assessment<'_>, control: &Control, page: &mut Page) {
    page.heading("WHY IT MATTERS", "what it is evidence of");
    for mapping in &control.criteria {
        let criterion = assessment.criteria().iter().find(|result| result.criterion.id == mapping.criterion);
        let status = criterion.map(|result| {
            let (configuration, documents) = (words(result.configuration.as_str()), words(result.documents().as_str()));
            format!("{configuration}, documents {documents}")
        });
        let points = visible(&mapping.points.join(" · ")).into_owned();
        let about = format!("{} ({}): {points}", status.unwrap_or_default(), mapping.role.as_str());
        page.labelled(2, (mapping.criterion.as_str(), LABEL), Tone::Heading, &about);
        page.labelled(2, ("", LABEL), Tone::Plain, &visible(&mapping.because));
    }
}
