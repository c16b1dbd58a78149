//! Collects route tables and their routes.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::{self, RouteState, RouteTableAssociation};

use super::read::{arn, name, present};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::Context;
use crate::provider::aws::ec2::ops::DESCRIBE_ROUTE_TABLES;
use crate::provider::aws::ec2::route_table::{Route, RouteTable};

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[RouteTable::KIND], run: |context| Box::pin(run(context)) };

async fn run(context: Context) {
    let pages = Client::new(&context.sdk()).describe_route_tables().into_paginator().send();
    let op = &DESCRIBE_ROUTE_TABLES;
    let listed = context.list(op, &[], pages, |page| page.route_tables.unwrap_or_default()).await;
    let listed = listed.identified(&context, op, "RouteTableId", |table| table.route_table_id.is_some());
    for table in listed.items {
        put(&context, table);
    }
    context.record::<RouteTable>(&listed.extent);
}

fn put(context: &Context, table: types::RouteTable) {
    let id = table.route_table_id.unwrap_or_default();
    let arn = arn(context, table.owner_id.as_deref(), &format!("route-table/{id}"));
    let associations = table.associations.unwrap_or_default();
    let is_main = associations.iter().any(|association| association.main() == Some(true));
    let vpc = present(context, &DESCRIBE_ROUTE_TABLES, "VpcId", table.vpc_id);
    let routes = table.routes.unwrap_or_default().into_iter().map(route).collect::<Option<_>>();
    let asset = RouteTable {
        main_of: if is_main { vpc.map(Some) } else { Fact::Known(None) },
        // One with a gateway, for what comes in through it, names no subnet.
        subnets: Fact::Known(
            associations.iter().filter_map(RouteTableAssociation::subnet_id).map(str::to_owned).collect(),
        ),
        routes: present(context, &DESCRIBE_ROUTE_TABLES, "Routes", routes),
    };
    context.put(context.region(), arn, name(&table.tags.unwrap_or_default(), &id), asset);
}

/// A route; `None` of one that cannot be understood.
fn route(route: types::Route) -> Option<Route> {
    let block = route.destination_cidr_block.or(route.destination_ipv6_cidr_block);
    let targets = [
        route.gateway_id,
        route.egress_only_internet_gateway_id,
        route.nat_gateway_id,
        route.transit_gateway_id,
        route.vpc_peering_connection_id,
        route.network_interface_id,
        route.instance_id,
        route.local_gateway_id,
        route.carrier_gateway_id,
        route.core_network_arn,
        route.odb_network_arn,
    ];
    let destination = match block {
        Some(word) => Some(word.parse().ok()?),
        None => None,
    };
    let prefix_list = route.destination_prefix_list_id;
    if destination.is_none() && prefix_list.is_none() {
        return None;
    }
    let target = targets.into_iter().flatten().next().unwrap_or_default();
    Some(Route { destination, prefix_list, target, active: route.state? == RouteState::Active })
}
