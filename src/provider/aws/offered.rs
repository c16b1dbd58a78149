//! Where AWS does not offer a service: no gap then, where the name of its endpoint does not resolve either.
//!
//! Neither is enough by itself. A table grows old, and a name that does not resolve may be the network's fault.

use crate::inventory::Region;

/// Services that are not everywhere, and the regions without them. Source: the endpoints that botocore 1.44 lists.
pub const ABSENT: &[(&str, &[&str])] =
    &[("codebuild", &["ap-east-2", "ca-west-1", "mx-central-1"]), ("inspector2", &["ap-southeast-6"])];

/// Whether the table says that a region lacks a service, which is named as the SDK names it.
pub(super) fn lacks(region: &Region, service: &str) -> bool {
    ABSENT.iter().any(|(name, regions)| *name == service && regions.contains(&region.as_str()))
}
