//! What is wrong with a file that somebody wrote, and where.

use std::fmt;

/// One mistake in a file. Mistakes are data: all of a file's are reported together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The file, as the user would name it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

/// Where something stands in a file; both count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Mark {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// Collects the diagnostics of one file.
#[derive(Debug)]
pub(crate) struct Problems {
    file: String,
    found: Vec<Diagnostic>,
}

impl Problems {
    pub(crate) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), found: Vec::new() }
    }

    /// Reports a mistake.
    pub(crate) fn report(&mut self, mark: Mark, message: impl Into<String>) {
        self.push(mark, message.into(), None);
    }

    /// Reports a mistake and what to do about it.
    pub(crate) fn report_with(&mut self, mark: Mark, message: impl Into<String>, help: impl Into<String>) {
        self.push(mark, message.into(), Some(help.into()));
    }

    /// Reports a word that is not among those known, with the nearest of them.
    pub(crate) fn report_unknown<'k>(
        &mut self,
        mark: Mark,
        what: &str,
        word: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        self.push(mark, format!("unknown {what} {word:?}"), nearest(word, known));
    }

    /// Takes a mistake that was made elsewhere, such as on the command line.
    pub(crate) fn take(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    fn push(&mut self, mark: Mark, message: String, help: Option<String>) {
        let Mark { line, column } = mark;
        self.found.push(Diagnostic { file: self.file.clone(), line, column, message, help });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }

    /// All of them, in order of the file.
    pub(crate) fn into_vec(mut self) -> Vec<Diagnostic> {
        self.found.sort();
        self.found.dedup();
        self.found
    }
}

/// A word with its article: "an integer", "a bool".
pub(crate) fn a(word: impl fmt::Display) -> String {
    let word = word.to_string();
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {word}")
}

/// How many words a hint lists where none is near.
const LISTED: usize = 24;

/// "did you mean", or the words there are where none is near and they are few.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    let near = known
        .iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), *candidate))
        .filter(|(distance, candidate)| *distance * 3 <= word.chars().count().max(candidate.chars().count()))
        .min();
    match near {
        Some((_, candidate)) => Some(format!("did you mean {candidate:?}?")),
        None if !known.is_empty() && known.len() <= LISTED => Some(format!("known here: {}", known.join(", "))),
        None => None,
    }
}
