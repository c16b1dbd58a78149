//! Watches by rules of `EventBridge`: what the rules of all regions see together.

use std::collections::BTreeMap;

use super::watch::Watch;
use crate::inventory::store::Listed;
use crate::inventory::{AccountId, Asset as _, Fact, Gap, GapKind, Inventory, Region};
use crate::provider::aws::cloudtrail;
use crate::provider::aws::event_class::EventClass;
use crate::provider::aws::events::Rule;

/// The watches of all rules. One that stands alone in its region is there, too, and reaches nobody for certain.
pub(super) fn watches(inventory: &Inventory, account: &AccountId, trails: &cloudtrail::Account) -> Vec<Fact<Watch>> {
    let of_rules = inventory.populations().filter(|one| one.kind == Rule::KIND && one.account == *account);
    let regions: BTreeMap<&Region, Listed<'_, Rule>> =
        of_rules.map(|one| (&one.region, inventory.listed::<Rule>(account, &one.region))).collect();
    if regions.is_empty() {
        return vec![Fact::default()];
    }
    let fed = is_fed(trails);
    let mut everywhere = Everywhere { regions: &regions, others: others(account, trails), found: BTreeMap::new() };
    let mut watches = Vec::new();
    for listed in regions.values() {
        for (key, entry) in &listed.seen {
            let rule = &entry.asset;
            let watch = |classes, reaches| Watch {
                by: "event rule".to_owned(),
                name: entry.name.clone(),
                region: key.region.to_string(),
                log_group: None,
                pattern: rule.pattern.clone(),
                classes,
                fed: fed.clone(),
                alarms: Fact::Known(Vec::new()),
                targets: rule.destinations.clone(),
                reaches,
            };
            match &rule.classes {
                Fact::Unknown(gaps) => watches.push(Fact::Known(watch(Fact::Unknown(gaps.clone()), Fact::default()))),
                // What cannot be told is no match, and is there to be seen.
                Fact::Known(None) => watches.push(Fact::Known(watch(Fact::Known(None), Fact::Known(false)))),
                Fact::Known(Some(classes)) => {
                    let mut alike: Vec<(Fact<bool>, Vec<EventClass>)> = Vec::new();
                    for class in classes {
                        let reaches = everywhere.reaches(class);
                        match alike.iter_mut().find(|(same, _)| *same == reaches) {
                            Some((_, classes)) => classes.push(class.clone()),
                            None => alike.push((reaches, vec![class.clone()])),
                        }
                    }
                    let each = alike.into_iter();
                    watches.extend(each.map(|(reaches, all)| Fact::Known(watch(Fact::Known(Some(all)), reaches))));
                }
            }
        }
    }
    // What is seen everywhere is seen in a region whose rules are all known, if there is one.
    if regions.values().all(|listed| listed.missing.is_some()) {
        watches.extend(regions.into_values().filter_map(|listed| listed.missing).map(Fact::Unknown));
    }
    watches
}

/// Whether a trail records in every region: without one `EventBridge` is told of no call.
fn is_fed(trails: &cloudtrail::Account) -> Fact<bool> {
    trails.multi_region_trails.as_ref().and_then(|trails| {
        Fact::any(trails.iter().map(|trail| {
            trail.as_ref().and_then(|trail| {
                let records = trail.management_events.as_ref().map(|events| events.read || events.write);
                Fact::all([trail.logging.clone(), trail.multi_region.clone(), records])
            })
        }))
    })
}

/// Whether the regions that are not collected may be left out: none is.
fn others(account: &AccountId, trails: &cloudtrail::Account) -> Fact<bool> {
    trails.all_regions.as_ref().and_then(|all| {
        let (account, region) = (account.clone(), Region::EVERY);
        let gap = Gap { operation: None, kind: GapKind::NotCollected, code: None, account, region };
        if *all { Fact::Known(true) } else { gap.into() }
    })
}

struct Everywhere<'a> {
    regions: &'a BTreeMap<&'a Region, Listed<'a, Rule>>,
    others: Fact<bool>,
    found: BTreeMap<EventClass, Fact<bool>>,
}

impl Everywhere<'_> {
    /// Whether in every region a rule is on that sees this class and can tell somebody.
    fn reaches(&mut self, class: &EventClass) -> Fact<bool> {
        let (regions, others) = (self.regions, &self.others);
        let found = self.found.entry(class.clone()).or_insert_with(|| {
            let each = regions.values().map(|listed| listed.any(|_, entry| sees(&entry.asset, class)));
            Fact::all(each.chain([others.clone()]))
        });
        found.clone()
    }
}

fn sees(rule: &Rule, class: &EventClass) -> Fact<bool> {
    let includes = rule.classes.as_ref().map(|classes| classes.iter().flatten().any(|one| one.includes(class)));
    Fact::all([includes, rule.enabled(), rule.informs()])
}
