//! The workflows and the action, read by zizmor, which looks for what an attacker could make of them.

use std::path::Path;
use std::process::Command;

use crate::venv::Environment;

const ZIZMOR: Environment =
    Environment { name: "zizmor", requirements: "zizmor==1.32.0\n", purpose: "workflows' test" };

/// What it finds in some files, as the strictest of its personae that anyone can satisfy.
fn found(paths: &[&Path]) -> (bool, String) {
    let zizmor = ZIZMOR.python().with_file_name("zizmor");
    let mut command = Command::new(zizmor);
    command.args(["--offline", "--no-config", "--persona", "pedantic", "--no-progress", "--color", "never"]);
    let output = command.args(paths).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn nothing_is_found_in_the_workflows_and_the_action() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (clean, text) = found(&[&root.join(".github/workflows"), &root.join("action.yml")]);
    assert!(clean && text.contains("No findings to report"), "{text}");
}

/// That it would be: an action whose script is made of an input.
#[test]
fn what_is_wrong_would_be_found() {
    let folder = tempfile::tempdir().unwrap();
    let action = folder.path().join("action.yml");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("action.yml")).unwrap();
    std::fs::write(&action, text.replace("exit \"$STATUS\"", "exit ${{ inputs.fail-on }}")).unwrap();
    let (clean, text) = found(&[&action]);
    assert!(!clean && text.contains("template-injection"), "{text}");
}
