//! AWS Certificate Manager.

mod certificate;
#[cfg(feature = "aws")]
mod collect;

pub use certificate::Certificate;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "acm",
    ops: &[&certificate::LIST_CERTIFICATES],
    kinds: &[certificate::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[collect::COLLECTOR],
};
