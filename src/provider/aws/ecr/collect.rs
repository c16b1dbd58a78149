//! Lists the repositories of a region, and reads what its registry scans.

use aws_sdk_ecr::Client;
use aws_sdk_ecr::types::{RegistryScanningRule, Repository as Described};

use super::repository::{DESCRIBE_REPOSITORIES, GET_REPOSITORY_POLICY};
use super::scanning::GET_REGISTRY_SCANNING_CONFIGURATION;
use super::{Registry, Repository, ScanningRule};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::pages::listed;

/// The repositories of a region.
pub(super) async fn repositories(context: Context) {
    let ecr = Client::new(&context.sdk());
    let op = &DESCRIBE_REPOSITORIES;
    let pages = ecr.describe_repositories().into_paginator().send();
    let found = context.list(op, &[], pages, |page| listed(page.repositories)).await;
    let found = found.told(&context, op, "repositories");
    let found = found
        .identified(&context, op, "repositoryArn", |one| one.repository_arn.is_some() && one.repository_name.is_some());
    context.each(found.items, |described| repository(&context, &ecr, described)).await;
    context.record::<Repository>(&found.extent);
}

async fn repository(context: &Context, ecr: &Client, described: Described) {
    let (Some(arn), Some(name)) = (described.repository_arn, described.repository_name) else { return };
    let request = ecr.get_repository_policy().repository_name(&name).send();
    let found = context.find(&GET_REPOSITORY_POLICY, request).await;
    let policy = found.and_then(|answer| match answer.map(|answer| answer.policy_text) {
        None => Fact::Known(None),
        Some(Some(text)) => Fact::Known(Some(text)),
        Some(None) => context.malformed(&GET_REPOSITORY_POLICY, "policyText"),
    });
    // The setting is left out where it was never set, and off then.
    let scan_on_push = described.image_scanning_configuration.is_some_and(|scanning| scanning.scan_on_push);
    let asset = Repository { scan_on_push: Fact::Known(scan_on_push), policy, ..Repository::default() };
    context.put(context.region(), arn, name, asset);
}

/// What the registry of a region scans.
pub(super) async fn registry(context: Context) {
    let ecr = Client::new(&context.sdk());
    let op = &GET_REGISTRY_SCANNING_CONFIGURATION;
    let answer = context.get(op, ecr.get_registry_scanning_configuration().send()).await;
    let configuration =
        answer.and_then(|answer| context.present(op, "scanningConfiguration", answer.scanning_configuration));
    let asset = Registry {
        // Where nothing was ever configured, scanning is basic.
        scan_type: configuration.as_ref().map(|configuration| {
            configuration.scan_type.as_ref().map_or("BASIC", |scan_type| scan_type.as_str()).to_owned()
        }),
        scanning_rules: configuration
            .map(|configuration| configuration.rules.unwrap_or_default().into_iter().map(rule).collect()),
    };
    context.put_singleton(asset);
}

fn rule(rule: RegistryScanningRule) -> ScanningRule {
    ScanningRule {
        frequency: rule.scan_frequency.as_str().to_owned(),
        filters: rule.repository_filters.into_iter().map(|filter| filter.filter).collect(),
    }
}
