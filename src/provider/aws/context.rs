//! The only way from a collector to the provider: every call goes through here, and comes back as a fact.

use std::future::Future;
use std::sync::Arc;

use aws_smithy_async::future::pagination_stream::PaginationStream;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::retry::RetryConfig;
use aws_types::SdkConfig;
use aws_types::request_id::RequestId;
use futures::StreamExt as _;
use futures::future::BoxFuture;

use super::http::{CALL, Call};
use super::offered::lacks;
use super::pages::{Extent, Pages};
use super::refusal::{Refusal, Refused, classify};
use super::run::Run;
use super::sts::DESCRIBE_REGIONS;
use crate::inventory::snapshot::{CallRecord, GapRecord};
use crate::inventory::store::elsewhere;
use crate::inventory::{AccountId, Asset, Fact, Gap, GapKind, Gaps, Key, Kind, Population, Region, Timestamp};
use crate::provider::Op;

/// One collector's view of a run: an account and a region, and the calls that its kinds were planned to make.
#[derive(Debug, Clone)]
pub struct Context {
    run: Arc<Run>,
    kinds: &'static [Kind],
    region: Region,
}

type Answer<O, E> = Result<O, SdkError<E, HttpResponse>>;

impl Context {
    /// The context of a collector of these kinds, in a region or `global`.
    pub fn new(run: Arc<Run>, kinds: &'static [Kind], region: Region) -> Self {
        Self { run, kinds, region }
    }

    /// The account that is collected.
    pub fn account(&self) -> &AccountId {
        &self.run.session().caller().account
    }

    /// The region, or `global`.
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// The partition, `aws` or another.
    pub fn partition(&self) -> &str {
        self.run.session().partition()
    }

    /// The moment at which the collection began.
    pub fn started(&self) -> Timestamp {
        self.run.started
    }

    /// What SDK clients are made from, for this region; `global` is the partition's home region.
    pub fn sdk(&self) -> SdkConfig {
        let config = self.run.session().config(&self.region);
        if self.kinds.iter().any(|kind| lacks(&self.region, kind.service())) {
            // Once more, in case the table is old; not as patiently as where an answer is expected.
            let attempts = config.retry_config().map_or(2, |retries| retries.max_attempts().min(2));
            return config.into_builder().retry_config(RetryConfig::standard().with_max_attempts(attempts)).build();
        }
        config
    }

    /// Whether another endpoint stands in for the provider's own.
    pub fn has_custom_endpoint(&self) -> bool {
        self.run.session().endpoint().is_some()
    }

    /// Whether IAM's credential report may be generated and read.
    pub fn uses_credential_report(&self) -> bool {
        self.run.credential_report
    }

    /// The same collector, speaking to another region.
    #[must_use]
    pub fn at(&self, region: &Region) -> Self {
        Self { region: region.clone(), ..self.clone() }
    }

    /// The regions whose regional assets are collected, sorted.
    pub fn regions(&self) -> &[Region] {
        self.run.session().regions()
    }

    /// Whether a region is among those that are collected.
    pub fn selects(&self, region: &Region) -> bool {
        self.run.session().selects(region)
    }

