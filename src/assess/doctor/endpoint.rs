//! The endpoints that were asked: which of them answered at all.

use std::collections::BTreeMap;

use super::{Answer, Reply};
use crate::inventory::Region;

/// The endpoint of one service in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The service.
    pub service: String,
    /// A region, or `global`.
    pub region: Region,
    /// Its host, where it is known.
    pub host: Option<String>,
    /// Why nobody answered; `None` where somebody did.
    pub problem: Option<String>,
}

/// Of every service in every place that was asked. One answer, a denial too, shows that somebody is there.
pub fn endpoints(replies: &[Reply]) -> Vec<Endpoint> {
    let mut found: BTreeMap<(&str, &Region), Vec<&Reply>> = BTreeMap::new();
    for reply in replies.iter().filter(|reply| reply.answer != Answer::NotOffered) {
        let service = reply.operation.split(':').next().unwrap_or_default();
        found.entry((service, &reply.region)).or_default().push(reply);
    }
    let endpoint = |((service, region), replies): ((&str, &Region), Vec<&Reply>)| {
        let unreached = |reply: &&&Reply| reply.answer == Answer::Unreachable;
        let alone = replies.iter().filter(unreached).count() == replies.len();
        let problem = replies.iter().find(unreached).filter(|_| alone);
        let said = |reply: &&Reply| reply.message.clone().unwrap_or_else(|| "no connection".to_owned());
        // A bucket's name can stand before the host of its service.
        let host = replies.iter().filter_map(|reply| reply.host.as_deref()).min_by_key(|host| host.len());
        let (service, region) = (service.to_owned(), region.clone());
        Endpoint { service, region, host: host.map(str::to_owned), problem: problem.map(said) }
    };
    found.into_iter().map(endpoint).collect()
}
