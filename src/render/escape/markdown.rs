//! Texts in Markdown.

use crate::render::text::visible;

/// A text that Markdown takes as it stands.
pub(crate) fn plain(text: &str) -> String {
    visible(text).chars().fold(String::new(), |mut out, c| {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '$') {
            out.push('\\');
        }
        out.push(c);
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_no_markup() {
        assert_eq!(plain("<b>*x*</b> [a](b) `c`\n# d"), r"\<b\>\*x\*\</b\> \[a\](b) \`c\`\\n\# d");
    }
}
