//! The proxy between a test and moto: it records every call and lets chosen ones go wrong.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt as _;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::header::{CONNECTION, HOST, TRANSFER_ENCODING};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use super::fault::{Fault, On, Rules};
use super::moto::Moto;
use super::operation::{self, Call};
use super::wire::{self, Reply, Request, Trouble};

type Body = UnsyncBoxBody<Bytes, io::Error>;

/// A proxy on a port of its own, on a thread of its own: it serves async tests and child processes alike.
/// Dropping it fails the test if a call was made that `allow_only` does not allow.
#[derive(Debug)]
pub(crate) struct Proxy {
    port: u16,
    state: Arc<State>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct State {
    upstream: u16,
    rules: Mutex<Rules>,
    calls: Mutex<Vec<Call>>,
    allowed: Mutex<Option<BTreeSet<String>>>,
    violations: Mutex<Vec<String>>,
}

impl Proxy {
    /// A proxy before this server, without rules.
    pub(crate) fn start(moto: &Moto) -> Self {
        let state = Arc::new(State {
            upstream: moto.port(),
            rules: Mutex::default(),
            calls: Mutex::default(),
            allowed: Mutex::default(),
            violations: Mutex::default(),
        });
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (stop, stopped) = oneshot::channel();
        let serving = Arc::clone(&state);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = TcpListener::from_std(listener).unwrap();
                tokio::select! { () = accept(listener, serving) => {}, _ = stopped => {} }
            });
            // Connections that hang, and hooks that still run, must not hold the test up.
            runtime.shutdown_background();
        });
        Self { port, state, stop: Some(stop), thread: Some(thread) }
    }

    /// Where the proxy listens, without a trailing slash.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Lets `fault` strike the calls in `on`. Rules hold in the order given; see `Rules::strike`.
    pub(crate) fn rule(&self, on: On, fault: Fault) -> &Self {
        lock(&self.state.rules).add(on, fault);
        self
    }

    /// Denies an operation, `s3:GetBucketAcl`.
    pub(crate) fn deny(&self, name: &str) -> &Self {
        self.rule(On::op(name), Fault::Says(Trouble::Denied))
    }

    /// Takes all rules back; the call log stays.
    pub(crate) fn clear_rules(&self) {
        lock(&self.state.rules).clear();
    }

    /// Rejects every operation that is not named here, and fails the test if one comes.
    pub(crate) fn allow_only<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> &Self {
        *lock(&self.state.allowed) = Some(names.into_iter().map(str::to_owned).collect());
        self
    }

    /// The calls that `allow_only` rejected so far; having been taken they no longer fail the test.
    pub(crate) fn take_violations(&self) -> Vec<String> {
        std::mem::take(&mut *lock(&self.state.violations))
    }

    /// Every call so far, in the order of arrival, those that were struck too.
    pub(crate) fn calls(&self) -> Vec<Call> {
        lock(&self.state.calls).clone()
    }

    /// How often an operation was called.
    pub(crate) fn count(&self, name: &str) -> usize {
        lock(&self.state.calls).iter().filter(|call| call.name() == name).count()
    }

    /// The operations that were called.
    pub(crate) fn names(&self) -> BTreeSet<String> {
        lock(&self.state.calls).iter().map(Call::name).collect()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        let violations = self.take_violations();
        if !std::thread::panicking() {
            assert!(violations.is_empty(), "operations outside the allow-list were called: {violations:?}");
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    while let Ok((stream, _)) = listener.accept().await {
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let service = service_fn(|request| serve(Arc::clone(&state), request));
            // A client that goes away is its own business.
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// One call: identify, record, check, strike or forward.
async fn serve(state: Arc<State>, incoming: hyper::Request<Incoming>) -> Result<hyper::Response<Body>, io::Error> {
    let (parts, body) = incoming.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let request = read(&parts, &body);
    let call = operation::identify(&request);
    lock(&state.calls).push(call.clone());

    let forbidden = lock(&state.allowed).as_ref().is_some_and(|allowed| !allowed.contains(&call.name()));
    if forbidden {
        lock(&state.violations).push(call.name());
        return Ok(whole(says(&call, Trouble::Denied)));
    }
    let mut edits = Vec::new();
    let mut truncated = false;
    let faults = lock(&state.rules).strike(&call);
    for fault in faults {
        match fault {
            Fault::Says(trouble) => return Ok(whole(says(&call, trouble))),
            Fault::Code(status, code, message) => {
                return Ok(whole(wire::error(call.protocol, status, &code, &message)));
            }
            Fault::Throttle { .. } => return Ok(whole(says(&call, Trouble::Throttled))),
            Fault::Html => return Ok(whole(wire::html())),
            Fault::Hang => std::future::pending().await,
            Fault::Truncate => truncated = true,
            Fault::Edit(edit) => edits.push(edit),
            Fault::Before(hook) => {
                let call = call.clone();
                // The hook may block, on moto itself too.
                tokio::task::spawn_blocking(move || hook(&call)).await.map_err(io::Error::other)?;
            }
        }
    }
    let mut reply = forward(state.upstream, parts, body).await?;
    operation::learn(&call, &reply);
    for edit in edits {
        reply.body = edit(String::from_utf8(reply.body).map_err(io::Error::other)?).into_bytes();
    }
    Ok(if truncated { half(&reply) } else { whole(reply) })
}

fn says(call: &Call, trouble: Trouble) -> Reply {
    let (status, code) = trouble.code(call.protocol);
    wire::error(call.protocol, status, code, &trouble.message(&call.name()))
}

fn read(parts: &http::request::Parts, body: &Bytes) -> Request {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    Request {
        method: parts.method.to_string(),
        host: parts.headers.get(HOST).map(text).unwrap_or_default(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect(),
        body: body.to_vec(),
    }
}

/// Sends the request on to moto. The host becomes moto's own, so that no prefix of the caller's matters.
async fn forward(upstream: u16, mut parts: http::request::Parts, body: Bytes) -> Result<Reply, io::Error> {
    let address = format!("127.0.0.1:{upstream}");
    let stream = TcpStream::connect(&address).await?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    tokio::spawn(connection);
    parts.headers.insert(HOST, address.parse().map_err(io::Error::other)?);
    parts.headers.remove(TRANSFER_ENCODING);
    parts.headers.remove(CONNECTION);
    let request = hyper::Request::from_parts(parts, Full::new(body));
    let (parts, body) = sender.send_request(request).await.map_err(io::Error::other)?.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let hop = |name: &http::HeaderName| *name == TRANSFER_ENCODING || *name == CONNECTION;
    let kept = parts.headers.iter().filter(|(name, _)| !hop(name));
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = kept.map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    Ok(Reply { status: parts.status.as_u16(), headers, body: body.to_vec() })
}

fn head(reply: &Reply, length: usize) -> http::response::Builder {
    let mut response = hyper::Response::builder().status(reply.status);
    for (name, value) in reply.headers.iter().filter(|(name, _)| *name != "content-length") {
        response = response.header(name, value);
    }
    response.header("content-length", length)
}

fn whole(reply: Reply) -> hyper::Response<Body> {
    let response = head(&reply, reply.body.len());
    response.body(Full::new(Bytes::from(reply.body)).map_err(|never| match never {}).boxed_unsync()).unwrap()
}

/// Announces all of the body, sends half of it, and breaks the connection.
fn half(reply: &Reply) -> hyper::Response<Body> {
    let response = head(reply, reply.body.len());
    let bytes = Bytes::copy_from_slice(reply.body.get(..reply.body.len() / 2).unwrap_or_default());
    let broken = io::Error::from(io::ErrorKind::ConnectionReset);
    let frames = [(0, Ok(Frame::data(bytes))), (50, Err(broken))];
    let frames = futures::stream::iter(frames).then(|(wait_ms, frame)| async move {
        // Without a pause the half that was sent would never leave.
        tokio::time::sleep(Duration::from_millis(wait_ms)).await;
        frame
    });
    response.body(StreamBody::new(frames).boxed_unsync()).unwrap()
}
