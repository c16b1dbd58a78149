//! One test of one value: the rules of null and unknown are here and nowhere else.

use serde_json::Value;

use super::seen::Seen;
use super::test::{Literal, Operand, Operands, Test};
use super::{Predicate, Truth, eval};
use crate::inventory::Timestamp;
use crate::inventory::net::{Cidr, PortRange};

/// Judges one test of what was seen; `nullable` says whether null may stand there.
pub(super) fn judge(test: &Test, nullable: bool, seen: Seen<'_>, as_of: Timestamp) -> Truth {
    match seen {
        Seen::Unknown(_) => unread(test, nullable, seen, as_of),
        Seen::Null => matches!(test, Test::Not(_) | Test::NotIn(_) | Test::Present(false)).into(),
        Seen::Value(value) => judge_value(test, value, as_of),
    }
}

/// What was not read decides nothing, unless whatever stood there would come to the same: nothing is in an empty list.
fn unread(test: &Test, nullable: bool, seen: Seen<'_>, as_of: Timestamp) -> Truth {
    let of_any_element = |inner: &Predicate| eval::element(inner, seen, as_of);
    match test {
        Test::In(none) | Test::Within(none) | Test::Covers(none) if none.values.is_empty() => Truth::False,
        Test::NotIn(none) if none.values.is_empty() => Truth::True,
        Test::Some(inner) if of_any_element(inner) == Truth::False => Truth::False,
        Test::Every(inner) if !nullable && of_any_element(inner) == Truth::True => Truth::True,
        Test::None(inner) if !nullable && of_any_element(inner) == Truth::False => Truth::True,
        _ => Truth::Unknown,
    }
}

fn judge_value(test: &Test, value: &Value, as_of: Timestamp) -> Truth {
    match test {
        Test::Present(present) => (*present).into(),
        Test::Equals(operand) => equals(value, &operand.value),
        Test::Not(operand) => !equals(value, &operand.value),
        Test::In(operands) => any_of(operands, |literal| equals(value, literal)),
        Test::NotIn(operands) => !any_of(operands, |literal| equals(value, literal)),
        Test::AtLeast(operand) => compare(value, operand, |value, bound| value >= bound),
        Test::AtMost(operand) => compare(value, operand, |value, bound| value <= bound),
        Test::OlderThan(operand) => age(value, operand, as_of, |age, bound| age > bound),
        Test::NewerThan(operand) => age(value, operand, as_of, |age, bound| age < bound),
        Test::Matches(pattern) => {
            value.as_str().and_then(|text| pattern.matches(text)).map_or(Truth::Unknown, Truth::from)
        }
        Test::Contains(operand) => fold(value, Truth::or, Truth::False, |element| match element {
            Seen::Value(element) => equals(element, &operand.value),
            Seen::Null => Truth::False,
            Seen::Unknown(_) => Truth::Unknown,
        }),
        Test::Within(blocks) => match value.as_str().and_then(|text| text.parse::<Cidr>().ok()) {
            None => Truth::Unknown,
            Some(inner) => any_of(blocks, |literal| match literal {
                Literal::Cidr(outer) => inner.within(*outer).into(),
                _ => Truth::Unknown,
            }),
        },
        Test::Covers(wanted) => match ports(value) {
            None => Truth::Unknown,
            Some(range) => any_of(wanted, |literal| match literal {
                Literal::Ports(ports) => range.overlaps(*ports).into(),
                _ => Truth::Unknown,
            }),
        },
        Test::Every(inner) => fold(value, Truth::and, Truth::True, |element| eval::element(inner, element, as_of)),
        Test::Some(inner) => fold(value, Truth::or, Truth::False, |element| eval::element(inner, element, as_of)),
        Test::None(inner) => fold(value, Truth::and, Truth::True, |element| !eval::element(inner, element, as_of)),
        Test::Count { of, at_least, at_most } => {
            count(value, of.as_deref(), at_least.as_ref(), at_most.as_ref(), as_of)
        }
    }
}

/// A value of another type than the schema's can neither equal nor differ: nothing can be told.
fn equals(value: &Value, literal: &Literal) -> Truth {
    let same = match literal {
        Literal::Bool(literal) => value.as_bool().map(|value| value == *literal),
        Literal::Integer(literal) => integer(value).map(|value| value == i128::from(*literal)),
        Literal::Text(literal) => value.as_str().map(|value| value == literal),
        Literal::Cidr(literal) => value.as_str().and_then(|value| value.parse::<Cidr>().ok()).map(|v| v == *literal),
        Literal::Ports(literal) => ports(value).map(|value| value == *literal),
        Literal::Duration(_) => None,
    };
    same.map_or(Truth::Unknown, Truth::from)
}

