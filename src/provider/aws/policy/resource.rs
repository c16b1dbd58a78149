//! From the policy of a resource, as it was read, to what it allows to just anyone.

use super::document::{Attached, Document};
use super::public::PublicGrant;
use crate::inventory::{Fact, Gap, GapKind, Key};
use crate::provider::Op;

/// The policy that hangs on a resource, understood; unknown, as what `op` answered, where it cannot be.
pub fn document(op: &Op, key: &Key, policy: &Fact<Option<String>>) -> Fact<Option<Document>> {
    policy.as_ref().and_then(|text| match text.as_deref().map(|text| Document::parse(text, Attached::ToResource)) {
        None => Fact::Known(None),
        Some(Ok(document)) => Fact::Known(Some(document)),
        Some(Err(_)) => Gap {
            operation: Some(op.id()),
            kind: GapKind::Malformed,
            code: Some("Policy".to_owned()),
            account: key.account.clone(),
            region: key.region.clone(),
        }
        .into(),
    })
}

/// The statements of a resource's policy that allow something to an unbounded principal; none where it has no policy.
pub fn public_grants(op: &Op, key: &Key, policy: &Fact<Option<String>>) -> Fact<Vec<PublicGrant>> {
    document(op, key, policy).map(|document| document.map_or_else(Vec::new, |document| document.public_grants()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::Kind;

    static GET_POLICY: Op = Op { service: "x", name: "GetPolicy", iam_action: "x:GetPolicy", none: &[], gone: &[] };

    fn grants(policy: &Fact<Option<String>>) -> Fact<Vec<PublicGrant>> {
        let (account, region) = ("123456789012".parse().unwrap(), "eu-west-1".parse().unwrap());
        let key = Key { kind: Kind::named("aws.x.thing"), account, region, id: "1".to_owned() };
        public_grants(&GET_POLICY, &key, policy)
    }

    #[test]
    fn no_policy_allows_nothing_and_an_open_one_is_told() {
        assert_eq!(grants(&Fact::Known(None)), Fact::Known(Vec::new()));
        let open = r#"{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "x:Do", "Resource": "*"}]}"#;
        assert_eq!(grants(&Fact::Known(Some(open.to_owned()))).known().map(Vec::len), Some(1));
    }

    #[test]
    fn what_was_not_read_or_not_understood_is_unknown() {
        assert_eq!(grants(&Fact::default()), Fact::default());
        for text in ["", "{}", "[]", "<html>"] {
            let unknown = grants(&Fact::Known(Some(text.to_owned())));
            let gap = unknown.gaps().unwrap().iter().next().unwrap();
            assert_eq!((gap.kind, gap.operation.as_deref()), (GapKind::Malformed, Some("x:GetPolicy")), "{text}");
        }
    }
}
