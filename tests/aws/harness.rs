//! The harness proves itself: what the other tests conclude from it must be so.

use std::time::Duration;

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_types::SdkConfig;
use serde_json::json;

use crate::support::fault::{Fault, On};
use crate::support::moto::{Account, Moto};
use crate::support::operation::{self, Call};
use crate::support::proxy::Proxy;
use crate::support::replay::Replay;
use crate::support::sdk;
use crate::support::shuffle::shuffle;
use crate::support::wire::{Protocol, Request, Trouble};

fn direct(account: &Account, region: &str) -> SdkConfig {
    sdk::config(account, &Moto::shared().endpoint(), region, sdk::http())
}

fn proxied(account: &Account, proxy: &Proxy) -> SdkConfig {
    sdk::config(account, &proxy.endpoint(), "us-east-1", sdk::http())
}

/// The error code as the SDK's deserialiser read it; panics if the call went well or never got an answer.
fn code<T: std::fmt::Debug, E: ProvideErrorMetadata, R>(result: Result<T, SdkError<E, R>>) -> String {
    match result {
        Err(SdkError::ServiceError(error)) => error.err().code().unwrap_or("none").to_owned(),
        Err(_) => "not a service error".to_owned(),
        Ok(answer) => panic!("the call went well: {answer:?}"),
    }
}

async fn buckets(config: &SdkConfig) -> Vec<String> {
    let answer = aws_sdk_s3::Client::new(config).list_buckets().send().await.unwrap();
    answer.buckets().iter().filter_map(|bucket| bucket.name().map(str::to_owned)).collect()
}

#[tokio::test]
async fn accounts_do_not_see_each_other() {
    let moto = Moto::shared();
    let (one, two) = (moto.account(), moto.account());
    moto.seed(&one, "buckets", &json!({"names": ["isolated-one"]}));
    moto.seed(&two, "buckets", &json!({"names": ["isolated-two"]}));
    assert_eq!(buckets(&direct(&one, "us-east-1")).await, ["isolated-one"]);
    assert_eq!(buckets(&direct(&two, "us-east-1")).await, ["isolated-two"]);
    let who = aws_sdk_sts::Client::new(&direct(&two, "us-east-1")).get_caller_identity().send().await.unwrap();
    assert_eq!(who.account(), Some(&*two.id));
}

#[tokio::test]
async fn a_role_assumed_through_the_proxy_is_in_its_own_account() {
    let moto = Moto::shared();
    let (home, away) = (moto.account(), moto.account());
    moto.seed(&away, "buckets", &json!({"names": ["assumed-bucket"]}));
    let proxy = Proxy::start(moto);
    let arn = format!("arn:aws:iam::{}:role/auditor", away.id);
    let sts = aws_sdk_sts::Client::new(&proxied(&home, &proxy));
    let answer = sts.assume_role().role_arn(arn).role_session_name("tests").send().await.unwrap();
    let keys = answer.credentials().unwrap();
    let assumed = Account {
        id: String::new(),
        access_key: keys.access_key_id().to_owned(),
        secret: keys.secret_access_key().to_owned(),
        token: keys.session_token().to_owned(),
    };
    assert_eq!(buckets(&proxied(&assumed, &proxy)).await, ["assumed-bucket"]);
    assert_eq!(proxy.calls().last().unwrap().account.as_deref(), Some(&*away.id), "the proxy learnt whose the key is");
}

#[tokio::test]
async fn days_ago_makes_old_things_beside_young_ones() {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "users", &json!({"names": ["old"], "days_ago": 400}));
    moto.seed(&account, "users", &json!({"names": ["young"]}));
    let iam = aws_sdk_iam::Client::new(&direct(&account, "us-east-1"));
    let created = async |name: &str| {
        let user = iam.get_user().user_name(name).send().await.unwrap();
        user.user().unwrap().create_date().secs()
    };
    let apart = created("young").await - created("old").await;
    assert!((400 * 86_400..400 * 86_400 + 3_600).contains(&apart), "{apart} seconds apart");
}

