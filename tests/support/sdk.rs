//! SDK clients that speak to an endpoint of the tests.

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_runtime_api::client::behavior_version::BehaviorVersion;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;
use tickmark::provider::aws::s3::NoAccountPrefix;

use super::moto::Account;

/// A client over plain HTTP, for `config`.
pub(crate) fn http() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new().build_http()
}

/// Clients' configuration for an account: one attempt a call, no time-out, so that each fault shows as it is.
pub(crate) fn config(account: &Account, endpoint: &str, region: &str, http: SharedHttpClient) -> SdkConfig {
    let token = Some(account.token.clone());
    let keys = Credentials::new(&account.access_key, &account.secret, token, None, "tests");
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .credentials_provider(SharedCredentialsProvider::new(keys))
        .region(Region::new(region.to_owned()))
        .endpoint_url(endpoint)
        .http_client(http)
        .retry_config(RetryConfig::disabled())
        .timeout_config(TimeoutConfig::disabled())
        .build()
}

/// An S3 Control client for a custom endpoint.
pub(crate) fn s3control(config: &SdkConfig) -> aws_sdk_s3control::Client {
    let config = aws_sdk_s3control::config::Builder::from(config).endpoint_resolver(NoAccountPrefix).build();
    aws_sdk_s3control::Client::from_conf(config)
}
