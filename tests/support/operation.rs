//! Which SDK operation a request is: the one place that knows, for the proxy and the tape alike.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::rest;
use super::wire::{Protocol, Reply, Request};

/// Which account each access key belongs to: moto's keys do not tell by themselves.
static KEYS: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

/// Names by which services ask for the rest of a listing.
const PAGE: &[&str] = &[
    "nexttoken",
    "marker",
    "continuation-token",
    "continuationtoken",
    "key-marker",
    "paginationtoken",
    "pagetoken",
    "nextmarker",
    "exclusivestarttablename",
];

/// One API call, identified.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The service by the name of its SDK crate: `s3`, `s3control`, `elbv2`, `cloudwatch`.
    pub(crate) service: String,
    /// The operation as the SDK calls it: `GetBucketAcl`. REST services without a table here: `GET /path`.
    pub(crate) operation: String,
    /// The region that the call was signed for.
    pub(crate) region: String,
    pub(crate) access_key: String,
    /// The account of the access key, if this process has seen the key being made.
    pub(crate) account: Option<String>,
    /// The bucket or access point; elsewhere the parameter, if there is but one.
    pub(crate) resource: Option<String>,
    /// Query and form parameters and the top level of a JSON body, each as text.
    pub(crate) params: BTreeMap<String, String>,
    /// The token, if the call asks for a later page.
    pub(crate) page: Option<String>,
    /// SHA-256 of the body, in hex.
    pub(crate) body_hash: String,
    pub(crate) protocol: Protocol,
    path: String,
}

impl Call {
    /// `service:Operation`.
    pub(crate) fn name(&self) -> String {
        format!("{}:{}", self.service, self.operation)
    }

    /// The same for every sending of the same question by the same account, whatever its signature and time.
    pub(crate) fn key(&self) -> String {
        let account = self.account.as_deref().unwrap_or(&self.access_key);
        let params: Vec<_> = self.params.iter().map(|(name, value)| format!("{name}={value}")).collect();
        // Bodies that are not in the parameters (REST writes in XML, CBOR) count by their hash.
        let told = matches!(self.protocol, Protocol::Json | Protocol::RestJson) || self.form();
        let body = if told { "" } else { &self.body_hash };
        format!("{} {} {account} {} {} {body}", self.name(), self.region, self.path, params.join("&"))
    }

    fn form(&self) -> bool {
        matches!(self.protocol, Protocol::Query | Protocol::Ec2)
    }
}

/// Tells whose an access key is.
pub(crate) fn remember_key(access_key: &str, account: &str) {
    KEYS.lock().unwrap_or_else(PoisonError::into_inner).insert(access_key.to_owned(), account.to_owned());
}

/// The account of a key, if it was remembered.
pub(crate) fn account_of(access_key: &str) -> Option<String> {
    KEYS.lock().unwrap_or_else(PoisonError::into_inner).get(access_key).cloned()
}

/// Remembers the keys that an answered `sts:AssumeRole` hands out.
pub(crate) fn learn(call: &Call, reply: &Reply) {
    if call.name() != "sts:AssumeRole" || reply.status != 200 {
        return;
    }
    let text = String::from_utf8_lossy(&reply.body);
    let key = text.split_once("<AccessKeyId>").and_then(|(_, rest)| rest.split_once('<'));
    let account = call.params.get("RoleArn").and_then(|arn| arn.split(':').nth(4));
    if let (Some((key, _)), Some(account)) = (key, account) {
        remember_key(key, account);
    }
}

