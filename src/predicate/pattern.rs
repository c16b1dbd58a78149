//! A regular expression that is anchored at both ends and compiled when it is first needed.

use std::sync::OnceLock;

use regex::Regex;

/// An anchored regular expression. Its syntax is checked when a control is loaded; the costly
/// compilation waits for the first match.
#[derive(Debug, Clone)]
pub struct Pattern {
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Of this source, whose syntax is checked.
    ///
    /// # Errors
    /// What is wrong with the syntax.
    pub fn parse(source: &str) -> Result<Self, Box<regex_syntax::Error>> {
        let pattern = Self { source: source.to_owned(), compiled: OnceLock::new() };
        // Alone first: `a)|(?:b` would be sound between the anchors' parentheses.
        regex_syntax::parse(source).map_err(Box::new)?;
        regex_syntax::parse(&pattern.anchored()).map_err(Box::new)?;
        Ok(pattern)
    }

    /// The expression as the control has it.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Whether the whole text matches; `None` where it is too large to compile.
    pub fn matches(&self, text: &str) -> Option<bool> {
        let regex = self.compiled.get_or_init(|| Regex::new(&self.anchored()).ok());
        regex.as_ref().map(|regex| regex.is_match(text))
    }

    fn anchored(&self) -> String {
        format!(r"\A(?:{})\z", self.source)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Pattern {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_the_text_must_match() {
        let pattern = Pattern::parse("a|bc").unwrap();
        assert_eq!(
            ["a", "bc", "ab", "abc", "a\n"].map(|text| pattern.matches(text)),
            [true, true, false, false, false].map(Some)
        );
    }

    #[test]
    fn broken_syntax_is_found_without_compiling() {
        for broken in ["(", "a)|(?:b", "[z-a]", "*"] {
            assert!(Pattern::parse(broken).is_err(), "{broken}");
        }
    }
}
