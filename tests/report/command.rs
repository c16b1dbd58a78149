//! `tickmark report`: where it writes, and what it says where it cannot.

use std::fs;
use std::process::{Command, Output};

/// The exit status, standard output and standard error.
fn said(args: &[&str]) -> (i32, Vec<u8>, String) {
    let Output { status, stdout, stderr } =
        Command::new(env!("CARGO_BIN_EXE_tickmark")).env_clear().arg("report").args(args).output().unwrap();
    (status.code().unwrap(), stdout, String::from_utf8(stderr).unwrap())
}

#[test]
fn a_folder_takes_every_format_and_a_file_the_one_of_its_extension() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (status, out, err) = said(&["--demo", "--output", &path("all/")]);
    assert_eq!((status, out.len()), (0, 0), "{err}");
    for format in tickmark::report::FORMATS {
        assert!(fs::metadata(path(&format!("all/{}", format.file_name()))).unwrap().len() > 1000, "{}", format.name);
    }
    let (status, _, err) = said(&["--demo", "--output", &path("a.md"), "--organization", "A | B", "--system", "S"]);
    assert_eq!(status, 0, "it is no gate: {err}");
    let text = fs::read_to_string(path("a.md")).unwrap();
    assert!(text.contains("| Organization | A \\| B |") && text.contains("| System | S |"));
    let (status, out, err) = said(&["--demo", "--format", "csv"]);
    assert!(status == 0 && err.is_empty() && out.starts_with(b"control,"));
    let (status, _, err) = said(&["--demo", "--format", "md", "--format", "csv", "--output", &path("two")]);
    assert_eq!((status, fs::read_dir(path("two")).unwrap().count()), (0, 2), "{err}");
}

#[test]
fn what_is_not_built_in_stands_on_the_cover() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("aws/s3");
    fs::create_dir_all(&own).unwrap();
    let built_in = concat!(env!("CARGO_MANIFEST_DIR"), "/controls/aws/s3/s3-account-public-access-block.yaml");
    fs::copy(built_in, own.join("s3-account-public-access-block.yaml")).unwrap();
    let param = "aws-s3-bucket-versioning.disposable_tags=scratch=yes";
    let (status, out, err) =
        said(&["--demo", "--format", "md", "--controls", folder.path().to_str().unwrap(), "--param", param]);
    let text = String::from_utf8(out).unwrap();
    let (cover, _) = text.split_once("## Summary").unwrap_or_else(|| panic!("{status}: {err}"));
    assert!(cover.contains("- built-in control replaced: aws-s3-account-public-access-block\n"), "{cover}");
    let changed = "aws-s3-bucket-versioning.disposable\\_tags is scratch=yes, by default data-class=disposable";
    assert!(cover.contains(changed), "{cover}");
}

#[test]
fn what_cannot_be_written_is_said_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("a.md"), "").unwrap();
    for (args, message) in [
        (vec!["--demo"], "say where to write it"),
        (vec!["--demo", "--format", "md", "--format", "csv"], "several formats need a folder"),
        (
            vec!["--demo", "--format", "md", "--format", "csv", "--output", &path("a.md")],
            "several formats need a folder",
        ),
        (vec!["--demo", "--output", &path("a.exe")], "no format has the extension"),
        (vec!["--demo", "--output", &path("none/a.md")], "there is no folder"),
        (vec![], "required"),
        (vec!["--demo", "a.snapshot"], "cannot be used with"),
        (vec!["--demo", "--format", "docx"], "invalid value"),
    ] {
        let (status, out, err) = said(&args);
        assert!(status == 2 && out.is_empty() && err.contains(message), "{args:?}: {err}");
    }
    assert_eq!(fs::read_to_string(path("a.md")).unwrap(), "", "what was there is untouched");
}

#[test]
fn threads_do_not_change_a_byte() {
    let of = |threads: &str| said(&["--demo", "--format", "html", "--threads", threads]).1;
    assert!(of("1") == of("3"));
}
