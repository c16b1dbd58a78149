//! Collects network ACLs and their rules for what comes in.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::{self, NetworkAclAssociation, NetworkAclEntry, RuleAction};

use super::read::{arn, name, ports, present};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::network_acl::{AclRule, NetworkAcl};
use crate::provider::aws::ec2::ops::DESCRIBE_NETWORK_ACLS;
use crate::provider::aws::ec2::rule::protocol;

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[NetworkAcl::KIND], run: |context| Box::pin(run(context)) };

async fn run(context: Context) {
    let pages = Client::new(&context.sdk()).describe_network_acls().into_paginator().send();
    let op = &DESCRIBE_NETWORK_ACLS;
    let listed = context.list(op, &[], pages, |page| page.network_acls.unwrap_or_default()).await;
    let listed = listed.identified(&context, op, "NetworkAclId", |acl| acl.network_acl_id.is_some());
    for acl in listed.items {
        put(&context, acl);
    }
    context.record::<NetworkAcl>(&listed.extent);
}

fn put(context: &Context, acl: types::NetworkAcl) {
    let id = acl.network_acl_id.unwrap_or_default();
    let arn = arn(context, acl.owner_id.as_deref(), &format!("network-acl/{id}"));
    let associations = acl.associations.unwrap_or_default();
    let entries = acl.entries.unwrap_or_default();
    let incoming = entries.into_iter().filter(|entry| entry.egress != Some(true));
    let rules = incoming.map(rule).collect::<Option<Vec<_>>>().map(|mut rules| {
        rules.sort_by_key(|rule| rule.number);
        rules
    });
    let vpc = present(context, &DESCRIBE_NETWORK_ACLS, "VpcId", acl.vpc_id);
    let asset = NetworkAcl {
        network_acl_id: Fact::Known(id.clone()),
        default_of: match acl.is_default {
            Some(true) => vpc.map(Some),
            Some(false) => Fact::Known(None),
            None => context.malformed(&DESCRIBE_NETWORK_ACLS, "IsDefault"),
        },
        subnets: Fact::Known(
            associations.iter().filter_map(NetworkAclAssociation::subnet_id).map(str::to_owned).collect(),
        ),
        ingress: present(context, &DESCRIBE_NETWORK_ACLS, "Entries", rules),
        ..NetworkAcl::default()
    };
    context.put(context.region(), arn, name(&acl.tags.unwrap_or_default(), &id), asset);
}

/// A rule; `None` of one that cannot be understood.
fn rule(entry: NetworkAclEntry) -> Option<AclRule> {
    let protocol = protocol(&entry.protocol?).to_owned();
    let ports = match (protocol.as_str(), entry.port_range) {
        ("tcp" | "udp", Some(range)) => Some(ports(range.from, range.to)?),
        _ => None,
    };
    Some(AclRule {
        number: entry.rule_number?.into(),
        allows: match entry.rule_action? {
            RuleAction::Allow => true,
            RuleAction::Deny => false,
            _ => return None,
        },
        protocol,
        ports,
        range: entry.cidr_block.or(entry.ipv6_cidr_block)?.parse().ok()?,
    })
}
