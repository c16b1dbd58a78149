//! Selectors as trails have them.

use aws_sdk_cloudtrail::types::{AdvancedFieldSelector, ReadWriteType};

use super::*;

fn field(name: &str) -> aws_sdk_cloudtrail::types::builders::AdvancedFieldSelectorBuilder {
    AdvancedFieldSelector::builder().field(name)
}

fn selector(
    fields: impl IntoIterator<Item = aws_sdk_cloudtrail::types::builders::AdvancedFieldSelectorBuilder>,
) -> AdvancedEventSelector {
    let fields = fields.into_iter().map(|field| field.build().unwrap()).collect();
    AdvancedEventSelector::builder().set_field_selectors(Some(fields)).build().unwrap()
}

/// `rw` for both directions, with the sources that are left out.
fn recorded(selectors: &[Option<Selected>]) -> String {
    let selected: Vec<Selected> = selectors.iter().flatten().cloned().collect();
    let events = together(&selected);
    let direction = |taken, word| if taken { word } else { "-" };
    let (read, write) = (direction(events.read, "r"), direction(events.write, "w"));
    format!("{read}{write} {}", events.excluded_sources.join(" ")).trim_end().to_owned()
}

fn of_basic(
    direction: Option<&str>,
    management: Option<bool>,
    excluded: &[&str],
) -> Result<Option<Selected>, UnknownDirection> {
    let excluded = excluded.iter().map(|source| (*source).to_owned()).collect();
    let selector = EventSelector::builder()
        .set_read_write_type(direction.map(ReadWriteType::from))
        .set_include_management_events(management)
        .set_exclude_management_event_sources(Some(excluded));
    basic(&selector.build())
}

#[test]
fn basic_selectors() {
    let one =
        |direction, management, excluded: &[&str]| recorded(&[of_basic(direction, management, excluded).unwrap()]);
    assert_eq!(one(Some("All"), Some(true), &[]), "rw");
    assert_eq!(one(None, None, &[]), "rw");
    assert_eq!(one(Some("ReadOnly"), Some(true), &[]), "r-");
    assert_eq!(one(Some("WriteOnly"), Some(true), &["kms.amazonaws.com"]), "-w kms.amazonaws.com");
    assert_eq!(one(Some("All"), Some(false), &[]), "--");
    assert_eq!(of_basic(Some("Sideways"), Some(true), &[]), Err(UnknownDirection));
}

#[test]
fn advanced_selectors() {
    let management = || field("eventCategory").equals("Management");
    let one = |fields: Vec<_>| recorded(&[advanced(&selector(fields))]);
    assert_eq!(one(vec![management()]), "rw");
    assert_eq!(one(vec![management(), field("readOnly").equals("true")]), "r-");
    assert_eq!(one(vec![management(), field("readOnly").equals("false")]), "-w");
    assert_eq!(one(vec![management(), field("readOnly").equals("true").equals("false")]), "rw");
    let kms = field("eventSource").not_equals("kms.amazonaws.com").not_equals("rdsdata.amazonaws.com");
    assert_eq!(one(vec![management(), kms]), "rw kms.amazonaws.com rdsdata.amazonaws.com");
    assert_eq!(
        one(vec![field("eventCategory").equals("Data"), field("resources.type").equals("AWS::S3::Object")]),
        "--"
    );
}

#[test]
fn a_selector_that_picks_some_events_out_does_not_record_them_all() {
    let management = || field("eventCategory").equals("Management");
    let one = |fields: Vec<_>| recorded(&[advanced(&selector(fields))]);
    assert_eq!(one(vec![management(), field("eventSource").equals("iam.amazonaws.com")]), "--");
    assert_eq!(one(vec![management(), field("eventSource").not_starts_with("k")]), "--");
    assert_eq!(one(vec![management(), field("eventName").not_equals("Decrypt")]), "--");
    assert_eq!(one(vec![management(), field("readOnly").not_equals("true")]), "--");
}

#[test]
fn what_one_selector_leaves_out_another_may_take() {
    let all = of_basic(Some("All"), None, &["kms.amazonaws.com"]).unwrap();
    let reads = of_basic(Some("ReadOnly"), None, &[]).unwrap();
    let writes = of_basic(Some("WriteOnly"), None, &[]).unwrap();
    assert_eq!(recorded(&[all.clone(), reads.clone()]), "rw kms.amazonaws.com");
    assert_eq!(recorded(&[all, reads.clone(), writes.clone()]), "rw");
    assert_eq!(recorded(&[reads, writes]), "rw");
}
