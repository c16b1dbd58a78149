//! Segments of EC2's networks, end to end: VPCs, subnets, ACLs, transit gateways and VPN endpoints.

use serde_json::{Value, json};

use crate::scan::{Ran, Tickmark, guarded};
use crate::support::fault::{Fault, On};
use crate::support::moto::Moto;
use crate::support::proxy::Proxy;
use crate::support::wire::Trouble;

const INSTANCES: &str = "aws-ec2-instance-not-in-default-vpc";
const RANGES: &str = "aws-ec2-sg-no-wide-public-cidr";
const ACLS: &str = "aws-ec2-nacl-no-public-admin-ports";
const SUBNETS: &str = "aws-vpc-subnet-no-auto-public-ip";
const VPCS: &str = "aws-vpc-subnets-segmented";
const GATEWAYS: &str = "aws-vpc-transit-gateway-no-auto-accept";
const LOGS: &str = "aws-vpc-client-vpn-connection-logging";
const USERS: &str = "aws-vpc-client-vpn-user-authentication";

/// Each control, and what comes of each thing that the scenario made for it.
const EXPECTED: [(&str, &[(&str, &str)]); 8] = [
    (INSTANCES, &[("gone", "not_applicable"), ("in-default", "fail"), ("in-own", "pass")]),
    (
        RANGES,
        &[
            ("everyone", "pass"),
            ("just", "pass"),
            ("partner", "fail"),
            ("ping", "pass"),
            ("wide", "fail"),
            ("wide-listed", "fail"),
            ("wide-six", "fail"),
        ],
    ),
    (
        ACLS,
        &[
            ("answers", "fail"),
            ("fenced", "pass"),
            ("idle", "not_applicable"),
            ("late", "fail"),
            ("six", "fail"),
            ("vacant", "not_applicable"),
            ("web", "pass"),
        ],
    ),
    (
        SUBNETS,
        &[
            ("balancers", "not_applicable"),
            ("fenced", "fail"),
            ("flat-four", "pass"),
            ("flat-six", "fail"),
            ("inner-six", "pass"),
            ("late", "pass"),
            ("posing", "fail"),
            ("shared", "not_applicable"),
            ("unused-only", "not_applicable"),
            ("vacant", "not_applicable"),
        ],
    ),
    (VPCS, &[("flat", "fail"), ("inner", "pass"), ("layered", "pass"), ("unused", "not_applicable")]),
    (GATEWAYS, &[("asked", "pass"), ("foreign", "not_applicable"), ("former", "not_applicable"), ("open", "fail")]),
    (
        LOGS,
        &[
            ("cvpn-endpoint-mute", "not_evaluated"),
            ("directory", "pass"),
            ("former", "not_applicable"),
            ("groupless", "fail"),
            ("machines", "fail"),
            ("staff", "pass"),
        ],
    ),
    (
        USERS,
        &[
            ("cvpn-endpoint-mute", "not_evaluated"),
            ("directory", "pass"),
            ("former", "not_applicable"),
            ("groupless", "pass"),
            ("machines", "fail"),
            ("staff", "pass"),
        ],
    ),
];

fn scanned(controls: &[&str], more: &[&str], faults: impl FnOnce(&Proxy)) -> Ran {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, "ec2_segments", &json!({}));
    let proxy = guarded(moto);
    faults(&proxy);
    let controls = controls.iter().flat_map(|control| ["--control", control]);
    let args = controls.chain(["--region", "eu-west-1", "--max-attempts", "1"]).chain(more.iter().copied());
    Tickmark::scan(&account, &proxy.endpoint()).args(args).run()
}

/// What came of one thing.
fn of(ran: &Ran, control: &str, name: &str) -> Option<String> {
    ran.findings(control).into_iter().find(|(own, _)| own == name).map(|(_, status)| status)
}

/// The elements of a list that decided, as a finding shows them.
fn shown(ran: &Ran, control: &str, name: &str, path: &str) -> Vec<Value> {
    let report = ran.json();
    let all = report["findings"].as_array().unwrap();
    let found = all.iter().find(|one| one["control"] == control && one["asset"]["name"] == name).unwrap();
    let observations = found["observations"].as_array().unwrap();
    observations.iter().rfind(|one| one["path"] == path).unwrap()["actual"].as_array().unwrap().clone()
}

#[test]
fn each_thing_of_the_scenario_comes_to_what_it_was_made_for() {
    let controls = EXPECTED.map(|(control, _)| control);
    let ran = scanned(&controls, &[], |_| {});
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    for (control, expected) in EXPECTED {
        let named = |name: &str| expected.iter().any(|(own, _)| *own == name);
        let mut found = ran.findings(control);
        found.retain(|(name, _)| named(name));
        let expected: Vec<_> = expected.iter().map(|(name, status)| ((*name).into(), (*status).into())).collect();
        assert_eq!(found, expected, "{control}");
    }
    let gaps = ran.json()["gaps"].as_array().unwrap().clone();
    let mut told: Vec<_> = gaps.iter().map(|gap| (gap["kind"].as_str(), gap["code"].as_str())).collect();
    told.sort_unstable();
    let options = ["AuthenticationOptions", "ConnectionLogOptions"].map(|code| (Some("malformed"), Some(code)));
    let shared = (Some("elsewhere"), None);
    assert_eq!(
        told,
        [shared, options[0], options[1]],
        "the shared subnet's routes, and an endpoint that tells nothing"
    );
}

