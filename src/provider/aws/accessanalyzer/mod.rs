//! IAM Access Analyzer.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "accessanalyzer",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
