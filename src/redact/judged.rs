//! The values that controls compare with: they are the language of the controls, which stand beside the redacted facts.

use std::collections::{BTreeMap, BTreeSet};

use super::words::is_between;
use crate::control::{Change, Control, Origin, Pack};
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
    /// Of every control. What an entity chose itself, in a control of its own or by a parameter, may be a name, as
    /// `is_name` tells.
    pub(super) fn of(pack: &Pack, is_name: &dyn Fn(&str) -> bool) -> Self {
        let mut judged = Self::default();
        for control in pack {
            let mut looking = Looking { control, is_name, judged: &mut judged };
            for predicate in control.predicates() {
                looking.predicate(predicate, "");
            }
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
}

/// One control, being looked at.
struct Looking<'l> {
    control: &'l Control,
    is_name: &'l dyn Fn(&str) -> bool,
    judged: &'l mut Judged,
}

impl Looking<'_> {
    fn predicate(&mut self, predicate: &Predicate, around: &str) {
        match predicate {
            Predicate::All(parts) | Predicate::Any(parts) => {
                for part in parts {
                    self.predicate(part, around);
                }
            }
            Predicate::Not(part) => self.predicate(part, around),
            Predicate::Leaf(leaf) => {
                let last = leaf.path.segments().last();
                if let Some(Segment::Key(key)) = last
                    && self.stays(key, None)
                {
                    self.judged.keys.insert(key.clone());
                }
                self.test(&leaf.test, last.map_or(around, Segment::name));
            }
        }
    }

    fn test(&mut self, test: &Test, field: &str) {
        match test {
            Test::Equals(value) | Test::Not(value) | Test::Contains(value) => self.value(field, value, None),
            Test::In(values) | Test::NotIn(values) => {
                for value in &values.values {
                    self.value(field, value, values.param.as_deref());
                }
            }
            Test::Matches(pattern) => {
                let plain = pattern.as_str().replace(r"\.", ".");
                let words = plain.split(is_between).filter(|word| word.len() > 2 && self.stays(word, None));
                let words: Vec<String> = words.map(str::to_owned).collect();
                self.judged.words.extend(words);
            }
            Test::Every(inner) | Test::Some(inner) | Test::None(inner) | Test::Count { of: Some(inner), .. } => {
                self.predicate(inner, field);
            }
            _ => {}
        }
    }

    fn value(&mut self, field: &str, operand: &Operand, list: Option<&str>) {
        if let Literal::Text(text) = &operand.value
            && self.stays(text, operand.param.as_deref().or(list))
        {
            self.judged.values.entry(field.to_owned()).or_default().insert(text.clone());
        }
    }

    /// Whether a value is one of ours, or no name.
    fn stays(&self, value: &str, param: Option<&str>) -> bool {
        let chosen = param.and_then(|name| self.control.params.get(name));
        let own = self.control.origin == Origin::User || chosen.is_some_and(|param| param.change != Change::Default);
        !own || !(self.is_name)(value)
    }
}
