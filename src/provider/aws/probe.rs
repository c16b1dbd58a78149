//! Asks instead of collecting: each operation is sent at most once in each place, and what came of it is kept.
//!
//! A run with a probe walks the same collectors through the same [`Context`](super::Context). What they find is not to be
//! kept: a second resource is not asked about, and a listing ends, as if it were whole, with its first page.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::http::Call;
use super::offered::lacks;
use super::refusal::Refused;
use crate::inventory::{GapKind, Region};
use crate::provider::Op;

/// The operations that are never sent to find out whether they may be: they do more than read.
pub const WITHHELD: [&str; 1] = ["iam:GenerateCredentialReport"];

/// What came of each operation that was sent.
#[derive(Debug, Default)]
pub(super) struct Probe {
    heard: Mutex<BTreeMap<(String, Region), Option<Heard>>>,
}

/// What came of one operation in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// `service:Operation`.
    pub operation: String,
    /// Where it was sent: a region, or `global`.
    pub region: Region,
    /// The host that it was sent to; `None` where it did not come so far.
    pub host: Option<String>,
    /// Why it was not answered; `None` where it was, by what takes the permission: "there is none" too.
    pub refusal: Option<Refusal>,
}

/// Why an operation was not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The class.
    pub kind: GapKind,
    /// The provider's error code.
    pub code: Option<String>,
    /// The provider's message, or the innermost error.
    pub message: Option<String>,
    /// Whether a service control policy denies it.
    pub by_control_policy: bool,
    /// Whether nobody answered there at all.
    pub unreachable: bool,
    /// Whether it is known besides that the region does not have the service.
    pub not_offered: bool,
}

impl Probe {
    /// Whether an operation may be sent now: once in each place.
    pub(super) fn admits(&self, op: &Op, region: &Region) -> bool {
        let operation = op.id();
        if WITHHELD.contains(&operation.as_str()) {
            return false;
        }
        match self.lock().entry((operation, region.clone())) {
            Entry::Vacant(free) => {
                free.insert(None);
                true
            }
            Entry::Occupied(_) => false,
        }
    }

    /// Keeps what came of it.
    pub(super) fn hear(&self, op: &Op, region: &Region, call: &Call, refused: Option<&Refused>) {
        let refusal = match refused {
            None | Some(Refused::None) => None,
            Some(Refused::Gap(gap)) => Some(Refusal {
                kind: gap.kind,
                code: gap.code.clone(),
                message: gap.message.clone(),
                by_control_policy: gap.by_control_policy,
                unreachable: gap.unreachable && !call.was_answered(),
                not_offered: gap.unresolved && lacks(region, op.service),
            }),
        };
        let host = call.host().map(str::to_owned);
        let heard = Heard { operation: op.id(), region: region.clone(), host, refusal };
        self.lock().insert((op.id(), region.clone()), Some(heard));
    }

    /// Everything that was heard so far, sorted by operation and place.
    pub(super) fn heard(&self) -> Vec<Heard> {
        self.lock().values().flatten().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(String, Region), Option<Heard>>> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::SERVICES;

    fn op(id: &str) -> &'static Op {
        SERVICES.iter().flat_map(|service| service.ops).find(|op| op.id() == id).unwrap()
    }

    #[test]
    fn an_operation_is_admitted_once_in_each_place() {
        let (probe, here) = (Probe::default(), "eu-west-1".parse().unwrap());
        assert!(probe.admits(op("kms:ListKeys"), &here));
        assert!(!probe.admits(op("kms:ListKeys"), &here));
        assert!(probe.admits(op("kms:ListKeys"), &Region::GLOBAL));
        assert!(probe.heard().is_empty(), "what is still under way was not heard");
    }

    #[test]
    fn what_does_more_than_read_is_never_admitted() {
        let probe = Probe::default();
        for withheld in WITHHELD {
            assert!(!probe.admits(op(withheld), &Region::GLOBAL));
        }
    }
}
