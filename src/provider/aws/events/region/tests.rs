//! Which rules a region's findings come to, and what an input that is missing leaves of that.

use super::*;
use crate::inventory::{Gap, GapKind, Population, State};
use crate::provider::aws::securityhub::Gathering;

const HERE: &str = "eu-west-1";
const HOME: &str = "us-east-1";
const AGGREGATOR: &str = "arn:aws:securityhub:us-east-1:123456789012:finding-aggregator/1";

fn account() -> AccountId {
    "123456789012".parse().unwrap()
}

fn gap() -> Gap {
    let (account, region) = (account(), Place::EVERY);
    Gap { operation: Some("x:Get".to_owned()), kind: GapKind::Denied, code: None, account, region }
}

/// What there is in a region, and in the one where findings are gathered.
struct Seen {
    status: Fact<Option<String>>,
    administrator: Fact<Option<String>>,
    hub: Fact<Option<String>>,
    hub_administrator: Fact<Option<String>>,
    aggregator: Fact<Option<String>>,
    gathers: Fact<Option<Gathering>>,
    rules: Vec<(&'static str, Rule)>,
    missing: Option<&'static str>,
}

fn guarded() -> Seen {
    Seen {
        status: Fact::Known(Some("ENABLED".to_owned())),
        administrator: Fact::Known(None),
        hub: Fact::Known(Some("hub".to_owned())),
        hub_administrator: Fact::Known(None),
        aggregator: Fact::Known(None),
        gathers: Fact::Known(None),
        rules: Vec::new(),
        missing: None,
    }
}

fn rule(pattern: &serde_json::Value) -> Rule {
    Rule {
        state: Fact::Known("ENABLED".to_owned()),
        pattern: Fact::Known(pattern.to_string()),
        destinations: Fact::Known(vec![Destination { informs: Fact::Known(true), ..Destination::default() }]),
        ..Rule::default()
    }
}

impl Seen {
    fn region(self) -> Region {
        let mut inventory = Inventory::new(vec![account()]);
        for region in [HERE, HOME] {
            let (kind, region): (_, Place) = (Rule::KIND, region.parse().unwrap());
            let lost = self.missing == Some(region.as_str());
            let (state, gap) = if lost { (State::Refused, Some(gap())) } else { (State::Complete, None) };
            inventory.record(Population { kind, account: account(), region, state, count: 0, gap });
        }
        let singleton = |kind: &Kind, region: &str| Key::singleton(kind, &account(), &region.parse().unwrap());
        inventory.insert(singleton(&Region::KIND, HERE), String::new(), Region::default());
        let detector = guardduty::Region {
            status: self.status,
            administrator: self.administrator,
            ..guardduty::Region::default()
        };
        inventory.insert(singleton(&guardduty::Region::KIND, HERE), String::new(), detector);
        let hub = securityhub::Region {
            hub: self.hub,
            administrator: self.hub_administrator,
            aggregator: self.aggregator,
            ..securityhub::Region::default()
        };
        inventory.insert(singleton(&securityhub::Region::KIND, HERE), String::new(), hub);
        let home = securityhub::Region { gathers: self.gathers, ..securityhub::Region::default() };
        inventory.insert(singleton(&securityhub::Region::KIND, HOME), String::new(), home);
        for (number, (region, rule)) in self.rules.into_iter().enumerate() {
            let (account, region) = (account(), region.parse().unwrap());
            let key = Key { kind: Rule::KIND, account, region, id: format!("rule-{number}") };
            inventory.insert(key, format!("rule-{number}"), rule);
        }
        is_guarded(&mut inventory);
        has_hub(&mut inventory);
        finding_routes(&mut inventory);
        inventory.table::<Region>().next().unwrap().1.asset.clone()
    }

