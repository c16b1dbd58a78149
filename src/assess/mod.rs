//! Assess: every asset by every control, rolled up to criteria. Pure: the same input gives the same result.
//!
//! What is kept of a result is a few bytes; [`Assessment::explain`] evaluates again for the rest.

mod cause;
pub mod compare;
mod control;
mod criterion;
pub mod doctor;
mod document;
mod evaluate;
mod exclusion;
mod exit;
mod explain;
mod gap_table;
mod listing;
mod management;
mod outcome;
mod score;
mod selection;

pub use cause::{Cause, Needs, Place};
pub use control::ControlResult;
pub use criterion::{Configuration, CriterionResult, PointResult};
pub use document::{Document, Documents, FileState, FiledFile, OnFile, Standing};
pub use exclusion::{Exclusion, TagValues};
pub use exit::{ExitStatus, Gate, exit_status};
pub use explain::{Explanation, fingerprint};
pub use gap_table::GapEntry;
pub use listing::Listing;
pub use management::{Acceptance, AssetPattern, Excluded, ListedAt, Management, Validity};
pub use outcome::{Decision, Status, Tally};
pub use score::{Coverage, Totals};
pub use selection::{RawSelection, Selection, SelectionError};

pub use crate::control::Outcome;

use crate::control::{Control, Pack, Severity};
use crate::criteria::{Category, Criteria};
use crate::inventory::snapshot::{AssetRef, Snapshot};
use crate::inventory::{Gap, Kind, Scopes, Timestamp};

use control::{KindListings, Listings};
use gap_table::GapTable;

/// What is assessed, and by what.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What was seen.
    pub snapshot: &'a Snapshot,
    /// The controls.
    pub pack: &'a Pack,
    /// The criteria they speak to.
    pub criteria: &'a Criteria,
    /// Which of them.
    pub selection: &'a Selection,
    /// Where each kind is listed.
    pub scopes: &'a Scopes,
    /// What management decided and filed; `&()` where it did nothing.
    pub management: &'a dyn Management,
}

/// What may be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// From which severity on a failed supporting control makes a deviation of its criterion.
    pub criterion_threshold: Severity,
    /// How many threads may judge; the result is the same for any number.
    pub threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { criterion_threshold: Severity::Medium, threads: 1 }
    }
}

/// What one control came to on one asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    control: u32,
    asset: u32,
    /// What it came to.
    pub outcome: Outcome,
    /// How grave a failure of this asset is, or would be.
    pub severity: Severity,
}

impl Finding {
    fn new(control: u32, asset: usize, outcome: Outcome, severity: Severity) -> Self {
        // A snapshot of more than 2³² assets does not fit into any memory that we know.
        Self { control, asset: u32::try_from(asset).unwrap_or(u32::MAX), outcome, severity }
    }

    /// The number of its control in [`Assessment::controls`].
    pub fn control(&self) -> usize {
        self.control as usize
    }

    /// The number of its asset in the snapshot.
    pub fn asset(&self) -> usize {
        self.asset as usize
    }
}

/// What one exclusion comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SetAside {
    /// How many results it sets aside.
    pub results: u64,
    /// How many results are judged as any other because the tags that it asks for were not read.
    pub untold: u64,
}

/// The figures of one category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryResult {
    /// Which.
    pub category: Category,
    /// Whether it was selected.
    pub in_scope: bool,
    /// The figures.
    pub summary: Summary,
}

/// The figures of some criteria, and of the controls that speak to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// How many criteria have each status, in the order of [`Configuration::ALL`].
    pub configuration: [u64; 9],
    /// How many criteria have each state of documents, in the order of [`Documents::ALL`].
    pub documents: [u64; 5],
    /// The figures of the controls, each counted once.
    pub totals: Totals,
}

impl Summary {
    fn of<'r, 'a: 'r>(
        criteria: impl IntoIterator<Item = &'r CriterionResult<'a>>,
        controls: impl IntoIterator<Item = &'r ControlResult<'a>>,
    ) -> Self {
        let (mut configuration, mut documents) = ([0; 9], [0; 5]);
        for result in criteria {
            for (count, status) in configuration.iter_mut().zip(Configuration::ALL) {
                *count += u64::from(result.configuration == status);
            }
            for (count, status) in documents.iter_mut().zip(Documents::ALL) {
                *count += u64::from(result.documents() == status);
            }
        }
        Self { configuration, documents, totals: Totals::of(controls) }
    }
}

