//! Lists the log groups and the metric filters of a region.

use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::types::{MetricFilter as Described, MetricTransformation};

use super::log_group::DESCRIBE_LOG_GROUPS;
use super::metric_filter::DESCRIBE_METRIC_FILTERS;
use super::{CountedIn, LogGroup, MetricFilter};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::pages::listed;
use crate::provider::aws::word::stated;

/// The log groups of a region.
pub(super) async fn log_groups(context: Context) {
    let logs = Client::new(&context.sdk());
    let pages = logs.describe_log_groups().into_paginator().send();
    let found = context.list(&DESCRIBE_LOG_GROUPS, &[], pages, |page| listed(page.log_groups)).await;
    let found = found.told(&context, &DESCRIBE_LOG_GROUPS, "logGroups");
    let found =
        found.identified(&context, &DESCRIBE_LOG_GROUPS, "logGroupName", |group| group.log_group_name.is_some());
    let (partition, region, account) = (context.partition(), context.region(), context.account());
    for group in found.items {
        let name = group.log_group_name.unwrap_or_default();
        let asset = LogGroup {
            name: Fact::Known(name.clone()),
            class: Fact::Known(group.log_group_class.map(|class| class.as_str().to_owned())),
            retention_days: Fact::Known(group.retention_in_days.map(i64::from)),
            ..LogGroup::default()
        };
        context.put(region, format!("arn:{partition}:logs:{region}:{account}:log-group:{name}"), name, asset);
    }
    context.record::<LogGroup>(&found.extent);
}

/// The metric filters of a region.
pub(super) async fn metric_filters(context: Context) {
    let op = &DESCRIBE_METRIC_FILTERS;
    let logs = Client::new(&context.sdk());
    let pages = logs.describe_metric_filters().into_paginator().send();
    let found = context.list(op, &[], pages, |page| listed(page.metric_filters)).await;
    let found = found.told(&context, op, "metricFilters");
    let found = found.identified(&context, op, "filterName", |one| one.filter_name.is_some());
    let found = found.identified(&context, op, "logGroupName", |one| one.log_group_name.is_some());
    for filter in found.items {
        let (group, name) =
            (filter.log_group_name.clone().unwrap_or_default(), filter.filter_name.clone().unwrap_or_default());
        let asset = MetricFilter {
            log_group: Fact::Known(group.clone()),
            pattern: Fact::Known(filter.filter_pattern.clone().unwrap_or_default()),
            narrowed_by: Fact::Known(narrowed_by(&filter)),
            metrics: metrics(&context, filter),
            ..MetricFilter::default()
        };
        context.put(context.region(), format!("{group}:{name}"), name, asset);
    }
    context.record::<MetricFilter>(&found.extent);
}

fn narrowed_by(filter: &Described) -> Option<String> {
    let selection = filter.field_selection_criteria.clone().filter(|text| !text.is_empty());
    selection.or_else(|| filter.apply_on_transformed_logs.then(|| "transformed events".to_owned()))
}

fn metrics(context: &Context, filter: Described) -> Fact<Vec<CountedIn>> {
    let by_system_fields = filter.emit_system_field_dimensions.is_some_and(|fields| !fields.is_empty());
    let metrics = context.present(&DESCRIBE_METRIC_FILTERS, "metricTransformations", filter.metric_transformations);
    metrics.and_then(|metrics| {
        Fact::collect(metrics.into_iter().map(|metric| counted_in(context, metric, by_system_fields)))
    })
}

fn counted_in(context: &Context, metric: MetricTransformation, by_system_fields: bool) -> Fact<CountedIn> {
    let word = |member, word: &str| context.present(&DESCRIBE_METRIC_FILTERS, member, stated(word).map(str::to_owned));
    let names = word("metricNamespace", &metric.metric_namespace).zip(word("metricName", &metric.metric_name));
    let split = by_system_fields || metric.dimensions.is_some_and(|fields| !fields.is_empty());
    let value = word("metricValue", &metric.metric_value);
    names.zip(value).map(|((namespace, name), value)| CountedIn { namespace, name, value, split })
}
