//! Cells of a table that a spreadsheet may open.

use crate::render::text::visible;

/// A cell that a spreadsheet reads as text: what would begin a formula gets an apostrophe before it.
pub(crate) fn inert(text: &str) -> String {
    let text = visible(text);
    let formula =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '|' | '%' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}');
    if text.trim_start().starts_with(formula) { format!("'{text}") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\u{ff1d}1"] {
            assert_eq!(inert(text), format!("'{text}"));
        }
        assert_eq!(inert("\t=1"), r"\t=1");
        assert_eq!(inert("jane@example.com, a-b"), "jane@example.com, a-b");
    }
}
