//! Reads the web ACLs of a region; in one region those of CloudFront as well.

use std::collections::BTreeMap;

use aws_sdk_wafv2::Client;
use aws_sdk_wafv2::types::{LogScope, LoggingConfiguration, Scope, WebAclSummary};
use futures::future::join_all;

use super::web_acl::{LIST_LOGGING_CONFIGURATIONS, LIST_WEB_ACLS, WebAcl};
use crate::inventory::{Asset as _, Fact, Gaps};
use crate::provider::Collector;
use crate::provider::aws::pages::{by_marker, listed};
use crate::provider::aws::{Context, Extent, Pages};

/// What the registry lists.
pub(super) const COLLECTOR: Collector =
    Collector { kinds: &[WebAcl::KIND], run: |context| Box::pin(web_acls(context)) };

/// The region in which the web ACLs of CloudFront are kept.
const OF_CLOUDFRONT: &str = "us-east-1";

/// Where the web ACLs of a scope log to, by their ARNs, and why there may be more.
#[derive(Default)]
struct Logging {
    destinations: BTreeMap<String, Vec<String>>,
    missing: Option<Gaps>,
}

async fn web_acls(context: Context) {
    let waf = Client::new(&context.sdk());
    let mut extent = of_scope(&context, &waf, &Scope::Regional).await;
    if context.region().as_str() == OF_CLOUDFRONT {
        extent = extent.and(&of_scope(&context, &waf, &Scope::Cloudfront).await);
    }
    context.record::<WebAcl>(&extent);
}

async fn of_scope(context: &Context, waf: &Client, scope: &Scope) -> Extent {
    let Pages { items, extent } = summaries(context, waf, scope).await;
    // Most regions have no web ACL: there it is one call, not four.
    let logging = if items.is_empty() { Logging::default() } else { logging(context, waf, scope).await };
    for acl in items {
        let arn = acl.arn.unwrap_or_default();
        let name = acl.name.unwrap_or_else(|| arn.clone());
        let asset = WebAcl { scope: Fact::Known(scope.as_str().to_owned()), log_destinations: logging.of(&arn) };
        context.put(context.region(), arn, name, asset);
    }
    extent
}

async fn summaries(context: &Context, waf: &Client, scope: &Scope) -> Pages<WebAclSummary> {
    let op = &LIST_WEB_ACLS;
    let request = waf.list_web_acls().scope(scope.clone());
    let pages =
        by_marker(move |marker| request.clone().set_next_marker(marker).send(), |page| page.next_marker.as_deref());
    let found = context.list(op, &[("Scope", scope.as_str())], pages, |page| listed(page.web_acls)).await;
    found.told(context, op, "WebACLs").identified(context, op, "ARN", |acl| acl.arn.is_some())
}

/// The logging of a scope, of each owner that a configuration can have: each is listed by itself.
async fn logging(context: &Context, waf: &Client, scope: &Scope) -> Logging {
    let owners = LogScope::values().iter().map(|owner| configurations(context, waf, scope, LogScope::from(*owner)));
    let mut logging = Logging::default();
    for Pages { items, extent } in join_all(owners).await {
        for configuration in items {
            let destinations = logging.destinations.entry(configuration.resource_arn).or_default();
            destinations.extend(configuration.log_destination_configs);
        }
        if let Some(gaps) = extent.gaps() {
            logging.missing.get_or_insert_default().merge(gaps);
        }
    }
    logging
}

async fn configurations(
    context: &Context,
    waf: &Client,
    scope: &Scope,
    owner: LogScope,
) -> Pages<LoggingConfiguration> {
    let op = &LIST_LOGGING_CONFIGURATIONS;
    let request = waf.list_logging_configurations().scope(scope.clone()).log_scope(owner.clone());
    let pages =
        by_marker(move |marker| request.clone().set_next_marker(marker).send(), |page| page.next_marker.as_deref());
    let asked = [("Scope", scope.as_str()), ("LogScope", owner.as_str())];
    let found = context.list(op, &asked, pages, |page| listed(page.logging_configurations)).await;
    let found = found.told(context, op, "LoggingConfigurations");
    let found = found.identified(context, op, "ResourceArn", |configuration| !configuration.resource_arn.is_empty());
    // Each has one; the SDK makes the list up where it is missing.
    found.identified(context, op, "LogDestinationConfigs", |one| !one.log_destination_configs.is_empty())
}

impl Logging {
    /// The destinations of one web ACL; unknown as a whole where none was seen and there may be some.
    fn of(&self, arn: &str) -> Fact<Vec<Fact<String>>> {
        let seen = self.destinations.get(arn).into_iter().flatten().cloned().map(Fact::Known);
        let seen: Vec<Fact<String>> = seen.collect();
        match &self.missing {
            Some(gaps) if seen.is_empty() => Fact::Unknown(gaps.clone()),
            missing => Fact::Known(seen.into_iter().chain(missing.clone().map(Fact::Unknown)).collect()),
        }
    }
}
