//! The command line's shape: clap structs only, no I/O and no logic.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::criteria::{Category, CloudEvidence, CriterionId};

/// A SOC 2 cloud posture scanner that never says more than it saw.
#[derive(Debug, Parser)]
#[command(version, about, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The 61 Trust Services Criteria: what each asks for, and what a cloud can show of it
    #[command(subcommand)]
    Criteria(CriteriaCommand),
    /// The controls: what each expects, and the test cases it carries
    #[command(subcommand)]
    Controls(ControlsCommand),
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
    },
    /// One criterion: its points of focus, what a cloud can show of each, and what an auditor asks for besides
    Show {
        /// The criterion, such as CC6.1
        id: CriterionId,
    },
}

/// What to say or do of the controls.
#[derive(Debug, Subcommand)]
pub enum ControlsCommand {
    /// One line a control
    List {
        /// A folder of your own controls, which add to the built-in ones or replace those of the same id
        #[arg(long, value_name = "DIR")]
        controls: Option<PathBuf>,
    },
    /// Runs the cases that each control carries
    Test {
        /// A folder of your own controls; the built-in ones are tested beside them
        #[arg(value_name = "DIR")]
        controls: Option<PathBuf>,
    },
    /// What the cases of each control leave unshown: a pass, a failure, each field denied, each null
    Lint {
        /// A folder of your own controls; the built-in ones are read beside them
        #[arg(value_name = "DIR")]
        controls: Option<PathBuf>,
    },
    /// The JSON Schema of a control file, for editors
    Schema,
}