#[tokio::test]
async fn clock_back_moves_the_whole_server_and_its_credential_report() {
    let moto = Moto::start(100.0, 7);
    let account = moto.account();
    let expected = i64::try_from(std::time::UNIX_EPOCH.elapsed().unwrap().as_secs()).unwrap() - 100 * 86_400;
    let near = |seconds: i64, days_more: i64| (seconds - expected + days_more * 86_400).abs() < 600;
    moto.seed(&account, "users", &json!({"names": ["bob"], "days_ago": 30, "report": true}));
    moto.seed(&account, "buckets", &json!({"names": ["clocked"]}));
    let config = sdk::config(&account, &moto.endpoint(), "us-east-1", sdk::http());

    let bucket = aws_sdk_s3::Client::new(&config).list_buckets().send().await.unwrap();
    assert!(near(bucket.buckets()[0].creation_date().unwrap().secs(), 0));
    let iam = aws_sdk_iam::Client::new(&config);
    let keys = iam.list_access_keys().user_name("bob").send().await.unwrap();
    let key_date = *keys.access_key_metadata()[0].create_date().unwrap();
    assert!(near(key_date.secs(), 30));
    let report = iam.get_credential_report().send().await.unwrap();
    assert!(near(report.generated_time().unwrap().secs(), 30), "the report is as old as its generation");
    let text = String::from_utf8(report.content().unwrap().clone().into_inner()).unwrap();
    let day = key_date.to_string()[..10].to_owned();
    let row = text.lines().find(|line| line.starts_with("bob,")).unwrap();
    assert!(row.contains(&day), "{row} has no {day}");
}

#[tokio::test]
async fn equal_seeds_give_equal_ids() {
    let ids = || {
        let moto = Moto::start(0.0, 42);
        let account = Account { id: "210999999999".to_owned(), ..moto.account() };
        moto.seed(&account, "users", &json!({"names": ["ann"]}))
    };
    let first = ids();
    assert!(first["keys"]["ann"].is_string());
    assert_eq!(first, ids());
}

#[tokio::test]
async fn the_proxy_identifies_and_records_calls_of_each_protocol() {
    let moto = Moto::shared();
    let account = moto.account();
    let made = moto.seed(&account, "medley", &json!({"bucket": "recorded"}));
    let key = made["key"].as_str().unwrap();
    let proxy = Proxy::start(moto);
    let config = proxied(&account, &proxy);
    let s3 = aws_sdk_s3::Client::new(&config);
    let control = sdk::s3control(&config);
    s3.get_bucket_acl().bucket("recorded").send().await.unwrap();
    s3.get_bucket_location().bucket("recorded").send().await.unwrap();
    // Whether moto has such a thing set does not matter: the call is what is looked at.
    let _ = s3.get_public_access_block().bucket("recorded").send().await;
    let _ = s3.get_bucket_lifecycle_configuration().bucket("recorded").send().await;
    let _ = s3.list_bucket_analytics_configurations().bucket("recorded").send().await;
    s3.list_objects_v2().bucket("recorded").send().await.unwrap();
    control.get_public_access_block().account_id(&account.id).send().await.unwrap();
    control.get_access_point().account_id(&account.id).name("point").send().await.unwrap();
    let _ = control.get_access_point_policy().account_id(&account.id).name("point").send().await;
    control.list_access_points().account_id(&account.id).send().await.unwrap();
    aws_sdk_kms::Client::new(&config).describe_key().key_id(key).send().await.unwrap();
    aws_sdk_cloudtrail::Client::new(&config).describe_trails().send().await.unwrap();
    aws_sdk_ec2::Client::new(&config).describe_security_groups().send().await.unwrap();
    aws_sdk_iam::Client::new(&config).get_account_summary().send().await.unwrap();

    let seen: Vec<_> = proxy.calls().iter().map(|call| (call.name(), call.resource.clone())).collect();
    let of = |name: &str, resource: &str| (name.to_owned(), Some(resource.to_owned()));
    let alone = |name: &str| (name.to_owned(), None);
    let expected = [
        of("s3:GetBucketAcl", "recorded"),
        of("s3:GetBucketLocation", "recorded"),
        of("s3:GetPublicAccessBlock", "recorded"),
        of("s3:GetBucketLifecycleConfiguration", "recorded"),
        of("s3:ListBucketAnalyticsConfigurations", "recorded"),
        of("s3:ListObjectsV2", "recorded"),
        of("s3control:GetPublicAccessBlock", &account.id),
        of("s3control:GetAccessPoint", "point"),
        of("s3control:GetAccessPointPolicy", "point"),
        of("s3control:ListAccessPoints", &account.id),
        of("kms:DescribeKey", key),
        alone("cloudtrail:DescribeTrails"),
        alone("ec2:DescribeSecurityGroups"),
        alone("iam:GetAccountSummary"),
    ];
    assert_eq!(seen, expected);
    assert!(proxy.calls().iter().all(|call| call.account.as_deref() == Some(&*account.id)));
    assert!(proxy.calls().iter().all(|call| call.region == "us-east-1"));
    assert_eq!(proxy.names().len(), expected.len());
}

