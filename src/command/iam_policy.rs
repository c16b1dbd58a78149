//! `tickmark iam-policy`: the permissions that the selected controls need, and no more.

use std::process::ExitCode;

use anyhow::Context as _;

use super::console::Console;
use super::finish::{check_destination, replace};
use super::select::Grounds;
use crate::cli::{IamPolicyArgs, ManagementArgs};
use crate::plan::forecast;
use crate::render::policy::{self, MANAGED_POLICY_LIMIT};

/// Writes the policy.
pub(super) fn run(args: &IamPolicyArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let grounds = Grounds::load(&args.select, &ManagementArgs::default(), console.settings)?;
    let actions = forecast::actions(grounds.selected(), grounds.besides(!args.no_credential_report));
    match &args.output {
        None => policy::write(&actions, args.format, console.out)?,
        Some(path) => {
            check_destination(path)?;
            replace(path, |out| policy::write(&actions, args.format, out))
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    if !policy::fits(&actions) {
        writeln!(
            console.err,
            "tickmark: this is longer than the {MANAGED_POLICY_LIMIT} characters of a managed policy: select fewer \
             controls for each of several policies, or make it a policy of the role itself"
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
