//! The entity's own evidence: what is on file for a criterion, and whether that is all it asks for.

use std::fmt;

use crate::criteria::{Category, Criterion, CriterionId, Point};
use crate::inventory::Timestamp;

/// What management has on file for a criterion, or for some of its points of focus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The criterion.
    pub criterion: CriterionId,
    /// The points of focus that it is for; empty where it is for the criterion as a whole.
    pub points: Vec<String>,
    /// What it states.
    pub statement: String,
    /// Who answers for it.
    pub owner: String,
    /// The beginning of the day it is dated.
    pub date: Timestamp,
    /// The first moment at which it is too old.
    pub ends: Timestamp,
    /// What is filed.
    pub files: Vec<FiledFile>,
    /// Where else it is kept; nobody looks there.
    pub links: Vec<String>,
}

/// A file of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledFile {
    /// Where it lies, from the folder of the file that names it, parted by `/`.
    pub path: String,
    /// The SHA-256 it was filed with, in lower-case hexadecimal.
    pub sha256: String,
    /// What was found there.
    pub state: FileState,
}

/// What was found where a file should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// The bytes that were filed.
    Unchanged,
    /// Other bytes.
    Altered,
    /// No file.
    Missing,
    /// A file that could not be read.
    Unreadable,
}

impl FileState {
    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Altered => "altered",
            Self::Missing => "missing",
            Self::Unreadable => "unreadable",
        }
    }
}

/// Whether a document counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It does.
    Current,
    /// It is too old.
    Stale,
    /// One of its files is not what was filed.
    Altered,
    /// At that moment there was no such document.
    DatedLater,
}

impl Standing {
    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Stale => "stale",
            Self::Altered => "altered",
            Self::DatedLater => "dated_later",
        }
    }
}

impl Document {
    /// Whether it counts at a moment.
    pub fn standing(&self, as_of: Timestamp) -> Standing {
        if self.files.iter().any(|file| file.state != FileState::Unchanged) {
            Standing::Altered
        } else if as_of < self.date {
            Standing::DatedLater
        } else if as_of >= self.ends {
            Standing::Stale
        } else {
            Standing::Current
        }
    }

    /// A moment of the last day on which it counts.
    pub fn last_day(&self) -> Timestamp {
        Timestamp::from_unix(self.ends.as_seconds() - 1, 0).unwrap_or(self.ends)
    }
}

/// What of the entity's own evidence is there. It never lifts a configuration status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Documents {
    /// Filed, recent enough, and as it was filed.
    OnFile,
    /// Filed, but some of it too long ago.
    Stale,
    /// Filed, but some of it is not what was filed.
    Altered,
    /// An auditor would ask for [`Criterion::manual_evidence`], or for the part of it that is not filed.
    Requested,
    /// The criterion is out of scope, or asks for none.
    NotNeeded,
}

impl Documents {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::OnFile, Self::Stale, Self::Altered, Self::Requested, Self::NotNeeded];

    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OnFile => "on_file",
            Self::Stale => "stale",
            Self::Altered => "altered",
            Self::Requested => "requested",
            Self::NotNeeded => "not_needed",
        }
    }
}

impl fmt::Display for Documents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What is filed for one criterion.
///
/// A document for the criterion as a whole is all that it asks for. Documents for points of focus are so together
/// where they name every point that documents alone can show: those that a cloud shows nothing of, but for points
/// whose scope is no category that is in scope. Where no point is left that way, only a document for the whole will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnFile<'a> {
    /// What it comes to.
    pub documents: Documents,
    /// The numbers of its documents, whether they count or not.
    pub filed: Vec<usize>,
    /// The points of focus that documents are asked for and no document that counts is for.
    pub wanting: Vec<&'a Point>,
    /// How many points of focus documents are asked for.
    asked: usize,
}

impl<'a> OnFile<'a> {
    /// What of `all` is for a criterion, at a moment, where `covers` tells which categories are in scope.
    pub fn of(criterion: &'a Criterion, all: &[Document], as_of: Timestamp, covers: impl Fn(Category) -> bool) -> Self {
        let own = || all.iter().enumerate().filter(|(_, document)| document.criterion == criterion.id);
        let filed = own().map(|(number, _)| number).collect();
        if !covers(criterion.category) || criterion.manual_evidence.is_empty() {
            return Self { documents: Documents::NotNeeded, filed, wanting: Vec::new(), asked: 0 };
        }
        let asked: Vec<&Point> =
            criterion.points.iter().filter(|point| !point.cloud_assessable && point.applies(&covers)).collect();
        let standings: Vec<(Standing, &Document)> =
            own().map(|(_, document)| (document.standing(as_of), document)).collect();
        let counted = |allowed: &[Standing]| -> Vec<&Document> {
            standings.iter().filter(|(standing, _)| allowed.contains(standing)).map(|(_, document)| *document).collect()
        };
        let wholly = |allowed: &[Standing]| {
            let counted = counted(allowed);
            has_whole(&counted) || (!asked.is_empty() && asked.iter().all(|point| named(&counted, point)))
        };
        let documents = if wholly(&[Standing::Current]) {
            Documents::OnFile
        } else if wholly(&[Standing::Current, Standing::Stale]) {
            Documents::Stale
        } else if wholly(&[Standing::Current, Standing::Stale, Standing::Altered]) {
            Documents::Altered
        } else {
            Documents::Requested
        };
        let (current, number) = (counted(&[Standing::Current]), asked.len());
        let wanting = asked.into_iter().filter(|point| !has_whole(&current) && !named(&current, point)).collect();
        Self { documents, filed, wanting, asked: number }
    }

