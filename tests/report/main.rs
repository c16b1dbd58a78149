//! The auditor's report: what each format holds, that hostile names stay names, and that every sum adds up.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a broken test may end as it likes")]

#[path = "../properties/sample.rs"]
mod sample;

#[path = "../render/filed.rs"]
mod filed;

mod browser;
mod command;
mod demo;
mod devtools;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::json;
use tickmark::assess::{Acceptance, AssetPattern, Document, Management, Options};
use tickmark::control::ControlId;
use tickmark::criteria::Criteria;
use tickmark::inventory::snapshot::{AssetRef, CallRecord, Snapshot};
use tickmark::inventory::{Region, State, Timestamp};
use tickmark::report::{self, Cause, Considerations, FORMATS, Report, Setting};

use sample::{BUCKET, Sample, VOLUME, account, bucket, denied, facts, parts, regions, snapshot, unknown, volume};

/// Names that mean something to a page, a text, a spreadsheet or a terminal.
const HOSTILE: [&str; 6] = [
    "=HYPERLINK(\"http://x.example\",\"open\")",
    "</script><script>alert(1)</script>",
    "@SUM(A1)|cmd '/c calc'!A0",
    "a\u{1b}[2J\u{202e}b\r\n# heading",
    "| cell | [link](javascript:alert(1)) `code`",
    "<img src=x onerror=alert(1)>",
];

/// Management that accepts one risk, and filed documents of every standing.
#[derive(Debug)]
struct OnRecord {
    acceptances: Vec<Acceptance>,
    documents: Vec<Document>,
}

impl Management for OnRecord {
    fn acceptances(&self) -> &[Acceptance] {
        &self.acceptances
    }

    fn acceptance(&self, control: &ControlId, asset: AssetRef<'_>, _: Timestamp) -> Option<usize> {
        let own = |one: &Acceptance| one.control == *control && one.names(asset.id());
        self.acceptances.iter().position(own)
    }

    fn documents(&self) -> &[Document] {
        &self.documents
    }
}

fn management() -> OnRecord {
    let acceptance = Acceptance {
        control: "aws-ec2-volume-encryption".parse().unwrap(),
        assets: vec![AssetPattern::Id("arn:aws.ec2.volume:db".to_owned())],
        reason: "It is rebuilt in March.".to_owned(),
        compensating_control: "The application encrypts what it writes.".to_owned(),
        owner: "jane@example.com".to_owned(),
        approver: "joe@example.com".to_owned(),
        ticket: "RISK-1".to_owned(),
        starts: "2024-12-01T00:00:00Z".parse().unwrap(),
        ends: "2025-04-01T00:00:00Z".parse().unwrap(),
    };
    OnRecord { acceptances: vec![acceptance], documents: filed::documents() }
}

/// A cloud with every outcome but those that management alone can make; one bucket bears `name`.
fn cloud(name: &str) -> Snapshot {
    let mut open = bucket(name);
    facts(&mut open).extend([
        ("encrypted".to_owned(), json!(null)),
        ("sensitive".to_owned(), json!(true)),
        ("grants".to_owned(), json!([{"everyone": true}])),
        ("tags".to_owned(), json!({ (name): name })),
    ]);
    let mut hidden = bucket("vault");
    facts(&mut hidden).insert("encrypted".to_owned(), unknown("s3:GetBucketEncryption"));
    let mut site = bucket("site");
    facts(&mut site).insert("website".to_owned(), json!(true));
    let mut plain = volume("db");
    facts(&mut plain).insert("encrypted".to_owned(), json!(false));
    let mut parts = parts(vec![open, hidden, site, plain]);
    let partial = parts.populations.last_mut().unwrap();
    (partial.state, partial.gap) = (State::Partial, Some(denied("ec2:DescribeVolumes")));
    let call = |operation: &str, region: &Region, items, complete| CallRecord {
        operation: operation.to_owned(),
        parameters: BTreeMap::from([("MaxBuckets".to_owned(), "2".to_owned())]),
        account: account(),
        region: region.clone(),
        pages: 2,
        items,
        complete,
        request_ids: vec!["7F3C".to_owned()],
    };
    let [central, west] = regions();
    parts.calls = vec![
        call("s3:ListBuckets", &Region::GLOBAL, 3, true),
        call("ec2:DescribeVolumes", &central, 0, true),
        call("ec2:DescribeVolumes", &west, 1, false),
    ];
    snapshot(parts)
}

fn setting() -> Setting {
    Setting {
        organization: Some("Example & Sons".to_owned()),
        system: Some("Ledger".to_owned()),
        listed_by: BTreeMap::from([
            (BUCKET, vec!["s3:ListBuckets".to_owned()]),
            (VOLUME, vec!["ec2:DescribeVolumes".to_owned()]),
        ]),
        organization_accounts: Some([account(), "111111111111".parse().unwrap()].into()),
        considerations: Considerations::built_in(&Criteria::built_in().unwrap()).unwrap(),
    }
}

