//! What listens at a load balancer, and what it does with those who come; classic balancers have the first two as well.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::inventory::Fact;

/// A listener of a load balancer.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Listener {
    /// Its port, null at gateway load balancers, which take every port.
    pub port: Option<i64>,
    /// The protocol that it speaks with clients, such as `HTTP`, `HTTPS`, `TCP`, `TLS` or `SSL`; null at gateway load
    /// balancers, which take every packet.
    pub protocol: Option<String>,
}

/// A listener that ends TLS, and what it negotiates.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TlsListener {
    /// Its port.
    pub port: i64,
    /// `HTTPS`, `TLS` or `SSL`.
    pub protocol: String,
    /// The security policy that says what it negotiates.
    pub security_policy: Fact<String>,
    /// The versions that the policy enables, such as `TLSv1.2`.
    pub tls_versions: Fact<Vec<String>>,
    /// The ciphers that the policy enables, by their names in OpenSSL.
    pub ciphers: Fact<Vec<String>>,
}

/// What one rule of an HTTP listener does with a request.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HttpAction {
    /// The port of the listener.
    pub port: i64,
    /// The priority of the rule, or `default`.
    pub rule: String,
    /// `forward`, `redirect` or `fixed-response`.
    pub action: String,
    /// The protocol that a redirect leads to, `HTTP` or `HTTPS`; null of what does not redirect.
    pub redirect_protocol: Option<String>,
    /// The status of a fixed response, such as `404`; null of what gives none.
    pub status_code: Option<String>,
}
