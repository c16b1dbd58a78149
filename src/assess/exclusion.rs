//! What management leaves out of the system's boundary, and why: it is counted and listed, and judged by nobody.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

use super::management::AssetPattern;
use crate::control::ControlId;
use crate::inventory::snapshot::AssetRef;
use crate::inventory::{AccountId, Gaps, Kind, Region, TAGS, Timestamp};
use crate::predicate::Truth;

/// Values by the key of a tag; one of them must be there, and any will do where none is named.
pub type TagValues = BTreeMap<String, Vec<String>>;

/// What is left out. Within one list any of its words, across lists all of them; an empty list says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exclusion {
    /// Of these accounts.
    pub accounts: Vec<AccountId>,
    /// In these regions.
    pub regions: Vec<Region>,
    /// Of these services, such as `s3`.
    pub services: Vec<String>,
    /// These assets.
    pub assets: Vec<AssetPattern>,
    /// With all of these tags.
    pub tags: TagValues,
    /// That lack one of these tags.
    pub without_tags: TagValues,
    /// For these controls alone.
    pub controls: Vec<ControlId>,
    /// Why.
    pub reason: String,
    /// Who decided it.
    pub approver: String,
    /// Where it was discussed.
    pub ticket: Option<String>,
    /// The first moment at which it no longer holds; `None` where it has no end.
    pub ends: Option<Timestamp>,
}

impl Exclusion {
    /// Whether it is honoured at a moment.
    pub fn holds(&self, as_of: Timestamp) -> bool {
        self.ends.is_none_or(|ends| as_of < ends)
    }

    /// A moment of the last day on which it holds.
    pub fn last_day(&self) -> Option<Timestamp> {
        self.ends.map(|ends| Timestamp::from_unix(ends.as_seconds() - 1, 0).unwrap_or(ends))
    }

    /// What it means for a result, or why it is not honoured.
    pub fn statement(&self, as_of: Timestamp) -> String {
        let last = self.last_day().map(Timestamp::date);
        if !self.holds(as_of) {
            return format!("Not honoured: it ended on {}.", last.unwrap_or_default());
        }
        let ticket = self.ticket.as_ref().map(|ticket| format!(", {ticket}")).unwrap_or_default();
        let until = last.map(|last| format!(", until {last}")).unwrap_or_default();
        format!("Outside of the system's boundary, by decision of {}{ticket}{until}: {}", self.approver, self.reason)
    }

    /// Whether it reads tags.
    pub fn reads_tags(&self) -> bool {
        !self.tags.is_empty() || !self.without_tags.is_empty()
    }

    /// Whether one control on one asset is left out; unknown where that hangs on tags that were not read. Where the kind
    /// of the asset has no tags to be read, no tag leaves it out.
    pub fn covers(
        &self,
        control: &ControlId,
        asset: AssetRef<'_>,
        facts: &Map<String, Value>,
        has_tags: bool,
    ) -> Truth {
        let named = self.covers_place(control, asset.kind(), asset.account(), asset.region())
            && (self.assets.is_empty() || self.assets.iter().any(|pattern| pattern.fits(asset.id())));
        if !named {
            Truth::False
        } else if !self.reads_tags() {
            Truth::True
        } else if has_tags {
            self.covers_tags(facts.get(TAGS))
        } else {
            Truth::False
        }
    }

    /// Whether everything that a control judges of a kind in one place is left out, seen or not.
    pub fn covers_all(&self, control: &ControlId, kind: &Kind, account: &AccountId, region: &Region) -> bool {
        self.assets.is_empty() && !self.reads_tags() && self.covers_place(control, kind, account, region)
    }

    fn covers_place(&self, control: &ControlId, kind: &Kind, account: &AccountId, region: &Region) -> bool {
        let any = |empty: bool, found: bool| empty || found;
        any(self.controls.is_empty(), self.controls.contains(control))
            && any(self.accounts.is_empty(), self.accounts.contains(account))
            && any(self.regions.is_empty(), self.regions.contains(region))
            && any(self.services.is_empty(), self.services.iter().any(|service| service == kind.service()))
    }

    fn covers_tags(&self, tags: Option<&Value>) -> Truth {
        let none = Map::new();
        let tags = match tags {
            Some(Value::Null) => &none,
            Some(value @ Value::Object(tags)) if Gaps::within(value).is_none() => tags,
            _ => return Truth::Unknown,
        };
        let has = |(key, values): (&String, &Vec<String>)| {
            tags.get(key)
                .and_then(Value::as_str)
                .is_some_and(|own| values.is_empty() || values.iter().any(|v| v == own))
        };
        let lacks_one = self.without_tags.is_empty() || !self.without_tags.iter().all(has);
        if self.tags.iter().all(has) && lacks_one { Truth::True } else { Truth::False }
    }
}

impl fmt::Display for Exclusion {
    /// What it leaves out: "region ap-south-1; tag env: sandbox".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn words<T: fmt::Display>(what: &str, of: &[T]) -> Option<String> {
            let words: Vec<String> = of.iter().map(ToString::to_string).collect();
            (!words.is_empty()).then(|| format!("{what} {}", words.join(", ")))
        }
        let tag = |(key, values): (&String, &Vec<String>)| {
            if values.is_empty() { key.clone() } else { format!("{key}={}", values.join("|")) }
        };
        let tags: Vec<String> = self.tags.iter().map(tag).collect();
        let lacking: Vec<String> = self.without_tags.iter().map(tag).collect();
        let parts = [
            words("account", &self.accounts),
            words("region", &self.regions),
            words("service", &self.services),
            words("asset", &self.assets),
            words("tag", &tags),
            words("without tag", &lacking),
            words("control", &self.controls),
        ];
        f.write_str(&parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
    }
}
