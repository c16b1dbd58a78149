//! `--redact`: what is reported on or packed, with account ids and names replaced.

use std::fs;

use anyhow::Context as _;

use super::select::asset_types;
use crate::cli::RedactArgs;
use crate::control;
use crate::pack::{self, Inputs};
use crate::provider;
use crate::redact::{Key, Vocabulary};

/// The key, where redaction was asked for.
pub(super) fn key(args: &RedactArgs) -> anyhow::Result<Option<Key>> {
    let Some(path) = args.redaction_key.as_deref().filter(|_| args.redact) else { return Ok(None) };
    let bytes = fs::read(path).with_context(|| {
        format!("cannot read the redaction key {0}: make one with `head -c 32 /dev/urandom > {0}`", path.display())
    })?;
    Key::new(&bytes).map(Some).with_context(|| format!("cannot redact with {}", path.display()))
}

/// The inputs with names replaced.
pub(super) fn redacted(inputs: &Inputs, key: Key) -> anyhow::Result<Inputs> {
    let operations = provider::SERVICES.iter().flat_map(|service| service.ops).flat_map(|op| {
        let words: [&str; 3] = [op.service, op.name, op.iam_action];
        words
    });
    let kinds = provider::kinds().map(|spec| spec.kind.as_str());
    let vocabulary = Vocabulary::new(operations.chain(kinds), &control::pack::built_in());
    Ok(pack::redacted(inputs, key, &asset_types()?, &provider::scopes(), vocabulary)?)
}
