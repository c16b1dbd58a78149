//! The results of one control, each with its evidence, made as they are asked for: a report can hold half a million.

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::assess::{Assessment, ControlResult, Finding, fingerprint};
use crate::control::{Outcome, RenderedFix, Severity};
use crate::inventory::snapshot::AssetRef;
use crate::predicate::{self, Actual, Truth};

/// The results of one control, in the order of the assets.
#[derive(Debug, Clone, Copy)]
pub struct Results<'a> {
    assessment: &'a Assessment<'a>,
    of: &'a ControlResult<'a>,
}

impl<'a> Results<'a> {
    pub(super) fn new(assessment: &'a Assessment<'a>, of: &'a ControlResult<'a>) -> Self {
        Self { assessment, of }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.assessment.findings_of(self.of).len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Each of them; what was observed is looked at again as it is asked for.
    pub fn iter(&self) -> impl Iterator<Item = Result<'a>> + Clone + use<'a> {
        let (assessment, of) = (self.assessment, self.of);
        assessment.findings_of(of).iter().filter_map(move |finding| result(assessment, of, finding))
    }
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// What one control came to on one asset.
#[derive(Debug, Clone, Serialize)]
pub struct Result<'a> {
    /// The asset.
    pub asset: Asset<'a>,
    /// What it came to.
    pub outcome: Outcome,
    /// How grave a failure of this asset is, or would be.
    pub severity: Severity,
    /// What names this result across snapshots and tools.
    pub fingerprint: String,
    /// What was looked at, expected and seen.
    pub observations: Vec<Observation>,
    /// The gaps that keep it from being evaluated.
    pub gaps: Vec<usize>,
    /// The acceptance by which a failure is accepted.
    pub acceptance: Option<usize>,
    /// The exclusion by which it is set aside.
    pub exclusion: Option<usize>,
    /// How to put it right; only of what fails, accepted or not.
    pub fix: Option<Fix>,
}

/// An asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Asset<'a> {
    /// What it is.
    pub kind: &'a str,
    /// Whose it is.
    pub account: &'a str,
    /// Where it is.
    pub region: &'a str,
    /// Its ARN, or the made id of a singleton.
    pub id: &'a str,
    /// What a person calls it.
    pub name: &'a str,
}

impl<'a> From<AssetRef<'a>> for Asset<'a> {
    fn from(asset: AssetRef<'a>) -> Self {
        Self {
            kind: asset.kind().as_str(),
            account: asset.account().as_str(),
            region: asset.region().as_str(),
            id: asset.id(),
            name: asset.name(),
        }
    }
}

/// One test of one value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Observation {
    /// Where the value lies.
    pub path: String,
    /// What was asked of it; absent where it is only shown.
    pub expected: Option<String>,
    /// What was seen there.
    pub seen: Seen,
    /// Whether what was asked for holds; absent where nothing was, or it cannot be told.
    pub holds: Option<bool>,
    /// Whether the failure turns on it.
    pub decides: bool,
}

/// What was seen where a control looked.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// The value; null is known to be absent.
    Value(Value),
    /// It could not be read: the numbers of the gaps.
    Unknown(Vec<usize>),
}

impl Seen {
    /// The value as a reader sees it: a text as it is, anything else as JSON.
    pub fn text(&self) -> String {
        match self {
            Self::Unknown(_) => "not seen".to_owned(),
            Self::Value(Value::Null) => "absent".to_owned(),
            Self::Value(Value::String(text)) => text.clone(),
            Self::Value(Value::Array(elements)) if elements.is_empty() => "none".to_owned(),
            Self::Value(other) => other.to_string(),
        }
    }
}

impl Observation {
    /// In one line: "path: seen (expected …)".
    pub fn line(&self) -> String {
        let expected = self.expected.as_ref().map(|expected| format!(" (expected {expected})")).unwrap_or_default();
        format!("{}: {}{expected}", self.path, self.seen.text())
    }
}

/// How to put a failure right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// One sentence.
    pub summary: String,
    /// A command, its values quoted for a POSIX shell.
    pub cli: Option<String>,
    /// Terraform, its values quoted for HCL.
    pub terraform: Option<String>,
    /// The steps in the console.
    pub console: Vec<String>,
}

impl From<RenderedFix> for Fix {
    fn from(fix: RenderedFix) -> Self {
        let RenderedFix { summary, cli, terraform, console } = fix;
        Self { summary, cli, terraform, console }
    }
}

fn result<'a>(assessment: &'a Assessment<'a>, of: &ControlResult<'_>, finding: &Finding) -> Option<Result<'a>> {
    let asset = assessment.asset_of(finding)?;
    let explanation = assessment.explain(finding);
    let decided_by = explanation.decided_by;
    let decides = |seen: &predicate::Observation| {
        decided_by.iter().any(|one| one.path == seen.path && one.expected == seen.expected)
    };
    let observations =
        explanation.observations.into_iter().map(|seen| observation(assessment, decides(&seen), seen)).collect();
    Some(Result {
        asset: asset.into(),
        outcome: finding.outcome,
        severity: finding.severity,
        fingerprint: fingerprint(&of.control.id, &asset.key()),
        observations,
        gaps: explanation.gaps,
        acceptance: assessment.acceptance_of(finding),
        exclusion: assessment.exclusion_of(finding),
        fix: explanation.fix.map(Fix::from),
    })
}

/// An observation, with its gaps as numbers.
pub(super) fn observation(
    assessment: &Assessment<'_>,
    decides: bool,
    observation: predicate::Observation,
) -> Observation {
    let predicate::Observation { path, actual, expected, truth } = observation;
    let asked = !expected.is_empty();
    Observation {
        path,
        expected: asked.then_some(expected),
        seen: match actual {
            Actual::Value(value) => Seen::Value(value),
            Actual::Unknown(gaps) => Seen::Unknown(assessment.gap_numbers(&gaps)),
        },
        holds: match truth {
            Truth::True if asked => Some(true),
            Truth::False if asked => Some(false),
            _ => None,
        },
        decides,
    }
}

/// A text, or as much of it as so many characters hold; the snapshot has it whole.
pub fn cut(text: &str, longest: usize) -> std::borrow::Cow<'_, str> {
    match text.char_indices().nth(longest) {
        None => text.into(),
        Some((at, _)) => format!("{} … (cut; the snapshot has it whole)", text.get(..at).unwrap_or_default()).into(),
    }
}
