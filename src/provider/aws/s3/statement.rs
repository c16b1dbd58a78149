//! What a policy of a bucket or an access point lets strangers do.

mod address;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::address::Widest;
use crate::inventory::Fact;
use crate::provider::aws::policy::{Attached, Document, PublicGrant, PublicS3Grant};

/// A statement of a policy that admits strangers, whatever public access blocks make of it.
///
/// A statement that asks for certain addresses, and for nothing else about the caller, is one too: how wide a range
/// still counts as somebody known is for a control to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PublicStatement {
    /// The statement.
    pub grant: PublicGrant,
    /// It allows to get or list something: objects, their properties, or settings.
    pub reads: bool,
    /// It allows to put, delete, replicate or restore objects, or to change settings.
    pub writes: bool,
    /// The prefix length of the widest public IPv4 range that it lets in: 0 is every address, null none.
    pub widest_ipv4_prefix: Option<i64>,
    /// The prefix length of the widest public IPv6 range that it lets in: 0 is every address, null none.
    pub widest_ipv6_prefix: Option<i64>,
}

impl PublicStatement {
    /// Whether it admits a caller from any address.
    pub fn admits_anyone(&self) -> bool {
        [self.widest_ipv4_prefix, self.widest_ipv6_prefix].contains(&Some(0))
    }
}

/// A policy as it was read, understood. What a collector puts into a fact was parsed before.
pub(super) fn document(policy: &Fact<Option<String>>) -> Fact<Option<Document>> {
    policy.as_ref().and_then(|text| match text.as_deref().map(|text| Document::parse(text, Attached::ToResource)) {
        None => Fact::Known(None),
        Some(Ok(document)) => Fact::Known(Some(document)),
        Some(Err(_)) => Fact::default(),
    })
}

/// The statements of a policy that admit strangers.
pub(super) fn of_policy(policy: &Fact<Option<String>>) -> Fact<Vec<PublicStatement>> {
    document(policy).zip(policy.as_ref()).map(|(document, text)| {
        document.zip(text.as_deref()).map_or_else(Vec::new, |(document, text)| public(&document, text))
    })
}

fn public(document: &Document, text: &str) -> Vec<PublicStatement> {
    // Without their conditions on addresses, those that have no other bound come to light, with what they allow.
    let grants = address::freed(text).map_or_else(|| document.public_s3_grants(), |freed| freed.public_s3_grants());
    let statements = grants.into_iter().map(|PublicS3Grant { grant, reads, writes }| {
        let statement = document.statements().iter().find(|statement| statement.number == grant.statement);
        let conditions = statement.map(|statement| statement.conditions.as_slice()).unwrap_or_default();
        let Widest { v4, v6 } = Widest::of(conditions);
        let grant = PublicGrant { conditions: conditions.iter().map(ToString::to_string).collect(), ..grant };
        PublicStatement { grant, reads, writes, widest_ipv4_prefix: v4, widest_ipv6_prefix: v6 }
    });
    statements.collect()
}
