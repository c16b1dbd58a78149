//! The clients of S3 and S3 Control, also for an endpoint that stands in for AWS.

use aws_sdk_s3control::config::endpoint::{DefaultResolver, EndpointFuture, Params, ResolveEndpoint};

use crate::provider::aws::Context;

/// A client of S3. Elsewhere than at AWS a bucket's name before the host would not resolve, so it goes into the path.
pub(super) fn s3(context: &Context) -> aws_sdk_s3::Client {
    let config = aws_sdk_s3::config::Builder::from(&context.sdk());
    aws_sdk_s3::Client::from_conf(config.force_path_style(context.has_custom_endpoint()).build())
}

/// A client of S3 Control.
pub(super) fn s3control(context: &Context) -> aws_sdk_s3control::Client {
    let config = aws_sdk_s3control::config::Builder::from(&context.sdk());
    aws_sdk_s3control::Client::from_conf(config.endpoint_resolver(NoAccountPrefix).build())
}

/// S3 Control's endpoint rules, without the account id that they put before the host of a custom endpoint
/// (`210000000001.127.0.0.1` does not resolve). AWS's own endpoints stay as they are. The resolver runs before
/// signing, so the signature is over the host that the request is really sent to.
#[derive(Debug, Clone, Copy)]
pub struct NoAccountPrefix;

impl ResolveEndpoint for NoAccountPrefix {
    fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a> {
        EndpointFuture::new(async move {
            let endpoint = DefaultResolver::new().resolve_endpoint(params).await?;
            let (Some(_), Some(account)) = (params.endpoint(), params.account_id()) else { return Ok(endpoint) };
            let url = endpoint.url().replacen(&format!("://{account}."), "://", 1);
            Ok(endpoint.into_builder().url(url).build())
        })
    }
}
