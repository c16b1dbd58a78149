//! Texts in files that other programmes open: a cell that is no formula, a text that is no markup.

use super::text::visible;

/// A cell of a table that a spreadsheet reads as text: what would begin a formula gets an apostrophe before it.
pub(crate) fn cell(text: &str) -> String {
    let text = visible(text);
    let formula =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '|' | '%' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}');
    if text.trim_start().starts_with(formula) { format!("'{text}") } else { text.into_owned() }
}

/// A text that Markdown takes as it stands.
pub(crate) fn markdown(text: &str) -> String {
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
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\u{ff1d}1"] {
            assert_eq!(cell(text), format!("'{text}"));
        }
        assert_eq!(cell("\t=1"), r"\t=1");
        assert_eq!(cell("jane@example.com, a-b"), "jane@example.com, a-b");
    }

    #[test]
    fn a_text_is_no_markup() {
        assert_eq!(markdown("<b>*x*</b> [a](b) `c`\n# d"), r"\<b\>\*x\*\</b\> \[a\](b) \`c\`\\n\# d");
    }
}
