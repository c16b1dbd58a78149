//! What was seen of an asset, in words for a person: JSON is for programmes.

use serde_json::{Map, Value};

use crate::inventory::gap::UNKNOWN_KEY;

/// How many elements of a list are told one by one.
const ELEMENTS: usize = 3;

/// A value as lines: one, or for a list of things one for each of the first few.
pub(crate) fn lines(value: &Value) -> Vec<String> {
    match value {
        Value::Array(elements) if elements.iter().any(Value::is_object) => {
            let mut lines: Vec<String> = elements.iter().take(ELEMENTS).map(words).collect();
            if elements.len() > ELEMENTS {
                lines.push(format!("and {} more", elements.len() - ELEMENTS));
            }
            lines
        }
        other => vec![words(other)],
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::Null => "absent".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(elements) if elements.is_empty() => "none".to_owned(),
        Value::Array(elements) => elements.iter().map(part).collect::<Vec<_>>().join(", "),
        Value::Object(map) if map.contains_key(UNKNOWN_KEY) => "unknown".to_owned(),
        Value::Object(map) => members(map),
        other => other.to_string(),
    }
}

/// A value inside another, in brackets where it has parts of its own.
fn part(value: &Value) -> String {
    match value {
        Value::Object(_) => format!("({})", words(value)),
        other => words(other),
    }
}

/// The members of an object that say something, what is short first: what is absent or empty says nothing.
fn members(map: &Map<String, Value>) -> String {
    let says_something = |value: &Value| match value {
        Value::Null => false,
        Value::Array(elements) => !elements.is_empty(),
        Value::Object(map) => !map.is_empty(),
        _ => true,
    };
    let (short, long): (Vec<_>, Vec<_>) = map
        .iter()
        .filter(|(_, value)| says_something(value))
        .partition(|(_, value)| !value.is_array() && !value.is_object());
    let said: Vec<String> = short
        .into_iter()
        .chain(long)
        .map(|(name, value)| format!("{} {}", name.replace('_', " "), part(value)))
        .collect();
    if said.is_empty() { "nothing".to_owned() } else { said.join("; ") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn things_are_told_one_by_one_and_what_is_empty_is_left_out() {
        let rule = json!({"at": ["0.0.0.0/0", "::/0"], "family": "ipv4", "ports": "22", "groups": [], "sid": null});
        assert_eq!(lines(&json!([rule])), ["family ipv4; ports 22; at 0.0.0.0/0, ::/0"]);
        let unknown = json!({"$unknown": {"operation": "a:Read"}});
        assert_eq!(lines(&json!([{"a": 1}, unknown])), ["a 1", "unknown"]);
        assert_eq!(lines(&json!([{"a": 1}, {"a": 2}, {"a": 3}, {"a": 4}])), ["a 1", "a 2", "a 3", "and 1 more"]);
        assert_eq!(lines(&json!({"inner": {"b": [1, 2]}})), ["inner (b 1, 2)"]);
    }

    #[test]
    fn plain_values_are_one_line() {
        for (value, line) in [
            (json!(null), "absent"),
            (json!([]), "none"),
            (json!(["a", "b"]), "a, b"),
            (json!(false), "false"),
            (json!({}), "nothing"),
            (json!("text"), "text"),
        ] {
            assert_eq!(lines(&value), [line]);
        }
    }
}
