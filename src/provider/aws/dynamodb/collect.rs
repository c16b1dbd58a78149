//! Lists the tables of a region, and reads the state, the recovery and the tags of each side by side.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{ContinuousBackupsDescription, ContinuousBackupsStatus};

use super::Table;
use super::table::{DESCRIBE_CONTINUOUS_BACKUPS, DESCRIBE_TABLE, LIST_TABLES, LIST_TAGS_OF_RESOURCE};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::pages::{by_marker, listed};

/// The tables of a region.
pub(super) async fn tables(context: Context) {
    let dynamodb = Client::new(&context.sdk());
    let pages = dynamodb.list_tables().into_paginator().send();
    let found = context.list(&LIST_TABLES, &[], pages, |page| listed(page.table_names)).await;
    let found = found.told(&context, &LIST_TABLES, "TableNames");
    context.each(found.items, |name| table(&context, &dynamodb, name)).await;
    context.record::<Table>(&found.extent);
}

async fn table(context: &Context, dynamodb: &Client, name: String) {
    let (partition, region, account) = (context.partition(), context.region(), context.account());
    let arn = format!("arn:{partition}:dynamodb:{region}:{account}:table/{name}");
    let (described, backups, tags) = tokio::join!(
        context.get(&DESCRIBE_TABLE, dynamodb.describe_table().table_name(&name).send()),
        context.get(&DESCRIBE_CONTINUOUS_BACKUPS, dynamodb.describe_continuous_backups().table_name(&name).send()),
        tags(context, dynamodb, &arn),
    );
    let backups = backups.and_then(|answer| {
        let described = answer.continuous_backups_description;
        context.present(&DESCRIBE_CONTINUOUS_BACKUPS, "ContinuousBackupsDescription", described)
    });
    let asset = Table {
        status: described.and_then(|answer| {
            let status = answer.table.and_then(|table| table.table_status);
            context.present(&DESCRIBE_TABLE, "TableStatus", status.map(|status| status.as_str().to_owned()))
        }),
        point_in_time_recovery: backups.as_ref().and_then(|backups| point_in_time_recovery(context, backups)),
        recovery_period_days: backups.map(|backups| {
            let recovery = backups.point_in_time_recovery_description;
            recovery.and_then(|recovery| recovery.recovery_period_in_days).map(i64::from)
        }),
        tags,
        ..Table::default()
    };
    context.put(context.region(), arn, name, asset);
}

/// Without continuous backups there is nothing to say of it.
fn point_in_time_recovery(context: &Context, backups: &ContinuousBackupsDescription) -> Fact<String> {
    let recovery = backups.point_in_time_recovery_description();
    let status = recovery.and_then(|recovery| recovery.point_in_time_recovery_status());
    match (status, &backups.continuous_backups_status) {
        (Some(status), _) => Fact::Known(status.as_str().to_owned()),
        (None, ContinuousBackupsStatus::Disabled) => Fact::Known("DISABLED".to_owned()),
        (None, _) => context.malformed(&DESCRIBE_CONTINUOUS_BACKUPS, "PointInTimeRecoveryStatus"),
    }
}

async fn tags(context: &Context, dynamodb: &Client, arn: &str) -> Fact<BTreeMap<String, String>> {
    let request = dynamodb.list_tags_of_resource().resource_arn(arn);
    let pages = by_marker(move |token| request.clone().set_next_token(token).send(), |page| page.next_token.as_deref());
    let found = context.list(&LIST_TAGS_OF_RESOURCE, &[("ResourceArn", arn)], pages, |page| listed(page.tags)).await;
    let tags = found.told(context, &LIST_TAGS_OF_RESOURCE, "Tags").whole();
    tags.map(|tags| tags.into_iter().map(|tag| (tag.key, tag.value)).collect())
}
