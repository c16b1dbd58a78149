//! Who asks: credentials by the standard chain, the caller's identity, and the regions that are open to it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use aws_config::sts::AssumeRoleProvider;
use aws_config::{BehaviorVersion, ConfigLoader};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use aws_types::region::Region as SdkRegion;

use super::context::record;
use super::credentials::{self, Credentials};
use super::http::{Traffic, Watched};
use super::refusal::{Refusal, Refused, classify};
use super::region_chain;
use super::sts::{DESCRIBE_REGIONS, GET_CALLER_IDENTITY};
use crate::inventory::snapshot::{Caller, GapRecord};
use crate::inventory::{AccountId, Gap, GapKind, Region};

/// How to reach the provider, and how patiently.
#[derive(Debug, Clone)]
pub struct Options {
    /// The profile of the AWS configuration files; the chain's own choice where there is none.
    pub profile: Option<String>,
    /// A role to assume with those credentials.
    pub role_arn: Option<String>,
    /// What the role's trust policy asks for besides.
    pub external_id: Option<String>,
    /// An endpoint in place of the provider's own, for every service.
    pub endpoint_url: Option<String>,
    /// The regions to collect; every enabled one where there is none.
    pub regions: Vec<Region>,
    /// How often a call is tried.
    pub max_attempts: u32,
    /// How long one attempt may take.
    pub attempt_timeout: Duration,
    /// How long a call may take, with all its attempts.
    pub call_timeout: Duration,
    /// The wait before the first retry; it doubles, up to `max_backoff`.
    pub initial_backoff: Duration,
    /// The longest wait between two attempts.
    pub max_backoff: Duration,
    /// An HTTP client in place of our own: a recording, in tests.
    pub http: Option<SharedHttpClient>,
    /// Credentials in place of the chain's.
    pub credentials: Option<SharedCredentialsProvider>,
    /// The time, in seconds since 1970.
    pub now: fn() -> i64,
}

impl Options {
    /// What a command starts from: twelve attempts a call, waits of 100 ms to 5 s, 30 s an attempt, 2 min a call.
    pub fn new(now: fn() -> i64) -> Self {
        Self {
            profile: None,
            role_arn: None,
            external_id: None,
            endpoint_url: None,
            regions: Vec::new(),
            max_attempts: 12,
            attempt_timeout: Duration::from_secs(30),
            call_timeout: Duration::from_mins(2),
            initial_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(5),
            http: None,
            credentials: None,
            now,
        }
    }
}

/// Why no collection can begin.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The first call, which needs no permission, failed.
    #[error("{reason}\n{remedy}")]
    NoIdentity {
        /// That there are none, or why nobody can tell whose they are, with the provider's or the SDK's own words.
        reason: String,
        /// What to do.
        remedy: &'static str,
    },
    /// The answer lacks what every answer has.
    #[error("sts:GetCallerIdentity answered without a usable account or ARN; is the endpoint AWS's?")]
    StrangeIdentity,
}

impl SessionError {
    /// The same, with what else may be the reason: whose word the credentials are, and a clock that is wrong.
    async fn beside(self, config: &SdkConfig, traffic: &Traffic) -> Self {
        let Self::NoIdentity { mut reason, remedy } = self else { return self };
        // Where nobody answered at all, there is nothing to compare and nobody who refused them.
        if let Some(seconds) = traffic.clock_difference_seconds() {
            if let Some(found) = credentials::found(config).await {
                reason.extend([format!(" (credentials: {})", found.source)]);
            }
            reason.extend(skew(seconds));
        }
        Self::NoIdentity { reason, remedy }
    }
}

/// From so many seconds of difference between the clocks on, AWS refuses what is signed (Signature Version 4).
const SKEW_REFUSED: u64 = 300;

/// That the clock may be the reason, where it is so far ahead.
fn skew(seconds: i64) -> Option<String> {
    let which = if seconds > 0 { "ahead of" } else { "behind" };
    let refused = seconds.unsigned_abs() >= SKEW_REFUSED;
    refused.then(|| format!("; the clock of this machine is {} s {which} AWS's", seconds.unsigned_abs()))
}

const UNREACHED: &str = "Nobody answers there: look at the network, the name of the region, and --endpoint-url or \
                         AWS_ENDPOINT_URL.\nTo see a report first, without any: tickmark scan --demo";

const REMEDY: &str = "Give credentials that are valid now: `aws sso login`, --profile NAME (or AWS_PROFILE), or \
                      AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.\nTo see a report first, without any: tickmark \
                      scan --demo";

/// A session: whose it is, where it may go, and what clients are made from.
#[derive(Debug, Clone)]
pub struct Session {
    config: SdkConfig,
    caller: Caller,
    partition: String,
    home: SdkRegion,
    regions: Vec<Region>,
    regions_gap: Option<GapRecord>,
    selected: BTreeSet<Region>,
    start: SdkRegion,
    endpoint: Option<String>,
    traffic: Arc<Traffic>,
}

