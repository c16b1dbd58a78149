//! The policy in the README, held against the registry: every action that the built-in controls need, and no more.

use std::path::Path;

use tickmark::plan::forecast::{self, Besides};
use tickmark::render::policy;

/// What stands around the list of actions.
const BEFORE: &str = "      \"Action\": [\n";
const AFTER: &str = "\n      ]";

/// Everything that a scan may call but for tags that no control asks for.
const ALL: Besides = Besides { credential_report: true, tags: false };

#[test]
fn the_policy_in_the_readme_is_what_the_controls_need() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(BEFORE).unwrap();
    let (written, after) = rest.split_once(AFTER).unwrap();
    let actions = forecast::actions(&super::built_in(), ALL);
    let lines: Vec<String> = actions.iter().map(|action| format!("        \"{action}\"")).collect();
    let list = lines.join(",\n");
    if std::env::var_os(super::clauses::UPDATE).is_some() {
        std::fs::write(&path, format!("{before}{BEFORE}{list}{AFTER}{after}")).unwrap();
    } else {
        assert!(written == list, "{}=1 cargo test --test controls writes it", super::clauses::UPDATE);
    }
}

#[test]
fn one_managed_policy_holds_what_every_control_needs() {
    assert!(policy::fits(&forecast::actions(&super::built_in(), ALL)));
}

#[test]
fn without_the_credential_report_its_two_actions_alone_are_left_out() {
    let (all, rest) = (
        forecast::actions(&super::built_in(), ALL),
        forecast::actions(&super::built_in(), Besides { credential_report: false, ..ALL }),
    );
    let left_out: Vec<_> = all.difference(&rest).copied().collect();
    assert_eq!(left_out, ["iam:GenerateCredentialReport", "iam:GetCredentialReport"]);
}
