//! What one control comes to on one asset.

use std::fmt;

/// What one control comes to on one asset. A control's own judgement is one of the first four;
/// the others are what a decision of management makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The expectation is seen not to hold.
    Fail,
    /// What was seen does not decide.
    NotEvaluated,
    /// It fails, and management accepts the risk for now.
    RiskAccepted,
    /// The expectation is seen to hold.
    Pass,
    /// The control does not speak of this asset.
    NotApplicable,
    /// Management excluded the asset.
    SetAside,
}

impl Outcome {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 6] =
        [Self::Fail, Self::NotEvaluated, Self::RiskAccepted, Self::Pass, Self::NotApplicable, Self::SetAside];

    /// The word used in files and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::NotEvaluated => "not_evaluated",
            Self::RiskAccepted => "risk_accepted",
            Self::Pass => "pass",
            Self::NotApplicable => "not_applicable",
            Self::SetAside => "set_aside",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
