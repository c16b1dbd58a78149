//! Lists the rules of the default bus of a region, and asks each where it sends.

use aws_sdk_eventbridge::Client;
use aws_sdk_eventbridge::operation::list_rules::ListRulesOutput;
use aws_sdk_eventbridge::operation::list_targets_by_rule::ListTargetsByRuleOutput;

use super::Region;
use super::rule::{LIST_RULES, LIST_TARGETS_BY_RULE, Rule};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::pages::{by_marker, listed};
use crate::provider::aws::word::stated;

/// The region as a whole: what is known of it is derived.
pub(super) fn region(context: &Context) {
    context.put_singleton(Region::default());
}

/// The rules of a region's default bus that wait for events.
pub(super) async fn rules(context: Context) {
    let events = Client::new(&context.sdk());
    let asked = events.clone();
    let pages = by_marker(move |token| asked.list_rules().set_next_token(token).send(), ListRulesOutput::next_token);
    let found = context.list(&LIST_RULES, &[], pages, |page| listed(page.rules)).await;
    let found = found.told(&context, &LIST_RULES, "Rules");
    let found = found.identified(&context, &LIST_RULES, "Arn", |rule| rule.arn.is_some() && rule.name.is_some());
    let waiting =
        found.items.into_iter().filter_map(|rule| Some((rule.arn?, rule.name?, rule.event_pattern?, rule.state)));
    context
        .each(waiting, |(arn, name, pattern, state)| {
            let (context, events) = (&context, &events);
            async move {
                let asset = Rule {
                    state: context.present(&LIST_RULES, "State", state.map(|state| state.as_str().to_owned())),
                    pattern: Fact::Known(pattern),
                    targets: targets(context, events, &name).await,
                    ..Rule::default()
                };
                context.put(context.region(), arn, name, asset);
            }
        })
        .await;
    context.record::<Rule>(&found.extent);
}

async fn targets(context: &Context, events: &Client, rule: &str) -> Fact<Vec<String>> {
    let (asked, name) = (events.clone(), rule.to_owned());
    let ask = move |token| asked.list_targets_by_rule().rule(&name).set_next_token(token).send();
    let pages = by_marker(ask, ListTargetsByRuleOutput::next_token);
    let found = context.list(&LIST_TARGETS_BY_RULE, &[("Rule", rule)], pages, |page| listed(page.targets)).await;
    let found = found.told(context, &LIST_TARGETS_BY_RULE, "Targets");
    let found = found.identified(context, &LIST_TARGETS_BY_RULE, "Arn", |target| stated(&target.arn).is_some());
    found.whole().map(|targets| targets.into_iter().map(|target| target.arn).collect())
}
