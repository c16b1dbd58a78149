//! The report for a terminal: whole, at several widths, with hostile names, and with ten thousand failures.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a broken test may end as it likes")]

#[path = "../properties/sample.rs"]
mod sample;

#[path = "../support/venv.rs"]
mod venv;

mod causes;
mod doctor;
mod filed;
mod formats;
mod groups;
mod page;
mod schemas;

use serde_json::{Map, Value, json};
use tickmark::assess::{Assessment, Decision, Document, Management, Options, RawSelection, Selection};
use tickmark::control::ControlId;
use tickmark::inventory::snapshot::{AssetRef, GapRecord, Snapshot};
use tickmark::inventory::{Gap, GapKind, State, Timestamp};
use tickmark::render::table::{LINES, LINES_IN_DETAIL, MANY};
use tickmark::render::{self, Style, table};
use unicode_width::UnicodeWidthStr as _;

use sample::{Sample, bucket, denied, facts, parts, snapshot, unknown, volume};

/// Management that accepted the risk of one control on one asset, and filed documents of every standing.
#[derive(Debug)]
struct Accepted(Vec<Document>);

impl Management for Accepted {
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
    let mut open = bucket("payroll-2024");
    facts(&mut open).extend([
        ("encrypted".to_owned(), json!(null)),
        ("sensitive".to_owned(), json!(true)),
        ("grants".to_owned(), json!([{"everyone": false}, {"everyone": true}])),
        ("tags".to_owned(), json!({})),
    ]);
    let mut short = bucket("logs-of-the-application-in-the-region-of-central-europe");
    facts(&mut short).extend([("versioned".to_owned(), json!(false)), ("kept_days".to_owned(), json!(7))]);
    let mut site = bucket("site");
    facts(&mut site).insert("website".to_owned(), json!(true));
    let mut hidden = bucket("vault");
    facts(&mut hidden).insert("encrypted".to_owned(), unknown("s3:GetBucketEncryption"));
    let mut plain = volume("db");
    facts(&mut plain)
        .extend([("encrypted".to_owned(), json!(false)), ("last_snapshot".to_owned(), json!("2024-11-01T04:00:00Z"))]);
    let mut parts = parts(vec![open, short, site, hidden, plain, volume("scratch")]);
    let partial = parts.populations.last_mut().unwrap();
    (partial.state, partial.gap) = (State::Partial, Some(denied("ec2:DescribeVolumes")));
    let record = |operation: &str, action: &str, count| GapRecord {
        gap: denied(operation),
        action: Some(action.to_owned()),
        message: Some("User is not authorized to perform this action".to_owned()),
        count,
        request_ids: Vec::new(),
    };
    parts.gaps = vec![
        record("s3:GetBucketEncryption", "s3:GetEncryptionConfiguration", 1),
        record("ec2:DescribeVolumes", "ec2:DescribeVolumes", 2),
    ];
    snapshot(parts)
}

