//! Collects flow logs.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::{FlowLog as Described, LogDestinationType};

use super::read::{arn, name, present};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::flow_log::FlowLog;
use crate::provider::aws::ec2::ops::DESCRIBE_FLOW_LOGS;

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[FlowLog::KIND], run: |context| Box::pin(run(context)) };

async fn run(context: Context) {
    let pages = Client::new(&context.sdk()).describe_flow_logs().into_paginator().send();
    let listed = context.list(&DESCRIBE_FLOW_LOGS, &[], pages, |page| page.flow_logs.unwrap_or_default()).await;
    let listed = listed.identified(&context, &DESCRIBE_FLOW_LOGS, "FlowLogId", |log| log.flow_log_id.is_some());
    for log in listed.items {
        let log_group = log_group(&context, &log);
        let id = log.flow_log_id.unwrap_or_default();
        let asset = FlowLog {
            resource: present(&context, &DESCRIBE_FLOW_LOGS, "ResourceId", log.resource_id),
            status: present(&context, &DESCRIBE_FLOW_LOGS, "FlowLogStatus", log.flow_log_status),
            delivery_status: Fact::Known(log.deliver_logs_status),
            traffic_type: Fact::Known(log.traffic_type.map(|traffic| traffic.as_str().to_owned())),
            log_group: Fact::Known(log_group),
        };
        let arn = arn(&context, None, &format!("vpc-flow-log/{id}"));
        context.put(context.region(), arn, name(&log.tags.unwrap_or_default(), &id), asset);
    }
    context.record::<FlowLog>(&listed.extent);
}

/// The log group that it delivers to, by name; `None` where that is none of this account.
fn log_group(context: &Context, log: &Described) -> Option<String> {
    let destination = log.log_destination.as_deref().unwrap_or_default();
    if log.log_destination_type.as_ref().is_some_and(|kind| *kind != LogDestinationType::CloudWatchLogs) {
        return None;
    }
    match destination.split(':').collect::<Vec<_>>()[..] {
        [_, _, "logs", _, account, "log-group", name, ..] => {
            (account == context.account().as_str()).then(|| name.to_owned())
        }
        _ => log.log_group_name.clone(),
    }
}
