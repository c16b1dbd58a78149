//! Amazon Elastic Container Registry.

#[cfg(feature = "aws")]
mod collect;
mod repository;
mod scanning;

pub use repository::Repository;
pub use scanning::{Registry, ScanningRule};

#[cfg(feature = "aws")]
use crate::inventory::Asset as _;
#[cfg(feature = "aws")]
use crate::provider::Collector;
use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "ecr",
    ops: &[
        &repository::DESCRIBE_REPOSITORIES,
        &repository::GET_REPOSITORY_POLICY,
        &scanning::GET_REGISTRY_SCANNING_CONFIGURATION,
    ],
    kinds: &[repository::SPEC, scanning::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[
        Collector { kinds: &[Repository::KIND], run: |context| Box::pin(collect::repositories(context)) },
        Collector { kinds: &[Registry::KIND], run: |context| Box::pin(collect::registry(context)) },
    ],
};
