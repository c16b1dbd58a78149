//! Multi-Region access points: one listing, which only one region answers.

use super::{convert, required};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::s3::ops::LIST_MULTI_REGION_ACCESS_POINTS;
use crate::provider::aws::s3::{MultiRegionAccessPoint, client};

/// The region that answers for all of them. Source: "Managing Multi-Region Access Points", in the S3 user guide.
const CONTROL_PLANE: &str = "us-west-2";

/// The account's Multi-Region access points. Only the `aws` partition has them.
pub(in crate::provider::aws::s3) async fn multi_region_access_points(context: Context) {
    let op = &LIST_MULTI_REGION_ACCESS_POINTS;
    let there = match CONTROL_PLANE.parse() {
        Ok(region) if context.partition() == "aws" => context.at(&region),
        _ => context.clone(),
    };
    let control = client::s3control(&there);
    let account = context.account().as_str();
    let pages = control.list_multi_region_access_points().account_id(account).into_paginator().send();
    let listed = there.list(op, &[("AccountId", account)], pages, |page| page.access_points.unwrap_or_default()).await;
    let listed = listed.identified(&context, op, "Name", |point| point.name.is_some());
    for point in listed.items {
        let name = point.name.unwrap_or_default();
        let public_access_block = required(&context, op, Fact::Known(point.public_access_block), |block| {
            block.as_ref().map(convert::control_block).ok_or("PublicAccessBlock")
        });
        // Its ARN has the alias in it, which one that is still being made lacks.
        let called = point.alias.unwrap_or_else(|| name.clone());
        let id = format!("arn:{}:s3::{account}:accesspoint/{called}", context.partition());
        let asset = MultiRegionAccessPoint { public_access_block, network_origin: Fact::Known("Internet".to_owned()) };
        context.put(context.region(), id, name, asset);
    }
    context.record::<MultiRegionAccessPoint>(&listed.extent);
}