/// Runs a test on the report of a cloud in which one bucket bears a name.
fn with_report<T>(name: &str, test: impl FnOnce(&Report<'_>) -> T) -> T {
    let (sample, snapshot, management, setting) = (Sample::new(), cloud(name), management(), setting());
    let assessment = sample.assess_with(&snapshot, &management, Options::default());
    test(&Report::new(&assessment, &setting))
}

fn written(report: &Report<'_>, format: &str) -> Vec<u8> {
    let mut out = Vec::new();
    (report::by_name(format).unwrap().write)(report, &mut out).unwrap();
    out
}

fn text(report: &Report<'_>, format: &str) -> String {
    String::from_utf8(written(report, format)).unwrap()
}

#[test]
fn the_markdown_is_all_of_it() {
    let text = with_report("payroll", |report| text(report, "md").replace(report.cover.pack_digest, "[digest]"));
    insta::assert_snapshot!("markdown", text);
}

#[test]
fn the_csv_has_a_row_for_each_control_on_each_asset() {
    let csv = with_report("payroll", |report| text(report, "csv"));
    assert!(csv.lines().count() > 1 && csv.split_terminator("\r\n").all(|line| !line.contains(['\r', '\n'])));
    insta::assert_snapshot!("csv", csv.replace('\r', ""));
}

#[test]
fn the_cover_says_what_the_report_is_not() {
    with_report("payroll", |report| {
        assert_eq!(
            report.cover.statement,
            "Prepared by management of Example & Sons. This is not a SOC 2 report, system description, management \
             assertion or opinion; no CPA firm has examined it. It states what the provider's interfaces returned \
             between 2025-01-01 00:00:00 and 2025-01-01 00:01:00 UTC, as evidence of design and implementation at that \
             time. It is no test of operating effectiveness over a period."
        );
        assert_eq!(report.scope.accounts_statement, "1 of 2 accounts of the organization.");
        for format in FORMATS.iter().filter(|format| ["html", "csv", "md"].contains(&format.name)) {
            let text = text(report, format.name);
            assert!(format.name == "csv" || text.contains("no CPA firm has examined it"), "{}", format.name);
            assert!(!text.to_lowercase().contains("compliant"), "{}", format.name);
        }
    });
}

#[test]
fn every_asset_of_a_population_is_accounted_for_once() {
    with_report("payroll", |report| {
        for control in &report.controls {
            let counts = control.population.counts;
            assert_eq!(counts.assets, counts.parts().iter().map(|(number, _)| number).sum::<u64>(), "{}", control.id);
            assert_eq!(counts.assets, control.results.iter().count() as u64, "{}", control.id);
            assert!(control.population.statement.ends_with(&format!("{}.", counts.sum())), "{}", control.id);
            let held: u64 = control.population.listings.iter().map(|listing| listing.held).sum();
            assert_eq!(counts.assets, held, "{}: what was listed was tested", control.id);
        }
        let of = |id: &str| &report.controls.iter().find(|control| control.id == id).unwrap().population;
        assert_eq!(
            of("aws-s3-bucket-encryption").statement,
            "All assets returned were tested; no sampling. Population of aws.s3.bucket taken by s3:ListBuckets, 2 pages \
             to the last, 3 items, 3 assets. 3 = 1 passed + 1 deviations + 0 risk accepted + 1 not evaluated + 0 not applicable + \
             0 set aside."
        );
        let volumes = of("aws-ec2-volume-encryption");
        assert!(!volumes.whole && volumes.statement.contains("is not shown to be complete: 1 of 2 listings"));
    });
}

#[test]
fn the_plan_begins_with_what_stands_in_the_way_of_most() {
    with_report("payroll", |report| {
        let blocks: Vec<usize> = report.plan.iter().map(|step| step.blocks.len()).collect();
        assert!(blocks.is_sorted_by(|one, next| one >= next), "{blocks:?}");
        let causes: Vec<Cause<'_>> = report.plan.iter().map(|step| step.cause).collect();
        assert!(causes.contains(&Cause::Setting), "{causes:?}");
        for step in &report.plan {
            assert!(step.unblocks.iter().all(|id| step.blocks.contains(id)), "{}", step.title);
            let failed: u64 = step
                .controls
                .iter()
                .map(|number| report.controls.get(*number).unwrap().population.counts.deviations)
                .sum();
            assert!(step.cause != Cause::Setting || step.assets() as u64 == failed, "{}", step.title);
        }
        // An accepted failure is no step, and every other failed control is one.
        let planned = |id: &str| {
            let number = report.controls.iter().position(|control| control.id == id).unwrap();
            report.plan.iter().any(|step| step.cause == Cause::Setting && step.controls == [number])
        };
        assert!(planned("aws-s3-bucket-encryption") && !planned("aws-ec2-volume-encryption"));
    });
}

#[test]
fn what_a_cloud_calls_its_things_stays_a_name_in_every_format() {
    for name in HOSTILE {
        with_report(name, |report| {
            let csv = text(report, "csv");
            let mut reader = csv::Reader::from_reader(csv.as_bytes());
            for record in reader.records() {
                for cell in &record.unwrap() {
                    assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '|', '%']), "{cell}");
                    assert!(!cell.contains(char::is_control), "{cell:?}");
                }
            }
            let markdown = text(report, "md");
            // Outside of commands, whose fences nothing in them can end, no mark stands without its escape.
            let prose: String = markdown.split("\n```").step_by(2).collect();
            assert!(!markdown.contains(['\u{1b}', '\u{202e}']), "{name}");
            assert!(!prose.contains("[link](") && !prose.contains("\n# heading"), "{name}");
            for (at, _) in prose.match_indices('<') {
                assert!(prose.get(..at).unwrap().ends_with('\\'), "{name}: {:?}", prose.get(at..at + 9));
            }
            let page = text(report, "html");
            assert_eq!(page.matches("<script").count(), 2, "{name}");
            assert_eq!(page.matches("</script>").count(), 2, "{name}");
            assert!(!page.contains("<img"), "{name}");
            let mut book = book(report);
            for sheet in book.sheet_names() {
                let formulas = book.worksheet_formula(&sheet).unwrap();
                assert!(formulas.used_cells().all(|(.., formula)| formula.is_empty()), "{name}: {sheet}");
            }
        });
    }
}