impl Session {
    /// Finds credentials, asks whose they are, and which regions are enabled.
    ///
    /// # Errors
    /// The caller's identity could not be had: nothing was collected.
    pub async fn connect(options: Options) -> Result<Self, SessionError> {
        let traffic = Arc::new(Traffic::default());
        let config = Box::pin(config(&options, &traffic)).await;
        let start = config.region().cloned().unwrap_or(SdkRegion::from_static("us-east-1"));
        // From the option, or from the environment or profile: whoever answered for the provider is named in the report.
        let endpoint = config.endpoint_url().map(str::to_owned);
        let config = config.into_builder().region(start.clone()).build();
        let config = Box::pin(assume(config, &options)).await;
        let caller = match Box::pin(identity(&config)).await {
            Ok(caller) => caller,
            Err(error) => return Err(Box::pin(error.beside(&config, &traffic)).await),
        };
        let partition = caller.arn.split(':').nth(1).unwrap_or("aws").to_owned();
        let mut session = Self {
            home: SdkRegion::from_static(home(&partition)),
            config,
            caller,
            partition,
            regions: options.regions.clone(),
            regions_gap: None,
            selected: options.regions.iter().cloned().collect(),
            start: start.clone(),
            endpoint,
            traffic,
        };
        if session.regions.is_empty() {
            // Boxed: the SDK's futures are large.
            Box::pin(session.find_regions(&start)).await;
        }
        session.regions.sort_unstable();
        session.regions.dedup();
        Ok(session)
    }

    /// Every region that is enabled for the account; the configured one alone, and a gap, where that cannot be told.
    async fn find_regions(&mut self, configured: &SdkRegion) {
        let client = aws_sdk_ec2::Client::new(&self.config);
        match client.describe_regions().send().await.map_err(|error| classify(&DESCRIBE_REGIONS, &error)) {
            Ok(answer) => {
                let named = answer.regions().iter().map(|region| region.region_name()?.parse().ok());
                let (named, nameless): (Vec<Option<Region>>, Vec<_>) = named.partition(Option::is_some);
                self.regions = named.into_iter().flatten().collect();
                if !nameless.is_empty() {
                    self.regions_gap =
                        Some(self.no_regions(GapKind::Malformed, Some("RegionName".to_owned()), None, None));
                }
            }
            Err(refused) => {
                self.regions_gap = Some(match refused {
                    Refused::Gap(Refusal { kind, code, message, request_id, .. }) => {
                        self.no_regions(kind, code, message, request_id)
                    }
                    Refused::None => self.no_regions(GapKind::Error, None, None, None),
                });
                self.regions = configured.as_ref().parse().ok().into_iter().collect();
            }
        }
    }

    /// The record of the gap that there may be regions which nobody named.
    fn no_regions(
        &self,
        kind: GapKind,
        code: Option<String>,
        message: Option<String>,
        request_id: Option<String>,
    ) -> GapRecord {
        let gap = Gap {
            operation: Some(DESCRIBE_REGIONS.id()),
            kind,
            code,
            account: self.caller.account.clone(),
            region: Region::EVERY,
        };
        record(&DESCRIBE_REGIONS, gap, message, request_id)
    }

    /// Who collects.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The partition, `aws` or another.
    pub fn partition(&self) -> &str {
        &self.partition
    }

    /// The regions to collect, sorted.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// Whether the regions were named, and not asked for.
    pub fn names_regions(&self) -> bool {
        !self.selected.is_empty()
    }

    /// The same session, for what is regional in one region only: the first that was named, or the configured one where
    /// that is enabled, or else any. `None` where there is no region at all.
    pub fn in_one_region(&self) -> Option<(Self, Region)> {
        let configured = self.regions.iter().find(|region| region.as_str() == self.start.as_ref());
        let region = configured.or(self.regions.first())?.clone();
        Some((Self { regions: vec![region.clone()], regions_gap: None, ..self.clone() }, region))
    }

    /// Where the credentials come from, and until when they are good.
    pub async fn credentials(&self) -> Option<Credentials> {
        credentials::found(&self.config).await
    }

    /// Why there may be more regions; `None` where these were asked for, or are all.
    pub fn regions_gap(&self) -> Option<&GapRecord> {
        self.regions_gap.as_ref()
    }

    /// Whether a region is to be collected. Where none was named, every region is.
    pub fn selects(&self, region: &Region) -> bool {
        self.selected.is_empty() || self.selected.contains(region)
    }

    /// The endpoint that stands in for the provider's own.
    pub fn endpoint(&self) -> Option<&str> {
        self.endpoint.as_deref()
    }

    /// What was sent so far.
    pub fn traffic(&self) -> &Arc<Traffic> {
        &self.traffic
    }

