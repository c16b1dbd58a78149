//! AWS WAF.

#[cfg(feature = "aws")]
mod collect;
mod web_acl;

pub use web_acl::WebAcl;

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "wafv2",
    ops: &[&web_acl::LIST_WEB_ACLS, &web_acl::LIST_LOGGING_CONFIGURATIONS],
    kinds: &[web_acl::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[collect::COLLECTOR],
};
