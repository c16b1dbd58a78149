//! Rules of composite alarms: which alarms they read, and which of them is enough by itself.

/// A word of a rule, or what stands in the parentheses of `ALARM(…)` and its like.
#[derive(Debug, PartialEq, Eq)]
enum Token<'a> {
    State { function: &'a str, alarm: &'a str },
    Word(&'a str),
}

/// The alarms that a rule reads, by name or ARN.
pub(super) fn inputs(rule: &str) -> Vec<String> {
    let alarms = tokens(rule).into_iter().filter_map(|token| match token {
        Token::State { alarm, .. } => Some(alarm.to_owned()),
        Token::Word(_) => None,
    });
    alarms.collect()
}

/// Whether the composite is in ALARM whenever an alarm is, by its name or ARN: its rule is a list of states, any of
/// which will do.
pub(super) fn follows(rule: &str, names: &[&str]) -> bool {
    let tokens = tokens(rule);
    let disjunction = tokens.iter().all(|token| match token {
        Token::State { .. } => true,
        Token::Word(word) => word.eq_ignore_ascii_case("OR") || word.eq_ignore_ascii_case("FALSE"),
    });
    let is_it = |token: &Token<'_>| matches!(token, Token::State { function, alarm } if function.eq_ignore_ascii_case("ALARM") && names.contains(alarm));
    disjunction && tokens.iter().any(is_it)
}

fn tokens(rule: &str) -> Vec<Token<'_>> {
    let (mut tokens, mut rest) = (Vec::new(), rest_of(rule));
    while !rest.is_empty() {
        let end = rest.find(|c: char| !is_in_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let argument = after.trim_start().strip_prefix('(').filter(|_| is_state(word)).and_then(argument);
        match argument {
            Some((alarm, after)) => {
                tokens.push(Token::State { function: word, alarm });
                rest = rest_of(after);
            }
            None if word.is_empty() => {
                // What is no word is none that is known.
                let (unknown, after) = rest.split_at(rest.chars().next().map_or(0, char::len_utf8));
                tokens.push(Token::Word(unknown));
                rest = rest_of(after);
            }
            None => {
                tokens.push(Token::Word(word));
                rest = rest_of(after);
            }
        }
    }
    tokens
}

/// Parentheses only group: without AND and NOT they change nothing, and with them nothing is said.
fn rest_of(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || c == '(' || c == ')')
}

fn is_in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn is_state(word: &str) -> bool {
    ["ALARM", "OK", "INSUFFICIENT_DATA"].iter().any(|state| word.eq_ignore_ascii_case(state))
}

/// The name in parentheses, which may be in quotes, and what follows.
fn argument(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            let (alarm, after) = quoted.split_once(quote)?;
            return Some((alarm, after.trim_start().strip_prefix(')')?));
        }
    }
    let (alarm, after) = text.split_once(')')?;
    Some((alarm.trim(), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_alarm_that_is_named_is_an_input() {
        let rule = r#"ALARM("cpu (high)") AND (NOT OK('disk') OR INSUFFICIENT_DATA(arn:aws:cloudwatch:eu-west-1:1:alarm:net))"#;
        assert_eq!(inputs(rule), ["cpu (high)", "disk", "arn:aws:cloudwatch:eu-west-1:1:alarm:net"]);
        assert_eq!(inputs("TRUE"), [""; 0]);
    }

    #[test]
    fn an_alarm_is_enough_where_any_state_is() {
        assert!(follows("ALARM(root)", &["root"]));
        assert!(follows(r#"(ALARM("trail") OR ALARM("root")) or OK(x)"#, &["arn", "root"]));
        for rule in [
            "OK(root)",
            "ALARM(root) AND ALARM(night)",
            "NOT ALARM(root)",
            "ALARM(roots)",
            "AT_LEAST(2, ALARM(root), ALARM(b))",
            "TRUE",
            "",
        ] {
            assert!(!follows(rule, &["root"]), "{rule}");
        }
    }
}
