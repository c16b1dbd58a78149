//! How a terminal report looks: its width, its colours, its links and its marks. Nothing else of ours emits an escape
//! sequence.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

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
    /// Whether it opens links.
    pub links: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { width: PIPE_WIDTH, colour: false, links: false }
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

    /// A visible text that leads somewhere, where the terminal opens links. What the address holds cannot end the
    /// sequence: whatever is not printable ASCII is percent-encoded.
    pub(crate) fn link(self, address: &str, text: &str) -> String {
        if !self.links || text.is_empty() || !address.starts_with("https://") {
            return text.to_owned();
        }
        let mut plain = String::with_capacity(address.len());
        for byte in address.bytes() {
            match byte {
                b'!'..=b'~' => plain.push(char::from(byte)),
                // Writing to a string cannot fail.
                _ => drop(write!(plain, "%{byte:02X}")),
            }
        }
        format!("{LINK}{plain}{END}{text}{LINK}{END}")
    }
}

/// What begins a link's address, and with none ends the link (OSC 8).
const LINK: &str = "\u{1b}]8;;";

/// What ends an address.
const END: &str = "\u{1b}\\";

/// A line without the spaces at its end, though its style ends after them: a terminal would break it.
pub(crate) fn trimmed(line: &str) -> String {
    const RESET: &str = "\u{1b}[0m";
    match line.trim_end().strip_suffix(RESET) {
        Some(styled) => format!("{}{RESET}", styled.trim_end()),
        None => line.trim_end().to_owned(),
    }
}

/// The text without its links, for who does not know them.
pub(crate) fn without_links(text: &str) -> String {
    let mut parts = text.split(LINK);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once(END).map_or(part, |(_, rest)| rest));
    }
    out
}

/// How many lines of a terminal of so many columns a text takes.
pub(crate) fn rows(text: &str, columns: usize) -> usize {
    let text = without_links(text);
    text.lines().map(|line| uncoloured(line).width().div_ceil(columns.max(1)).max(1)).sum()
}

/// The line without its colours.
fn uncoloured(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once(|c: char| c.is_ascii_alphabetic()).map_or("", |(_, rest)| rest));
    }
    out
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

#[cfg(test)]
mod tests {
    use super::*;

    const LINKING: Style = Style { width: 80, colour: true, links: true };

    #[test]
    fn an_address_cannot_end_its_sequence() {
        let shown = LINKING.link("https://a.example/\u{1b}\\\u{1b}[2J\u{7}\u{9c}b c", "text");
        assert_eq!(shown.matches('\u{1b}').count(), 4, "{shown:?}");
        assert!(shown.contains("https://a.example/%1B\\%1B[2J%07%C2%9Cb%20c"), "{shown:?}");
        assert_eq!(without_links(&shown), "text");
    }

    #[test]
    fn a_link_takes_no_room_and_only_web_pages_are_linked() {
        let line = format!("{}\n", LINKING.paint(Tone::Bad, &LINKING.link("https://a.example/long/address", "ab")));
        assert_eq!((rows(&line, 2), rows(&line, 1), rows("", 80), rows("a\n\nb", 80)), (1, 2, 0, 3));
        assert_eq!(rows("東京\n", 3), 2);
        for (style, address) in [(LINKING, "file:///etc/passwd"), (Style::default(), "https://a.example")] {
            assert_eq!(style.link(address, "ab"), "ab");
        }
    }
}
