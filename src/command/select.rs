//! What to judge by: the controls there are, and which of them were asked for.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::{all_of, built_in_criteria};
use crate::assess::{RawSelection, Selection};
use crate::cli::{ManagementArgs, PackArgs, SelectArgs};
use crate::control::{Pack, pack};
use crate::criteria::Criteria;
use crate::inventory::Scopes;
use crate::inventory::schema::Schema;
use crate::management::{self, Acceptances};
use crate::plan::Plan;
use crate::provider;

/// Everything that a judgement rests on beside the snapshot.
#[derive(Debug)]
pub(super) struct Grounds {
    /// The controls.
    pub(super) pack: Pack,
    /// The criteria they speak to.
    pub(super) criteria: Criteria,
    /// Which of them.
    pub(super) selection: Selection,
    /// Where each kind is listed.
    pub(super) scopes: Scopes,
    /// What management accepts.
    pub(super) acceptances: Acceptances,
}

impl Grounds {
    /// Reads and checks all of it.
    pub(super) fn load(args: &SelectArgs, management: &ManagementArgs) -> anyhow::Result<Self> {
        let criteria = built_in_criteria()?;
        let pack = load_pack(&args.pack, &criteria)?;
        let raw = RawSelection {
            controls: args.control.clone(),
            criteria: args.criterion.clone(),
            categories: args.category.clone(),
            severities: args.severity.clone(),
            services: args.service.clone(),
        };
        let selection = Selection::new(&raw, &pack, &criteria)?;
        let acceptances = management.acceptances.as_deref().map(|file| acceptances(file, &pack)).transpose()?;
        let acceptances = acceptances.unwrap_or_default();
        Ok(Self { pack, criteria, selection, scopes: provider::scopes(), acceptances })
    }

    /// What must be collected for the selected controls.
    pub(super) fn plan(&self) -> Plan {
        Plan::of(self.pack.iter().filter(|control| self.selection.has(&control.id)))
    }
}

/// Whether no option narrows the controls down.
pub(super) fn selects_all(args: &SelectArgs) -> bool {
    let SelectArgs { control, criterion, category, severity, service, pack: _ } = args;
    [control, criterion, category, severity, service].iter().all(|words| words.is_empty())
}

/// The risks that a file accepts.
pub(super) fn acceptances(file: &Path, pack: &Pack) -> anyhow::Result<Acceptances> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    management::load(&file.display().to_string(), &text, pack).map_err(|problems| all_of(&problems))
}

/// The built-in controls with a user's own, and the parameters in force.
pub(super) fn load_pack(args: &PackArgs, criteria: &Criteria) -> anyhow::Result<Pack> {
    let mut sources = pack::built_in();
    if let Some(folder) = &args.controls {
        sources.extend(pack::directory(folder)?);
    }
    let overrides = args.param.iter().cloned().collect();
    pack::load(&sources, &asset_types()?, criteria, &overrides).map_err(|problems| all_of(&problems))
}

/// What a control may read.
pub(super) fn asset_types() -> anyhow::Result<Schema> {
    provider::schema().context("the types of the built-in assets are damaged")
}
