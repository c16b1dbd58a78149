//! Lists the alarms of a region.

use aws_sdk_cloudwatch::Client;
use aws_sdk_cloudwatch::operation::describe_alarms::DescribeAlarmsOutput;
use aws_sdk_cloudwatch::types::{AlarmType, CompositeAlarm, Dimension, LogAlarm, Metric, MetricAlarm, MetricStat};

use super::alarm::{Alarm, Composition, DESCRIBE_ALARMS, Trigger};
use super::watch::Account;
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::pages::listed;

/// How the description begins of an alarm that a target-tracking policy made.
const TARGET_TRACKING: &str = "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy";

/// The account as a whole: what is known of it is derived.
pub(super) fn account(context: &Context) {
    context.put_singleton(Account::default());
}

/// The alarms of a region. Without their types the API lists those of metrics alone.
pub(super) async fn alarms(context: Context) {
    let cloudwatch = Client::new(&context.sdk());
    let types = [AlarmType::MetricAlarm, AlarmType::CompositeAlarm, AlarmType::LogAlarm];
    let words = types.iter().map(AlarmType::as_str).collect::<Vec<_>>().join(",");
    let pages = cloudwatch.describe_alarms().set_alarm_types(Some(types.to_vec())).into_paginator().send();
    let parameters = [("AlarmTypes", words.as_str())];
    let found = context.list(&DESCRIBE_ALARMS, &parameters, pages, |page| listed(all(page))).await;
    let found = found.told(&context, &DESCRIBE_ALARMS, "MetricAlarms, CompositeAlarms");
    let found = found.identified(&context, &DESCRIBE_ALARMS, "AlarmArn", |alarm| alarm.named().is_some());
    for described in found.items {
        let (arn, name) = described.named().unwrap_or_default();
        context.put(context.region(), arn, name, described.read(&context));
    }
    context.record::<Alarm>(&found.extent);
}

/// Every alarm of a page; `None` where it lacks a list. Of the types that are asked for, the newest is not everywhere:
/// its list may be missing.
fn all(page: DescribeAlarmsOutput) -> Option<Vec<Described>> {
    let metric = page.metric_alarms?.into_iter().map(Described::Metric);
    let composite = page.composite_alarms?.into_iter().map(Described::Composite);
    let log = page.log_alarms.unwrap_or_default().into_iter().map(Described::Log);
    Some(metric.chain(composite).chain(log).collect())
}

enum Described {
    Metric(MetricAlarm),
    Composite(CompositeAlarm),
    Log(LogAlarm),
}

/// What the types have in common.
struct Actions {
    enabled: Option<bool>,
    alarm: Option<Vec<String>>,
    other: [Option<Vec<String>>; 2],
}

impl Described {
    /// The ARN and the name.
    fn named(&self) -> Option<(String, String)> {
        let (arn, name) = match self {
            Self::Metric(alarm) => (&alarm.alarm_arn, &alarm.alarm_name),
            Self::Composite(alarm) => (&alarm.alarm_arn, &alarm.alarm_name),
            Self::Log(alarm) => (&alarm.alarm_arn, &alarm.alarm_name),
        };
        arn.clone().zip(name.clone())
    }

    fn read(self, context: &Context) -> Alarm {
        match self {
            Self::Metric(alarm) => {
                let description = alarm.alarm_description.clone().unwrap_or_default();
                Alarm {
                    target_tracking: Fact::Known(description.starts_with(TARGET_TRACKING)),
                    trigger: Fact::Known(trigger(&alarm)),
                    ..Actions {
                        enabled: alarm.actions_enabled,
                        alarm: alarm.alarm_actions,
                        other: [alarm.ok_actions, alarm.insufficient_data_actions],
                    }
                    .read(context, "metric")
                }
            }
            Self::Composite(alarm) => {
                let suppressor = alarm.actions_suppressor.filter(|name| !name.is_empty());
                let rule = context.present(&DESCRIBE_ALARMS, "AlarmRule", alarm.alarm_rule);
                Alarm {
                    composition: rule.map(|rule| Some(Composition { rule, suppressor })),
                    ..Actions {
                        enabled: alarm.actions_enabled,
                        alarm: alarm.alarm_actions,
                        other: [alarm.ok_actions, alarm.insufficient_data_actions],
                    }
                    .read(context, "composite")
                }
            }
            Self::Log(alarm) => Actions {
                enabled: alarm.actions_enabled,
                alarm: alarm.alarm_actions,
                other: [alarm.ok_actions, alarm.insufficient_data_actions],
            }
            .read(context, "log"),
        }
    }
}

impl Actions {
    fn read(self, context: &Context, alarm_type: &str) -> Alarm {
        Alarm {
            alarm_type: Fact::Known(alarm_type.to_owned()),
            target_tracking: Fact::Known(false),
            actions_enabled: context.present(&DESCRIBE_ALARMS, "ActionsEnabled", self.enabled),
            alarm_actions: Fact::Known(self.alarm.unwrap_or_default()),
            other_actions: Fact::Known(self.other.into_iter().flatten().flatten().collect()),
            trigger: Fact::Known(None),
            composition: Fact::Known(None),
            ..Alarm::default()
        }
    }
}

/// The one metric of an alarm, which it names itself, or as the only query of several that could be.
fn trigger(alarm: &MetricAlarm) -> Option<Trigger> {
    let periods = alarm.datapoints_to_alarm.or(alarm.evaluation_periods)?;
    let of = |namespace: Option<&str>, name: Option<&str>, dimensions: &[Dimension], statistic: Option<&str>| {
        Some(Trigger {
            namespace: namespace?.to_owned(),
            name: name?.to_owned(),
            dimensions: dimensions.iter().map(words).collect(),
            statistic: statistic.map(str::to_owned),
            comparison: alarm.comparison_operator()?.as_str().to_owned(),
            threshold: alarm.threshold.map(|threshold| threshold.to_string()),
            periods: i64::from(periods),
        })
    };
    match alarm.metrics() {
        [] => {
            let statistic = alarm.statistic().map(aws_sdk_cloudwatch::types::Statistic::as_str);
            of(alarm.namespace(), alarm.metric_name(), alarm.dimensions(), statistic)
        }
        [query] => {
            let stat = query.metric_stat();
            let metric = stat.and_then(MetricStat::metric)?;
            of(metric.namespace(), metric.metric_name(), Metric::dimensions(metric), stat.and_then(MetricStat::stat))
        }
        _ => None,
    }
}

fn words(dimension: &Dimension) -> String {
    format!("{}={}", dimension.name().unwrap_or_default(), dimension.value().unwrap_or_default())
}
