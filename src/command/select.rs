//! What to judge by: the controls there are, and which of them were asked for.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::Context as _;

use super::finish::folder_of;
use super::settings::Settings;
use super::{all_of, built_in_criteria};
use crate::assess::{Input, Needs, RawSelection, Selection};
use crate::cli::{ManagementArgs, PackArgs, SelectArgs};
use crate::control::{Control, Pack, pack};
use crate::criteria::Criteria;
use crate::inventory::Scopes;
use crate::inventory::schema::Schema;
use crate::inventory::snapshot::Snapshot;
use crate::management::{self, Acceptances, Filed, Record};
use crate::plan::Plan;
use crate::plan::forecast::Besides;
use crate::provider;

/// What facts are derived from.
pub(super) static NEEDS: LazyLock<Needs> = LazyLock::new(provider::needs);

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
    /// What management says.
    pub(super) record: Record,
}

impl Grounds {
    /// Reads and checks all of it.
    pub(super) fn load(args: &SelectArgs, management: &ManagementArgs, settings: &Settings) -> anyhow::Result<Self> {
        let criteria = built_in_criteria()?;
        let pack = load_pack(&args.pack, &criteria, settings)?;
        let selection = Selection::new(&raw_selection(args), &pack, &criteria)?;
        let accepted = management.acceptances.as_deref().map(|file| acceptances(file, &pack)).transpose()?;
        let filed = management.documents.as_deref().map(|file| documents(file, &criteria)).transpose()?;
        let record = Record {
            acceptances: accepted.unwrap_or_default(),
            exclusions: settings.exclusions(&pack)?,
            filed: filed.unwrap_or_default(),
        };
        Ok(Self { pack, criteria, selection, scopes: provider::scopes(), record })
    }

    /// What to assess, of a snapshot.
    pub(super) fn input<'a>(&'a self, snapshot: &'a Snapshot) -> Input<'a> {
        let Self { pack, criteria, selection, scopes, record } = self;
        Input { snapshot, pack, criteria, selection, scopes, management: record }
    }

    /// What must be collected for the selected controls.
    pub(super) fn plan(&self) -> Plan {
        let plan = Plan::of(self.selected());
        if self.record.exclusions.read_tags() { plan.with_tags() } else { plan }
    }

    /// What is called beside what the selected controls ask for.
    pub(super) fn besides(&self, credential_report: bool) -> Besides {
        Besides { credential_report, tags: self.record.exclusions.read_tags() }
    }

    /// The selected controls.
    pub(super) fn selected(&self) -> impl Iterator<Item = &Control> {
        self.pack.iter().filter(|control| self.selection.has(&control.id))
    }
}

/// The words that narrow the controls down.
pub(super) fn raw_selection(args: &SelectArgs) -> RawSelection {
    RawSelection {
        controls: args.control.clone(),
        criteria: args.criterion.clone(),
        categories: args.category.clone(),
        severities: args.severity.clone(),
        services: args.service.clone(),
    }
}

/// Whether no option narrows the controls down.
pub(super) fn selects_all(args: &SelectArgs) -> bool {
    let SelectArgs { control, criterion, category, severity, service, pack: _ } = args;
    [control, criterion, category, severity, service].iter().all(|words| words.is_empty())
}

/// The risks that a file accepts.
pub(super) fn acceptances(file: &Path, pack: &Pack) -> anyhow::Result<Acceptances> {
    let text = read(file)?;
    management::acceptances::load(&file.display().to_string(), &text, pack).map_err(|problems| all_of(&problems))
}

/// The documents that a file names, and what became of them.
pub(super) fn documents(file: &Path, criteria: &Criteria) -> anyhow::Result<Filed> {
    let text = read(file)?;
    management::documents::load(&file.display().to_string(), &text, criteria, folder_of(file))
        .map_err(|problems| all_of(&problems))
}

fn read(file: &Path) -> anyhow::Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// The built-in controls with a user's own, and the parameters in force.
pub(super) fn load_pack(args: &PackArgs, criteria: &Criteria, settings: &Settings) -> anyhow::Result<Pack> {
    let mut sources = pack::built_in();
    if let Some(folder) = &args.controls {
        sources.extend(pack::directory(folder)?);
    }
    let overrides = settings.params(&args.param)?;
    pack::load(&sources, &asset_types()?, criteria, &overrides).map_err(|problems| all_of(&problems))
}

/// What a control may read.
pub(super) fn asset_types() -> anyhow::Result<Schema> {
    provider::schema().context("the types of the built-in assets are damaged")
}
