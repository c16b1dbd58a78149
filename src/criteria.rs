//! The Trust Services Criteria: what each criterion asks, and how much of it a cloud can show.

use std::fmt;
use std::str::FromStr;

use crate::yaml::Diagnostic;

mod load;

/// The id of a criterion, such as `CC6.1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CriterionId(String);

/// A word that is no criterion's id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no criterion: write it as CC6.1 or A1.2")]
pub struct MalformedCriterion(String);

impl CriterionId {
    /// The id as it is printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CriterionId {
    type Err = MalformedCriterion;

    fn from_str(word: &str) -> Result<Self, MalformedCriterion> {
        let number = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let letters = word.len() - number.len();
        let digits = |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|c| c.is_ascii_digit());
        let well_formed = (1..=2).contains(&letters)
            && number.split_once('.').is_some_and(|(series, number)| digits(series) && digits(number));
        if well_formed { Ok(Self(word.to_owned())) } else { Err(MalformedCriterion(word.to_owned())) }
    }
}

impl fmt::Display for CriterionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for CriterionId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// One of the five categories that a report can cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// The common criteria, in every report.
    Security,
    /// The system can be used as committed.
    Availability,
    /// Confidential information is protected.
    Confidentiality,
    /// Processing is complete, valid, accurate and timely.
    ProcessingIntegrity,
    /// Personal information is handled as promised.
    Privacy,
}

impl Category {
    /// All five, in the order of the publication.
    pub const ALL: [Self; 5] =
        [Self::Security, Self::Availability, Self::Confidentiality, Self::ProcessingIntegrity, Self::Privacy];

    /// The word used in files and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Security => "security",
            Self::Availability => "availability",
            Self::Confidentiality => "confidentiality",
            Self::ProcessingIntegrity => "processing_integrity",
            Self::Privacy => "privacy",
        }
    }
}

/// A word that is no category.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no category: one of security, availability, confidentiality, processing_integrity, privacy")]
pub struct MalformedCategory(String);

impl FromStr for Category {
    type Err = MalformedCategory;

    fn from_str(word: &str) -> Result<Self, MalformedCategory> {
        let found = Self::ALL.into_iter().find(|category| category.as_str() == word);
        found.ok_or_else(|| MalformedCategory(word.to_owned()))
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How much of a criterion the configuration of a cloud can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CloudEvidence {
    /// The technical core of it.
    Automated,
    /// Some of it; documents show the rest.
    Partial,
    /// Nothing of it.
    Manual,
}

impl CloudEvidence {
    /// All three, the most first.
    pub const ALL: [Self; 3] = [Self::Automated, Self::Partial, Self::Manual];

    /// The word used in files and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Automated => "automated",
            Self::Partial => "partial",
            Self::Manual => "manual",
        }
    }
}

/// A word that is no kind of cloud evidence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no cloud evidence: one of automated, partial, manual")]
pub struct MalformedEvidence(String);

impl FromStr for CloudEvidence {
    type Err = MalformedEvidence;

    fn from_str(word: &str) -> Result<Self, MalformedEvidence> {
        let found = Self::ALL.into_iter().find(|evidence| evidence.as_str() == word);
        found.ok_or_else(|| MalformedEvidence(word.to_owned()))
    }
}

impl fmt::Display for CloudEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One point of focus of a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its title in the publication.
    pub name: String,
    /// Whether a cloud can show something of it: only these can be mapped to.
    pub cloud_assessable: bool,
    /// The only engagements that it applies to, such as `privacy`; `None` where it applies to all.
    pub scope: Option<String>,
    /// The party that a privacy point concerns: `controller`, `processor` or `both`.
    pub role: Option<String>,
}

impl Point {
    /// Whether it applies to an engagement, where `covers` tells which categories are in scope. One that is for no
    /// category but for another kind of engagement does not.
    pub fn applies(&self, covers: impl Fn(Category) -> bool) -> bool {
        self.scope.as_deref().is_none_or(|scope| scope.parse().is_ok_and(covers))
    }
}

/// One criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its id.
    pub id: CriterionId,
    /// The category it belongs to.
    pub category: Category,
    /// The heading it stands under.
    pub series: String,
    /// What it asks, in our own words.
    pub summary: String,
    /// How much of it a cloud can show.
    pub cloud_evidence: CloudEvidence,
    /// What in a cloud shows it; `None` where nothing does.
    pub cloud_signals: Option<String>,
    /// What an auditor asks for beside it.
    pub manual_evidence: String,
    /// Its points of focus, in the order of the publication.
    pub points: Vec<Point>,
}

impl Criterion {
    /// One of its points of focus.
    pub fn point(&self, name: &str) -> Option<&Point> {
        self.points.iter().find(|point| point.name == name)
    }

    /// The points of focus that a cloud can show something of.
    pub fn cloud_assessable_points(&self) -> impl Iterator<Item = &Point> {
        self.points.iter().filter(|point| point.cloud_assessable)
    }
}

/// All the criteria, in the order of the publication.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Criteria {
    all: Vec<Criterion>,
}

/// The file that is built in.
pub const BUILT_IN: &str = include_str!("../controls/criteria.yaml");

impl Criteria {
    /// The built-in catalogue.
    pub fn built_in() -> Result<Self, Vec<Diagnostic>> {
        Self::parse("criteria.yaml", BUILT_IN)
    }

    /// A catalogue from the text of its file.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        load::load(file, text)
    }

    /// Every criterion, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Criterion> {
        self.all.iter()
    }

    /// One criterion.
    pub fn get(&self, id: &CriterionId) -> Option<&Criterion> {
        self.all.iter().find(|criterion| criterion.id == *id)
    }
}

impl<'a> IntoIterator for &'a Criteria {
    type Item = &'a Criterion;
    type IntoIter = std::slice::Iter<'a, Criterion>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.iter()
    }
}
