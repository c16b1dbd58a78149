//! What HTTP listeners do with requests: the action of each rule, the default rules too.

use aws_sdk_elasticloadbalancingv2::Client;
use aws_sdk_elasticloadbalancingv2::types::{self, Action, ProtocolEnum};
use futures::future::join_all;

use crate::inventory::Fact;
use crate::provider::Op;
use crate::provider::aws::elbv2::listener::HttpAction;
use crate::provider::aws::elbv2::ops::{DESCRIBE_LISTENERS, DESCRIBE_RULES};
use crate::provider::aws::{Context, Pages};

const HTTP: &str = "HTTP";

/// The actions of all rules of those of the listeners that speak HTTP.
pub(super) async fn actions(
    context: &Context,
    elb: &Client,
    listeners: &Fact<Vec<types::Listener>>,
) -> Fact<Vec<Fact<HttpAction>>> {
    let listeners = match listeners {
        Fact::Known(listeners) => listeners.iter().filter(|one| one.protocol == Some(ProtocolEnum::Http)),
        Fact::Unknown(gaps) => return Fact::Unknown(gaps.clone()),
    };
    let of_each = join_all(listeners.map(|listener| of_one(context, elb, listener))).await;
    Fact::Known(of_each.into_iter().flatten().collect())
}

/// The default action, which comes with the listener, and that of each other rule.
async fn of_one(context: &Context, elb: &Client, listener: &types::Listener) -> Vec<Fact<HttpAction>> {
    let port = listener.port.map(i64::from).unwrap_or_default();
    let mut actions = vec![action(context, &DESCRIBE_LISTENERS, port, "default", listener.default_actions())];
    let op = &DESCRIBE_RULES;
    let arn = listener.listener_arn().unwrap_or_default();
    let pages = elb.describe_rules().listener_arn(arn).into_paginator().send();
    let found = context.list(op, &[("ListenerArn", arn)], pages, |page| page.rules.unwrap_or_default()).await;
    let Pages { items, extent } = found.identified(context, op, "Priority", |rule| rule.priority.is_some());
    for rule in items.iter().filter(|rule| rule.is_default != Some(true)) {
        actions.push(action(context, op, port, rule.priority().unwrap_or_default(), rule.actions()));
    }
    actions.extend(extent.gaps().cloned().map(Fact::Unknown));
    actions
}

/// The action that answers or routes a request: the last of its rule.
fn action(context: &Context, op: &'static Op, port: i64, rule: &str, actions: &[Action]) -> Fact<HttpAction> {
    let last = actions.iter().max_by_key(|action| action.order.unwrap_or_default());
    let Some((action, word)) = last.and_then(|action| Some((action, action.r#type.as_ref()?))) else {
        return context.malformed(op, "Actions");
    };
    // What a redirect does not change stays as it came.
    let kept = |protocol: &str| if protocol == "#{protocol}" { HTTP.to_owned() } else { protocol.to_owned() };
    let redirect = action.redirect_config().map(|to| kept(to.protocol().unwrap_or(HTTP)));
    let status = action.fixed_response_config().and_then(|response| response.status_code());
    Fact::Known(HttpAction {
        port,
        rule: rule.to_owned(),
        action: word.as_str().to_owned(),
        redirect_protocol: redirect,
        status_code: status.map(str::to_owned),
    })
}
