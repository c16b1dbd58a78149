//! The values that controls compare with: they are the language of the controls, which stand beside the redacted facts.

use std::collections::{BTreeMap, BTreeSet};

use crate::control::{Origin, Pack};
use crate::predicate::{Literal, Operand, Predicate, Segment, Test};

/// The values that are asked for, by the name of the field that is asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Judged {
    values: BTreeMap<String, BTreeSet<String>>,
    /// Words that stand in regular expressions.
    pub(super) words: BTreeSet<String>,
    /// Keys of maps that are asked for.
    keys: BTreeSet<String>,
}

impl Judged {
    /// Of every control; `is_name` tells what of a user's own control is a name all the same.
    pub(super) fn of(pack: &Pack, is_name: impl Fn(&str) -> bool) -> Self {
        let mut judged = Self::default();
        for control in pack {
            let own = control.origin == Origin::User;
            let mut found = Self::default();
            for predicate in control.predicates() {
                found.predicate(predicate, "");
            }
            let keep = |word: &String| !own || !is_name(word);
            for (field, values) in found.values {
                judged.values.entry(field).or_default().extend(values.into_iter().filter(keep));
            }
            judged.words.extend(found.words.into_iter().filter(keep));
            judged.keys.extend(found.keys.into_iter().filter(keep));
        }
        judged
    }

    /// Whether some control compares a field of that name with this value.
    pub(super) fn asks(&self, field: &str, value: &str) -> bool {
        self.values.get(field).is_some_and(|values| values.contains(value))
    }

    /// Whether some control looks under this key of a map.
    pub(super) fn has_key(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    fn predicate(&mut self, predicate: &Predicate, around: &str) {
        match predicate {
            Predicate::All(parts) | Predicate::Any(parts) => {
                parts.iter().for_each(|part| self.predicate(part, around));
            }
            Predicate::Not(part) => self.predicate(part, around),
            Predicate::Leaf(leaf) => {
                let last = leaf.path.segments().last();
                if let Some(Segment::Key(key)) = last {
                    self.keys.insert(key.clone());
                }
                self.test(&leaf.test, last.map_or(around, Segment::name));
            }
        }
    }

    fn test(&mut self, test: &Test, field: &str) {
        match test {
            Test::Equals(value) | Test::Not(value) | Test::Contains(value) => self.value(field, value),
            Test::In(values) | Test::NotIn(values) => values.values.iter().for_each(|value| self.value(field, value)),
            Test::Matches(pattern) => {
                let words = pattern.as_str().replace(r"\.", ".");
                self.words
                    .extend(words.split(super::words::is_between).filter(|word| word.len() > 2).map(str::to_owned));
            }
            Test::Every(inner) | Test::Some(inner) | Test::None(inner) => self.predicate(inner, field),
            Test::Count { of: Some(inner), .. } => self.predicate(inner, field),
            _ => {}
        }
    }

    fn value(&mut self, field: &str, operand: &Operand) {
        if let Literal::Text(text) = &operand.value {
            self.values.entry(field.to_owned()).or_default().insert(text.clone());
        }
    }
}
