//! A shell command on a terminal: visible, within the width, and still the same command when it is copied.

use super::text::{visible, width, wrap};

/// What stands in place of a command that cannot be shown as it is.
const NOT_RUNNABLE: &str = "# not runnable as shown: it holds unseen characters";

/// The command in lines of at most so many columns. A line is broken at a space outside quotes, with
/// a backslash; a word that is too long by itself goes on at the left edge.
pub(crate) fn lines(command: &str, indent: usize, columns: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut hidden = false;
    for line in commands(command.trim_end()) {
        let seen = visible(line);
        hidden |= seen != line;
        match seen.trim_start().strip_prefix('#') {
            Some(comment) => {
                let edge = " ".repeat(indent);
                let lines = wrap(comment, columns.saturating_sub(indent + 2));
                out.extend(lines.into_iter().map(|line| format!("{edge}# {line}")));
            }
            None => break_line(&seen, indent, columns, &mut out),
        }
    }
    if hidden {
        out.insert(0, format!("{}{NOT_RUNNABLE}", " ".repeat(indent)));
    }
    out
}

/// The lines that the control wrote. A line feed inside quotes is a part of its word, and may well be
/// the asset's: it must not begin a line of the report.
fn commands(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut state = Quoting::default();
    let (mut start, mut comment) = (0, text.trim_start().starts_with('#'));
    for (at, c) in text.char_indices() {
        if c == '\n' && state.quote.is_none() {
            lines.push(text.get(start..at).unwrap_or_default());
            start = at + 1;
            let rest = text.get(start..).unwrap_or_default();
            comment = rest.trim_start_matches(' ').starts_with('#');
        }
        // A quote in a comment means nothing.
        if !comment {
            state.step(c);
        }
    }
    lines.push(text.get(start..).unwrap_or_default());
    lines
}

fn break_line(line: &str, indent: usize, columns: usize, out: &mut Vec<String>) {
    let edge = " ".repeat(indent);
    let mut current = edge.clone();
    for (number, (word, mut within)) in words(line).into_iter().enumerate() {
        // Two columns are kept for a space and the backslash.
        if number > 0 && width(&current) + 1 + width(word) + 2 > columns {
            out.push(format!("{current} \\"));
            current = format!("{edge}  ");
        } else if number > 0 {
            current.push(' ');
        }
        for c in word.chars() {
            // Room is kept for a quote and the backslash; a quote may take one column more.
            let kept = if matches!(c, '\'' | '"') { 3 } else { 4 };
            if width(&current) + kept > columns && !within.escaped {
                let single = within.quote == Some('\'');
                out.push(format!("{current}{}", if single { "'\\" } else { "\\" }));
                current = if single { "'".to_owned() } else { String::new() };
            }
            current.push(c);
            within.step(c);
        }
    }
    out.push(current.trim_end().to_owned());
}

/// The words, parted by single spaces outside quotes, each with what was open before it.
fn words(line: &str) -> Vec<(&str, Quoting)> {
    let mut words = Vec::new();
    let mut state = Quoting::default();
    let (mut start, mut before) = (0, state);
    for (at, c) in line.char_indices() {
        if c == ' ' && state == Quoting::default() {
            words.push((line.get(start..at).unwrap_or_default(), before));
            (start, before) = (at + 1, state);
        }
        state.step(c);
    }
    words.push((line.get(start..).unwrap_or_default(), before));
    words
}

/// What a shell has open at a place in a command.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Quoting {
    quote: Option<char>,
    escaped: bool,
}

impl Quoting {
    /// Goes past one character.
    fn step(&mut self, c: char) {
        match (self.quote, c) {
            _ if self.escaped => self.escaped = false,
            (None | Some('"'), '\\') => self.escaped = true,
            (None, '\'' | '"') => self.quote = Some(c),
            (Some(open), _) if open == c => self.quote = None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_command_stays_as_it_is() {
        assert_eq!(lines("aws s3 ls", 4, 40), ["    aws s3 ls"]);
        assert_eq!(lines("a \\\n  b\n", 2, 40), ["  a \\", "    b"]);
    }

    #[test]
    fn a_long_one_is_broken_where_a_shell_allows_it() {
        let broken =
            lines("aws s3api put-x --bucket 'a b' --policy '{\"Version\":\"2012-10-17\",\"Statement\":[]}'", 2, 30);
        insta::assert_snapshot!(broken.join("\n"), @r#"
          aws s3api put-x --bucket \
            'a b' --policy \
            '{"Version":"2012-10-17"'\
        ',"Statement":[]}'
        "#);
    }

    #[test]
    fn a_line_feed_in_a_value_begins_no_line() {
        let shown = lines("aws s3 rm 'a\nNext: all is well'\naws s3 ls", 2, 80);
        assert_eq!(shown, [&format!("  {NOT_RUNNABLE}"), r"  aws s3 rm 'a\nNext: all is well'", "  aws s3 ls"]);
    }

    #[test]
    fn a_quote_in_a_comment_means_nothing() {
        let shown = lines("aws a\n# the user's own, in a long comment\naws b", 2, 24);
        assert_eq!(shown, ["  aws a", "  # the user's own, in a", "  # long comment", "  aws b"]);
    }

    #[test]
    fn what_cannot_be_seen_is_not_runnable() {
        let shown = lines("aws s3 rm 'a\u{202e}b'", 2, 80);
        assert_eq!(shown, [format!("  {NOT_RUNNABLE}"), r"  aws s3 rm 'a\u{202e}b'".to_owned()]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn what_is_copied_from_the_terminal_is_the_same_command(
            words in prop::collection::vec("[ -~]{1,40}", 1..6),
            double in any::<bool>(),
            columns in 24..60_usize,
        ) {
            let quoted = words.iter().map(|word| if double { format!("\"{}\"", word.replace('\\', r"\\").replace('"', "\\\"").replace('$', r"\$").replace('`', r"\`"))
            } else {
                format!("'{}'", word.replace('\'', r"'\''"))
            });
            let command = format!("printf %s\\\\n {}", quoted.collect::<Vec<_>>().join(" "));
            let shown = lines(&command, 3, columns);
            prop_assert!(shown.iter().all(|line| width(line) <= columns), "{shown:#?}");
            let said = Command::new("sh").arg("-c").arg(shown.join("\n")).output().unwrap();
            prop_assert_eq!(String::from_utf8(said.stdout).unwrap(), words.join("\n") + "\n", "{:#?}", shown);
        }
    }
}
