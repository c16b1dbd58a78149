//! How a terminal report looks: its width, its colours and its marks. Nothing else of ours emits an escape sequence.

use crate::assess::{Configuration, Documents, Status};
use crate::control::Severity;

/// The width of a report, in columns, where there is no terminal to ask.
pub const PIPE_WIDTH: u16 = 120;

/// What a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Its width in columns.
    pub width: u16,
    /// Whether it is to be coloured.
    pub colour: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { width: PIPE_WIDTH, colour: false }
    }
}

/// The meaning of a piece of text, which its colour repeats but never carries alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// A heading.
    Heading,
    /// Something failed.
    Bad,
    /// Something failed, and gravely.
    Grave,
    /// Something was not seen.
    Unseen,
    /// Something is as it should be.
    Good,
    /// Something to type.
    Command,
    /// Something beside the point.
    Faint,
    /// Nothing special.
    Plain,
}

impl Tone {
    /// The parameters of the terminal's "select graphic rendition".
    fn code(self) -> &'static str {
        match self {
            Self::Heading => "1",
            Self::Bad => "31",
            Self::Grave => "1;31",
            Self::Unseen => "33",
            Self::Good => "32",
            Self::Command => "36",
            Self::Faint => "2",
            Self::Plain => "",
        }
    }

    /// Of a control's status.
    pub(crate) fn of_status(status: Status) -> Self {
        match status {
            Status::Fail => Self::Bad,
            Status::NotEvaluated | Status::RiskAccepted => Self::Unseen,
            Status::Pass => Self::Good,
            Status::NotApplicable => Self::Faint,
        }
    }

    /// Of a criterion's status.
    pub(crate) fn of_configuration(status: Configuration) -> Self {
        match status {
            Configuration::Deviation => Self::Bad,
            Configuration::NotEvaluated | Configuration::RiskAccepted | Configuration::MetInPart => Self::Unseen,
            Configuration::Met => Self::Good,
            _ => Self::Faint,
        }
    }

    /// Of a criterion's documents.
    pub(crate) fn of_documents(documents: Documents) -> Self {
        match documents {
            Documents::OnFile => Self::Good,
            Documents::Stale => Self::Unseen,
            Documents::Altered => Self::Bad,
            Documents::Requested => Self::Plain,
            Documents::NotNeeded => Self::Faint,
        }
    }

    /// Of a severity.
    pub(crate) fn of_severity(severity: Severity) -> Self {
        match severity {
            Severity::Critical => Self::Grave,
            Severity::High => Self::Bad,
            Severity::Medium => Self::Unseen,
            Severity::Low => Self::Plain,
        }
    }
}

/// The narrowest report that can still be read; on less the terminal wraps.
const NARROWEST: usize = 64;

/// Beyond this, lines are hard to follow with the eye.
const WIDEST: usize = 132;

impl Style {
    /// How many columns a report takes.
    pub(crate) fn columns(self) -> usize {
        usize::from(self.width).clamp(NARROWEST, WIDEST)
    }

    /// The text, coloured where colour is wanted.
    pub(crate) fn paint(self, tone: Tone, text: &str) -> String {
        if self.colour && tone != Tone::Plain && !text.is_empty() {
            format!("\u{1b}[{}m{text}\u{1b}[0m", tone.code())
        } else {
            text.to_owned()
        }
    }
}

/// The mark before a control's status; the word always stands beside it.
pub(crate) fn mark_of_status(status: Status) -> char {
    match status {
        Status::Fail => '✗',
        Status::NotEvaluated => '?',
        Status::RiskAccepted => '!',
        Status::Pass => '✓',
        Status::NotApplicable => '–',
    }
}

/// The mark before a criterion's status; the word always stands beside it.
pub(crate) fn mark_of_configuration(status: Configuration) -> char {
    match status {
        Configuration::Deviation => '✗',
        Configuration::NotEvaluated => '?',
        Configuration::RiskAccepted => '!',
        Configuration::MetInPart => '~',
        Configuration::Met => '✓',
        _ => '–',
    }
}

/// A status word as a person writes it: `not_evaluated` is "not evaluated".
pub(crate) fn words(word: &str) -> String {
    word.replace('_', " ")
}
