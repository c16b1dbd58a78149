//! What a key's policy allows to just anyone.

use super::asset::{GET_KEY_POLICY, KmsKey};
use crate::inventory::Inventory;
use crate::provider::aws::policy;

/// Derives `public_grants`.
pub(super) fn public_grants(inventory: &mut Inventory) {
    inventory.derive::<KmsKey, _>(
        |_, key, entry| {
            policy::public_grants(&GET_KEY_POLICY, key, &entry.asset.policy.as_ref().map(|text| Some(text.clone())))
        },
        |key, grants| key.public_grants = grants,
    );
}

#[cfg(test)]
mod tests {
    use super::super::tests::{derived, key_in};
    use super::*;
    use crate::inventory::Fact;
    use crate::provider::aws::policy::PublicGrant;

    fn grants(policy: Fact<String>) -> Fact<Vec<PublicGrant>> {
        derived(public_grants, &[(key_in("eu-west-1", "1"), KmsKey { policy, ..KmsKey::default() })])
            .remove(0)
            .public_grants
    }

    fn policy(principal: &str, condition: &str) -> Fact<String> {
        let statement = format!(
            r#"{{"Sid": "S", "Effect": "Allow", {principal}, "Action": "kms:Decrypt", "Resource": "*"{condition}}}"#
        );
        Fact::Known(format!(r#"{{"Version": "2012-10-17", "Statement": [{statement}]}}"#))
    }

    fn is_public(principal: &str, condition: &str) -> bool {
        !grants(policy(principal, condition)).known().unwrap().is_empty()
    }

    #[test]
    fn a_wildcard_principal_is_public_unless_a_condition_names_who_calls() {
        let anyone = r#""Principal": {"AWS": "*"}"#;
        let via = r#""kms:ViaService": "s3.eu-west-1.amazonaws.com""#;
        let caller = r#""kms:CallerAccount": "123456789012""#;
        assert!(is_public(anyone, ""));
        assert!(is_public(anyone, &format!(r#", "Condition": {{"StringEquals": {{{via}}}}}"#)));
        assert!(!is_public(anyone, &format!(r#", "Condition": {{"StringEquals": {{{caller}}}}}"#)));
        assert!(!is_public(anyone, &format!(r#", "Condition": {{"StringEquals": {{{via}, {caller}}}}}"#)));
        assert!(!is_public(r#""Principal": {"AWS": "arn:aws:iam::123456789012:root"}"#, ""));
        assert!(is_public(r#""NotPrincipal": {"AWS": "arn:aws:iam::123456789012:root"}"#, ""));
    }
}
