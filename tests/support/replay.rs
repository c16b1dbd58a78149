//! A tape in place of the network: records what was asked and answered, and plays it again with denials.
//!
//! One recording serves a test for every operation that could be denied: `tape.rewind()`, `deny`, scan, compare.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use http_body_util::BodyExt as _;
use serde::{Deserialize, Serialize};

use super::operation::{self, Call};
use super::wire::{self, Reply, Request, Trouble};

/// An HTTP client for SDK clients: `SdkConfig::builder().http_client(SharedHttpClient::new(replay.clone()))`.
#[derive(Clone, Debug)]
pub(crate) struct Replay(Arc<State>);

#[derive(Debug)]
struct State {
    /// What answers while recording; `None` while playing.
    inner: Option<SharedHttpClient>,
    tape: Mutex<Tape>,
    /// How many answers to each question were played.
    played: Mutex<BTreeMap<String, usize>>,
    troubles: Mutex<BTreeMap<String, Trouble>>,
    calls: Mutex<Vec<Call>>,
}

/// The recording: to each question its answers in order, and whose the access keys were.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Tape {
    accounts: BTreeMap<String, String>,
    answers: BTreeMap<String, Vec<Answer>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Body,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Body {
    Text(String),
    Bytes(Vec<u8>),
}

impl Replay {
    /// Records what passes through `inner`.
    pub(crate) fn record(inner: SharedHttpClient) -> Self {
        Self::new(Some(inner), Tape::default())
    }

    /// Plays a recording that `save` wrote.
    pub(crate) fn load(path: &Path) -> Self {
        let tape: Tape = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        for (key, account) in &tape.accounts {
            operation::remember_key(key, account);
        }
        Self::new(None, tape)
    }

    /// A player of what was recorded so far, from its start, with no denials; as many as you like.
    pub(crate) fn rewind(&self) -> Self {
        Self::new(None, lock(&self.0.tape).clone())
    }

    fn new(inner: Option<SharedHttpClient>, tape: Tape) -> Self {
        Self(Arc::new(State {
            inner,
            tape: Mutex::new(tape),
            played: Mutex::default(),
            troubles: Mutex::default(),
            calls: Mutex::default(),
        }))
    }

    /// Writes the recording as JSON.
    pub(crate) fn save(&self, path: &Path) {
        fs::write(path, serde_json::to_vec_pretty(&*lock(&self.0.tape)).unwrap()).unwrap();
    }

    /// From now on `name` (`s3:GetBucketAcl`) is denied, in the words of its protocol.
    pub(crate) fn deny(&self, name: &str) -> &Self {
        self.trouble(name, Trouble::Denied)
    }

    /// From now on `name` meets this trouble.
    pub(crate) fn trouble(&self, name: &str, trouble: Trouble) -> &Self {
        lock(&self.0.troubles).insert(name.to_owned(), trouble);
        self
    }

    /// The operations that were called through this client.
    pub(crate) fn names(&self) -> BTreeSet<String> {
        lock(&self.0.calls).iter().map(Call::name).collect()
    }
}

impl HttpClient for Replay {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        let inner = self.0.inner.as_ref().map(|inner| inner.http_connector(settings, components));
        SharedHttpConnector::new(Connector { state: Arc::clone(&self.0), inner })
    }
}

#[derive(Debug)]
struct Connector {
    state: Arc<State>,
    inner: Option<SharedHttpConnector>,
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let call = operation::identify(&read(&request));
        lock(&self.state.calls).push(call.clone());
        let trouble = lock(&self.state.troubles).get(&call.name()).copied();
        if let Some(trouble) = trouble {
            let (status, code) = trouble.code(call.protocol);
            let reply = wire::error(call.protocol, status, code, &trouble.message(&call.name()));
            return HttpConnectorFuture::ready(respond(reply));
        }
        let Some(inner) = &self.inner else {
            return HttpConnectorFuture::ready(self.state.play(&call).and_then(respond));
        };
        let (state, answer) = (Arc::clone(&self.state), inner.call(request));
        HttpConnectorFuture::new(async move {
            let response = answer.await?;
            let status = response.status().as_u16();
            let pairs = response.headers().iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
            let headers = pairs.collect();
            let body = response.into_body().collect().await.map_err(ConnectorError::io)?;
            let reply = Reply { status, headers, body: body.to_bytes().to_vec() };
            operation::learn(&call, &reply);
            state.record(&call, &reply);
            respond(reply)
        })
    }
}

impl State {
    fn record(&self, call: &Call, reply: &Reply) {
        let body = match String::from_utf8(reply.body.clone()) {
            Ok(text) => Body::Text(text),
            Err(error) => Body::Bytes(error.into_bytes()),
        };
        let answer = Answer { status: reply.status, headers: reply.headers.clone(), body };
        let mut tape = lock(&self.tape);
        tape.answers.entry(call.key()).or_default().push(answer);
        if let Some(account) = &call.account {
            tape.accounts.insert(call.access_key.clone(), account.clone());
        }
    }

    /// The next answer to this question; the last one again when it is asked more often than it was recorded.
    fn play(&self, call: &Call) -> Result<Reply, ConnectorError> {
        let key = call.key();
        let mut played = lock(&self.played);
        let turn = played.entry(key.clone()).or_default();
        let tape = lock(&self.tape);
        let answers = tape.answers.get(&key).map(Vec::as_slice).unwrap_or_default();
        let Some(answer) = answers.get(*turn).or(answers.last()) else {
            return Err(ConnectorError::other(format!("nothing was recorded for: {key}").into(), None));
        };
        *turn += 1;
        let body = match &answer.body {
            Body::Text(text) => text.clone().into_bytes(),
            Body::Bytes(bytes) => bytes.clone(),
        };
        let reply = Reply { status: answer.status, headers: answer.headers.clone(), body };
        operation::learn(call, &reply);
        Ok(reply)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read(request: &HttpRequest) -> Request {
    let uri: http::Uri = request.uri().parse().unwrap_or_default();
    Request {
        method: request.method().to_owned(),
        host: uri.host().unwrap_or_default().to_owned(),
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        headers: request.headers().iter().map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect(),
        // Reads have their bodies in memory; a streaming upload has none here, and is not for a tape.
        body: request.body().bytes().unwrap_or_default().to_vec(),
    }
}

fn respond(reply: Reply) -> Result<HttpResponse, ConnectorError> {
    let status = reply.status.try_into().map_err(|error| ConnectorError::other(Box::new(error), None))?;
    let mut response = HttpResponse::new(status, SdkBody::from(reply.body));
    for (name, value) in reply.headers {
        // Lengths were those of the network's encoding.
        if name != "content-length" && name != "transfer-encoding" {
            response.headers_mut().append(name, value);
        }
    }
    Ok(response)
}
