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
    /// Of this source, unchecked: [`Pattern::check`] says whether it can be compiled.
    pub fn new(source: &str) -> Self {
        Self { source: source.to_owned(), compiled: OnceLock::new() }
    }

    /// What is wrong with the expression, where something is.
    pub fn check(&self) -> Result<(), regex::Error> {
        Regex::new(&self.anchored()).map(|regex| {
            // Whoever checks has compiled it; a later match need not do so again.
            let _ = self.compiled.set(Some(regex));
        })
    }

    /// The expression as the control has it.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Whether the whole text matches; `None` where the expression is broken.
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
