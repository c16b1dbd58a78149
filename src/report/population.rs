//! The population of one control: which listings it comes from, and how each asset of it is accounted for.

use serde::Serialize;

use super::Setting;
use crate::assess::{Assessment, ControlResult, Tally};
use crate::inventory::snapshot::CallRecord;
use crate::inventory::{Kind, Region};
use crate::render::text::{count, grouped};

/// What a control was tested on.
#[derive(Debug, Serialize)]
pub struct Population<'a> {
    /// Whether every listing came to its end, so that nothing else is there.
    pub whole: bool,
    /// How each asset is accounted for.
    pub counts: Counts,
    /// How it was taken, in a sentence that ends with the sum.
    pub statement: String,
    /// Where it comes from.
    pub listings: Vec<Listing<'a>>,
}

/// `assets` = `passed` + `deviations` + `risk_accepted` + `not_evaluated` + `not_applicable` + `set_aside`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All of them.
    pub assets: u64,
    /// That pass.
    pub passed: u64,
    /// That fail.
    pub deviations: u64,
    /// Whose failure management accepts.
    pub risk_accepted: u64,
    /// That what was seen does not decide.
    pub not_evaluated: u64,
    /// That the control does not speak of.
    pub not_applicable: u64,
    /// That management excluded.
    pub set_aside: u64,
}

impl From<Tally> for Counts {
    fn from(tally: Tally) -> Self {
        let Tally { fail, not_evaluated, risk_accepted, pass, not_applicable, set_aside } = tally;
        Self {
            assets: tally.total(),
            passed: pass,
            deviations: fail,
            risk_accepted,
            not_evaluated,
            not_applicable,
            set_aside,
        }
    }
}

impl Counts {
    /// Each count with its word, in the order of the sum.
    pub fn parts(&self) -> [(u64, &'static str); 6] {
        [
            (self.passed, "passed"),
            (self.deviations, "deviations"),
            (self.risk_accepted, "risk accepted"),
            (self.not_evaluated, "not evaluated"),
            (self.not_applicable, "not applicable"),
            (self.set_aside, "set aside"),
        ]
    }

    /// The sum: "3 = 2 passed + 1 deviations + …".
    pub fn sum(&self) -> String {
        let parts: Vec<String> =
            self.parts().iter().map(|(number, word)| format!("{} {word}", grouped(*number))).collect();
        format!("{} = {}", grouped(self.assets), parts.join(" + "))
    }

    /// Those that are not zero: "2 passed, 1 deviation".
    pub fn brief(&self) -> String {
        let parts = self.parts();
        let told = parts.iter().filter(|(number, _)| *number > 0).map(|(number, word)| match (*number, *word) {
            (1, "deviations") => "1 deviation".to_owned(),
            (number, word) => format!("{} {word}", grouped(number)),
        });
        let told: Vec<String> = told.collect();
        if told.is_empty() { "nothing to test".to_owned() } else { told.join(", ") }
    }
}

/// One listing.
#[derive(Debug, Serialize)]
pub struct Listing<'a> {
    /// What was listed.
    pub kind: &'a str,
    /// In which account.
    pub account: &'a str,
    /// In which region, or `global`.
    pub region: &'a str,
    /// How far it came: `complete`, `partial`, `refused`, `not_offered`, or `not_seen` where there is no record of it.
    pub state: &'static str,
    /// Whether it is evidence of everything that is there.
    pub whole: bool,
    /// How many assets were counted when it was taken.
    pub listed: u64,
    /// How many of them the snapshot holds.
    pub held: u64,
    /// The operations that list this kind; none where it is one thing that is always there.
    pub operations: Vec<&'a str>,
    /// How many pages were read.
    pub pages: u64,
    /// How many items they held; some may be no asset of this kind.
    pub items: u64,
    /// Why it is not whole.
    pub gap: Option<usize>,
}

pub(super) fn population<'a>(
    assessment: &'a Assessment<'a>,
    result: &'a ControlResult<'a>,
    setting: &'a Setting,
) -> Population<'a> {
    let listings: Vec<Listing<'a>> = assessment
        .listings_of(result.control)
        .map(|(kind, listing)| {
            let operations = setting.listed_by.get(kind).map(Vec::as_slice).unwrap_or_default();
            let calls = || calls(assessment, operations, listing.account.as_str(), &listing.region);
            Listing {
                kind: kind.as_str(),
                account: listing.account.as_str(),
                region: listing.region.as_str(),
                state: listing.population.map_or("not_seen", |population| population.state.as_str()),
                whole: listing.is_whole(),
                listed: listing.population.map_or(0, |population| population.count),
                held: listing.held,
                operations: operations.iter().map(String::as_str).collect(),
                pages: calls().map(|call| call.pages).sum(),
                items: calls().map(|call| call.items).sum(),
                gap: listing.gap().and_then(|gap| assessment.gap_number(&gap)),
            }
        })
        .collect();
    let whole = listings.iter().all(|listing| listing.whole);
    let counts = Counts::from(result.counts);
    let statement = statement(&result.control.kinds, &listings, counts, setting);
    Population { whole, counts, statement, listings }
}

/// The recorded calls of some operations in one place.
fn calls<'a>(
    assessment: &'a Assessment<'a>,
    operations: &'a [String],
    account: &'a str,
    region: &'a Region,
) -> impl Iterator<Item = &'a CallRecord> {
    let own = move |call: &&CallRecord| {
        operations.contains(&call.operation) && call.account.as_str() == account && call.region == *region
    };
    assessment.snapshot().calls().iter().filter(own)
}

fn statement(kinds: &[Kind], listings: &[Listing<'_>], counts: Counts, setting: &Setting) -> String {
    let open = listings.iter().filter(|listing| !listing.whole).count();
    let mut sentences = vec!["All assets returned were tested; no sampling.".to_owned()];
    if open > 0 {
        let (open, all) = (grouped(open as u64), count(listings.len() as u64, "listing"));
        sentences.push(format!("The population is not shown to be complete: {open} of {all} did not come to an end."));
    }
    if !setting.listed_by.is_empty() {
        sentences.extend(kinds.iter().map(|kind| taken(kind, listings)));
    }
    sentences.push(format!("{}.", counts.sum()));
    sentences.join(" ")
}

/// How the assets of one kind were found.
fn taken(kind: &Kind, listings: &[Listing<'_>]) -> String {
    let own = || listings.iter().filter(|listing| listing.kind == kind.as_str());
    let operations: Vec<&str> = own().next().map(|listing| listing.operations.clone()).unwrap_or_default();
    if operations.is_empty() {
        return format!("Population of {kind}: the one that is there in each place, which no operation lists.");
    }
    let by = operations.join(", ");
    let (pages, items) = own().fold((0, 0), |(pages, items), one| (pages + one.pages, items + one.items));
    if pages == 0 {
        return format!("Population of {kind} taken by {by}; no page of it was read.");
    }
    let last = if own().all(|listing| listing.whole) { " to the last" } else { "" };
    let assets: u64 = own().map(|listing| listing.held).sum();
    let rest = if assets == items { "" } else { "; an item may be of another kind, or be listed in several places" };
    let (pages, items, assets) = (count(pages, "page"), count(items, "item"), count(assets, "asset"));
    format!("Population of {kind} taken by {by}, {pages}{last}, {items}, {assets}{rest}.")
}
