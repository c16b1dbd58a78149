//! What every collection asks first: whose credentials these are, and which regions are open.

use crate::provider::{Op, Service};

/// Needs no permission; answers account, ARN and id of the caller.
pub static GET_CALLER_IDENTITY: Op =
    Op { service: "sts", name: "GetCallerIdentity", iam_action: "sts:GetCallerIdentity", none: &[], gone: &[] };

/// The regions that are enabled for the account. It also serves to find out whether a service control policy closes
/// a region.
pub static DESCRIBE_REGIONS: Op =
    Op { service: "ec2", name: "DescribeRegions", iam_action: "ec2:DescribeRegions", none: &[], gone: &[] };

/// STS as the registry lists it: it has no assets.
pub static SERVICE: Service = Service {
    name: "sts",
    ops: &[&GET_CALLER_IDENTITY, &DESCRIBE_REGIONS],
    kinds: &[],
    #[cfg(feature = "aws")]
    collectors: &[],
};
