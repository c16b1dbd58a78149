//! Collects backup plans, with the rules and the selections of each.

use aws_sdk_backup::Client;
use aws_sdk_backup::types::{
    self, BackupPlansListMember, BackupSelectionsListMember, ConditionParameter, ConditionType,
};
use futures::future::join_all;

use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::backup::ops::{
    GET_BACKUP_PLAN, GET_BACKUP_SELECTION, LIST_BACKUP_PLANS, LIST_BACKUP_SELECTIONS,
};
use crate::provider::aws::backup::{Plan, Rule, Selection, TagCondition};
use crate::provider::aws::pages::listed;
use crate::provider::aws::time::timestamp;

/// What the registry lists.
pub(in crate::provider::aws::backup) const COLLECTOR: Collector =
    Collector { kinds: &[Plan::KIND], run: |context| Box::pin(run(context)) };

/// How conditions write the key of a tag; the list of tags takes it with or without.
const OF_TAG: &str = "aws:ResourceTag/";

async fn run(context: Context) {
    let op = &LIST_BACKUP_PLANS;
    let backup = Client::new(&context.sdk());
    let pages = backup.list_backup_plans().into_paginator().send();
    let found = context.list(op, &[], pages, |page| listed(page.backup_plans_list)).await;
    let found = found.told(&context, op, "BackupPlansList");
    let named = |plan: &BackupPlansListMember| plan.backup_plan_arn.is_some() && plan.backup_plan_id.is_some();
    let found = found.identified(&context, op, "BackupPlanArn", named);
    context.each(found.items, |one| plan(&context, &backup, one)).await;
    context.record::<Plan>(&found.extent);
}

async fn plan(context: &Context, backup: &Client, listed: BackupPlansListMember) {
    let (arn, id) = (listed.backup_plan_arn.unwrap_or_default(), listed.backup_plan_id.unwrap_or_default());
    let (rules, selections) = tokio::join!(rules(context, backup, &id), selections(context, backup, &id));
    let name = listed.backup_plan_name;
    let asset = Plan {
        name: context.present(&LIST_BACKUP_PLANS, "BackupPlanName", name.clone()),
        last_run: Fact::Known(listed.last_execution_date.as_ref().and_then(timestamp)),
        rules,
        selections,
    };
    context.put(context.region(), arn, name.unwrap_or(id), asset);
}

async fn rules(context: &Context, backup: &Client, plan: &str) -> Fact<Vec<Rule>> {
    let op = &GET_BACKUP_PLAN;
    let answer = context.get(op, backup.get_backup_plan().backup_plan_id(plan).send()).await;
    let plan = answer.and_then(|answer| context.present(op, "BackupPlan", answer.backup_plan));
    plan.map(|plan| {
        let rule = |rule: types::BackupRule| Rule {
            name: rule.rule_name,
            vault: rule.target_backup_vault_name,
            schedule: rule.schedule_expression,
        };
        plan.rules.into_iter().map(rule).collect()
    })
}

async fn selections(context: &Context, backup: &Client, plan: &str) -> Fact<Vec<Fact<Selection>>> {
    let op = &LIST_BACKUP_SELECTIONS;
    let pages = backup.list_backup_selections().backup_plan_id(plan).into_paginator().send();
    let parameters = [("BackupPlanId", plan)];
    let found = context.list(op, &parameters, pages, |page| listed(page.backup_selections_list)).await;
    let found = found.told(context, op, "BackupSelectionsList");
    let named = |selection: &BackupSelectionsListMember| selection.selection_id.is_some();
    match found.identified(context, op, "SelectionId", named).whole() {
        Fact::Known(listed) => {
            let ids = listed.into_iter().map(|listed| listed.selection_id.unwrap_or_default());
            Fact::Known(join_all(ids.map(|id| selection(context, backup, plan, id))).await)
        }
        Fact::Unknown(gaps) => Fact::Unknown(gaps),
    }
}

async fn selection(context: &Context, backup: &Client, plan: &str, id: String) -> Fact<Selection> {
    let op = &GET_BACKUP_SELECTION;
    let request = backup.get_backup_selection().backup_plan_id(plan).selection_id(id).send();
    let answer = context.get(op, request).await;
    let body = answer.and_then(|answer| context.present(op, "BackupSelection", answer.backup_selection));
    body.and_then(|body| context.present(op, "Conditions", understood(body)))
}

/// A selection; `None` of one with a condition that cannot be understood.
fn understood(body: types::BackupSelection) -> Option<Selection> {
    let any_tag = body.list_of_tags.unwrap_or_default().into_iter().map(|tag| match tag.condition_type {
        ConditionType::Stringequals => Some(condition("StringEquals", &tag.condition_key, tag.condition_value)),
        _ => None,
    });
    let every_tag = body.conditions.map(|conditions| {
        let of = |operator: &'static str, list: Option<Vec<ConditionParameter>>| {
            let one = move |tag: ConditionParameter| {
                let key = tag.condition_key?;
                // Other keys than those of tags are not documented.
                key.starts_with(OF_TAG).then_some(())?;
                Some(condition(operator, &key, tag.condition_value?))
            };
            list.unwrap_or_default().into_iter().map(one)
        };
        of("StringEquals", conditions.string_equals)
            .chain(of("StringNotEquals", conditions.string_not_equals))
            .chain(of("StringLike", conditions.string_like))
            .chain(of("StringNotLike", conditions.string_not_like))
            .collect::<Option<Vec<_>>>()
    });
    Some(Selection {
        name: body.selection_name,
        resources: body.resources.unwrap_or_default(),
        excluded: body.not_resources.unwrap_or_default(),
        any_tag: any_tag.collect::<Option<_>>()?,
        every_tag: every_tag.unwrap_or_else(|| Some(Vec::new()))?,
    })
}

fn condition(operator: &str, key: &str, value: String) -> TagCondition {
    let key = key.strip_prefix(OF_TAG).unwrap_or(key).to_owned();
    TagCondition { operator: operator.to_owned(), key, value }
}
