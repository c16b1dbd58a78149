//! Texts in the messages of SARIF, in which brackets make links and a number in braces stands for an argument.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::render::text::visible;

/// What would be replaced by an argument.
static ARGUMENT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\{([0-9]+)\}").ok());

/// A plain text message.
pub(crate) fn message(text: &str) -> String {
    let text = visible(text);
    // Brackets by themselves are what they are.
    let text = if text.contains("](") {
        Cow::Owned(text.replace('\\', r"\\").replace('[', r"\[").replace(']', r"\]"))
    } else {
        text
    };
    literal(&text).into_owned()
}

/// A text of ours, in several lines or in Markdown.
pub(crate) fn literal(text: &str) -> Cow<'_, str> {
    match &*ARGUMENT {
        Some(argument) => argument.replace_all(text, "{{$1}}"),
        // The pattern is sound, as a test shows; were it not, every brace would be doubled.
        None => Cow::Owned(text.replace('{', "{{").replace('}', "}}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_no_link_and_asks_for_no_argument() {
        assert_eq!(message("[a](http://b) {0}\n"), r"\[a\](http://b) {{0}}\\n");
        assert_eq!(message("list[0] {a} {12}"), "list[0] {a} {{12}}");
        assert_eq!(literal("{a}\n[b](c)"), "{a}\n[b](c)");
    }
}
