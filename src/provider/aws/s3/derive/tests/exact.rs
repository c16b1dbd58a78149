//! Facts that are derived from several reads.

use super::{BUCKET, World, assert_exact, block, fact};
use crate::inventory::Fact;
use crate::inventory::store::Asset as _;
use crate::provider::aws::s3::{AccessLog, AccessPoint, AclGrant, Bucket};

const READ: &str = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}}"#;
const WRITE: &str = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:PutObject","Resource":"*"}}"#;
const ADDRESSES: &str = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*",
    "Condition":{"IpAddress":{"aws:SourceIp":"203.0.114.0/24"}}}}"#;

fn policy(answer: Option<usize>, policies: &[Option<&str>]) -> Fact<Option<String>> {
    fact(answer.map(|answer| policies[answer].map(str::to_owned)))
}

fn own_block(answer: Option<usize>) -> Fact<Option<crate::provider::aws::s3::PublicAccessBlock>> {
    fact(answer.map(|answer| [None, Some(block(false)), Some(block(true))][answer].clone()))
}

#[test]
fn a_block_is_in_force_where_either_level_has_it() {
    let fields = [
        "effective_block_public_acls",
        "effective_ignore_public_acls",
        "effective_block_public_policy",
        "effective_restrict_public_buckets",
    ];
    assert_exact([2, 3], |[account, own]| {
        let mut world = World::new(account.map(|answer| answer == 1), &[]);
        world.put(BUCKET, Bucket { public_access_block: own_block(own), ..Bucket::default() });
        world.derived(&fields)
    });
}

#[test]
fn acl_grants_have_an_effect_unless_ownership_or_a_block_voids_them() {
    let grant = |uri: &str, permission: &str| AclGrant {
        grantee_type: "Group".to_owned(),
        grantee_id: None,
        grantee_uri: Some(uri.to_owned()),
        permission: permission.to_owned(),
    };
    let acls = [
        vec![],
        vec![grant("http://acs.amazonaws.com/groups/s3/LogDelivery", "WRITE")],
        vec![grant("http://acs.amazonaws.com/groups/global/AllUsers", "READ")],
        vec![grant("http://acs.amazonaws.com/groups/global/AuthenticatedUsers", "WRITE_ACP")],
    ];
    assert_exact([2, 3, 4, 3], |[account, own, acl, ownership]| {
        let mut world = World::new(account.map(|answer| answer == 1), &[]);
        let ownerships = [None, Some("ObjectWriter"), Some("BucketOwnerEnforced")];
        world.put(
            BUCKET,
            Bucket {
                public_access_block: own_block(own),
                acl: fact(acl.map(|answer| acls[answer].clone())),
                object_ownership: fact(ownership.map(|answer| ownerships[answer].map(str::to_owned))),
                ..Bucket::default()
            },
        );
        world.derived(&["public_acl_grants", "public_read_acl_grants", "public_write_acl_grants"])
    });
}

#[test]
fn statements_have_an_effect_unless_a_block_voids_them() {
    assert_exact([2, 2, 4], |[account, own, statements]| {
        let mut world = World::new(account.map(|answer| answer == 1), &[]);
        world.put(
            BUCKET,
            Bucket {
                public_access_block: own_block(own.map(|answer| answer + 1)),
                policy: policy(statements, &[None, Some(READ), Some(WRITE), Some(ADDRESSES)]),
                ..Bucket::default()
            },
        );
        world.derived(&["public_statements", "public_read_statements", "public_write_statements"])
    });
}

