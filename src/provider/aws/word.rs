//! Words of answers: the SDK puts one of its own in the place of a required word that the answer lacks.

/// What the SDK puts in the place of a word of an enumeration.
const NO_WORD: &str = "no value was set";

/// The word, if it is the service's; in the place of free text the SDK puts nothing at all.
pub(super) fn stated(word: &str) -> Option<&str> {
    Some(word).filter(|word| !word.is_empty() && *word != NO_WORD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_sdk_made_up_is_no_word_of_the_service() {
        assert_eq!(stated("ENABLED"), Some("ENABLED"));
        assert_eq!((stated(NO_WORD), stated("")), (None, None));
    }
}
