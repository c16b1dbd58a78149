//! What the answers of EC2 have in common: ids, names, tags, blocks and ports.

use std::collections::BTreeMap;

use aws_sdk_ec2::types::Tag;

use crate::inventory::net::{Cidr, PortRange};
use crate::inventory::{Fact, Gap, GapKind, Gaps};
use crate::provider::Op;
use crate::provider::aws::Context;

/// The ARN of a resource (`subnet/subnet-…`) in its documented form. What another account shares has that account's.
pub(super) fn arn(context: &Context, owner: Option<&str>, resource: &str) -> String {
    let owner = owner.unwrap_or(context.account().as_str());
    format!("arn:{}:ec2:{}:{owner}:{resource}", context.partition(), context.region())
}

/// The `Name` tag, or the id of what has none.
pub(super) fn name(tags: &[Tag], id: &str) -> String {
    let tag = tags.iter().find(|tag| tag.key() == Some("Name")).and_then(Tag::value);
    tag.filter(|name| !name.is_empty()).unwrap_or(id).to_owned()
}

/// Tags as a map.
pub(super) fn map(tags: Vec<Tag>) -> BTreeMap<String, String> {
    tags.into_iter().filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default()))).collect()
}

/// A member that the API always sends.
pub(super) fn present<T>(context: &Context, op: &'static Op, member: &str, value: Option<T>) -> Fact<T> {
    context.present(op, member, value)
}

/// Whether an owner is the account itself.
pub(super) fn is_own(context: &Context, owner: &str) -> bool {
    owner == context.account().as_str()
}

/// Blocks of addresses; `None` where any word of them is none.
pub(super) fn blocks<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Vec<Cidr>> {
    words.into_iter().map(|word| word.parse().ok()).collect()
}

/// A range of ports as the API has it; `None` where it is none.
pub(super) fn ports(from: Option<i32>, to: Option<i32>) -> Option<PortRange> {
    PortRange::new(u16::try_from(from?).ok()?, u16::try_from(to?).ok()?)
}

/// The gap of what one answer names and another, which is whole, lacks.
pub(super) fn vanished(context: &Context, op: &Op) -> Gaps {
    let (account, region) = (context.account().clone(), context.region().clone());
    Gap { operation: Some(op.id()), kind: GapKind::Vanished, code: None, account, region }.into()
}
