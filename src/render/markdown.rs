//! `--format markdown`: a comment on a pull request, or the summary of a build, within what GitHub accepts.
//!
//! What does not fit is counted, by what it is; the other formats have all of it.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::Options;
use super::command;
use super::escape::markdown::{block, code, plain};
use super::row::{fails, reason, rows_of};
use super::style::words;
use super::text::{count, cut, grouped};
use crate::assess::{Assessment, Configuration, ControlResult, Outcome, Status};

/// No comment is longer, in bytes.
pub const BYTES: usize = 64 * 1024;

/// Kept for the lines that count what does not fit.
const RESERVED: usize = 2048;

/// How many accounts are named, and how many assets of a control.
const ASSETS: usize = 10;

/// How many columns of what was seen of an asset are told.
const SEEN: usize = 400;

/// A comment so far, and what did not fit.
pub(super) struct Comment {
    text: String,
    left_out: Vec<(&'static str, usize)>,
}

impl Comment {
    /// One that begins so.
    pub(super) fn new(text: String) -> Self {
        Self { text, left_out: Vec::new() }
    }

    /// A section: its heading, and as many of its parts as fit.
    pub(super) fn section(&mut self, heading: &str, noun: &'static str, parts: impl Iterator<Item = String>) {
        let mut parts = parts.peekable();
        if parts.peek().is_none() {
            return;
        }
        let heading = format!("\n### {heading}\n\n");
        let mut left_out = if self.fits(&heading) { 0 } else { parts.by_ref().count() };
        if left_out == 0 {
            self.text.push_str(&heading);
        }
        for part in parts {
            if left_out == 0 && self.fits(&part) {
                self.text.push_str(&part);
            } else {
                left_out += 1;
            }
        }
        if left_out > 0 {
            self.left_out.push((noun, left_out));
        }
    }

    /// All of it, with what was left out.
    pub(super) fn finish(mut self) -> String {
        for (noun, number) in &self.left_out {
            // Writing to a string cannot fail.
            let _ = writeln!(
                self.text,
                "\n> Too long for a comment, left out: {number} of the {}. Other formats have all.",
                noun.to_lowercase()
            );
        }
        self.text
    }

