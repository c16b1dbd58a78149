//! Whether a file is the one that was filed.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::assess::FileState;
use crate::inventory::snapshot::digest::hex;

/// The SHA-256 of a file, in lower-case hexadecimal.
///
/// # Errors
/// Where it cannot be read, or is no plain file: a pipe would be waited for, and a device has no end.
pub fn sha256(path: &Path) -> io::Result<String> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no plain file"));
    }
    let mut hash = Sha256::new();
    let mut file = BufReader::new(File::open(path)?);
    loop {
        let bytes = file.fill_buf()?;
        let read = bytes.len();
        if read == 0 {
            break;
        }
        hash.update(bytes);
        file.consume(read);
    }
    Ok(hex(hash))
}

/// The SHA-256 of these bytes, in lower-case hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    hex(Sha256::new_with_prefix(bytes))
}

/// What is found where a file of that digest should be.
pub(super) fn state(path: &Path, filed: &str) -> FileState {
    match sha256(path) {
        Ok(found) if found == filed => FileState::Unchanged,
        Ok(_) => FileState::Altered,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            FileState::Missing
        }
        Err(_) => FileState::Unreadable,
    }
}