#[tokio::test]
async fn a_denial_reads_as_one_in_every_protocol() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = Proxy::start(moto);
    let config = proxied(&account, &proxy);
    for (trouble, s3_code, query_code, ec2_code, json_code) in [
        (Trouble::Denied, "AccessDenied", "AccessDenied", "UnauthorizedOperation", "AccessDeniedException"),
        (Trouble::DeniedByScp, "AccessDenied", "AccessDenied", "UnauthorizedOperation", "AccessDeniedException"),
        (Trouble::Throttled, "SlowDown", "Throttling", "RequestLimitExceeded", "ThrottlingException"),
        (Trouble::Expired, "ExpiredToken", "ExpiredToken", "RequestExpired", "ExpiredTokenException"),
        (Trouble::Internal, "InternalError", "InternalFailure", "InternalError", "InternalFailure"),
    ] {
        proxy.clear_rules();
        proxy.rule(On::any(), Fault::Says(trouble));
        assert_eq!(code(aws_sdk_s3::Client::new(&config).list_buckets().send().await), s3_code);
        assert_eq!(code(aws_sdk_iam::Client::new(&config).list_users().send().await), query_code);
        assert_eq!(code(aws_sdk_ec2::Client::new(&config).describe_instances().send().await), ec2_code);
        assert_eq!(code(aws_sdk_kms::Client::new(&config).list_keys().send().await), json_code);
        assert_eq!(code(aws_sdk_cloudtrail::Client::new(&config).describe_trails().send().await), json_code);
        let control = sdk::s3control(&config).list_access_points().account_id(&account.id).send().await;
        let control_code = if trouble == Trouble::Throttled { query_code } else { s3_code };
        assert_eq!(code(control), control_code);
    }
}

#[tokio::test]
async fn a_service_control_policy_is_named_in_the_message() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = Proxy::start(moto);
    proxy.rule(On::op("ec2:*").region("us-east-1"), Fault::Says(Trouble::DeniedByScp));
    let config = proxied(&account, &proxy);
    let error = aws_sdk_ec2::Client::new(&config).describe_vpcs().send().await.unwrap_err();
    assert!(error.message().unwrap().contains("with an explicit deny in a service control policy"));
    let elsewhere = sdk::config(&account, &proxy.endpoint(), "eu-west-1", sdk::http());
    aws_sdk_ec2::Client::new(&elsewhere).describe_vpcs().send().await.expect("another region is open");
}

#[tokio::test]
async fn only_the_second_page_is_denied() {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "roles", &json!({"names": ["r1", "r2", "r3"]}));
    let proxy = Proxy::start(moto);
    proxy.rule(On::op("iam:ListRoles").page_two(), Fault::Says(Trouble::Denied));
    let iam = aws_sdk_iam::Client::new(&proxied(&account, &proxy));
    let mut pages = iam.list_roles().into_paginator().page_size(2).send();
    assert_eq!(pages.next().await.unwrap().unwrap().roles().len(), 2);
    assert_eq!(code(pages.next().await.unwrap()), "AccessDenied");
}

