//! The report as a page: what it is made of, and that nothing which was seen can become markup.

use serde_json::{Value, json};
use tickmark::assess::{Assessment, Options};
use tickmark::render::{self, html};

use crate::sample::{Sample, bucket, facts, parts, snapshot};
use crate::{Accepted, filed};

fn page(assessment: &Assessment<'_>) -> String {
    let mut out = Vec::new();
    html::write(assessment, render::Options::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The data that the page is made from.
fn data(page: &str) -> Value {
    let (_, rest) = page.split_once("<script type=\"application/json\" id=\"data\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn every_result_is_in_it_with_what_was_seen_and_expected() {
    let mut open = bucket("open");
    facts(&mut open).insert("encrypted".to_owned(), json!(false));
    let (sample, snapshot) = (Sample::new(), snapshot(parts(vec![open, bucket("sound")])));
    let assessment = sample.assess(&snapshot);
    let data = data(&page(&assessment));
    assert_eq!(data["criteria"].as_array().unwrap().len(), 61);
    let controls = data["controls"].as_array().unwrap();
    let found: usize = controls.iter().map(|control| control["findings"].as_array().unwrap().len()).sum();
    assert_eq!(found, assessment.findings().len());
    for control in controls {
        for finding in control["findings"].as_array().unwrap() {
            let shape = &control["shapes"][usize::try_from(finding[3].as_u64().unwrap()).unwrap()];
            assert_eq!(shape.as_array().unwrap().len(), finding[4].as_array().unwrap().len(), "{finding}");
            let decided = !finding[5].as_array().unwrap().is_empty();
            assert_eq!(decided, finding[1] == "fail", "{finding}");
        }
    }
}

#[test]
fn what_a_cloud_calls_its_things_cannot_become_markup() {
    for name in
        ["</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--<script>", "\u{2028}&lt;b&gt;"]
    {
        let mut open = bucket(name);
        facts(&mut open).insert("encrypted".to_owned(), json!(false));
        facts(&mut open).insert("tags".to_owned(), json!({(name): name}));
        let mut parts = parts(vec![open]);
        parts.header.caller.arn = name.to_owned();
        let (sample, snapshot) = (Sample::new(), snapshot(parts));
        let page = page(&sample.assess(&snapshot));
        assert_eq!(page.matches("<script").count(), 2, "{name}");
        assert_eq!(page.matches("</script>").count(), 2, "{name}");
        assert!(!page.contains("<img") && !page.contains("<!--"), "{name}");
        assert_eq!(data(&page)["collections"][0]["arn"], name);
    }
}

#[test]
fn what_is_on_file_is_in_it_as_data_with_what_became_of_it() {
    let (sample, snapshot) = (Sample::new(), snapshot(parts(vec![bucket("a")])));
    let management = Accepted(filed::documents());
    let page = page(&sample.assess_with(&snapshot, &management, Options::default()));
    let data = data(&page);
    let of = |id: &str| data["criteria"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone();
    for (id, documents, standing) in [
        ("CC1.1", "on_file", "current"),
        ("CC1.2", "stale", "stale"),
        ("CC1.3", "requested", "current"),
        ("CC1.4", "altered", "altered"),
    ] {
        let criterion = of(id);
        assert_eq!(criterion["documents"], documents, "{id}");
        let number = usize::try_from(criterion["filed"][0].as_u64().unwrap()).unwrap();
        assert_eq!(data["documents"][number]["standing"], standing, "{id}");
    }
    assert!(of("CC1.1")["undocumented"].as_array().unwrap().is_empty());
    let wanting = of("CC1.3")["undocumented"].clone();
    assert!(wanting.as_array().unwrap().contains(&json!("Considers All Structures of the Entity")), "{wanting}");
    assert!(!wanting.as_array().unwrap().contains(&json!("Establishes Reporting Lines")), "{wanting}");
    assert_eq!(
        data["documents"][3]["files"][1],
        json!({"path": "b.pdf", "sha256": "0".repeat(64), "state": "missing"})
    );
    assert!(!page.contains("<b>"), "a statement is no markup");
    // Only what begins with https:// becomes a reference.
    assert!(page.contains(r#"const link = (url) => (/^https:\/\//.test(url) ? el("a""#));
}

#[test]
fn the_page_asks_nothing_of_anyone() {
    let (sample, snapshot) = (Sample::new(), snapshot(parts(vec![bucket("a")])));
    let page = page(&sample.assess(&snapshot));
    let policy = page.split_once("Content-Security-Policy\" content=\"").unwrap().1.split('"').next().unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
    let (before, _) = page.split_once("<script type=\"application/json\"").unwrap();
    assert!(!before.contains("http://") && !before.contains("https://") && !before.contains("src="), "no reference");
}
