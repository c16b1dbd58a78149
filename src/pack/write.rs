//! Writes a pack, as a folder or as a zip: whole or not at all, and in the same bytes for the same files.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::manifest::{Entry, Manifest};
use super::name::{BadName, Name};
use super::part::Part;
use super::sign::{BadKey, Signer};
use super::{MANIFEST, MAX_FILES, MAX_ONE, MAX_TOTAL, PUBLIC_KEY, SIGNATURE};
use crate::inventory::Timestamp;
use crate::inventory::snapshot::digest::hex;

/// How hard deflate tries: its own default.
const COMPRESSION_LEVEL: i64 = 6;

/// Why a pack was not written; nothing of it is left behind.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file or folder could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is something already where the folder should be.
    #[error("{} is there already: name a folder that is not, or a .zip", .0.display())]
    Occupied(PathBuf),
    /// It would be too large for anybody to verify.
    #[error("the pack would hold {0}, more than can be verified")]
    TooLarge(String),
    /// A file has a name that cannot be in a pack.
    #[error(transparent)]
    Name(#[from] BadName),
    /// It could not be signed.
    #[error("cannot sign the pack: {0}")]
    Key(#[from] BadKey),
}

/// Writes the files, then the manifest of them, then its signature; a folder unless the name ends in `.zip`.
///
/// # Errors
/// Why it could not be written.
pub fn write(
    destination: &Path,
    mut parts: Vec<Part<'_>>,
    mut manifest: Manifest,
    signer: Option<&Signer>,
) -> Result<Manifest, WriteError> {
    if let Some(signer) = signer {
        parts.push(Part::of(Name::new(PUBLIC_KEY)?, signer.public()?.into_bytes()));
    }
    parts.sort_by(|a, b| a.name.cmp(&b.name));
    let failed = |source| WriteError::Io { path: destination.to_owned(), source };
    let as_zip = is_zip(destination);
    if !as_zip && fs::symlink_metadata(destination).is_ok() {
        return Err(WriteError::Occupied(destination.to_owned()));
    }
    let temporary = beside(destination).map_err(failed)?;
    let written = if as_zip {
        zip_file(&temporary, &parts, &mut manifest, signer, destination)
    } else {
        folder(&temporary, &parts, &mut manifest, signer, destination)
    };
    let written = written.and_then(|()| fs::rename(&temporary, destination).map_err(failed));
    if written.is_err() {
        // The first error is the one to report; that the rest cannot be cleared away adds nothing.
        let _ = if as_zip { fs::remove_file(&temporary) } else { fs::remove_dir_all(&temporary) };
    }
    written.map(|()| manifest)
}

/// Whether a pack of that name is a zip.
pub fn is_zip(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

/// A name in the same folder that no other process takes.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
    let mut temporary = std::ffi::OsString::from(".");
    temporary.push(name);
    temporary.push(format!(".{}.part", std::process::id()));
    Ok(path.with_file_name(temporary))
}

fn zip_file(
    temporary: &Path,
    parts: &[Part<'_>],
    manifest: &mut Manifest,
    signer: Option<&Signer>,
    destination: &Path,
) -> Result<(), WriteError> {
    let failed = |source| WriteError::Io { path: destination.to_owned(), source };
    let file = private().open(temporary).map_err(failed)?;
    let mut sink = Zip::new(BufWriter::new(file), manifest.as_of);
    all(parts, manifest, signer, destination, &mut |name, write| sink.put(name, write))?;
    let file = sink.finish().map_err(failed)?;
    file.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| file.sync_all()).map_err(failed)
}

fn folder(
    temporary: &Path,
    parts: &[Part<'_>],
    manifest: &mut Manifest,
    signer: Option<&Signer>,
    destination: &Path,
) -> Result<(), WriteError> {
    let made = make_folder(temporary, false);
    made.map_err(|source| WriteError::Io { path: destination.to_owned(), source })?;
    all(parts, manifest, signer, destination, &mut |name, write| {
        let path = temporary.join(name.as_str());
        path.parent().map_or(Ok(()), |folder| make_folder(folder, true))?;
        let mut file = BufWriter::new(private().open(path)?);
        write(&mut file)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    })
}

/// A new file that its owner alone can read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn make_folder(path: &Path, with_parents: bool) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(with_parents);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Takes a file by its name and what writes its bytes.
type Put<'p> = &'p mut dyn FnMut(&Name, &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()>;

/// Every file in its order: those that are listed, their list, its signature.
fn all(
    parts: &[Part<'_>],
    manifest: &mut Manifest,
    signer: Option<&Signer>,
    destination: &Path,
    put: Put<'_>,
) -> Result<(), WriteError> {
    let failed = |name: &Name| {
        let path = destination.join(name.as_str());
        move |source| WriteError::Io { path, source }
    };
    for part in parts {
        let mut entry = None;
        let mut write = |out: &mut dyn Write| {
            let mut hashing = Hashing { out, hash: Sha256::new(), size: 0 };
            part.write(&mut hashing)?;
            let Hashing { hash, size, .. } = hashing;
            entry = Some(Entry { path: part.name.to_string(), size, sha256: hex(hash) });
            Ok(())
        };
        put(&part.name, &mut write).map_err(failed(&part.name))?;
        manifest.files.extend(entry);
    }
    within_limits(&manifest.files)?;
    let name = Name::new(MANIFEST)?;
    let bytes = manifest.seal().map_err(io::Error::from).map_err(failed(&name))?;
    put(&name, &mut |out| out.write_all(&bytes)).map_err(failed(&name))?;
    if let Some(signer) = signer {
        let (name, signature) = (Name::new(SIGNATURE)?, signer.sign(manifest, &bytes)?);
        put(&name, &mut |out| out.write_all(signature.as_bytes())).map_err(failed(&name))?;
    }
    Ok(())
}

/// What nobody could verify is not written either.
fn within_limits(files: &[Entry]) -> Result<(), WriteError> {
    if files.len() > MAX_FILES {
        return Err(WriteError::TooLarge(format!("{} files", files.len())));
    }
    if let Some(large) = files.iter().find(|entry| entry.size > MAX_ONE) {
        return Err(WriteError::TooLarge(format!("{} of {} bytes", large.path, large.size)));
    }
    let total: u64 = files.iter().map(|entry| entry.size).sum();
    if total > MAX_TOTAL { Err(WriteError::TooLarge(format!("{total} bytes"))) } else { Ok(()) }
}

/// Passes bytes on, and counts and hashes them.
struct Hashing<'o> {
    out: &'o mut dyn Write,
    hash: Sha256,
    size: u64,
}

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A zip whose bytes depend on its files alone: one time, one mode, one method.
pub(super) struct Zip<W: Write + Seek> {
    writer: ZipWriter<W>,
    options: SimpleFileOptions,
}

impl<W: Write + Seek> Zip<W> {
    /// A zip of files that all are of one time.
    pub(super) fn new(out: W, time: Timestamp) -> Self {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(COMPRESSION_LEVEL))
            .last_modified_time(dos_time(time))
            .unix_permissions(0o644);
        Self { writer: ZipWriter::new(out).set_auto_large_file(), options }
    }

    /// Adds a file.
    pub(super) fn put(
        &mut self,
        name: &Name,
        write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        self.writer.start_file(name.as_str(), self.options)?;
        let mut chunks = Chunks { out: &mut self.writer, held: Vec::with_capacity(CHUNK) };
        write(&mut chunks)?;
        chunks.out.write_all(&chunks.held)
    }

    /// Ends it.
    pub(super) fn finish(self) -> io::Result<W> {
        Ok(self.writer.finish()?)
    }
}

/// How much is compressed at once: how it comes in must leave no trace in what comes out.
const CHUNK: usize = 1 << 16;

/// Passes bytes on in chunks of one length.
struct Chunks<'o> {
    out: &'o mut dyn Write,
    held: Vec<u8>,
}

impl Write for Chunks<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.get(..bytes.len().min(CHUNK - self.held.len())).unwrap_or_default();
        self.held.extend_from_slice(taken);
        if self.held.len() == CHUNK {
            self.out.write_all(&self.held)?;
            self.held.clear();
        }
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A moment as a zip has it, to two seconds and without a zone; the earliest there is where it has none for it.
fn dos_time(time: Timestamp) -> DateTime {
    let text = time.to_string();
    let number = |range| text.get(range).and_then(|digits: &str| digits.parse::<u16>().ok()).unwrap_or_default();
    let byte = |range| u8::try_from(number(range)).unwrap_or_default();
    let made =
        DateTime::from_date_and_time(number(0..4), byte(5..7), byte(8..10), byte(11..13), byte(14..16), byte(17..19));
    made.unwrap_or_default()
}

/// Reads a file whole that is not larger than a pack can hold.
///
/// # Errors
/// Where it cannot be read, or is no plain file, or is too large.
pub fn read_whole(path: &Path) -> io::Result<Vec<u8>> {
    let refused = |why: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    let about = fs::metadata(path)?;
    if !about.is_file() {
        return refused("it is no plain file");
    }
    if about.len() > MAX_ONE {
        return refused("it is too large for a pack");
    }
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut io::Read::take(File::open(path)?, MAX_ONE + 1), &mut bytes)?;
    if bytes.len() as u64 > MAX_ONE { refused("it is too large for a pack") } else { Ok(bytes) }
}
