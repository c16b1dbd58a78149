//! Every setting: what it is called in the file, in the environment, and on the command line.

use std::str::FromStr;

use crate::control::Severity;
use crate::criteria::{Category, CriterionId};
use crate::inventory::{AccountId, Region};

/// One setting.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its path in the file: `scope.regions`.
    pub name: &'static str,
    /// The variable that overrides it; a list is joined by commas.
    pub env: Option<&'static str>,
    /// The option that overrides it, without its dashes.
    pub option: Option<&'static str>,
    /// What it holds.
    pub shape: Shape,
    /// What keeps a word from being one of its values; `None` where it is one.
    pub(super) refuse: fn(&str) -> Option<String>,
    /// The words that it may hold, where these are few.
    pub(super) words: &'static [&'static str],
}

/// What a setting holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One word.
    Word,
    /// A list of words.
    Words,
    /// A path, from the folder of the file.
    Path,
    /// A list of paths.
    Paths,
    /// A map of controls to maps of their parameters.
    Params,
    /// A list of exclusions.
    Exclusions,
}

impl Shape {
    /// Whether it is a list of words or paths.
    pub fn is_list(self) -> bool {
        matches!(self, Self::Words | Self::Paths)
    }
}

const SEVERITIES: &[&str] = &["critical", "high", "medium", "low"];
const CATEGORIES: &[&str] = &["security", "availability", "processing_integrity", "confidentiality", "privacy"];

/// All of them, in the order in which the template explains them.
pub const KEYS: &[Key] = &[
    text("organization", Some("TICKMARK_ORGANIZATION"), "organization"),
    text("system", Some("TICKMARK_SYSTEM"), "system"),
    Key {
        shape: Shape::Words,
        words: CATEGORIES,
        refuse: parsed::<Category>,
        ..text("categories", Some("TICKMARK_CATEGORIES"), "category")
    },
    Key {
        shape: Shape::Words,
        refuse: parsed::<AccountId>,
        ..text("scope.accounts", Some("TICKMARK_ACCOUNTS"), "account")
    },
    Key { shape: Shape::Words, refuse: region, ..text("scope.regions", Some("TICKMARK_REGIONS"), "region") },
    Key { shape: Shape::Words, ..text("scope.services", Some("TICKMARK_SERVICES"), "service") },
    Key { shape: Shape::Exclusions, option: None, ..text("scope.exclude", None, "") },
    text("aws.profile", Some("TICKMARK_PROFILE"), "profile"),
    text("aws.role_arn", Some("TICKMARK_ROLE_ARN"), "role-arn"),
    text("aws.external_id", Some("TICKMARK_EXTERNAL_ID"), "external-id"),
    Key { shape: Shape::Path, ..text("controls", Some("TICKMARK_CONTROLS"), "controls") },
    Key { shape: Shape::Params, ..text("params", Some("TICKMARK_PARAMS"), "param") },
    Key { shape: Shape::Path, ..text("acceptances", Some("TICKMARK_ACCEPTANCES"), "acceptances") },
    Key { shape: Shape::Path, ..text("documents", Some("TICKMARK_DOCUMENTS"), "documents") },
    Key {
        words: SEVERITIES,
        refuse: parsed::<Severity>,
        ..text("criterion_threshold", Some("TICKMARK_CRITERION_THRESHOLD"), "criterion-threshold")
    },
    Key {
        words: &["critical", "high", "medium", "low", "never"],
        ..text("fail_on", Some("TICKMARK_FAIL_ON"), "fail-on")
    },
    Key {
        shape: Shape::Words,
        refuse: parsed::<CriterionId>,
        ..text("fail_on_criteria", Some("TICKMARK_FAIL_ON_CRITERIA"), "fail-on-criterion")
    },
    Key { refuse: percent, ..text("min_coverage", Some("TICKMARK_MIN_COVERAGE"), "min-coverage") },
    Key { shape: Shape::Paths, ..text("outputs", Some("TICKMARK_OUTPUTS"), "output") },
];

/// A setting that holds any word.
const fn text(name: &'static str, env: Option<&'static str>, option: &'static str) -> Key {
    Key { name, env, option: Some(option), shape: Shape::Word, refuse: any, words: &[] }
}

fn any(_: &str) -> Option<String> {
    None
}

fn parsed<T: FromStr<Err: ToString>>(word: &str) -> Option<String> {
    word.parse::<T>().err().map(|problem| problem.to_string())
}

fn region(word: &str) -> Option<String> {
    match word.parse::<Region>() {
        Ok(region) if region == Region::GLOBAL || region == Region::EVERY => {
            Some(format!("{word} is no region: leave it out for all of them"))
        }
        Ok(_) => None,
        Err(problem) => Some(problem.to_string()),
    }
}

fn percent(word: &str) -> Option<String> {
    let is_one = word.parse::<u8>().is_ok_and(|percent| percent <= 100);
    (!is_one).then(|| format!("{word:?} is no percentage: write a whole number from 0 to 100"))
}

impl Key {
    /// The setting with this path.
    pub fn named(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }
}