/// What a snapshot came to.
#[derive(Debug)]
pub struct Assessment<'a> {
    input: Input<'a>,
    options: Options,
    findings: Vec<Finding>,
    listings: Listings<'a>,
    controls: Vec<ControlResult<'a>>,
    criteria: Vec<CriterionResult<'a>>,
    categories: Vec<CategoryResult>,
    summary: Summary,
    gaps: GapTable,
}

/// Assesses a snapshot, as of the moment its collection began.
pub fn assess<'a>(input: Input<'a>, options: Options) -> Assessment<'a> {
    let selected: Vec<&'a Control> = input.pack.iter().filter(|control| input.selection.has(&control.id)).collect();
    let listings: Listings<'a> = selected
        .iter()
        .flat_map(|control| &control.kinds)
        .map(|kind| {
            let scope = input.scopes.get(kind).copied();
            (kind, KindListings { scope, listings: listing::listings(input.snapshot, kind, scope) })
        })
        .collect();
    let evaluate::Chunk { mut findings, mut costs } =
        evaluate::all(&input, &evaluate::plan(&selected), options.threads);
    findings.sort_unstable_by_key(|finding| (finding.control, finding.asset));
    let mut controls = Vec::with_capacity(selected.len());
    let mut start = 0;
    for (number, control) in selected.into_iter().enumerate() {
        let end = findings.partition_point(|finding| finding.control() <= number);
        let own = findings.get(start..end).unwrap_or_default();
        controls.push(control::result(&input, (number, control), own, start..end, &listings, &mut costs));
        start = end;
    }
    let gaps = GapTable::new(input.snapshot, costs);
    for (number, entry) in gaps.entries().iter().enumerate() {
        for control in &entry.controls {
            if let Some(result) = controls.get_mut(*control) {
                result.gaps.push(number);
            }
        }
    }
    let criteria = criterion::roll_up(&input, &controls, options.criterion_threshold);
    let categories = Category::ALL.into_iter().map(|category| category_result(category, &input, &criteria, &controls));
    Assessment {
        categories: categories.collect(),
        summary: Summary::of(&criteria, &controls),
        input,
        options,
        findings,
        listings,
        controls,
        criteria,
        gaps,
    }
}

