//! Which of CloudTrail's events a rule sees.

use super::*;
use crate::inventory::Key;

fn derived(rule: Rule) -> Rule {
    let mut inventory = Inventory::new(Vec::new());
    let (account, region) = ("123456789012".parse().unwrap(), "eu-west-1".parse().unwrap());
    let key = Key { kind: Rule::KIND, account, region, id: "arn:aws:events:eu-west-1:123456789012:rule/r".to_owned() };
    inventory.insert(key, "r".to_owned(), rule);
    classes(&mut inventory);
    destinations(&mut inventory);
    inventory.table::<Rule>().next().unwrap().1.asset.clone()
}

fn read(pattern: Fact<&str>, state: Fact<&str>) -> Fact<Option<Vec<EventClass>>> {
    let owned = |fact: Fact<&str>| fact.map(str::to_owned);
    derived(Rule { pattern: owned(pattern), state: owned(state), ..Rule::default() }).classes
}

#[test]
fn calls_that_only_read_come_to_a_rule_that_asks_for_them() {
    let pattern = r#"{"detail": {"eventName": ["A"]}}"#;
    let class = EventClass::of("eventName = A".to_owned());
    assert_eq!(read(Fact::Known(pattern), Fact::Known(ALL_MANAGEMENT_EVENTS)), Fact::Known(Some(vec![class.clone()])));
    let writes = class.with("readOnly = false");
    assert_eq!(read(Fact::Known(pattern), Fact::Known("ENABLED")), Fact::Known(Some(vec![writes])));
    assert_eq!(read(Fact::Known("nonsense"), Fact::Known("ENABLED")), Fact::Known(None));
    assert_eq!(read(Fact::default(), Fact::Known("ENABLED")), Fact::default());
    assert_eq!(read(Fact::Known(pattern), Fact::default()), Fact::default());
}

#[test]
fn a_rule_informs_as_its_targets_do() {
    let rule = |targets: &[&str]| {
        let targets = targets.iter().map(|one| (*one).to_owned()).collect();
        derived(Rule { targets: Fact::Known(targets), state: Fact::Known("DISABLED".to_owned()), ..Rule::default() })
    };
    let (queue, group) = ("arn:aws:sqs:eu-west-1:123456789012:q", "arn:aws:logs:eu-west-1:123456789012:log-group:g");
    assert_eq!(rule(&[group, queue]).informs(), Fact::Known(true));
    assert_eq!(rule(&[group]).informs(), Fact::Known(false));
    assert_eq!(rule(&[]).informs(), Fact::Known(false));
    assert_eq!(derived(Rule::default()).informs(), Fact::default());
    assert_eq!(rule(&[]).enabled(), Fact::Known(false));
}
