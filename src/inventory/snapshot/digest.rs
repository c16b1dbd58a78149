//! SHA-256 as it is printed.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// The digest of what was hashed so far, in lower-case hexadecimal.
pub(crate) fn hex(hash: Sha256) -> String {
    hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
