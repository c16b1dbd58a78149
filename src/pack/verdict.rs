//! What was found of a pack.

use std::fmt;

use super::manifest::Manifest;

/// Everything that can be said of a pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What it says of itself, where it can be read.
    pub manifest: Option<Manifest>,
    /// How many of the listed files are those that were written.
    pub unchanged: usize,
    /// Who signed it.
    pub signed: Signed,
    /// What judging its snapshots again came to, where the files allow it.
    pub reperformed: Option<Reperformed>,
    /// Everything that is wrong.
    pub problems: Vec<Problem>,
}

/// Who signed a pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Signed {
    /// Nobody.
    #[default]
    Not,
    /// The key of this id, which comes with the pack: anybody can do that.
    ByItsOwnKey(String),
    /// The key of this id, which was given.
    ByKey(String),
}

/// What judging again came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reperformed {
    /// How many controls there were.
    pub controls: usize,
    /// How many results they had.
    pub results: usize,
    /// Whether the reports were made again too, which only the tickmark that wrote them can.
    pub reports: bool,
}

/// Something that is wrong with a pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A name that cannot be in a pack.
    #[error("{0}")]
    Name(String),
    /// Something that is no file.
    #[error("{0:?} is no plain file: a link, a folder or a device has no place in a pack")]
    NoFile(String),
    /// A file that the manifest does not list.
    #[error("added: {0:?} is not in the manifest")]
    Added(String),
    /// A file that the manifest lists.
    #[error("missing: {0:?} is in the manifest alone")]
    Missing(String),
    /// A file of other bytes.
    #[error("altered: {0:?} is not what the manifest says")]
    Altered(String),
    /// A file that cannot be read.
    #[error("{path:?} cannot be read: {reason}")]
    Unreadable {
        /// Which.
        path: String,
        /// Why.
        reason: String,
    },
    /// A zip that is not as ours are.
    #[error("the zip is not as tickmark writes it: {0}")]
    Archive(String),
    /// More files than are read.
    #[error("there are more than {} files", super::MAX_FILES)]
    TooManyFiles,
    /// More bytes than are read.
    #[error("{0:?} is larger than what is read")]
    TooLarge(String),
    /// The manifest is refused.
    #[error("{0}")]
    Manifest(String),
    /// A signature was asked for, and there is none.
    #[error("the pack is not signed")]
    Unsigned,
    /// The signature is no good.
    #[error("the signature {0}")]
    Signature(&'static str),
    /// Nothing can be judged by what is in the pack.
    #[error("the assessment cannot be made again: {0}")]
    CannotJudge(String),
    /// The manifest says something else than the files.
    #[error("the manifest says {0} that the pack's snapshots and controls do not bear out")]
    Claim(&'static str),
    /// A result is another one.
    #[error("{0}")]
    Differs(Difference),
    /// A file that is not what the inputs make.
    #[error("{0:?} is not what this tickmark makes of the pack's snapshots and controls")]
    Remade(String),
    /// A file that the inputs do not make.
    #[error("{0:?} does not come of the pack's snapshots and controls")]
    Unexplained(String),
    /// A file that the inputs make.
    #[error("{0:?} is left out, though the pack's snapshots and controls make it")]
    LeftOut(String),
}

/// One result, then and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The control or criterion.
    pub of: String,
    /// The asset; none where the control or criterion as a whole differs.
    pub asset: Option<String>,
    /// What the pack says; none where it is silent.
    pub then: Option<String>,
    /// What judging again came to.
    pub now: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = |result: &Option<String>| result.clone().unwrap_or_else(|| "nothing".to_owned());
        let asset = self.asset.as_ref().map(|asset| format!(" on {asset}")).unwrap_or_default();
        write!(f, "{}{asset}: then {}, now {}", self.of, told(&self.then), told(&self.now))
    }
}