    /// The routes by rule, source and levels, or the gap of what may be missing.
    fn routes(self) -> Vec<String> {
        let told = |route: Fact<FindingRoute>| match route {
            Fact::Known(route) => format!("{} {} {}", route.rule, route.source, route.from_levels.join(",")),
            Fact::Unknown(gaps) => gaps.iter().map(|gap| gap.kind.as_str()).collect::<Vec<_>>().join(","),
        };
        match self.region().finding_routes {
            Fact::Known(routes) => routes.into_iter().map(told).collect(),
            Fact::Unknown(gaps) => vec![told(Fact::Unknown(gaps))],
        }
    }
}

fn all_of(source: &str) -> Rule {
    rule(&json!({"source": [source]}))
}

#[test]
fn rules_are_routes_of_the_services_that_they_name() {
    let narrow = rule(&json!({"source": [GUARDDUTY], "detail": {"type": ["Recon:EC2/Portscan"]}}));
    let rules = vec![
        (HERE, all_of(GUARDDUTY)),
        (HERE, narrow),
        (HERE, all_of("aws.ec2")),
        (HERE, rule(&json!({"account": ["123456789012"]}))),
        (HOME, all_of(SECURITY_HUB)),
    ];
    let every = "LOW,MEDIUM,HIGH,CRITICAL";
    let expected = [
        format!("rule-0 aws.guardduty {every}"),
        "rule-1 aws.guardduty ".to_owned(),
        format!("rule-3 aws.guardduty {every}"),
        format!("rule-3 aws.securityhub {every}"),
    ];
    assert_eq!(Seen { rules, ..guarded() }.routes(), expected);
    let route = Seen { rules: vec![(HERE, all_of(GUARDDUTY))], ..guarded() }.region().finding_routes;
    let first = route.known().unwrap()[0].known().unwrap().clone();
    assert_eq!((first.enabled, first.informs), (Fact::Known(true), Fact::Known(true)));
}

#[test]
fn whether_a_service_is_on() {
    let region = guarded().region();
    assert_eq!((region.guardduty, region.security_hub), (Fact::Known(true), Fact::Known(true)));
    let off = Seen { status: Fact::Known(Some("DISABLED".to_owned())), hub: Fact::Known(None), ..guarded() }.region();
    assert_eq!((off.guardduty, off.security_hub), (Fact::Known(false), Fact::Known(false)));
    let none = Seen { status: Fact::Known(None), ..guarded() }.region();
    assert_eq!(none.guardduty, Fact::Known(false));
    let unknown = Seen { status: gap().into(), hub: gap().into(), ..guarded() }.region();
    assert_eq!((unknown.guardduty, unknown.security_hub), (gap().into(), gap().into()));
}

#[test]
fn findings_that_are_gathered_come_to_the_rules_there() {
    let gathered = |mode: &str, regions: &[&str]| {
        let regions = regions.iter().map(|one| (*one).to_owned()).collect();
        let gathers = Fact::Known(Some(Gathering { mode: mode.to_owned(), regions }));
        let rules = vec![(HOME, all_of(SECURITY_HUB)), (HOME, all_of(GUARDDUTY))];
        let aggregator = Fact::Known(Some(AGGREGATOR.to_owned()));
        !Seen { aggregator, gathers, rules, ..guarded() }.routes().is_empty()
    };
    assert!(gathered("ALL_REGIONS", &[]));
    assert!(gathered("SPECIFIED_REGIONS", &[HERE]));
    assert!(gathered("ALL_REGIONS_EXCEPT_SPECIFIED", &["eu-north-1"]));
    assert!(!gathered("SPECIFIED_REGIONS", &["eu-north-1"]));
    assert!(!gathered("ALL_REGIONS_EXCEPT_SPECIFIED", &[HERE]));
    assert!(!gathered("NO_REGIONS", &[]));
}

#[test]
fn what_was_not_seen_may_be_a_route() {
    assert_eq!(guarded().routes(), [""; 0]);
    assert_eq!(Seen { missing: Some(HERE), ..guarded() }.routes(), ["denied"]);
    assert_eq!(Seen { missing: Some(HOME), ..guarded() }.routes(), [""; 0], "nothing is gathered there");
    let aggregator = || Fact::Known(Some(AGGREGATOR.to_owned()));
    let all = || Fact::Known(Some(Gathering { mode: "ALL_REGIONS".to_owned(), regions: Vec::new() }));
    assert_eq!(
        Seen { aggregator: aggregator(), gathers: all(), missing: Some(HOME), ..guarded() }.routes(),
        ["denied"]
    );
    assert_eq!(Seen { aggregator: aggregator(), gathers: gap().into(), ..guarded() }.routes(), ["denied"]);
    assert_eq!(Seen { aggregator: gap().into(), ..guarded() }.routes(), ["denied"]);
    assert_eq!(Seen { administrator: gap().into(), ..guarded() }.routes(), ["denied"]);
    assert_eq!(Seen { hub_administrator: gap().into(), ..guarded() }.routes(), ["denied"]);
    assert_eq!(Seen { status: gap().into(), ..guarded() }.routes(), [""; 0], "there is no administrator");
    assert_eq!(Seen { hub: gap().into(), ..guarded() }.routes(), [""; 0], "likewise");
    let blind = Rule { pattern: gap().into(), ..Rule::default() };
    assert_eq!(Seen { rules: vec![(HERE, blind)], ..guarded() }.routes(), ["denied"]);
}

#[test]
fn an_administrator_s_rules_are_out_of_sight() {
    let administrator = || Fact::Known(Some("210987654321".to_owned()));
    assert_eq!(Seen { administrator: administrator(), ..guarded() }.routes(), ["elsewhere"]);
    let off = Fact::Known(Some("DISABLED".to_owned()));
    assert_eq!(Seen { administrator: administrator(), status: off, ..guarded() }.routes(), [""; 0]);
    let of_hub = || Seen { hub_administrator: administrator(), ..guarded() };
    assert_eq!(of_hub().routes(), ["elsewhere"]);
    assert_eq!(Seen { status: Fact::Known(None), ..of_hub() }.routes(), ["elsewhere"], "Security Hub alone is on");
    assert_eq!(Seen { hub: gap().into(), ..of_hub() }.routes(), ["elsewhere"], "it may be on");
    assert_eq!(Seen { hub: Fact::Known(None), ..of_hub() }.routes(), [""; 0]);
    let both = Seen { administrator: Fact::Known(Some("109876543210".to_owned())), ..of_hub() }.region();
    let gaps = both.finding_routes.gaps().unwrap().iter().map(|gap| gap.account.to_string()).collect::<Vec<_>>();
    assert_eq!(gaps, ["109876543210", "210987654321"], "each is named");
}
