//! Under which keys a trail's files lie in its bucket, and which lifecycle rules reach them.

use super::super::asset::Trail;
use crate::inventory::Fact;

/// The keys of a trail's files: `PREFIX/AWSLogs/ACCOUNT/CloudTrail/…`, with the organization's id before the account
/// where it records an organization.
#[derive(Debug)]
pub(super) struct LogPrefix {
    /// Up to and with `AWSLogs/`.
    root: String,
    owner: String,
    organization: bool,
}

impl LogPrefix {
    /// That of a trail.
    pub(super) fn of(trail: &Trail) -> Fact<Self> {
        let facts = trail.key_prefix.clone().zip(trail.owner.clone()).zip(trail.organization.clone());
        facts.map(|((prefix, owner), organization)| {
            let root = prefix.map_or_else(|| "AWSLogs/".to_owned(), |prefix| format!("{prefix}/AWSLogs/"));
            Self { root, owner, organization }
        })
    }

    /// Whether a rule that is filtered to a prefix reaches any of the files.
    pub(super) fn is_reached_by(&self, rule: &str) -> bool {
        match rule.strip_prefix(&self.root) {
            None => self.root.starts_with(rule),
            Some(below) => self.is_reached_below(below),
        }
    }

    /// The same below `AWSLogs/`, where other accounts and other services have their own folders. Only the last name
    /// of a rule's prefix can be cut short.
    fn is_reached_below(&self, below: &str) -> bool {
        let mut names = below.split('/').peekable();
        if self.organization && names.peek().is_some_and(|name| name.starts_with('o')) {
            names.next();
        }
        let (account, service) = (names.next().unwrap_or_default(), names.next());
        let of_account = self.organization
            || if service.is_some() { account == self.owner } else { self.owner.starts_with(account) };
        let of_service = match (service, names.next()) {
            (None, _) => true,
            (Some(cut), None) => cut.starts_with("CloudTrail") || "CloudTrail".starts_with(cut),
            (Some(name), Some(_)) => name.starts_with("CloudTrail"),
        };
        of_account && of_service
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefix(before: Option<&str>, organization: bool) -> LogPrefix {
        let trail = Trail {
            key_prefix: Fact::Known(before.map(str::to_owned)),
            owner: Fact::Known("123456789012".to_owned()),
            organization: Fact::Known(organization),
            ..Trail::default()
        };
        match LogPrefix::of(&trail) {
            Fact::Known(prefix) => prefix,
            Fact::Unknown(_) => unreachable!("all of it is known"),
        }
    }

    fn reaching<'r>(prefix: &LogPrefix, rules: &[&'r str]) -> Vec<&'r str> {
        rules.iter().copied().filter(|rule| prefix.is_reached_by(rule)).collect()
    }

    #[test]
    fn a_rule_above_or_within_the_trails_files_reaches_them() {
        let all = [
            "",
            "A",
            "AWSLogs/",
            "AWSLogs/1234",
            "AWSLogs/123456789012/",
            "AWSLogs/123456789012/Cloud",
            "AWSLogs/123456789012/CloudTrail",
            "AWSLogs/123456789012/CloudTrail/eu-west-1/2024/",
            "AWSLogs/123456789012/CloudTrail-Digest/",
        ];
        assert_eq!(reaching(&prefix(None, false), &all), all);
        assert_eq!(
            reaching(&prefix(Some("audit"), false), &["", "aud", "audit/AWSLogs/"]),
            ["", "aud", "audit/AWSLogs/"]
        );
    }

    #[test]
    fn a_rule_for_something_else_does_not() {
        let none: [&str; 0] = [];
        let rules = [
            "tmp/",
            "AWSLogs2",
            "audit/AWSLogs/",
            "AWSLogs/210987654321/",
            "AWSLogs/2109",
            "AWSLogs/123456789012/elasticloadbalancing/",
            "AWSLogs/123456789012/vpcflowlogs",
        ];
        assert_eq!(reaching(&prefix(None, false), &rules), none);
        assert_eq!(reaching(&prefix(Some("audit"), false), &["AWSLogs/", "audit/other"]), none);
    }

    #[test]
    fn an_organizations_files_lie_under_its_id_and_any_account() {
        let all = [
            "AWSLogs/o",
            "AWSLogs/o-abc123/",
            "AWSLogs/o-abc123/210987654321/CloudTrail/",
            "AWSLogs/123456789012/CloudTrail/",
        ];
        assert_eq!(reaching(&prefix(None, true), &all), all);
        let none: [&str; 0] = [];
        assert_eq!(reaching(&prefix(None, true), &["AWSLogs/o-abc123/210987654321/Config/"]), none);
    }
}
