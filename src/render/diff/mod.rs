//! `tickmark diff`: two judgements held against each other, in one of a few formats.

pub(super) mod json;
mod markdown;
mod table;

use std::fmt;
use std::io::{self, Write};

use super::style::{Style, words};
use super::text::visible;
use crate::assess::Outcome;
use crate::assess::compare::{Change, Changed, Comparison, Ground, JudgedFinding};

pub use table::write as write_table;

/// One format of a comparison.
#[derive(Clone, Copy)]
pub struct Format {
    /// Its name after `--format`.
    pub name: &'static str,
    /// The extensions of an `--output` file that mean it.
    pub extensions: &'static [&'static str],
    /// What writes it.
    pub write: fn(&Comparison<'_>, Style, &mut dyn Write) -> io::Result<()>,
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Format").field(&self.name).finish()
    }
}

/// Every format of a comparison; the first is what is printed where nobody asks for another.
pub static FORMATS: &[Format] = &[
    Format { name: "table", extensions: &["txt"], write: table::write },
    Format { name: "json", extensions: &["json"], write: json::write },
    Format { name: "markdown", extensions: &["md", "markdown"], write: markdown::write },
];

/// What a change is called above its results.
fn heading(change: Change) -> &'static str {
    match change {
        Change::NewFailure => "New failures",
        Change::NotObserved => "Not observed this time",
        Change::Fixed => "Fixed",
        Change::NoLongerApplies => "No longer applies",
        Change::AssetGone => "Asset gone",
        Change::Accepted => "Risk accepted",
        Change::SetAside => "Set aside",
    }
}

/// What a result was: "passed before", "not evaluated before".
fn before(comparison: &Comparison<'_>, changed: &Changed<'_>) -> &'static str {
    let finding = changed.finding;
    match changed.was {
        Some(Outcome::Fail) => "failed before",
        Some(Outcome::NotEvaluated) => "not evaluated before",
        Some(Outcome::RiskAccepted) => "accepted before",
        Some(Outcome::Pass) => "passed before",
        Some(Outcome::NotApplicable) => "not applicable before",
        Some(Outcome::SetAside) => "set aside before",
        None if comparison.old.trimmed => "no failure before",
        None if !comparison.old.controls.contains_key(&finding.control) => "not judged before",
        None if comparison.old.lacks(finding) => "not there before",
        None => "not seen before",
    }
}

/// Where an asset is: its region, and its account where there are several.
fn place(comparison: &Comparison<'_>, finding: &JudgedFinding) -> String {
    let several = comparison.old.scope.keys().chain(comparison.new.scope.keys()).any(|one| *one != finding.account);
    let place = if several { format!("{} {}", finding.account, finding.region) } else { finding.region.clone() };
    visible(&place).into_owned()
}

/// What is different about what was judged by.
fn ground(ground: &Ground<'_>) -> String {
    let told = |value: Option<&str>| value.map_or_else(|| "nothing".to_owned(), ToOwned::to_owned);
    let text = match ground {
        Ground::ControlAdded(id) => format!("{id} is judged now, and was not"),
        Ground::ControlRemoved(id) => format!("{id} was judged, and is not now"),
        Ground::Param { control, name, was, is } => {
            format!("{control}.{name} is {}, and was {}", told(*is), told(*was))
        }
        Ground::Pack { was, is } => format!("the control pack is {}, and was {}", short(is), short(was)),
        Ground::CriterionThreshold { was, is } => format!("the criterion threshold is {is}, and was {was}"),
    };
    visible(&text).into_owned()
}

/// As much of a digest as tells it from another.
fn short(digest: &str) -> String {
    digest.chars().take(12).collect()
}

/// How many results changed, how, in one line.
fn summary(comparison: &Comparison<'_>) -> String {
    let counted = Change::ALL.into_iter().map(|change| (comparison.of(change).count(), words(change.as_str())));
    let mut parts: Vec<String> =
        counted.filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    parts.push(format!("{} known to fail", comparison.known_failures));
    parts.join(", ")
}