#[tokio::test]
async fn throttling_is_drawn_from_the_seed() {
    let moto = Moto::shared();
    let account = moto.account();
    let pattern = async |seed| {
        let proxy = Proxy::start(moto);
        proxy.rule(On::op("kms:ListKeys"), Fault::Throttle { probability: 0.5, seed });
        let kms = aws_sdk_kms::Client::new(&proxied(&account, &proxy));
        let mut struck = Vec::new();
        for _ in 0..20 {
            let result = kms.list_keys().send().await;
            struck.push(result.is_err());
            if result.is_err() {
                assert_eq!(code(result), "ThrottlingException");
            }
        }
        struck
    };
    let first = pattern(1).await;
    assert!(first.contains(&true) && first.contains(&false));
    assert_eq!(first, pattern(1).await);
    assert_ne!(first, pattern(2).await);
}

#[tokio::test]
async fn rules_count_and_know_their_resource_and_account() {
    let moto = Moto::shared();
    let (account, other) = (moto.account(), moto.account());
    moto.seed(&account, "buckets", &json!({"names": ["counted", "spared"]}));
    let proxy = Proxy::start(moto);
    let fault = || Fault::Says(Trouble::Expired);
    proxy.rule(On::op("s3:GetBucketAcl").resource("counted").after(1).times(2), fault());
    proxy.rule(On::op("iam:*").account(&other.id), fault());
    let config = proxied(&account, &proxy);
    let s3 = aws_sdk_s3::Client::new(&config);
    let mut went_well = Vec::new();
    for bucket in ["counted", "counted", "spared", "counted", "counted"] {
        went_well.push(s3.get_bucket_acl().bucket(bucket).send().await.is_ok());
    }
    assert_eq!(went_well, [true, false, true, false, true]);
    assert_eq!(proxy.count("s3:GetBucketAcl"), 5);
    aws_sdk_iam::Client::new(&config).list_users().send().await.unwrap();
    let result = aws_sdk_iam::Client::new(&proxied(&other, &proxy)).list_users().send().await;
    assert_eq!(code(result), "ExpiredToken");
}

#[tokio::test]
async fn broken_answers_break_as_they_do_in_the_wild() {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "users", &json!({"names": ["whole"]}));
    let proxy = Proxy::start(moto);
    let kms = aws_sdk_kms::Client::new(&proxied(&account, &proxy));
    let iam = aws_sdk_iam::Client::new(&proxied(&account, &proxy));
    proxy.deny("kms:ListAliases").rule(On::op("kms:ListKeys"), Fault::Html);
    proxy.rule(On::op("iam:ListUsers"), Fault::Truncate);
    proxy.rule(On::op("iam:ListRoles"), Fault::Hang);
    proxy.rule(On::op("iam:ListGroups"), Fault::Code(418, "Teapot".to_owned(), "short and stout".to_owned()));
    assert_eq!(code(kms.list_aliases().send().await), "AccessDeniedException");
    let portal = kms.list_keys().send().await;
    // What could not be read as an answer comes as a service error that has no code: not as success, nor as denial.
    assert_eq!(code(portal), "none");
    let cut = iam.list_users().send().await;
    assert!(matches!(cut, Err(SdkError::ResponseError(_) | SdkError::DispatchFailure(_))), "{cut:?}");
    let hung = tokio::time::timeout(Duration::from_millis(300), iam.list_roles().send()).await;
    assert!(hung.is_err(), "an answer came");
    assert_eq!(code(iam.list_groups().send().await), "Teapot");
}

