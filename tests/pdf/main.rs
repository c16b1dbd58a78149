//! The report as a PDF, read by a reader that this project did not write: text, bookmarks, tags, and the same bytes twice.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a broken test may end as it likes")]

#[path = "../properties/sample.rs"]
mod sample;

#[path = "../render/filed.rs"]
mod filed;

#[path = "../support/venv.rs"]
mod venv;

use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value, json};
use tickmark::assess::{Assessment, Decision, Document, Management, Options};
use tickmark::control::ControlId;
use tickmark::criteria::Criteria;
use tickmark::inventory::snapshot::{AssetRef, Snapshot};
use tickmark::inventory::{State, Timestamp};
use tickmark::report::{self, Considerations, Report, Setting};

use sample::{Sample, bucket, denied, facts, parts, snapshot, unknown, volume};
use venv::Environment;

/// What reads the PDF.
const READER: Environment =
    Environment { name: "pypdf", requirements: include_str!("requirements.txt"), purpose: "PDF's tests" };

/// Management that accepted one risk, and filed documents of every standing.
#[derive(Debug)]
struct Filed(Vec<Document>);

impl Management for Filed {
    fn decision(
        &self,
        control: &ControlId,
        asset: AssetRef<'_>,
        _: &Map<String, Value>,
        _: Timestamp,
    ) -> Option<Decision> {
        match (control.as_str(), asset.name()) {
            ("aws-ec2-volume-encryption", "db") => Some(Decision::AcceptRisk),
            ("aws-ec2-storage-owned", "scratch") => Some(Decision::SetAside),
            _ => None,
        }
    }

    fn documents(&self) -> &[Document] {
        &self.0
    }
}

/// A cloud with every outcome.
fn mixed() -> Snapshot {
    let mut open = bucket("payroll");
    facts(&mut open).extend([("encrypted".to_owned(), json!(null)), ("tags".to_owned(), json!({}))]);
    let mut site = bucket("site");
    facts(&mut site).insert("website".to_owned(), json!(true));
    let mut plain = volume("db");
    facts(&mut plain).insert("encrypted".to_owned(), json!(false));
    let mut hidden = volume("hidden");
    facts(&mut hidden).insert("last_snapshot".to_owned(), unknown("ec2:DescribeSnapshots"));
    snapshot(parts(vec![open, site, plain, hidden, volume("scratch")]))
}

/// The report's bytes.
fn printed(assessment: &Assessment<'_>, organization: &str) -> Vec<u8> {
    let setting = Setting {
        organization: Some(organization.to_owned()),
        system: Some("The System".to_owned()),
        considerations: Considerations::built_in(&Criteria::built_in().unwrap()).unwrap(),
        ..Setting::default()
    };
    let mut out = Vec::new();
    (report::by_name("pdf").unwrap().write)(&Report::new(assessment, &setting), &mut out).unwrap();
    out
}

/// The same, of a cloud whose management decided and filed something.
fn written(cloud: &Snapshot, organization: &str) -> Vec<u8> {
    let (sample, management) = (Sample::new(), Filed(filed::documents()));
    printed(&sample.assess_with(cloud, &management, Options::default()), organization)
}

