//! Event patterns of EventBridge: which events they match for certain.

use serde_json::{Map, Value};

use crate::provider::aws::event_class::{self, EventClass};

/// A pattern, as the paths that it tests and what each value may be.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pattern {
    /// Every path has one of its values.
    tests: Vec<(String, Vec<Value>)>,
    /// One pattern of each list holds, too.
    either: Vec<Vec<Pattern>>,
}

/// How the `detail-type` of CloudTrail's events ends.
const VIA_CLOUDTRAIL: &str = "via CloudTrail";

impl Pattern {
    /// Of its text; `None` where that is no pattern.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::of(serde_json::from_str::<Value>(text).ok()?.as_object()?)
    }

    fn of(object: &Map<String, Value>) -> Option<Self> {
        let mut pattern = Self { tests: Vec::new(), either: Vec::new() };
        pattern.read(object, "")?;
        Some(pattern)
    }

    fn read(&mut self, object: &Map<String, Value>, under: &str) -> Option<()> {
        for (key, value) in object {
            match value {
                Value::Array(patterns) if key == "$or" => {
                    let one = |pattern: &Value| {
                        let mut inner = Self { tests: Vec::new(), either: Vec::new() };
                        inner.read(pattern.as_object()?, under)?;
                        Some(inner)
                    };
                    self.either.push(patterns.iter().map(one).collect::<Option<_>>()?);
                }
                Value::Array(values) => self.tests.push((format!("{under}{key}"), values.clone())),
                Value::Object(inner) => self.read(inner, &format!("{under}{key}."))?,
                _ => return None,
            }
        }
        Some(())
    }

    /// The classes of CloudTrail's events that it matches: fields of an event stand without `detail.` before them.
    pub(super) fn trail_classes(&self) -> Option<Vec<EventClass>> {
        let classes = self.classes()?;
        let is_of_trail = |class: &EventClass| {
            class.values("detail-type").all(|name| name.contains('*') || name.ends_with(VIA_CLOUDTRAIL))
        };
        Some(classes.into_iter().filter(is_of_trail).collect())
    }

    fn classes(&self) -> Option<Vec<EventClass>> {
        let mut classes = vec![EventClass::default()];
        for (path, values) in &self.tests {
            let field = path.strip_prefix("detail.").unwrap_or(path);
            let each: Vec<EventClass> = values.iter().map(|value| class(field, value)).collect();
            classes = event_class::all(&classes, &each)?;
        }
        for either in &self.either {
            let mut any = Vec::new();
            for pattern in either {
                any = event_class::any(any, pattern.classes()?)?;
            }
            classes = event_class::all(&classes, &any)?;
        }
        Some(classes)
    }

    /// Whether it names this value at a path.
    pub(super) fn names(&self, path: &str, value: &str) -> bool {
        let named = self.tests.iter().filter(|(tested, _)| tested == path);
        named.flat_map(|(_, values)| values).any(|one| one.as_str() == Some(value))
            || self.either.iter().flatten().any(|pattern| pattern.names(path, value))
    }

    /// Whether it matches every event that has these values, whatever else is in it.
    pub(super) fn admits(&self, event: &[(&str, Value)]) -> bool {
        let known = |path: &str| event.iter().find(|(name, _)| *name == path).map(|(_, value)| value);
        let tests = self.tests.iter();
        tests.clone().all(|(path, values)| known(path).is_some_and(|known| values.iter().any(|one| holds(one, known))))
            && self.either.iter().all(|either| either.iter().any(|pattern| pattern.admits(event)))
    }
}

/// What one value of a pattern asks of a field. What has no words here stands as it is, and is no control's condition.
fn class(field: &str, value: &Value) -> EventClass {
    let condition = match value {
        Value::String(text) => format!("{field} = {text}"),
        Value::Object(test) => return content(field, test),
        other => format!("{field} = {other}"),
    };
    EventClass::of(condition)
}

/// A test of the content of a field, such as `{"prefix": "Create"}`.
fn content(field: &str, test: &Map<String, Value>) -> EventClass {
    let as_it_is = || EventClass::of(format!("{field} {}", Value::Object(test.clone())));
    let mut entries = test.iter();
    let (Some((name, value)), None) = (entries.next(), entries.next()) else { return as_it_is() };
    match (name.as_str(), value) {
        ("prefix", Value::String(word)) => EventClass::of(format!("{field} = {word}*")),
        ("suffix", Value::String(word)) => EventClass::of(format!("{field} = *{word}")),
        ("wildcard" | "equals-ignore-case", Value::String(word)) => EventClass::of(format!("{field} = {word}")),
        ("exists", Value::Bool(true)) => EventClass::of(format!("{field} EXISTS")),
        ("exists", Value::Bool(false)) => EventClass::of(format!("{field} NOT EXISTS")),
        ("anything-but", Value::String(word)) => EventClass::of(format!("{field} != {word}")),
        ("anything-but", Value::Array(values)) if values.iter().all(Value::is_string) => {
            let conditions = values.iter().filter_map(Value::as_str).map(|word| format!("{field} != {word}"));
            EventClass { conditions: conditions.collect() }
        }
        _ => as_it_is(),
    }
}

/// Whether a value of a pattern matches what a field is known to have; not where that cannot be told.
fn holds(wanted: &Value, known: &Value) -> bool {
    match wanted {
        Value::Object(test) => test.len() == 1 && test.iter().all(|(name, value)| content_holds(name, value, known)),
        Value::Number(number) => known.as_f64().is_some_and(|known| number.as_f64() == Some(known)),
        other => other == known,
    }
}