fn category_result(
    category: Category,
    input: &Input<'_>,
    criteria: &[CriterionResult<'_>],
    controls: &[ControlResult<'_>],
) -> CategoryResult {
    let own = || criteria.iter().filter(|result| result.criterion.category == category);
    let speaks = |number: &usize| own().any(|result| result.controls.contains(number));
    let numbered = controls.iter().enumerate().filter(|(number, _)| speaks(number));
    CategoryResult {
        category,
        in_scope: input.selection.covers(category),
        summary: Summary::of(own(), numbered.map(|(_, result)| result)),
    }
}

impl<'a> Assessment<'a> {
    /// What was assessed, and by what.
    pub fn input(&self) -> &Input<'a> {
        &self.input
    }

    /// The snapshot.
    pub fn snapshot(&self) -> &'a Snapshot {
        self.input.snapshot
    }

    /// What was chosen.
    pub fn options(&self) -> Options {
        self.options
    }

    /// The moment of judgement; of several snapshots the earliest.
    pub fn as_of(&self) -> Timestamp {
        self.input.snapshot.started()
    }

    /// The selected controls, by id.
    pub fn controls(&self) -> &[ControlResult<'a>] {
        &self.controls
    }

    /// All criteria, in the order of the publication.
    pub fn criteria(&self) -> &[CriterionResult<'a>] {
        &self.criteria
    }

    /// All five categories.
    pub fn categories(&self) -> &[CategoryResult] {
        &self.categories
    }

    /// The figures of everything selected.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Every result, by control and then by asset.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The results of one control, by asset.
    pub fn findings_of(&self, result: &ControlResult<'a>) -> &[Finding] {
        self.findings.get(result.findings.clone()).unwrap_or_default()
    }

    /// The number of the acceptance by which a failure is accepted.
    pub fn acceptance_of(&self, finding: &Finding) -> Option<usize> {
        if finding.outcome != Outcome::RiskAccepted {
            return None;
        }
        let (control, asset) = (self.control_of(finding)?.control, self.asset_of(finding)?);
        self.input.management.acceptance(&control.id, asset, self.snapshot().as_of(asset.account()))
    }

    /// How many failures each acceptance accepts, in the order of [`Management::acceptances`].
    pub fn accepted(&self) -> Vec<u64> {
        let mut accepted = vec![0; self.input.management.acceptances().len()];
        for number in self.findings.iter().filter_map(|finding| self.acceptance_of(finding)) {
            if let Some(count) = accepted.get_mut(number) {
                *count += 1;
            }
        }
        accepted
    }

    /// The number of the exclusion by which a result is set aside.
    pub fn exclusion_of(&self, finding: &Finding) -> Option<usize> {
        match self.excluded(finding) {
            Excluded::By(number) if finding.outcome == Outcome::SetAside => Some(number),
            _ => None,
        }
    }

    /// The number of the exclusion by which all that a listing holds for a control is set aside, seen or not.
    pub fn exclusion_of_listing(&self, control: &Control, kind: &Kind, listing: &Listing<'_>) -> Option<usize> {
        let place = ListedAt { kind, account: listing.account, region: &listing.region };
        self.input.management.excludes_all(&control.id, place, self.snapshot().as_of(listing.account))
    }

    /// Whether a result is set aside, and by which exclusion.
    pub fn excluded(&self, finding: &Finding) -> Excluded {
        let (Some(result), Some(asset)) = (self.control_of(finding), self.asset_of(finding)) else {
            return Excluded::No;
        };
        let (management, as_of) = (self.input.management, self.snapshot().as_of(asset.account()));
        let exclusions = management.exclusions();
        if exclusions.is_empty() {
            return Excluded::No;
        }
        // Of the facts only tags are asked for: without such a question there is no need to decode them.
        let facts = if exclusions.iter().any(Exclusion::reads_tags) { asset.facts() } else { serde_json::Map::new() };
        management.excluded(&result.control.id, asset, &facts, as_of)
    }

    /// What each exclusion comes to, in the order of [`Management::exclusions`].
    pub fn set_aside(&self) -> Vec<SetAside> {
        let mut all = vec![SetAside::default(); self.input.management.exclusions().len()];
        if all.is_empty() {
            return all;
        }
        for finding in &self.findings {
            let (number, by) = match self.excluded(finding) {
                Excluded::No => continue,
                Excluded::By(number) => (number, true),
                Excluded::Untold(number) => (number, false),
            };
            if let Some(one) = all.get_mut(number) {
                *(if by { &mut one.results } else { &mut one.untold }) += 1;
            }
        }
        all
    }

    /// The control that a finding is of.
    pub fn control_of(&self, finding: &Finding) -> Option<&ControlResult<'a>> {
        self.controls.get(finding.control())
    }

    /// The asset that a finding is of.
    pub fn asset_of(&self, finding: &Finding) -> Option<AssetRef<'a>> {
        self.input.snapshot.asset(finding.asset())
    }

    /// The listings that a control needs, with the kind that each is of: its evidence that nothing was overlooked.
    pub fn listings_of(&self, control: &Control) -> impl Iterator<Item = (&'a Kind, &Listing<'a>)> {
        let own: Vec<_> = control.kinds.iter().filter_map(|kind| self.listings.get_key_value(kind)).collect();
        own.into_iter().flat_map(|(kind, own)| own.listings.iter().map(|listing| (*kind, listing)))
    }

    /// The numbered list of gaps, sorted.
    pub fn gaps(&self) -> &[GapEntry] {
        self.gaps.entries()
    }

    /// The number of a gap in that list.
    pub fn gap_number(&self, gap: &Gap) -> Option<usize> {
        self.gaps.number(gap)
    }
}
