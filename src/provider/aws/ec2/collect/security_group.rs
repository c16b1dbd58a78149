//! Collects security groups and their rules.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::{self, IpPermission};

use super::read::{arn, blocks, is_own, name, ports, present};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::ops::DESCRIBE_SECURITY_GROUPS;
use crate::provider::aws::ec2::rule::{Rule, protocol};
use crate::provider::aws::ec2::security_group::SecurityGroup;

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[SecurityGroup::KIND], run: |context| Box::pin(run(context)) };

async fn run(context: Context) {
    let pages = Client::new(&context.sdk()).describe_security_groups().into_paginator().send();
    let op = &DESCRIBE_SECURITY_GROUPS;
    let listed = context.list(op, &[], pages, |page| page.security_groups.unwrap_or_default()).await;
    let listed = listed.identified(&context, op, "GroupId", |group| group.group_id.is_some());
    for group in listed.items {
        put(&context, group);
    }
    context.record::<SecurityGroup>(&listed.extent);
}

fn put(context: &Context, group: types::SecurityGroup) {
    let id = group.group_id.unwrap_or_default();
    let built = arn(context, group.owner_id.as_deref(), &format!("security-group/{id}"));
    // What tells groups apart to a person is the group's name; `Name` tags are rare on them.
    let name = match &group.group_name {
        Some(group_name) if group_name != "default" => group_name.clone(),
        _ => name(&group.tags.unwrap_or_default(), &id),
    };
    let owner = present(context, &DESCRIBE_SECURITY_GROUPS, "OwnerId", group.owner_id);
    let asset = SecurityGroup {
        group_id: Fact::Known(id),
        group_name: present(context, &DESCRIBE_SECURITY_GROUPS, "GroupName", group.group_name),
        owned: owner.map(|owner| is_own(context, &owner)),
        vpc: present(context, &DESCRIBE_SECURITY_GROUPS, "VpcId", group.vpc_id),
        ingress: rules(context, group.ip_permissions),
        egress: rules(context, group.ip_permissions_egress),
        ..SecurityGroup::default()
    };
    context.put(context.region(), group.security_group_arn.unwrap_or(built), name, asset);
}

fn rules(context: &Context, permissions: Option<Vec<IpPermission>>) -> Fact<Vec<Rule>> {
    let rules = permissions.unwrap_or_default().into_iter().map(rule).collect::<Option<_>>();
    present(context, &DESCRIBE_SECURITY_GROUPS, "IpPermissions", rules)
}

/// A rule; `None` of one that cannot be understood.
fn rule(permission: IpPermission) -> Option<Rule> {
    let protocol = protocol(&permission.ip_protocol?).to_owned();
    let ports = match protocol.as_str() {
        "tcp" | "udp" => Some(ports(permission.from_port, permission.to_port)?),
        _ => None,
    };
    let v4 = permission.ip_ranges.unwrap_or_default();
    let v6 = permission.ipv6_ranges.unwrap_or_default();
    let v4 = v4.iter().map(|range| range.cidr_ip().unwrap_or_default());
    let v6 = v6.iter().map(|range| range.cidr_ipv6().unwrap_or_default());
    let lists = permission.prefix_list_ids.unwrap_or_default();
    let pairs = permission.user_id_group_pairs.unwrap_or_default();
    Some(Rule {
        protocol,
        ports,
        ranges: blocks(v4.chain(v6))?,
        prefix_lists: lists.into_iter().map(|list| list.prefix_list_id).collect::<Option<_>>()?,
        groups: pairs.into_iter().filter_map(|pair| pair.group_id).collect(),
    })
}
