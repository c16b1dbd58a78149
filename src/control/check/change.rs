//! Whether a parameter that somebody changed lets more assets pass than the default would.

use std::collections::BTreeMap;

use crate::control::Control;
use crate::control::param::{Change, Param, ParamValue, number};
use crate::predicate::{Operand, Operands, Predicate, Test};

/// What a change does to the tests that read the parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// They hold for fewer values.
    Stronger,
    /// They hold for more values.
    Weaker,
    /// It cannot be told.
    Unclear,
}

impl Effect {
    fn reversed(self) -> Self {
        match self {
            Self::Stronger => Self::Weaker,
            Self::Weaker => Self::Stronger,
            Self::Unclear => Self::Unclear,
        }
    }
}

/// Notes on each parameter how its value in force stands to the default.
pub(super) fn mark(control: &Control, params: &mut BTreeMap<String, Param>) {
    for (name, param) in params.iter_mut().filter(|(_, param)| param.value != param.default) {
        if param.default == ParamValue::Unset {
            // Without it nothing was judged.
            param.change = Change::Tightened;
            continue;
        }
        let reader = Reader { name, param };
        let mut effects = Vec::new();
        reader.read(&control.expect, false, &mut effects);
        let mut elsewhere = Vec::new();
        let others = control.when.iter().chain(control.severity.when.iter().map(|rule| &rule.condition));
        for predicate in others {
            reader.read(predicate, false, &mut elsewhere);
        }
        let tightened = !effects.is_empty() && elsewhere.is_empty() && effects.iter().all(|e| *e == Effect::Stronger);
        param.change = if tightened { Change::Tightened } else { Change::Loosened };
    }
}

struct Reader<'a> {
    name: &'a str,
    param: &'a Param,
}

impl Reader<'_> {
    fn read(&self, predicate: &Predicate, negated: bool, effects: &mut Vec<Effect>) {
        match predicate {
            Predicate::All(parts) | Predicate::Any(parts) => {
                for part in parts {
                    self.read(part, negated, effects);
                }
            }
            Predicate::Not(part) => self.read(part, !negated, effects),
            Predicate::Leaf(leaf) => self.test(&leaf.test, negated, effects),
        }
    }

    fn test(&self, test: &Test, negated: bool, effects: &mut Vec<Effect>) {
        let mut push = |effect: Option<Effect>| {
            effects.extend(effect.map(|effect| if negated { effect.reversed() } else { effect }));
        };
        match test {
            Test::Equals(operand) | Test::Not(operand) | Test::Contains(operand) => {
                push(self.is(operand).then_some(Effect::Unclear));
            }
            Test::AtLeast(operand) | Test::OlderThan(operand) => push(self.raised(operand)),
            Test::AtMost(operand) | Test::NewerThan(operand) => push(self.raised(operand).map(Effect::reversed)),
            Test::In(operands) | Test::Within(operands) | Test::Covers(operands) => push(self.widened(operands)),
            Test::NotIn(operands) => push(self.widened(operands).map(Effect::reversed)),
            Test::Present(_) | Test::Matches(_) => {}
            Test::Every(inner) | Test::Some(inner) => self.read(inner, negated, effects),
            Test::None(inner) => self.read(inner, !negated, effects),
            Test::Count { of, at_least, at_most } => {
                push(at_least.as_ref().and_then(|bound| self.raised(bound)));
                push(at_most.as_ref().and_then(|bound| self.raised(bound)).map(Effect::reversed));
                let Some(of) = of else { return };
                match (at_least, at_most) {
                    (Some(_), None) => self.read(of, negated, effects),
                    (None, Some(_)) => self.read(of, !negated, effects),
                    _ => {
                        let mut inner = Vec::new();
                        self.read(of, negated, &mut inner);
                        effects.extend(inner.into_iter().map(|_| Effect::Unclear));
                    }
                }
            }
        }
    }

    fn is(&self, operand: &Operand) -> bool {
        operand.param.as_deref() == Some(self.name)
    }

    /// A least value: the higher, the stronger.
    fn raised(&self, operand: &Operand) -> Option<Effect> {
        self.is(operand).then(|| {
            let of = |value: &[_]| value.first().and_then(number);
            if of(self.param.value.values()) > of(self.param.default.values()) {
                Effect::Stronger
            } else {
                Effect::Weaker
            }
        })
    }

    /// A list of what is accepted: the longer, the weaker.
    fn widened(&self, operands: &Operands) -> Option<Effect> {
        if operands.values.iter().any(|operand| self.is(operand)) {
            return Some(Effect::Unclear);
        }
        (operands.param.as_deref() == Some(self.name)).then(|| {
            let (new, old) = (self.param.value.values(), self.param.default.values());
            let subset = |a: &[_], b: &[_]| a.iter().all(|value| b.contains(value));
            match (subset(new, old), subset(old, new)) {
                (true, _) => Effect::Stronger,
                (false, true) => Effect::Weaker,
                (false, false) => Effect::Unclear,
            }
        })
    }
}
