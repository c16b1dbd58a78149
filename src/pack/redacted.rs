//! What a pack is made from with names replaced: everything else in the pack is then made from that.

use std::collections::BTreeMap;
use std::io;

use super::inputs::{CannotJudge, Grounds, Inputs, OWN};
use crate::assess::{Assessment, Management as _, Outcome};
use crate::control::Severity;
use crate::inventory::asset::MalformedId;
use crate::inventory::schema::Schema;
use crate::inventory::snapshot::Snapshot;
use crate::inventory::{Key as AssetKey, Scopes};
use crate::management::{acceptances, documents, exclusions};
use crate::redact::{Key, RedactError, Redactor, Vocabulary};

/// Why nothing was redacted.
#[derive(Debug, thiserror::Error)]
pub enum CannotRedact {
    /// The inputs are not sound, before or after.
    #[error(transparent)]
    Judge(#[from] CannotJudge),
    /// A snapshot could not be rewritten.
    #[error(transparent)]
    Redact(#[from] RedactError),
    /// A snapshot could not be written.
    #[error("the redacted snapshot cannot be written: {0}")]
    Write(#[from] io::Error),
    /// Without names the results are other ones.
    #[error(
        "redacted, {count} of the results would be other ones, that of {control} on {asset} among them: a control of \
         your own, or a parameter, judges by names that are replaced"
    )]
    Changes {
        /// How many.
        count: usize,
        /// One of the controls.
        control: String,
        /// The asset.
        asset: Box<AssetKey>,
    },
}

impl From<MalformedId> for CannotRedact {
    fn from(error: MalformedId) -> Self {
        Self::Redact(error.into())
    }
}

/// The inputs with account ids and names replaced.
///
/// # Errors
/// Where that cannot be done, or would change a result.
pub fn redacted(
    inputs: &Inputs,
    key: Key,
    schema: &Schema,
    scopes: &Scopes,
    vocabulary: Vocabulary,
) -> Result<Inputs, CannotRedact> {
    let before = Grounds::new(inputs, schema, scopes.clone())?;
    let mut snapshots = Vec::with_capacity(inputs.snapshots.len());
    for (number, bytes) in (1..).zip(&inputs.snapshots) {
        let read = Snapshot::read_from(bytes.as_slice());
        snapshots.push(read.map_err(|source| CannotJudge::Snapshot { number, source })?);
    }
    let redactor = Redactor::new(key, &snapshots, before.controls(), schema.clone(), vocabulary);
    let mut rewritten = Vec::with_capacity(snapshots.len());
    for snapshot in &snapshots {
        let mut bytes = Vec::new();
        redactor.snapshot(snapshot)?.write_to(&mut bytes)?;
        rewritten.push(bytes);
    }
    let record = before.record();
    let withheld = redactor.documents(record.filed.documents());
    let left_out = redactor.exclusions(&record.exclusions, before.snapshot(), before.controls())?;
    let accepted = || redactor.acceptances(record.acceptances.acceptances(), before.snapshot());
    let controls = inputs.controls.iter().map(|(name, text)| {
        let own = name.below(OWN).is_some();
        (name.clone(), if own { redactor.scrubbed(text) } else { text.clone() })
    });
    let mut asked = inputs.asked.clone();
    asked.params = asked.params.iter().map(|param| redactor.scrubbed(param)).collect();
    let after = Inputs {
        asked,
        snapshots: rewritten,
        criteria: inputs.criteria.clone(),
        controls: controls.collect(),
        acceptances: inputs.acceptances.as_ref().map(|_| acceptances::file_of(&accepted())),
        exclusions: inputs.exclusions.as_ref().map(|_| exclusions::file_of(&left_out)),
        documents: inputs.documents.as_ref().map(|_| documents::file_of(&withheld.documents)),
        files: withheld.notes,
    };
    unchanged(&before, &Grounds::new(&after, schema, scopes.clone())?, &redactor)?;
    Ok(after)
}

/// Every result of the one is that of the other.
fn unchanged(before: &Grounds, after: &Grounds, redactor: &Redactor) -> Result<(), CannotRedact> {
    let (then, now) = (before.assess(1), after.assess(1));
    let mut results = results(&now);
    let mut changed = Vec::new();
    for finding in then.findings() {
        let (Some(of), Some(asset)) = (then.control_of(finding), then.asset_of(finding)) else { continue };
        let (control, asset) = (of.control.id.to_string(), redactor.asset_key(&asset.key())?);
        let now = results.remove(&(control.clone(), asset.clone()));
        if now != Some((finding.outcome, finding.severity)) {
            changed.push((control, asset));
        }
    }
    let count = changed.len() + results.len();
    match changed.into_iter().chain(results.into_keys()).next() {
        Some((control, asset)) => Err(CannotRedact::Changes { count, control, asset: Box::new(asset) }),
        None => Ok(()),
    }
}

fn results(assessment: &Assessment<'_>) -> BTreeMap<(String, AssetKey), (Outcome, Severity)> {
    let findings = assessment.findings().iter().filter_map(|finding| {
        let (of, asset) = (assessment.control_of(finding)?, assessment.asset_of(finding)?);
        Some(((of.control.id.to_string(), asset.key()), (finding.outcome, finding.severity)))
    });
    findings.collect()
}
