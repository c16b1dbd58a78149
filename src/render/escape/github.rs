//! Texts in the workflow commands of GitHub Actions.

use crate::render::text::visible;

/// A command's message.
pub(crate) fn message(text: &str) -> String {
    visible(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of one of its properties.
pub(crate) fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_begins_no_command_and_no_property() {
        assert_eq!(message("a%\n::error::b"), r"a%25\n::error::b");
        assert_eq!(property("a,file=b::c%0A"), "a%2Cfile=b%3A%3Ac%250A");
    }
}
