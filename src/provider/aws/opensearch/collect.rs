//! Lists the domains of a region, and describes them five at once.

use aws_sdk_opensearch::Client;
use aws_sdk_opensearch::types::DomainStatus;

use super::Domain;
use super::domain::{DESCRIBE_DOMAINS, LIST_DOMAIN_NAMES};
use crate::inventory::{Fact, Gaps};
use crate::provider::aws::Context;
use crate::provider::aws::pages::listed;

/// How many names one call takes.
const AT_ONCE: usize = 5;

/// The domains of a region.
pub(super) async fn domains(context: Context) {
    let opensearch = Client::new(&context.sdk());
    let request = opensearch.list_domain_names().send();
    let found = context.list_once(&LIST_DOMAIN_NAMES, &[], request, |answer| listed(answer.domain_names)).await;
    let found = found.told(&context, &LIST_DOMAIN_NAMES, "DomainNames");
    let found = found.identified(&context, &LIST_DOMAIN_NAMES, "DomainName", |one| one.domain_name.is_some());
    let names: Vec<String> = found.items.into_iter().filter_map(|one| one.domain_name).collect();
    let batches: Vec<Vec<String>> = names.chunks(AT_ONCE).map(<[String]>::to_vec).collect();
    context.each(batches, |names| describe(&context, &opensearch, names)).await;
    context.record::<Domain>(&found.extent);
}

async fn describe(context: &Context, opensearch: &Client, names: Vec<String>) {
    let request = opensearch.describe_domains().set_domain_names(Some(names.clone())).send();
    let answer = context.get(&DESCRIBE_DOMAINS, request).await;
    for name in names {
        let own = answer.as_ref().and_then(|answer| {
            let found = answer.domain_status_list().iter().find(|one| one.domain_name == name);
            found.map_or_else(|| context.malformed(&DESCRIBE_DOMAINS, "DomainStatusList"), Fact::Known)
        });
        let (partition, region, account) = (context.partition(), context.region(), context.account());
        let id = format!("arn:{partition}:es:{region}:{account}:domain/{name}");
        let asset = match own {
            Fact::Known(domain) => known(domain),
            Fact::Unknown(gaps) => unread(&gaps),
        };
        context.put(context.region(), id, name, asset);
    }
}

fn known(domain: &DomainStatus) -> Domain {
    let rest = domain.encryption_at_rest_options.as_ref();
    Domain {
        // Absent means off: a domain from before there was encryption has no such options.
        encrypted: Fact::Known(rest.is_some_and(|rest| rest.enabled == Some(true))),
        kms_key: Fact::Known(rest.and_then(|rest| rest.kms_key_id.clone())),
        vpc: Fact::Known(domain.vpc_options.as_ref().and_then(|options| options.vpc_id.clone())),
        engine: Fact::Known(domain.engine_version.clone()),
        policy: Fact::Known(domain.access_policies.clone().filter(|text| !text.is_empty())),
        ..Domain::default()
    }
}

/// A domain of which only the name was read.
fn unread(gaps: &Gaps) -> Domain {
    fn unknown<T>(gaps: &Gaps) -> Fact<T> {
        Fact::Unknown(gaps.clone())
    }
    Domain {
        encrypted: unknown(gaps),
        kms_key: unknown(gaps),
        vpc: unknown(gaps),
        engine: unknown(gaps),
        policy: unknown(gaps),
        ..Domain::default()
    }
}
