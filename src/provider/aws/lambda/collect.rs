//! Reads the functions of a region.

use aws_sdk_lambda::Client;
use aws_sdk_lambda::types::{FunctionConfiguration, FunctionUrlConfig};
use futures::future::join_all;

use super::function::{
    Function, FunctionUrl, GET_POLICY, LIST_ALIASES, LIST_FUNCTION_URL_CONFIGS, LIST_FUNCTIONS, QualifiedPolicy,
};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::pages::listed;

/// Lists the functions and reads what lets callers in to each.
pub(super) async fn functions(context: Context) {
    let lambda = Client::new(&context.sdk());
    let pages = lambda.list_functions().into_paginator().send();
    let found = context.list(&LIST_FUNCTIONS, &[], pages, |page| listed(page.functions)).await;
    let found = found.told(&context, &LIST_FUNCTIONS, "Functions");
    let found = found.identified(&context, &LIST_FUNCTIONS, "FunctionArn", |one| one.function_arn.is_some());
    context.each(found.items, |listed| function(&context, &lambda, listed)).await;
    context.record::<Function>(&found.extent);
}

async fn function(context: &Context, lambda: &Client, listed: FunctionConfiguration) {
    let Some(arn) = listed.function_arn else { return };
    let name = listed.function_name.unwrap_or_else(|| arn.rsplit(':').next().unwrap_or(&arn).to_owned());
    let ((aliases, policies), urls) = tokio::join!(policies(context, lambda, &name), urls(context, lambda, &name));
    let asset = Function { aliases, policies: Fact::Known(policies), urls, ..Function::default() };
    context.put(context.region(), arn, name, asset);
}

/// The aliases, and the policy of the function and of each.
///
/// Lambda has one code for "no policy" and for "no such function". A function whose aliases can be listed afterwards was
/// there when it had no policy; that of one which has gone makes the aliases unknown.
async fn policies(context: &Context, lambda: &Client, name: &str) -> (Fact<Vec<String>>, Vec<Fact<QualifiedPolicy>>) {
    let own = policy(context, lambda, name, None).await;
    let aliases = aliases(context, lambda, name).await;
    let mut policies = vec![own];
    match &aliases {
        Fact::Known(aliases) => {
            let each = aliases.iter().map(|alias| policy(context, lambda, name, Some(alias.clone())));
            policies.extend(join_all(each).await);
        }
        Fact::Unknown(gaps) => policies.push(Fact::Unknown(gaps.clone())),
    }
    (aliases, policies)
}

async fn policy(context: &Context, lambda: &Client, name: &str, qualifier: Option<String>) -> Fact<QualifiedPolicy> {
    let request = lambda.get_policy().function_name(name).set_qualifier(qualifier.clone()).send();
    let answer = context.find(&GET_POLICY, request).await;
    let text = answer.and_then(|answer| match answer {
        Some(answer) => context.present(&GET_POLICY, "Policy", answer.policy).map(Some),
        None => Fact::Known(None),
    });
    text.map(|policy| QualifiedPolicy { qualifier, policy })
}

async fn aliases(context: &Context, lambda: &Client, name: &str) -> Fact<Vec<String>> {
    let pages = lambda.list_aliases().function_name(name).into_paginator().send();
    let found = context.list(&LIST_ALIASES, &[("FunctionName", name)], pages, |page| listed(page.aliases)).await;
    let found = found.told(context, &LIST_ALIASES, "Aliases");
    let found = found.identified(context, &LIST_ALIASES, "Name", |alias| alias.name.is_some());
    found.whole().map(|aliases| aliases.into_iter().filter_map(|alias| alias.name).collect())
}

async fn urls(context: &Context, lambda: &Client, name: &str) -> Fact<Vec<FunctionUrl>> {
    let pages = lambda.list_function_url_configs().function_name(name).into_paginator().send();
    let parameters = [("FunctionName", name)];
    let found = context.list(&LIST_FUNCTION_URL_CONFIGS, &parameters, pages, |page| page.function_url_configs).await;
    // The SDK makes empty what these members lack, and of the authentication a word that is neither.
    let found = found.identified(context, &LIST_FUNCTION_URL_CONFIGS, "FunctionArn", is_whole);
    found.whole().map(|urls| urls.into_iter().map(url).collect())
}

fn is_whole(url: &FunctionUrlConfig) -> bool {
    let known = ["AWS_IAM", "NONE"].contains(&url.auth_type.as_str());
    known && !url.function_arn.is_empty() && !url.function_url.is_empty()
}

fn url(url: FunctionUrlConfig) -> FunctionUrl {
    // arn:aws:lambda:region:account:function:name, and the alias where it is one's.
    let qualifier = url.function_arn.split(':').nth(7).map(str::to_owned);
    FunctionUrl { qualifier, url: url.function_url, auth_type: url.auth_type.as_str().to_owned() }
}
