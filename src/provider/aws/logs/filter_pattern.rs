//! Patterns of metric filters over events in JSON: which events they match for certain.
//!
//! Of the syntax, `{ $.field = value && (… || …) }` is understood, and the empty pattern, which matches everything.

use crate::provider::aws::event_class::{self, EventClass};

/// The classes of events that a pattern matches; `None` where it cannot be understood.
pub(super) fn classes(pattern: &str) -> Option<Vec<EventClass>> {
    let text = pattern.trim();
    if text.is_empty() {
        return Some(vec![EventClass::default()]);
    }
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let mut reader = Reader { rest: inner };
    let classes = reader.either()?;
    reader.rest.trim_start().is_empty().then_some(classes)
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// Terms between `||`, which binds less than `&&`.
    fn either(&mut self) -> Option<Vec<EventClass>> {
        let mut classes = self.both()?;
        while self.takes("||") {
            classes = event_class::any(classes, self.both()?)?;
        }
        Some(classes)
    }

    fn both(&mut self) -> Option<Vec<EventClass>> {
        let mut classes = self.term()?;
        while self.takes("&&") {
            classes = event_class::all(&classes, &self.term()?)?;
        }
        Some(classes)
    }

    fn term(&mut self) -> Option<Vec<EventClass>> {
        if !self.takes("(") {
            return Some(vec![EventClass::of(self.condition()?)]);
        }
        let classes = self.either()?;
        self.takes(")").then_some(classes)
    }

    fn condition(&mut self) -> Option<String> {
        self.takes("$").then_some(())?;
        let field = self.word(|c| c.is_whitespace() || "=!<>()&|".contains(c));
        let field = field.strip_prefix('.').unwrap_or(field);
        if field.is_empty() {
            return None;
        }
        for operator in ["!=", "<=", ">=", "=", "<", ">"] {
            if self.takes(operator) {
                return Some(format!("{field} {operator} {}", self.value()?));
            }
        }
        let words = ["NOT EXISTS", "EXISTS", "IS TRUE", "IS FALSE", "IS NULL", "IS NOT NULL"];
        let found = words.into_iter().find(|words| self.takes_words(words))?;
        Some(format!("{field} {found}"))
    }

    /// What stands on the right of an operator, without its quotes.
    fn value(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        if let Some(quoted) = self.rest.strip_prefix('"') {
            let end = quoted.find('"')?;
            let (value, rest) = quoted.split_at(end);
            self.rest = rest.strip_prefix('"')?;
            // No value of CloudTrail's has to be escaped.
            return (!value.contains('\\')).then(|| value.to_owned());
        }
        let value = self.word(|c| c.is_whitespace() || "()&|\"".contains(c));
        (!value.is_empty()).then(|| value.to_owned())
    }

    fn word(&mut self, ends: impl Fn(char) -> bool) -> &'a str {
        let (word, rest) = self.rest.split_at(self.rest.find(ends).unwrap_or(self.rest.len()));
        self.rest = rest;
        word
    }

    fn takes(&mut self, token: &str) -> bool {
        let Some(rest) = self.rest.trim_start().strip_prefix(token) else { return false };
        self.rest = rest;
        true
    }

    fn takes_words(&mut self, words: &str) -> bool {
        let mut rest = self.rest;
        for word in words.split(' ') {
            let Some(after) = rest.trim_start().get(..word.len()).filter(|found| found.eq_ignore_ascii_case(word))
            else {
                return false;
            };
            rest = rest.trim_start().get(after.len()..).unwrap_or_default();
        }
        let ends = rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || ")&|".contains(c));
        if ends {
            self.rest = rest;
        }
        ends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pattern: &str) -> Option<Vec<String>> {
        let mut classes = classes(pattern)?;
        classes.sort();
        let joined = |class: EventClass| class.conditions.into_iter().collect::<Vec<_>>().join(" & ");
        Some(classes.into_iter().map(joined).collect())
    }

    fn reads(pattern: &str, expected: &[&str]) {
        assert_eq!(read(pattern), Some(expected.iter().map(|one| (*one).to_owned()).collect()), "{pattern}");
    }

    #[test]
    fn order_parentheses_quotes_and_blanks_do_not_matter() {
        let root = ["eventType != AwsServiceEvent & userIdentity.invokedBy NOT EXISTS & userIdentity.type = Root"];
        for pattern in [
            r#"{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }"#,
            r#"{($.eventType!="AwsServiceEvent")&&(($.userIdentity.type=Root)&&$.userIdentity.invokedBy not exists)}"#,
            "{ ((($.userIdentity.invokedBy NOT EXISTS))) && $.eventType != AwsServiceEvent && $.userIdentity.type = Root}",
        ] {
            reads(pattern, &root);
        }
    }

    #[test]
    fn either_is_several_classes_and_binds_less() {
        reads(r#"{ ($.eventName = A) || ($.eventName = "B") }"#, &["eventName = A", "eventName = B"]);
        reads("{ $.a = 1 || $.b = 2 && $.c = 3 }", &["a = 1", "b = 2 & c = 3"]);
        reads("{ ($.a = 1 || $.b = 2) && $.c = 3 }", &["a = 1 & c = 3", "b = 2 & c = 3"]);
        reads("{ $.s = kms.amazonaws.com && ($.n = X || $.n = Y) && $.n = X }", &["n = X & s = kms.amazonaws.com"]);
    }

    #[test]
    fn every_operator_is_told_as_it_stands() {
        reads(r#"{ $.errorCode = "*UnauthorizedOperation" }"#, &["errorCode = *UnauthorizedOperation"]);
        reads("{ $.n >= 3 && $.m < 4 }", &["m < 4 & n >= 3"]);
        reads(
            "{ $.readOnly IS FALSE && $.error IS NULL && $.x EXISTS }",
            &["error IS NULL & readOnly IS FALSE & x EXISTS"],
        );
        reads("{ $.eventName = %^Create% }", &["eventName = %^Create%"]);
        reads("{ $.items[0].cidr = 0.0.0.0/0 }", &["items[0].cidr = 0.0.0.0/0"]);
    }

    #[test]
    fn nothing_asked_is_everything_matched() {
        assert_eq!(classes(""), Some(vec![EventClass::default()]));
        assert_eq!(classes("  "), classes(""));
    }

    #[test]
    fn what_is_not_understood_is_no_match() {
        for pattern in [
            "ERROR",
            "[ip, user, time]",
            "?ERROR ?WARN",
            "{ $.a = 1",
            "{ $.a }",
            "{ $.a = }",
            "{ ($.a = 1 }",
            "{ $.a = 1 && }",
            "{ $.a = 1 $.b = 2 }",
            "{ a = 1 }",
            r#"{ $.a = "x }"#,
            "{ $.a EXISTSNOT }",
            "{}",
        ] {
            assert_eq!(read(pattern), None, "{pattern}");
        }
        let wide = |letter: char| (0..40).map(|n| format!("$.{letter} = {n}")).collect::<Vec<_>>().join(" || ");
        assert_eq!(read(&format!("{{ ({}) && ({}) }}", wide('a'), wide('b'))), None, "too many to tell");
    }
}
