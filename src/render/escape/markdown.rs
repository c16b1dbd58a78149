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

/// A text as code inside a line. There a site makes no mention, no link and no picture of it.
pub(crate) fn code(text: &str) -> String {
    let text = visible(text);
    let ticks = "`".repeat(longest_run(&text) + 1);
    let edge = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{ticks}{edge}{text}{edge}{ticks}")
}

/// Lines of code, in a language.
pub(crate) fn block(text: &str, language: &str) -> String {
    let lines: Vec<_> = text.trim_end().lines().map(visible).collect();
    let longest = lines.iter().map(|line| longest_run(line)).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}\n", lines.join("\n"))
}

/// How many backticks stand side by side at most.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_no_markup() {
        assert_eq!(plain("<b>*x*</b> [a](b) `c`\n# d"), r"\<b\>\*x\*\</b\> \[a\](b) \`c\`\\n\# d");
    }

    #[test]
    fn code_cannot_end_itself() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("`@team` <b>"), "`` `@team` <b> ``");
        assert_eq!(code("a``b\n"), r"```a``b\n```");
        assert_eq!(code(""), "`  `");
        assert_eq!(block("a\n```\nb\n", "sh"), "````sh\na\n```\nb\n````\n");
    }
}
