//! What is made of one policy.

use serde_json::{Value, json};

use super::{BUCKET, World};
use crate::inventory::Fact;
use crate::provider::aws::s3::Bucket;

fn of(statements: &Value, field: &str) -> Value {
    let mut world = World::new(Some(false), &[]);
    let policy = Fact::Known(Some(json!({"Version": "2012-10-17", "Statement": statements}).to_string()));
    world.put(BUCKET, Bucket { public_access_block: Fact::Known(None), policy, ..Bucket::default() });
    world.derived(&[field]).remove(0).unwrap()
}

/// What an Allow under these conditions comes to: reads, writes, the widest ranges; null where it is not public.
fn allow(action: &str, condition: &Value) -> Value {
    let statement = json!({
        "Sid": "One", "Effect": "Allow", "Principal": "*", "Action": action,
        "Resource": ["arn:aws:s3:::data", "arn:aws:s3:::data/*"], "Condition": condition,
    });
    let found = of(&json!([statement]), "public_statements");
    match found.as_array().unwrap().as_slice() {
        [] => Value::Null,
        [one] => json!([one["reads"], one["writes"], one["widest_ipv4_prefix"], one["widest_ipv6_prefix"]]),
        more => panic!("{more:?}"),
    }
}

fn from(condition: &Value) -> Value {
    let found = allow("s3:GetObject", condition);
    if found.is_null() { found } else { json!([found[2], found[3]]) }
}

#[test]
fn statements_read_or_write() {
    assert_eq!(allow("s3:GetObject", &json!({})), json!([true, false, 0, 0]));
    assert_eq!(allow("s3:PutObject", &json!({})), json!([false, true, 0, 0]));
    assert_eq!(allow("s3:*", &json!({})), json!([true, true, 0, 0]));
}

#[test]
fn what_names_somebody_is_not_public() {
    for condition in [
        json!({"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}),
        json!({"StringEquals": {"s3:DataAccessPointAccount": "123456789012"}}),
        json!({"StringEquals": {"aws:SourceVpce": "vpce-0123456789abcdef0"}, "IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}),
    ] {
        assert_eq!(from(&condition), Value::Null, "{condition}");
    }
}

#[test]
fn the_widest_range_is_found() {
    let cases = [
        (json!({"IpAddress": {"aws:SourceIp": "52.95.110.0/24"}}), json!([24, null])),
        (json!({"IpAddress": {"AWS:sourceip": ["52.95.110.0/24", "52.96.0.0/12"]}}), json!([12, null])),
        (json!({"IpAddress": {"aws:SourceIp": ["52.95.110.1", "2600:1f00::/32"]}}), json!([32, 32])),
        (json!({"IpAddress": {"aws:SourceIp": ["0.0.0.0/0"]}}), json!([0, null])),
        (json!({"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}), json!([0, null])),
        (json!({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8"]}}), json!([null, null])),
        (json!({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "52.95.0.0/16"]}}), json!([16, null])),
        (
            json!({"IpAddress": {"aws:SourceIp": "52.0.0.0/8"}, "ForAnyValue:IpAddress": {"aws:SourceIp": "52.95.0.0/16"}}),
            json!([16, null]),
        ),
        (json!({"IpAddressIfExists": {"aws:SourceIp": "52.95.110.0/24"}}), json!([0, 0])),
        (json!({"NotIpAddress": {"aws:SourceIp": "52.95.110.0/24"}}), json!([0, 0])),
        (json!({"IpAddress": {"aws:SourceIp": "${aws:VpcSourceIp}"}}), json!([0, 0])),
        (json!({"Bool": {"aws:SecureTransport": "true"}}), json!([0, 0])),
        (
            json!({"Bool": {"aws:SecureTransport": "true"}, "IpAddress": {"aws:SourceIp": "52.95.110.0/24"}}),
            json!([24, null]),
        ),
    ];
    for (condition, expected) in cases {
        assert_eq!(from(&condition), expected, "{condition}");
    }
}

#[test]
fn a_deny_for_everyone_takes_the_statement_away() {
    let statements = json!([
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*",
         "Condition": {"IpAddress": {"aws:SourceIp": "52.95.110.0/24"}}},
        {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"},
    ]);
    assert_eq!(of(&statements, "public_statements"), json!([]));
}

#[test]
fn the_conditions_are_shown_as_they_stand() {
    let statement = json!({
        "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*",
        "Condition": {"IpAddress": {"aws:SourceIp": "52.95.110.0/24"}},
    });
    let found = of(&statement, "public_statements");
    assert_eq!(found[0]["grant"]["conditions"], json!(["aws:SourceIp IpAddress 52.95.110.0/24"]));
}

#[test]
fn who_delivers_logs_is_told_from_who_writes() {
    let put = |principal: Value| json!({"Effect": "Allow", "Principal": principal, "Action": "s3:PutObject", "Resource": "*"});
    let statements = json!([
        put(json!({"Service": ["cloudtrail.amazonaws.com", "config.amazonaws.com"]})),
        put(json!({"AWS": ["arn:aws:iam::156460612806:root", "arn:aws:iam::123456789012:role/import"]})),
        {"Effect": "Allow", "Principal": {"AWS": "210987654321"}, "Action": "s3:GetObject", "Resource": "*"},
        {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "*"},
        {"Effect": "Allow", "NotPrincipal": {"AWS": "210987654321"}, "Action": "s3:Put*", "Resource": "*"},
    ]);
    let services = ["AWS arn:aws:iam::156460612806:root", "Service cloudtrail.amazonaws.com"];
    assert_eq!(of(&statements, "log_services"), json!(services));
    let others =
        ["AWS arn:aws:iam::123456789012:role/import", "Service config.amazonaws.com", "all but AWS 210987654321"];
    assert_eq!(of(&statements, "other_writers"), json!(others));
}

#[test]
fn plain_http_is_denied_on_the_bucket_and_on_its_objects() {
    let deny = |resources: Value| {
        json!([{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": resources,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}}}])
    };
    let both = json!(["arn:aws:s3:::data", "arn:aws:s3:::data/*"]);
    assert_eq!(of(&deny(both), "denies_plain_http"), json!(true));
    assert_eq!(of(&deny(json!("arn:aws:s3:::data/*")), "denies_plain_http"), json!(false));
    assert_eq!(of(&deny(json!(["arn:aws:s3:::other", "arn:aws:s3:::other/*"])), "denies_plain_http"), json!(false));
}
