//! Build projects: what they are given to build with, but for its values.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::schema::object_of;
use crate::inventory::{Asset, Fact, Kind, Scope};
use crate::provider::aws::secret_text::{self, SecretSign};
use crate::provider::{FactSpec, KindSpec, Op};

/// The names of a region's projects.
pub(super) static LIST_PROJECTS: Op =
    Op { service: "codebuild", name: "ListProjects", iam_action: "codebuild:ListProjects", none: &[], gone: &[] };

/// Some projects by their names, a hundred at once; it says which of them are not there.
pub(super) static BATCH_GET_PROJECTS: Op = Op {
    service: "codebuild",
    name: "BatchGetProjects",
    iam_action: "codebuild:BatchGetProjects",
    none: &[],
    gone: &[],
};

/// A build project (`aws.codebuild.project`).
#[derive(Debug, Default, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Project {
    /// The variables of its environment, without their values. Source: codebuild:BatchGetProjects.
    pub variables: Fact<Vec<Variable>>,
    /// The signs of credentials in the build specifications that it holds itself, which are as plain to read as its
    /// variables; one that lies with the sources is not seen. Source: codebuild:BatchGetProjects.
    pub buildspec_signs: Fact<Vec<SecretSign>>,
}

impl Asset for Project {
    const KIND: Kind = Kind::named("aws.codebuild.project");
}

/// An environment variable; its value never leaves the collector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Where its value is: `PLAINTEXT` in the project itself, `PARAMETER_STORE` or `SECRETS_MANAGER` in what it names.
    pub storage: String,
    /// The kinds of credential that a plain value looks like, or is named like: `aws_access_key_id`, `password`,
    /// `token` and others. None of a value that only names a credential which is kept elsewhere.
    pub credentials: Vec<String>,
}

impl Variable {
    /// What may be kept of a variable with this value.
    #[cfg_attr(not(any(feature = "aws", test)), expect(dead_code, reason = "only collectors see values"))]
    pub(super) fn without_value(name: &str, storage: &str, value: &str) -> Self {
        let credentials = if storage == PLAINTEXT { secret_text::in_variable(name, value) } else { Vec::new() };
        Self { name: name.to_owned(), storage: storage.to_owned(), credentials }
    }
}

/// How a variable is kept that does not say how.
pub(super) const PLAINTEXT: &str = "PLAINTEXT";

const DESCRIPTION: &[&Op] = &[&BATCH_GET_PROJECTS];

/// Projects as the registry lists them.
pub(super) const SPEC: KindSpec = KindSpec {
    kind: Project::KIND,
    scope: Scope::Regional,
    object: object_of::<Project>,
    listed_by: &[&LIST_PROJECTS],
    facts: &[FactSpec::read("variables", DESCRIPTION), FactSpec::read("buildspec_signs", DESCRIPTION)],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_plain_can_give_a_credential_away_and_no_value_is_kept() {
        let kept = |storage: &str| Variable::without_value("DB_PASSWORD", storage, "hunter2");
        assert_eq!(kept(PLAINTEXT).credentials, ["password"]);
        assert!(kept("PARAMETER_STORE").credentials.is_empty() && kept("SECRETS_MANAGER").credentials.is_empty());
        assert!(!format!("{:?}", kept(PLAINTEXT)).contains("hunter2"));
        assert!(Variable::without_value("STAGE", PLAINTEXT, "production").credentials.is_empty());
    }
}
