//! The command line's shape: clap structs only, no I/O and no logic.

mod config;
mod diff;
mod explain;
mod management;
mod pack;
mod prepare;
mod report;

use std::num::{NonZeroU32, NonZeroU64, NonZeroUsize};
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::control::Severity;
use crate::control::param::Override;
use crate::criteria::{Category, CloudEvidence, CriterionId};
use crate::inventory::{AccountId, Region};
use crate::render::{By, FORMATS};

pub use config::{ConfigCommand, ConfigFormat, InitArgs, ShowConfigArgs};
pub use diff::DiffArgs;
pub use explain::ExplainArgs;
pub use management::{
    AcceptancesCommand, AddDocument, DocumentsCommand, ManagementArgs, RequestDocuments, RequestFormat,
};
pub use pack::{RedactArgs, VerifyArgs, WritePackArgs};
pub use prepare::{CompletionsArgs, DoctorArgs, IamPolicyArgs, ManArgs, PlanArgs, PlanFormat};
pub use report::{ReportArgs, SubjectArgs};

/// A SOC 2 cloud posture scanner that never says more than it saw.
#[derive(Debug, Parser)]
#[command(version, about, arg_required_else_help = true, max_term_width = 120)]
pub struct Cli {
    /// How much is said while it works.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// What was decided once.
    #[command(flatten)]
    pub settings: SettingsArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// How much is said, on standard error, while it works.
#[derive(Debug, Default, Args)]
pub struct GlobalArgs {
    /// Print long output on a terminal as it is, and not through `$TICKMARK_PAGER`, `$PAGER` or less
    #[arg(long, global = true)]
    pub no_pager: bool,
    /// Show no progress
    #[arg(long, global = true)]
    pub no_progress: bool,
    /// Say more: how often each operation was called
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// Say nothing but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
}

/// Where the settings of the project stand.
#[derive(Debug, Default, Args)]
pub struct SettingsArgs {
    /// Take the settings from this file [default: tickmark.yaml here or above, as far as the repository reaches]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Take the settings from no file
    #[arg(long, global = true, conflicts_with = "config")]
    pub no_config: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Collect the state of an account, judge it, and print the report
    Scan(ScanArgs),
    /// Collect the state of an account into a snapshot, to be judged later
    Collect(CollectArgs),
    /// Judge snapshots that were collected before, with no credentials and no network
    Assess(AssessArgs),
    /// Why a control came to what it did: what was read and expected, why it matters, how to put it right or accept it
    Explain(ExplainArgs),
    /// What changed between two snapshots or assessments: new failures, what was fixed, and what was not observed
    Diff(DiffArgs),
    /// What a scan with the same options would call, for which controls; nothing is called but who and where
    Plan(PlanArgs),
    /// Whether a scan with the same options can work, and what it will miss: each call that it needs is tried once
    ///
    /// Credentials, identity, regions, clock, endpoints, and each permission that the selected controls need: allowed, denied
    /// or not to be told. Each call is sent once, whatever --max-attempts says, in one region and for what is global. What no
    /// call can tell is asked of IAM's policy simulator where that is allowed, and marked so.
    ///
    /// Ends with 0 where nothing that is needed is known to be missing, 3 where something is denied or a call failed, 2 where
    /// it could not be tried at all.
    Doctor(DoctorArgs),
    /// The permissions that a scan needs, and no more: as JSON, Terraform or a template with its role
    IamPolicy(IamPolicyArgs),
    /// Write an evidence pack: the report with all that it rests on, hashed and signed, in one folder or zip
    Pack(WritePackArgs),
    /// Verify an evidence pack: its files, its signature, and its results, which are made again
    Verify(VerifyArgs),
    /// Write the auditor's point-in-time (Type 1) report on snapshots: it is no gate, and ends with 0 when it was written
    Report(ReportArgs),
    /// The 61 Trust Services Criteria: what each asks for, and what a cloud can show of it
    #[command(subcommand)]
    Criteria(CriteriaCommand),
    /// The controls: what each expects, and the test cases it carries
    #[command(subcommand)]
    Controls(ControlsCommand),
    /// The risks that management accepts, as a file: whether it is sound, and what each acceptance covers
    #[command(subcommand)]
    Acceptances(AcceptancesCommand),
    /// The documents that no scanner can replace, as a file: what is on file, and what an auditor would ask for
    #[command(subcommand)]
    Documents(DocumentsCommand),
    /// The settings of a project, `tickmark.yaml`: what is in force, and where each comes from
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Write a commented `tickmark.yaml` in which no setting is made yet
    Init(InitArgs),
    /// What a shell completes on the Tab key: commands, options, controls, criteria and regions
    Completions(CompletionsArgs),
    /// The manual, as pages for man(1)
    Man(ManArgs),
}

/// What to judge again.
#[derive(Debug, Args)]
pub struct AssessArgs {
    /// Snapshots; several are judged together, and one can tell what is out of another's sight
    #[arg(value_name = "SNAPSHOT", required = true)]
    pub snapshots: Vec<PathBuf>,
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

/// What to collect and judge.
#[derive(Debug, Args)]
pub struct ScanArgs {
    /// Report on an account that comes with tickmark: no credentials, no network
    #[arg(long, conflicts_with_all = ["save", "region", "profile", "role_arn", "endpoint_url"])]
    pub demo: bool,
    /// Keep what was collected in this file, compressed where its name ends in .zst
    #[arg(long, value_name = "SNAPSHOT")]
    pub save: Option<PathBuf>,
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

/// What to collect.
#[derive(Debug, Args)]
pub struct CollectArgs {
    /// The file to keep it in, compressed where its name ends in .zst
    #[arg(long, value_name = "SNAPSHOT")]
    pub save: PathBuf,
    /// Whose account.
    #[command(flatten)]
    pub provider: ProviderArgs,
    /// Only what these controls read; without any of these options, everything.
    #[command(flatten)]
    pub select: SelectArgs,
}

/// Whose account to ask, where, and how patiently.
#[derive(Debug, Args)]
#[command(next_help_heading = "AWS")]
pub struct ProviderArgs {
    /// Only this account: where the credentials are of another, nothing is asked; repeatable
    #[arg(long, value_name = "ID")]
    pub account: Vec<AccountId>,
    /// Only this region; repeatable [default: every region that is enabled in the account]
    #[arg(long, value_name = "REGION", value_parser = region)]
    pub region: Vec<Region>,
    /// The profile of the AWS configuration files
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// Assume this role first
    #[arg(long, value_name = "ARN")]
    pub role_arn: Option<String>,
    /// The external id that the role asks for
    #[arg(long, value_name = "ID", requires = "role_arn")]
    pub external_id: Option<String>,
    /// Ask this endpoint instead of AWS, for every service
    #[arg(long, value_name = "URL")]
    pub endpoint_url: Option<String>,
    /// Neither generate nor read IAM's credential report: ask for each user instead
    #[arg(long)]
    pub no_credential_report: bool,
    /// The most calls at once to one service in one region; halved when it asks to slow down
    #[arg(long, value_name = "N", default_value = "16")]
    pub concurrency: NonZeroUsize,
    /// The longest that one call may take, with all its attempts, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "120")]
    pub timeout: NonZeroU64,
    /// How often one call is tried
    #[arg(long, value_name = "N", default_value = "12")]
    pub max_attempts: NonZeroU32,
}

/// A region by its name; `global` and `*` are ours and name none.
fn region(word: &str) -> Result<Region, String> {
    match word.parse::<Region>() {
        Ok(region) if region != Region::GLOBAL && region != Region::EVERY => Ok(region),
        Ok(_) => Err(format!("{word} is no region: leave --region out for all of them")),
        Err(problem) => Err(problem.to_string()),
    }
}

/// The controls there are.
#[derive(Debug, Default, Clone, Args)]
#[command(next_help_heading = "Controls")]
pub struct PackArgs {
    /// A folder of your own controls, which add to the built-in ones or replace those of the same id
    #[arg(long, value_name = "DIR")]
    pub controls: Option<PathBuf>,
    /// The value of a control's parameter; a list is joined by commas; repeatable
    #[arg(long, value_name = "ID.NAME=VALUE")]
    pub param: Vec<Override>,
}

/// Which of the controls: within one option any of its words, across options all of them.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Selection")]
pub struct SelectArgs {
    /// Only this control; repeatable
    #[arg(long, value_name = "ID")]
    pub control: Vec<String>,
    /// Only controls that speak to this criterion, such as CC6.1; repeatable
    #[arg(long, value_name = "ID")]
    pub criterion: Vec<String>,
    /// Only this category: security, availability, confidentiality, `processing_integrity`, privacy; repeatable
    #[arg(long, value_name = "CATEGORY")]
    pub category: Vec<String>,
    /// Only controls of this severity: critical, high, medium, low; repeatable
    #[arg(long, value_name = "SEVERITY")]
    pub severity: Vec<String>,
    /// Only controls of this service, such as s3; repeatable
    #[arg(long, value_name = "SERVICE")]
    pub service: Vec<String>,
    /// Which there are.
    #[command(flatten)]
    pub pack: PackArgs,
}

/// The report, and what it tells a build.
#[derive(Debug, Args)]
#[command(next_help_heading = "Report")]
pub struct OutputArgs {
    /// How to print the report, or how to write its only file [default: table, or by the extension of --output]
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name)))]
    pub format: Option<String>,
    /// Write the report to this file instead of standard output; repeatable, each in the format of its extension, and
    /// then --format prints one on standard output besides
    #[arg(long, short, value_name = "FILE")]
    pub output: Vec<PathBuf>,
    /// How the table groups what failed
    #[arg(long, value_name = "GROUP", value_enum, default_value = "control")]
    pub by: By,
    /// Of the findings, only failures
    #[arg(long)]
    pub only_failures: bool,
    /// Exit with 1 where something fails at this severity (critical, high, medium, low or never) or above, and with 3
    /// where such a control was not evaluated
    #[arg(long, value_name = "SEVERITY", default_value = "low", hide_possible_values = true)]
    pub fail_on: FailOn,
    /// Exit with 3 where less than this share of the planned checks could be made, in percent
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub min_coverage: Option<u8>,
    /// Exit with 1 where this criterion deviates, and with 3 where that could not be told; repeatable, beside --fail-on
    #[arg(long, value_name = "ID")]
    pub fail_on_criterion: Vec<CriterionId>,
    /// An earlier assessment, as --format json wrote it: what changed since is told on standard error
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Exit with 1 only for what is no failure in the baseline; what was not evaluated there and fails now is new
    #[arg(long, requires = "baseline")]
    pub new_only: bool,
    /// From this severity on, a failed supporting control makes a deviation of its criterion
    #[arg(long, value_name = "SEVERITY", default_value = "medium")]
    pub criterion_threshold: Severity,
    /// A state, as `terraform show -json` writes it: SARIF then tells the address of each of its resources; repeatable
    #[arg(long, value_name = "FILE")]
    pub terraform_state: Vec<PathBuf>,
    /// How many threads may judge; the result is the same for any number
    #[arg(long, value_name = "N", hide = true)]
    pub threads: Option<NonZeroUsize>,
}

