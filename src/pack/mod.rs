//! The evidence pack: everything that an assessment rests on and came to, in one folder or zip, hashed and signed.
//!
//! ```text
//! inputs ──> grounds ──> assessment ──> parts ──> manifest ──> signature      (write)
//!    ▲                                    │          │             │
//!    └── the pack's own files <───── compared with <─┴─────────────┘          (verify)
//! ```
//!
//! Writing and verifying go the same way from the same inputs; verifying only has them from the pack. So what a pack
//! says is either what this tickmark makes of the snapshots and controls in it, or is told apart.

mod inputs;
pub mod manifest;
mod name;
mod part;
mod population;
mod redacted;
mod reperform;
mod sign;
mod store;
mod verdict;
mod verify;
mod write;

pub use inputs::{CannotJudge, Grounds, Inputs, place};
pub use manifest::{Asked, Manifest, Selected};
pub use name::{BadName, Name};
pub use part::{Part, parts};
pub use redacted::{CannotRedact, redacted};
pub use sign::{BadKey, Signer, Verifier};
pub use store::{OpenError, Store};
pub use verdict::{Difference, Problem, Reperformed, Signed, Verdict};
pub use verify::{Judge, verify};
pub use write::{WriteError, is_zip, read_whole, write};

/// The list of all other files.
const MANIFEST: &str = "manifest.json";
/// Its signature, where minisign looks for it.
const SIGNATURE: &str = "manifest.json.minisig";
/// The key that made the signature. It shows that the signature is whole; whose it is, only a key from elsewhere can.
const PUBLIC_KEY: &str = "signing.pub";

/// The most files that a pack holds.
const MAX_FILES: usize = 100_000;
/// The most bytes of one file, which may have to be held in memory.
const MAX_ONE: u64 = 2 << 30;
/// The most bytes of all files together, unpacked.
const MAX_TOTAL: u64 = 8 << 30;
/// The most bytes of the manifest and of any file of text.
const MAX_TEXT: u64 = 64 << 20;
/// The most bytes of a snapshot, unpacked.
const MAX_SNAPSHOT: u64 = 4 << 30;
