//! Collects network interfaces.

use std::collections::BTreeSet;

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::{
    self, Ipv6PrefixSpecification, NetworkInterfaceAssociation, NetworkInterfaceIpv6Address,
    NetworkInterfacePrivateIpAddress,
};

use super::MANAGED_TOO;
use super::read::{arn, blocks, name, present};
use crate::inventory::net::Cidr;
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::network_interface::NetworkInterface;
use crate::provider::aws::ec2::ops::DESCRIBE_NETWORK_INTERFACES;

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[NetworkInterface::KIND], run: |context| Box::pin(run(context)) };

async fn run(context: Context) {
    let pages = Client::new(&context.sdk())
        .describe_network_interfaces()
        .include_managed_resources(true)
        .into_paginator()
        .send();
    let op = &DESCRIBE_NETWORK_INTERFACES;
    let listed = context.list(op, &[MANAGED_TOO], pages, |page| page.network_interfaces.unwrap_or_default()).await;
    let listed =
        listed.identified(&context, op, "NetworkInterfaceId", |interface| interface.network_interface_id.is_some());
    for interface in listed.items {
        put(&context, interface);
    }
    context.record::<NetworkInterface>(&listed.extent);
}

fn put(context: &Context, interface: types::NetworkInterface) {
    let op = &DESCRIBE_NETWORK_INTERFACES;
    let (public_ipv4, ipv6) = (public_ipv4(context, &interface), ipv6(context, &interface));
    let load_balancer = load_balancer(context, &interface);
    let id = interface.network_interface_id.unwrap_or_default();
    let arn = arn(context, interface.owner_id.as_deref(), &format!("network-interface/{id}"));
    let groups = interface.groups.unwrap_or_default().into_iter().map(|group| group.group_id).collect::<Option<_>>();
    let interface_type = interface.interface_type.map(|word| word.as_str().to_owned());
    let asset = NetworkInterface {
        owner: present(context, op, "OwnerId", interface.owner_id),
        interface_type: present(context, op, "InterfaceType", interface_type),
        load_balancer,
        vpc: present(context, op, "VpcId", interface.vpc_id),
        subnet: present(context, op, "SubnetId", interface.subnet_id),
        groups: present(context, op, "GroupId", groups),
        public_ipv4,
        ipv6,
        ..NetworkInterface::default()
    };
    context.put(context.region(), arn, name(&interface.tag_set.unwrap_or_default(), &id), asset);
}

/// The interfaces of load balancers of every generation are described as `ELB` and the name.
fn load_balancer(context: &Context, interface: &types::NetworkInterface) -> Fact<bool> {
    let described = interface.description().is_some_and(|text| text.starts_with("ELB "));
    let managed = present(context, &DESCRIBE_NETWORK_INTERFACES, "RequesterManaged", interface.requester_managed);
    managed.map(|managed| managed && described)
}

fn public_ipv4(context: &Context, interface: &types::NetworkInterface) -> Fact<Vec<Cidr>> {
    let secondary = interface.private_ip_addresses().iter().filter_map(NetworkInterfacePrivateIpAddress::association);
    let all = interface.association().into_iter().chain(secondary);
    // The association of the primary address stands in both places.
    let addresses: BTreeSet<&str> = all.filter_map(NetworkInterfaceAssociation::public_ip).collect();
    present(context, &DESCRIBE_NETWORK_INTERFACES, "PublicIp", blocks(addresses))
}

fn ipv6(context: &Context, interface: &types::NetworkInterface) -> Fact<Vec<Cidr>> {
    let addresses = interface.ipv6_addresses().iter().filter_map(NetworkInterfaceIpv6Address::ipv6_address);
    let prefixes = interface.ipv6_prefixes().iter().filter_map(Ipv6PrefixSpecification::ipv6_prefix);
    present(context, &DESCRIBE_NETWORK_INTERFACES, "Ipv6Address", blocks(addresses.chain(prefixes)))
}