#[test]
fn a_finding_names_the_block_the_rule_and_the_subnet() {
    let ran = scanned(&[RANGES, ACLS, VPCS], &[], |_| {});
    let wide = shown(&ran, RANGES, "wide-listed", "public_ranges");
    assert_eq!((&wide[0]["range"], &wide[0]["ports"]), (&json!("8.0.0.0/9"), &json!("22")));
    assert!(wide[0]["prefix_list"].as_str().unwrap().starts_with("pl-"));
    let late = shown(&ran, ACLS, "late", "public_ports");
    let rules: Vec<_> = late.iter().map(|one| (one["family"].as_str().unwrap(), &one["rules"])).collect();
    assert!(rules.contains(&("ipv4", &json!([100]))) && rules.contains(&("ipv6", &json!([101]))), "{late:?}");
    let six = shown(&ran, ACLS, "six", "public_ports");
    assert!(six.iter().all(|one| one["family"] == "ipv6" && one["rules"] == json!([101])), "{six:?}");
    let flat = shown(&ran, VPCS, "flat", "subnets");
    let routes: Vec<_> = flat.iter().map(|one| (&one["ipv4_internet_route"], &one["ipv6_internet_route"])).collect();
    assert_eq!(routes.len(), 2, "{flat:?}");
    assert!(flat.iter().all(|one| one["subnet"].as_str().unwrap().starts_with("subnet-")), "{flat:?}");
}

#[test]
fn parameters_widen_and_narrow_what_is_judged() {
    let partner = scanned(&[RANGES], &["--param", "aws-ec2-sg-no-wide-public-cidr.partners=17.0.0.0/8"], |_| {});
    assert_eq!(of(&partner, RANGES, "partner").unwrap(), "pass");
    assert_eq!(of(&partner, RANGES, "wide").unwrap(), "fail");
    let strict = scanned(&[SUBNETS], &["--param", "aws-vpc-subnet-no-auto-public-ip.in_use=0"], |_| {});
    for name in ["balancers", "unused-only", "vacant"] {
        let expected = if name == "unused-only" { "pass" } else { "fail" };
        assert_eq!(of(&strict, SUBNETS, name).unwrap(), expected, "{name}");
    }
    let no_ssh = scanned(&[ACLS], &["--param", "aws-ec2-nacl-no-public-admin-ports.tcp_ports=22"], |_| {});
    assert_eq!(of(&no_ssh, ACLS, "answers").unwrap(), "pass");
}

#[test]
fn a_denied_read_leaves_open_what_it_could_have_decided() {
    for (operation, control, name) in [
        ("ec2:DescribeVpcs", INSTANCES, "in-own"),
        ("ec2:GetManagedPrefixListEntries", RANGES, "wide-listed"),
        ("ec2:DescribeNetworkInterfaces", ACLS, "late"),
        ("ec2:DescribeNetworkInterfaces", SUBNETS, "fenced"),
        ("ec2:DescribeRouteTables", SUBNETS, "inner-six"),
        ("ec2:DescribeRouteTables", VPCS, "flat"),
        ("ec2:DescribeSubnets", VPCS, "layered"),
        ("ec2:DescribeNetworkInterfaces", VPCS, "unused"),
    ] {
        let ran = scanned(&[control], &[], |proxy| {
            proxy.deny(operation);
        });
        assert_eq!(of(&ran, control, name).unwrap(), "not_evaluated", "{operation}");
        assert_ne!(ran.control(control), "pass", "{operation}");
    }
    let routes = scanned(&[SUBNETS], &[], |proxy| {
        proxy.deny("ec2:DescribeRouteTables");
    });
    assert_eq!(of(&routes, SUBNETS, "flat-four").unwrap(), "pass", "no IPv6 address is assigned, so no route matters");
}

/// Each listing, a control of what it lists, and what is on its second page.
const PAGED: [(&str, &str, &str); 3] = [
    ("ec2:DescribeTransitGateways", GATEWAYS, "open"),
    ("ec2:DescribeClientVpnEndpoints", LOGS, "machines"),
    ("ec2:DescribeClientVpnEndpoints", USERS, "machines"),
];

#[test]
fn every_page_is_read_and_one_that_is_refused_leaves_the_rest_open() {
    for (operation, control, second) in PAGED {
        let ran = scanned(&[control], &[], |proxy| {
            proxy.rule(On::op(operation).page_two(), Fault::Says(Trouble::Denied));
        });
        assert_eq!(of(&ran, control, second), None, "{operation}");
        assert_eq!(ran.control(control), "not_evaluated", "{operation}");
        let report = ran.json();
        assert_eq!(report["controls"][0]["population"][0]["state"], "partial", "{operation}");
    }
}
