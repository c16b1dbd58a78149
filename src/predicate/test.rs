//! The tests that a predicate makes of one value, and the literals they compare with.

use std::fmt;
use std::str::FromStr;

use super::Predicate;
use super::pattern::Pattern;
use crate::inventory::net;

/// A length of time in whole seconds; a day is 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(i64);

/// A word that is no duration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no duration: write a whole number and seconds, minutes, hours or days, as in \"90 days\"")]
pub struct MalformedDuration(String);

const UNITS: [(&str, i64); 4] = [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)];

impl Duration {
    /// Its length in seconds.
    pub fn seconds(self) -> i64 {
        self.0
    }
}

impl FromStr for Duration {
    type Err = MalformedDuration;

    fn from_str(word: &str) -> Result<Self, MalformedDuration> {
        let wrong = || MalformedDuration(word.to_owned());
        let (number, unit) = word.split_once(' ').ok_or_else(wrong)?;
        if number.is_empty() || !number.bytes().all(|c| c.is_ascii_digit()) {
            return Err(wrong());
        }
        let number: i64 = number.parse().map_err(|_| wrong())?;
        let singular = unit.strip_suffix('s').unwrap_or(unit);
        let (_, seconds) = UNITS.into_iter().find(|(name, _)| *name == singular).ok_or_else(wrong)?;
        number.checked_mul(seconds).map(Self).ok_or_else(wrong)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = UNITS.into_iter().find(|(_, seconds)| self.0 % seconds == 0);
        let (name, seconds) = whole.unwrap_or(("second", 1));
        let number = self.0 / seconds;
        write!(f, "{number} {name}{}", if number == 1 { "" } else { "s" })
    }
}

/// A value that a control compares with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A string, or the provider's word of an enum.
    Text(String),
    /// A length of time.
    Duration(Duration),
    /// A CIDR block.
    Cidr(net::Cidr),
    /// A port or a range of ports.
    Ports(net::PortRange),
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            Self::Text(value) if value.is_empty() => f.write_str("\"\""),
            Self::Text(value) => f.write_str(value),
            Self::Duration(value) => value.fmt(f),
            Self::Cidr(value) => value.fmt(f),
            Self::Ports(value) => value.fmt(f),
        }
    }
}

/// A literal, and the parameter it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    /// The value in force.
    pub value: Literal,
    /// The parameter's name, where the control wrote `$name`.
    pub param: Option<String>,
}

/// Several literals, and the parameter the list came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operands {
    /// The values in force.
    pub values: Vec<Operand>,
    /// The parameter's name, where the control wrote `$name` for the whole list.
    pub param: Option<String>,
}

/// What is asked of the value at a path. The list is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// It is this (a bare scalar).
    Equals(Operand),
    /// It is not this (`not`).
    Not(Operand),
    /// It is one of these.
    In(Operands),
    /// It is none of these.
    NotIn(Operands),
    /// It is this or more.
    AtLeast(Operand),
    /// It is this or less.
    AtMost(Operand),
    /// More than this duration lies between it and the moment of judgement.
    OlderThan(Operand),
    /// Less than this duration lies between it and the moment of judgement.
    NewerThan(Operand),
    /// It is not null (`true`), or null (`false`).
    Present(bool),
    /// All of it matches this regular expression.
    Matches(Pattern),
    /// The list has this element.
    Contains(Operand),
    /// The block lies inside any of these.
    Within(Operands),
    /// The range includes any of these.
    Covers(Operands),
    /// Every element of the list satisfies this.
    Every(Box<Predicate>),
    /// At least one element of the list satisfies this.
    Some(Box<Predicate>),
    /// No element of the list satisfies this.
    None(Box<Predicate>),
    /// So many elements of the list satisfy `of` (all of them where there is no `of`).
    Count {
        /// What an element must satisfy to be counted.
        of: Option<Box<Predicate>>,
        /// The least number.
        at_least: Option<Operand>,
        /// The greatest number.
        at_most: Option<Operand>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (word, seconds) in [("90 days", 7_776_000), ("1 day", 86_400), ("36 hours", 129_600), ("0 seconds", 0)] {
            let duration: Duration = word.parse().unwrap();
            assert_eq!(duration.seconds(), seconds, "{word}");
        }
        assert_eq!("48 hours".parse::<Duration>().unwrap().to_string(), "2 days");
        assert_eq!("90 minutes".parse::<Duration>().unwrap().to_string(), "90 minutes");
        for wrong in ["90", "days", "-1 days", "1.5 days", "3 weeks", "1  day", "99999999999999999 days", "+1 day"] {
            assert!(wrong.parse::<Duration>().is_err(), "{wrong}");
        }
    }
}
