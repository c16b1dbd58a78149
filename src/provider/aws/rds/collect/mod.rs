//! Lists databases and their snapshots, and puts the API's answers into our structs.

pub(super) mod cluster;
pub(super) mod instance;
pub(super) mod snapshot;

use std::collections::BTreeMap;

use aws_sdk_rds::types::{StorageEncryptionType, Tag};

/// Tags as a map; a key is never missing, and a value only where it is empty.
fn tags(list: Option<Vec<Tag>>) -> BTreeMap<String, String> {
    let pair = |tag: Tag| Some((tag.key?, tag.value.unwrap_or_default()));
    list.unwrap_or_default().into_iter().filter_map(pair).collect()
}

/// The service's word for how storage is encrypted.
fn word(kind: Option<StorageEncryptionType>) -> Option<String> {
    kind.map(|kind| kind.as_str().to_owned())
}
