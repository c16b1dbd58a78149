//! The embedded account of `--demo`: a real collection, of an account that a script built, and what its management
//! has on file.

use anyhow::Context as _;

use super::all_of;
use super::select::{Grounds, asset_types};
use crate::assess::FileState;
use crate::cli::ManagementArgs;
use crate::inventory::snapshot::Snapshot;
use crate::management::exclusions::{self, Known};
use crate::management::{acceptances, documents};
use crate::pack::Inputs;

/// Recorded by `cargo run --example record-demo`.
const RECORDED: &[u8] = include_bytes!("demo.snapshot.zst");

const ACCEPTANCES: &str = include_str!("demo/acceptances.yaml");
const EXCLUSIONS: &str = include_str!("demo/exclusions.yaml");
const DOCUMENTS: &str = include_str!("demo/documents.yaml");

/// The documents' own files, by the paths that [`DOCUMENTS`] names them by.
const FILES: [(&str, &[u8]); 5] = [
    ("policies/board-charter.md", include_bytes!("demo/policies/board-charter.md")),
    ("policies/code-of-conduct.md", include_bytes!("demo/policies/code-of-conduct.md")),
    ("policies/incident-response.md", include_bytes!("demo/policies/incident-response.md")),
    ("policies/organization-chart.md", include_bytes!("demo/policies/organization-chart.md")),
    ("policies/physical-security.md", include_bytes!("demo/policies/physical-security.md")),
];

/// Whose account it is.
pub(super) const ORGANIZATION: &str = "Kestrel Ledger";

/// What the account is for.
pub(super) const SYSTEM: &str = "Kestrel bookkeeping platform";

/// What was collected of it.
pub(super) fn snapshot() -> anyhow::Result<Snapshot> {
    Snapshot::read_from(RECORDED).context("the embedded demo account is damaged")
}

/// Adds what its management has on file, but for what the user gave a file of.
pub(super) fn manage(grounds: &mut Grounds, args: &ManagementArgs) -> anyhow::Result<()> {
    let Grounds { pack, criteria, record, .. } = grounds;
    if args.acceptances.is_none() {
        let loaded = acceptances::load("acceptances.yaml", ACCEPTANCES, pack);
        record.acceptances =
            loaded.map_err(|problems| all_of(&problems)).context("the demo's acceptances are damaged")?;
    }
    if record.exclusions.is_empty() {
        let schema = asset_types()?;
        let loaded = exclusions::load("exclusions.yaml", EXCLUSIONS, Known { pack, schema: &schema });
        record.exclusions =
            loaded.map_err(|problems| all_of(&problems)).context("the demo's exclusions are damaged")?;
    }
    if args.documents.is_none() {
        let loaded = documents::load_from("documents.yaml", DOCUMENTS, criteria, &state);
        record.filed = loaded.map_err(|problems| all_of(&problems)).context("the demo's documents are damaged")?;
    }
    Ok(())
}

/// What is found where a file of that digest should be.
fn state(path: &str, filed: &str) -> FileState {
    match FILES.iter().find(|(own, _)| *own == path) {
        Some((_, bytes)) if documents::digest(bytes) == filed => FileState::Unchanged,
        Some(_) => FileState::Altered,
        None => FileState::Missing,
    }
}

/// Adds the account to what a pack is made from, with what its management has on file, but for what the user gave a
/// file of. A redacted one is nobody's.
pub(super) fn pack(inputs: &mut Inputs, redacted: bool) {
    inputs.snapshots.push(RECORDED.to_vec());
    inputs.acceptances.get_or_insert_with(|| ACCEPTANCES.to_owned());
    inputs.exclusions.get_or_insert_with(|| EXCLUSIONS.to_owned());
    if inputs.documents.is_none() {
        inputs.documents = Some(DOCUMENTS.to_owned());
        inputs.files = FILES.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect();
    }
    if !redacted {
        inputs.asked.organization.get_or_insert_with(|| ORGANIZATION.to_owned());
        inputs.asked.system.get_or_insert_with(|| SYSTEM.to_owned());
    }
}
