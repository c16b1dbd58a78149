//! Wildcard patterns: `*` stands for any run of characters, `?` for any one.
//!
//! No pattern takes more time than its length times that of the text.

use std::borrow::Cow;
use std::str::Chars;

/// Whether a character of a pattern fits one of a text.
type Fits = fn(char, char) -> bool;

/// Whether the pattern matches the text, letter case counting.
pub fn matches(pattern: &str, text: &str) -> bool {
    accepts(pattern, text, |sign, letter| sign == '?' || sign == letter)
}

/// Whether the pattern matches the text, ASCII letter case aside, as IAM compares actions.
pub fn matches_ignoring_case(pattern: &str, text: &str) -> bool {
    accepts(pattern, text, |sign, letter| sign == '?' || sign.eq_ignore_ascii_case(&letter))
}

/// Whether every text that `narrow` matches is one that `wide` matches.
///
/// It never claims too much; of two patterns that spell the same set in different ways (`*?` and `?*`)
/// it may fail to see it. A pattern with a policy variable covers nothing but itself.
pub fn covers(wide: &str, narrow: &str) -> bool {
    wide == narrow || takes_in(wide, narrow, |sign, letter| sign == letter || (sign == '?' && letter != '*'))
}

/// [`covers`], ASCII letter case aside.
pub fn covers_ignoring_case(wide: &str, narrow: &str) -> bool {
    wide == narrow
        || takes_in(wide, narrow, |sign, letter| sign.eq_ignore_ascii_case(&letter) || (sign == '?' && letter != '*'))
}

/// Reads the narrow pattern as text, in which only a `*` of the wide one takes a `*`.
fn takes_in(wide: &str, narrow: &str, fits: Fits) -> bool {
    !has_variable(wide) && accepts(wide, &widened(narrow), fits)
}

/// Whether no text matches both, seen from what they fix before their first wildcard and after their last.
///
/// It never claims too much: `false` says only that they may have a text in common.
pub fn disjoint(one: &str, other: &str) -> bool {
    if has_variable(one) || has_variable(other) {
        return false;
    }
    let (before_one, before_other) = (fixed_prefix(one), fixed_prefix(other));
    let (after_one, after_other) = (fixed_suffix(one), fixed_suffix(other));
    let whole = |pattern: &str| !has_wildcard(pattern);
    (whole(one) && !matches(other, one))
        || (whole(other) && !matches(one, other))
        || !(before_one.starts_with(before_other) || before_other.starts_with(before_one))
        || !(after_one.ends_with(after_other) || after_other.ends_with(after_one))
}

/// Whether it matches every text.
pub fn is_everything(pattern: &str) -> bool {
    !pattern.is_empty() && pattern.bytes().all(|byte| byte == b'*')
}

/// Whether it has a `*` or a `?`.
pub fn has_wildcard(word: &str) -> bool {
    word.contains(['*', '?'])
}

/// Whether it has a policy variable such as `${aws:username}`, whose value only a request tells.
pub fn has_variable(word: &str) -> bool {
    word.contains("${")
}

/// The pattern with a `*` for each policy variable, whose value may be anything.
fn widened(pattern: &str) -> Cow<'_, str> {
    if !has_variable(pattern) {
        return Cow::Borrowed(pattern);
    }
    let mut wide = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, variable)) = rest.split_once("${") {
        wide.push_str(before);
        wide.push('*');
        rest = variable.split_once('}').map_or("", |(_, after)| after);
    }
    wide.push_str(rest);
    Cow::Owned(wide)
}

/// What comes before the first wildcard.
pub fn fixed_prefix(pattern: &str) -> &str {
    pattern.split(['*', '?']).next().unwrap_or_default()
}

fn fixed_suffix(pattern: &str) -> &str {
    pattern.rsplit(['*', '?']).next().unwrap_or_default()
}

