//! The file, and what is honoured of it.

use super::*;
use crate::assess::{AssetPattern, Management as _, Validity};
use crate::control::{Overrides, Pack, pack};
use crate::criteria::Criteria;
use crate::provider;

fn built_in() -> Pack {
    let criteria = Criteria::built_in().unwrap();
    pack::load(&pack::built_in(), &provider::schema().unwrap(), &criteria, &Overrides::default()).unwrap()
}

fn file(more: &str) -> String {
    let usual = [
        ("control", "aws-s3-bucket-versioning"),
        ("assets", "[\"arn:aws:s3:::scratch\"]"),
        ("reason", "Build output, made anew each night."),
        ("compensating_control", "The sources are versioned elsewhere."),
        ("owner", "jane@example.com"),
        ("approver", "joe@example.com"),
        ("ticket", "SEC-17"),
        ("starts", "2025-01-01"),
        ("expires", "2025-06-30"),
    ];
    let given = |key: &str| more.lines().any(|line| line.trim_start().starts_with(&format!("{key}:")));
    let lines = usual.iter().filter(|(key, _)| !given(key)).map(|(key, value)| format!("    {key}: {value}\n"));
    format!("acceptances:\n  - _: _\n{}{more}", lines.collect::<String>()).replace("  - _: _\n    ", "  - ")
}

fn loaded(more: &str) -> Result<Acceptances, String> {
    load("acceptances.yaml", &file(more), &built_in())
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn validity(more: &str, day: &str) -> Validity {
    loaded(more).unwrap().acceptances()[0].validity(format!("{day}Z").parse().unwrap())
}

#[test]
fn an_acceptance_holds_from_its_first_day_to_the_end_of_its_last() {
    assert_eq!(validity("", "2024-12-31T23:59:59"), Validity::NotYet);
    assert_eq!(validity("", "2025-01-01T00:00:00"), Validity::InForce);
    assert_eq!(validity("", "2025-06-30T23:59:59"), Validity::InForce);
    assert_eq!(validity("", "2025-07-01T00:00:00"), Validity::Expired);
}

#[test]
fn nobody_accepts_a_risk_of_his_own() {
    for owner in ["joe@example.com", "Joe@Example.com", "' joe@example.com '"] {
        assert_eq!(
            validity(&format!("    owner: {owner}\n"), "2025-02-01T00:00:00"),
            Validity::SelfApproved,
            "{owner}"
        );
    }
}

#[test]
fn an_asset_is_named_by_its_id_or_by_what_says_that_it_is_a_pattern() {
    let of = |assets: &str| loaded(&format!("    assets: {assets}\n"));
    let all = of("[a, {glob: \"arn:aws:s3:::tmp-*\"}]").unwrap();
    let one = &all.acceptances()[0];
    assert_eq!(one.assets, [AssetPattern::Id("a".to_owned()), AssetPattern::Glob("arn:aws:s3:::tmp-*".to_owned())]);
    for (id, named) in [
        ("a", true),
        ("ab", false),
        ("arn:aws:s3:::tmp-", true),
        ("arn:aws:s3:::tmp-x/y", true),
        ("arn:aws:s3:::tmp", false),
    ] {
        assert_eq!(one.names(id), named, "{id}");
    }
    assert!(of("[\"tmp-*\"]").unwrap_err().contains("write {glob: \"tmp-*\"}"));
    assert!(of("[]").unwrap_err().contains("no asset is named"));
    assert!(of("[{like: x}]").unwrap_err().contains("{glob: a pattern of ids}"));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (more, told) in [
        ("    expires: 2026-01-02\n", "acceptances.yaml:10:14: 366 days lie between starts and expires"),
        ("    expires: 2024-12-01\n", "it expires before it starts"),
        ("    expires: soon\n", "\"soon\" is no day"),
        ("    expires: 2025-02-30\n", "is no day"),
        ("    control: aws-s3-bucket-versionning\n", "did you mean \"aws-s3-bucket-versioning\"?"),
        ("    expire: 2025-02-01\n", "unknown key of an acceptance \"expire\""),
        ("    reason:\n", "reason is a text"),
    ] {
        let problem = loaded(more).unwrap_err();
        assert!(problem.contains(told), "{problem}");
    }
    let bare = load("acceptances.yaml", "acceptances: [{control: aws-s3-bucket-versioning}]", &built_in()).unwrap_err();
    let missing: Vec<String> = bare.iter().map(|problem| problem.message.clone()).collect();
    assert_eq!(missing.len(), 8, "{missing:?}");
}