fn content_holds(name: &str, value: &Value, known: &Value) -> bool {
    let text = known.as_str();
    match (name, value) {
        ("exists", Value::Bool(exists)) => *exists,
        ("prefix", Value::String(prefix)) => text.is_some_and(|text| text.starts_with(prefix)),
        ("suffix", Value::String(suffix)) => text.is_some_and(|text| text.ends_with(suffix)),
        ("equals-ignore-case", Value::String(word)) => text.is_some_and(|text| text.eq_ignore_ascii_case(word)),
        ("anything-but", Value::Array(values)) => values.iter().all(|one| !one.is_object() && !holds(one, known)),
        ("anything-but", Value::String(_) | Value::Number(_)) => !holds(value, known),
        ("numeric", Value::Array(bounds)) => known.as_f64().is_some_and(|known| in_range(bounds, known)),
        _ => false,
    }
}

/// Whether a number meets pairs such as `">=", 7, "<", 9`.
fn in_range(bounds: &[Value], known: f64) -> bool {
    !bounds.is_empty()
        && bounds.chunks(2).all(|pair| match pair {
            [Value::String(operator), Value::Number(bound)] => {
                bound.as_f64().is_some_and(|bound| match operator.as_str() {
                    ">=" => known >= bound,
                    ">" => known > bound,
                    "<=" => known <= bound,
                    "<" => known < bound,
                    "=" => (known - bound).abs() < f64::EPSILON,
                    _ => false,
                })
            }
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(pattern: &Value) -> Option<Vec<String>> {
        let mut classes = Pattern::parse(&pattern.to_string())?.trail_classes()?;
        classes.sort();
        let joined = |class: EventClass| class.conditions.into_iter().collect::<Vec<_>>().join(" & ");
        Some(classes.into_iter().map(joined).collect())
    }

    #[test]
    fn values_are_alternatives_and_keys_are_not() {
        let pattern = json!({
            "source": ["aws.cloudtrail"],
            "detail-type": ["AWS API Call via CloudTrail"],
            "detail": {"eventName": ["StopLogging", {"prefix": "Delete"}], "errorCode": [{"exists": false}]},
        });
        let shared = "errorCode NOT EXISTS & eventName =";
        let expected = [
            "detail-type = AWS API Call via CloudTrail & errorCode NOT EXISTS & eventName = Delete* & source = aws.cloudtrail",
            "detail-type = AWS API Call via CloudTrail & errorCode NOT EXISTS & eventName = StopLogging & source = aws.cloudtrail",
        ];
        assert!(expected.iter().all(|one| one.contains(shared)));
        assert_eq!(read(&pattern), Some(expected.map(str::to_owned).to_vec()));
    }

    #[test]
    fn or_is_either_and_what_is_excepted_is_told() {
        let pattern = json!({"detail": {"$or": [{"a": ["1"]}, {"b": [{"anything-but": ["2", "3"]}]}]}});
        assert_eq!(read(&pattern), Some(vec!["a = 1".to_owned(), "b != 2 & b != 3".to_owned()]));
        let odd = json!({"detail": {"n": [{"numeric": [">", 1]}]}});
        assert_eq!(read(&odd), Some(vec![r#"n {"numeric":[">",1]}"#.to_owned()]));
    }

    #[test]
    fn events_of_other_services_are_none_of_cloudtrails() {
        assert_eq!(
            read(&json!({"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"]})),
            Some(Vec::new())
        );
        assert_eq!(read(&json!({"source": ["aws.ec2"]})), Some(vec!["source = aws.ec2".to_owned()]));
        for wrong in ["", "[]", "{\"source\": \"aws.ec2\"}", "nonsense"] {
            assert_eq!(Pattern::parse(wrong), None, "{wrong}");
        }
    }

    fn admits(pattern: &Value, severity: f64) -> bool {
        let event = [("source", json!("aws.guardduty")), ("detail.severity", json!(severity))];
        Pattern::parse(&pattern.to_string()).unwrap().admits(&event)
    }

    #[test]
    fn an_event_is_admitted_where_all_that_is_asked_is_known_and_holds() {
        let from = |test: Value| json!({"source": ["aws.guardduty"], "detail": {"severity": [test]}});
        for (test, seven, nine) in [
            (json!({"numeric": [">=", 7]}), true, true),
            (json!({"numeric": [">", 7, "<", 9]}), false, false),
            (json!({"numeric": [">=", 7, "<", 9]}), true, false),
            (json!({"numeric": ["=", 9]}), false, true),
            (json!(7), true, false),
            (json!({"anything-but": [7]}), false, true),
            (json!({"anything-but": 9}), true, false),
            (json!({"exists": true}), true, true),
            (json!({"cidr": "10.0.0.0/8"}), false, false),
        ] {
            assert_eq!((admits(&from(test.clone()), 7.0), admits(&from(test.clone()), 9.0)), (seven, nine), "{test}");
        }
        assert!(admits(&json!({"source": [{"prefix": "aws."}]}), 1.0));
        assert!(admits(&json!({"source": [{"suffix": "duty"}, "x"]}), 1.0));
        assert!(admits(&json!({"source": [{"equals-ignore-case": "AWS.GuardDuty"}]}), 1.0));
        assert!(!admits(&json!({"source": ["aws.guardduty"], "detail": {"type": ["Recon:EC2/Portscan"]}}), 8.0));
        let either = json!({"$or": [{"source": ["aws.macie"]}, {"source": ["aws.guardduty"]}]});
        assert!(admits(&either, 8.0));
    }
}
