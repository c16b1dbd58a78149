//! Why one control came to what it did on one asset: the evaluation once more, this time watched.

use sha2::{Digest as _, Sha256};

use super::gap_table::named;
use super::{Assessment, Finding};
use crate::control::{ControlId, Outcome, RenderedFix, Subject};
use crate::inventory::snapshot::digest::hex;
use crate::inventory::{Gaps, Key};
use crate::predicate::{Actual, Observation, Observer, deciding, look};

/// The evidence behind one finding.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Explanation {
    /// Every test of the control in its order, then what `show` adds.
    pub observations: Vec<Observation>,
    /// Of a failure, accepted or not, the tests that decided it; under `not`, these are the ones that held.
    pub decided_by: Vec<Observation>,
    /// The numbers of the gaps that keep it from being evaluated; empty for any other outcome.
    pub gaps: Vec<usize>,
    /// How to put it right; only of what fails, accepted or not.
    pub fix: Option<RenderedFix>,
}

impl Assessment<'_> {
    /// Evaluates one finding again, and keeps what was observed.
    pub fn explain(&self, finding: &Finding) -> Explanation {
        let (Some(result), Some(asset)) = (self.control_of(finding), self.asset_of(finding)) else {
            return Explanation::default();
        };
        let (control, facts) = (result.control, asset.facts());
        let as_of = self.snapshot().as_of(asset.account());
        let mut observer = Observer::default();
        let judgement = control.judge(&facts, as_of, &mut observer);
        let mut observations = observer.observations;
        observations.extend(control.show.iter().map(|path| look(path, &facts)));
        for observation in &mut observations {
            if let Actual::Unknown(gaps) = &mut observation.actual {
                *gaps = named(gaps, asset);
            }
        }
        let gaps = match finding.outcome {
            Outcome::NotEvaluated => self.gap_numbers(&named(&judgement.gaps, asset)),
            _ => Vec::new(),
        };
        let subject = Subject {
            name: asset.name(),
            id: asset.id(),
            account: asset.account().as_str(),
            region: asset.region().as_str(),
        };
        let failed = matches!(finding.outcome, Outcome::Fail | Outcome::RiskAccepted);
        let decided_by = if failed { deciding(&control.expect, &facts, as_of) } else { Vec::new() };
        let fix = failed.then(|| control.fix.render(subject, &facts));
        Explanation { observations, decided_by, gaps, fix }
    }

    /// The numbers of these gaps in [`Assessment::gaps`].
    pub fn gap_numbers(&self, gaps: &Gaps) -> Vec<usize> {
        gaps.iter().filter_map(|gap| self.gap_number(gap)).collect()
    }
}

/// What names one control on one asset across snapshots and tools: SHA-256, in hexadecimal, of
/// the control's id and the asset's kind, account, region and id, each ended by a line feed.
pub fn fingerprint(control: &ControlId, asset: &Key) -> String {
    let Key { kind, account, region, id } = asset;
    hex(Sha256::new_with_prefix(format!("{control}\n{kind}\n{account}\n{region}\n{id}\n")))
}