/// Walks both in step, and on a mismatch lets the last `*` seen take one character more. Earlier stars
/// need no second try: the shortest run that let the walk go on leaves the most to what follows.
fn accepts(pattern: &str, text: &str, fits: Fits) -> bool {
    let (mut signs, mut letters) = (pattern.chars(), text.chars());
    let mut last_star: Option<(Chars<'_>, Chars<'_>)> = None;
    loop {
        let (mut next_signs, mut next_letters) = (signs.clone(), letters.clone());
        match (next_signs.next(), next_letters.next()) {
            (None, None) => return true,
            (Some('*'), _) => {
                signs = next_signs;
                last_star = Some((signs.clone(), letters.clone()));
            }
            (Some(sign), Some(letter)) if fits(sign, letter) => {
                signs = next_signs;
                letters = next_letters;
            }
            (Some(_), None) => return false,
            _ => {
                let Some((after_star, taken_to)) = last_star.as_mut() else { return false };
                if taken_to.next().is_none() {
                    return false;
                }
                signs = after_star.clone();
                letters = taken_to.clone();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn wildcards() {
        assert!(matches("*", "") && matches("**", "x") && matches("a*c", "abc") && matches("a?c", "aéc"));
        assert!(!matches("", "x") && !matches("?", "") && !matches("a*c", "abcd") && !matches("A*", "abc"));
        assert!(matches_ignoring_case("S3:get*", "s3:GetObject"));
        assert!(!matches_ignoring_case("s3:get*", "s3:PutObject"));
    }

    #[test]
    fn no_pattern_takes_forever() {
        let text = "a".repeat(3000);
        assert!(!matches(&format!("{}b", "*a".repeat(300)), &text));
    }

    #[test]
    fn what_covers_what() {
        for (wide, narrow) in
            [("*", "a*"), ("a*", "a*b"), ("a*b*", "a?xb*"), ("?", "x"), ("a/*", "a/${aws:username}/*")]
        {
            assert!(covers(wide, narrow), "{wide} {narrow}");
        }
        for (wide, narrow) in
            [("a*", "*"), ("?", "*"), ("a", "a*"), ("a/??????????????", "a/${aws:username}"), ("${x}*", "a")]
        {
            assert!(!covers(wide, narrow), "{wide} {narrow}");
        }
        assert!(covers("a/${aws:username}", "a/${aws:username}"), "the same request gives both the same value");
        assert!(covers_ignoring_case("S3:*", "s3:Get*"));
    }

    #[test]
    fn what_is_disjoint() {
        assert!(disjoint("a*", "b*") && disjoint("*a", "*b") && disjoint("a", "b") && disjoint("abc", "a*d"));
        assert!(!disjoint("a*", "ab*") && !disjoint("*", "x") && !disjoint("${aws:username}", "b"));
    }

    /// By the definition, and as slow as that.
    fn naive(pattern: &[u8], text: &[u8]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some((b'*', rest)) => (0..=text.len()).any(|taken| naive(rest, &text[taken..])),
            Some((sign, rest)) => match text.split_first() {
                Some((letter, after)) => (*sign == b'?' || sign == letter) && naive(rest, after),
                None => false,
            },
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(pattern in "[ab*?]{0,7}", text in "[ab]{0,8}") {
            prop_assert_eq!(matches(&pattern, &text), naive(pattern.as_bytes(), text.as_bytes()));
        }

        #[test]
        fn never_covers_too_much(wide in "[ab*?]{0,6}", narrow in "[ab*?]{0,5}", text in "[ab]{0,6}") {
            if covers(&wide, &narrow) && matches(&narrow, &text) {
                prop_assert!(matches(&wide, &text));
            }
        }

        #[test]
        fn never_calls_disjoint_what_meets(one in "[ab*?]{0,5}", other in "[ab*?]{0,5}", text in "[ab]{0,5}") {
            if disjoint(&one, &other) {
                prop_assert!(!(matches(&one, &text) && matches(&other, &text)));
            }
        }
    }
}