/// What the reader sees.
fn read(bytes: &[u8]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.pdf");
    std::fs::write(&file, bytes).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("pdf").join("read.py");
    let output = Command::new(READER.python()).arg(script).arg(&file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A text without what the lines of a page add to it: spaces, line ends and hyphens.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{ad}')).collect()
}

/// All the text, bare.
fn text(pdf: &Value) -> String {
    pdf["pages"].as_array().unwrap().iter().map(|page| bare(page.as_str().unwrap())).collect()
}

#[test]
fn it_says_what_it_must_on_numbered_pages_with_bookmarks_and_tags() {
    let pdf = read(&written(&mixed(), "Example Corp"));
    let text = text(&pdf);
    for said in [
        "Prepared by management of Example Corp. This is not a SOC 2 report",
        "It is no test of operating effectiveness over a period.",
        "All assets returned were tested; no sampling.",
        "Indicators on the date; not tests of operating effectiveness.",
        "Carved out to the provider",
        "Remediation plan",
        "Everyone has read it, and signed that they have.",
    ] {
        assert!(text.contains(&bare(said)), "{said}");
    }
    let pages = pdf["pages"].as_array().unwrap();
    for (number, page) in pages.iter().enumerate().skip(1) {
        let page = page.as_str().unwrap();
        assert!(page.contains(&format!("Page {} of {}", number + 1, pages.len())), "{number}: {page}");
        assert!(page.contains("As of 2025-01-01 00:00:00 UTC") && page.contains("Example Corp"), "{number}: {page}");
    }
    let outline = pdf["outline"].as_array().unwrap();
    let titled = |start: &str| outline.iter().find(|entry| entry[1].as_str().unwrap().starts_with(start));
    for criterion in &Criteria::built_in().unwrap() {
        let entry = titled(criterion.id.as_str()).unwrap_or_else(|| panic!("no bookmark of {}", criterion.id));
        let page = usize::try_from(entry[2].as_u64().unwrap()).unwrap();
        assert!(pages[page - 1].as_str().unwrap().contains(criterion.id.as_str()), "{}", criterion.id);
    }
    for title in ["Summary", "Remediation plan", "Buckets are not public"] {
        assert!(outline.iter().any(|entry| entry[1].as_str().unwrap().ends_with(title)), "{title}");
    }
    assert_eq!((&pdf["marked"], &pdf["pdf_ua"], &pdf["language"]), (&json!(true), &json!(true), &json!("en-GB")));
    for tag in ["/H1", "/H2", "/Table", "/TH", "/TD", "/P", "/Link", "/TOC"] {
        assert!(pdf["tags"][tag].as_u64().is_some_and(|count| count > 0), "{tag}: {}", pdf["tags"]);
    }
    assert_eq!(pdf["title"], "Point-in-time evidence report (Type 1) of Example Corp");
    assert_eq!(pdf["author"], "Example Corp");
    assert!(pdf["created"].as_str().unwrap().starts_with("2025-01-01T00:"), "{}", pdf["created"]);
    for font in pdf["fonts"].as_array().unwrap() {
        assert_eq!(font[1], true, "embedded: {font}");
    }
}

#[test]
fn names_are_text_whatever_they_hold() {
    let names = [
        "#panic() #read(\"/etc/passwd\") $x$ *b* _i_ @label <label> = heading",
        "#link(\"https://example.com\")[x] https://example.com/x \\u{41} // comment /* more */",
        "gpj.\u{202e}exe\u{2066}",
        "東京 \u{1f600} Ελλάδα Київ",
        "first\nsecond\u{0}\u{1b}[2J",
    ];
    let buckets = names.iter().map(|name| {
        let mut open = bucket(name);
        facts(&mut open).insert("encrypted".to_owned(), json!(false));
        facts(&mut open).insert("grants".to_owned(), json!([{"everyone": true, (*name): *name}]));
        open
    });
    let mut parts = parts(buckets.collect());
    let partial = parts.populations.last_mut().unwrap();
    (partial.state, partial.gap) = (State::Partial, Some(denied("ec2:DescribeVolumes")));
    names[0].clone_into(&mut parts.header.caller.arn);
    parts.header.host = Some("x".repeat(400));
    let pdf = read(&written(&snapshot(parts), "Example #panic() [Ltd] \u{202e}"));
    let text = text(&pdf);
    for said in [
        "#panic() #read(\"/etc/passwd\") $x$ *b* _i_ @label <label> = heading",
        "// comment /* more */",
        r"gpj.\u{202e}exe\u{2066}",
        r"\u{6771}\u{4eac} \u{1f600} Ελλάδα Київ",
        r"first\nsecond\u{0}\u{1b}[2J",
        r"Prepared by management of Example #panic() [Ltd] \u{202e}.",
    ] {
        assert!(text.contains(&bare(said)), "{said}");
    }
    assert_eq!(pdf["scripts"], false);
    assert!(!pdf["actions"].as_array().unwrap().iter().any(|action| action == "/URI"), "{}", pdf["actions"]);
}

#[test]
fn a_population_of_thousands_says_how_much_of_it_is_not_printed() {
    let many = (0..3_000).map(|number| {
        let mut one = bucket(&format!("bucket-{number:05}"));
        facts(&mut one).insert("encrypted".to_owned(), json!(number % 2 == 0));
        one
    });
    let (sample, cloud) = (Sample::new(), snapshot(parts(many.collect())));
    let pdf = read(&printed(&sample.assess(&cloud), "Example Corp"));
    let (text, pages) = (text(&pdf), pdf["pages"].as_array().unwrap().len());
    assert!(pages < 120, "{pages} pages");
    assert!(text.contains(&bare("3,000 = 1,500 passed + 1,500 deviations")));
    // 40 that deviate and 20 that pass stand there.
    assert!(text.contains(&bare("2940 more results are not printed")));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert!(written(&mixed(), "Example Corp") == written(&mixed(), "Example Corp"));
}
