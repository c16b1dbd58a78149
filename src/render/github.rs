//! `--format github`: annotations of a workflow run of GitHub Actions. The step's summary is the Markdown report.
//!
//! GitHub shows no more than ten annotations of each level a step, and drops the others without a word: the last one
//! counts what does not fit.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::Options;
use super::escape::github::{message, property};
use super::row::{Row, fails, reason, rows_of};
use super::text::count;
use crate::assess::{Assessment, ControlResult, Status};

/// How `--format` calls it.
pub const NAME: &str = "github";

/// How many annotations of one level a step shows.
const SHOWN: usize = 10;

/// How many assets an annotation names.
const NAMED: usize = 5;

/// An annotation to be: its title and its text.
type Annotation = (String, String);

/// Writes one annotation a control: an error where it fails, a warning where it was not evaluated, a notice where only
/// accepted failures are left.
pub fn write(assessment: &Assessment<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let of = |wanted: fn(&ControlResult<'_>) -> bool| {
        let mut own: Vec<_> = assessment.controls().iter().enumerate().filter(|(_, result)| wanted(result)).collect();
        own.sort_by_key(|(_, result)| Reverse(result.severity));
        own
    };
    let failed = of(|result| result.status == Status::Fail);
    level("error", &failed, |control| failure(assessment, *control), out)?;
    if options.only_failures {
        return Ok(());
    }
    // A control that fails may yet have more that was not seen.
    let unseen = of(|result| result.open.is_some());
    level("warning", &unseen, |(_, result)| not_seen(assessment, result), out)?;
    let accepted = of(|result| result.status == Status::RiskAccepted);
    level("notice", &accepted, |(_, result)| accepted_risk(result), out)
}

/// The annotations of one level, as many as are shown.
fn level<T>(level: &str, all: &[T], annotation: impl Fn(&T) -> Annotation, out: &mut dyn Write) -> io::Result<()> {
    let room = if all.len() > SHOWN { SHOWN - 1 } else { SHOWN };
    for (title, text) in all.iter().take(room).map(annotation) {
        writeln!(out, "::{level} title={}::{}", property(&title), message(&text))?;
    }
    if all.len() > SHOWN {
        let more = count((all.len() - room) as u64, "control");
        writeln!(out, "::{level} title=and {more} more::GitHub shows no more annotations; the report has them all.")?;
    }
    Ok(())
}

fn failure(assessment: &Assessment<'_>, control: (usize, &ControlResult<'_>)) -> Annotation {
    let (_, result) = control;
    let options = Options { only_failures: true, ..Options::default() };
    let mut rows: Vec<_> = rows_of(assessment, control, options).take(NAMED).collect();
    rows.sort_by_key(|row| Reverse(row.severity));
    let mut text = format!("{}. ", result.control.title);
    for row in &rows {
        text.extend([format!("{} ({}): {}. ", row.name(), row.region(), row.observed.join("; "))]);
    }
    let more = result.counts.fail.saturating_sub(rows.len() as u64);
    if more > 0 {
        text.extend([format!("And {} more. ", count(more, "asset"))]);
    }
    text.extend(rows.first().and_then(Row::remedy).map(|remedy| format!("Fix: {remedy}")));
    (format!("{}: {} {}", result.severity, result.control.id, fails(result)), text.trim_end().to_owned())
}

fn not_seen(assessment: &Assessment<'_>, result: &ControlResult<'_>) -> Annotation {
    let gaps = result.gaps.iter().filter_map(|number| assessment.gaps().get(*number));
    let mut reasons: Vec<String> = gaps.map(reason).collect();
    let more = reasons.len().saturating_sub(NAMED);
    reasons.truncate(NAMED);
    if more > 0 {
        reasons.push(format!("and {more} more"));
    }
    let title = format!("not evaluated: {}", result.control.id);
    (title, format!("{}. Not seen: {}", result.control.title, reasons.join("; ")))
}

fn accepted_risk(result: &ControlResult<'_>) -> Annotation {
    let assets = count(result.counts.risk_accepted, "asset");
    let title = format!("risk accepted: {}", result.control.id);
    (title, format!("{}. It fails on {assets}, and management accepts that.", result.control.title))
}
