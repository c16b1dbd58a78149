//! Reads the certificates of a region, of every sort of key: the listing leaves most out unless it is asked for them.

use aws_sdk_acm::Client;
use aws_sdk_acm::types::{
    CertificateKeyPairOrigin, CertificateStatus, CertificateSummary, CertificateType, Filters, KeyAlgorithm,
    RenewalEligibility,
};

use super::certificate::{Certificate, LIST_CERTIFICATES};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::pages::listed;
use crate::provider::aws::time::timestamp;
use crate::provider::aws::{Context, Pages};

/// What the registry lists.
pub(super) const COLLECTOR: Collector =
    Collector { kinds: &[Certificate::KIND], run: |context| Box::pin(certificates(context)) };

const DAY: i64 = 86_400;

async fn certificates(context: Context) {
    let op = &LIST_CERTIFICATES;
    let key_types = KeyAlgorithm::values().iter().copied();
    let origins = CertificateKeyPairOrigin::values().iter().copied();
    let asked = [
        ("Includes.keyTypes", key_types.clone().collect::<Vec<_>>().join(",")),
        ("CertificateKeyPairOrigins", origins.clone().collect::<Vec<_>>().join(",")),
    ];
    let asked = asked.each_ref().map(|(name, value)| (*name, value.as_str()));
    let pages = Client::new(&context.sdk())
        .list_certificates()
        .includes(Filters::builder().set_key_types(Some(key_types.map(KeyAlgorithm::from).collect())).build())
        .set_certificate_key_pair_origins(Some(origins.map(CertificateKeyPairOrigin::from).collect()))
        .into_paginator()
        .send();
    let found = context.list(op, &asked, pages, |page| listed(page.certificate_summary_list)).await;
    let found = found.told(&context, op, "CertificateSummaryList");
    let Pages { items, extent } =
        found.identified(&context, op, "CertificateArn", |certificate| certificate.certificate_arn.is_some());
    for certificate in items {
        put(&context, certificate);
    }
    context.record::<Certificate>(&extent);
}

fn put(context: &Context, certificate: CertificateSummary) {
    let text = |member: &str, word: Option<&str>| {
        word.map_or_else(|| context.malformed(&LIST_CERTIFICATES, member), |word| Fact::Known(word.to_owned()))
    };
    let not_after = match certificate.not_after.as_ref().map(timestamp) {
        Some(Some(moment)) => Fact::Known(Some(moment)),
        None if is_never_issued(certificate.status()) => Fact::Known(None),
        Some(None) | None => context.malformed(&LIST_CERTIFICATES, "NotAfter"),
    };
    let started = context.started();
    let asset = Certificate {
        status: text("Status", certificate.status().map(CertificateStatus::as_str)),
        certificate_type: text("Type", certificate.r#type().map(CertificateType::as_str)),
        renewal_eligibility: Fact::Known(
            certificate.renewal_eligibility().map(RenewalEligibility::as_str).map(str::to_owned),
        ),
        key_algorithm: text("KeyAlgorithm", certificate.key_algorithm().map(KeyAlgorithm::as_str)),
        in_use: certificate.in_use.map_or_else(|| context.malformed(&LIST_CERTIFICATES, "InUse"), Fact::Known),
        days_left: not_after.clone().map(|end| end.map(|end| end.seconds_since(started).div_euclid(DAY))),
        not_after,
    };
    let arn = certificate.certificate_arn.unwrap_or_default();
    let name = certificate.domain_name.unwrap_or_else(|| arn.clone());
    context.put(context.region(), arn, name, asset);
}

/// Whether a certificate was not issued, yet or at all: only then it has no dates.
fn is_never_issued(status: Option<&CertificateStatus>) -> bool {
    use CertificateStatus::{Failed, PendingValidation, ValidationTimedOut};
    matches!(status, Some(PendingValidation | ValidationTimedOut | Failed))
}