    fn fits(&self, part: &str) -> bool {
        self.text.len() + part.len() + RESERVED <= BYTES
    }
}

/// Writes the comment.
pub fn write(assessment: &Assessment<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let mut comment = Comment::new(head(assessment));
    comment.section("Criteria", "criteria", criteria(assessment));
    let mut failed = of(assessment, |result| result.status == Status::Fail);
    failed.sort_by_key(|(_, result)| Reverse(result.severity));
    let failures = failed.into_iter().map(|control| failure(assessment, control));
    comment.section("Failed controls", "failed controls", failures);
    if !options.only_failures {
        let unseen = of(assessment, |result| result.open.is_some()).into_iter();
        let unseen = unseen.map(|(_, result)| not_seen(assessment, result));
        comment.section("Not evaluated", "controls that were not evaluated", unseen);
        let risks = of(assessment, |result| result.counts.risk_accepted > 0).into_iter();
        let risks = risks.map(|control| accepted_risk(assessment, control));
        comment.section("Accepted risks", "accepted risks", risks);
    }
    out.write_all(comment.finish().as_bytes())
}

fn of<'s, 'a>(
    assessment: &'s Assessment<'a>,
    wanted: fn(&ControlResult<'a>) -> bool,
) -> Vec<(usize, &'s ControlResult<'a>)> {
    assessment.controls().iter().enumerate().filter(|(_, result)| wanted(result)).collect()
}

/// What it came to, in figures.
fn head(assessment: &Assessment<'_>) -> String {
    let totals = &assessment.summary().totals;
    let (controls, results) = (totals.controls, totals.results);
    let mut out = String::from("## tickmark: SOC 2 configuration report\n\n");
    let mut accounts: Vec<String> = assessment.snapshot().scope().keys().map(ToString::to_string).collect();
    accounts.sort();
    let more = accounts.len().saturating_sub(ASSETS);
    accounts.truncate(ASSETS);
    let mut collected = code(&accounts.join(", "));
    if more > 0 {
        let _ = write!(collected, " and {} more", count(more as u64, "account"));
    }
    let coverage = totals.coverage.percent().map_or_else(|| "nothing planned".to_owned(), |share| format!("{share} %"));
    let _ = writeln!(out, "Account {collected}, as of {}. Coverage: {coverage}.\n", assessment.as_of());
    let _ = writeln!(out, "| | failed | not evaluated | risk accepted | passed | not applicable | set aside |");
    let _ = writeln!(out, "|---|--:|--:|--:|--:|--:|--:|");
    for (what, tally) in [("controls", controls), ("results on assets", results)] {
        let figures =
            [tally.fail, tally.not_evaluated, tally.risk_accepted, tally.pass, tally.not_applicable, tally.set_aside];
        let _ = writeln!(out, "| {what} | {} |", figures.map(grouped).join(" | "));
    }
    out
}

fn failure(assessment: &Assessment<'_>, control: (usize, &ControlResult<'_>)) -> String {
    let (_, result) = control;
    let own = result.control;
    let criteria = super::row::criteria(result).join(", ");
    let mut out = format!(
        "- **{}: {}** ({}; {criteria}), {}\n",
        result.severity,
        plain(&own.title),
        code(own.id.as_str()),
        fails(result)
    );
    let options = Options { only_failures: true, ..Options::default() };
    let rows: Vec<_> = rows_of(assessment, control, options).take(ASSETS).collect();
    for row in &rows {
        let seen = row.observed.join("; ");
        let _ = writeln!(out, "  - {} in {}: {}", code(&cut_id(&row.id())), row.region(), code(&cut(&seen, SEEN)));
    }
    let more = result.counts.fail.saturating_sub(rows.len() as u64);
    if more > 0 {
        let _ = writeln!(out, "  - and {} more", count(more, "asset"));
    }
    if let Some(fix) = rows.first().and_then(|row| row.fix.as_ref()) {
        let first = if result.counts.fail > 1 { "the first of them" } else { "it" };
        let _ = writeln!(out, "\n  To put {first} right: {}", plain(&fix.summary));
        if let Some(cli) = &fix.cli {
            let shell = block(&command::lines(cli, 0, usize::MAX).join("\n"), "sh");
            let shell: Vec<String> = shell.lines().map(|line| format!("  {line}")).collect();
            let _ = writeln!(out, "\n{}", shell.join("\n"));
        }
        out.push('\n');
    }
    out
}

/// An id is told whole unless it is out of all measure.
fn cut_id(id: &str) -> String {
    cut(id, SEEN).into_owned()
}

fn not_seen(assessment: &Assessment<'_>, result: &ControlResult<'_>) -> String {
    let mut out = format!("- {} ({})\n", plain(&result.control.title), code(result.control.id.as_str()));
    let gaps = result.gaps.iter().filter_map(|number| assessment.gaps().get(*number));
    for entry in gaps.clone().take(ASSETS) {
        let close = entry.action.as_deref().map(|action| format!("; allow {}", code(action))).unwrap_or_default();
        let _ = writeln!(out, "  - {}{close}", code(&reason(entry)));
    }
    let more = gaps.count().saturating_sub(ASSETS);
    if more > 0 {
        let _ = writeln!(out, "  - and {} more", count(more as u64, "gap"));
    }
    out
}

fn accepted_risk(assessment: &Assessment<'_>, control: (usize, &ControlResult<'_>)) -> String {
    let (_, result) = control;
    let mut out = format!("- {} ({})\n", plain(&result.control.title), code(result.control.id.as_str()));
    let rows = rows_of(assessment, control, Options::default());
    for row in rows.filter(|row| row.outcome == Outcome::RiskAccepted).take(ASSETS) {
        let by = row.decision().map_or_else(|| "accepted".to_owned(), |(_, told)| told);
        let _ = writeln!(out, "  - {}: {}", code(&cut_id(&row.id())), code(&cut(&by, SEEN)));
    }
    let more = result.counts.risk_accepted.saturating_sub(ASSETS as u64);
    if more > 0 {
        let _ = writeln!(out, "  - and {} more", count(more, "asset"));
    }
    out
}

/// The criteria that a cloud can show something of.
fn criteria(assessment: &Assessment<'_>) -> impl Iterator<Item = String> {
    let silent = [Configuration::None, Configuration::OutOfScope, Configuration::NotAssessed];
    let spoken = assessment.criteria().iter().filter(move |result| !silent.contains(&result.configuration));
    spoken.map(|result| {
        let (configuration, documents) = (result.configuration.as_str(), result.documents().as_str());
        let criterion = result.criterion;
        format!(
            "- **{}** {}, documents {}: {}\n",
            criterion.id,
            words(configuration),
            words(documents),
            plain(&criterion.summary)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_counted_and_nothing_after_it_slips_in() {
        let mut comment = Comment::new(String::new());
        comment.section("Some", "things", (0..100).map(|_| "x".repeat(1000)));
        assert!(comment.text.len() <= BYTES - RESERVED && comment.text.len() > BYTES - RESERVED - 1100);
        let [(noun, left)] = comment.left_out[..] else { panic!("{:?}", comment.left_out) };
        assert_eq!((noun, left), ("things", 100 - comment.text.matches(&"x".repeat(1000)).count()));
        comment.section("None", "others", std::iter::empty());
        comment.section("More", "others", (0..3).map(|_| "y".repeat(2000)));
        assert_eq!(comment.left_out.last(), Some(&("others", 3)));
        assert!(!comment.text.contains('y'));
    }

    #[test]
    fn what_is_said_of_what_does_not_fit_has_its_room() {
        let mut comment = Comment::new(String::new());
        comment.section("Some", "things", (0..BYTES).map(|_| "x".to_owned()));
        // As many sections as a comparison has, and each with a name as long as the longest.
        for _ in 0..12 {
            comment.section("More", "controls that were not evaluated", (0..1_000_000).map(|_| "y".to_owned()));
        }
        let text = comment.finish();
        assert!(text.len() <= BYTES, "{}", text.len());
        assert_eq!(text.matches("left out: 1000000 of the").count(), 12);
    }
}
