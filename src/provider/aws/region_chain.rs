//! Where a session begins: the region that the environment or the profile names, or else the machine that it runs on.

use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::imds::region::ImdsRegionProvider;
use aws_config::meta::region::RegionProviderChain;
use aws_config::profile::ProfileFileRegionProvider;
use aws_config::provider_config::ProviderConfig;
use aws_smithy_runtime_api::client::http::HttpClient;
use aws_types::region::Region;

/// The region by the SDK's own chain, but found once: the SDK would ask the machine anew wherever somebody wants to know,
/// and where it is none of AWS's nobody answers, so that whoever starts without any configuration waits each time.
pub(super) async fn region(profile: Option<&str>, http: impl HttpClient + 'static) -> Option<Region> {
    let file = ProfileFileRegionProvider::builder();
    let file = match profile {
        Some(name) => file.profile_name(name),
        None => file,
    };
    let config = ProviderConfig::without_region().with_http_client(http);
    let machine = ImdsRegionProvider::builder().configure(&config).build();
    let chain = RegionProviderChain::first_try(EnvironmentVariableRegionProvider::new());
    chain.or_else(file.build()).or_else(machine).region().await
}
