//! Terraform's addresses of assets, from the JSON that `terraform show -json` writes of a state.
//!
//! Of a state only the addresses, ARNs and ids of its managed resources are kept, and of these none that the state calls
//! sensitive: it holds passwords and keys beside them.

mod locate;
mod show;

use std::collections::{BTreeMap, BTreeSet};

pub use locate::Addresses;

/// Why a file is no state. What stands in the file is never part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// No JSON, or JSON of another shape.
    #[error(
        "line {line}, column {column}: not what `terraform show -json` writes of a state; run `terraform show -json > \
         FILE` in the folder of the configuration"
    )]
    Shape {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// The file in which Terraform itself keeps a state, whose form it may change at any time.
    #[error(
        "this is Terraform's own file of a state, which is for Terraform alone; give what `terraform show -json FILE` \
         prints"
    )]
    Raw,
    /// What is to be, and not what is.
    #[error("this is a plan, which tells what is to be; give what `terraform show -json` prints without a plan")]
    Plan,
    /// No state says so.
    #[error("there is no `format_version` 1 in it: give what `terraform show -json` of Terraform 1.0 or newer prints")]
    Version,
}

/// The managed resources of some states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// The addresses of each ARN.
    arns: BTreeMap<String, BTreeSet<String>>,
    /// The addresses of what has no ARN, by its type and id: one for each resource that says so.
    ids: BTreeMap<(String, String), Vec<String>>,
    resources: usize,
}

impl State {
    /// Adds what a file holds.
    pub fn read(&mut self, json: &[u8]) -> Result<(), StateError> {
        for resource in show::resources(json)? {
            self.resources += 1;
            let address = resource.address;
            match (resource.arn, resource.id) {
                (Some(arn), _) => {
                    self.arns.entry(arn).or_default().insert(address);
                }
                (None, Some(id)) => self.ids.entry((resource.kind, id)).or_default().push(address),
                (None, None) => {}
            }
        }
        Ok(())
    }

    /// How many managed resources there are.
    pub fn resources(&self) -> usize {
        self.resources
    }
}

#[cfg(test)]
mod tests;