#[tokio::test]
async fn answers_are_edited_and_shuffled() {
    let moto = Moto::shared();
    let account = moto.account();
    let names: Vec<_> = (0..8).map(|number| format!("user-{number}")).collect();
    moto.seed(&account, "users", &json!({"names": names}));
    let list = async |fault: Option<Fault>| {
        let proxy = Proxy::start(moto);
        if let Some(fault) = fault {
            proxy.rule(On::op("iam:ListUsers"), fault);
        }
        let answer = aws_sdk_iam::Client::new(&proxied(&account, &proxy)).list_users().send().await.unwrap();
        answer.users().iter().map(|user| user.user_name().to_owned()).collect::<Vec<_>>()
    };
    let plain = list(None).await;
    let mut shuffled = list(Some(Fault::shuffle(3))).await;
    assert_ne!(shuffled, plain);
    shuffled.sort();
    assert_eq!(shuffled, plain);
    assert!(list(Some(Fault::replace("user-3", "user-x"))).await.contains(&"user-x".to_owned()));
}

#[test]
fn shuffling_keeps_every_element_and_what_is_no_list() {
    let json = shuffle(r#"{"a":[1,2,3,4,5,6,7,8],"b":"x"}"#, 1);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let mut numbers: Vec<_> = value["a"].as_array().unwrap().iter().filter_map(serde_json::Value::as_u64).collect();
    assert_ne!(numbers, [1, 2, 3, 4, 5, 6, 7, 8]);
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8]);
    let single = "<?xml version=\"1.0\"?>\n<R a=\"1\"><L><m>1</m></L><E/><T>x</T></R>";
    assert_eq!(shuffle(single, 1), single);
    assert_eq!(shuffle("no markup", 1), "no markup");
}

#[tokio::test]
async fn a_hook_deletes_between_the_listing_and_the_read() {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "buckets", &json!({"names": ["vanishing"]}));
    let proxy = Proxy::start(moto);
    let owner = account.clone();
    let delete = move |_: &Call| drop(moto.seed(&owner, "delete_bucket", &json!({"name": "vanishing"})));
    proxy.rule(On::op("s3:GetBucketAcl"), Fault::before(delete));
    let config = proxied(&account, &proxy);
    assert_eq!(buckets(&config).await, ["vanishing"]);
    let read = aws_sdk_s3::Client::new(&config).get_bucket_acl().bucket("vanishing").send().await;
    assert_eq!(code(read), "NoSuchBucket");
}

#[tokio::test]
async fn a_call_outside_the_allow_list_is_rejected_and_fails_the_test() {
    let moto = Moto::shared();
    let account = moto.account();
    let proxy = Proxy::start(moto);
    proxy.allow_only(["s3:ListBuckets"]);
    let s3 = aws_sdk_s3::Client::new(&proxied(&account, &proxy));
    s3.list_buckets().send().await.unwrap();
    assert_eq!(code(s3.create_bucket().bucket("forbidden").send().await), "AccessDenied");
    assert_eq!(proxy.take_violations(), ["s3:CreateBucket"]);
    assert!(buckets(&direct(&account, "us-east-1")).await.is_empty(), "the call reached moto");
    s3.delete_bucket().bucket("forbidden").send().await.unwrap_err();
    let dropped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(proxy)));
    let message = dropped.unwrap_err();
    assert!(message.downcast_ref::<String>().unwrap().contains("s3:DeleteBucket"));
}

