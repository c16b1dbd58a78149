//! Every text as it can be printed: what is not plainly seen, and what no font at hand has a glyph for, as an escape.

use serde_json::Value;
use typst::text::Font;

use crate::render::text::visible;

/// What the fonts can print.
pub(super) struct Glyphs<'f>(pub(super) &'f [Font]);

impl Glyphs<'_> {
    /// Every text in a value; the names in it are ours.
    pub(super) fn show(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.shown(text),
            Value::Array(values) => values.iter_mut().for_each(|value| self.show(value)),
            Value::Object(map) => map.values_mut().for_each(|value| self.show(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// A text as it can be printed.
    fn shown(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in visible(text).chars() {
            if c.is_ascii() || self.0.iter().any(|font| font.info().coverage.contains(u32::from(c))) {
                out.push(c);
            } else {
                out.extend(c.escape_unicode());
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::world::fonts;
    use super::*;

    #[test]
    fn what_the_fonts_can_print_stays_and_the_rest_is_written_out() {
        let fonts = fonts();
        let mut value =
            json!({"a": ["Ĝis, ångström, Ελλάδα, Україна, Việt — “x” ≤ €", "東京\u{202e}\n\u{1f600}"], "b": 1});
        Glyphs(&fonts).show(&mut value);
        assert_eq!(value["a"][0], "Ĝis, ångström, Ελλάδα, Україна, Việt — “x” ≤ €");
        assert_eq!(value["a"][1], r"\u{6771}\u{4eac}\u{202e}\n\u{1f600}");
        assert_eq!(value["b"], 1);
    }

    #[test]
    fn each_family_that_the_templates_name_is_there_in_the_weights_they_use() {
        let fonts = fonts();
        let has = |family: &str| fonts.iter().filter(|font| font.info().family == family).count();
        assert_eq!((has("Libertinus Serif"), has("DejaVu Sans Mono")), (6, 4));
    }
}
