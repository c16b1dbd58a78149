//! Which kinds to list and which operations to call for the facts that the selected controls read.

pub mod forecast;

use std::collections::BTreeSet;

use crate::control::Control;
use crate::inventory::{Kind, TAGS};
use crate::provider::{self, Derive, FactSpec, KindSpec, Reads};

/// What a collection is to do: the transitive closure, over the registry, of the fields that are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    kinds: BTreeSet<Kind>,
    facts: BTreeSet<(Kind, &'static str)>,
    reads: Reads,
}

impl Plan {
    /// What these controls need, and no more.
    pub fn of<'a>(controls: impl IntoIterator<Item = &'a Control>) -> Self {
        let mut plan = Self::default();
        for control in controls {
            let fields = control.fields();
            for kind in &control.kinds {
                plan.add_kind(kind);
                for field in &fields {
                    plan.add_fact(kind, field);
                }
            }
        }
        plan
    }

    /// Every fact of every kind.
    pub fn everything() -> Self {
        let mut plan = Self::default();
        for spec in provider::kinds() {
            plan.add_kind(&spec.kind);
            for fact in spec.facts {
                plan.add_fact(&spec.kind, fact.field);
            }
        }
        plan
    }

    /// The same with the tags of everything that is listed, where there are any to be read.
    #[must_use]
    pub fn with_tags(mut self) -> Self {
        let kinds: Vec<Kind> = self.kinds.iter().cloned().collect();
        for kind in &kinds {
            self.add_fact(kind, TAGS);
        }
        self
    }

    fn add_kind(&mut self, kind: &Kind) {
        let Some(spec) = provider::kind(kind) else { return };
        if self.kinds.insert(kind.clone()) {
            spec.listed_by.iter().for_each(|op| self.reads.add(kind, op));
        }
    }

    fn add_fact(&mut self, kind: &Kind, field: &str) {
        let Some(fact) = provider::kind(kind).and_then(|spec| fact(spec, field)) else { return };
        if !self.facts.insert((kind.clone(), fact.field)) {
            return;
        }
        fact.from.iter().for_each(|op| self.reads.add(kind, op));
        for (needed, field) in fact.needs {
            self.add_kind(needed);
            self.add_fact(needed, field);
        }
    }

    /// The kinds to list, sorted.
    pub fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.iter()
    }

    /// Whether a kind is to be listed.
    pub fn has(&self, kind: &Kind) -> bool {
        self.kinds.contains(kind)
    }

    /// The facts to find out, sorted.
    pub fn facts(&self) -> impl Iterator<Item = &(Kind, &'static str)> {
        self.facts.iter()
    }

    /// The calls to make.
    pub fn reads(&self) -> &Reads {
        &self.reads
    }

    /// What derives the planned facts, each after all that it needs.
    pub fn derivations(&self) -> Vec<Derive> {
        let mut order = Vec::new();
        let mut done = BTreeSet::new();
        for (kind, field) in &self.facts {
            derive(kind, field, &mut done, &mut order);
        }
        order
    }
}

fn fact(spec: &'static KindSpec, field: &str) -> Option<&'static FactSpec> {
    spec.facts.iter().find(|fact| fact.field == field)
}

/// Depth first; a fact that needs itself would come after what it needs, which a test over the registry rules out.
fn derive(kind: &Kind, field: &'static str, done: &mut BTreeSet<(Kind, &'static str)>, order: &mut Vec<Derive>) {
    if !done.insert((kind.clone(), field)) {
        return;
    }
    let Some(fact) = provider::kind(kind).and_then(|spec| fact(spec, field)) else { return };
    for (needed, field) in fact.needs {
        derive(needed, field, done, order);
    }
    order.extend(fact.derive);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_holds_each_fact_and_every_operation_that_serves_one() {
        let plan = Plan::everything();
        for spec in provider::kinds() {
            assert!(plan.has(&spec.kind));
            for fact in spec.facts {
                assert!(plan.facts.contains(&(spec.kind.clone(), fact.field)), "{}.{}", spec.kind, fact.field);
                assert!(fact.from.iter().all(|op| plan.reads.has(&spec.kind, op)), "{}.{}", spec.kind, fact.field);
            }
        }
    }

    #[test]
    fn every_operation_of_the_registry_is_there_for_some_fact_or_listing() {
        let plan = Plan::everything();
        let used: BTreeSet<_> = plan.reads.iter().map(|(_, service, name)| (*service, *name)).collect();
        for service in provider::SERVICES.iter().filter(|service| !service.kinds.is_empty()) {
            for op in service.ops {
                assert!(used.contains(&(op.service, op.name)), "{} serves nothing", op.id());
            }
        }
    }

    #[test]
    fn no_fact_needs_itself() {
        fn reaches(kind: &Kind, field: &str, goal: (&Kind, &str), seen: &mut BTreeSet<(Kind, String)>) -> bool {
            let needs = provider::kind(kind).and_then(|spec| fact(spec, field)).map_or(&[][..], |fact| fact.needs);
            needs.iter().any(|(needed, field)| {
                (needed, *field) == goal
                    || (seen.insert((needed.clone(), (*field).to_owned())) && reaches(needed, field, goal, seen))
            })
        }
        for spec in provider::kinds() {
            for fact in spec.facts {
                let goal = (&spec.kind, fact.field);
                let found = reaches(goal.0, goal.1, goal, &mut BTreeSet::new());
                assert!(!found, "{}.{} needs itself", spec.kind, fact.field);
            }
        }
    }
}