fn book(report: &Report<'_>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(written(report, "xlsx"))).unwrap()
}

#[test]
fn the_workbook_has_a_sheet_for_each_criterion_with_its_populations() {
    let long = "x".repeat(40_000);
    with_report(&long, |report| {
        let mut book = book(report);
        let names = book.sheet_names();
        assert_eq!((names.first().unwrap().as_str(), names.len()), ("Cover", 3 + 61 + 6), "{names:?}");
        for criterion in &report.criteria {
            let sheet = book.worksheet_range(criterion.id.as_str()).unwrap();
            let lines =
                |word: &str| sheet.rows().filter(|row| row.first() == Some(&Data::String(word.to_owned()))).count();
            assert_eq!(lines("point of focus"), criterion.points.len(), "{}", criterion.id);
            let mapped = || criterion.controls.iter().chain(&criterion.indicators);
            assert_eq!(lines("control") + lines("indicator"), mapped().count(), "{}", criterion.id);
            let results: usize =
                mapped().map(|one| report.controls.get(one.control).unwrap().results.iter().count()).sum();
            assert_eq!(lines("asset"), results, "{}", criterion.id);
        }
        let cells = book.worksheet_range("CC6.1").unwrap();
        let longest = cells.used_cells().map(|(.., cell)| cell.to_string().encode_utf16().count()).max().unwrap();
        assert_eq!(longest, 32_767, "what does not fit into a cell is cut, and says so");
    });
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let all = || {
        with_report("payroll", |report| {
            let mut files = BTreeMap::new();
            report::write_all(report, |name, bytes| {
                files.insert(name.to_owned(), bytes);
                Ok(())
            })
            .unwrap();
            files
        })
    };
    let (one, other) = (all(), all());
    assert_eq!(one.len(), FORMATS.len());
    for (name, bytes) in one {
        assert!(other.get(&name) == Some(&bytes), "{name}");
    }
}

#[test]
fn the_page_has_the_words_of_the_other_formats() {
    use tickmark::assess::{Configuration, Documents, Status};
    use tickmark::control::Outcome;
    let page = with_report("payroll", |report| text(report, "html"));
    let (_, script) = page.rsplit_once("const WORDS = {").unwrap();
    let (words, _) = script.split_once("};").unwrap();
    let same = |code: &str, word: &str| {
        let plain = code.replace('_', " ") == word && !words.contains(&format!("{code}:"));
        assert!(plain || words.contains(&format!("{code}: \"{word}\"")), "{code}: {word}");
    };
    for one in Configuration::ALL {
        same(one.as_str(), report::words::configuration(one));
    }
    for one in Documents::ALL {
        same(one.as_str(), report::words::documents(one));
    }
    for one in Outcome::ALL {
        same(one.as_str(), report::words::outcome(one));
    }
    assert_eq!(report::words::status(Status::Fail), report::words::outcome(Outcome::Fail));
}

#[test]
fn the_model_is_written_with_the_words_of_the_wire() {
    use tickmark::assess::{Configuration, Documents};
    use tickmark::control::{Assertion, Outcome, Role, Severity};
    use tickmark::criteria::{Category, CloudEvidence};
    fn same<T: serde::Serialize>(one: T, word: &str) {
        assert_eq!(serde_json::to_value(one).unwrap(), word);
    }
    for one in Configuration::ALL {
        same(one, one.as_str());
    }
    for one in Documents::ALL {
        same(one, one.as_str());
    }
    for one in Outcome::ALL {
        same(one, one.as_str());
    }
    for one in Category::ALL {
        same(one, one.as_str());
    }
    for one in CloudEvidence::ALL {
        same(one, one.as_str());
    }
    for one in Severity::ALL {
        same(*one, one.as_str());
    }
    for one in Role::ALL {
        same(*one, one.as_str());
    }
    for one in Assertion::ALL {
        same(*one, one.as_str());
    }
    let model = with_report("payroll", |report| serde_json::to_value(report).unwrap());
    assert_eq!(model["criteria"].as_array().unwrap().len(), 61);
    assert_eq!(model["controls"][0]["results"][0]["asset"]["name"], "db");
}
