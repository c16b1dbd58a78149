//! When a condition keeps a wildcard principal from being just anyone.
//!
//! It does so only by a key whose value the caller cannot choose, and only where each value names an
//! account, an organisation, an endpoint, or a range of addresses that one party holds. `sts:ExternalId`,
//! `aws:Referer`, `aws:UserAgent`, `aws:SecureTransport` and `kms:ViaService` are no such keys.

use super::condition::{Condition, Operator, Test, is_concrete};
use super::document::{account_of_arn, is_account_id};
use super::pattern;
use crate::inventory::net::{self, Cidr};

/// The widest IPv4 range that still counts as someone's own.
const LEAST_V4_PREFIX: u8 = 16;
/// The widest IPv6 range that does: what a registry hands to one network operator.
const LEAST_V6_PREFIX: u8 = 32;

/// What the values of a key must be like to name someone.
type Names = fn(&str) -> bool;

/// The keys, with the form of their values. Sources: the AWS global condition context keys, and for S3
/// "The meaning of public" in its user guide (which adds `aws:userid`, where it names one role or user).
const KEYS: &[(&str, Names)] = &[
    ("aws:PrincipalAccount", is_account_id),
    ("aws:PrincipalArn", is_owned_arn),
    ("aws:PrincipalOrgID", is_organisation),
    ("aws:PrincipalOrgPaths", is_organisation_path),
    ("aws:SourceAccount", is_account_id),
    ("aws:SourceArn", is_owned_arn),
    ("aws:SourceOrgID", is_organisation),
    ("aws:SourceOrgPaths", is_organisation_path),
    ("aws:SourceOwner", is_account_id),
    ("aws:SourceVpc", |value| is_endpoint(value, "vpc-")),
    ("aws:SourceVpce", |value| is_endpoint(value, "vpce-")),
    ("aws:userid", is_unique_id),
    ("aws:VpceAccount", is_account_id),
    ("aws:VpceOrgID", is_organisation),
    ("aws:VpceOrgPaths", is_organisation_path),
    ("kms:CallerAccount", is_account_id),
    ("s3:DataAccessPointAccount", is_account_id),
    ("s3:DataAccessPointArn", is_owned_arn),
];

/// Whether an Allow under these conditions, all of which must hold, is only for someone known.
pub fn is_bounded(conditions: &[Condition]) -> bool {
    conditions.iter().any(|condition| condition.operator.is_positive() && names_someone(condition))
}

/// Whether a Deny under these conditions keeps out everyone unknown: it bites whoever all of them hold for,
/// so each must hold for everyone but someone known, or for everyone but services of AWS.
pub fn keeps_strangers_out(conditions: &[Condition]) -> bool {
    conditions.iter().all(|condition| {
        (condition.operator.is_complete_negation() && names_someone(condition)) || spares_services_only(condition)
    })
}

fn names_someone(condition: &Condition) -> bool {
    let values = &condition.values;
    if values.is_empty() {
        return false;
    }
    if condition.is_on("aws:SourceIp") {
        let ranges: Option<Vec<Cidr>> = values.iter().map(|value| value.parse().ok()).collect();
        return ranges.is_some_and(|ranges| ranges.iter().all(|range| is_own(*range)) && !net::internet_wide(&ranges));
    }
    let names = KEYS.iter().find(|(key, _)| condition.is_on(key));
    names.is_some_and(|(_, names)| values.iter().all(|value| names(value)))
}

/// `aws:PrincipalIsAWSService` is missing from anonymous requests: without `IfExists` the Deny would miss them.
fn spares_services_only(condition: &Condition) -> bool {
    let bool_if_exists = Operator { quantifier: None, test: Test::Bool, if_exists: true };
    condition.is_on("aws:PrincipalIsAWSService")
        && condition.operator == bool_if_exists
        && condition.values.iter().any(|value| value.eq_ignore_ascii_case("false"))
}

/// A range wider than the limit is nobody's own, unless no request from the internet can come from it.
fn is_own(range: Cidr) -> bool {
    let least = if range.is_v4() { LEAST_V4_PREFIX } else { LEAST_V6_PREFIX };
    range.prefix_length() >= least || !range.is_public()
}

/// Any ARN of one account. Those of S3 name no account: there the bucket, whose name is unique, must be whole.
fn is_owned_arn(arn: &str) -> bool {
    if account_of_arn(arn).is_some() {
        return true;
    }
    let segments: Vec<&str> = arn.splitn(6, ':').collect();
    match segments.as_slice() {
        ["arn", partition, "s3", "", "", resource] => {
            let bucket = resource.split('/').next().unwrap_or_default();
            !pattern::has_variable(partition) && is_concrete(bucket)
        }
        _ => false,
    }
}

fn is_organisation(value: &str) -> bool {
    value.strip_prefix("o-").is_some_and(is_plain_id)
}

/// `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*`: the organisation comes first, and must be whole.
fn is_organisation_path(value: &str) -> bool {
    value.split_once('/').is_some_and(|(organisation, _)| is_organisation(organisation))
}

fn is_endpoint(value: &str, prefix: &str) -> bool {
    value.strip_prefix(prefix).is_some_and(is_plain_id)
}

/// `AROAEXAMPLEID:*`, `AIDAEXAMPLEID`: the id of one role or user, before what its sessions are called.
fn is_unique_id(value: &str) -> bool {
    let id = value.split(':').next().unwrap_or_default();
    id.len() >= 16 && id.starts_with('A') && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn is_plain_id(rest: &str) -> bool {
    rest.len() >= 8 && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}
