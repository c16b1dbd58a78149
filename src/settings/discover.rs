//! Finds `tickmark.yaml`: in the working folder or above it, as far as the repository reaches.

use std::io;
use std::path::{Path, PathBuf};

/// What the file is called.
pub const NAME: &str = "tickmark.yaml";

/// The ways in which people misspell it.
const NEAR: [&str; 3] = ["tickmark.yml", ".tickmark.yaml", ".tickmark.yml"];

/// Why nobody can say which file holds.
#[derive(Debug, thiserror::Error)]
pub enum NotFound {
    /// A file that somebody will have meant has another name.
    #[error("{} is not read: rename it to {NAME}, or name it with --config", .0.display())]
    Misnamed(PathBuf),
    /// It cannot be seen whether it is there.
    #[error("cannot look for {}", .0.display())]
    Unseen(PathBuf, #[source] io::Error),
}

/// The file that holds in a folder: there, or in the nearest folder above it. Beyond the root of a repository nobody
/// looks: what lies there was not reviewed with the project.
///
/// # Errors
/// A name that is nearly right, or a folder that cannot be read.
pub fn discover(from: &Path) -> Result<Option<PathBuf>, NotFound> {
    for folder in from.ancestors() {
        let seen = |name: &str| {
            let path = folder.join(name);
            path.try_exists().map(|there| there.then(|| path.clone())).map_err(|error| NotFound::Unseen(path, error))
        };
        if let Some(found) = seen(NAME)? {
            // In the working folder its plain name says more than the whole path.
            return Ok(Some(if folder == from { PathBuf::from(NAME) } else { found }));
        }
        for near in NEAR {
            if let Some(found) = seen(near)? {
                return Err(NotFound::Misnamed(found));
            }
        }
        if seen(".git")?.is_some() {
            break;
        }
    }
    Ok(None)
}
