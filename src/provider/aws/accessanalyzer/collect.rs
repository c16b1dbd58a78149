//! Reads the analyzers of a region.

use aws_sdk_accessanalyzer::Client;

use super::region::LIST_ANALYZERS;
use super::{Analyzer, Region};
use crate::provider::aws::Context;

/// The analyzers of a region.
pub(super) async fn region(context: Context) {
    let analyzer = Client::new(&context.sdk());
    let pages = analyzer.list_analyzers().into_paginator().send();
    let found = context.list(&LIST_ANALYZERS, &[], pages, |page| page.analyzers).await;
    let analyzers = found.whole().map(|all| {
        let each = all.into_iter().map(|one| Analyzer {
            arn: one.arn,
            analyzer_type: one.r#type.as_str().to_owned(),
            status: one.status.as_str().to_owned(),
        });
        each.collect()
    });
    context.put_singleton(Region { analyzers, ..Region::default() });
}
