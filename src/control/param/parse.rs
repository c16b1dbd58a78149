//! Reads the values of parameters and literals.

use super::{ParamType, ParamValue, ScalarType};
use crate::predicate::{Duration, Literal};
use crate::yaml::{Node, a};

/// A literal of a type, from a scalar.
///
/// # Errors
/// What is wrong with it, for a message.
pub(crate) fn literal(node: &Node, ty: &ScalarType) -> Result<Literal, String> {
    let Some(text) = node.text() else { return Err(format!("{} is no {ty}", node.describe())) };
    if node.is_null() {
        return Err(format!("{} is wanted here, not nothing", a(ty)));
    }
    let typed = matches!(ty, ScalarType::Bool | ScalarType::Integer);
    if typed && node.plain().is_none() {
        return Err(format!("{text:?} is a text in quotes, and {} is wanted", a(ty)));
    }
    scalar(text, ty)
}

/// A literal of a type, from its text.
///
/// # Errors
/// What is wrong with it, for a message.
pub(crate) fn scalar(text: &str, ty: &ScalarType) -> Result<Literal, String> {
    match ty {
        ScalarType::Bool => match text {
            "true" => Ok(Literal::Bool(true)),
            "false" => Ok(Literal::Bool(false)),
            _ => Err(format!("{text:?} is no bool: write true or false")),
        },
        ScalarType::Integer => integer(text).map(Literal::Integer).ok_or_else(|| format!("{text:?} is no integer")),
        ScalarType::Duration => text.parse::<Duration>().map(Literal::Duration).map_err(|problem| problem.to_string()),
        ScalarType::String => Ok(Literal::Text(text.to_owned())),
        ScalarType::Enum(words) if words.iter().any(|word| word == text) => Ok(Literal::Text(text.to_owned())),
        ScalarType::Enum(_) => Err(format!("{text:?} is none of its values")),
        ScalarType::Cidr => {
            text.parse().map(Literal::Cidr).map_err(|_| format!("{text:?} is no CIDR block, such as 10.0.0.0/8"))
        }
        ScalarType::PortRange => text
            .parse()
            .map(Literal::Ports)
            .map_err(|_| format!("{text:?} is no port or range of ports, such as 22 or 8000-8080")),
    }
}

/// Decimal digits with an optional minus: no octal, no underscores, no plus.
pub(crate) fn integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let canonical = !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit());
    if canonical && (digits == "0" || !digits.starts_with('0')) { text.parse().ok() } else { None }
}

/// A parameter's value from its file.
///
/// # Errors
/// What is wrong with it, for a message.
pub(crate) fn value_from_node(node: &Node, ty: &ParamType) -> Result<ParamValue, String> {
    if !ty.list {
        return literal(node, &ty.of).map(ParamValue::One);
    }
    let elements = node.sequence().ok_or_else(|| format!("{} is wanted, not {}", a(ty), node.describe()))?;
    elements.iter().map(|element| literal(element, &ty.of)).collect::<Result<_, _>>().map(ParamValue::List)
}

/// A parameter's value from the command line; a list is joined by commas.
///
/// # Errors
/// What is wrong with it, for a message.
pub(crate) fn value_from_text(text: &str, ty: &ParamType) -> Result<ParamValue, String> {
    if !ty.list {
        return scalar(text, &ty.of).map(ParamValue::One);
    }
    let elements = text.split(',').filter(|element| !element.is_empty());
    elements.map(|element| scalar(element.trim(), &ty.of)).collect::<Result<_, _>>().map(ParamValue::List)
}

/// Whether a value lies between the bounds; each element of a list does.
///
/// # Errors
/// Which bound it breaks, for a message.
pub(crate) fn within_bounds(
    value: &ParamValue,
    at_least: Option<&Literal>,
    at_most: Option<&Literal>,
) -> Result<(), String> {
    let values = match value {
        ParamValue::One(value) => std::slice::from_ref(value),
        ParamValue::List(values) => values,
        ParamValue::Unset => &[],
    };
    for value in values {
        if let Some(least) = at_least.filter(|least| number(value) < number(least)) {
            return Err(format!("{value} is below the least value accepted, {least}"));
        }
        if let Some(most) = at_most.filter(|most| number(value) > number(most)) {
            return Err(format!("{value} is above the greatest value accepted, {most}"));
        }
    }
    Ok(())
}

/// The number behind an integer or a duration.
pub(crate) fn number(literal: &Literal) -> Option<i64> {
    match literal {
        Literal::Integer(value) => Some(*value),
        Literal::Duration(value) => Some(value.seconds()),
        _ => None,
    }
}
