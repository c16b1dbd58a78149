//! From assets and listings to one control's status.

use std::collections::BTreeMap;
use std::ops::Range;

use super::gap_table::Costs;
use super::listing::{Listing, listed_in};
use super::management::ListedAt;
use super::outcome::{Status, Tally};
use super::score::Coverage;
use super::{Finding, Input};
use crate::control::{Control, Outcome, Severity};
use crate::inventory::population::Scope;
use crate::inventory::{AccountId, Kind, Region};

/// What one control came to.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlResult<'a> {
    /// The control.
    pub control: &'a Control,
    /// What it came to.
    pub status: Status,
    /// The gravest of its failures; where there is none, the gravest that what was not seen could
    /// be; else the control's own.
    pub severity: Severity,
    /// The gravest that what was not seen could be; `None` where all was seen.
    pub open: Option<Severity>,
    /// Its results, by outcome.
    pub counts: Tally,
    /// How much of what it planned was seen.
    pub coverage: Coverage,
    /// The numbers of the gaps that keep it from being evaluated, here or there.
    pub gaps: Vec<usize>,
    /// Where its findings stand.
    pub(super) findings: Range<usize>,
}

/// The listings of every kind that a selected control judges.
pub(super) type Listings<'a> = BTreeMap<&'a Kind, KindListings<'a>>;

/// The listings of one kind.
#[derive(Debug, Clone)]
pub(super) struct KindListings<'a> {
    pub(super) scope: Option<Scope>,
    pub(super) listings: Vec<Listing<'a>>,
}

/// One control's results put together; `findings` are its own.
pub(super) fn result<'a>(
    input: &Input<'a>,
    (number, control): (usize, &'a Control),
    findings: &[Finding],
    at: Range<usize>,
    listings: &Listings<'a>,
    costs: &mut Costs,
) -> ControlResult<'a> {
    let Input { snapshot, management, .. } = *input;
    let mut counts = Tally::default();
    let mut cells: BTreeMap<(&AccountId, &Region), Cell> = BTreeMap::new();
    let mut whole = true;
    for (kind, listing) in
        own(control, listings).flat_map(|(kind, own)| own.listings.iter().map(move |one| (kind, one)))
    {
        let cell = cells.entry((listing.account, &listing.region)).or_default();
        let place = ListedAt { kind, account: listing.account, region: &listing.region };
        if management.excludes_all(&control.id, place, snapshot.as_of(listing.account)).is_some() {
            cell.set_aside.get_or_insert(true);
            continue;
        }
        cell.set_aside = Some(false);
        cell.closed |= listing.is_closed();
        if let Some(gap) = listing.gap() {
            cell.blind = true;
            whole = false;
            costs.charge(&gap, number);
        }
    }
    for finding in findings {
        counts.add(finding.outcome);
        if finding.outcome != Outcome::NotEvaluated {
            continue;
        }
        let Some(asset) = snapshot.asset(finding.asset()) else { continue };
        let scope = listings.get(asset.kind()).and_then(|own| own.scope);
        cells.entry((asset.account(), listed_in(scope, asset.region()))).or_default().blind = true;
    }
    let gravest =
        |outcome| findings.iter().filter(|finding| finding.outcome == outcome).map(|finding| finding.severity).max();
    let unlisted = (!whole).then(|| control.gravest());
    let open = gravest(Outcome::NotEvaluated).max(unlisted);
    let failed = gravest(Outcome::Fail);
    ControlResult {
        control,
        status: Status::of(&counts, whole),
        severity: failed.or(open).unwrap_or(control.severity.default),
        open,
        counts,
        coverage: coverage(cells.into_values()),
        gaps: Vec::new(),
        findings: at,
    }
}

/// The kinds that a control judges, with their listings.
pub(super) fn own<'l, 'a>(
    control: &'l Control,
    listings: &'l Listings<'a>,
) -> impl Iterator<Item = (&'l &'a Kind, &'l KindListings<'a>)> {
    control.kinds.iter().filter_map(|kind| listings.get_key_value(kind))
}

/// One control in one account and region.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    blind: bool,
    closed: bool,
    /// Whether every listing of it is left out by management; `None` while there is none.
    set_aside: Option<bool>,
}

fn coverage(cells: impl Iterator<Item = Cell>) -> Coverage {
    let mut coverage = Coverage::default();
    for cell in cells {
        if cell.set_aside == Some(true) {
            coverage.set_aside += 1;
        } else if cell.closed {
            coverage.closed += 1;
        } else {
            coverage.planned += 1;
            coverage.covered += u64::from(!cell.blind);
        }
    }
    coverage
}
