//! Which controls to assess by, and which criteria that covers.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::control::{Control, ControlId, Pack, Severity};
use crate::criteria::{Category, Criteria, CriterionId};
use crate::yaml::nearest;

/// The selection as the user wrote it: within one option any word, across options all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawSelection {
    /// `--control`.
    pub controls: Vec<String>,
    /// `--criterion`.
    pub criteria: Vec<String>,
    /// `--category`.
    pub categories: Vec<String>,
    /// `--severity`: of the control, or of any rule it has.
    pub severities: Vec<String>,
    /// `--service`.
    pub services: Vec<String>,
}

/// A selection of which every word is known, and that selects something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    controls: BTreeSet<ControlId>,
    criteria: BTreeSet<CriterionId>,
    categories: BTreeSet<Category>,
}

/// Everything that is wrong with a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectionError {
    /// A sentence each.
    pub problems: Vec<String>,
}

impl fmt::Display for SelectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("\n"))
    }
}

impl std::error::Error for SelectionError {}

impl Selection {
    /// Every control and every category.
    pub fn everything(pack: &Pack) -> Self {
        Self {
            controls: pack.iter().map(|control| control.id.clone()).collect(),
            criteria: BTreeSet::new(),
            categories: BTreeSet::new(),
        }
    }

    /// Checks every word, and that anything is selected at all.
    pub fn new(raw: &RawSelection, pack: &Pack, criteria: &Criteria) -> Result<Self, SelectionError> {
        let mut words = Words { problems: Vec::new() };
        let ids = words.all("--control", &raw.controls, pack.iter().map(|control| control.id.as_str()));
        let chosen = words.all("--criterion", &raw.criteria, criteria.iter().map(|criterion| criterion.id.as_str()));
        let categories = words.all("--category", &raw.categories, Category::ALL.iter().map(|c| c.as_str()));
        let severities = words.all("--severity", &raw.severities, Severity::ALL.iter().map(|s| s.as_str()));
        let services: BTreeSet<String> =
            words.all("--service", &raw.services, pack.iter().map(|control| control.service.as_str()));
        if !words.problems.is_empty() {
            return Err(SelectionError { problems: words.problems });
        }
        let wanted = Wanted { ids, criteria: &chosen, categories: &categories, severities, services };
        let controls: BTreeSet<ControlId> =
            pack.iter().filter(|control| wanted.has(control, criteria)).map(|control| control.id.clone()).collect();
        if controls.is_empty() {
            let problem = "no control matches all of the selection; leave one of its options out".to_owned();
            return Err(SelectionError { problems: vec![problem] });
        }
        Ok(Self { controls, criteria: chosen, categories })
    }

    /// Whether a control is selected.
    pub fn has(&self, control: &ControlId) -> bool {
        self.controls.contains(control)
    }

    /// The selected controls, by id.
    pub fn controls(&self) -> impl Iterator<Item = &ControlId> {
        self.controls.iter()
    }

    /// Whether a category is in scope: one of those selected, or all where none is.
    pub fn covers(&self, category: Category) -> bool {
        self.categories.is_empty() || self.categories.contains(&category)
    }

    /// The criteria that were named; empty where none was.
    pub fn criteria(&self) -> &BTreeSet<CriterionId> {
        &self.criteria
    }

    /// The categories in scope, in order.
    pub fn categories(&self) -> impl Iterator<Item = Category> {
        Category::ALL.into_iter().filter(|category| self.covers(*category))
    }
}

/// A selection whose words are known.
struct Wanted<'a> {
    ids: BTreeSet<ControlId>,
    criteria: &'a BTreeSet<CriterionId>,
    categories: &'a BTreeSet<Category>,
    severities: BTreeSet<Severity>,
    services: BTreeSet<String>,
}

impl Wanted<'_> {
    fn has(&self, control: &Control, criteria: &Criteria) -> bool {
        let mapped = || control.criteria.iter().map(|mapping| &mapping.criterion);
        let category = |id: &CriterionId| criteria.get(id).map(|criterion| criterion.category);
        let mut severities = control.severity.when.iter().map(|rule| rule.then).chain([control.severity.default]);
        admits(&self.ids, |ids| ids.contains(&control.id))
            && admits(self.criteria, |chosen| mapped().any(|id| chosen.contains(id)))
            && admits(self.categories, |chosen| mapped().filter_map(category).any(|of| chosen.contains(&of)))
            && admits(&self.severities, |chosen| severities.any(|severity| chosen.contains(&severity)))
            && admits(&self.services, |chosen| chosen.contains(&control.service))
    }
}

/// An option that was not given admits everything.
fn admits<T>(chosen: &BTreeSet<T>, test: impl FnOnce(&BTreeSet<T>) -> bool) -> bool {
    chosen.is_empty() || test(chosen)
}

/// Reads words and keeps what is wrong with them.
struct Words {
    problems: Vec<String>,
}

impl Words {
    fn all<'k, T: FromStr + Ord>(
        &mut self,
        option: &str,
        words: &[String],
        known: impl Iterator<Item = &'k str>,
    ) -> BTreeSet<T> {
        if words.is_empty() {
            return BTreeSet::new();
        }
        let known: BTreeSet<&str> = known.collect();
        let mut read = BTreeSet::new();
        for word in words {
            match word.parse() {
                Ok(value) if known.contains(word.as_str()) => {
                    read.insert(value);
                }
                _ => {
                    let hint = nearest(word, known.iter().copied()).map(|hint| format!("; {hint}")).unwrap_or_default();
                    self.problems.push(format!("{option} {word:?}: there is none of that name{hint}"));
                }
            }
        }
        read
    }
}
