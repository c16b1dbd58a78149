//! Where AWS does not offer a service: no gap then, where the name of its endpoint does not resolve either.
//!
//! Neither is enough by itself. A table grows old, and a name that does not resolve may be the network's fault.

#[cfg(feature = "aws")]
use crate::inventory::Region;

/// Services that are not everywhere, and the regions without them. Source: the endpoints that botocore 1.44 lists.
pub const ABSENT: &[(&str, &[&str])] =
    &[("codebuild", &["ap-east-2", "ca-west-1", "mx-central-1"]), ("inspector2", &["ap-southeast-6"])];

/// The regions of the partitions aws, aws-cn and aws-us-gov, for a shell to complete; which there are for an account is
/// asked. Source: the endpoints that botocore 1.44 lists.
pub const REGIONS: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];

/// Whether the table says that a region lacks a service, which is named as the SDK names it.
#[cfg(feature = "aws")]
pub(super) fn lacks(region: &Region, service: &str) -> bool {
    ABSENT.iter().any(|(name, regions)| *name == service && regions.contains(&region.as_str()))
}
