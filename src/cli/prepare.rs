//! The shape of the commands that come before a scan: what it would call, and what it must be allowed.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ProviderArgs, SelectArgs};
use crate::render::policy::PolicyFormat;

/// What a scan with the same options would call.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// How to print it
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "table")]
    pub format: PlanFormat,
    /// Whose account.
    #[command(flatten)]
    pub provider: ProviderArgs,
    /// Which controls.
    #[command(flatten)]
    pub select: SelectArgs,
}

/// Whether a scan with the same options can work.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// How to print it
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "table")]
    pub format: PlanFormat,
    /// Ask nothing of IAM's policy simulator
    #[arg(long)]
    pub no_simulation: bool,
    /// Whose account.
    #[command(flatten)]
    pub provider: ProviderArgs,
    /// Which controls.
    #[command(flatten)]
    pub select: SelectArgs,
}

/// How a plan is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlanFormat {
    /// For a person.
    Table,
    /// For a programme.
    Json,
}

/// For which shell.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
}

/// Where the manual goes.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The folder to write a page for each command into
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

/// What a scan with the same controls must be allowed.
#[derive(Debug, Args)]
pub struct IamPolicyArgs {
    /// How to write it
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "json")]
    pub format: PolicyFormat,
    /// Write it to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Leave out what IAM's credential report needs
    #[arg(long)]
    pub no_credential_report: bool,
    /// Which controls.
    #[command(flatten)]
    pub select: SelectArgs,
}
