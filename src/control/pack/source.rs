//! Where control files come from: the ones built in, and a folder of a user's own.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::{Origin, Source};

// `BUILT_IN: &[(&str, &str)]`, the path below controls/ and the text of every built-in control; build.rs writes it.
include!(concat!(env!("OUT_DIR"), "/built_in_controls.rs"));

/// The controls that ship with the tool.
pub fn built_in() -> Vec<Source> {
    let source = |(file, text): &(&str, &'static str)| Source {
        origin: Origin::BuiltIn,
        file: format!("controls/{file}"),
        text: Cow::Borrowed(*text),
    };
    BUILT_IN.iter().map(source).collect()
}

/// A folder of controls that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A file or folder cannot be read.
    #[error("{path}: {source}", path = path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// There is no control in it.
    #[error("{path}: no .yaml file in this folder or below it", path = .0.display())]
    Empty(PathBuf),
}

/// Every `.yaml` file of a folder and those below it, in order of their paths. A catalogue of criteria
/// (`criteria.yaml`) is no control and is passed over.
///
/// # Errors
/// What cannot be read, and a folder without any control: a mistyped folder must not be an empty pack.
pub fn directory(folder: &Path) -> Result<Vec<Source>, SourceError> {
    let mut files = Vec::new();
    walk(folder, &mut files)?;
    files.sort();
    let sources = files.into_iter().map(|path| {
        let text = std::fs::read_to_string(&path).map_err(|source| SourceError::Read { path: path.clone(), source })?;
        Ok(Source { origin: Origin::User, file: path.display().to_string(), text: Cow::Owned(text) })
    });
    let sources: Vec<Source> = sources.collect::<Result<_, SourceError>>()?;
    if sources.is_empty() { Err(SourceError::Empty(folder.to_owned())) } else { Ok(sources) }
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), SourceError> {
    let unreadable = |source| SourceError::Read { path: folder.to_owned(), source };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(unreadable)?);
        let is_yaml = path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
        if kind.is_dir() {
            walk(&path, files)?;
        } else if is_yaml && path.file_name().is_some_and(|name| name != "criteria.yaml") {
            files.push(path);
        }
    }
    Ok(())
}
