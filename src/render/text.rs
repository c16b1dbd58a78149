//! Text for a terminal: what a cloud calls its things is made visible, measured, cut and wrapped here and nowhere else.
//!
//! A name, an id, a value or a message may hold anything: escape sequences, line breaks, marks that turn the
//! reading direction. None of it reaches a terminal as itself.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use regex::Regex;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Everything that is not plainly seen: control, format and private characters, those that are
/// not assigned or have no shape, and every space but the common one.
static UNSEEN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[\p{C}\p{Default_Ignorable_Code_Point}\p{Z}--\x20]").ok());

/// The text with everything that is not plainly seen written as an escape, such as `\u{202e}`.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    let plain = |byte: &u8| (b' '..=b'~').contains(byte);
    if text.as_bytes().iter().all(plain) {
        return Cow::Borrowed(text);
    }
    match &*UNSEEN {
        Some(unseen) => unseen.replace_all(text, |found: &regex::Captures<'_>| escaped(&found[0])),
        // The pattern is sound, as a test shows; were it not, nothing beyond ASCII would be shown as itself.
        None => Cow::Owned(text.chars().map(|c| escaped(c.encode_utf8(&mut [0; 4]))).collect()),
    }
}

fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Writing to a string cannot fail.
            _ => drop(write!(out, "\\u{{{:x}}}", u32::from(c))),
        }
        out
    })
}

/// How many columns a visible text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text in at most so many columns; what is cut off leaves an ellipsis.
pub(crate) fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut out = fitting(text, columns.saturating_sub(1)).0.to_owned();
    if columns > 0 {
        out.push('…');
    }
    Cow::Owned(out)
}

/// The same, with the middle cut out: of an ARN both ends matter.
pub(crate) fn cut_middle(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let kept = columns.saturating_sub(1);
    let (head, _) = fitting(text, kept / 3);
    let room = kept.saturating_sub(width(head));
    let mut start = text.len();
    let mut taken = 0;
    for (at, c) in text.char_indices().rev() {
        taken += c.width().unwrap_or(0);
        if taken > room {
            break;
        }
        start = at;
    }
    let ellipsis = if columns > 0 { "…" } else { "" };
    Cow::Owned(format!("{head}{ellipsis}{}", text.get(start..).unwrap_or_default()))
}

/// Splits a text after as many characters as fit into so many columns.
fn fitting(text: &str, columns: usize) -> (&str, &str) {
    let mut taken = 0;
    let end = text.char_indices().find_map(|(at, c)| {
        taken += c.width().unwrap_or(0);
        (taken > columns).then_some(at)
    });
    text.split_at(end.unwrap_or(text.len()))
}

/// The text in lines of at most so many columns, broken between words, or inside one that is too long by itself.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let mut word = word;
        if !line.is_empty() {
            if width(&line) + 1 + width(word) <= columns {
                line.push(' ');
                line.push_str(word);
                continue;
            }
            lines.push(std::mem::take(&mut line));
        }
        while width(word) > columns {
            let (head, rest) = fitting(word, columns);
            // A character wider than the line still has to go somewhere.
            let (head, rest) = if head.is_empty() { first_character(word) } else { (head, rest) };
            lines.push(head.to_owned());
            word = rest;
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn first_character(text: &str) -> (&str, &str) {
    text.split_at(text.chars().next().map_or(0, char::len_utf8))
}

/// "1 control", "2 controls".
pub(crate) fn count(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// A number with its digits in threes: 12,345.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        for (text, seen) in [
            ("plain name_1", "plain name_1"),
            ("Zürich 東京 é", "Zürich 東京 é"),
            ("a\u{1b}[31mred", r"a\u{1b}[31mred"),
            ("a\nb\r\tc", r"a\nb\r\tc"),
            ("\u{9b}31m", r"\u{9b}31m"),
            ("a\u{202e}b\u{2066}c\u{200f}d\u{61c}e", r"a\u{202e}b\u{2066}c\u{200f}d\u{61c}e"),
            ("a\u{200b}b\u{200d}c\u{feff}d\u{ad}e", r"a\u{200b}b\u{200d}c\u{feff}d\u{ad}e"),
            ("a\u{2028}b\u{a0}c\u{3000}d", r"a\u{2028}b\u{a0}c\u{3000}d"),
            ("a\u{fe0f}b\u{3164}c\u{e0041}d", r"a\u{fe0f}b\u{3164}c\u{e0041}d"),
            ("a\u{e000}b\0c\u{7f}", r"a\u{e000}b\u{0}c\u{7f}"),
        ] {
            assert_eq!(visible(text), seen);
        }
    }

    #[test]
    fn a_cut_text_shows_that_it_was_cut() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("東京都", 4), "東…");
        assert_eq!(cut_middle("arn:aws:s3:::a-long-bucket", 14), "arn:…ng-bucket");
        assert_eq!((cut("abc", 0), cut_middle("abc", 0)), ("".into(), "".into()));
        assert_eq!(cut_middle("abc", 1), "…");
    }

    #[test]
    fn numbers_read_easily() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!((count(1, "asset"), count(0, "asset")), ("1 asset".to_owned(), "0 assets".to_owned()));
    }

    proptest! {
        #[test]
        fn nothing_is_wider_than_asked_for_and_nothing_is_lost(text in any::<String>(), columns in 2..40_usize) {
            let seen = visible(&text);
            prop_assert!(width(&cut(&seen, columns)) <= columns);
            prop_assert!(width(&cut_middle(&seen, columns)) <= columns);
            let lines = wrap(&seen, columns);
            prop_assert!(lines.iter().all(|line| width(line) <= columns));
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&lines.concat()), letters(&seen));
        }

        #[test]
        fn a_visible_text_has_no_character_that_moves_the_cursor(text in any::<String>()) {
            prop_assert!(visible(&text).chars().all(|c| !c.is_control()));
            prop_assert_eq!(visible(&visible(&text)).into_owned(), visible(&text).into_owned());
        }
    }
}
