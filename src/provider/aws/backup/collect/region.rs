//! Collects the settings of AWS Backup in a region, its vaults, and how restores went.

use aws_sdk_backup::Client;
use aws_sdk_backup::types::{self, RestoreTestingPlanForList};
use futures::future::join_all;

use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::backup::ops::{
    DESCRIBE_REGION_SETTINGS, LIST_BACKUP_VAULTS, LIST_RESTORE_JOBS, LIST_RESTORE_TESTING_PLANS,
    LIST_RESTORE_TESTING_SELECTIONS,
};
use crate::provider::aws::backup::region::count;
use crate::provider::aws::backup::{RegionSettings, RestoreJob, RestoreTestingPlan, Vault};
use crate::provider::aws::pages::listed;
use crate::provider::aws::time::timestamp;

/// What the registry lists.
pub(in crate::provider::aws::backup) const COLLECTOR: Collector =
    Collector { kinds: &[RegionSettings::KIND], run: |context| Box::pin(run(context)) };

async fn run(context: Context) {
    let backup = Client::new(&context.sdk());
    let settings = context.get(&DESCRIBE_REGION_SETTINGS, backup.describe_region_settings().send());
    let (settings, vaults, restore_jobs, restore_testing_plans) = tokio::join!(
        settings,
        vaults(&context, &backup),
        restore_jobs(&context, &backup),
        restore_testing_plans(&context, &backup),
    );
    context.put_singleton(RegionSettings {
        opt_in: settings.and_then(|settings| {
            let types = settings.resource_type_opt_in_preference;
            let types = types.map(|types| types.into_iter().collect());
            context.present(&DESCRIBE_REGION_SETTINGS, "ResourceTypeOptInPreference", types)
        }),
        vaults,
        restore_jobs,
        restore_testing_plans,
        ..RegionSettings::default()
    });
}

async fn vaults(context: &Context, backup: &Client) -> Fact<Vec<Vault>> {
    let op = &LIST_BACKUP_VAULTS;
    let pages = backup.list_backup_vaults().into_paginator().send();
    let found = context.list(op, &[], pages, |page| listed(page.backup_vault_list)).await;
    let found = found.told(context, op, "BackupVaultList");
    found.whole().map(|vaults| {
        let vault = |vault: types::BackupVaultListMember| Vault {
            name: vault.backup_vault_name.unwrap_or_default(),
            recovery_points: vault.number_of_recovery_points,
        };
        vaults.into_iter().map(vault).collect()
    })
}

async fn restore_jobs(context: &Context, backup: &Client) -> Fact<Vec<RestoreJob>> {
    let op = &LIST_RESTORE_JOBS;
    let pages = backup.list_restore_jobs().into_paginator().send();
    let found = context.list(op, &[], pages, |page| listed(page.restore_jobs)).await.told(context, op, "RestoreJobs");
    let jobs = found.whole().map(|jobs| jobs.into_iter().map(restore_job).collect());
    jobs.and_then(|jobs| context.present(op, "RestoreJobId", jobs))
}

/// A restore; `None` of one without its id or status, which the API always sends.
fn restore_job(job: types::RestoreJobsListMember) -> Option<RestoreJob> {
    Some(RestoreJob {
        id: job.restore_job_id?,
        status: job.status?.as_str().to_owned(),
        completed: job.completion_date.as_ref().and_then(timestamp),
        validation: job.validation_status.map(|status| status.as_str().to_owned()),
        resource_type: job.resource_type,
        testing_plan: job.created_by.and_then(|creator| creator.restore_testing_plan_arn),
    })
}

async fn restore_testing_plans(context: &Context, backup: &Client) -> Fact<Vec<Fact<RestoreTestingPlan>>> {
    let pages = backup.list_restore_testing_plans().into_paginator().send();
    let found = context.list(&LIST_RESTORE_TESTING_PLANS, &[], pages, |page| page.restore_testing_plans).await;
    match found.whole() {
        Fact::Known(plans) => {
            let plans = plans.into_iter().map(|plan| restore_testing_plan(context, backup, plan));
            Fact::Known(join_all(plans).await)
        }
        Fact::Unknown(gaps) => Fact::Unknown(gaps),
    }
}

async fn restore_testing_plan(
    context: &Context,
    backup: &Client,
    plan: RestoreTestingPlanForList,
) -> Fact<RestoreTestingPlan> {
    let name = plan.restore_testing_plan_name;
    let pages = backup.list_restore_testing_selections().restore_testing_plan_name(&name).into_paginator().send();
    let parameters = [("RestoreTestingPlanName", name.as_str())];
    let take =
        |page: aws_sdk_backup::operation::list_restore_testing_selections::ListRestoreTestingSelectionsOutput| {
            page.restore_testing_selections
        };
    let selections = context.list(&LIST_RESTORE_TESTING_SELECTIONS, &parameters, pages, take).await.whole();
    selections.map(|selections| RestoreTestingPlan {
        name: name.clone(),
        schedule: plan.schedule_expression,
        selections: count(selections.len()),
        last_run: plan.last_execution_time.as_ref().and_then(timestamp),
    })
}
