//! Identifiers made from what they name (UUID version 5): the same thing has the same one in every file.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::inventory::Key;
use crate::inventory::snapshot::digest::hex;

/// The namespace of all identifiers of ours.
pub(super) const SPACE: Uuid = Uuid::from_u128(0x0b4f_3c8e_7d1a_4e52_9c66_2a5d_81f0_e7b3);

/// Of a thing of some sort, by what tells it from its like.
pub(super) fn named(sort: &str, parts: &[&str]) -> Uuid {
    let mut digest = Sha256::new();
    for part in std::iter::once(&sort).chain(parts) {
        // The length keeps two parts from being read as others.
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    Uuid::new_v5(&SPACE, hex(digest).as_bytes())
}

/// Of an asset.
pub(super) fn asset(key: &Key) -> Uuid {
    named("asset", &[key.kind.as_str(), key.account.as_str(), key.region.as_str(), &key.id])
}

/// Of an account.
pub(super) fn account(account: &str) -> Uuid {
    named("account", &[account])
}

/// Of this programme.
pub(super) fn tool() -> Uuid {
    named("tool", &[env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")])
}
