//! How far the resources of an identity's statement reach: to every resource of a kind, or only to named ones.
//!
//! A wildcard never reaches from one segment of an ARN into the next, and an ARN that is cut short ends in wildcards.

use super::document::Selection;
use super::pattern;

/// In the place of a policy variable: what only a request tells, and so one text, whatever it is.
const SOMETHING: &str = "\u{fffd}";

/// The resources of one kind, such as the roles of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ResourceKind {
    /// The service in their ARNs.
    pub service: &'static str,
    /// What the last segment of their ARNs begins with, its separator included.
    pub prefix: &'static str,
}

/// Every role.
pub(super) const ROLES: ResourceKind = ResourceKind { service: "iam", prefix: "role/" };
/// Every user.
pub(super) const USERS: ResourceKind = ResourceKind { service: "iam", prefix: "user/" };
/// Every group.
pub(super) const GROUPS: ResourceKind = ResourceKind { service: "iam", prefix: "group/" };
/// Every managed policy.
pub(super) const POLICIES: ResourceKind = ResourceKind { service: "iam", prefix: "policy/" };
/// Every key of KMS.
pub(super) const KEYS: ResourceKind = ResourceKind { service: "kms", prefix: "key/" };
/// Every trail.
pub(super) const TRAILS: ResourceKind = ResourceKind { service: "cloudtrail", prefix: "trail/" };

/// The six segments of a resource pattern, its variables replaced.
pub(super) struct Segments([String; 6]);

impl Segments {
    /// Of a pattern; `own_name` is what `${aws:username}` stands for, where that is known.
    pub(super) fn of(resource: &str, own_name: Option<&str>) -> Self {
        let resource = without_variables(resource, own_name);
        let mut segments = resource.splitn(6, ':').map(str::to_owned);
        if pattern::is_everything(&resource) {
            return Self([const { String::new() }; 6].map(|_| "*".to_owned()));
        }
        Self([const { String::new() }; 6].map(|_| segments.next().unwrap_or_else(|| "*".to_owned())))
    }

    /// The account's segment.
    pub(super) fn account(&self) -> &str {
        let [_, _, _, _, account, _] = &self.0;
        account
    }

    /// The last segment.
    pub(super) fn resource(&self) -> &str {
        let [.., resource] = &self.0;
        resource
    }

    /// Whether this ARN is one that the pattern matches.
    pub(super) fn matches(&self, arn: &str) -> bool {
        let mut parts = arn.splitn(6, ':');
        self.0.iter().all(|segment| parts.next().is_some_and(|part| pattern::matches(segment, part)))
    }

    /// Whether it can match resources of this kind at all.
    pub(super) fn may_reach(&self, kind: ResourceKind) -> bool {
        let [arn, _, service, .., resource] = &self.0;
        pattern::matches(arn, "arn")
            && pattern::matches(service, kind.service)
            && !pattern::disjoint(resource, &format!("{}*", kind.prefix))
    }

    /// Whether the name of the resources is open from its start: it matches resources of this kind that nobody named.
    pub(super) fn has_open_name(&self, kind: ResourceKind) -> bool {
        let fixed = self.resource().split('*').next().unwrap_or_default();
        self.may_reach(kind) && self.resource().contains('*') && kind.prefix.starts_with(fixed.trim_end_matches('?'))
    }

    /// Whether it matches resources of this kind in this account that nobody named.
    fn is_open(&self, kind: ResourceKind, account: &str) -> bool {
        self.has_open_name(kind) && pattern::matches(self.account(), account)
    }

    /// Whether it matches every resource of this kind in every region of this account.
    fn covers(&self, kind: ResourceKind, account: &str) -> bool {
        let [arn, partition, service, region, own, resource] = &self.0;
        let anywhere = |segment: &str| segment.is_empty() || pattern::is_everything(segment);
        pattern::matches(arn, "arn")
            && (pattern::is_everything(partition) || partition.starts_with("aws"))
            && pattern::matches(service, kind.service)
            && anywhere(region)
            && pattern::matches(own, account)
            && pattern::covers(resource, &format!("{}*", kind.prefix))
    }
}

/// The patterns of an Allow that are open in a kind; those of a `NotResource` are none, though it may be open itself.
pub(super) fn open_patterns(resources: &Selection, kind: ResourceKind, account: &str) -> Vec<String> {
    let (only, _) = resources.patterns();
    only.iter().filter(|resource| Segments::of(resource, None).is_open(kind, account)).cloned().collect()
}

/// Whether an Allow on these resources is on ones of this kind in this account that nobody named.
pub(super) fn is_open(resources: &Selection, kind: ResourceKind, account: &str) -> bool {
    match resources {
        Selection::Only(patterns) => {
            patterns.iter().any(|resource| Segments::of(resource, None).is_open(kind, account))
        }
        Selection::AllBut(patterns) => {
            !patterns.iter().any(|resource| Segments::of(resource, None).covers(kind, account))
        }
    }
}