fn integer(value: &Value) -> Option<i128> {
    value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from))
}

fn ports(value: &Value) -> Option<PortRange> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_u64().and_then(|port| u16::try_from(port).ok()).map(Into::into),
        _ => None,
    }
}

fn any_of(operands: &Operands, test: impl Fn(&Literal) -> Truth) -> Truth {
    operands.values.iter().fold(Truth::False, |truth, operand| truth.or(test(&operand.value)))
}

fn compare(value: &Value, operand: &Operand, holds: impl Fn(i128, i128) -> bool) -> Truth {
    match (integer(value), &operand.value) {
        (Some(value), Literal::Integer(bound)) => holds(value, i128::from(*bound)).into(),
        _ => Truth::Unknown,
    }
}

fn age(value: &Value, operand: &Operand, as_of: Timestamp, holds: impl Fn(i64, i64) -> bool) -> Truth {
    match (value.as_str().and_then(|text| text.parse::<Timestamp>().ok()), &operand.value) {
        (Some(moment), Literal::Duration(bound)) => holds(as_of.seconds_since(moment), bound.seconds()).into(),
        _ => Truth::Unknown,
    }
}

fn fold(list: &Value, join: fn(Truth, Truth) -> Truth, empty: Truth, test: impl Fn(Seen<'_>) -> Truth) -> Truth {
    match list.as_array() {
        None => Truth::Unknown,
        Some(elements) => elements.iter().fold(empty, |truth, element| join(truth, test(Seen::of(element)))),
    }
}

fn count(
    list: &Value,
    of: Option<&Predicate>,
    at_least: Option<&Operand>,
    at_most: Option<&Operand>,
    as_of: Timestamp,
) -> Truth {
    let Some(elements) = list.as_array() else { return Truth::Unknown };
    let (mut certain, mut possible) = (0_i128, 0_i128);
    for element in elements {
        let seen = Seen::of(element);
        if let Seen::Unknown(_) = seen {
            // It stands for what a listing that broke off may still hold: none, or any number.
            possible = i128::MAX;
            continue;
        }
        let truth = of.map_or(Truth::True, |of| eval::element(of, seen, as_of));
        certain += i128::from(truth == Truth::True);
        possible = possible.saturating_add(i128::from(truth != Truth::False));
    }
    let bound = |operand: Option<&Operand>| match operand.map(|operand| &operand.value) {
        Some(Literal::Integer(bound)) => Some(i128::from(*bound)),
        _ => None,
    };
    let enough = bound(at_least).map_or(Truth::True, |least| between(certain >= least, possible < least));
    let few = bound(at_most).map_or(Truth::True, |most| between(possible <= most, certain > most));
    enough.and(few)
}

fn between(surely: bool, surely_not: bool) -> Truth {
    match (surely, surely_not) {
        (true, _) => Truth::True,
        (false, true) => Truth::False,
        (false, false) => Truth::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::inventory::Timestamp;

    /// Whether a list has so many elements, counted without a condition.
    fn counted(list: &Value, at_least: Option<i64>, at_most: Option<i64>) -> Truth {
        let bound = |bound: Option<i64>| bound.map(|bound| Operand { value: Literal::Integer(bound), param: None });
        let test = Test::Count { of: None, at_least: bound(at_least), at_most: bound(at_most) };
        judge(&test, false, Seen::Value(list), Timestamp::from_unix(0, 0).unwrap())
    }

    #[test]
    fn an_unknown_element_stands_for_any_number() {
        let open = json!([1, {"$unknown": []}]);
        assert_eq!(counted(&json!([1]), Some(1), Some(1)), Truth::True);
        assert_eq!(counted(&open, Some(1), None), Truth::True);
        assert_eq!(counted(&open, Some(2), None), Truth::Unknown);
        assert_eq!(counted(&open, None, Some(0)), Truth::False);
        assert_eq!(counted(&open, None, Some(9)), Truth::Unknown);
        assert_eq!(counted(&json!([{"$unknown": []}]), None, Some(0)), Truth::Unknown);
    }
}
