//! What management says: the files that the other commands read, and the commands that look after them.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::PackArgs;
use crate::criteria::{Category, CriterionId};
use crate::inventory::Timestamp;

/// What management says beside what was seen.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Management")]
pub struct ManagementArgs {
    /// The risks that management accepts: see `tickmark acceptances check`
    #[arg(long, value_name = "FILE")]
    pub acceptances: Option<PathBuf>,
    /// The documents that management has on file: see `tickmark documents check`
    #[arg(long, value_name = "FILE")]
    pub documents: Option<PathBuf>,
}

/// What to say of the accepted risks.
#[derive(Debug, Subcommand)]
pub enum AcceptancesCommand {
    /// Checks the file, and says which acceptances are honoured and what each covers; ends with 1 where one is not
    /// honoured, or is unused
    Check {
        /// The file
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Snapshots in which to look for what it covers; without any it is judged as of now
        #[arg(value_name = "SNAPSHOT")]
        snapshots: Vec<PathBuf>,
        /// The controls there are.
        #[command(flatten)]
        pack: PackArgs,
    },
}

/// What to say or do of the documents.
#[derive(Debug, Subcommand)]
pub enum DocumentsCommand {
    /// Adds a document at the end of the file, of which nothing else changes; makes the file where there is none
    Add(AddDocument),
    /// Checks the file, and says as of now what is on file and whether it counts; ends with 1 where some of it is stale,
    /// altered or not dated yet
    Check {
        /// The file
        #[arg(value_name = "FILE", default_value = "documents.yaml")]
        file: PathBuf,
    },
    /// The list that an auditor would send, by whom to ask: what the criteria in scope want documents for, and have none
    /// that counts as of now
    Requests(RequestDocuments),
}

/// A document to be.
#[derive(Debug, Args)]
pub struct AddDocument {
    /// The criterion that it is for, such as CC1.1
    pub criterion: CriterionId,
    /// A point of focus that it is for; repeatable [default: the criterion as a whole]
    #[arg(long, value_name = "NAME")]
    pub point: Vec<String>,
    /// A file, in the folder of the documents or below it; repeatable
    #[arg(long, value_name = "FILE", required_unless_present = "link")]
    pub file: Vec<PathBuf>,
    /// Where else it is kept; repeatable
    #[arg(long, value_name = "URL")]
    pub link: Vec<String>,
    /// What it states
    #[arg(long, value_name = "TEXT")]
    pub statement: String,
    /// Who answers for it
    #[arg(long, value_name = "WHO")]
    pub owner: String,
    /// The day that it is dated, such as 2026-01-31 [default: today in UTC]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub date: Option<Timestamp>,
    /// The last day on which it counts [default: 365 days after its date]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub valid_until: Option<Timestamp>,
    /// The file to add it to
    #[arg(long, value_name = "FILE", default_value = "documents.yaml")]
    pub documents: PathBuf,
}

/// What to ask for, and how to print it.
#[derive(Debug, Args)]
pub struct RequestDocuments {
    /// The file [default: documents.yaml, if it is there]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Only this category: security, availability, `processing_integrity`, confidentiality, privacy; repeatable
    #[arg(long, value_name = "CATEGORY")]
    pub category: Vec<Category>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: RequestFormat,
}

/// How to print a list of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RequestFormat {
    /// For a terminal.
    Text,
    /// For an issue or a page.
    Markdown,
    /// For a spreadsheet.
    Csv,
}

/// A day in UTC, by its beginning.
fn day(word: &str) -> Result<Timestamp, String> {
    Timestamp::from_date(word).ok_or_else(|| format!("{word:?} is no day: write it as 2026-12-31"))
}
