//! EC2's network, end to end: which instance the internet reaches, and which group lets it.

use std::collections::BTreeSet;

use serde_json::json;

use crate::scan::{Ran, Tickmark, guarded};
use crate::support::moto::Moto;

const REGIONS: [&str; 4] = ["--region", "us-east-1", "--region", "eu-west-1"];

/// Each control, what fails it, and what of the scenario's named things it does not speak of. Everything else passes.
const EXPECTED: [(&str, &[&str], &[&str]); 10] = [
    (
        "aws-ec2-instance-imdsv2-required",
        &[
            "everything-reached",
            "office-only",
            "postgres-reached",
            "rdp-reached-by-prefix-list",
            "rdp-reached-over-ipv6",
            "ssh-in-private-subnet",
            "ssh-reached",
            "ssh-stopped-by-acl",
        ],
        &["gone"],
    ),
    (
        "aws-ec2-instance-no-exposed-admin-ports",
        &["everything-reached", "rdp-reached-by-prefix-list", "rdp-reached-over-ipv6", "ssh-reached"],
        &["gone"],
    ),
    ("aws-ec2-instance-no-exposed-service-ports", &["everything-reached", "postgres-reached"], &["gone"]),
    (
        "aws-ec2-instance-no-public-ip",
        &[
            "office-only",
            "postgres-reached",
            "rdp-reached-by-prefix-list",
            "rdp-reached-over-ipv6",
            "ssh-reached",
            "ssh-stopped-by-acl",
            "web-reached",
        ],
        &["everything-reached", "gone"],
    ),
    ("aws-ec2-sg-no-all-ports-open", &["everything", "unattached"], &[]),
    ("aws-ec2-sg-no-public-admin-ports", &["everything", "listed", "rdp-udp-v6", "ssh", "unattached"], &[]),
    ("aws-ec2-sg-no-public-data-ports", &["everything", "postgres", "unattached"], &[]),
    (
        "aws-ec2-sg-public-ingress-authorized-ports-only",
        &["everything", "listed", "postgres", "rdp-udp-v6", "ssh", "unattached"],
        &[],
    ),
    (
        "aws-ec2-default-sg-closed",
        &["open-default"],
        &["everything", "listed", "office", "postgres", "rdp-udp-v6", "ssh", "unattached", "web"],
    ),
    ("aws-vpc-flow-logs-enabled", &["accepts-recorded", "open"], &["empty"]),
];

fn scanned() -> Ran {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "ec2_network", &json!({}));
    let proxy = guarded(moto);
    let controls = EXPECTED.iter().flat_map(|(control, ..)| ["--control", control]);
    Tickmark::scan(&account, &proxy.endpoint()).args(REGIONS).args(controls).run()
}

#[test]
fn each_thing_of_the_scenario_comes_to_what_it_was_made_for() {
    let ran = scanned();
    assert_eq!((ran.status, ran.json()["gaps"].clone()), (1, json!([])), "{}", ran.stderr);
    for (control, failing, silent) in EXPECTED {
        let found = ran.findings(control);
        let of = |status: &str| -> BTreeSet<&str> {
            let names = found.iter().filter(|(_, own)| own == status).map(|(name, _)| name.as_str());
            // The default group of the open VPC has no name of its own.
            names
                .map(|name| if failing == ["open-default"] && status == "fail" { "open-default" } else { name })
                .collect()
        };
        assert_eq!(of("fail"), failing.iter().copied().collect(), "{control}");
        assert!(silent.iter().all(|name| of("not_applicable").contains(name)), "{control}: {:?}", of("not_applicable"));
        assert!(!of("pass").is_empty() && of("not_evaluated").is_empty(), "{control}");
    }
}

#[test]
fn a_finding_names_the_port_the_source_the_group_and_the_interface() {
    let ran = scanned();
    let report = ran.json();
    let finding = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| {
            finding["control"] == "aws-ec2-instance-no-exposed-admin-ports" && finding["asset"]["name"] == "ssh-reached"
        })
        .unwrap();
    assert_eq!(finding["asset"]["region"], "eu-west-1");
    let reached = &finding["observations"]
        .as_array()
        .unwrap()
        .iter()
        .find(|observation| observation["path"] == "internet_reachable_ports")
        .unwrap()["actual"][0];
    assert_eq!(
        (&reached["protocol"], &reached["ports"], &reached["family"]),
        (&json!("tcp"), &json!("22"), &json!("ipv4"))
    );
    assert_eq!(reached["sources"], json!(["0.0.0.0/0"]));
    assert!(reached["groups"][0].as_str().unwrap().starts_with("sg-"));
    assert!(reached["interface"].as_str().unwrap().starts_with("eni-"));
    assert!(finding["fix"]["cli"].as_str().unwrap().contains("--region eu-west-1"));
}
