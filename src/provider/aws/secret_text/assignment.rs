//! Names and the values they are given, in a line of a script or a configuration file.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// A name and the value that it is given.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Assignment<'a> {
    pub(super) name: &'a str,
    /// Without its quotes.
    pub(super) value: &'a str,
    is_quoted: bool,
    /// Whether a colon gives it, as in YAML.
    after_colon: bool,
    /// What follows the value in the line.
    rest: &'a str,
}

impl Assignment<'_> {
    /// Whether the value is text of its own, not an expression of a programming language (a call, an index, a variable's
    /// name) nor a word of a sentence.
    pub(super) fn is_literal(&self) -> bool {
        let is_name = self.value.contains(['.', '_'])
            && self.value.bytes().all(|byte| byte.is_ascii_alphabetic() || b"._".contains(&byte));
        let rest = self.rest.trim_start();
        let is_in_sentence =
            self.after_colon && !(rest.is_empty() || rest.starts_with(['#', ',', '}', ']', '"', '\'']));
        self.is_quoted || !(is_name || is_in_sentence || self.rest.starts_with(['(', '[']))
    }
}

/// `NAME=value`, `NAME = value`, `name: value`, `"name": "value"`, `--name value` and their like.
static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let name = r#"(?:^|[\s"'{,;&?(/]|--)(?P<name>[A-Za-z_][A-Za-z0-9_.-]{0,127})"#;
    let sign = r#"["']?(?:\s*(?::=|=>|=)\s*|\s*(?P<colon>:)\s+|["']:)"#;
    let option = r"--(?P<option>[a-z][a-z0-9-]{0,127})\s+";
    let value = r#"(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"',;&|()\[\]]+))"#;
    Regex::new(&format!("(?:{name}{sign}|{option}){value}")).ok()
});

/// Every assignment of a line, in order.
pub(super) fn all(line: &str) -> impl Iterator<Item = Assignment<'_>> {
    FORM.iter().flat_map(move |form| {
        let found = form.captures_iter(line);
        found.filter_map(move |captures| of(line, &captures))
    })
}

fn of<'a>(line: &'a str, captures: &Captures<'a>) -> Option<Assignment<'a>> {
    let name = captures.name("name").or_else(|| captures.name("option"))?;
    let quoted = captures.name("double").or_else(|| captures.name("single"));
    let value = quoted.or_else(|| captures.name("bare"))?;
    Some(Assignment {
        name: name.as_str(),
        value: value.as_str(),
        is_quoted: quoted.is_some(),
        after_colon: captures.name("colon").is_some(),
        rest: line.get(captures.get(0)?.end()..)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(line: &str) -> Vec<(&str, &str)> {
        all(line).map(|assigned| (assigned.name, assigned.value)).collect()
    }

    #[test]
    fn the_ways_to_give_a_name_a_value() {
        for (line, expected) in [
            ("export DB_PASSWORD=hunter2", vec![("DB_PASSWORD", "hunter2")]),
            ("A=1 B='two words' C=\"3\"", vec![("A", "1"), ("B", "two words"), ("C", "3")]),
            ("password = hunter2 # root", vec![("password", "hunter2")]),
            ("  password: \"hunter2\"", vec![("password", "hunter2")]),
            (r#"{"user":"a","password":"hunter2"}"#, vec![("user", "a"), ("password", "hunter2")]),
            ("tool --password hunter2 --user=a", vec![("password", "hunter2"), ("user", "a")]),
            ("docker run -e DB_PASSWORD=hunter2 app", vec![("DB_PASSWORD", "hunter2")]),
            ("https://example.com/?token=abc&x=1", vec![("token", "abc"), ("x", "1")]),
            ("a sentence: with words", vec![("sentence", "with")]),
            ("nothing here", vec![]),
            ("at 10:30", vec![]),
        ] {
            assert_eq!(pairs(line), expected, "{line}");
        }
    }

    #[test]
    fn expressions_are_no_literals() {
        for line in
            ["password = getpass()", "token = os.environ['TOKEN']", "password = args.password", "p = db_password"]
        {
            assert!(all(line).all(|assigned| !assigned.is_literal()), "{line}");
        }
        for line in ["password = hunter2", "password = 'args.password'", "PASSWORD=correct-horse"] {
            assert!(all(line).all(|assigned| assigned.is_literal()), "{line}");
        }
    }
}
