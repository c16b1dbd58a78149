//! Web ACLs (`aws.wafv2.web_acl`).

use schemars::JsonSchema;
use serde::Serialize;

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

/// The web ACLs of a scope.
pub(super) static LIST_WEB_ACLS: Op =
    Op { service: "wafv2", name: "ListWebACLs", iam_action: "wafv2:ListWebACLs", none: &[], gone: &[] };

/// The logging of all web ACLs of a scope: one listing in place of a call for each.
pub(super) static LIST_LOGGING_CONFIGURATIONS: Op = Op {
    service: "wafv2",
    name: "ListLoggingConfigurations",
    iam_action: "wafv2:ListLoggingConfigurations",
    none: &[],
    gone: &[],
};

const LISTED: &[&Op] = &[&LIST_WEB_ACLS];
const LOGGING: &[&Op] = &[&LIST_LOGGING_CONFIGURATIONS];

/// Web ACLs as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: WebAcl::KIND,
    scope: Scope::Regional,
    object: object_of::<WebAcl>,
    listed_by: LISTED,
    facts: &[FactSpec::read("scope", LISTED), FactSpec::read("log_destinations", LOGGING)],
};

/// A web ACL of WAF (`aws.wafv2.web_acl`). Those of CloudFront live in the region us-east-1.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WebAcl {
    /// What it protects: `REGIONAL` or `CLOUDFRONT`. Source: wafv2:ListWebACLs.
    pub scope: Fact<String>,
    /// The ARNs of where its requests are logged to, whoever set it up: the customer, Security Lake or a telemetry rule
    /// of CloudWatch; one element is unknown for what could not be read. Source: wafv2:ListLoggingConfigurations.
    pub log_destinations: Fact<Vec<Fact<String>>>,
}

impl Asset for WebAcl {
    const KIND: Kind = Kind::named("aws.wafv2.web_acl");
}
