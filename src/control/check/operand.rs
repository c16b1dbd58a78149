//! Checks what a test compares with: literals, and parameters in their place.

use super::predicate::Checker;
use crate::control::param::{Param, ParamValue, ScalarType, literal};
use crate::predicate::{Literal, Operand, Operands};
use crate::yaml::{Node, a, nearest};

/// The name behind `$name`; a text in quotes is never a parameter.
pub(super) fn param_name(node: &Node) -> Option<&str> {
    node.plain().and_then(|text| text.strip_prefix('$'))
}

impl<'a> Checker<'a> {
    /// One value.
    pub(super) fn operand(&mut self, node: &Node, ty: &ScalarType) -> Option<Operand> {
        let Some(name) = param_name(node) else {
            return self.literal(node, ty).map(|value| Operand { value, param: None });
        };
        let param = self.fitting(node, name, ty)?;
        let value = match &param.value {
            ParamValue::One(value) => Some(value.clone()),
            // Nothing is compared with it: the control does not apply.
            ParamValue::Unset if !param.ty.list => Some(Literal::Text("a value that is not set".to_owned())),
            ParamValue::List(_) | ParamValue::Unset => None,
        };
        if let Some(value) = value {
            return Some(Operand { value, param: Some(name.to_owned()) });
        }
        self.problems.report(node.mark, format!("${name} is {}, and one value is wanted", a(&param.ty)));
        None
    }

    /// A list of values, or a parameter that is one.
    pub(super) fn operands(&mut self, node: &Node, ty: &ScalarType) -> Option<Operands> {
        if let Some(name) = param_name(node) {
            let param = self.fitting(node, name, ty)?;
            if !param.ty.list {
                let help = format!("write [${name}], or make it a list of {}", param.ty);
                self.problems.report_with(
                    node.mark,
                    format!("${name} is {}, and a list is wanted", a(&param.ty)),
                    help,
                );
                return None;
            }
            let values =
                param.value.values().iter().map(|value| Operand { value: value.clone(), param: None }).collect();
            return Some(Operands { values, param: Some(name.to_owned()) });
        }
        let Some(nodes) = node.sequence() else {
            self.problems.report_with(node.mark, format!("a list is wanted, not {}", node.describe()), "write […]");
            return None;
        };
        if nodes.is_empty() {
            self.problems.report(node.mark, "an empty list");
            return None;
        }
        let values: Vec<Option<Operand>> = nodes.iter().map(|node| self.operand(node, ty)).collect();
        Some(Operands { values: values.into_iter().collect::<Option<_>>()?, param: None })
    }

    fn literal(&mut self, node: &Node, ty: &ScalarType) -> Option<Literal> {
        match literal(node, ty) {
            Ok(literal) => Some(literal),
            Err(problem) => {
                let hint = match (ty, node.text()) {
                    (ScalarType::Enum(words), Some(text)) => nearest(text, words.iter().map(String::as_str)),
                    _ => None,
                };
                match hint {
                    Some(help) => self.problems.report_with(node.mark, problem, help),
                    None => self.problems.report(node.mark, problem),
                }
                None
            }
        }
    }

    /// A parameter whose values can be compared with a field of this type.
    fn fitting(&mut self, node: &Node, name: &str, ty: &ScalarType) -> Option<&'a Param> {
        let param = self.param(name, node.mark)?;
        let fits = match (&param.ty.of, ty) {
            (ScalarType::Enum(words), ScalarType::Enum(known)) => {
                if let Some(word) = words.iter().find(|word| !known.contains(word)) {
                    let hint = nearest(word, known.iter().map(String::as_str)).unwrap_or_default();
                    let message = format!("${name} can be {word:?}, which is none of the field's values");
                    self.problems.report_with(node.mark, message, hint);
                    return None;
                }
                true
            }
            (ScalarType::Enum(_) | ScalarType::String, ScalarType::String) => true,
            (mine, wanted) => mine == wanted,
        };
        if !fits {
            self.problems.report(node.mark, format!("${name} is {}, and {} is wanted", a(&param.ty), a(ty)));
        }
        fits.then_some(param)
    }
}
