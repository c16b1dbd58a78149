//! An assessment as OSCAL assessment results, for the tools of auditors and of governance teams.
//!
//! What OSCAL cannot say, this file does not say:
//!
//! - A *finding* is about one objective: that one control, as it is mapped to one criterion, holds. It is `satisfied`
//!   where the control passed and `not-satisfied` where it failed, also where management accepted the risk. OSCAL has no
//!   third state. So an objective that could not be evaluated, or that nothing was there for, has **no finding**; its
//!   observations stand, and its selection says why there is none.
//! - No finding is about a criterion as a whole: documents and the auditor's judgement belong to that. What the
//!   configuration and the documents of each criterion come to stands in two properties, as everywhere in tickmark.
//! - The method of every observation is `EXAMINE`: interfaces were read, nothing was exercised.
//! - A *risk* is what one control found wanting: `open`, or `deviation-approved` for what one acceptance covers.
//! - There are no attestations: only a CPA firm attests.
//!
//! Times are the snapshots' own, and identifiers are made from what they name: the same input gives the same bytes.

mod evidence;
mod finding;
mod frame;
mod id;
mod observation;
mod risk;
mod scope;
mod text;
mod wire;

use std::io::{self, Write};

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::assess::Assessment;
use crate::inventory::snapshot::digest::hex;

/// The version of OSCAL. It is the newest that compliance-trestle reads; the schemas of later 1.2 releases take it too.
pub const OSCAL_VERSION: &str = "1.2.1";

/// The namespace of the properties that are ours.
pub const NAMESPACE: &str = "urn:uuid:0b4f3c8e-7d1a-4e52-9c66-2a5d81f0e7b3";

/// Whose assessment it is, and how it is to be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct About<'a> {
    /// The entity.
    pub organization: Option<&'a str>,
    /// The system.
    pub system: Option<&'a str>,
    /// What the whole is, and what it is not.
    pub disclaimer: &'a str,
}

/// Writes the document and a line feed.
pub fn write(assessment: &Assessment<'_>, about: About<'_>, out: &mut dyn Write) -> io::Result<()> {
    // The document's own identifier is made from all the rest, so the rest is made twice: to keep it would take as much
    // memory as the file is long.
    let mut rest = Hashed(Sha256::new());
    serde_json::to_writer(&mut rest, &frame::file(assessment, about, Uuid::nil()))?;
    let uuid = id::named("assessment-results", &[&hex(rest.0)]);
    serde_json::to_writer(&mut *out, &frame::file(assessment, about, uuid))?;
    out.write_all(b"\n")
}

/// Keeps nothing of what is written but its digest.
struct Hashed(Sha256);

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
