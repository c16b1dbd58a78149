//! `--format junit`: the XML of `JUnit`, for what shows the tests of a build.
//!
//! A suite is a service, a case is one control on one asset. What was not evaluated is an error, which is how `JUnit`
//! calls a test that could not be run; what management decided and what a control does not speak of is skipped. None
//! of these is counted as passed.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::AddAssign;

use super::Options;
use super::command;
use super::escape::xml::text;
use super::row::{Row, rows_of, unlisted};
use crate::assess::{Assessment, ControlResult, Outcome};
use crate::inventory::Kind;

/// How many cases there are of each sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    tests: u64,
    failures: u64,
    errors: u64,
    skipped: u64,
}

impl Counts {
    /// Of one control. One that found nothing to judge is a case of its own.
    fn of(assessment: &Assessment<'_>, result: &ControlResult<'_>, options: Options) -> Self {
        let tally = result.counts;
        if options.only_failures {
            return Self { tests: tally.fail, failures: tally.fail, ..Self::default() };
        }
        let all = unlisted(assessment, result).count() as u64;
        let aside = unlisted(assessment, result)
            .filter(|(kind, listing)| assessment.exclusion_of_listing(result.control, kind, listing).is_some())
            .count() as u64;
        let blind = all - aside;
        let empty = u64::from(tally.total() + blind + aside == 0);
        Self {
            tests: tally.total() + blind + aside + empty,
            failures: tally.fail,
            errors: tally.not_evaluated + blind,
            skipped: tally.risk_accepted + tally.not_applicable + tally.set_aside + aside + empty,
        }
    }

    fn attributes(self) -> String {
        let Self { tests, failures, errors, skipped } = self;
        format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\"")
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.errors += other.errors;
        self.skipped += other.skipped;
    }
}

/// The controls of one service, with their numbers.
#[derive(Debug, Default)]
struct Suite<'s, 'a> {
    counts: Counts,
    controls: Vec<(usize, &'s ControlResult<'a>)>,
}

/// Writes the document.
pub fn write(assessment: &Assessment<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let mut suites: BTreeMap<&str, Suite<'_, '_>> = BTreeMap::new();
    let mut all = Counts::default();
    for (number, result) in assessment.controls().iter().enumerate() {
        let counts = Counts::of(assessment, result, options);
        let suite = suites.entry(&result.control.service).or_default();
        suite.counts += counts;
        suite.controls.push((number, result));
        all += counts;
    }
    let as_of = assessment.as_of();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"tickmark\" {}>", all.attributes())?;
    for (service, Suite { counts, controls }) in suites {
        writeln!(out, "  <testsuite name=\"{}\" timestamp=\"{as_of}\" {}>", text(service), counts.attributes())?;
        for (number, result) in controls {
            let mut empty = !options.only_failures;
            for row in rows_of(assessment, (number, result), options) {
                empty = false;
                case(&row, out)?;
            }
            if empty {
                nothing_there(result, out)?;
            }
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn case(row: &Row<'_, '_>, out: &mut dyn Write) -> io::Result<()> {
    let control = row.result.control;
    let place = format!("{} {}", row.account(), row.region());
    let name = text(&format!("{} [{} {place}]", control.title, row.id()));
    write!(out, "    <testcase classname=\"{}\" name=\"{name}\" time=\"0\"", control.id)?;
    let told = text(&row.told());
    match row.outcome {
        Outcome::Pass => return writeln!(out, "/>"),
        Outcome::Fail => {
            write!(out, ">\n      <failure type=\"{}\" message=\"{told}\">", row.severity)?;
            writeln!(out, "Criteria: {}", text(&row.criteria().join(", ")))?;
            if let Some(remedy) = row.remedy() {
                writeln!(out, "Fix: {}", text(&remedy))?;
            }
            let cli = row.fix.iter().filter_map(|fix| fix.cli.as_deref());
            for line in cli.flat_map(|cli| command::lines(cli, 0, usize::MAX)) {
                writeln!(out, "{}", text(&line))?;
            }
            writeln!(out, "</failure>")?;
        }
        Outcome::NotEvaluated => {
            let remedy = text(&row.remedy().unwrap_or_default());
            writeln!(out, ">\n      <error type=\"not_evaluated\" message=\"{told}\">{remedy}</error>")?;
        }
        outcome @ (Outcome::RiskAccepted | Outcome::NotApplicable | Outcome::SetAside) => {
            writeln!(out, ">\n      <skipped type=\"{outcome}\" message=\"{told}\"/>")?;
        }
    }
    writeln!(out, "    </testcase>")
}

/// A control that found nothing to judge, though everything was listed.
fn nothing_there(result: &ControlResult<'_>, out: &mut dyn Write) -> io::Result<()> {
    let kinds: Vec<&str> = result.control.kinds.iter().map(Kind::as_str).collect();
    let (id, title, kinds) = (&result.control.id, text(&result.control.title), text(&kinds.join(", ")));
    writeln!(out, "    <testcase classname=\"{id}\" name=\"{title} [no {kinds}]\" time=\"0\">")?;
    writeln!(out, "      <skipped type=\"not_applicable\" message=\"Not applicable: there is no {kinds}\"/>")?;
    writeln!(out, "    </testcase>")
}
