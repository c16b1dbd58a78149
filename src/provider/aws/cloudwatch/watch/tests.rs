//! The chain from a trail to somebody's ears, with each of its links cut, and with each unknown.

use super::*;
use crate::inventory::{AccountId, Gap, GapKind, Population, State};
use crate::provider::aws::cloudtrail::{LogGroupTrail, ManagementEvents, RecordingTrail};
use crate::provider::aws::cloudwatch::{Composition, Trigger};
use crate::provider::aws::logs::CountedIn;

const REGIONS: [&str; 2] = ["eu-west-1", "us-east-1"];
const GROUP: &str = "arn:aws:logs:us-east-1:123456789012:log-group:trail:*";
const TRAIL: &str = "arn:aws:cloudtrail:us-east-1:123456789012:trail/audit";

fn account() -> AccountId {
    "123456789012".parse().unwrap()
}

fn gap() -> Gap {
    let (account, region) = (account(), Region::EVERY);
    Gap { operation: Some("x:Get".to_owned()), kind: GapKind::Denied, code: None, account, region }
}

fn class(conditions: &[&str]) -> EventClass {
    EventClass { conditions: conditions.iter().map(|one| (*one).to_owned()).collect() }
}

/// An account in which each link of the chain can be another.
struct Chain {
    trails: Fact<Vec<Fact<LogGroupTrail>>>,
    recording: Fact<Vec<Fact<RecordingTrail>>>,
    all_regions: Fact<bool>,
    filter: Option<MetricFilter>,
    alarms: Vec<(&'static str, Alarm)>,
    rules: Vec<(&'static str, Rule)>,
    missing: Vec<(Kind, &'static str)>,
}

fn destination(informs: Fact<bool>) -> Fact<Vec<Destination>> {
    Fact::Known(vec![Destination { informs, ..Destination::default() }])
}

fn sound() -> Chain {
    let trail = LogGroupTrail {
        arn: TRAIL.to_owned(),
        logging: Fact::Known(true),
        multi_region: Fact::Known(true),
        log_group: Fact::Known(Some(GROUP.to_owned())),
        delivery_error: Fact::Known(None),
        ..LogGroupTrail::default()
    };
    let recording = RecordingTrail {
        arn: TRAIL.to_owned(),
        logging: Fact::Known(true),
        multi_region: Fact::Known(true),
        management_events: Fact::Known(ManagementEvents { read: true, write: true, ..ManagementEvents::default() }),
        ..RecordingTrail::default()
    };
    let filter = MetricFilter {
        log_group: Fact::Known("trail".to_owned()),
        pattern: Fact::Known("{ $.a = 1 }".to_owned()),
        classes: Fact::Known(Some(vec![class(&["a = 1"])])),
        metrics: Fact::Known(vec![CountedIn {
            namespace: "CloudTrail".to_owned(),
            name: "root".to_owned(),
            value: "1".to_owned(),
            split: false,
        }]),
        ..MetricFilter::default()
    };
    Chain {
        trails: Fact::Known(vec![Fact::Known(trail)]),
        recording: Fact::Known(vec![Fact::Known(recording)]),
        all_regions: Fact::Known(true),
        filter: Some(filter),
        alarms: vec![("root", alarm())],
        rules: Vec::new(),
        missing: Vec::new(),
    }
}

fn alarm() -> Alarm {
    Alarm {
        actions_enabled: Fact::Known(true),
        trigger: Fact::Known(Some(Trigger {
            namespace: "CloudTrail".to_owned(),
            name: "root".to_owned(),
            statistic: Some("Sum".to_owned()),
            comparison: "GreaterThanOrEqualToThreshold".to_owned(),
            threshold: Some("1".to_owned()),
            periods: 1,
            ..Trigger::default()
        })),
        composition: Fact::Known(None),
        destinations: destination(Fact::Known(true)),
        ..Alarm::default()
    }
}

fn rule(conditions: &[&str]) -> Rule {
    Rule {
        state: Fact::Known("ENABLED".to_owned()),
        classes: Fact::Known(Some(vec![class(conditions)])),
        destinations: destination(Fact::Known(true)),
        ..Rule::default()
    }
}

impl Chain {
    fn watches(self) -> Fact<Vec<Fact<Watch>>> {
        let mut inventory = Inventory::new(vec![account()]);
        let key = |kind, region: &str, id: &str| Key {
            kind,
            account: account(),
            region: region.parse().unwrap(),
            id: id.to_owned(),
        };
        for region in REGIONS {
            for kind in [MetricFilter::KIND, Alarm::KIND, Rule::KIND] {
                let lost = self.missing.contains(&(kind.clone(), region));
                let (state, gap) = if lost { (State::Refused, Some(gap())) } else { (State::Complete, None) };
                let (account, region) = (account(), region.parse().unwrap());
                inventory.record(Population { kind, account, region, state, count: 0, gap });
            }
        }
        let trails = cloudtrail::Account {
            all_regions: self.all_regions,
            log_group_trails: self.trails,
            multi_region_trails: self.recording,
            ..cloudtrail::Account::default()
        };
        let singleton = |kind: &Kind| Key::singleton(kind, &account(), &Region::GLOBAL);
        inventory.insert(singleton(&cloudtrail::Account::KIND), String::new(), trails);
        inventory.insert(singleton(&Account::KIND), String::new(), Account::default());
        if let Some(filter) = self.filter {
            inventory.insert(key(MetricFilter::KIND, "us-east-1", "trail:root"), "root".to_owned(), filter);
        }
        for (name, alarm) in self.alarms {
            inventory.insert(key(Alarm::KIND, "us-east-1", name), name.to_owned(), alarm);
        }
        for (number, (region, rule)) in self.rules.into_iter().enumerate() {
            inventory.insert(key(Rule::KIND, region, &format!("rule-{number}")), "root".to_owned(), rule);
        }
        watches(&mut inventory);
        inventory.table::<Account>().next().unwrap().1.asset.watches.clone()
    }

    /// Whether any watch is fed and reaches somebody, and sees `a = 1` with these conditions besides.
    fn hears(self, besides: &[&str]) -> Fact<bool> {
        let wanted = class(&["a = 1"]);
        let wanted = besides.iter().fold(wanted, |class, one| class.with(one));
        self.watches().and_then(|watches| {
            Fact::any(watches.into_iter().map(|watch| {
                watch.and_then(|watch| {
                    let sees = watch.classes.map(|classes| classes.iter().flatten().any(|one| one.includes(&wanted)));
                    Fact::all([sees, watch.fed, watch.reaches])
                })
            }))
        })
    }
}

/// What comes of a sound chain with something changed.
fn with(change: impl FnOnce(&mut Chain)) -> Fact<bool> {
    let mut chain = sound();
    change(&mut chain);
    chain.hears(&[])
}

fn trail(chain: &mut Chain) -> &mut LogGroupTrail {
    let Fact::Known(trails) = &mut chain.trails else { panic!() };
    let Fact::Known(trail) = &mut trails[0] else { panic!() };
    trail
}

fn recording(chain: &mut Chain) -> &mut RecordingTrail {
    let Fact::Known(trails) = &mut chain.recording else { panic!() };
    let Fact::Known(trail) = &mut trails[0] else { panic!() };
    trail
}

const HEARD: Fact<bool> = Fact::Known(true);
const UNHEARD: Fact<bool> = Fact::Known(false);

#[test]
fn a_whole_chain_is_heard() {
    assert_eq!(with(|_| {}), HEARD);
}

#[test]
fn each_link_that_is_cut_silences_it() {
    assert_eq!(with(|all| trail(all).logging = Fact::Known(false)), UNHEARD);
    assert_eq!(with(|all| trail(all).multi_region = Fact::Known(false)), UNHEARD);
    assert_eq!(with(|all| trail(all).delivery_error = Fact::Known(Some("AccessDenied".to_owned()))), UNHEARD);
    assert_eq!(with(|all| trail(all).log_group = Fact::Known(None)), UNHEARD);
    let other = "arn:aws:logs:us-east-1:123456789012:log-group:other:*";
    assert_eq!(with(|all| trail(all).log_group = Fact::Known(Some(other.to_owned()))), UNHEARD);
    assert_eq!(with(|all| recording(all).management_events = Fact::Known(ManagementEvents::default())), UNHEARD);
    assert_eq!(with(|all| all.filter = None), UNHEARD);
    assert_eq!(with(|all| all.filter.as_mut().unwrap().classes = Fact::Known(None)), UNHEARD);
    assert_eq!(with(|all| all.alarms.clear()), UNHEARD);
    assert_eq!(with(|all| all.alarms[0].1.actions_enabled = Fact::Known(false)), UNHEARD);
    assert_eq!(with(|all| all.alarms[0].1.trigger = Fact::Known(None)), UNHEARD);
    assert_eq!(with(|all| all.alarms[0].1.destinations = destination(Fact::Known(false))), UNHEARD);
    assert_eq!(with(|all| all.alarms[0].1.destinations = Fact::Known(Vec::new())), UNHEARD);
}

/// What takes one fact of a chain away.
type Blind = fn(&mut Chain);

#[test]
fn each_link_that_is_unknown_leaves_it_unknown() {
    fn unknown<T>() -> Fact<T> {
        gap().into()
    }
    let each: [(&str, Blind); 15] = [
        ("trails", |all| all.trails = unknown()),
        ("a trail", |all| all.trails = Fact::Known(vec![unknown()])),
        ("logging", |all| trail(all).logging = unknown()),
        ("multi_region", |all| trail(all).multi_region = unknown()),
        ("delivery_error", |all| trail(all).delivery_error = unknown()),
        ("log_group", |all| trail(all).log_group = unknown()),
        ("recording", |all| all.recording = unknown()),
        ("management_events", |all| recording(all).management_events = unknown()),
        ("filters", |all| {
            all.filter = None;
            all.missing = vec![(MetricFilter::KIND, "us-east-1")];
        }),
        ("classes", |all| all.filter.as_mut().unwrap().classes = unknown()),
        ("metrics", |all| all.filter.as_mut().unwrap().metrics = unknown()),
        ("alarms", |all| {
            all.alarms.clear();
            all.missing = vec![(Alarm::KIND, "us-east-1")];
        }),
        ("actions_enabled", |all| all.alarms[0].1.actions_enabled = unknown()),
        ("trigger", |all| all.alarms[0].1.trigger = unknown()),
        ("destinations", |all| all.alarms[0].1.destinations = unknown()),
    ];
    for (name, blind) in each {
        assert_eq!(with(blind), gap().into(), "{name}");
    }
    let informs = with(|all| all.alarms[0].1.destinations = destination(gap().into()));
    assert_eq!(informs, gap().into());
}

#[test]
fn what_cannot_change_it_does_not_matter() {
    let elsewhere = with(|all| all.missing = vec![(MetricFilter::KIND, "eu-west-1"), (Alarm::KIND, "eu-west-1")]);
    assert_eq!(elsewhere, HEARD);
    let besides = with(|all| all.missing = vec![(MetricFilter::KIND, "us-east-1"), (Alarm::KIND, "us-east-1")]);
    assert_eq!(besides, HEARD, "what was seen is enough");
    let stopped = with(|all| {
        trail(all).logging = Fact::Known(false);
        trail(all).log_group = gap().into();
        all.filter = None;
        all.missing = vec![(MetricFilter::KIND, "us-east-1")];
    });
    assert_eq!(stopped, UNHEARD, "nothing comes to any filter");
}

#[test]
fn the_group_of_an_organization_s_trail_is_out_of_sight() {
    let other = "arn:aws:logs:us-east-1:210987654321:log-group:trail:*";
    let unknown = with(|all| trail(all).log_group = Fact::Known(Some(other.to_owned())));
    let first = unknown.gaps().unwrap().iter().next().unwrap();
    assert_eq!((first.kind, first.account.as_str()), (GapKind::Elsewhere, "210987654321"));
}

#[test]
fn what_the_trail_leaves_out_is_among_the_conditions() {
    let writes = |read, write, excluded: &[&str]| {
        let mut chain = sound();
        let excluded_sources = excluded.iter().map(|one| (*one).to_owned()).collect();
        recording(&mut chain).management_events = Fact::Known(ManagementEvents { read, write, excluded_sources });
        chain
    };
    assert_eq!(writes(false, true, &[]).hears(&[]), UNHEARD);
    assert_eq!(writes(false, true, &[]).hears(&["readOnly = false"]), HEARD);
    assert_eq!(writes(true, false, &[]).hears(&["readOnly = true"]), HEARD);
    assert_eq!(writes(true, true, &["kms.amazonaws.com"]).hears(&[]), UNHEARD);
    assert_eq!(writes(true, true, &["kms.amazonaws.com"]).hears(&["eventSource != kms.amazonaws.com"]), HEARD);
}

#[test]
fn an_alarm_on_part_of_the_metric_does_not_hear_it_all() {
    let narrowed = with(|all| {
        let Fact::Known(Some(trigger)) = &mut all.alarms[0].1.trigger else { panic!() };
        trigger.dimensions.push("user=x".to_owned());
    });
    assert_eq!(narrowed, UNHEARD);
    let split = with(|all| {
        let Fact::Known(metrics) = &mut all.filter.as_mut().unwrap().metrics else { panic!() };
        metrics[0].split = true;
    });
    assert_eq!(split, UNHEARD);
}

#[test]
fn a_composite_alarm_that_follows_tells_for_it() {
    let follower = |rule: &str, informs| {
        let composition = Composition { rule: rule.to_owned(), suppressor: None };
        Alarm {
            trigger: Fact::Known(None),
            composition: Fact::Known(Some(composition)),
            destinations: destination(informs),
            ..alarm()
        }
    };
    let heard = |rule, informs| {
        with(|all| {
            all.alarms[0].1.destinations = Fact::Known(Vec::new());
            all.alarms.push(("all", follower(rule, informs)));
        })
    };
    assert_eq!(heard("ALARM(root) OR ALARM(other)", Fact::Known(true)), HEARD);
    assert_eq!(heard("ALARM(root) AND ALARM(other)", Fact::Known(true)), UNHEARD);
    assert_eq!(heard("ALARM(root)", Fact::Known(false)), UNHEARD);
    assert_eq!(heard("ALARM(root)", gap().into()), gap().into());
}

/// Only rules, one in each of these regions.
fn rules(rules: Vec<(&'static str, Rule)>) -> Chain {
    Chain { filter: None, rules, ..sound() }
}

#[test]
fn rules_do_the_job_where_there_is_one_in_every_region() {
    let everywhere = || REGIONS.map(|region| (region, rule(&["a = 1"]))).to_vec();
    assert_eq!(rules(everywhere()).hears(&[]), HEARD);
    let mut wider = everywhere();
    wider[1].1.classes = Fact::Known(Some(vec![class(&[])]));
    assert_eq!(rules(wider).hears(&[]), HEARD);
    assert_eq!(rules(everywhere().split_off(1)).hears(&[]), UNHEARD);
    let off: fn(&mut Rule) = |rule| rule.state = Fact::Known("DISABLED".to_owned());
    let mute: fn(&mut Rule) = |rule| rule.destinations = destination(Fact::Known(false));
    let other: fn(&mut Rule) = |rule| rule.classes = Fact::Known(Some(vec![class(&["b = 1"])]));
    for change in [off, mute, other] {
        let mut changed = everywhere();
        change(&mut changed[0].1);
        assert_eq!(rules(changed).hears(&[]), UNHEARD);
    }
    let mut chain = rules(everywhere());
    recording(&mut chain).logging = Fact::Known(false);
    assert_eq!(chain.hears(&[]), UNHEARD, "no trail, no events");
}

#[test]
fn a_rule_that_was_not_seen_matters_only_where_it_could_change_it() {
    let lost = |left: Vec<(&'static str, Rule)>, missing: &[&'static str]| {
        let missing = missing.iter().map(|region| (Rule::KIND, *region)).collect();
        Chain { missing, ..rules(left) }.hears(&[])
    };
    let here = || vec![("us-east-1", rule(&["a = 1"]))];
    assert_eq!(lost(here(), &["eu-west-1"]), gap().into());
    assert_eq!(lost(Vec::new(), &["eu-west-1"]), UNHEARD, "there is none where all were seen");
    assert_eq!(lost(Vec::new(), &REGIONS), gap().into());
    let mut blind = here();
    blind.push(("eu-west-1", Rule { destinations: gap().into(), ..rule(&["a = 1"]) }));
    assert_eq!(lost(blind, &[]), gap().into());
    let everywhere = REGIONS.map(|region| (region, rule(&["a = 1"]))).to_vec();
    let some_regions = Chain { all_regions: Fact::Known(false), ..rules(everywhere.clone()) }.hears(&[]);
    assert_eq!(some_regions.gaps().unwrap().iter().next().unwrap().kind, GapKind::NotCollected);
    assert_eq!(Chain { all_regions: gap().into(), ..rules(everywhere.clone()) }.hears(&[]), gap().into());
    assert_eq!(Chain { recording: gap().into(), ..rules(everywhere) }.hears(&[]), gap().into());
}

#[test]
fn nothing_that_was_collected_is_nothing_known() {
    let mut inventory = Inventory::new(vec![account()]);
    let key = Key::singleton(&Account::KIND, &account(), &Region::GLOBAL);
    inventory.insert(key, String::new(), Account::default());
    watches(&mut inventory);
    assert_eq!(inventory.table::<Account>().next().unwrap().1.asset.watches, Fact::default());
}
