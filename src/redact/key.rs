//! Pseudonyms: keyed, the same for the same word, and of the same shape.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The least length of a key, in bytes.
const LEAST: usize = 32;

/// The key of all pseudonyms. Who holds it can tell which pseudonym a name has; nobody else can.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

/// A key that could be guessed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a redaction key has at least {LEAST} bytes, and this has {0}: make one with `head -c 32 /dev/urandom`")]
pub struct ShortKey(usize);

/// What a pseudonym stands for: the same word in two places of one kind has one pseudonym.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// An account: twelve digits.
    Account,
    /// A number of so many digits.
    Digits,
    /// Hexadecimal digits, as many as there were; whatever stands between them stays.
    Hex,
    /// Capital letters and digits, as many as there were.
    Capitals,
    /// Anything else: `name-` and twelve digits.
    Name,
    /// A person.
    Person,
    /// A ticket.
    Ticket,
}

impl Shape {
    fn label(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Digits => "digits",
            Self::Hex => "hex",
            Self::Capitals => "capitals",
            Self::Name => "name",
            Self::Person => "person",
            Self::Ticket => "ticket",
        }
    }
}

impl Key {
    /// A key of these bytes.
    ///
    /// # Errors
    /// Where it is too short.
    pub fn new(bytes: &[u8]) -> Result<Self, ShortKey> {
        match Hmac::new_from_slice(bytes) {
            Ok(mac) if bytes.len() >= LEAST => Ok(Self(mac)),
            _ => Err(ShortKey(bytes.len())),
        }
    }

    /// What tells this key from another without telling the key.
    pub fn id(&self) -> String {
        self.bytes("key", "").take(8).map(hex).collect()
    }

    /// As many bytes as are asked for, of a label and a word.
    pub(super) fn bytes<'k>(&'k self, label: &'k str, word: &'k str) -> impl Iterator<Item = u8> + 'k {
        (0_u32..).flat_map(move |block| {
            let mut mac = self.0.clone();
            mac.update(&block.to_be_bytes());
            mac.update(label.as_bytes());
            mac.update(&[0]);
            mac.update(word.as_bytes());
            mac.finalize().into_bytes()
        })
    }

    /// The pseudonym of a word.
    pub(super) fn pseudonym(&self, shape: Shape, word: &str) -> String {
        let mut bytes = self.bytes(shape.label(), word);
        let mut next = || bytes.next().unwrap_or_default();
        match shape {
            // No account begins with a nought here, so that it stays twelve digits wherever it is taken for a number.
            Shape::Account => (0..12).map(|at| digit(next(), u8::from(at == 0))).collect(),
            Shape::Digits => word.chars().map(|_| digit(next(), 0)).collect(),
            Shape::Hex => word.chars().map(|c| if c.is_ascii_hexdigit() { like(c, next()) } else { c }).collect(),
            Shape::Capitals => word.chars().map(|_| capital(next())).collect(),
            Shape::Name | Shape::Person | Shape::Ticket => {
                let digits: String = (0..6).map(|_| hex(next())).collect();
                format!("{}-{digits}", shape.label())
            }
        }
    }
}

fn hex(byte: u8) -> String {
    format!("{byte:02x}")
}

fn digit(byte: u8, least: u8) -> char {
    char::from(b'0' + least + byte % (10 - least))
}

fn like(model: char, byte: u8) -> char {
    let digit = char::from_digit(u32::from(byte % 16), 16).unwrap_or('0');
    if model.is_ascii_uppercase() { digit.to_ascii_uppercase() } else { digit }
}

fn capital(byte: u8) -> char {
    let number = byte % 32;
    char::from(if number < 26 { b'A' + number } else { b'2' + number - 26 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Key {
        Key::new(&[byte; 32]).unwrap()
    }

    #[test]
    fn a_pseudonym_hangs_on_the_word_and_the_key_and_keeps_its_shape() {
        let (a, b) = (key(1), key(2));
        let account = a.pseudonym(Shape::Account, "123456789012");
        assert!(account.len() == 12 && account.chars().all(|c| c.is_ascii_digit()) && !account.starts_with('0'));
        assert_eq!(account, a.pseudonym(Shape::Account, "123456789012"));
        assert_ne!(account, a.pseudonym(Shape::Account, "123456789013"));
        assert_ne!(account, b.pseudonym(Shape::Account, "123456789012"));
        let uuid = a.pseudonym(Shape::Hex, "de4f27e6-c644-4c64-a977-2d10681ab0d0");
        assert_eq!(uuid.chars().filter(|c| *c == '-').count(), 4);
        assert_eq!(a.pseudonym(Shape::Hex, &"a".repeat(100)).len(), 100);
        assert!(a.pseudonym(Shape::Name, "logs").starts_with("name-"));
        assert_ne!(a.id(), b.id());
    }

    #[test]
    fn a_key_that_could_be_guessed_is_refused() {
        assert_eq!(Key::new(b"secret").unwrap_err(), ShortKey(6));
    }
}
