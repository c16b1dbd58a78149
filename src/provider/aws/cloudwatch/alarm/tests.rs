//! What raises an alarm, and which composite alarms read it.

use super::*;
use crate::inventory::{AccountId, Key, Population, Region, State};

fn trigger(statistic: &str, comparison: &str, threshold: &str, periods: i64) -> Trigger {
    Trigger {
        statistic: Some(statistic.to_owned()),
        comparison: comparison.to_owned(),
        threshold: Some(threshold.to_owned()),
        periods,
        ..Trigger::default()
    }
}

#[test]
fn one_event_raises_what_a_single_count_breaches() {
    let (at_least, above) = ("GreaterThanOrEqualToThreshold", "GreaterThanThreshold");
    for (statistic, comparison, threshold, periods, value, expected) in [
        ("Sum", at_least, "1", 1, "1", true),
        ("Sum", above, "0", 1, "1", true),
        ("Maximum", at_least, "1", 1, "1", true),
        ("SampleCount", at_least, "1", 1, "0", true),
        ("Sum", at_least, "5", 1, "5", true),
        ("Sum", above, "1", 1, "1", false),
        ("Sum", at_least, "2", 1, "1", false),
        ("Sum", at_least, "1", 2, "1", false),
        ("Average", at_least, "1", 1, "1", false),
        ("Sum", "LessThanThreshold", "1", 1, "1", false),
        ("Sum", at_least, "1", 1, "$.bytes", false),
    ] {
        let trigger = trigger(statistic, comparison, threshold, periods);
        assert_eq!(trigger.takes_one(value), expected, "{trigger:?} {value}");
    }
    let band = Trigger { threshold: None, ..trigger("Sum", at_least, "1", 1) };
    assert!(!band.takes_one("1"));
}

fn read(seen: State, composition: Fact<Option<Composition>>) -> Fact<Vec<String>> {
    let account: AccountId = "123456789012".parse().unwrap();
    let region: Region = "us-east-1".parse().unwrap();
    let mut inventory = Inventory::new(vec![account.clone()]);
    let population = Population {
        kind: Alarm::KIND,
        account: account.clone(),
        region: region.clone(),
        state: seen,
        count: 2,
        gap: None,
    };
    inventory.record(population);
    for (name, composition) in [("root", Fact::Known(None)), ("everything", composition)] {
        let id = format!("arn:aws:cloudwatch:us-east-1:123456789012:alarm:{name}");
        let key = Key { kind: Alarm::KIND, account: account.clone(), region: region.clone(), id };
        inventory.insert(key, name.to_owned(), Alarm { composition, ..Alarm::default() });
    }
    read_by(&mut inventory);
    inventory.table::<Alarm>().find(|(_, entry)| entry.name == "root").unwrap().1.asset.read_by.clone()
}

#[test]
fn composite_alarms_read_those_of_their_rule_and_the_one_that_keeps_them_quiet() {
    let of = |rule: &str, suppressor: Option<&str>| {
        let composition = Composition { rule: rule.to_owned(), suppressor: suppressor.map(str::to_owned) };
        read(State::Complete, Fact::Known(Some(composition)))
    };
    let by_it = Fact::Known(vec!["everything".to_owned()]);
    assert_eq!(of("ALARM(root) AND OK(night)", None), by_it);
    assert_eq!(of("ALARM(\"arn:aws:cloudwatch:us-east-1:123456789012:alarm:root\")", None), by_it);
    assert_eq!(of("ALARM(other)", Some("root")), by_it);
    assert_eq!(of("ALARM(other)", None), Fact::Known(Vec::new()));
}

#[test]
fn what_was_not_seen_may_read_it() {
    assert_eq!(read(State::Complete, Fact::default()), Fact::default());
    assert_eq!(read(State::Partial, Fact::Known(None)), Fact::default());
}
