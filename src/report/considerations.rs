//! What is expected of others than the entity: of the provider that hosts it, and of those who use its system.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::criteria::{Criteria, CriterionId};
use crate::yaml::{Diagnostic, Keys, Node, Problems, list, parse, text};

/// The file that is built in.
const BUILT_IN: &str = include_str!("considerations.yaml");

/// What is expected of others, by criterion.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Considerations {
    /// What is carved out to the provider, and what of it remains.
    pub subservice: Vec<Subservice>,
    /// What the users of the system are expected to do.
    pub user_entity: Vec<Expected>,
}

/// A part of a criterion that the provider answers for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subservice {
    /// The criterion.
    pub criterion: CriterionId,
    /// What the provider is expected to do; its own SOC 2 report is the evidence.
    pub provider: String,
    /// What remains the entity's.
    pub entity: String,
}

/// What users are expected to do for a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// The criterion.
    pub criterion: CriterionId,
    /// What.
    pub text: String,
}

impl Considerations {
    /// Those that are built in.
    ///
    /// # Errors
    /// What is wrong with the file; a test shows that nothing is.
    pub fn built_in(criteria: &Criteria) -> Result<Self, Vec<Diagnostic>> {
        Self::parse("considerations.yaml", BUILT_IN, criteria)
    }

    fn parse(file: &str, source: &str, criteria: &Criteria) -> Result<Self, Vec<Diagnostic>> {
        let tree = parse(file, source).map_err(|problem| vec![problem])?;
        let mut problems = Problems::new(file);
        let mut found = Self::default();
        if let Some(keys) = Keys::of(&tree, "the file", &["subservice", "user_entity"], &mut problems) {
            let nodes = |key: &str, problems: &mut Problems| {
                keys.need(key, problems).map_or(&[][..], |node| list(node, key, problems))
            };
            for node in nodes("subservice", &mut problems) {
                found.subservice.extend(subservice(node, criteria, &mut problems));
            }
            for node in nodes("user_entity", &mut problems) {
                found.user_entity.extend(expected(node, criteria, &mut problems));
            }
        }
        if problems.is_empty() { Ok(found) } else { Err(problems.into_vec()) }
    }

    /// Every criterion that something is said of.
    pub fn criteria(&self) -> BTreeSet<&CriterionId> {
        let of_provider = self.subservice.iter().map(|one| &one.criterion);
        of_provider.chain(self.user_entity.iter().map(|one| &one.criterion)).collect()
    }

    /// What is carved out of one criterion.
    pub fn subservice_of<'c>(&'c self, criterion: &'c CriterionId) -> impl Iterator<Item = &'c Subservice> {
        self.subservice.iter().filter(move |one| one.criterion == *criterion)
    }

    /// What users are expected to do for one criterion.
    pub fn expected_of<'c>(&'c self, criterion: &'c CriterionId) -> impl Iterator<Item = &'c Expected> {
        self.user_entity.iter().filter(move |one| one.criterion == *criterion)
    }
}

fn subservice(node: &Node, criteria: &Criteria, problems: &mut Problems) -> Option<Subservice> {
    let keys = Keys::of(node, "a part carved out", &["criterion", "provider", "entity"], problems)?;
    let criterion = criterion(&keys, criteria, problems);
    let provider = said(&keys, "provider", problems);
    let entity = said(&keys, "entity", problems);
    Some(Subservice { criterion: criterion?, provider: provider?, entity: entity? })
}

fn expected(node: &Node, criteria: &Criteria, problems: &mut Problems) -> Option<Expected> {
    let keys = Keys::of(node, "an expectation", &["criterion", "text"], problems)?;
    let criterion = criterion(&keys, criteria, problems);
    let text = said(&keys, "text", problems);
    Some(Expected { criterion: criterion?, text: text? })
}

fn said(keys: &Keys<'_>, key: &str, problems: &mut Problems) -> Option<String> {
    let node = keys.need(key, problems)?;
    text(node, key, problems).map(|text| text.value)
}

fn criterion(keys: &Keys<'_>, criteria: &Criteria, problems: &mut Problems) -> Option<CriterionId> {
    let node = keys.need("criterion", problems)?;
    let word = text(node, "criterion", problems)?;
    let known = word.value.parse().ok().filter(|id| criteria.get(id).is_some());
    if known.is_none() {
        let ids = criteria.iter().map(|criterion| criterion.id.as_str());
        problems.report_unknown(word.mark, "criterion", &word.value, ids);
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_file_is_sound_and_says_what_is_carved_out() {
        let criteria = Criteria::built_in().unwrap();
        let built_in = Considerations::built_in(&criteria).unwrap();
        let carved: BTreeSet<&str> = built_in.subservice.iter().map(|one| one.criterion.as_str()).collect();
        for id in ["CC6.4", "CC6.5", "A1.2"] {
            assert!(carved.contains(id), "{id}");
        }
        assert!(built_in.criteria().len() > 10);
    }

    #[test]
    fn a_criterion_that_is_none_is_a_diagnostic() {
        let criteria = Criteria::built_in().unwrap();
        let text = "subservice: []\nuser_entity:\n  - {criterion: CC6.99, text: x}\n";
        let problems = Considerations::parse("c.yaml", text, &criteria).unwrap_err();
        assert!(problems[0].to_string().starts_with("c.yaml:3:17: unknown criterion \"CC6.99\""), "{}", problems[0]);
    }
}
