//! Why one control came to what it did.

use std::path::PathBuf;

use clap::Args;

use super::{ManagementArgs, PackArgs};

/// What to explain.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The control, such as aws-s3-bucket-versioning
    #[arg(value_name = "CONTROL")]
    pub control: String,
    /// The asset: its id, ARN or name; without one, what the control came to on each
    #[arg(value_name = "ASSET")]
    pub asset: Option<String>,
    /// Snapshots, judged together; without any, what the control expects
    #[arg(value_name = "SNAPSHOT")]
    pub snapshots: Vec<PathBuf>,
    /// Explain it on the account that comes with tickmark
    #[arg(long, conflicts_with = "snapshots")]
    pub demo: bool,
    /// The controls there are.
    #[command(flatten)]
    pub pack: PackArgs,
    /// What management says.
    #[command(flatten)]
    pub management: ManagementArgs,
}