/// Whether a Deny on these resources leaves none of this kind in this account.
pub(super) fn takes_all(resources: &Selection, kind: ResourceKind, account: &str) -> bool {
    match resources {
        Selection::Only(patterns) => patterns.iter().any(|resource| Segments::of(resource, None).covers(kind, account)),
        Selection::AllBut(patterns) => !patterns.iter().any(|resource| Segments::of(resource, None).may_reach(kind)),
    }
}

/// Whether a statement on these resources is on this one.
pub(super) fn has(resources: &Selection, arn: &str, own_name: Option<&str>) -> bool {
    let any = |patterns: &[String]| patterns.iter().any(|resource| Segments::of(resource, own_name).matches(arn));
    match resources {
        Selection::Only(patterns) => any(patterns),
        Selection::AllBut(patterns) => !any(patterns),
    }
}

fn without_variables(resource: &str, own_name: Option<&str>) -> String {
    let mut plain = String::with_capacity(resource.len());
    let mut rest = resource;
    while let Some((before, variable)) = rest.split_once("${") {
        plain.push_str(before);
        let (name, after) = variable.split_once('}').unwrap_or((variable, ""));
        let own_name = own_name.filter(|_| name.eq_ignore_ascii_case("aws:username"));
        plain.push_str(own_name.unwrap_or(SOMETHING));
        rest = after;
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNT: &str = "123456789012";

    fn only(resource: &str) -> Selection {
        Selection::Only(vec![resource.to_owned()])
    }

    fn all_but(resource: &str) -> Selection {
        Selection::AllBut(vec![resource.to_owned()])
    }

    #[test]
    fn what_is_open() {
        for resource in [
            "*",
            "arn:*",
            "arn:aws:iam::*",
            "arn:aws:iam::123456789012:*",
            "arn:aws:iam::123456789012:role/*",
            "arn:aws:iam::*:role/*-admin",
            "arn:aws:iam::*:r*",
            "arn:*:iam::*:role/?*",
        ] {
            assert!(is_open(&only(resource), ROLES, ACCOUNT), "{resource}");
        }
        for resource in [
            "",
            "?",
            "arn:aws:s3:::*",
            "arn:aws:iam::123456789012:user/*",
            "arn:aws:iam::210000000000:role/*",
            "arn:aws:iam::123456789012:role/app",
            "arn:aws:iam::123456789012:role/app-*",
            "arn:aws:iam::123456789012:role/service-role/*",
            "arn:aws:iam::123456789012:role/${aws:username}",
        ] {
            assert!(!is_open(&only(resource), ROLES, ACCOUNT), "{resource}");
        }
        assert!(is_open(&only("arn:aws:kms:eu-west-1:*:key/*"), KEYS, ACCOUNT), "every key of a region");
    }

    #[test]
    fn what_is_open_but_for_some() {
        for but in ["arn:aws:iam::123456789012:role/admin", "arn:aws:iam::210000000000:role/*", "arn:aws:s3:::*"] {
            assert!(is_open(&all_but(but), ROLES, ACCOUNT), "{but}");
        }
        for but in ["*", "arn:aws:iam::*:*", "arn:aws:iam::123456789012:role/*"] {
            assert!(!is_open(&all_but(but), ROLES, ACCOUNT), "{but}");
        }
    }

    #[test]
    fn what_a_deny_takes() {
        for all in ["*", "arn:aws:iam::123456789012:*", "arn:aws:iam::*:role/*"] {
            assert!(takes_all(&only(all), ROLES, ACCOUNT), "{all}");
        }
        for some in ["arn:aws:iam::*:role/admin*", "arn:aws:iam::210000000000:*", "arn:aws:iam::*:role/${aws:username}"]
        {
            assert!(!takes_all(&only(some), ROLES, ACCOUNT), "{some}");
        }
        assert!(takes_all(&all_but("arn:aws:s3:::b"), ROLES, ACCOUNT));
        assert!(!takes_all(&all_but("arn:aws:iam::*:role/app"), ROLES, ACCOUNT));
        assert!(takes_all(&only("arn:aws:kms:*:123456789012:key/*"), KEYS, ACCOUNT));
        assert!(!takes_all(&only("arn:aws:kms:eu-west-1:*:key/*"), KEYS, ACCOUNT));
    }

    #[test]
    fn one_resource() {
        let ann = "arn:aws:iam::123456789012:user/ann";
        for resource in ["*", ann, "arn:aws:iam::*:user/a*", "arn:aws:iam::123456789012:user/${aws:username}"] {
            assert!(has(&only(resource), ann, Some("ann")), "{resource}");
        }
        for resource in ["arn:aws:iam::*ann", "arn:aws:iam::*:role/*", "arn:aws:iam::*:user/${aws:userid}"] {
            assert!(!has(&only(resource), ann, Some("ann")), "{resource}");
        }
        assert!(!has(&all_but("*"), ann, None) && has(&all_but("arn:aws:iam::*:user/bob"), ann, None));
    }
}
