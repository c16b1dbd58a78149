//! What a predicate reads.

use std::collections::BTreeSet;

use super::eval::inner;
use super::{Path, Predicate};

/// One place that a predicate reads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeafPath {
    /// The lists around it, outermost first, each as its path in what holds it; empty for an asset's own fact.
    pub lists: Vec<Path>,
    /// The path in the asset, or in the innermost list's element.
    pub path: Path,
    /// Whether null can stand there, by the schema.
    pub nullable: bool,
}

/// The asset's own fields that a predicate reads: what the plan must collect.
pub fn fields(predicate: &Predicate) -> BTreeSet<String> {
    leaves(predicate)
        .iter()
        .filter_map(|leaf| leaf.lists.first().unwrap_or(&leaf.path).top().map(str::to_owned))
        .collect()
}

/// Every place that a predicate reads, each once, those inside lists too.
pub fn leaves(predicate: &Predicate) -> BTreeSet<LeafPath> {
    let mut found = BTreeSet::new();
    collect(predicate, &mut Vec::new(), &mut found);
    found
}

fn collect(predicate: &Predicate, lists: &mut Vec<Path>, found: &mut BTreeSet<LeafPath>) {
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) => parts.iter().for_each(|part| collect(part, lists, found)),
        Predicate::Not(part) => collect(part, lists, found),
        Predicate::Leaf(leaf) => {
            found.insert(LeafPath { lists: lists.clone(), path: leaf.path.clone(), nullable: leaf.nullable });
            if let Some(inner) = inner(&leaf.test) {
                lists.push(leaf.path.clone());
                collect(inner, lists, found);
                lists.pop();
            }
        }
    }
}
