//! Packs that were made to harm whoever opens them.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::sample::{inputs, packed, problems, resealed};

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

/// A sound pack as a zip to which something is added.
fn with(add: impl FnOnce(&mut ZipWriter<File>)) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let pack = folder.path().join("pack.zip");
    packed(&inputs(), &pack, None);
    let file = File::options().read(true).write(true).open(&pack).unwrap();
    let mut zip = ZipWriter::new_append(file).unwrap();
    add(&mut zip);
    zip.finish().unwrap();
    (folder, pack)
}

fn is_told(pack: &Path, words: &str) {
    let found = problems(pack, None);
    assert!(found.iter().any(|told| told.contains(words)), "{words}: {found:?}");
}

#[test]
fn names_that_lead_elsewhere_are_told() {
    for path in ["../evil", "/etc/evil", "a/../../evil", "C:\\evil", "a\\evil", "nul", "a//b", "."] {
        let (_folder, pack) = with(|zip| {
            zip.start_file(path, options()).unwrap();
            zip.write_all(b"evil").unwrap();
        });
        is_told(&pack, "cannot be the name of a file in a pack");
    }
}

#[test]
fn names_that_are_one_to_some_systems_are_told() {
    for path in ["INDEX.HTML", "Index.html", "index.html/x", "Controls/x"] {
        let (_folder, pack) = with(|zip| zip.start_file(path, options()).unwrap());
        is_told(&pack, "stands twice, or differs from another name by capital letters alone");
    }
}

#[test]
fn two_entries_of_one_name_are_told() {
    let (_folder, pack) = with(|zip| {
        zip.start_file("index.htmm", options()).unwrap();
        zip.write_all(b"another page").unwrap();
    });
    let bytes = fs::read(&pack).unwrap();
    let renamed: Vec<u8> = {
        let mut bytes = bytes;
        while let Some(at) = bytes.windows(10).position(|name| name == b"index.htmm") {
            bytes[at + 9] = b'l';
        }
        bytes
    };
    fs::write(&pack, renamed).unwrap();
    is_told(&pack, "two entries have one name");
}

#[test]
fn what_is_no_file_of_ours_is_told() {
    let (_folder, pack) = with(|zip| zip.add_symlink("link", "/etc/passwd", options()).unwrap());
    is_told(&pack, r#""link" is no plain file"#);
    let (_folder, pack) = with(|zip| zip.add_directory("empty", options()).unwrap());
    is_told(&pack, r#""empty/" is no plain file"#);
    let (_folder, pack) = with(|zip| {
        zip.start_file("x", options().compression_method(CompressionMethod::Stored)).unwrap();
    });
    is_told(&pack, "packed in another way than ours");
    let (_folder, pack) = with(|zip| zip.set_comment("hello").unwrap());
    is_told(&pack, "it has a comment");
}

#[test]
fn what_unpacks_to_more_than_is_listed_is_not_unpacked() {
    let folder = TempDir::new().unwrap();
    let (own, bomb) = (folder.path().join("own.zip"), folder.path().join("bomb.zip"));
    packed(&inputs(), &own, None);
    let mut from = ZipArchive::new(File::open(&own).unwrap()).unwrap();
    let mut to = ZipWriter::new(File::create(&bomb).unwrap());
    for number in 0..from.len() {
        let entry = from.by_index_raw(number).unwrap();
        if entry.name_raw() == b"index.html" {
            to.start_file("index.html", options()).unwrap();
            for _ in 0..256 {
                to.write_all(&vec![b' '; 1 << 18]).unwrap();
            }
        } else {
            to.raw_copy_file(entry).unwrap();
        }
    }
    to.finish().unwrap();
    assert!(fs::metadata(&bomb).unwrap().len() < 1 << 20);
    assert_eq!(problems(&bomb, None), [r#"altered: "index.html" is not what the manifest says"#]);
}

#[test]
fn sizes_beyond_what_is_read_are_told() {
    let folder = TempDir::new().unwrap();
    let pack = folder.path().join("pack");
    packed(&inputs(), &pack, None);
    let entry = |sheet: &mut tickmark::pack::Manifest, size| {
        sheet.files.push(tickmark::pack::manifest::Entry { path: "x".into(), size, sha256: String::new() });
    };
    resealed(&pack, |sheet| entry(sheet, 3 << 30));
    fs::write(pack.join("y"), "").unwrap();
    assert!(problems(&pack, None).iter().any(|told| told.contains(r#"missing: "x""#)));
    fs::rename(pack.join("y"), pack.join("x")).unwrap();
    assert_eq!(problems(&pack, None), [r#""x" is larger than what is read"#]);
    fs::remove_file(pack.join("x")).unwrap();
    resealed(&pack, |sheet| entry_of(sheet, u64::MAX));
    assert_eq!(problems(&pack, None), [r#""all files together" is larger than what is read"#]);
}

fn entry_of(sheet: &mut tickmark::pack::Manifest, size: u64) {
    for entry in sheet.files.iter_mut().filter(|entry| entry.path == "x") {
        entry.size = size;
    }
}