    /// The points that are left, where there are documents that count for others.
    pub fn rest(&self) -> &[&'a Point] {
        if self.wanting.len() < self.asked { &self.wanting } else { &[] }
    }
}

fn has_whole(documents: &[&Document]) -> bool {
    documents.iter().any(|document| document.points.is_empty())
}

fn named(documents: &[&Document], point: &Point) -> bool {
    documents.iter().any(|document| document.points.contains(&point.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::Criteria;

    /// A document of 2025 for CC6.4, of which a cloud shows nothing.
    fn document(points: &[&str], state: FileState) -> Document {
        Document {
            criterion: "CC6.4".parse().unwrap(),
            points: points.iter().map(|point| (*point).to_owned()).collect(),
            statement: "The office is locked.".to_owned(),
            owner: "jane@example.com".to_owned(),
            date: "2025-01-01T00:00:00Z".parse().unwrap(),
            ends: "2026-01-01T00:00:00Z".parse().unwrap(),
            files: vec![FiledFile { path: "a.pdf".to_owned(), sha256: "0".repeat(64), state }],
            links: Vec::new(),
        }
    }

    fn old(points: &[&str]) -> Document {
        Document { ends: "2025-02-01T00:00:00Z".parse().unwrap(), ..document(points, FileState::Unchanged) }
    }

    fn of(id: &str, all: &[Document], scope: &[Category]) -> (Documents, Vec<String>) {
        let criteria = Criteria::built_in().unwrap();
        let criterion = criteria.get(&id.parse().unwrap()).unwrap();
        let found = OnFile::of(criterion, all, "2025-06-01T00:00:00Z".parse().unwrap(), |c| scope.contains(&c));
        (found.documents, found.wanting.iter().map(|point| point.name.clone()).collect())
    }

    #[test]
    fn a_document_counts_from_its_day_to_the_end_of_its_last_while_it_is_unchanged() {
        use FileState::{Altered, Missing, Unchanged, Unreadable};
        let standing = |state, day: &str| document(&[], state).standing(format!("{day}Z").parse().unwrap());
        assert_eq!(standing(Unchanged, "2024-12-31T23:59:59"), Standing::DatedLater);
        assert_eq!(standing(Unchanged, "2025-01-01T00:00:00"), Standing::Current);
        assert_eq!(standing(Unchanged, "2025-12-31T23:59:59"), Standing::Current);
        assert_eq!(standing(Unchanged, "2026-01-01T00:00:00"), Standing::Stale);
        for state in [Altered, Missing, Unreadable] {
            assert_eq!(standing(state, "2025-06-01T00:00:00"), Standing::Altered, "{state:?}");
        }
        assert_eq!(document(&[], Unchanged).last_day().date(), "2025-12-31");
    }

    #[test]
    fn a_document_for_the_whole_is_enough_and_the_best_one_decides() {
        let sound = document(&[], FileState::Unchanged);
        let changed = document(&[], FileState::Altered);
        let later = Document { date: "2025-07-01T00:00:00Z".parse().unwrap(), ..sound.clone() };
        let state = |all: &[Document]| of("CC6.4", all, &[Category::Security]).0;
        assert_eq!(state(&[]), Documents::Requested);
        assert_eq!(state(std::slice::from_ref(&later)), Documents::Requested);
        assert_eq!(state(std::slice::from_ref(&changed)), Documents::Altered);
        assert_eq!(state(&[changed.clone(), old(&[])]), Documents::Stale);
        assert_eq!(state(&[changed, old(&[]), sound.clone()]), Documents::OnFile);
        assert_eq!(of("CC6.4", &[sound], &[Category::Privacy]), (Documents::NotNeeded, vec![]));
    }

    #[test]
    fn documents_for_points_are_enough_where_they_name_every_point_that_needs_one() {
        let criteria = Criteria::built_in().unwrap();
        let points: Vec<&str> =
            criteria.get(&"CC6.4".parse().unwrap()).unwrap().points.iter().map(|point| point.name.as_str()).collect();
        let (first, rest) = points.split_first().unwrap();
        let of = |all: &[Document]| of("CC6.4", all, &[Category::Security]);
        let named: Vec<String> = rest.iter().map(|name| (*name).to_owned()).collect();
        let sound = |points: &[&str]| document(points, FileState::Unchanged);
        assert_eq!(of(&[sound(&[first])]), (Documents::Requested, named.clone()));
        assert_eq!(of(&[sound(&[first]), sound(rest)]), (Documents::OnFile, vec![]));
        assert_eq!(of(&[sound(&[first]), old(rest)]), (Documents::Stale, named.clone()));
        assert_eq!(of(&[sound(&[first]), document(rest, FileState::Missing)]), (Documents::Altered, named));
    }

    #[test]
    fn a_point_that_does_not_apply_or_that_a_cloud_shows_needs_no_document() {
        let criteria = Criteria::built_in().unwrap();
        for criterion in &criteria {
            let own = |scope: &[Category]| {
                let sound = Document { criterion: criterion.id.clone(), ..document(&["x"], FileState::Unchanged) };
                of(criterion.id.as_str(), &[sound], scope)
            };
            let ((all, every), (_, fewer)) = (own(&Category::ALL), own(&[criterion.category]));
            assert_eq!(all, Documents::Requested, "{}", criterion.id);
            assert!(fewer.iter().all(|name| every.contains(name)));
            for point in &criterion.points {
                let needs = every.contains(&point.name);
                let no_category = matches!(point.scope.as_deref(), Some("goods_production" | "system_level"));
                assert_eq!(needs, !point.cloud_assessable && !no_category, "{} {}", criterion.id, point.name);
            }
        }
    }
}
