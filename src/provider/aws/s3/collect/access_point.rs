//! Access points: listed in each region, then each read.

use aws_sdk_s3control::Client;
use aws_sdk_s3control::types::AccessPoint as Listed;

use super::{convert, optional, policy, required};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::s3::ops::{GET_ACCESS_POINT, GET_ACCESS_POINT_POLICY, LIST_ACCESS_POINTS};
use crate::provider::aws::s3::{AccessPoint, client};

/// The access points of the account in one region.
pub(in crate::provider::aws::s3) async fn access_points(context: Context) {
    let control = client::s3control(&context);
    let account = context.account().as_str();
    let pages = control.list_access_points().account_id(account).into_paginator().send();
    let take = |page: aws_sdk_s3control::operation::list_access_points::ListAccessPointsOutput| {
        page.access_point_list.unwrap_or_default()
    };
    let listed = context.list(&LIST_ACCESS_POINTS, &[("AccountId", account)], pages, take).await;
    context.each(listed.items, |point| keep(&context, &control, point)).await;
    context.record::<AccessPoint>(&listed.extent);
}

async fn keep(context: &Context, control: &Client, listed: Listed) {
    let (account, name) = (context.account().as_str(), listed.name.as_str());
    let (settings, document) = tokio::join!(
        context.get(&GET_ACCESS_POINT, control.get_access_point().account_id(account).name(name).send()),
        context.find(&GET_ACCESS_POINT_POLICY, control.get_access_point_policy().account_id(account).name(name).send()),
    );
    let point = AccessPoint {
        bucket: Fact::Known(listed.bucket),
        bucket_account: Fact::Known(listed.bucket_account_id),
        network_origin: Fact::Known(listed.network_origin.as_str().to_owned()),
        public_access_block: required(context, &GET_ACCESS_POINT, settings, |answer| {
            let block = answer.public_access_block_configuration.as_ref();
            block.map(convert::control_block).ok_or("PublicAccessBlockConfiguration")
        }),
        policy: optional(context, &GET_ACCESS_POINT_POLICY, document, |answer| policy(answer.policy)),
    };
    let id = listed.access_point_arn.unwrap_or_else(|| {
        format!("arn:{}:s3:{}:{account}:accesspoint/{}", context.partition(), context.region(), listed.name)
    });
    context.put(context.region(), id, listed.name.clone(), point);
}
