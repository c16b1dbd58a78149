//! The policy in the README, held against the registry: every action that the built-in controls need, and no more.

use std::collections::BTreeSet;
use std::path::Path;

use tickmark::plan::Plan;
use tickmark::provider;

/// What stands around the list of actions.
const BEFORE: &str = "      \"Action\": [\n";
const AFTER: &str = "\n      ]";

fn needed() -> BTreeSet<&'static str> {
    let plan = Plan::of(&super::built_in());
    let ops = || provider::SERVICES.iter().flat_map(|service| service.ops);
    let planned =
        ops().filter(|op| plan.reads().iter().any(|(_, service, name)| (op.service, op.name) == (service, name)));
    // What every collection begins with; who the caller is takes no permission.
    let begun = ops().filter(|op| op.id() == "ec2:DescribeRegions");
    planned.chain(begun).map(|op| op.iam_action).collect()
}

#[test]
fn the_policy_in_the_readme_is_what_the_controls_need() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(BEFORE).unwrap();
    let (written, after) = rest.split_once(AFTER).unwrap();
    let lines: Vec<String> = needed().into_iter().map(|action| format!("        \"{action}\"")).collect();
    let list = lines.join(",\n");
    if std::env::var_os(super::clauses::UPDATE).is_some() {
        std::fs::write(&path, format!("{before}{BEFORE}{list}{AFTER}{after}")).unwrap();
    } else {
        assert!(written == list, "{}=1 cargo test --test controls writes it", super::clauses::UPDATE);
    }
}