fn printed(assessment: &Assessment<'_>, width: u16, colour: bool) -> String {
    let mut out = Vec::new();
    let options = render::Options { style: Style { width, colour, links: false }, ..render::Options::default() };
    table::write(assessment, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The report, after what holds for every one of them is seen to hold.
fn report(assessment: &Assessment<'_>, width: u16) -> String {
    let text = printed(assessment, width, false);
    for line in text.lines() {
        assert!(line.width() <= usize::from(width), "wider than {width}: {line}");
        assert!(!line.ends_with(' ') && !line.chars().any(char::is_control), "{line:?}");
    }
    let most = if assessment.summary().totals.results.fail < MANY { LINES_IN_DETAIL } else { LINES };
    assert!(text.lines().count() <= most, "{} lines", text.lines().count());
    for criterion in assessment.criteria() {
        assert!(
            text.split_whitespace().any(|word| word == criterion.criterion.id.as_str()),
            "{}",
            criterion.criterion.id
        );
    }
    text
}

#[test]
fn every_status_at_every_width() {
    let (sample, snapshot) = (Sample::new(), mixed());
    let management = Accepted(filed::documents());
    let assessment = sample.assess_with(&snapshot, &management, Options::default());
    for width in [80, 120, 200] {
        insta::assert_snapshot!(format!("mixed-{width}"), report(&assessment, width));
    }
}

#[test]
fn colour_changes_nothing_but_colour() {
    let (sample, snapshot) = (Sample::new(), mixed());
    let management = Accepted(filed::documents());
    let assessment = sample.assess_with(&snapshot, &management, Options::default());
    let coloured = printed(&assessment, 100, true);
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    plain.push_str(rest);
    let trimmed: Vec<&str> = plain.lines().map(str::trim_end).collect();
    assert_eq!(trimmed, printed(&assessment, 100, false).lines().collect::<Vec<_>>());
    assert!(coloured.contains("\u{1b}[1;31m✗ critical"));
}

#[test]
fn what_a_cloud_calls_its_things_cannot_touch_the_terminal() {
    let names = [
        "\u{1b}[2J\u{1b}]0;owned\u{7}",
        "first\nNext: nothing failed",
        "gpj.\u{202e}exe\u{2066}\u{200f}\u{61c}",
        "a\u{200b}b\u{feff}c\u{ad}d\u{e0041}",
        "\u{9b}31m\r\t\0",
        "東京の非常に長い名前のバケットです東京の非常に長い名前のバケットです東京の非常に長い名前のバケットです",
        "it's \"quoted\" $(reboot) `reboot` \\",
    ];
    let hostile = names.iter().map(|name| {
        let mut open = bucket(name);
        facts(&mut open).insert("encrypted".to_owned(), json!(false));
        facts(&mut open).insert("tags".to_owned(), json!({(*name): *name}));
        facts(&mut open).insert("grants".to_owned(), json!([{"everyone": true, (*name): *name}]));
        open
    });
    let mut parts = parts(hostile.collect());
    let partial = parts.populations.last_mut().unwrap();
    let gap = Gap { code: Some(names[0].to_owned()), ..denied(names[1]) };
    (partial.state, partial.gap) = (State::Partial, Some(gap.clone()));
    let message = Some(names[2].repeat(50));
    let action = Some(names[0].to_owned());
    parts.gaps = vec![GapRecord { gap, action, message, count: 1, request_ids: Vec::new() }];
    parts.header.caller.arn = names[0].to_owned();
    parts.header.endpoint = Some(names[2].to_owned());
    let (sample, snapshot) = (Sample::new(), snapshot(parts));
    let assessment = sample.assess(&snapshot);
    for width in [64, 80, 120, 200] {
        let text = report(&assessment, width);
        assert!(text.contains(r"\u{1b}[2J") && text.contains(r"\u{202e}"), "{text}");
        assert!(!text.lines().any(|line| line.starts_with("Next: nothing failed")), "{text}");
        assert!(text.contains("not runnable"), "{text}");
    }
}

#[test]
fn ten_thousand_failures_fit_into_two_hundred_lines() {
    let many = (0..10_000).map(|number| {
        let name = format!("bucket-{number:05}");
        let mut open = bucket(&name);
        facts(&mut open).insert("encrypted".to_owned(), json!(false));
        if number % 3 == 0 {
            facts(&mut open).insert("grants".to_owned(), json!([{"everyone": true}]));
        }
        open
    });
    let (sample, snapshot) = (Sample::new(), snapshot(parts(many.collect())));
    let assessment = sample.assess(&snapshot);
    for width in [80, 120, 200] {
        let text = report(&assessment, width);
        assert!(text.lines().count() > LINES / 2, "room is left: {}", text.lines().count());
        assert!(text.contains("fails on 10,000 of 10,000 assets") && text.contains("fails on 3,334 of 10,000 assets"));
        assert!(text.contains("bucket-00000") && text.contains("more"), "{text}");
    }
}

#[test]
fn nothing_failed_and_nothing_there() {
    let sample = Sample::new();
    for (name, assets) in [("clean", vec![bucket("a"), volume("v")]), ("empty", vec![])] {
        let snapshot = snapshot(parts(assets));
        insta::assert_snapshot!(name, report(&sample.assess(&snapshot), 100));
    }
}

#[test]
fn a_selection_shows_what_it_leaves_out() {
    let mut sample = Sample::new();
    let raw = RawSelection { categories: vec!["availability".to_owned()], ..RawSelection::default() };
    sample.selection = Selection::new(&raw, &sample.pack, &sample.criteria).unwrap();
    let mut parts = parts(vec![bucket("a")]);
    for population in &mut parts.populations {
        population.state = State::Refused;
        population.gap = Some(Gap { kind: GapKind::Throttled, ..denied("any:List") });
    }
    let snapshot = snapshot(parts);
    insta::assert_snapshot!("availability", report(&sample.assess(&snapshot), 100));
}
