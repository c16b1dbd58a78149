//! Watches by metric filters: trail, log group, filter, metric, alarm, destination.

use super::alarm::{Alarm, Trigger};
use super::composite;
use super::watch::{RaisedAlarm, Watch};
use crate::inventory::store::{Entry, Listed};
use crate::inventory::{AccountId, Fact, Inventory, Key, Region};
use crate::provider::aws::cloudtrail::{self, LogGroupTrail, ManagementEvents, RecordingTrail};
use crate::provider::aws::destination::Destination;
use crate::provider::aws::event_class::EventClass;
use crate::provider::aws::logs::{CountedIn, MetricFilter};

/// The watches of all filters on log groups of trails.
pub(super) fn watches(inventory: &Inventory, account: &AccountId, trails: &cloudtrail::Account) -> Vec<Fact<Watch>> {
    let delivering = match &trails.log_group_trails {
        Fact::Known(trails) => trails,
        Fact::Unknown(gaps) => return vec![Fact::Unknown(gaps.clone())],
    };
    let recording = trails.multi_region_trails.as_ref();
    let mut watches = Vec::new();
    for trail in delivering {
        match trail {
            Fact::Known(trail) => {
                let records = recording.clone().and_then(|all| management_events(all, &trail.arn));
                watches.extend(of_trail(inventory, account, trail, &records));
            }
            Fact::Unknown(gaps) => watches.push(Fact::Unknown(gaps.clone())),
        }
    }
    watches
}

/// What a trail records, from the list of all that record.
fn management_events(trails: &[Fact<RecordingTrail>], arn: &str) -> Fact<ManagementEvents> {
    let seen = trails.iter().filter_map(Fact::known).find(|trail| trail.arn == arn);
    seen.map_or_else(Fact::default, |trail| trail.management_events.clone())
}

fn of_trail(
    inventory: &Inventory,
    account: &AccountId,
    trail: &LogGroupTrail,
    records: &Fact<ManagementEvents>,
) -> Vec<Fact<Watch>> {
    let fed = Fact::all([
        trail.logging.clone(),
        trail.multi_region.clone(),
        trail.delivery_error.as_ref().map(Option::is_none),
        records.as_ref().map(|events| events.read || events.write),
    ]);
    let never = fed == Fact::Known(false);
    let group = match &trail.log_group {
        Fact::Known(None) => return Vec::new(),
        Fact::Known(Some(arn)) => arn,
        Fact::Unknown(_) if never => return Vec::new(),
        Fact::Unknown(gaps) => return vec![Fact::Unknown(gaps.clone())],
    };
    let Some((region, owner, name)) = place(group) else { return Vec::new() };
    let filters = inventory.listed::<MetricFilter>(&owner, &region);
    let on_group =
        filters.seen.iter().filter(|(_, one)| one.asset.log_group.known().is_some_and(|group| group == name));
    let alarms = Alarms { listed: inventory.listed::<Alarm>(account, &region) };
    let mut watches: Vec<Fact<Watch>> = on_group
        .map(|(_, filter)| {
            Fact::Known(Watch {
                by: "metric filter".to_owned(),
                name: filter.name.clone(),
                region: region.to_string(),
                log_group: Some(name.to_owned()),
                pattern: filter.asset.pattern.clone(),
                classes: filter.asset.classes.clone().map(|classes| classes.map(|all| recorded(all, records))),
                fed: fed.clone(),
                alarms: alarms.raised_by(&filter.asset),
                targets: Fact::Known(Vec::new()),
                reaches: alarms.reach(&filter.asset),
            })
        })
        .collect();
    // A filter that was not seen matters only where events come.
    watches.extend(filters.missing.filter(|_| !never).map(Fact::Unknown));
    watches
}

/// Region, account and name of a log group, from its ARN, which a trail ends with `:*`.
fn place(arn: &str) -> Option<(Region, AccountId, &str)> {
    let mut parts = arn.split(':').skip(3);
    let (region, account) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some((region, account, parts.nth(1)?))
}

