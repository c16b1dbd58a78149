//! Reads the analyzers of a region.

use aws_sdk_accessanalyzer::Client;
use aws_sdk_accessanalyzer::types::AnalyzerSummary;

use super::region::LIST_ANALYZERS;
use super::{Analyzer, Region};
use crate::provider::aws::Context;
use crate::provider::aws::word::stated;

/// The analyzers of a region.
pub(super) async fn region(context: Context) {
    let analyzer = Client::new(&context.sdk());
    let pages = analyzer.list_analyzers().into_paginator().send();
    let found = context.list(&LIST_ANALYZERS, &[], pages, |page| page.analyzers).await;
    let each = |all: Vec<AnalyzerSummary>| all.iter().map(of_one).collect::<Option<_>>();
    let analyzers = found.whole().and_then(|all| context.present(&LIST_ANALYZERS, "analyzers", each(all)));
    context.put_singleton(Region { analyzers, ..Region::default() });
}

/// `None` of one that does not say what it is.
fn of_one(one: &AnalyzerSummary) -> Option<Analyzer> {
    Some(Analyzer {
        arn: stated(&one.arn)?.to_owned(),
        analyzer_type: stated(one.r#type.as_str())?.to_owned(),
        status: stated(one.status.as_str())?.to_owned(),
    })
}