#[tokio::test]
async fn a_recording_plays_again_without_a_server() {
    let moto = Moto::shared();
    let account = moto.account();
    let made = moto.seed(&account, "medley", &json!({"bucket": "taped"}));
    let key = made["key"].as_str().unwrap();
    let proxy = Proxy::start(moto);
    let tape = Replay::record(sdk::http());
    let ask = async |replay: &Replay| {
        let http = SharedHttpClient::new(replay.clone());
        let config = sdk::config(&account, &proxy.endpoint(), "us-east-1", http);
        let acl = aws_sdk_s3::Client::new(&config).get_bucket_acl().bucket("taped").send().await;
        let usage = aws_sdk_kms::Client::new(&config).describe_key().key_id(key).send().await;
        let points = sdk::s3control(&config).list_access_points().account_id(&account.id).send().await;
        let groups = aws_sdk_ec2::Client::new(&config).describe_security_groups().send().await;
        (acl, usage, points, groups)
    };
    let (acl, usage, points, groups) = ask(&tape).await;
    let (acl, usage, points, groups) = (acl.unwrap(), usage.unwrap(), points.unwrap(), groups.unwrap());
    let calls = proxy.calls().len();

    let file = tempfile::NamedTempFile::new().unwrap();
    tape.save(file.path());
    for player in [tape.rewind(), Replay::load(file.path())] {
        let (acl_again, usage_again, points_again, groups_again) = ask(&player).await;
        assert_eq!(acl_again.unwrap().grants(), acl.grants());
        assert_eq!(usage_again.unwrap().key_metadata(), usage.key_metadata());
        assert_eq!(points_again.unwrap().access_point_list(), points.access_point_list());
        assert_eq!(groups_again.unwrap().security_groups(), groups.security_groups());
        assert_eq!(player.names(), tape.names());
    }
    let denied = tape.rewind();
    denied.deny("s3:GetBucketAcl").deny("ec2:DescribeSecurityGroups").trouble("kms:DescribeKey", Trouble::Throttled);
    let (acl, usage, points, groups) = ask(&denied).await;
    assert_eq!(code(acl), "AccessDenied");
    assert_eq!(code(usage), "ThrottlingException");
    assert_eq!(code(groups), "UnauthorizedOperation");
    points.unwrap();

    let http = SharedHttpClient::new(tape.rewind());
    let config = sdk::config(&account, &proxy.endpoint(), "us-east-1", http);
    let unknown = aws_sdk_s3::Client::new(&config).get_bucket_acl().bucket("other").send().await;
    assert!(matches!(unknown, Err(SdkError::DispatchFailure(_))));
    assert_eq!(proxy.calls().len(), calls, "a player went to the network");
}

#[test]
fn operations_are_identified_without_a_server_too() {
    let ask = |method: &str, scope: &str, host: &str, path: &str, query: &str, headers: &[(&str, &str)], body: &str| {
        let credential = format!("AWS4-HMAC-SHA256 Credential=AKIA/20250101/eu-west-1/{scope}/aws4_request, Signed");
        let mut all = vec![("authorization", &*credential)];
        all.extend(headers);
        operation::identify(&Request {
            method: method.to_owned(),
            host: host.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: all.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            body: body.as_bytes().to_vec(),
        })
    };
    let virtual_host = ask("GET", "s3", "logs.s3.eu-west-1.amazonaws.com", "/", "policyStatus", &[], "");
    assert_eq!(virtual_host.name(), "s3:GetBucketPolicyStatus");
    assert_eq!(virtual_host.resource.as_deref(), Some("logs"));
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let body = "Action=DescribeLoadBalancers&Version=2015-12-01&Marker=abc";
    let balancers = ask("POST", "elasticloadbalancing", "", "/", "", &form, body);
    assert_eq!(balancers.name(), "elbv2:DescribeLoadBalancers");
    assert_eq!(balancers.page.as_deref(), Some("abc"));
    let cbor = [("smithy-protocol", "rpc-v2-cbor")];
    let alarms =
        ask("POST", "monitoring", "", "/service/GraniteServiceVersion20100801/operation/DescribeAlarms", "", &cbor, "");
    assert_eq!((alarms.name(), alarms.protocol), ("cloudwatch:DescribeAlarms".to_owned(), Protocol::Cbor));
    let control = ask("GET", "s3", "210000000001.127.0.0.1", "/v20180820/accesspoint/p/policyStatus", "", &[], "");
    assert_eq!(control.name(), "s3control:GetAccessPointPolicyStatus");
    let rest = ask("GET", "lambda", "", "/2015-03-31/functions", "Marker=2", &[], "");
    assert_eq!((rest.name(), rest.page.is_some()), ("lambda:ListFunctions".to_owned(), true));
    // The order of parameters and what only signs do not make another question.
    let one = ask("POST", "iam", "", "/", "", &form, "Action=GetUser&Version=1&UserName=a&Path=b");
    let two = ask("POST", "iam", "", "/", "", &form, "Path=b&UserName=a&Version=1&Action=GetUser");
    assert_eq!(one.key(), two.key());
    assert_ne!(one.key(), ask("POST", "iam", "", "/", "", &form, "Action=GetUser&UserName=c").key());
}
