//! What a selection of a backup plan takes in: resources by ARN or tag, less what it excludes.
//!
//! As AWS Backup documents it: ARNs and the list of tags each add resources, the conditions must all hold of any of
//! them, and the exclusions win. A condition that a tag does not have a value holds of a resource without that tag, as
//! in IAM. The region's opt-in counts, but for a selection that names the type of resource in an ARN.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::coverage::{Resource, ResourceType};
use crate::inventory::Fact;
use crate::provider::aws::policy::pattern;

/// A selection of a backup plan.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Selection {
    /// Its name.
    pub name: String,
    /// The ARNs that it takes in, `*` standing for anything.
    pub resources: Vec<String>,
    /// The ARNs that it leaves out, `*` standing for anything.
    pub excluded: Vec<String>,
    /// Tags any one of which is enough to be taken in.
    pub any_tag: Vec<TagCondition>,
    /// What must hold of the tags of whatever is taken in.
    pub every_tag: Vec<TagCondition>,
}

/// A condition on a tag of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TagCondition {
    /// `StringEquals`, `StringLike`, `StringNotEquals` or `StringNotLike`.
    pub operator: String,
    /// The key of the tag.
    pub key: String,
    /// The value, for `StringLike` and `StringNotLike` with `*` for anything.
    pub value: String,
}

type Tags = BTreeMap<String, String>;

impl Selection {
    /// Whether it takes a resource in, given whether the region has opted in to its type.
    pub(super) fn takes(&self, resource: &Resource<'_>, opted_in: &Fact<bool>) -> Fact<bool> {
        if self.excluded.iter().any(|arn| pattern::matches(arn, resource.arn)) {
            return Fact::Known(false);
        }
        let matching: Vec<&String> = self.resources.iter().filter(|arn| pattern::matches(arn, resource.arn)).collect();
        let named = matching.iter().any(|arn| names_type(arn, resource));
        let listed = !matching.is_empty() || (self.resources.is_empty() && self.any_tag.is_empty());
        let of_tags = |test: &dyn Fn(&Tags) -> bool| resource.tags.as_ref().map(test);
        let tagged = match self.any_tag.as_slice() {
            [] => Fact::Known(false),
            any => of_tags(&|tags| any.iter().any(|tag| tag.holds(tags))),
        };
        let conditions = match self.every_tag.as_slice() {
            [] => Fact::Known(true),
            every => of_tags(&|tags| every.iter().all(|tag| tag.holds(tags))),
        };
        let where_opted_in = Fact::all([Fact::any([Fact::Known(listed), tagged]), opted_in.clone()]);
        Fact::all([conditions, Fact::any([Fact::Known(named), where_opted_in])])
    }
}

/// Whether a pattern names the type of a resource it matches, which takes the place of the region's opt-in.
fn names_type(arn: &str, resource: &Resource<'_>) -> bool {
    let ResourceType { shares_arns, .. } = resource.kind;
    let typed = |arn: &str| {
        let last = arn.splitn(6, ':').nth(5)?;
        last.find(['/', ':']).and_then(|end| last.get(..=end)).map(str::to_owned)
    };
    !shares_arns && (arn == resource.arn || typed(arn).is_some_and(|word| typed(resource.arn) == Some(word)))
}

impl TagCondition {
    fn holds(&self, tags: &Tags) -> bool {
        let value = tags.get(&self.key);
        let (equal, like) =
            (|| value == Some(&self.value), || value.is_some_and(|value| pattern::matches(&self.value, value)));
        match self.operator.as_str() {
            "StringEquals" => equal(),
            "StringNotEquals" => !equal(),
            "StringLike" => like(),
            "StringNotLike" => !like(),
            // The collector keeps no other.
            _ => false,
        }
    }
}
