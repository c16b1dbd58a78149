//! Tags of many balancers, read twenty at a time.

use std::collections::BTreeMap;

use futures::future::{BoxFuture, join_all};

use crate::inventory::Fact;
use crate::provider::Op;
use crate::provider::aws::Context;

/// The tags of one balancer.
pub(in crate::provider::aws) type Tags = BTreeMap<String, String>;

/// How many balancers the operation takes at once.
const BATCH: usize = 20;

/// The tags of each of these; `ask` gives those of one batch, by the names that it was asked with.
pub(in crate::provider::aws) async fn of_each<'a>(
    context: &Context,
    op: &'static Op,
    names: &[String],
    ask: impl Fn(Vec<String>) -> BoxFuture<'a, Fact<BTreeMap<String, Tags>>>,
) -> BTreeMap<String, Fact<Tags>> {
    let answers = join_all(names.chunks(BATCH).map(|batch| ask(batch.to_vec()))).await;
    let mut told = BTreeMap::new();
    for (batch, answer) in names.chunks(BATCH).zip(answers) {
        for name in batch {
            let tags = answer.as_ref().and_then(|all| {
                all.get(name).cloned().map_or_else(|| context.malformed(op, "TagDescriptions"), Fact::Known)
            });
            told.insert(name.clone(), tags);
        }
    }
    told
}
