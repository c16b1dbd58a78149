//! What a resource's policy denies to everyone, and whom it spares.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::document::{Document, Principal, Principals, Statement};

/// An action that a statement denies to everyone but those whom it spares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct ActionDenial {
    /// The action, such as `s3:DeleteObject`.
    pub action: String,
    /// The statement's place in the document, from 1.
    pub statement: i64,
    /// Whom it spares: principals by their ARN, as patterns; where it is another condition that spares, the condition.
    pub spared: Vec<String>,
}

impl Document {
    /// Every statement that denies one of these actions on all of its resource, to everyone but some.
    pub fn denials(&self, actions: &[(&str, &str)]) -> Vec<ActionDenial> {
        let denials = self.denies().flat_map(|deny| {
            let spared = spared(deny);
            actions.iter().filter_map(move |(action, resource)| {
                let covers = deny.actions.covers_action(action)
                    && deny.resources.as_ref().is_none_or(|resources| resources.covers_resource(resource));
                let spared = spared.clone().filter(|_| covers)?;
                Some(ActionDenial { action: (*action).to_owned(), statement: deny.number, spared })
            })
        });
        denials.collect()
    }
}

/// Whom a Deny spares; `None` where it is for some principals only.
fn spared(deny: &Statement) -> Option<Vec<String>> {
    let by_name = match deny.principals.as_ref()? {
        Principals::AllBut(principals) => principals.iter().map(name).collect(),
        Principals::Only(principals) => principals.iter().any(Principal::is_everyone).then(Vec::new)?,
    };
    // It bites where all conditions hold: whoever escapes one of them escapes.
    Some(by_name.into_iter().chain(deny.conditions.iter().flat_map(escaping)).collect())
}

fn name(principal: &Principal) -> String {
    match principal {
        Principal::Aws(name) => name.clone(),
        other => other.to_string(),
    }
}

fn escaping(condition: &Condition) -> Vec<String> {
    if condition.is_on("aws:PrincipalArn") && condition.operator.is_complete_negation() {
        return condition.values.clone();
    }
    vec![format!("whoever does not meet {condition}")]
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::provider::aws::policy::Attached;

    const DELETE: (&str, &str) = ("s3:DeleteObject", "arn:aws:s3:::b/*");

    /// Whom the statement spares of deleting, if it denies that.
    fn spares(more: &Value) -> Option<Vec<String>> {
        let mut statement =
            json!({"Effect": "Deny", "Principal": "*", "Action": "s3:Delete*", "Resource": "arn:aws:s3:::b/*"});
        statement.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let document = json!({"Statement": statement}).to_string();
        let denials = Document::parse(&document, Attached::ToResource).unwrap().denials(&[DELETE]);
        denials.into_iter().next().map(|denial| denial.spared)
    }

    #[test]
    fn everyone_is_denied_or_those_that_are_spared_are_named() {
        let role = "arn:aws:iam::123456789012:role/break-glass";
        let named = Some(vec![role.to_owned()]);
        assert_eq!(spares(&json!({})), Some(vec![]));
        assert_eq!(spares(&json!({"Principal": {"AWS": "*"}})), Some(vec![]));
        assert_eq!(spares(&json!({"Condition": {"ArnNotEquals": {"aws:PrincipalArn": role}}})), named);
        assert_eq!(spares(&json!({"Condition": {"StringNotLike": {"aws:PrincipalArn": [role]}}})), named);
        let document =
            json!({"Statement": {"Effect": "Deny", "NotPrincipal": {"AWS": role}, "Action": "*", "Resource": "*"}});
        let found = Document::parse(&document.to_string(), Attached::ToResource).unwrap().denials(&[DELETE]);
        assert_eq!(found[0].spared, [role]);
        let without_mfa = json!({"Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}});
        assert_eq!(spares(&without_mfa).unwrap().len(), 1);
    }

    #[test]
    fn a_deny_of_less_is_none() {
        assert_eq!(spares(&json!({"Principal": {"AWS": "arn:aws:iam::123456789012:root"}})), None);
        assert_eq!(spares(&json!({"Action": "s3:DeleteObjectVersion"})), None);
        assert_eq!(spares(&json!({"Resource": "arn:aws:s3:::b/tmp/*"})), None);
        assert_eq!(spares(&json!({"Effect": "Allow"})), None);
    }
}
