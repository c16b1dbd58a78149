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
    ("aws:SourceVpcArn", is_owned_arn),
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
pub(super) fn is_bounded(conditions: &[Condition]) -> bool {
    conditions.iter().any(|condition| condition.operator.is_positive() && names_someone(condition))
}

/// The keys by which a service tells on whose behalf it calls, in lower case.
const SOURCES: &[&str] =
    &["aws:sourceaccount", "aws:sourcearn", "aws:sourceowner", "aws:sourceorgid", "aws:sourceorgpaths"];

/// Whether an Allow under these conditions is only for what a service does on behalf of someone known.
pub(super) fn has_known_source(conditions: &[Condition]) -> bool {
    let tells = |condition: &Condition| SOURCES.iter().any(|key| condition.is_on(key));
    conditions.iter().any(|condition| tells(condition) && condition.operator.is_positive() && names_someone(condition))
}

/// Whether a Deny under these conditions keeps out everyone unknown: it bites whoever all of them hold for,
/// so each must hold for everyone but someone known, or for everyone but services of AWS.
pub(super) fn keeps_strangers_out(conditions: &[Condition]) -> bool {
    conditions.iter().all(|condition| {
        (condition.operator.is_complete_negation() && names_someone(condition)) || spares_services_only(condition)
    })
}

