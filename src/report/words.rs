//! The report's words: what each status is called, and what it means. Every format prints these and no others.

use crate::assess::{Configuration, Documents, Status};
use crate::control::{Change, Outcome};

/// What the report is called.
pub const TITLE: &str = "Point-in-time evidence report (Type 1)";

/// What stands above the controls that look at operation.
pub const INDICATORS: &str = "Indicators on the date; not tests of operating effectiveness.";

/// What a risk acceptance in force is, with the last day on which it holds.
pub fn accepted_until(expires: &str) -> String {
    format!(
        "A deviation for testing purposes, accepted by management until {expires}; the auditor evaluates the \
         compensating control."
    )
}

/// What is set aside, and what that means.
pub const SET_ASIDE: &str = "What management leaves out of the system's boundary. It was collected and is listed, and \
                             counts in no figure; whether the boundary is right is the auditor's question.";

/// What happens where nobody can say whether an exclusion is meant.
pub const UNTOLD: &str = "tested all the same, since the tags that it asks for were not read";

/// What a result on one asset is called.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fail => "deviation",
        Outcome::NotEvaluated => "not evaluated",
        Outcome::RiskAccepted => "risk accepted",
        Outcome::Pass => "passed",
        Outcome::NotApplicable => "not applicable",
        Outcome::SetAside => "set aside",
    }
}

/// What a control's status is called.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Fail => "deviation",
        Status::NotEvaluated => "not evaluated",
        Status::RiskAccepted => "risk accepted",
        Status::Pass => "passed",
        Status::NotApplicable => "not applicable",
    }
}

/// What a criterion's configuration is called.
pub fn configuration(configuration: Configuration) -> &'static str {
    match configuration {
        Configuration::OutOfScope => "out of scope",
        Configuration::Deviation => "deviation",
        Configuration::NotEvaluated => "not evaluated",
        Configuration::RiskAccepted => "risk accepted",
        Configuration::MetInPart => "met in part",
        Configuration::Met => "met as far as a cloud shows",
        Configuration::NoAssets => "no assets",
        Configuration::NotAssessed => "not assessed",
        Configuration::None => "no cloud evidence",
    }
}

/// What that means.
pub fn meaning(configuration: Configuration) -> &'static str {
    match configuration {
        Configuration::OutOfScope => "The criterion's category was not selected.",
        Configuration::Deviation => "A primary control failed, or any control from the threshold on.",
        Configuration::NotEvaluated => "No control deviates, and something that decides was not seen.",
        Configuration::RiskAccepted => "All was seen; the only failures are accepted by management.",
        Configuration::MetInPart => {
            "Only lesser controls failed, or not every point of focus that a cloud can show has a passed control."
        }
        Configuration::Met => {
            "Every point of focus that a cloud can show has a passed control; the rest is for documents."
        }
        Configuration::NoAssets => "Controls were run, and nothing is there that they speak of.",
        Configuration::NotAssessed => {
            "A cloud could show it; no control for it was selected, or all that is there was set aside."
        }
        Configuration::None => "No interface of a cloud holds it; documents are the evidence.",
    }
}

/// What the state of a criterion's documents is called.
pub fn documents(documents: Documents) -> &'static str {
    match documents {
        Documents::OnFile => "on file",
        Documents::Stale => "stale",
        Documents::Altered => "altered",
        Documents::Requested => "requested",
        Documents::NotNeeded => "not needed",
    }
}

/// How a parameter in force stands to its default.
pub fn change(change: Change) -> &'static str {
    match change {
        Change::Default => "default",
        Change::Tightened => "tightened",
        Change::Loosened => "loosened",
    }
}

/// A word of the wire as a person writes it: `not_offered` is "not offered".
pub fn plain(word: &str) -> String {
    word.replace('_', " ")
}
