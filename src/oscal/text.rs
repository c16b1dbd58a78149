//! Text as OSCAL takes it: what a cloud calls its things is data in its properties, and never Markdown in its prose.

use std::fmt::Write as _;

use serde_json::Value;

use super::NAMESPACE;
use super::wire::Property;
use crate::render::text::visible;

/// A line of prose. What Markdown would read as a link, an image, code, emphasis or HTML is escaped.
pub(super) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '&' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    if out.trim().is_empty() { format!("\"{out}\"") } else { out }
}

/// A value of a property: no line breaks, no spaces at its ends, and something rather than nothing.
pub(super) fn string(text: &str) -> String {
    let seen = visible(text);
    let bare = seen.trim_matches(' ');
    if bare.len() == seen.len() && !bare.is_empty() { seen.into_owned() } else { format!("\"{seen}\"") }
}

/// A value as JSON on one line, whose characters are all seen.
pub(super) fn json(value: &Value) -> String {
    let text = value.to_string();
    let mut out = String::with_capacity(text.len());
    let (mut buffer, mut units) = ([0; 4], [0; 2]);
    for c in text.chars() {
        let own: &str = c.encode_utf8(&mut buffer);
        if visible(own) == own {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut units) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

/// A property of ours.
pub(super) fn property(name: &'static str, value: &str) -> Property {
    Property { name, ns: Some(NAMESPACE), value: string(value), class: None, remarks: None }
}

/// A number as a property of ours.
pub(super) fn number(name: &'static str, value: u64) -> Property {
    property(name, &value.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_no_markdown_and_no_line_breaks() {
        assert_eq!(line("a](http://x) <b> `c`\n# d"), "a\\](http://x) \\<b\\> \\`c\\`\\\\n# d");
        assert_eq!((line(""), line("  ")), ("\"\"".to_owned(), "\"  \"".to_owned()));
        assert_eq!(string(" a\nb "), "\" a\\nb \"");
        assert_eq!(string("a b"), "a b");
        assert_eq!(string(""), "\"\"");
    }

    #[test]
    fn json_reads_back_as_what_it_was() {
        let value = json!({"a\u{202e}b": ["c\u{2028}\n", "é", "\u{e0041}", null]});
        let text = json(&value);
        assert!(text.chars().all(|c| c == 'é' || c.is_ascii_graphic() || c == ' '), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
