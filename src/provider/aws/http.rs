//! The layer around every attempt of every call: counts it, sees when a service asks to slow down, and compares clocks.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use http_body_util::BodyExt as _;

use super::limit::Permit;
use super::refusal::THROTTLED;
use super::required;
use crate::provider::Op;

tokio::task_local! {
    /// The call that the current task is making: its attempts report to it.
    pub(super) static CALL: Arc<Call>;
}

/// What is known of a call beside what the SDK makes of its answer.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) permit: Permit,
    /// The place of the list that its answer must hold, if the SDK would make it up.
    list: Option<&'static str>,
    lacks_list: AtomicBool,
    host: OnceLock<String>,
    answered: AtomicBool,
}

impl Call {
    pub(super) fn new(permit: Permit, op: &Op) -> Self {
        Self {
            permit,
            list: required::list_of(op),
            lacks_list: AtomicBool::new(false),
            host: OnceLock::new(),
            answered: AtomicBool::new(false),
        }
    }

    /// The host that it was sent to; `None` where it did not come so far.
    pub(super) fn host(&self) -> Option<&str> {
        self.host.get().map(String::as_str)
    }

    /// Whether an answer came, or the beginning of one.
    pub(super) fn was_answered(&self) -> bool {
        self.answered.load(Ordering::Relaxed)
    }

    /// The place of the list that the answer should have held, and did not.
    pub(super) fn lacked(&self) -> Option<&'static str> {
        self.list.filter(|_| self.lacks_list.load(Ordering::Relaxed))
    }
}

/// What the layer saw so far, of all calls.
#[derive(Debug, Default)]
pub struct Traffic {
    attempts: AtomicU64,
    throttled: AtomicU64,
    clock_difference: OnceLock<i64>,
}

impl Traffic {
    /// How many requests were sent, retries among them.
    pub fn attempts(&self) -> u64 {
        self.attempts.load(Ordering::Relaxed)
    }

    /// How many of them were answered by being asked to slow down.
    pub fn throttled(&self) -> u64 {
        self.throttled.load(Ordering::Relaxed)
    }

    /// Seconds by which our clock was ahead of the `Date` header of the first answer that had one.
    pub fn clock_difference_seconds(&self) -> Option<i64> {
        self.clock_difference.get().copied()
    }
}

/// An HTTP client whose every attempt is watched.
#[derive(Debug, Clone)]
pub(super) struct Watched {
    pub(super) inner: SharedHttpClient,
    pub(super) traffic: Arc<Traffic>,
    /// The time, in seconds since 1970: below the commands nobody asks for it himself.
    pub(super) now: fn() -> i64,
}

impl HttpClient for Watched {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, components);
        SharedHttpConnector::new(WatchedConnector { inner, watched: self.clone() })
    }
}

#[derive(Debug)]
struct WatchedConnector {
    inner: SharedHttpConnector,
    watched: Watched,
}

impl HttpConnector for WatchedConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        self.watched.traffic.attempts.fetch_add(1, Ordering::Relaxed);
        let call = CALL.try_with(Arc::clone).ok();
        if let Some(call) = &call {
            let _ = call.host.set(host(request.uri()).to_owned());
        }
        let (answer, watched) = (self.inner.call(request), self.watched.clone());
        HttpConnectorFuture::new(async move {
            let response = answer.await?;
            if let Some(call) = &call {
                call.answered.store(true, Ordering::Relaxed);
            }
            watched.compare_clocks(&response);
            if !response.status().is_client_error() && !response.status().is_server_error() {
                return with_its_list(response, call.as_deref()).await;
            }
            // Errors are small; which one it is stands in the body.
            let (response, body) = buffered(response).await?;
            if asks_to_slow_down(response.status().as_u16(), &body) {
                watched.traffic.throttled.fetch_add(1, Ordering::Relaxed);
                if let Some(call) = &call {
                    call.permit.throttled();
                }
            }
            Ok(response)
        })
    }
}

impl Watched {
    fn compare_clocks(&self, response: &HttpResponse) {
        if self.traffic.clock_difference.get().is_some() {
            return;
        }
        let theirs = response.headers().get("date").and_then(|date| {
            aws_smithy_types::DateTime::from_str(date, aws_smithy_types::date_time::Format::HttpDate).ok()
        });
        if let Some(theirs) = theirs {
            let _ = self.traffic.clock_difference.set((self.now)() - theirs.secs());
        }
    }
}

/// The host of an address, with its port if it has one.
fn host(uri: &str) -> &str {
    let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or_default()
}

/// The answer as it came; the call is told where it lacks the list that it must hold.
async fn with_its_list(response: HttpResponse, call: Option<&Call>) -> Result<HttpResponse, ConnectorError> {
    let Some((call, place)) = call.and_then(|call| call.list.map(|place| (call, place))) else { return Ok(response) };
    let (response, body) = buffered(response).await?;
    call.lacks_list.store(required::lacks(&body, place), Ordering::Relaxed);
    Ok(response)
}

async fn buffered(mut response: HttpResponse) -> Result<(HttpResponse, Vec<u8>), ConnectorError> {
    let body = std::mem::replace(response.body_mut(), SdkBody::taken());
    let bytes = body.collect().await.map_err(ConnectorError::io)?.to_bytes().to_vec();
    *response.body_mut() = SdkBody::from(bytes.clone());
    Ok((response, bytes))
}

/// Services say it by status, or by a code somewhere in XML, JSON or CBOR.
fn asks_to_slow_down(status: u16, body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body);
    let is_word = |c: char| c.is_ascii_alphanumeric();
    status == 429 || text.split(|c| !is_word(c)).any(|word| THROTTLED.contains(&word))
}
