//! Conditions: their operators, and what a request must be like to meet them.

use std::fmt;
use std::str::FromStr;

use super::pattern;

/// One condition of a statement: any one of the values will do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// How the key is compared.
    pub operator: Operator,
    /// The key of the request, letter case as written.
    pub key: String,
    /// What it is compared with. IAM gives an empty list no meaning that we could rely on.
    pub values: Vec<String>,
}

/// A comparison with what may stand before and after its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Operator {
    /// For a key of several values: whether any or all of them must meet it.
    pub quantifier: Option<Quantifier>,
    /// The comparison.
    pub test: Test,
    /// `IfExists`: it holds too where the request lacks the key.
    pub if_exists: bool,
}

/// What stands before an operator for a key of several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantifier {
    /// `ForAllValues:`, which holds too where the request lacks the key.
    ForAllValues,
    /// `ForAnyValue:`, which does not hold where the request lacks the key, even when negated.
    ForAnyValue,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "these are IAM's own names")]
pub enum Test {
    StringEquals,
    StringNotEquals,
    StringEqualsIgnoreCase,
    StringNotEqualsIgnoreCase,
    StringLike,
    StringNotLike,
    NumericEquals,
    NumericNotEquals,
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    DateEquals,
    DateNotEquals,
    DateLessThan,
    DateLessThanEquals,
    DateGreaterThan,
    DateGreaterThanEquals,
    Bool,
    BinaryEquals,
    IpAddress,
    NotIpAddress,
    ArnEquals,
    ArnLike,
    ArnNotEquals,
    ArnNotLike,
    Null,
}

const TESTS: &[(&str, Test)] = &[
    ("StringEquals", Test::StringEquals),
    ("StringNotEquals", Test::StringNotEquals),
    ("StringEqualsIgnoreCase", Test::StringEqualsIgnoreCase),
    ("StringNotEqualsIgnoreCase", Test::StringNotEqualsIgnoreCase),
    ("StringLike", Test::StringLike),
    ("StringNotLike", Test::StringNotLike),
    ("NumericEquals", Test::NumericEquals),
    ("NumericNotEquals", Test::NumericNotEquals),
    ("NumericLessThan", Test::NumericLessThan),
    ("NumericLessThanEquals", Test::NumericLessThanEquals),
    ("NumericGreaterThan", Test::NumericGreaterThan),
    ("NumericGreaterThanEquals", Test::NumericGreaterThanEquals),
    ("DateEquals", Test::DateEquals),
    ("DateNotEquals", Test::DateNotEquals),
    ("DateLessThan", Test::DateLessThan),
    ("DateLessThanEquals", Test::DateLessThanEquals),
    ("DateGreaterThan", Test::DateGreaterThan),
    ("DateGreaterThanEquals", Test::DateGreaterThanEquals),
    ("Bool", Test::Bool),
    ("BinaryEquals", Test::BinaryEquals),
    ("IpAddress", Test::IpAddress),
    ("NotIpAddress", Test::NotIpAddress),
    ("ArnEquals", Test::ArnEquals),
    ("ArnLike", Test::ArnLike),
    ("ArnNotEquals", Test::ArnNotEquals),
    ("ArnNotLike", Test::ArnNotLike),
    ("Null", Test::Null),
];

impl Condition {
    /// Whether it is on this key, written in lower case.
    pub fn is_on(&self, key: &str) -> bool {
        self.key.eq_ignore_ascii_case(key)
    }
}

impl Operator {
    /// Whether it holds only for a request that has the key, with a value that equals, is like or lies in
    /// one of those listed.
    pub fn is_positive(self) -> bool {
        let likens = matches!(
            self.test,
            Test::StringEquals
                | Test::StringEqualsIgnoreCase
                | Test::StringLike
                | Test::ArnEquals
                | Test::ArnLike
                | Test::IpAddress
        );
        likens && !self.if_exists && self.quantifier != Some(Quantifier::ForAllValues)
    }

    /// Whether it holds for every request, but for those that have the key with a value that equals, is like
    /// or lies in one of those listed. This is what a Deny needs to keep all others out.
    pub fn is_complete_negation(self) -> bool {
        let negates = matches!(
            self.test,
            Test::StringNotEquals
                | Test::StringNotEqualsIgnoreCase
                | Test::StringNotLike
                | Test::ArnNotEquals
                | Test::ArnNotLike
                | Test::NotIpAddress
        );
        negates && self.quantifier != Some(Quantifier::ForAnyValue)
    }

    /// Whether it compares numbers.
    pub fn is_numeric(self) -> bool {
        matches!(
            self.test,
            Test::NumericEquals
                | Test::NumericNotEquals
                | Test::NumericLessThan
                | Test::NumericLessThanEquals
                | Test::NumericGreaterThan
                | Test::NumericGreaterThanEquals
        )
    }
}

impl FromStr for Operator {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        let (quantifier, rest) = match word.split_once(':') {
            None => (None, word),
            Some((all, rest)) if all.eq_ignore_ascii_case("ForAllValues") => (Some(Quantifier::ForAllValues), rest),
            Some((any, rest)) if any.eq_ignore_ascii_case("ForAnyValue") => (Some(Quantifier::ForAnyValue), rest),
            Some(_) => return Err(()),
        };
        let lower = rest.to_ascii_lowercase();
        let (name, if_exists) = lower.strip_suffix("ifexists").map_or((lower.as_str(), false), |name| (name, true));
        let (_, test) = TESTS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).ok_or(())?;
        // Null asks whether the key exists: IAM refuses to ask that only if it does.
        if if_exists && *test == Test::Null {
            return Err(());
        }
        Ok(Self { quantifier, test: *test, if_exists })
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.quantifier {
            Some(Quantifier::ForAllValues) => f.write_str("ForAllValues:")?,
            Some(Quantifier::ForAnyValue) => f.write_str("ForAnyValue:")?,
            None => {}
        }
        let name = TESTS.iter().find(|(_, test)| *test == self.test).map_or("", |(name, _)| name);
        write!(f, "{name}{}", if self.if_exists { "IfExists" } else { "" })
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.key, self.operator, self.values.join(", "))
    }
}

/// Whether this is one value and no pattern: not empty, no wildcard, no policy variable.
pub(super) fn is_concrete(value: &str) -> bool {
    !value.is_empty() && !pattern::has_wildcard(value) && !pattern::has_variable(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_read_and_print() {
        for (name, _) in TESTS.iter().filter(|(_, test)| *test != Test::Null) {
            for word in [(*name).to_owned(), format!("{name}IfExists"), format!("ForAnyValue:{name}")] {
                let operator: Operator = word.parse().unwrap();
                assert_eq!(operator.to_string(), word);
                assert_eq!(word.to_ascii_uppercase().parse(), Ok(operator));
                assert!(!(operator.is_positive() && operator.is_complete_negation()), "{word}");
            }
        }
        for wrong in ["", "IfExists", "ForAnyValue:", "StringEqualsIfExistsIfExists", "BoolNotEquals", "NullIfExists"] {
            assert!(wrong.parse::<Operator>().is_err(), "{wrong:?}");
        }
    }
}