/// From which severity on a failure fails the run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Only the gravest.
    Critical,
    /// These and graver ones.
    High,
    /// These and graver ones.
    Medium,
    /// Any.
    #[default]
    Low,
    /// Not any.
    Never,
}

/// What to say of the criteria.
#[derive(Debug, Subcommand)]
pub enum CriteriaCommand {
    /// One line a criterion, in the order of the AICPA's document
    List {
        /// Only this category: security, availability, `processing_integrity`, confidentiality, privacy; repeatable
        #[arg(long, value_name = "CATEGORY")]
        category: Vec<Category>,
        /// Only criteria of which a cloud is evidence to this degree: automated, partial, manual; repeatable
        #[arg(long, value_name = "DEGREE")]
        evidence: Vec<CloudEvidence>,
        /// Show which controls speak to each point of focus, and which points have none
        #[arg(long)]
        coverage: bool,
        /// The controls there are.
        #[command(flatten)]
        pack: PackArgs,
    },
    /// One criterion: its points of focus, the controls that are evidence of each, and what an auditor asks for besides
    Show {
        /// The criterion, such as CC6.1
        id: CriterionId,
        /// The controls there are.
        #[command(flatten)]
        pack: PackArgs,
    },
}

/// What to say or do of the controls.
#[derive(Debug, Subcommand)]
pub enum ControlsCommand {
    /// One line a control
    List(SelectArgs),
    /// One control: what it expects, why, where it looks, and how to put a failure right
    Show {
        /// The control, such as aws-s3-account-public-access-block
        id: String,
        /// The controls there are.
        #[command(flatten)]
        pack: PackArgs,
    },
    /// Runs the cases that each control carries
    Test {
        /// A folder of your own controls, to test instead of the built-in ones
        #[arg(value_name = "DIR")]
        controls: Option<PathBuf>,
    },
    /// What the cases of each control leave unshown: a pass, a failure, each field denied, each null
    Lint {
        /// A folder of your own controls, to check instead of the built-in ones
        #[arg(value_name = "DIR")]
        controls: Option<PathBuf>,
    },
    /// The JSON Schema of a control file, for editors
    Schema,
}
