//! Texts in XML.

use crate::render::text::visible;

/// A text for an element or an attribute in quotes: nothing in it is markup, or a character that XML cannot hold.
pub(crate) fn text(text: &str) -> String {
    visible(text).chars().fold(String::new(), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            c => out.push(c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_no_markup_and_no_character_that_xml_lacks() {
        assert_eq!(
            text("</a b='c\"'>&\0\u{b}\u{fffe}\n"),
            r"&lt;/a b=&apos;c&quot;&apos;&gt;&amp;\u{0}\u{b}\u{fffe}\n"
        );
    }
}
