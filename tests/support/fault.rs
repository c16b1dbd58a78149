//! Rules of the proxy: which calls go wrong, and how.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::operation::Call;
use super::wire::Trouble;

/// Which calls a rule is about. `On::op("s3:GetBucketAcl").resource("logs").page_two()`
#[derive(Clone, Debug)]
pub(crate) struct On {
    name: String,
    region: Option<String>,
    account: Option<String>,
    resource: Option<String>,
    page_two: bool,
    after: u64,
    times: u64,
}

impl On {
    /// `service:Operation`, `service:*` or `*`.
    pub(crate) fn op(name: &str) -> Self {
        let name = name.to_owned();
        Self { name, region: None, account: None, resource: None, page_two: false, after: 0, times: u64::MAX }
    }

    /// Every call.
    pub(crate) fn any() -> Self {
        Self::op("*")
    }

    /// Only calls signed for this region.
    pub(crate) fn region(mut self, region: &str) -> Self {
        self.region = Some(region.to_owned());
        self
    }

    /// Only calls with keys of this account.
    pub(crate) fn account(mut self, account: &str) -> Self {
        self.account = Some(account.to_owned());
        self
    }

    /// Only calls about this bucket or access point, or with this value in any parameter.
    pub(crate) fn resource(mut self, resource: &str) -> Self {
        self.resource = Some(resource.to_owned());
        self
    }

    /// Only calls for the second page or a later one.
    pub(crate) fn page_two(mut self) -> Self {
        self.page_two = true;
        self
    }

    /// Lets the first `calls` matching calls through.
    pub(crate) fn after(mut self, calls: u64) -> Self {
        self.after = calls;
        self
    }

    /// Stops after it has struck `calls` times.
    pub(crate) fn times(mut self, calls: u64) -> Self {
        self.times = calls;
        self
    }

    fn matches(&self, call: &Call) -> bool {
        let name = match self.name.strip_suffix('*') {
            Some(start) => call.name().starts_with(start),
            None => self.name == call.name(),
        };
        name && self.region.as_ref().is_none_or(|region| *region == call.region)
            && (self.account.is_none() || self.account == call.account)
            && self
                .resource
                .as_ref()
                .is_none_or(|one| call.resource.as_ref() == Some(one) || call.params.values().any(|value| value == one))
            && (!self.page_two || call.page.is_some())
    }
}

type Edit = Arc<dyn Fn(String) -> String + Send + Sync>;
type Hook = Arc<dyn Fn(&Call) + Send + Sync>;

/// What goes wrong.
#[derive(Clone)]
pub(crate) enum Fault {
    /// AWS says so, in the words of the service's protocol.
    Says(Trouble),
    /// Any other status, code and message, in the protocol's shape.
    Code(u16, String, String),
    /// Throttled with this probability, drawn from the seed: the same call, the same draw, in whatever order.
    Throttle { probability: f64, seed: u64 },
    /// HTML, with status 200.
    Html,
    /// The true answer, but the connection breaks in the middle of its body.
    Truncate,
    /// No answer, ever.
    Hang,
    /// The true answer, edited.
    Edit(Edit),
    /// Runs before the call goes on to moto; what it changes there, the call sees.
    Before(Hook),
}

impl Fault {
    /// Replaces every `from` in the answer's body by `to`.
    pub(crate) fn replace(from: &str, to: &str) -> Self {
        let (from, to) = (from.to_owned(), to.to_owned());
        Self::Edit(Arc::new(move |body| body.replace(&from, &to)))
    }

    /// Puts the lists in the answer into another order.
    pub(crate) fn shuffle(seed: u64) -> Self {
        Self::Edit(Arc::new(move |body| super::shuffle::shuffle(&body, seed)))
    }

    /// Runs `hook` before the call goes on to moto: `Fault::before(|_| delete_the_bucket())`.
    pub(crate) fn before(hook: impl Fn(&Call) + Send + Sync + 'static) -> Self {
        Self::Before(Arc::new(hook))
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Says(trouble) => write!(out, "{trouble:?}"),
            Self::Code(status, code, _) => write!(out, "{status} {code}"),
            Self::Throttle { probability, seed } => write!(out, "Throttle({probability}, {seed})"),
            Self::Html => out.write_str("Html"),
            Self::Truncate => out.write_str("Truncate"),
            Self::Hang => out.write_str("Hang"),
            Self::Edit(_) => out.write_str("Edit"),
            Self::Before(_) => out.write_str("Before"),
        }
    }
}

/// One rule, and how often its calls were seen and struck.
#[derive(Debug)]
struct Rule {
    on: On,
    fault: Fault,
    seen: u64,
    struck: u64,
    /// Sendings of each call, for the draws of `Throttle`.
    draws: BTreeMap<String, u64>,
}

/// All rules, in the order in which they were given.
#[derive(Debug, Default)]
pub(crate) struct Rules(Vec<Rule>);

impl Rules {
    pub(crate) fn add(&mut self, on: On, fault: Fault) {
        self.0.push(Rule { on, fault, seen: 0, struck: 0, draws: BTreeMap::new() });
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The faults that strike this call: all its hooks and edits, and at most one other, the first, which ends the list.
    pub(crate) fn strike(&mut self, call: &Call) -> Vec<Fault> {
        let mut faults = Vec::new();
        for rule in &mut self.0 {
            if !rule.on.matches(call) {
                continue;
            }
            rule.seen += 1;
            if rule.seen <= rule.on.after || rule.struck >= rule.on.times {
                continue;
            }
            if let Fault::Throttle { probability, seed } = rule.fault {
                let draw = rule.draws.entry(call.key()).or_default();
                *draw += 1;
                if chance(seed, &call.key(), *draw) >= probability {
                    continue;
                }
            }
            rule.struck += 1;
            faults.push(rule.fault.clone());
            if !matches!(rule.fault, Fault::Edit(_) | Fault::Before(_)) {
                break;
            }
        }
        faults
    }
}

/// A number in 0..1 that depends on the call alone, not on what runs beside it.
fn chance(seed: u64, key: &str, draw: u64) -> f64 {
    let digest = Sha256::digest(format!("{seed} {draw} {key}"));
    let number = digest.iter().take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    f64::from(number) / (f64::from(u32::MAX) + 1.0)
}