/// What of some classes is recorded at all.
fn recorded(classes: Vec<EventClass>, records: &Fact<ManagementEvents>) -> Vec<EventClass> {
    let Fact::Known(events) = records else { return classes };
    let narrowed = classes.into_iter().map(|class| {
        let class = if events.read { class } else { class.with("readOnly = false") };
        let class = if events.write { class } else { class.with("readOnly = true") };
        events.excluded_sources.iter().fold(class, |class, source| class.with(&format!("eventSource != {source}")))
    });
    narrowed.collect()
}

/// The alarms of a region.
struct Alarms<'a> {
    listed: Listed<'a, Alarm>,
}

impl Alarms<'_> {
    /// Whether one event that a filter counts makes any alarm tell somebody.
    fn reach(&self, filter: &MetricFilter) -> Fact<bool> {
        filter.metrics.as_ref().and_then(|metrics| {
            self.listed.any(|key, entry| {
                let raised =
                    entry.asset.trigger.as_ref().map(|trigger| raises(trigger.as_ref(), metrics) == Some(true));
                raised.and_then(|raised| if raised { self.tells(key, entry) } else { Fact::Known(false) })
            })
        })
    }

    /// Whether an alarm tells somebody, or a composite alarm that follows it.
    fn tells(&self, key: &Key, entry: &Entry<Alarm>) -> Fact<bool> {
        let by_composite = self.listed.any(|_, other| {
            let follows = follows(other, key, entry);
            follows.and_then(|follows| if follows { acts(&other.asset) } else { Fact::Known(false) })
        });
        Fact::any([acts(&entry.asset), by_composite])
    }

    /// The alarms on the metrics of a filter, and those that follow them.
    fn raised_by(&self, filter: &MetricFilter) -> Fact<Vec<RaisedAlarm>> {
        if let Some(gaps) = &self.listed.missing {
            return Fact::Unknown(gaps.clone());
        }
        filter.metrics.as_ref().map(|metrics| {
            let mut raised = Vec::new();
            for (key, entry) in &self.listed.seen {
                let trigger = entry.asset.trigger.known().and_then(Option::as_ref);
                let Some(enough) = raises(trigger, metrics) else { continue };
                raised.push(raised_alarm(entry, enough));
                let following =
                    self.listed.seen.iter().filter(|(_, other)| follows(other, key, entry) == Fact::Known(true));
                raised.extend(following.map(|(_, other)| raised_alarm(other, enough)));
            }
            raised
        })
    }
}

fn raised_alarm(entry: &Entry<Alarm>, one_event_is_enough: bool) -> RaisedAlarm {
    RaisedAlarm {
        name: entry.name.clone(),
        one_event_is_enough,
        actions_enabled: entry.asset.actions_enabled.clone(),
        destinations: entry.asset.destinations.clone(),
    }
}

/// Whether one event is enough for an alarm on any of these metrics; `None` where it is on none of them.
fn raises(trigger: Option<&Trigger>, metrics: &[CountedIn]) -> Option<bool> {
    let trigger = trigger?;
    let on = metrics.iter().filter(|metric| {
        (&metric.namespace, &metric.name) == (&trigger.namespace, &trigger.name)
            && trigger.dimensions.is_empty()
            && !metric.split
    });
    on.map(|metric| trigger.takes_one(&metric.value)).reduce(|one, other| one || other)
}

/// Whether a composite alarm is in ALARM whenever another one is.
fn follows(composite: &Entry<Alarm>, key: &Key, alarm: &Entry<Alarm>) -> Fact<bool> {
    composite.asset.composition.as_ref().map(|composition| {
        composition
            .as_ref()
            .is_some_and(|composition| composite::follows(&composition.rule, &[alarm.name.as_str(), key.id.as_str()]))
    })
}

/// Whether an alarm's actions are on, and one of them can tell somebody.
fn acts(alarm: &Alarm) -> Fact<bool> {
    let informs = |all: &Vec<Destination>| Fact::any(all.iter().map(|destination| destination.informs.clone()));
    Fact::all([alarm.actions_enabled.clone(), alarm.destinations.as_ref().and_then(informs)])
}
