//! The names of a pack's files: such that every system can hold them side by side, and none leads out of the pack.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A path inside a pack: plain names, parted by `/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

/// The longest name of one file or folder, and the longest path.
const LONGEST_PART: usize = 255;
const LONGEST: usize = 1024;

/// What Windows allows in no name, beside control characters.
const FORBIDDEN: [char; 8] = ['\\', ':', '*', '?', '"', '<', '>', '|'];

/// What Windows takes for a device, whatever its extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A path that cannot be in a pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path:?} cannot be the name of a file in a pack: {reason}")]
pub struct BadName {
    path: String,
    reason: &'static str,
}

impl Name {
    /// Checks a path.
    ///
    /// # Errors
    /// Where it leads out of the pack, or some system could not hold it.
    pub fn new(path: &str) -> Result<Self, BadName> {
        let wrong = |reason| Err(BadName { path: path.to_owned(), reason });
        if path.starts_with('/') {
            return wrong("it is absolute");
        }
        if path.len() > LONGEST {
            return wrong("it is too long");
        }
        for part in path.split('/') {
            if part.is_empty() || part == "." || part == ".." {
                return wrong("it is not made of plain names alone");
            }
            if part.len() > LONGEST_PART {
                return wrong("one of its names is too long");
            }
            if part.chars().any(|c| c.is_control() || FORBIDDEN.contains(&c)) {
                return wrong("a character in it is not allowed on every system");
            }
            if part.ends_with(['.', ' ']) || is_device(part) {
                return wrong("Windows could not hold it");
            }
        }
        Ok(Self(path.to_owned()))
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The rest of the path below a folder; `None` where it does not lie in it.
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_lowercase();
    let numbered = |stem: &str| {
        let digit = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
        digit.is_some_and(|digit| digit.len() == 1 && digit.chars().all(|c| c.is_ascii_digit()))
    };
    DEVICES.contains(&stem.as_str()) || numbered(&stem)
}

/// Names that are to stand side by side, on systems too that tell no capital from a small letter.
#[derive(Debug, Default)]
pub(super) struct Names {
    files: BTreeSet<String>,
    folders: BTreeMap<String, String>,
}

impl From<Collision> for BadName {
    fn from(Collision(path): Collision) -> Self {
        Self { path, reason: "another file has this name, or one that some system takes for it" }
    }
}

/// Two names that one system or another would take for one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} stands twice, or differs from another name by capital letters alone, or is a file and a folder")]
pub(super) struct Collision(String);

impl Names {
    /// Adds a name.
    ///
    /// # Errors
    /// Where it collides with one that was added before.
    pub(super) fn add(&mut self, name: &Name) -> Result<(), Collision> {
        let collides = || Err(Collision(name.as_str().to_owned()));
        let whole = name.as_str().to_lowercase();
        for (at, _) in name.as_str().match_indices('/') {
            let folder = name.as_str().get(..at).unwrap_or_default();
            let lower = folder.to_lowercase();
            let is_file = self.files.contains(&lower);
            if is_file || self.folders.entry(lower).or_insert_with(|| folder.to_owned()) != folder {
                return collides();
            }
        }
        if self.folders.contains_key(&whole) || !self.files.insert(whole) {
            return collides();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_else_and_fits_every_system() {
        for good in ["a", "a/b.txt", "controls/own/aws/s3/x.yaml", "Über/日本.pdf", "..a", "console.txt", "com10"] {
            assert_eq!(Name::new(good).unwrap().as_str(), good);
        }
        let long = "a".repeat(256);
        let wrong = [
            "",
            "/",
            "/etc/passwd",
            "..",
            "../a",
            "a/../b",
            "a/./b",
            "a//b",
            "a/",
            "C:/a",
            "C:a",
            "a\\b",
            "\\\\host\\a",
            "a\0",
            "a\nb",
            "a.",
            "a ",
            "a./b",
            "nul",
            "NUL.txt",
            "Com1",
            "lpt9.log",
            "a*",
            "\u{7f}",
            &long,
        ];
        for wrong in wrong {
            assert!(Name::new(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn names_that_some_system_takes_for_one_collide() {
        let add = |names: &[&str]| {
            let mut all = Names::default();
            names.iter().try_for_each(|name| all.add(&Name::new(name).unwrap()))
        };
        assert!(add(&["a/b", "a/c", "d"]).is_ok());
        for twice in [["a", "a"], ["a", "A"], ["a/b", "A/c"], ["a", "a/b"], ["a/b", "a"], ["É", "é"], ["a/b", "A"]] {
            assert!(add(&twice).is_err(), "{twice:?}");
        }
    }

    #[test]
    fn below_a_folder_is_inside_of_it() {
        let name = Name::new("documents/a/b").unwrap();
        assert_eq!((name.below("documents"), name.below("doc"), name.below("a")), (Some("a/b"), None, None));
    }
}
