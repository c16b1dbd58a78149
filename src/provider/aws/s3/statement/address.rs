//! The addresses that a statement asks for.

use serde_json::Value;

use crate::inventory::net::{Cidr, internet_wide};
use crate::provider::aws::policy::{Attached, Condition, Document};

const SOURCE_IP: &str = "aws:SourceIp";

/// The policy as it would be if no Allow asked for an address; `None` where it cannot be taken apart.
pub(super) fn freed(text: &str) -> Option<Document> {
    let mut policy: Value = serde_json::from_str(text).ok()?;
    let statements = match policy.get_mut("Statement")? {
        Value::Array(statements) => statements.as_mut_slice(),
        one => std::slice::from_mut(one),
    };
    for statement in statements.iter_mut().filter(|statement| statement["Effect"] == "Allow") {
        let Some(conditions) = statement.get_mut("Condition").and_then(Value::as_object_mut) else { continue };
        for keys in conditions.values_mut().filter_map(Value::as_object_mut) {
            keys.retain(|key, _| !key.eq_ignore_ascii_case(SOURCE_IP));
        }
        conditions.retain(|_, keys| keys.as_object().is_none_or(|keys| !keys.is_empty()));
    }
    Document::parse(&policy.to_string(), Attached::ToResource).ok()
}

/// The prefix lengths of the widest public ranges that are let in: 0 is every address, `None` no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Widest {
    pub(super) v4: Option<i64>,
    pub(super) v6: Option<i64>,
}

impl Widest {
    const ANY: Self = Self { v4: Some(0), v6: Some(0) };

    /// What conditions, all of which must hold, let in.
    pub(super) fn of(conditions: &[Condition]) -> Self {
        let asks = |condition: &&Condition| condition.is_on(SOURCE_IP) && condition.operator.is_positive();
        conditions.iter().filter(asks).fold(Self::ANY, |widest, condition| {
            let ranges: Option<Vec<Cidr>> = condition.values.iter().map(|value| value.parse().ok()).collect();
            // A value that is no range, a variable perhaps, could stand for any.
            widest.and(ranges.map_or(Self::ANY, |ranges| Self::among(&ranges)))
        })
    }

    fn among(ranges: &[Cidr]) -> Self {
        let of = |is_v4: bool| {
            let family: Vec<Cidr> = ranges.iter().copied().filter(|range| range.is_v4() == is_v4).collect();
            if internet_wide(&family) {
                return Some(0);
            }
            let public = family.iter().filter(|range| range.is_public());
            public.map(|range| i64::from(range.prefix_length())).min()
        };
        Self { v4: of(true), v6: of(false) }
    }

    /// Both must hold: the narrower counts.
    fn and(self, other: Self) -> Self {
        let narrower = |one: Option<i64>, other: Option<i64>| one.zip(other).map(|(one, other)| one.max(other));
        Self { v4: narrower(self.v4, other.v4), v6: narrower(self.v6, other.v6) }
    }
}
