//! Collects flow logs.

use aws_sdk_ec2::Client;

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
        let id = log.flow_log_id.unwrap_or_default();
        let asset = FlowLog {
            resource: present(&context, &DESCRIBE_FLOW_LOGS, "ResourceId", log.resource_id),
            status: present(&context, &DESCRIBE_FLOW_LOGS, "FlowLogStatus", log.flow_log_status),
            delivery_status: Fact::Known(log.deliver_logs_status),
            traffic_type: Fact::Known(log.traffic_type.map(|traffic| traffic.as_str().to_owned())),
        };
        let arn = arn(&context, None, &format!("vpc-flow-log/{id}"));
        context.put(context.region(), arn, name(&log.tags.unwrap_or_default(), &id), asset);
    }
    context.record::<FlowLog>(&listed.extent);
}
