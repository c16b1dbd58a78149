//! The file, and where it is found.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;

fn read(text: &str) -> Result<File, String> {
    File::read(Path::new("config/tickmark.yaml"), text)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// The template with every setting made, and with none.
fn made() -> String {
    let line = |line: &str| match line.strip_prefix('#') {
        Some(rest) if !rest.starts_with(' ') || rest.starts_with("  ") => rest.to_owned(),
        _ => line.to_owned(),
    };
    TEMPLATE.lines().map(|own| line(own) + "\n").collect()
}

#[test]
fn the_template_makes_no_setting_and_names_them_all() {
    assert!(KEYS.iter().all(|key| read(TEMPLATE).unwrap().get(key.name).is_none()));
    let file = read(&made()).unwrap_or_else(|problems| panic!("{problems}\n{}", made()));
    for key in KEYS {
        assert!(file.get(key.name).is_some(), "{} is not in the template", key.name);
    }
}

#[test]
fn the_controls_and_parameters_of_the_template_are_there() {
    use crate::control::{Overrides, pack};
    use crate::{criteria::Criteria, provider};
    let (criteria, schema) = (Criteria::built_in().unwrap(), provider::schema().unwrap());
    let file = read(&made()).unwrap();
    let mut overrides = Overrides::default();
    file.choose(&mut overrides);
    let pack = pack::load(&pack::built_in(), &schema, &criteria, &overrides).unwrap();
    let exclusions = file.exclusions(&pack, &schema).unwrap();
    assert!(exclusions.read_tags() && !exclusions.is_empty());
}

#[test]
fn paths_are_meant_from_the_folder_of_the_file() {
    let file = read("acceptances: a.yaml\noutputs: [out/r.sarif, /tmp/r.md]\n").unwrap();
    assert_eq!(file.get("acceptances").unwrap().words, ["config/a.yaml"]);
    assert_eq!(file.get("outputs").unwrap().words, ["config/out/r.sarif", "/tmp/r.md"]);
    assert_eq!(file.get("outputs").unwrap().line, 2);
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_the_nearest_word() {
    for (text, told) in [
        (
            "organisation: x\n",
            "config/tickmark.yaml:1:1: unknown key of the file \"organisation\"\n  help: did you mean \"organization\"?",
        ),
        (
            "scope:\n  region: [eu-west-1]\n",
            "config/tickmark.yaml:2:3: unknown key of scope \"region\"\n  help: did you mean \"regions\"?",
        ),
        ("scope: eu-west-1\n", "config/tickmark.yaml:1:8: scope is a map, not \"eu-west-1\""),
        ("categories: [secure]\n", "unknown categories \"secure\""),
        ("fail_on: hi\n", "config/tickmark.yaml:1:10: unknown fail_on \"hi\""),
        ("min_coverage: 101\n", "\"101\" is no percentage"),
        ("min_coverage: most\n", "\"most\" is no percentage"),
        ("scope: {accounts: [1 2]}\n", "config/tickmark.yaml:1:20"),
        ("scope: {regions: [global]}\n", "global is no region"),
        ("fail_on_criteria: [six]\n", "config/tickmark.yaml:1:20"),
        ("outputs: report.md\n", "outputs is a list"),
        ("system: a\nsystem: b\n", "config/tickmark.yaml:2:1"),
        ("params: [a]\n", "params is a map of controls"),
        ("params: {AWS: {a: 1}}\n", "config/tickmark.yaml:1:10"),
        ("a: *b\n", "config/tickmark.yaml:1:4"),
    ] {
        let error = read(text).unwrap_err();
        assert!(error.contains(told), "{text}: {error}");
    }
}

#[test]
fn a_parameter_that_does_not_fit_is_told_at_its_line() {
    use crate::control::{Overrides, pack};
    use crate::{criteria::Criteria, provider};
    let (criteria, schema) = (Criteria::built_in().unwrap(), provider::schema().unwrap());
    for (text, told) in [
        ("params:\n  aws-iam-user-access-key-rotated:\n    max_age: soon\n", "tickmark.yaml:3:5: "),
        ("params:\n  aws-iam-user-access-key-rotated:\n    max_ag: 60 days\n", "did you mean \"max_age\"?"),
        ("params:\n  aws-iam-user-access-key-rotate:\n    max_age: 60 days\n", "tickmark.yaml:3:5: unknown control"),
    ] {
        let mut overrides = Overrides::default();
        read(text).unwrap().choose(&mut overrides);
        let problems = pack::load(&pack::built_in(), &schema, &criteria, &overrides).unwrap_err();
        let error = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(error.contains(told), "{text}: {error}");
    }
}

#[test]
fn no_two_settings_have_one_name_in_any_place() {
    let distinct = |words: Vec<&str>| words.len() == words.iter().collect::<BTreeSet<_>>().len();
    assert!(distinct(KEYS.iter().map(|key| key.name).collect()));
    assert!(distinct(KEYS.iter().filter_map(|key| key.env).collect()));
    assert!(distinct(KEYS.iter().filter_map(|key| key.option).collect()));
}

#[test]
fn it_is_looked_for_upward_as_far_as_the_repository_reaches() {
    let top = tempfile::tempdir().unwrap();
    let deep = top.path().join("repo/infra/aws");
    std::fs::create_dir_all(&deep).unwrap();
    let write = |path: &str| std::fs::write(top.path().join(path), "").unwrap();
    write("tickmark.yaml");
    assert_eq!(discover(&deep).unwrap(), Some(top.path().join("tickmark.yaml")));
    // What lies beyond the repository was not reviewed with it.
    std::fs::create_dir(top.path().join("repo/.git")).unwrap();
    assert_eq!(discover(&deep).unwrap(), None);
    write("repo/tickmark.yaml");
    assert_eq!(discover(&deep).unwrap(), Some(top.path().join("repo/tickmark.yaml")));
    assert_eq!(discover(&top.path().join("repo")).unwrap(), Some("tickmark.yaml".into()));
    write("repo/infra/tickmark.yml");
    let error = discover(&deep).unwrap_err().to_string();
    assert!(error.contains("tickmark.yml is not read: rename it to tickmark.yaml"), "{error}");
}
