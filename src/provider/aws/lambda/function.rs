//! Functions: who may call them, and through what.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::grants::{self, QualifiedGrant, QualifiedServiceGrant};
use super::url::{self, UnauthenticatedUrl};
use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::{FactSpec, KindSpec, Op};

/// The code with which Lambda says that a function is not there.
const GONE: &[&str] = &["ResourceNotFoundException"];

/// The functions of a region.
pub(super) static LIST_FUNCTIONS: Op =
    Op { service: "lambda", name: "ListFunctions", iam_action: "lambda:ListFunctions", none: &[], gone: &[] };

/// The aliases of a function.
pub(super) static LIST_ALIASES: Op =
    Op { service: "lambda", name: "ListAliases", iam_action: "lambda:ListAliases", none: &[], gone: GONE };

/// The policy of a function, or of one of its aliases. The code for none is also that for a function which has gone:
/// the collector asks for the aliases after it, which tells the two apart.
pub(super) static GET_POLICY: Op =
    Op { service: "lambda", name: "GetPolicy", iam_action: "lambda:GetPolicy", none: GONE, gone: &[] };

/// The URLs of a function and of its aliases.
pub(super) static LIST_FUNCTION_URL_CONFIGS: Op = Op {
    service: "lambda",
    name: "ListFunctionUrlConfigs",
    iam_action: "lambda:ListFunctionUrlConfigs",
    none: &[],
    gone: GONE,
};

/// A function (`aws.lambda.function`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Function {
    /// The names of its aliases. Source: lambda:ListAliases.
    pub aliases: Fact<Vec<String>>,
    /// The policy of the function itself and of each alias; those of aliases that are not known are one unknown
    /// element. Source: lambda:GetPolicy, lambda:ListAliases.
    pub policies: Fact<Vec<Fact<QualifiedPolicy>>>,
    /// Its URLs and those of its aliases. Source: lambda:ListFunctionUrlConfigs.
    pub urls: Fact<Vec<FunctionUrl>>,
    /// The statements of those policies that allow something to anyone, but for those that speak only of calls through
    /// a URL without authentication. Derived from the policies.
    pub public_grants: Fact<Vec<Fact<QualifiedGrant>>>,
    /// The services that those policies let in without a source account, ARN or organization. Derived from the
    /// policies.
    pub sourceless_service_grants: Fact<Vec<Fact<QualifiedServiceGrant>>>,
    /// Its URLs without authentication, and whether a policy lets anyone call through them. Derived from the URLs and
    /// the policies.
    pub unauthenticated_urls: Fact<Vec<Fact<UnauthenticatedUrl>>>,
}

impl Asset for Function {
    const KIND: Kind = Kind::named("aws.lambda.function");
}

/// A policy and what of the function it hangs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QualifiedPolicy {
    /// The alias, null for the function itself.
    pub qualifier: Option<String>,
    /// The text of the policy, null where there is none.
    pub policy: Option<String>,
}

/// A URL at which a function can be called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FunctionUrl {
    /// The alias, null for the function itself.
    pub qualifier: Option<String>,
    /// The URL.
    pub url: String,
    /// How it knows its callers: `AWS_IAM`, or `NONE`.
    pub auth_type: String,
}

const ALIASES: &[&Op] = &[&LIST_ALIASES];
const POLICY: &[&Op] = &[&GET_POLICY, &LIST_ALIASES];
const URL: &[&Op] = &[&LIST_FUNCTION_URL_CONFIGS];
const POLICIES: &[(Kind, &str)] = &[(Function::KIND, "policies")];
const URLS: &[(Kind, &str)] = &[(Function::KIND, "policies"), (Function::KIND, "urls")];

/// Functions as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Function::KIND,
    scope: Scope::Regional,
    object: object_of::<Function>,
    listed_by: &[&LIST_FUNCTIONS],
    facts: &[
        FactSpec::read("aliases", ALIASES),
        FactSpec::read("policies", POLICY),
        FactSpec::read("urls", URL),
        FactSpec::derived("public_grants", POLICIES, grants::public_grants),
        FactSpec::derived("sourceless_service_grants", POLICIES, grants::sourceless_service_grants),
        FactSpec::derived("unauthenticated_urls", URLS, url::unauthenticated_urls),
    ],
};
