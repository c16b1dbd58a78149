//! Joins the snapshots of several accounts into one to assess.

use std::collections::BTreeSet;

use super::{Snapshot, add_up};
use crate::inventory::asset::{AccountId, Key};

/// Why snapshots cannot be assessed together.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// There was none.
    #[error("there is no snapshot to assess")]
    None,
    /// Two snapshots tell of one account, at two times.
    #[error("two snapshots hold account {0}; assess them one by one, or leave one of them out")]
    SameAccount(AccountId),
    /// Two snapshots tell of one asset.
    #[error("two snapshots hold the asset {0}; assess them one by one, or leave one of them out")]
    SameAsset(Key),
}

impl Snapshot {
    /// One snapshot of all their accounts. Each account keeps its own header, hence its own
    /// regions and its own moment of judgement. The order of `snapshots` makes no difference.
    pub fn merge(snapshots: Vec<Self>) -> Result<Self, MergeError> {
        let mut accounts = BTreeSet::new();
        for account in snapshots.iter().flat_map(Self::headers).flat_map(|header| &header.accounts) {
            if !accounts.insert(account) {
                return Err(MergeError::SameAccount(account.clone()));
            }
        }
        if snapshots.len() < 2 {
            return snapshots.into_iter().next().ok_or(MergeError::None);
        }
        let mut headers: Vec<_> = snapshots.iter().flat_map(Self::headers).cloned().collect();
        headers.sort_by(|a, b| a.accounts.cmp(&b.accounts));
        let mut headers = headers.into_iter();
        let mut merged = Self::empty(headers.next().ok_or(MergeError::None)?);
        merged.merged = headers.collect();

        let mut assets: Vec<_> = snapshots.iter().flat_map(Self::assets).map(|asset| (asset.key(), asset)).collect();
        assets.sort_by(|(a, _), (b, _)| a.cmp(b));
        if let Some([(twice, _), _]) = assets.array_windows().find(|[(a, _), (b, _)]| a == b) {
            return Err(MergeError::SameAsset(twice.clone()));
        }
        for (key, asset) in assets {
            merged.push(&key.kind, &key.account, &key.region, &key.id, asset.name, asset.facts);
        }
        let mut gaps = Vec::new();
        for snapshot in snapshots {
            merged.populations.extend(snapshot.populations);
            merged.calls.extend(snapshot.calls);
            gaps.extend(snapshot.gaps);
        }
        merged.populations.sort_unstable();
        merged.calls.sort_unstable();
        merged.gaps = add_up(gaps);
        Ok(merged)
    }
}
