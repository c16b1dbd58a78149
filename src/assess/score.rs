//! Scores and coverage: two figures that are never mixed.

use super::control::ControlResult;
use super::outcome::Tally;

/// How much of what was planned was seen: cells of one control, account and region each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Whose listings are whole and none of whose assets is `not_evaluated`.
    pub covered: u64,
    /// All that were planned, those of closed regions apart.
    pub planned: u64,
    /// Those in regions that a service control policy closes: in neither of the two above.
    pub closed: u64,
    /// Those that management leaves out whole: in none of the three above.
    pub set_aside: u64,
}

impl Coverage {
    /// In percent, rounded down; `None` where nothing was planned.
    pub fn percent(self) -> Option<u8> {
        percent(self.covered, self.planned)
    }

    fn add(&mut self, other: Self) {
        self.covered += other.covered;
        self.planned += other.planned;
        self.closed += other.closed;
        self.set_aside += other.set_aside;
    }
}

/// The figures of a group of controls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// The controls, by their status.
    pub controls: Tally,
    /// Their results on assets, by outcome.
    pub results: Tally,
    /// How many controls have a failed or an accepted asset.
    pub flawed: u64,
    /// How much was seen.
    pub coverage: Coverage,
}

impl Totals {
    /// Of these controls.
    pub(super) fn of<'r, 'a: 'r>(controls: impl IntoIterator<Item = &'r ControlResult<'a>>) -> Self {
        let mut totals = Self::default();
        for result in controls {
            totals.controls.add_status(result.status);
            totals.results += result.counts;
            totals.flawed += u64::from(result.counts.fail > 0 || result.counts.risk_accepted > 0);
            totals.coverage.add(result.coverage);
        }
        totals
    }

    /// Controls that pass, of those that pass or have a failed or an accepted asset, in percent;
    /// `None` where there is none.
    ///
    /// A control with an accepted failure counts as one though more of it was not evaluated:
    /// were it left out, accepting a risk would raise the score.
    pub fn score_by_controls(&self) -> Option<u8> {
        percent(self.controls.pass, self.controls.pass + self.flawed)
    }

    /// The same, by the results on assets.
    pub fn score_by_assets(&self) -> Option<u8> {
        percent(self.results.pass, self.results.pass + self.results.fail + self.results.risk_accepted)
    }
}

/// Rounded down: nothing but all is 100.
fn percent(part: u64, all: u64) -> Option<u8> {
    let percent = (u128::from(part) * 100).checked_div(u128::from(all))?;
    u8::try_from(percent).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_rounded_down() {
        assert_eq!(percent(0, 0), None);
        assert_eq!(percent(999, 1000), Some(99));
        assert_eq!(percent(1, 3), Some(33));
        assert_eq!(percent(u64::MAX, u64::MAX), Some(100));
    }

    #[test]
    fn an_accepted_risk_counts_as_a_flaw() {
        let totals = |fail, risk_accepted| Totals {
            controls: Tally { pass: 1, fail, not_evaluated: 1 - fail, ..Tally::default() },
            results: Tally { pass: 1, fail, risk_accepted, not_evaluated: 1, ..Tally::default() },
            flawed: 1,
            coverage: Coverage::default(),
        };
        assert_eq!(totals(1, 0).score_by_controls(), totals(0, 1).score_by_controls());
        assert_eq!(totals(1, 0).score_by_assets(), Some(50));
    }
}