/// Identifies a request.
pub(crate) fn identify(request: &Request) -> Call {
    let (access_key, region, scope) = credential(request);
    let mut params: BTreeMap<String, String> =
        form_urlencoded::parse(request.query.as_bytes()).into_owned().filter(|(name, _)| name != "x-id").collect();
    let header = |name: &str| request.headers.get(name).map(String::as_str);
    let path = percent_encoding::percent_decode_str(&request.path).decode_utf8_lossy().into_owned();
    let is_form = header("content-type").is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    if is_form {
        params.extend(form_urlencoded::parse(&request.body).into_owned());
    } else if let Ok(Value::Object(fields)) = serde_json::from_slice(&request.body) {
        let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        params.extend(fields.into_iter().map(|(name, value)| (name, text(value))));
    }

    let mut resource = None;
    let (service, operation, protocol) = if let (true, Some(action)) = (is_form, params.remove("Action")) {
        let version = params.remove("Version");
        let protocol = if scope == "ec2" { Protocol::Ec2 } else { Protocol::Query };
        (crate_name(&scope, version.as_deref()), action, protocol)
    } else if let Some(target) = header("x-amz-target") {
        let action = target.rsplit_once('.').map_or(target, |(_, action)| action);
        (crate_name(&scope, None), action.to_owned(), Protocol::Json)
    } else if header("smithy-protocol") == Some("rpc-v2-cbor") {
        let action = path.rsplit('/').next().unwrap_or_default();
        (crate_name(&scope, None), action.to_owned(), Protocol::Cbor)
    } else if scope == "s3" && path.starts_with(rest::CONTROL_PREFIX) {
        let (action, named) = rest::s3control(&request.method, &path).unwrap_or_else(|| (raw(request), None));
        resource = named.or_else(|| header("x-amz-account-id").map(str::to_owned));
        // Whose account is asked about is in a header, and part of the question.
        params.extend(header("x-amz-account-id").map(|id| ("AccountId".to_owned(), id.to_owned())));
        ("s3control".to_owned(), action, Protocol::RestXml)
    } else if scope == "s3" {
        let (bucket, key) = bucket_and_key(&request.host, &path);
        let has = |name: &str| params.contains_key(name);
        let action = rest::s3(&request.method, bucket.as_deref(), key.as_deref(), has);
        resource = bucket;
        (scope, action.unwrap_or_else(|| raw(request)), Protocol::S3)
    } else {
        let protocol = if matches!(&*scope, "route53" | "cloudfront") { Protocol::RestXml } else { Protocol::RestJson };
        let service = crate_name(&scope, None);
        let action = rest::other(&service, &request.method, &path).unwrap_or_else(|| raw(request));
        (service, action, protocol)
    };

    let page = params.iter().find(|(name, value)| is_page(name) && !value.is_empty()).map(|(_, value)| value.clone());
    if resource.is_none() && protocol != Protocol::S3 {
        let mut others = params.iter().filter(|(name, _)| !is_page(name) && !name.to_lowercase().starts_with("max"));
        resource = others.next().filter(|_| others.next().is_none()).map(|(_, value)| value.clone());
    }
    let body_hash = hex(&Sha256::digest(&request.body));
    let account = account_of(&access_key);
    Call { service, operation, region, access_key, account, resource, params, page, body_hash, protocol, path }
}

/// Bytes in lower-case hexadecimal.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Access key, region and service from the `SigV4` (or `SigV4a`) credential scope; empty where unsigned.
fn credential(request: &Request) -> (String, String, String) {
    let header = request.headers.get("authorization").map_or("", String::as_str);
    let scope = header.split_once("Credential=").map_or("", |(_, rest)| rest.split([',', ' ']).next().unwrap_or(""));
    let parts: Vec<&str> = scope.split('/').collect();
    match *parts {
        [key, _, region, service, _] => (key.to_owned(), region.to_owned(), service.to_lowercase()),
        [key, _, service, _] => (key.to_owned(), "*".to_owned(), service.to_lowercase()),
        _ => (String::new(), String::new(), String::new()),
    }
}

/// The name of the SDK crate, where the name in the signature is another.
fn crate_name(scope: &str, version: Option<&str>) -> String {
    match (scope, version) {
        ("monitoring", _) => "cloudwatch",
        ("elasticloadbalancing", Some("2015-12-01")) => "elbv2",
        ("elasticloadbalancing", _) => "elb",
        ("es", _) => "opensearch",
        ("elasticfilesystem", _) => "efs",
        ("elasticmapreduce", _) => "emr",
        ("access-analyzer", _) => "accessanalyzer",
        ("sso", _) => "sso-admin",
        (other, _) => other,
    }
    .to_owned()
}

fn raw(request: &Request) -> String {
    format!("{} {}", request.method, request.path)
}

fn is_page(name: &str) -> bool {
    PAGE.contains(&&*name.to_lowercase())
}

/// The bucket from the host (`bucket.s3.region.amazonaws.com`) or else the path, and the key if there is one.
fn bucket_and_key(host: &str, path: &str) -> (Option<String>, Option<String>) {
    let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let path = path.trim_start_matches('/');
    if host.contains(".amazonaws.com")
        && let Some(at) = host.find(".s3.").or_else(|| host.find(".s3-"))
    {
        return (filled(&host[..at]), filled(path));
    }
    let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
    (filled(bucket), filled(key))
}
