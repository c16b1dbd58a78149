//! The files that people write: YAML with spans, and diagnostics that point into it.

mod diagnostic;
mod read;
mod tree;

pub use diagnostic::{Diagnostic, Mark};

pub(crate) use diagnostic::{Problems, a, nearest};
pub(crate) use read::{Keys, Spanned, list, text, texts, unrepeated, word};
pub(crate) use tree::{Content, Entry, Node, is_blank, parse};