    /// What clients for a region are made from; `global` is the partition's home region.
    pub fn config(&self, region: &Region) -> SdkConfig {
        let region =
            if *region == Region::GLOBAL { self.home.clone() } else { SdkRegion::new(region.as_str().to_owned()) };
        self.config.to_builder().region(region).build()
    }
}

/// The region in which a partition's global services live.
fn home(partition: &str) -> &'static str {
    match partition {
        "aws-cn" => "cn-north-1",
        "aws-us-gov" => "us-gov-west-1",
        "aws-iso" => "us-iso-east-1",
        "aws-iso-b" => "us-isob-east-1",
        "aws-iso-e" => "eu-isoe-west-1",
        "aws-iso-f" => "us-isof-south-1",
        "aws-eusc" => "eusc-de-east-1",
        _ => "us-east-1",
    }
}

async fn config(options: &Options, traffic: &Arc<Traffic>) -> SdkConfig {
    let own = || {
        let tls = Provider::Rustls(CryptoMode::Ring);
        aws_smithy_http_client::Builder::new().tls_provider(tls).build_https()
    };
    let inner = options.http.clone().unwrap_or_else(own);
    let watched = Watched { inner, traffic: Arc::clone(traffic), now: options.now };
    let retries = RetryConfig::standard()
        .with_max_attempts(options.max_attempts)
        .with_initial_backoff(options.initial_backoff)
        .with_max_backoff(options.max_backoff);
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(options.attempt_timeout.min(Duration::from_secs(5)))
        .operation_attempt_timeout(options.attempt_timeout)
        .operation_timeout(options.call_timeout)
        .build();
    // A region that was named is as good a place to begin as any, and saves asking the machine where it stands.
    let region = match options.regions.first() {
        Some(region) => Some(SdkRegion::new(region.as_str().to_owned())),
        None => region_chain::region(options.profile.as_deref(), watched.clone()).await,
    };
    let region = region.unwrap_or(SdkRegion::from_static("us-east-1"));
    let mut loader: ConfigLoader = aws_config::defaults(BehaviorVersion::latest())
        .region(region)
        .http_client(watched)
        .retry_config(retries)
        .timeout_config(timeouts);
    if let Some(profile) = &options.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(endpoint) = &options.endpoint_url {
        loader = loader.endpoint_url(endpoint);
    }
    if let Some(credentials) = &options.credentials {
        loader = loader.credentials_provider(credentials.clone());
    }
    loader.load().await
}

/// The configuration with the role's credentials, where a role is to be assumed.
async fn assume(config: SdkConfig, options: &Options) -> SdkConfig {
    let Some(role) = &options.role_arn else { return config };
    let mut role = AssumeRoleProvider::builder(role).session_name("tickmark").configure(&config);
    if let Some(external_id) = &options.external_id {
        role = role.external_id(external_id);
    }
    let provider = role.build().await;
    config.into_builder().credentials_provider(SharedCredentialsProvider::new(provider)).build()
}

/// Whether an error is that no place where credentials may be had any.
fn found_none(error: &(dyn std::error::Error + 'static)) -> bool {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let mut credentials = causes.filter_map(|error| error.downcast_ref::<CredentialsError>());
    credentials.next().is_some()
}

async fn identity(config: &SdkConfig) -> Result<Caller, SessionError> {
    let answer = aws_sdk_sts::Client::new(config).get_caller_identity().send().await;
    let answer = answer.map_err(|error| {
        let refused = classify(&GET_CALLER_IDENTITY, &error);
        let unreachable = matches!(&refused, Refused::Gap(refusal) if refusal.unreachable);
        let reason = match refused {
            Refused::Gap(Refusal { code: Some(code), message: Some(message), .. }) => format!("{code}: {message}"),
            // The chain lists on further lines what each of its providers lacks: too much for a first run.
            Refused::Gap(Refusal { code, message, .. }) => {
                let message = message.or(code).unwrap_or_default();
                message.lines().next().unwrap_or_default().trim_end_matches(". Attempted:").to_owned()
            }
            Refused::None => String::new(),
        };
        let what = if found_none(&error) {
            "there are no credentials that could be used"
        } else {
            "cannot tell whose credentials these are"
        };
        let reason = format!("{what}: {reason}");
        SessionError::NoIdentity { reason, remedy: if unreachable { UNREACHED } else { REMEDY } }
    })?;
    let account: Option<AccountId> = answer.account().and_then(|account| account.parse().ok());
    let (Some(account), Some(arn), Some(user_id)) = (account, answer.arn(), answer.user_id()) else {
        return Err(SessionError::StrangeIdentity);
    };
    Ok(Caller { account, arn: arn.to_owned(), user_id: user_id.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_named_only_where_it_can_be_the_reason() {
        assert_eq!([0, 299, -299].map(skew), [None, None, None]);
        assert_eq!(skew(300).unwrap(), "; the clock of this machine is 300 s ahead of AWS's");
        assert_eq!(skew(-4000).unwrap(), "; the clock of this machine is 4000 s behind AWS's");
    }
}
