//! The settings of a project: what is in force, and a file to begin with.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{ManagementArgs, OutputArgs, ProviderArgs, SelectArgs, SubjectArgs};

/// What to say of the settings.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Every setting with its value, and whether that is from an option, the environment, `tickmark.yaml` or nobody;
    /// takes the options of a scan and a report, to show what they would change
    Show(Box<ShowConfigArgs>),
}

/// How to show the settings, and with which options.
#[derive(Debug, Args)]
pub struct ShowConfigArgs {
    /// How to print them
    #[arg(long = "as", value_name = "FORMAT", value_enum, default_value = "table")]
    pub shown_as: ConfigFormat,
    /// Whose report it is.
    #[command(flatten)]
    pub subject: SubjectArgs,
    /// Whose account.
    #[command(flatten)]
    pub provider: ProviderArgs,
    /// Which controls.
    #[command(flatten)]
    pub select: SelectArgs,
    /// What management says.
    #[command(flatten)]
    pub management: ManagementArgs,
    /// What comes out.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// How settings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConfigFormat {
    /// For a person.
    Table,
    /// For a programme.
    Json,
}

/// Where to begin.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The file to write, which is not there yet
    #[arg(value_name = "FILE", default_value = "tickmark.yaml")]
    pub file: PathBuf,
}