    /// One call whose answer always exists.
    pub fn get<'a, O, E>(
        &'a self,
        op: &'static Op,
        request: impl Future<Output = Answer<O, E>> + Send + 'a,
    ) -> BoxFuture<'a, Fact<O>>
    where
        O: Send + 'a,
        E: ProvideErrorMetadata + std::error::Error + Send + 'static,
    {
        let found = self.find(op, request);
        Box::pin(async move {
            match found.await {
                Fact::Known(Some(answer)) => Fact::Known(answer),
                // An operation with such codes is called by `find`.
                Fact::Known(None) => self.gap(op, GapKind::Internal, "unexpected-none").into(),
                Fact::Unknown(gaps) => Fact::Unknown(gaps),
            }
        })
    }

    /// One call that may be answered by "there is none".
    ///
    /// Boxed at once, here and in `get`: the SDK's futures are large, and collectors hold many of them.
    pub fn find<'a, O, E>(
        &'a self,
        op: &'static Op,
        request: impl Future<Output = Answer<O, E>> + Send + 'a,
    ) -> BoxFuture<'a, Fact<Option<O>>>
    where
        O: Send + 'a,
        E: ProvideErrorMetadata + std::error::Error + Send + 'static,
    {
        let request = Box::pin(request);
        Box::pin(async move {
            if !self.asks(op) || !self.run.admits(op, &self.region) {
                return Fact::default();
            }
            self.run.count_call(op);
            match self.send(op, request).await {
                Ok(answer) => Fact::Known(Some(answer)),
                Err(Refused::None) => Fact::Known(None),
                Err(Refused::Gap(refusal)) => Fact::Unknown(self.refused(op, refusal).await.into()),
            }
        })
    }

    /// A listing of many pages. `parameters` are what someone who makes the call again must know.
    pub async fn list<O, E, I>(
        &self,
        op: &'static Op,
        parameters: &[(&str, &str)],
        mut pages: PaginationStream<Answer<O, E>>,
        mut take: impl FnMut(O) -> Vec<I>,
    ) -> Pages<I>
    where
        O: RequestId,
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        if !self.asks(op) {
            return Pages { items: Vec::new(), extent: Extent::broken(0, Gaps::NOT_COLLECTED) };
        }
        let mut call = self.call(op, parameters);
        let mut items = Vec::new();
        let extent = loop {
            if !self.run.admits(op, &self.region) {
                // One page is enough to hear that there are some.
                break if call.pages > 0 { Extent::complete() } else { Extent::broken(0, Gaps::NOT_COLLECTED) };
            }
            let page = async { pages.next().await.transpose() };
            match self.send(op, page).await {
                Ok(None) | Err(Refused::None) => break Extent::complete(),
                Ok(Some(page)) => {
                    self.run.count_call(op);
                    call.pages += 1;
                    call.request_ids.extend(page.request_id().map(str::to_owned));
                    items.extend(take(page));
                }
                Err(Refused::Gap(refusal)) => {
                    self.run.count_call(op);
                    let gap = self.refused(op, refusal).await;
                    break Extent::broken(call.pages, gap.into());
                }
            }
        };
        self.record_call(call, items.len(), &extent);
        Pages { items, extent }
    }

    /// A listing that comes in one answer.
    pub fn list_once<'a, O, E, I>(
        &'a self,
        op: &'static Op,
        parameters: &[(&str, &str)],
        request: impl Future<Output = Answer<O, E>> + Send + 'a,
        take: impl FnOnce(O) -> Vec<I> + Send + 'a,
    ) -> BoxFuture<'a, Pages<I>>
    where
        O: RequestId + Send + 'a,
        E: ProvideErrorMetadata + std::error::Error + Send + 'static,
        I: Send,
    {
        let mut call = self.call(op, parameters);
        let found = self.find(op, request);
        Box::pin(async move {
            let (items, extent) = match found.await {
                Fact::Known(answer) => {
                    call.pages = 1;
                    call.request_ids.extend(answer.as_ref().and_then(RequestId::request_id).map(str::to_owned));
                    (answer.map(take).unwrap_or_default(), Extent::complete())
                }
                Fact::Unknown(gaps) => (Vec::new(), Extent::broken(0, gaps)),
            };
            if self.asks(op) {
                self.record_call(call, items.len(), &extent);
            }
            Pages { items, extent }
        })
    }

    /// Adds an asset, which lives in that region, if its kind was asked for.
    pub fn put<T: Asset>(&self, region: &Region, id: String, name: String, asset: T) {
        if !self.run.planned.contains(&T::KIND) {
            return;
        }
        let key = Key { kind: T::KIND, account: self.account().clone(), region: region.clone(), id };
        self.run.found().inventory.insert(key, name, asset);
    }

    /// Adds the one asset of this kind in this account and region: that it is there needs no listing.
    pub fn put_singleton<T: Asset>(&self, asset: T) {
        let Key { id, region, .. } = Key::singleton(&T::KIND, self.account(), &self.region);
        let place = if self.region == Region::GLOBAL { self.account().as_str() } else { self.region.as_str() };
        self.put(&region, id, place.to_owned(), asset);
        self.record::<T>(&Extent::complete());
    }

    /// Records how far the listing of a kind came, if it was asked for; what was put before is counted.
    pub fn record<T: Asset>(&self, extent: &Extent) {
        if !self.run.planned.contains(&T::KIND) {
            return;
        }
        let mut found = self.run.found();
        let count = found.inventory.count(&T::KIND, &self.region);
        found.inventory.record(Population {
            kind: T::KIND,
            account: self.account().clone(),
            region: self.region.clone(),
            state: extent.state(),
            count,
            gap: extent.gap().cloned(),
        });
    }

    /// Does something for every item, for many at once; what is asked of the provider waits for its turn besides.
    pub async fn each<I, F>(&self, items: impl IntoIterator<Item = I>, work: impl Fn(I) -> F)
    where
        F: Future<Output = ()>,
    {
        let at_once = self.run.concurrency.saturating_mul(2);
        futures::stream::iter(items).map(work).buffer_unordered(at_once).for_each(|()| async {}).await;
    }

    /// The gap of an answer that cannot be understood; `code` says what of it, in a word of ours.
    pub fn malformed<T>(&self, op: &'static Op, code: &str) -> Fact<T> {
        let gap = self.gap(op, GapKind::Malformed, code);
        self.run.record_gap(record(op, gap.clone(), None, None));
        gap.into()
    }

    /// A member that the API always sends.
    pub fn present<T>(&self, op: &'static Op, member: &str, value: Option<T>) -> Fact<T> {
        value.map_or_else(|| self.malformed(op, member), Fact::Known)
    }

    /// The gap of what an account out of sight could tell.
    pub fn elsewhere<T>(&self, op: &'static Op, account: &AccountId) -> Fact<T> {
        let gap = Gap { operation: Some(op.id()), ..elsewhere(account, &self.region) };
        self.run.record_gap(record(op, gap.clone(), None, None));
        gap.into()
    }

    fn asks(&self, op: &Op) -> bool {
        self.kinds.iter().any(|kind| self.run.reads.has(kind, op))
    }

    /// One call with its retries: limited, stopped when the run is, and classed.
    async fn send<O, E>(&self, op: &'static Op, request: impl Future<Output = Answer<O, E>>) -> Result<O, Refused>
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let mut stop = self.run.stop.subscribe();
        let call = async {
            let permit = self.run.limiter(&self.region, op.service).acquire().await;
            let call = Arc::new(Call::new(permit, op));
            let answer = CALL.scope(Arc::clone(&call), request).await.map_err(|error| classify(op, &error));
            if answer.is_ok() {
                call.permit.went_well();
            }
            // What the SDK made of the answer is then not what came.
            let answer = match call.lacked().filter(|_| answer.is_ok()) {
                Some(list) => Err(Refused::Gap(Refusal::ours(
                    GapKind::Malformed,
                    Some(list.trim_start_matches('/').replace('/', ".")),
                ))),
                None => answer,
            };
            self.run.hear(op, &self.region, &call, answer.as_ref().err());
            answer
        };
        tokio::select! {
            biased;
            _ = stop.wait_for(|stopped| *stopped) => Err(Refused::Gap(Refusal::ours(GapKind::Interrupted, None))),
            answer = call => answer,
        }
    }

    /// Records a refusal as a gap; where a service control policy closes the region, that is the gap.
    async fn refused(&self, op: &'static Op, refusal: Refusal) -> Gap {
        let Refusal { kind, code, message, request_id, by_control_policy, unresolved, .. } = refusal;
        if unresolved && lacks(&self.region, op.service) {
            self.run.record_absent(op.service, &self.region);
        }
        let closed = by_control_policy && self.region != Region::GLOBAL && self.is_closed().await;
        let gap = Gap {
            operation: (!closed).then(|| op.id()),
            kind: if closed { GapKind::RegionClosed } else { kind },
            code,
            account: self.account().clone(),
            region: self.region.clone(),
        };
        // What does not hang on a permission is not closed by granting one.
        self.run.record_gap(record(op, gap.clone(), message, request_id));
        gap
    }

    /// Whether a service control policy closes the region: asked once, of a call that needs nothing there.
    async fn is_closed(&self) -> bool {
        let probe = self.run.closed(&self.region);
        let ask = || async {
            let client = aws_sdk_ec2::Client::new(&self.sdk());
            match client.describe_regions().send().await.map_err(|error| classify(&DESCRIBE_REGIONS, &error)) {
                Err(Refused::Gap(refusal)) => refusal.by_control_policy,
                _ => false,
            }
        };
        *probe.get_or_init(ask).await
    }

    fn gap(&self, op: &Op, kind: GapKind, code: &str) -> Gap {
        Gap {
            operation: Some(op.id()),
            kind,
            code: Some(code.to_owned()),
            account: self.account().clone(),
            region: self.region.clone(),
        }
    }

    fn call(&self, op: &Op, parameters: &[(&str, &str)]) -> CallRecord {
        CallRecord {
            operation: op.id(),
            parameters: parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            account: self.account().clone(),
            region: self.region.clone(),
            pages: 0,
            items: 0,
            complete: false,
            request_ids: Vec::new(),
        }
    }

    fn record_call(&self, call: CallRecord, items: usize, extent: &Extent) {
        let call = CallRecord { items: items as u64, complete: extent.state().is_whole(), ..call };
        self.run.found().calls.push(call);
    }
}

/// The record of a gap that one call ran into.
pub(super) fn record(op: &Op, gap: Gap, message: Option<String>, request_id: Option<String>) -> GapRecord {
    let action = matches!(gap.kind, GapKind::Denied).then(|| op.iam_action.to_owned());
    GapRecord { gap, action, message, count: 1, request_ids: request_id.into_iter().collect() }
}
