//! Amazon OpenSearch Service.

#[cfg(feature = "aws")]
mod collect;
mod domain;

pub use domain::Domain;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "opensearch",
    ops: &[&domain::LIST_DOMAIN_NAMES, &domain::DESCRIBE_DOMAINS],
    kinds: &[domain::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[crate::provider::Collector {
        kinds: &[<Domain as crate::inventory::Asset>::KIND],
        run: |context| Box::pin(collect::domains(context)),
    }],
};
