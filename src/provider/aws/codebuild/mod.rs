//! AWS CodeBuild.

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "codebuild",
    ops: &[],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
