//! Where the report comes from: whose cloud, seen by whom, when, and judged by what.

use std::collections::BTreeSet;

use crate::assess::{Assessment, Status};
use crate::control::{Change, Severity};
use crate::inventory::snapshot::Header;
use crate::render::page::Page;
use crate::render::style::{Tone, mark_of_status, words};
use crate::render::text::{count, grouped, visible, width};

/// More names than this are counted instead.
const NAMED: usize = 4;

/// The columns of the labels.
const LABEL: usize = 12;

pub(super) fn write(assessment: &Assessment<'_>, page: &mut Page) {
    let title = concat!("tickmark ", env!("CARGO_PKG_VERSION"));
    page.line(0, &[(Tone::Heading, title), (Tone::Plain, " · SOC 2 configuration report")]);
    page.blank();
    collections(assessment, page);
    judged_by(assessment, page);
    page.blank();
    verdict(assessment, page);
}

fn field(page: &mut Page, label: &str, tone: Tone, text: &str) {
    page.labelled(0, (label, LABEL), tone, text);
}

fn collections(assessment: &Assessment<'_>, page: &mut Page) {
    let headers: Vec<&Header> = assessment.snapshot().headers().collect();
    let all = |name: &str, of: &dyn Fn(&Header) -> Vec<String>| {
        let words: BTreeSet<String> = headers.iter().flat_map(|header| of(header)).collect();
        named(&words, name)
    };
    field(page, "Account", Tone::Plain, &all("account", &|header| each(&header.accounts)));
    field(page, "Seen by", Tone::Plain, &all("caller", &|header| vec![header.caller.arn.clone()]));
    field(page, "Regions", Tone::Plain, &all("region", &|header| each(&header.regions)));
    let started = headers.iter().map(|header| header.started);
    let as_of = match (started.clone().min(), started.max()) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}, each account at its own time"),
        _ => assessment.as_of().to_string(),
    };
    field(page, "As of", Tone::Plain, &as_of);
    let endpoints: BTreeSet<String> = headers.iter().filter_map(|header| header.endpoint.clone()).collect();
    if !endpoints.is_empty() {
        field(page, "Endpoint", Tone::Unseen, &format!("{}, not the provider's own", named(&endpoints, "endpoint")));
    }
}

fn each(words: &[impl ToString]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

/// A few words as they are, many as their number.
fn named(words: &BTreeSet<String>, noun: &str) -> String {
    if words.len() > NAMED {
        return count(words.len() as u64, noun);
    }
    if words.is_empty() {
        return "none".to_owned();
    }
    let words: Vec<String> = words.iter().map(|word| visible(word).into_owned()).collect();
    words.join(", ")
}

fn judged_by(assessment: &Assessment<'_>, page: &mut Page) {
    let pack = assessment.input().pack;
    let short = |digest: &str| digest.chars().take(12).collect::<String>();
    let selected = assessment.controls().len();
    let chosen = if selected == pack.len() { String::new() } else { format!(" of {}", pack.len()) };
    let mut controls = format!("{selected}{chosen}, pack {}", short(pack.digest()));
    let collected_for: BTreeSet<&str> = assessment.snapshot().headers().map(|header| &*header.pack_digest).collect();
    if collected_for.iter().any(|digest| *digest != pack.digest()) {
        controls.push_str("; collected for another pack");
    }
    field(page, "Controls", Tone::Plain, &controls);
    coverage(assessment, page);
    let overridden: BTreeSet<String> = pack.overridden().iter().map(ToString::to_string).collect();
    if !overridden.is_empty() {
        field(page, "Overridden", Tone::Unseen, &named(&overridden, "built-in control"));
    }
    let params = assessment.controls().iter().flat_map(|result| {
        let id = &result.control.id;
        let changed = result.control.params.iter().filter(|(_, param)| param.change != Change::Default);
        changed.map(move |(name, param)| (param.change, format!("{id}.{name}={}", param.value)))
    });
    let params: Vec<(Change, String)> = params.collect();
    for (change, label) in [(Change::Loosened, "Loosened"), (Change::Tightened, "Tightened")] {
        let own = params.iter().filter(|(own, _)| *own == change).map(|(_, text)| text.clone());
        let own: BTreeSet<String> = own.collect();
        if !own.is_empty() {
            let tone = if change == Change::Loosened { Tone::Unseen } else { Tone::Plain };
            field(page, label, tone, &named(&own, "parameter"));
        }
    }
}

fn coverage(assessment: &Assessment<'_>, page: &mut Page) {
    let coverage = assessment.summary().totals.coverage;
    let percent = coverage.percent();
    let mut text = percent.map_or_else(|| "nothing was planned".to_owned(), |percent| format!("{percent} %"));
    if percent.is_some() {
        let (covered, planned) = (grouped(coverage.covered), count(coverage.planned, "planned check"));
        text.extend([format!(" ({covered} of {planned}: a control in an account and region)")]);
    }
    if coverage.closed > 0 {
        text.extend([format!("; {} apart, in regions that a policy closes", grouped(coverage.closed))]);
    }
    if coverage.set_aside > 0 {
        text.extend([format!("; {} apart, set aside by management", grouped(coverage.set_aside))]);
    }
    field(page, "Coverage", if percent == Some(100) { Tone::Good } else { Tone::Unseen }, &text);
}

/// What came of it, in one line, or more where it is narrow.
fn verdict(assessment: &Assessment<'_>, page: &mut Page) {
    let controls = assessment.controls();
    let mut spans: Vec<(Tone, String)> = Vec::new();
    for status in [Status::Fail, Status::NotEvaluated, Status::RiskAccepted, Status::Pass, Status::NotApplicable] {
        let own = || controls.iter().filter(|result| result.status == status);
        let number = own().count();
        if number == 0 {
            continue;
        }
        let mut text = format!("{} {number} {}", mark_of_status(status), words(status.as_str()));
        if status == Status::Fail {
            let severities = Severity::ALL.iter().filter_map(|severity| {
                let number = own().filter(|result| result.severity == *severity).count();
                (number > 0).then(|| format!("{number} {severity}"))
            });
            text.extend([format!(" ({})", severities.collect::<Vec<_>>().join(", "))]);
        }
        spans.push((Tone::of_status(status), text));
    }
    let mut line: Vec<(Tone, &str)> = Vec::new();
    for (tone, text) in &spans {
        let taken: usize = line.iter().map(|(_, text)| width(text)).sum();
        if !line.is_empty() && taken + GAP.len() + width(text) > page.columns() {
            page.line(0, &std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push((Tone::Faint, GAP));
        }
        line.push((*tone, text));
    }
    page.line(0, &line);
}

/// What stands between two counts.
const GAP: &str = "   ";
