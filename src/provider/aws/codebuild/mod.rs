//! AWS CodeBuild.

#[cfg(any(feature = "aws", test))]
mod buildspec;
#[cfg(feature = "aws")]
mod collect;
mod project;

pub use project::{Project, Variable};

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "codebuild",
    ops: &[&project::LIST_PROJECTS, &project::BATCH_GET_PROJECTS],
    kinds: &[project::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<Project as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::projects(context)),
    }],
};