/// The organizations that a condition on the caller's names, where each value names one.
pub(super) fn organizations(condition: &Condition) -> Option<Vec<String>> {
    let caller = condition.is_on("aws:PrincipalOrgID") || condition.is_on("aws:PrincipalOrgPaths");
    let first = |value: &String| value.split('/').next().unwrap_or_default().to_owned();
    (caller && names_someone(condition)).then(|| condition.values.iter().map(first).collect())
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
/// A `*` of `StringLike` could reach across colons, but no ARN has a second account where it would come to lie.
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

/// `AROAEXAMPLEID:*`, `AIDAEXAMPLEID`: the id of one role or user, before what its sessions are called; of an
/// account's root user the account.
fn is_unique_id(value: &str) -> bool {
    if is_account_id(value) {
        return true;
    }
    let id = value.split(':').next().unwrap_or_default();
    id.len() >= 16 && id.starts_with('A') && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn is_plain_id(rest: &str) -> bool {
    rest.len() >= 8 && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(operator: &str, key: &str, values: &[&str]) -> Condition {
        Condition {
            operator: operator.parse().unwrap(),
            key: key.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        }
    }

    fn bounds(operator: &str, key: &str, values: &[&str]) -> bool {
        is_bounded(&[condition(operator, key, values)])
    }

    #[test]
    fn keys_that_bound() {
        for (key, value) in [
            ("aws:PrincipalOrgID", "o-a1b2c3d4e5"),
            ("aws:PrincipalOrgPaths", "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"),
            ("aws:PrincipalOrgPaths", "o-a1b2c3d4e5/*"),
            ("aws:PrincipalAccount", "123456789012"),
            ("aws:PrincipalArn", "arn:aws:iam::123456789012:*"),
            ("aws:PrincipalArn", "arn:aws:iam::123456789012:user/${aws:username}"),
            ("AWS:SOURCEACCOUNT", "123456789012"),
            ("aws:SourceOwner", "123456789012"),
            ("aws:SourceArn", "arn:aws:sns:*:123456789012:*"),
            ("aws:SourceArn", "arn:aws:s3:::logs"),
            ("aws:SourceArn", "arn:aws:s3:::logs/*"),
            ("aws:SourceOrgID", "o-a1b2c3d4e5"),
            ("aws:SourceVpc", "vpc-1a2b3c4d"),
            ("aws:SourceVpce", "vpce-0123456789abcdef0"),
            ("kms:CallerAccount", "123456789012"),
            ("s3:DataAccessPointAccount", "123456789012"),
            ("s3:DataAccessPointArn", "arn:aws:s3:eu-west-1:123456789012:accesspoint/*"),
            ("aws:userid", "AROADBQP57FF2AEXAMPLE:*"),
            ("aws:SourceIp", "203.0.113.7"),
        ] {
            assert!(bounds("StringLike", key, &[value]), "{key} {value}");
            assert!(!bounds("StringLike", key, &[value, "*"]), "{key}: each value must bound");
            assert!(!bounds("StringLike", key, &[]), "{key} of nothing");
        }
    }

    #[test]
    fn values_that_do_not() {
        for (key, value) in [
            ("aws:PrincipalOrgID", "*"),
            ("aws:PrincipalOrgID", "o-*"),
            ("aws:PrincipalOrgID", "${aws:ResourceOrgID}"),
            ("aws:PrincipalOrgPaths", "o-*/r-ab12/*"),
            ("aws:PrincipalOrgPaths", "o-a1b2c3d4e5*"),
            ("aws:PrincipalAccount", "12345678901?"),
            ("aws:PrincipalAccount", "1234567890123"),
            ("aws:SourceAccount", "${aws:PrincipalAccount}"),
            ("aws:PrincipalArn", "*"),
            ("aws:PrincipalArn", "arn:aws:iam::*:role/admin"),
            ("aws:PrincipalArn", "arn:aws:*123456789012:root"),
            ("aws:SourceArn", "arn:aws:sns:*:*:*"),
            ("aws:SourceArn", "arn:aws:${a:b}:123456789012:x:y"),
            ("aws:SourceArn", "arn:aws:s3:::logs*"),
            ("aws:SourceArn", "arn:aws:s3:::*"),
            ("aws:SourceArn", "arn:aws:apigateway:eu-west-1::/restapis/x"),
            ("aws:SourceVpc", "vpc-*"),
            ("aws:SourceVpce", "vpc-1a2b3c4d"),
            ("aws:userid", "*:session"),
            ("aws:userid", "AROA*"),
            ("sts:ExternalId", "123456789012"),
            ("aws:Referer", "https://example.com"),
            ("aws:UserAgent", "secret"),
            ("aws:SecureTransport", "true"),
            ("kms:ViaService", "s3.eu-west-1.amazonaws.com"),
            ("aws:ResourceAccount", "123456789012"),
            ("aws:PrincipalTag/team", "123456789012"),
        ] {
            assert!(!bounds("StringLike", key, &[value]), "{key} {value}");
        }
    }

    #[test]
    fn operators_that_bound() {
        for operator in [
            "StringEquals",
            "stringequals",
            "StringEqualsIgnoreCase",
            "StringLike",
            "ArnEquals",
            "ArnLike",
            "ForAnyValue:StringEquals",
            "ForAnyValue:ArnLike",
        ] {
            assert!(bounds(operator, "aws:PrincipalArn", &["arn:aws:iam::123456789012:root"]), "{operator}");
        }
        for operator in [
            "StringEqualsIfExists",
            "ForAllValues:StringEquals",
            "ForAnyValue:StringEqualsIfExists",
            "StringNotEquals",
            "ArnNotLike",
            "StringNotLike",
            "Null",
            "NumericEquals",
        ] {
            assert!(!bounds(operator, "aws:PrincipalArn", &["arn:aws:iam::123456789012:root"]), "{operator}");
        }
    }

    #[test]
    fn ranges_that_bound() {
        let own = |ranges: &[&str]| bounds("IpAddress", "aws:SourceIp", ranges);
        assert!(own(&["203.0.113.0/24", "198.51.100.1"]) && own(&["54.1.0.0/16"]) && own(&["2a01:1234::/32"]));
        assert!(own(&["10.0.0.0/8"]), "no request from the internet comes from there");
        assert!(!own(&["54.0.0.0/15"]) && !own(&["0.0.0.0/0"]) && !own(&["2a01::/31"]) && !own(&["::/0"]));
        assert!(!own(&["54.1.0.0/16", "0.0.0.0/1"]) && !own(&["office"]) && !own(&["54.*"]));
        let half: Vec<String> = (0..=u16::MAX / 2).map(|high| format!("{}.{}.0.0/16", high >> 8, high & 255)).collect();
        let half: Vec<&str> = half.iter().map(String::as_str).collect();
        assert!(!own(&half), "half of the internet in small pieces");
        assert!(!bounds("NotIpAddress", "aws:SourceIp", &["203.0.113.0/24"]));
    }

    #[test]
    fn one_bounding_key_is_enough() {
        let org = condition("StringEquals", "aws:PrincipalOrgID", &["o-a1b2c3d4e5"]);
        let via = condition("StringEquals", "kms:ViaService", &["s3.eu-west-1.amazonaws.com"]);
        assert!(is_bounded(&[via.clone(), org]) && !is_bounded(&[via]) && !is_bounded(&[]));
    }

    #[test]
    fn denies_that_keep_strangers_out() {
        let org = |operator| condition(operator, "aws:PrincipalOrgID", &["o-a1b2c3d4e5"]);
        let services = |operator| condition(operator, "aws:PrincipalIsAWSService", &["false"]);
        let range = condition("NotIpAddress", "aws:SourceIp", &["203.0.113.0/24"]);
        assert!(keeps_strangers_out(&[]));
        for operator in ["StringNotEquals", "StringNotEqualsIfExists", "StringNotLike", "ForAllValues:StringNotEquals"]
        {
            assert!(keeps_strangers_out(&[org(operator)]), "{operator}");
        }
        assert!(keeps_strangers_out(&[org("StringNotEquals"), services("BoolIfExists"), range.clone()]));
        assert!(!keeps_strangers_out(&[org("StringNotEquals"), services("Bool")]), "anonymous requests slip through");
        assert!(!keeps_strangers_out(&[org("ForAnyValue:StringNotEquals")]), "so they do here");
        assert!(!keeps_strangers_out(&[org("StringEquals")]));
        let tls = condition("Bool", "aws:SecureTransport", &["false"]);
        assert!(!keeps_strangers_out(&[range, tls]), "it bites only where both hold");
        assert!(!keeps_strangers_out(&[condition("StringNotEquals", "aws:PrincipalOrgID", &["o-a1b2c3d4e5", "*"])]));
    }
}
