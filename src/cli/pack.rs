//! The evidence pack: what to write into one, and how to verify one.

use std::path::PathBuf;

use clap::Args;

use super::{ManagementArgs, SelectArgs, SubjectArgs};
use crate::control::Severity;

/// What to pack. It is no gate: the exit status is 0 where the pack was written.
#[derive(Debug, Args)]
pub struct WritePackArgs {
    /// Snapshots; several are judged together, and one can tell what is out of another's sight
    #[arg(value_name = "SNAPSHOT", required_unless_present = "demo")]
    pub snapshots: Vec<PathBuf>,
    /// Pack the account that comes with tickmark
    #[arg(long, conflicts_with = "snapshots")]
    pub demo: bool,
    /// Where to write it: a zip where the name ends in .zip, else a folder that is not there yet
    #[arg(long, short, value_name = "DIR|FILE.zip")]
    pub output: PathBuf,
    /// Sign it with this secret key of minisign; its password is asked for, or taken from `TICKMARK_KEY_PASSWORD`
    #[arg(long, value_name = "KEY")]
    pub sign_with: Option<PathBuf>,
    /// Whose report it is.
    #[command(flatten)]
    pub subject: SubjectArgs,
    /// From this severity on, a failed supporting control makes a deviation of its criterion
    #[arg(long, value_name = "SEVERITY", default_value = "medium")]
    pub criterion_threshold: Severity,
    /// Whether names are replaced.
    #[command(flatten)]
    pub redact: RedactArgs,
    /// Which controls.
    #[command(flatten)]
    pub select: SelectArgs,
    /// What management says.
    #[command(flatten)]
    pub management: ManagementArgs,
}

/// Whether account ids and names are replaced.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Redaction")]
pub struct RedactArgs {
    /// Replace account ids and names in the snapshots, and make everything else from that; what was replaced in two
    /// packs with one key can be compared by whoever holds it
    #[arg(long, requires = "redaction_key")]
    pub redact: bool,
    /// The key, a file of at least 32 random bytes
    #[arg(long, value_name = "FILE", requires = "redact")]
    pub redaction_key: Option<PathBuf>,
}

/// What to verify.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The pack, a folder or a zip
    #[arg(value_name = "PACK")]
    pub pack: PathBuf,
    /// The public key that must have signed it, or its file; have it from who signed, not from the pack
    #[arg(long, value_name = "KEY|FILE")]
    pub public_key: Option<String>,
}
