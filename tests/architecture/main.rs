//! The shape of the source: which module may know which, how long a file may be, and who reads the clock.

#![expect(clippy::unwrap_used, reason = "a broken test may end as it likes")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// The edges between the modules. Whatever a module may use, it may use what that one uses.
const MAY_USE: [(&str, &[&str]); 20] = [
    ("inventory", &[]),
    ("yaml", &[]),
    ("criteria", &["yaml"]),
    ("predicate", &["inventory"]),
    ("provider", &["inventory"]),
    ("control", &["predicate", "inventory", "criteria", "yaml"]),
    ("assess", &["control", "predicate", "inventory", "criteria", "yaml"]),
    ("management", &["assess", "control", "yaml"]),
    ("settings", &["management", "control", "criteria", "inventory", "yaml"]),
    ("terraform", &["inventory"]),
    ("render", &["assess", "terraform"]),
    ("oscal", &["assess", "render"]),
    ("report", &["oscal", "render", "assess", "yaml"]),
    ("redact", &["management", "assess", "control", "predicate", "inventory"]),
    ("pack", &["management", "report", "render", "redact"]),
    ("plan", &["provider", "control"]),
    ("collect", &["plan", "provider", "inventory"]),
    ("cli", &["control", "criteria", "inventory", "render", "report"]),
    (
        "command",
        &[
            "cli",
            "plan",
            "collect",
            "provider",
            "control",
            "assess",
            "management",
            "render",
            "report",
            "pack",
            "redact",
            "settings",
        ],
    ),
    ("main", &["command"]),
];

/// No file is longer, its unit tests apart.
const LONGEST: usize = 400;

/// A file of the source without its unit tests.
struct Source {
    path: PathBuf,
    code: String,
}

impl Source {
    /// The top-level module that it belongs to.
    fn module(&self) -> String {
        let first = self.path.components().next().unwrap().as_os_str().to_str().unwrap();
        first.trim_end_matches(".rs").to_owned()
    }

    /// Whether `super` in it is the crate's root.
    fn is_top(&self) -> bool {
        let depth = self.path.components().count();
        depth == 1 || (depth == 2 && self.path.ends_with("mod.rs"))
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    let is_test = |path: &Path| path.components().any(|part| part.as_os_str() == "tests") || path.ends_with("tests.rs");
    let sources: Vec<Source> = paths
        .iter()
        .map(|path| (path.strip_prefix(&root).unwrap(), path))
        .filter(|(path, _)| !is_test(path))
        .map(|(path, whole)| Source { path: path.to_owned(), code: without_tests(&fs::read_to_string(whole).unwrap()) })
        .collect();
    assert!(sources.len() > 100, "this looks at the source");
    sources
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// What stands before the first module of unit tests; these come last in a file.
fn without_tests(text: &str) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let starts =
        |[first, second]: &[&str; 2]| first.starts_with("#[cfg(") && first.contains("test") && second.ends_with("{\n");
    let end = lines.array_windows().position(starts).unwrap_or(lines.len());
    lines.into_iter().take(end).collect()
}

/// Every module that a module may use, directly or through another.
fn allowed() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut allowed: BTreeMap<&str, BTreeSet<&str>> =
        MAY_USE.iter().map(|(module, uses)| (*module, uses.iter().copied().collect())).collect();
    for _ in 0..MAY_USE.len() {
        let before = allowed.clone();
        for uses in allowed.values_mut() {
            let further: Vec<&str> = uses.iter().filter_map(|used| before.get(used)).flatten().copied().collect();
            uses.extend(further);
        }
    }
    allowed
}

/// The top-level modules that a file names.
fn used(source: &Source) -> BTreeSet<String> {
    let one = Regex::new(r"\b(?:crate|tickmark)::([a-z_]+)").unwrap();
    let several = Regex::new(r"\b(?:crate|tickmark)::\{([^;]*)\}").unwrap();
    let word = Regex::new(r"(?:^|,)\s*([a-z_]+)").unwrap();
    let mut used: BTreeSet<String> = one.captures_iter(&source.code).map(|found| found[1].to_owned()).collect();
    for group in several.captures_iter(&source.code) {
        used.extend(word.captures_iter(&group[1]).map(|found| found[1].to_owned()));
    }
    used
}

#[test]
fn dependencies_point_down_only() {
    let allowed = allowed();
    assert!(allowed.iter().all(|(module, uses)| !uses.contains(module)), "the edges have a cycle");
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.module() != "lib") {
        let module = source.module();
        let Some(may) = allowed.get(module.as_str()) else {
            wrong.push(format!("{module} is no module of the design"));
            continue;
        };
        for used in used(source).iter().filter(|used| **used != module && !may.contains(used.as_str())) {
            wrong.push(format!("{}: {module} uses {used}", source.path.display()));
        }
        if source.is_top() && source.code.contains("super::") {
            wrong.push(format!("{}: super is the crate's root here; say crate", source.path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<String> = sources()
        .iter()
        .map(|source| (source, source.code.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(source, lines)| format!("{}: {lines} lines", source.path.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// Fails where a file outside of `home` names any of `words`.
fn only_in(home: &str, words: &[&str]) {
    let found: Vec<String> = sources()
        .iter()
        .filter(|source| !source.path.starts_with(home))
        .flat_map(|source| words.iter().map(move |word| (source, *word)))
        .filter(|(source, word)| source.code.contains(word))
        .map(|(source, word)| format!("{}: {word}", source.path.display()))
        .collect();
    assert!(found.is_empty(), "only in {home}:\n{}", found.join("\n"));
}

#[test]
fn only_commands_read_the_clock_and_the_environment() {
    only_in("command", &["SystemTime::now", "Timestamp::now", "Zoned::now", "env::var"]);
}

#[test]
fn only_the_style_emits_escape_sequences() {
    only_in("render/style.rs", &[r"\u{1b}", r"\x1b", r"\x1B", r"\u{1B}"]);
}

#[test]
fn the_edges_are_found_in_every_way_of_writing() {
    let source = Source {
        path: "control/x.rs".into(),
        code: "use crate::yaml;\nuse crate::{assess::Status,\n  render};\nlet x = crate::plan::y();".to_owned(),
    };
    assert_eq!(used(&source).into_iter().collect::<Vec<_>>(), ["assess", "plan", "render", "yaml"]);
    assert_eq!(
        without_tests("a\n#[cfg(test)]\nmod x;\nb\n#[cfg(all(test, x))]\nmod tests {\nc"),
        "a\n#[cfg(test)]\nmod x;\nb\n"
    );
}
