//! Classes of events: what a pattern matches for certain, in a form that a control can test.
//!
//! A class is a list of conditions that all hold. A pattern matches every event of which all conditions of one of its
//! classes are true, so that it matches what a control names where every condition of a class is among the control's.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// As many classes as a pattern may come to; no pattern that people write comes near.
const MOST: usize = 1000;

/// Events for which all of some conditions hold; without any, all events.
#[derive(Debug, Default, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct EventClass {
    /// Each as `field operator value`, such as `eventName = CreateTrail`, `eventType != AwsServiceEvent` or
    /// `userIdentity.invokedBy NOT EXISTS`; a `*` in a value stands for any text.
    pub conditions: BTreeSet<String>,
}

impl EventClass {
    /// The class of one condition.
    pub fn of(condition: String) -> Self {
        Self { conditions: BTreeSet::from([condition]) }
    }

    /// The events of this class for which something else holds, too.
    #[must_use]
    pub fn with(mut self, condition: &str) -> Self {
        self.conditions.insert(condition.to_owned());
        self
    }

    /// Whether every event of the other class is of this one.
    pub fn includes(&self, other: &Self) -> bool {
        self.conditions.is_subset(&other.conditions)
    }

    /// The values that a field is asked to have.
    pub fn values<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.conditions.iter().filter_map(move |condition| condition.strip_prefix(field)?.strip_prefix(" = "))
    }

    /// Whether no event can be of it: a field would have two values, or one that it must not have.
    fn is_empty(&self) -> bool {
        let equal = self.conditions.iter().filter_map(|condition| condition.split_once(" = "));
        let exact: Vec<(&str, &str)> = equal.filter(|(_, value)| !value.contains('*')).collect();
        exact.array_windows().any(|[first, second]| first.0 == second.0)
            || exact.iter().any(|(field, value)| self.conditions.contains(&format!("{field} != {value}")))
    }
}

/// The events of any of both lists.
pub fn any(mut classes: Vec<EventClass>, more: Vec<EventClass>) -> Option<Vec<EventClass>> {
    classes.extend(more);
    (classes.len() <= MOST).then_some(classes)
}

/// The events that are of a class of each list; `None` where that is too many to tell.
pub fn all(classes: &[EventClass], more: &[EventClass]) -> Option<Vec<EventClass>> {
    if classes.len().checked_mul(more.len())? > MOST {
        return None;
    }
    let pairs = classes.iter().flat_map(|class| more.iter().map(move |other| (class, other)));
    let both = pairs.map(|(class, other)| EventClass { conditions: &class.conditions | &other.conditions });
    Some(both.filter(|class| !class.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(conditions: &[&str]) -> EventClass {
        EventClass { conditions: conditions.iter().map(|one| (*one).to_owned()).collect() }
    }

    #[test]
    fn fewer_conditions_are_more_events() {
        let root = class(&["a = 1"]);
        assert!(root.includes(&class(&["b = 2", "a = 1"])) && !class(&["b = 2", "a = 1"]).includes(&root));
        assert!(class(&[]).includes(&root));
        assert_eq!(class(&["a = 1", "a.b = 2"]).values("a").collect::<Vec<_>>(), ["1"]);
    }

    #[test]
    fn what_no_event_can_be_is_left_out() {
        let (one, two) = ([class(&["a = 1"]), class(&["a = 2"])], [class(&["a = 1", "b = 1"])]);
        assert_eq!(all(&one, &two), Some(vec![class(&["a = 1", "b = 1"])]));
        assert_eq!(all(&one, &[class(&["a != 2"])]), Some(vec![class(&["a = 1", "a != 2"])]));
        assert_eq!(all(&one, &[class(&["a = *"])]).map(|all| all.len()), Some(2));
    }

    #[test]
    fn too_many_are_not_told() {
        let many = |letter: char| (0..40).map(|n| class(&[&format!("{letter} = {n}")])).collect::<Vec<_>>();
        assert_eq!(all(&many('a'), &many('b')), None);
        assert_eq!(any(vec![EventClass::default(); MOST], vec![EventClass::default()]), None);
    }
}
