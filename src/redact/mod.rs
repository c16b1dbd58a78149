//! Redaction: snapshots in which account ids and names are replaced, from which all else is then made.
//!
//! What is replaced, by a pseudonym of the same shape that hangs on a key and on the word alone:
//!
//! - account ids, wherever they stand, by twelve other digits;
//! - the names and ids of assets, with every word of them: in ARNs the partition, service, region and the words that
//!   say what it is stay (`arn:aws:s3:::logs`, `…:role/deploy`), `vpc-0a1b2c3d` keeps its `vpc-`, a UUID its dashes;
//! - principals, users, roles, hosts, profiles, request ids, messages, tags and whatever else is text: every word of
//!   which nobody can say that it is nobody's. What stays is what a machine wrote (regions, times, ports, numbers),
//!   what the provider calls things, what a control compares that very field with, and in sentences plain English
//!   that names no asset;
//! - public addresses, by such as nobody has; private ones and blocks too large to be anybody's stay.
//!
//! So a word that should have gone can stay only where it is the provider's, ours, or a control's. A word too many may
//! go; the results are then compared with those of the original, and a redaction that changes one is refused.
//! Files that people wrote (acceptances, documents, controls of their own) are made again or rewritten by the same
//! words; the documents themselves cannot be, and a note stands in the place of each.

mod facts;
mod judged;
mod key;
mod management;
mod names;
mod snapshot;
#[cfg(test)]
mod tests;
mod text;
mod words;

use crate::control::Pack;
use crate::inventory::schema::Schema;
use crate::inventory::snapshot::Snapshot;

pub use key::{Key, ShortKey};
pub use management::Withheld;
pub use snapshot::RedactError;
pub use words::Vocabulary;

use judged::Judged;
use names::Names;

/// What replaces names.
#[derive(Debug)]
pub struct Redactor {
    key: Key,
    names: Names,
    vocabulary: Vocabulary,
    judged: Judged,
    schema: Schema,
}

impl Redactor {
    /// For these snapshots, which are to be judged by these controls.
    pub fn new(key: Key, snapshots: &[Snapshot], pack: &Pack, schema: Schema, vocabulary: Vocabulary) -> Self {
        let names = Names::of(snapshots);
        let is_name = |word: &str| {
            names.has(word) || word.split(words::is_between).any(|word| names.has(word) || words::made(word).is_some())
        };
        let judged = Judged::of(pack, &is_name);
        Self { key, names, vocabulary, judged, schema }
    }
}