#[test]
fn access_points_count_unless_a_block_or_their_network_voids_them() {
    let fields = [
        "access_point_read_statements",
        "access_point_write_statements",
        "access_point_read_by_anyone",
        "access_point_written_by_anyone",
    ];
    // The first access point is there; the second may not be, and where the listing broke nobody knows.
    assert_exact([2, 2, 2, 2, 4, 3], |[account, own, network, its_own, its_policy, second]| {
        let mut world = World::new(account.map(|answer| answer == 1), &[(AccessPoint::KIND, second.is_some())]);
        world.put(BUCKET, Bucket { public_access_block: own_block(own.map(|answer| answer + 1)), ..Bucket::default() });
        let point = |network: Option<usize>, its_own: Option<usize>, policy: Fact<Option<String>>| AccessPoint {
            bucket: Fact::Known(BUCKET.to_owned()),
            bucket_account: Fact::Known(None),
            network_origin: fact(network.map(|answer| ["Internet", "VPC"][answer].to_owned())),
            public_access_block: fact(its_own.map(|answer| block(answer == 1))),
            policy,
        };
        let policies = [None, Some(READ), Some(WRITE), Some(ADDRESSES)];
        world.put("first", point(network, its_own, policy(its_policy, &policies)));
        if let Some(there @ 1..) = second {
            world.put("second", point(Some(0), Some(0), policy(Some(there), &policies)));
        }
        world.derived(&fields)
    });
}

#[test]
fn access_points_of_other_buckets_do_not_count() {
    let mut world = World::new(Some(false), &[(AccessPoint::KIND, true)]);
    world.put(BUCKET, Bucket { public_access_block: Fact::Known(None), ..Bucket::default() });
    for (name, bucket, account) in [("a", "other", None), ("b", BUCKET, Some("210987654321"))] {
        world.put(
            name,
            AccessPoint {
                bucket: Fact::Known(bucket.to_owned()),
                bucket_account: Fact::Known(account.map(str::to_owned)),
                network_origin: Fact::Known("Internet".to_owned()),
                public_access_block: Fact::Known(block(false)),
                policy: policy(Some(0), &[Some(READ)]),
            },
        );
    }
    let known = world.derived(&["access_point_read_statements", "access_point_read_by_anyone"]);
    assert_eq!(known, [Some(serde_json::json!([])), Some(serde_json::json!(false))]);
}

#[test]
fn access_logs_of_other_buckets_count() {
    let log = |answer: Option<usize>| {
        let to = |bucket: &str| Some(AccessLog { bucket: bucket.to_owned(), prefix: String::new() });
        fact(answer.map(|answer| [None, to("elsewhere"), to(BUCKET)][answer].clone()))
    };
    assert_exact([3, 3, 3], |[own, other, hidden]| {
        let mut world = World::new(Some(false), &[(Bucket::KIND, hidden.is_some())]);
        world.put(BUCKET, Bucket { access_log: log(own), ..Bucket::default() });
        world.put("other", Bucket { access_log: log(other), ..Bucket::default() });
        if hidden.is_some_and(|answer| answer > 0) {
            world.put("hidden", Bucket { access_log: log(hidden), ..Bucket::default() });
        }
        world.derived(&["receives_access_logs"])
    });
}

#[test]
fn what_a_policy_says_is_known_where_the_policy_is() {
    let fields = ["denies_plain_http", "log_services", "other_writers"];
    assert_exact([3], |[answer]| {
        let mut world = World::new(None, &[]);
        let deny = r#"{"Statement":[
            {"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::data","arn:aws:s3:::data/*"],
             "Condition":{"Bool":{"aws:SecureTransport":"false"}}},
            {"Effect":"Allow","Principal":{"Service":"delivery.logs.amazonaws.com"},"Action":"s3:PutObject","Resource":"*"},
            {"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*"}]}"#;
        world.put(BUCKET, Bucket { policy: policy(answer, &[None, Some(READ), Some(deny)]), ..Bucket::default() });
        world.derived(&fields)
    });
}

#[test]
fn tags_are_named_as_pairs() {
    assert_exact([2], |[answer]| {
        let tags = [vec![], vec![("data-class".to_owned(), "confidential".to_owned())]];
        let mut world = World::new(None, &[]);
        let tags = fact(answer.map(|answer| tags[answer].iter().cloned().collect()));
        world.put(BUCKET, Bucket { tags, ..Bucket::default() });
        world.derived(&["tag_pairs"])
    });
}
