//! What failed, grouped by criterion, asset and service.

use serde_json::json;
use tickmark::assess::{Assessment, Outcome, Status};
use tickmark::render::table::LINES;
use tickmark::render::{self, By, Style, table};
use unicode_width::UnicodeWidthStr as _;

use crate::sample::{Sample, bucket, facts, parts, snapshot};

/// The grouped part of a report of some width.
fn grouped(assessment: &Assessment<'_>, by: By, width: u16) -> String {
    let mut out = Vec::new();
    let style = Style { width, ..Style::default() };
    table::write(assessment, render::Options { style, by, ..render::Options::default() }, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.lines().all(|line| line.width() <= usize::from(width)), "{text}");
    let start = text.find("FAILED, BY").unwrap();
    let end = text.find("\nNOT EVALUATED").or_else(|| text.find("\nNext:")).unwrap();
    text[start..end].to_owned()
}

#[test]
fn every_group_at_two_widths() {
    let (sample, snapshot) = (Sample::new(), crate::mixed());
    let assessment = sample.assess(&snapshot);
    for (by, name) in [(By::Asset, "asset"), (By::Criterion, "criterion"), (By::Service, "service")] {
        for width in [80, 120] {
            insta::assert_snapshot!(format!("by-{name}-{width}"), grouped(&assessment, by, width));
        }
    }
}

#[test]
fn nothing_that_failed_is_left_out() {
    let (sample, snapshot) = (Sample::new(), crate::mixed());
    let assessment = sample.assess(&snapshot);
    let by_asset = grouped(&assessment, By::Asset, 200);
    for finding in assessment.findings().iter().filter(|finding| finding.outcome == Outcome::Fail) {
        let (result, asset) = (assessment.control_of(finding).unwrap(), assessment.asset_of(finding).unwrap());
        let own = by_asset.split("\n\n").find(|group| group.contains(&format!("• {} ", asset.name()))).unwrap();
        let line = own.lines().find(|line| line.contains(&format!(" {} ", result.control.id))).unwrap();
        assert!(line.starts_with(&format!("    ✗ {} ", finding.severity)), "{line}");
    }
    for (by, groups) in [(By::Criterion, &["CC6.1", "A1.2"][..]), (By::Service, &["s3", "ec2"])] {
        let text = grouped(&assessment, by, 200);
        let of = |group: &str| text.split("\n\n").find(|own| own.starts_with(group)).unwrap().to_owned();
        for result in assessment.controls().iter().filter(|result| result.status == Status::Fail) {
            let speaks = |group: &&&str| match by {
                By::Criterion => result.control.criteria.iter().any(|mapping| mapping.criterion.as_str() == **group),
                _ => result.control.service == **group,
            };
            for group in groups.iter().filter(speaks) {
                assert!(of(group).contains(result.control.id.as_str()), "{group}: {}", result.control.id);
            }
        }
    }
}

#[test]
fn ten_thousand_failures_are_cut_and_counted() {
    let many = (0..10_000).map(|number| {
        let mut open = bucket(&format!("bucket-{number:05}"));
        facts(&mut open).insert("encrypted".to_owned(), json!(false));
        open
    });
    let (sample, snapshot) = (Sample::new(), snapshot(parts(many.collect())));
    let assessment = sample.assess(&snapshot);
    let text = grouped(&assessment, By::Asset, 120);
    assert!(text.lines().count() < LINES, "{}", text.lines().count());
    let shown = text.matches("• bucket-").count();
    assert!(shown > 10 && text.contains(&format!("and 9,{} assets more", 10_000 - shown - 9_000)), "{text}");
    assert!(
        grouped(&assessment, By::Service, 120).contains("1 of 3 controls failed: 10,000 failures on 10,000 assets")
    );
}
