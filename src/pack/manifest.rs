//! `manifest.json`: every file of a pack with its size and SHA-256, by what it was written, and what was asked for.
//!
//! It is read only in the very bytes in which it was written, and holds its own digest: whatever byte of it is changed,
//! that is seen, without a signature too. Who changes the digest as well can be told by the signature alone.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::name::{Name, Names};
use crate::assess::RawSelection;
use crate::inventory::Timestamp;
use crate::inventory::snapshot::Tool;
use crate::inventory::snapshot::digest::hex;

/// The name of this version.
pub const SCHEMA: &str = "tickmark.pack/1";

/// What a pack holds and how it came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`SCHEMA`].
    pub schema: String,
    /// The programme that wrote the pack.
    pub tool: Tool,
    /// The moment of judgement: when the earliest of the collections began.
    pub as_of: Timestamp,
    /// What was asked for: with these words and these files the assessment can be made again.
    pub asked: Asked,
    /// The categories in scope.
    pub categories: Vec<String>,
    /// The digest of the controls and the parameters in force.
    pub controls_digest: String,
    /// What tells one redaction key from another, where account ids and names were replaced.
    pub redaction: Option<String>,
    /// Every other file but the signature, sorted by path.
    pub files: Vec<Entry>,
    /// SHA-256 of this manifest with nothing between the quotation marks here.
    pub digest: String,
}

/// What was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Whose report it is.
    pub organization: Option<String>,
    /// The system that it is about.
    pub system: Option<String>,
    /// Which controls; empty lists mean all of them.
    pub selection: Selected,
    /// Each `ID.name=value`, sorted.
    pub params: Vec<String>,
    /// From which severity on a failed supporting control makes a deviation of its criterion.
    pub criterion_threshold: String,
}

/// The words of a selection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Selected {
    /// `--control`.
    pub controls: Vec<String>,
    /// `--criterion`.
    pub criteria: Vec<String>,
    /// `--category`.
    pub categories: Vec<String>,
    /// `--severity`.
    pub severities: Vec<String>,
    /// `--service`.
    pub services: Vec<String>,
}

impl From<RawSelection> for Selected {
    fn from(raw: RawSelection) -> Self {
        let RawSelection { controls, criteria, categories, severities, services } = raw;
        Self { controls, criteria, categories, severities, services }
    }
}

impl From<Selected> for RawSelection {
    fn from(selected: Selected) -> Self {
        let Selected { controls, criteria, categories, severities, services } = selected;
        Self { controls, criteria, categories, severities, services }
    }
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Where it lies in the pack.
    pub path: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// Why a manifest is refused.
#[derive(Debug, thiserror::Error)]
pub enum Unsound {
    /// It does not decode.
    #[error("the manifest does not decode: {0}")]
    Malformed(#[from] serde_json::Error),
    /// It is of another format.
    #[error("the manifest is of format {0:?}, and this tickmark reads {SCHEMA:?}; update tickmark")]
    Schema(String),
    /// Its bytes are not those that were written.
    #[error("the manifest was altered: it is not what its own digest says")]
    Altered,
    /// What it lists cannot be.
    #[error("the manifest lists what cannot be in a pack: {0}")]
    Files(String),
}

#[derive(Deserialize)]
struct Version {
    schema: String,
}

impl Manifest {
    /// The bytes to write; sorts the files and puts the digest right.
    ///
    /// # Errors
    /// Where it does not go into JSON.
    pub fn seal(&mut self) -> Result<Vec<u8>, serde_json::Error> {
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.digest = String::new();
        self.digest = hex(Sha256::new_with_prefix(self.bytes()?));
        self.bytes()
    }

    fn bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads it, and refuses it in any other bytes than those that were written.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(bytes: &[u8]) -> Result<Self, Unsound> {
        let Version { schema } = serde_json::from_slice(bytes)?;
        if schema != SCHEMA {
            return Err(Unsound::Schema(schema));
        }
        let manifest: Self = serde_json::from_slice(bytes)?;
        if manifest.clone().seal()? != bytes {
            return Err(Unsound::Altered);
        }
        let mut names = Names::default();
        for entry in &manifest.files {
            let name = Name::new(&entry.path).map_err(|problem| Unsound::Files(problem.to_string()))?;
            names.add(&name).map_err(|problem| Unsound::Files(problem.to_string()))?;
        }
        Ok(manifest)
    }

    /// The entry of a file.
    pub fn entry(&self, name: &Name) -> Option<&Entry> {
        let at = self.files.binary_search_by(|entry| entry.path.as_str().cmp(name.as_str())).ok()?;
        self.files.get(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let entry = |path: &str| Entry { path: path.into(), size: 1, sha256: "0".repeat(64) };
        Manifest {
            schema: SCHEMA.into(),
            tool: Tool { name: "tickmark".into(), version: "0.1.0".into() },
            as_of: "2025-01-01T00:00:00Z".parse().unwrap(),
            asked: Asked { params: vec!["a.b=1".into()], criterion_threshold: "medium".into(), ..Asked::default() },
            categories: vec!["security".into()],
            controls_digest: "00".into(),
            redaction: None,
            files: vec![entry("b"), entry("a/c")],
            digest: String::new(),
        }
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let mut manifest = manifest();
        let bytes = manifest.seal().unwrap();
        let read = Manifest::read(&bytes).unwrap();
        assert_eq!(read, manifest);
        assert_eq!(read.entry(&Name::new("b").unwrap()).unwrap().size, 1);
        assert!(read.entry(&Name::new("c").unwrap()).is_none());
    }

    #[test]
    fn every_changed_byte_of_it_is_seen() {
        let bytes = manifest().seal().unwrap();
        for at in 0..bytes.len() {
            for flip in [0x01, 0x20, 0x80] {
                let mut changed = bytes.clone();
                changed[at] ^= flip;
                assert!(Manifest::read(&changed).is_err(), "byte {at}");
            }
        }
        assert!(Manifest::read(&bytes[..bytes.len() - 1]).is_err());
        assert!(Manifest::read(&[bytes.as_slice(), b"\n"].concat()).is_err());
    }

    #[test]
    fn it_lists_nothing_that_leads_out_of_the_pack_or_stands_twice() {
        for paths in [["../a", "b"], ["/a", "b"], ["a", "a"], ["a", "A"], ["a", "a/b"]] {
            let mut manifest = manifest();
            for (entry, path) in manifest.files.iter_mut().zip(paths) {
                path.clone_into(&mut entry.path);
            }
            let bytes = manifest.seal().unwrap();
            assert!(matches!(Manifest::read(&bytes), Err(Unsound::Files(_))), "{paths:?}");
        }
    }
}
