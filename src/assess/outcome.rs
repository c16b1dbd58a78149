//! The outcome algebra: what a decision makes of one asset's outcome, and what all of them make of their control.

use std::fmt;
use std::ops::AddAssign;

use crate::control::Outcome;

/// What management decided about one control on one asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// A failure is known and accepted.
    AcceptRisk,
    /// The asset is excluded, by scope, tag or parameter.
    SetAside,
}

impl Decision {
    /// What an outcome is after it. Accepting a risk touches a failure and nothing else.
    #[must_use]
    pub fn over(self, outcome: Outcome) -> Outcome {
        match (outcome, self) {
            (_, Self::SetAside) => Outcome::SetAside,
            (Outcome::Fail, Self::AcceptRisk) => Outcome::RiskAccepted,
            (outcome, Self::AcceptRisk) => outcome,
        }
    }
}

/// What a control came to over all assets and listings of its kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// An asset fails.
    Fail,
    /// No asset fails, and something was not seen.
    NotEvaluated,
    /// All was seen, and the only failures are accepted.
    RiskAccepted,
    /// All was seen, and at least one asset passes.
    Pass,
    /// All was seen, and the control speaks of none of it.
    NotApplicable,
}

impl Status {
    /// The first that applies. `whole` says whether every planned listing of the control's kinds is.
    pub fn of(tally: &Tally, whole: bool) -> Self {
        if tally.fail > 0 {
            Self::Fail
        } else if tally.not_evaluated > 0 || !whole {
            Self::NotEvaluated
        } else if tally.risk_accepted > 0 {
            Self::RiskAccepted
        } else if tally.pass > 0 {
            Self::Pass
        } else {
            Self::NotApplicable
        }
    }

    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::NotEvaluated => "not_evaluated",
            Self::RiskAccepted => "risk_accepted",
            Self::Pass => "pass",
            Self::NotApplicable => "not_applicable",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How many of each: of assets by their [`Outcome`], or of controls by their [`Status`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// That fail.
    pub fail: u64,
    /// That could not be judged.
    pub not_evaluated: u64,
    /// Whose failure is accepted.
    pub risk_accepted: u64,
    /// That pass.
    pub pass: u64,
    /// That the control does not speak of.
    pub not_applicable: u64,
    /// That management excluded.
    pub set_aside: u64,
}

impl Tally {
    /// Counts one more asset.
    pub fn add(&mut self, outcome: Outcome) {
        *match outcome {
            Outcome::Fail => &mut self.fail,
            Outcome::NotEvaluated => &mut self.not_evaluated,
            Outcome::RiskAccepted => &mut self.risk_accepted,
            Outcome::Pass => &mut self.pass,
            Outcome::NotApplicable => &mut self.not_applicable,
            Outcome::SetAside => &mut self.set_aside,
        } += 1;
    }

    /// Counts one more control.
    pub fn add_status(&mut self, status: Status) {
        self.add(match status {
            Status::Fail => Outcome::Fail,
            Status::NotEvaluated => Outcome::NotEvaluated,
            Status::RiskAccepted => Outcome::RiskAccepted,
            Status::Pass => Outcome::Pass,
            Status::NotApplicable => Outcome::NotApplicable,
        });
    }

    /// The count of one outcome.
    pub fn of(&self, outcome: Outcome) -> u64 {
        match outcome {
            Outcome::Fail => self.fail,
            Outcome::NotEvaluated => self.not_evaluated,
            Outcome::RiskAccepted => self.risk_accepted,
            Outcome::Pass => self.pass,
            Outcome::NotApplicable => self.not_applicable,
            Outcome::SetAside => self.set_aside,
        }
    }

    /// All of them together.
    pub fn total(&self) -> u64 {
        Outcome::ALL.into_iter().map(|outcome| self.of(outcome)).sum()
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.fail += other.fail;
        self.not_evaluated += other.not_evaluated;
        self.risk_accepted += other.risk_accepted;
        self.pass += other.pass;
        self.not_applicable += other.not_applicable;
        self.set_aside += other.set_aside;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepting_a_risk_touches_failures_alone() {
        for outcome in Outcome::ALL {
            let expected = if outcome == Outcome::Fail { Outcome::RiskAccepted } else { outcome };
            assert_eq!(Decision::AcceptRisk.over(outcome), expected);
            assert_eq!(Decision::SetAside.over(outcome), Outcome::SetAside);
        }
    }

    #[test]
    fn the_first_that_applies_is_the_control_s_status() {
        let all = Tally { fail: 1, not_evaluated: 1, risk_accepted: 1, pass: 1, not_applicable: 1, set_aside: 1 };
        let steps = [
            (all, Status::Fail),
            (Tally { fail: 0, ..all }, Status::NotEvaluated),
            (Tally { fail: 0, not_evaluated: 0, ..all }, Status::RiskAccepted),
            (Tally { fail: 0, not_evaluated: 0, risk_accepted: 0, ..all }, Status::Pass),
            (Tally { not_applicable: 1, ..Tally::default() }, Status::NotApplicable),
            (Tally::default(), Status::NotApplicable),
        ];
        for (tally, status) in steps {
            assert_eq!(Status::of(&tally, true), status);
            let unseen = if status == Status::Fail { Status::Fail } else { Status::NotEvaluated };
            assert_eq!(Status::of(&tally, false), unseen);
        }
    }
}
