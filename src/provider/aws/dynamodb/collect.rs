//! Lists the tables of a region, and reads what is known of each side by side.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::describe_continuous_backups::DescribeContinuousBackupsOutput;
use aws_sdk_dynamodb::types::Tag;

use super::Table;
use super::table::{DESCRIBE_CONTINUOUS_BACKUPS, DESCRIBE_TABLE, LIST_TABLES, LIST_TAGS_OF_RESOURCE};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::pages::listed;

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
    let status = described.and_then(|answer| match answer.table.and_then(|table| table.table_status) {
        Some(status) => Fact::Known(status.as_str().to_owned()),
        None => context.malformed(&DESCRIBE_TABLE, "TableStatus"),
    });
    let point_in_time_recovery = backups.and_then(|answer| {
        recovery(answer)
            .map_or_else(|| context.malformed(&DESCRIBE_CONTINUOUS_BACKUPS, "PointInTimeRecoveryStatus"), Fact::Known)
    });
    context.put(context.region(), arn, name, Table { status, point_in_time_recovery, tag_pairs: tags });
}

fn recovery(answer: DescribeContinuousBackupsOutput) -> Option<String> {
    let recovery = answer.continuous_backups_description?.point_in_time_recovery_description?;
    Some(recovery.point_in_time_recovery_status?.as_str().to_owned())
}

/// The tags of a table; the SDK has no pages for them.
async fn tags(context: &Context, dynamodb: &Client, arn: &str) -> Fact<Vec<String>> {
    let op = &LIST_TAGS_OF_RESOURCE;
    let (mut pairs, mut next) = (Vec::new(), None);
    loop {
        let request = dynamodb.list_tags_of_resource().resource_arn(arn).set_next_token(next).send();
        let answer = match context.get(op, request).await {
            Fact::Known(answer) => answer,
            Fact::Unknown(gaps) => return Fact::Unknown(gaps),
        };
        let Some(tags) = answer.tags else { return context.malformed(op, "Tags") };
        pairs.extend(tags.into_iter().map(|Tag { key, value, .. }| format!("{key}={value}")));
        next = answer.next_token;
        if next.is_none() {
            return Fact::Known(pairs);
        }
    }
}
