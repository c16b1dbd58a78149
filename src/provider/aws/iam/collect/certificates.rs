//! TLS certificates.

use aws_sdk_iam::Client;

use super::super::certificate::ServerCertificate;
use super::super::ops::LIST_SERVER_CERTIFICATES;
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::time::timestamp;

pub(super) async fn collect(context: Context) {
    let iam = Client::new(&context.sdk());
    let op = &LIST_SERVER_CERTIFICATES;
    let pages = iam.list_server_certificates().into_paginator().send();
    let listing = context.list(op, &[], pages, |page| page.server_certificate_metadata_list).await;
    for certificate in listing.items {
        let moment = |date: Option<aws_sdk_iam::primitives::DateTime>, member| {
            let moment = date.as_ref().and_then(timestamp);
            moment.map_or_else(|| context.malformed(op, member), Fact::Known)
        };
        let asset = ServerCertificate {
            expires: moment(certificate.expiration, "Expiration"),
            uploaded: moment(certificate.upload_date, "UploadDate"),
        };
        context.put(context.region(), certificate.arn, certificate.server_certificate_name, asset);
    }
    context.record::<ServerCertificate>(&listing.extent);
}
