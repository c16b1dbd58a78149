//! Policy documents of users, groups, roles and managed policies, read as facts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ops;
use super::written::Documents;
use crate::inventory::{Fact, Gap, GapKind, Key, Region};
use crate::provider::Op;
use crate::provider::aws::policy::{AdminStatement, Attached, Document};

/// An administrative statement of an inline policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InlineAdminStatement {
    /// The policy's name.
    pub policy: String,
    /// The statement.
    pub statement: AdminStatement,
}

/// The administrative statements of all inline policies of a principal; unknown where one cannot be understood.
pub(super) fn administrative(key: &Key, documents: &Fact<BTreeMap<String, String>>) -> Fact<Vec<InlineAdminStatement>> {
    documents.as_ref().and_then(|documents| {
        let found = documents.iter().map(|(policy, text)| {
            let document = understood(key, &ops::GET_ACCOUNT_AUTHORIZATION_DETAILS, text, Attached::ToIdentity);
            document.map(|document| {
                let statements = document.administrative_statements().into_iter();
                let named = |statement| InlineAdminStatement { policy: policy.clone(), statement };
                statements.map(named).collect::<Vec<_>>()
            })
        });
        Fact::collect(found).map(|found| found.into_iter().flatten().collect())
    })
}

/// A principal's inline policies that have no administrative statement; what cannot be understood is unknown by itself.
pub(super) fn inline(key: &Key, documents: &Fact<BTreeMap<String, String>>) -> Documents {
    documents.as_ref().map(|documents| {
        let each = documents.iter().map(|(name, text)| {
            let document = understood(key, &ops::GET_ACCOUNT_AUTHORIZATION_DETAILS, text, Attached::ToIdentity);
            document.map(|document| (name.clone(), document))
        });
        each.filter(|policy| policy.known().is_none_or(|(_, document)| document.administrative_statements().is_empty()))
            .collect()
    })
}

/// A document as the operation returned it; unknown where it cannot be understood.
pub(super) fn understood(key: &Key, op: &Op, text: &str, attached: Attached) -> Fact<Document> {
    match Document::parse_url_encoded(text, attached) {
        Ok(document) => Fact::Known(document),
        Err(_) => Fact::from(Gap {
            operation: Some(op.id()),
            kind: GapKind::Malformed,
            code: Some("PolicyDocument".to_owned()),
            account: key.account.clone(),
            region: Region::GLOBAL,
        }),
    }
}
