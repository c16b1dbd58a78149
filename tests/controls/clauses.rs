//! The list of what each case shows, held against the controls: `clauses.md` beside this file.

use std::fmt::Write as _;
use std::path::Path;

/// Set to anything, this writes the list anew.
pub(super) const UPDATE: &str = "TICKMARK_UPDATE";

#[test]
fn the_list_of_clauses_is_what_the_cases_show() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/controls/clauses.md");
    let list = list();
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(&path, &list).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == list, "clauses.md is not what the cases show; {UPDATE}=1 cargo test --test controls writes it");
}

fn list() -> String {
    let mut list = String::from(
        "# What the cases of each control show\n\nMade from the `shows:` of every case. Each is run by \
         `tickmark controls test`.\n",
    );
    for control in &super::built_in() {
        write!(list, "\n## {}\n\n{}.\n\n| line | comes to | shows |\n|---|---|---|\n", control.id, control.title)
            .unwrap();
        for case in &control.cases {
            let shows = case.shows.as_deref().unwrap_or_default().replace('|', "\\|");
            writeln!(list, "| {} | {} | {shows} |", case.mark.line, case.then.outcome().as_str()).unwrap();
        }
    }
    list
}
