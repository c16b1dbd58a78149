use super::*;
use crate::inventory::{AccountId, Asset as _, Gap, GapKind};
use crate::provider::aws::ec2::LaunchTemplate;

fn key() -> Key {
    let account: AccountId = "123456789012".parse().unwrap();
    let id = "arn:aws:ec2:eu-west-1:123456789012:launch-template/lt-0123456789abcdef0".to_owned();
    Key { kind: LaunchTemplate::KIND, account, region: "eu-west-1".parse().unwrap(), id }
}

fn denied(operation: &str) -> Gaps {
    let (kind, code) = (GapKind::Denied, Some("UnauthorizedOperation".to_owned()));
    let Key { account, region, .. } = key();
    Gap { operation: Some(operation.to_owned()), kind, code, account, region }.into()
}

fn launch(version: i64, interfaces: &[(Option<bool>, Option<&str>)]) -> Fact<Launch> {
    let interfaces = (0..).zip(interfaces).map(|(index, (assigns, named))| LaunchInterface {
        device_index: Some(index),
        assigns_public_address: *assigns,
        network_interface: named.map(str::to_owned),
    });
    Fact::Known(Launch { version: Some(version), interfaces: interfaces.collect(), ..Launch::default() })
}

fn address(word: &str) -> Fact<PublicAddress> {
    Fact::Known(PublicAddress {
        family: "ipv4".to_owned(),
        address: word.to_owned(),
        interface: "eni-1".to_owned(),
        subnet: Fact::Known("subnet-1".to_owned()),
        internet_route: Fact::Known(None),
    })
}

fn found(version: i64, index: i64, interface: Option<&str>, address: Option<&str>) -> Fact<LaunchPublicAddress> {
    Fact::Known(LaunchPublicAddress {
        version: Some(version),
        device_index: Some(index),
        network_interface: interface.map(str::to_owned),
        address: address.map(str::to_owned),
    })
}

/// The addresses where `eni-1` has this, and no other interface is there.
fn addresses(launches: Vec<Fact<Launch>>, of: &Fact<Vec<Fact<PublicAddress>>>) -> Fact<Vec<Fact<LaunchPublicAddress>>> {
    public_addresses(&Fact::Known(launches), |id| if id == "eni-1" { of.clone() } else { interface_vanished(&key()) })
}

#[test]
fn what_is_asked_for_counts_and_what_a_subnet_would_say_does_not() {
    let launches = vec![launch(1, &[(None, None), (Some(false), None)]), launch(2, &[(Some(true), None)])];
    let none = Fact::Known(Vec::new());
    assert_eq!(addresses(launches, &none), Fact::Known(vec![found(2, 0, None, None)]));
    assert_eq!(addresses(vec![launch(1, &[])], &none), Fact::Known(Vec::new()));
}

#[test]
fn an_interface_that_is_named_brings_the_addresses_that_it_has() {
    let named = || vec![launch(3, &[(None, None), (None, Some("eni-1"))])];
    let two = Fact::Known(vec![address("198.51.100.7"), address("198.51.100.8")]);
    let expected = ["198.51.100.7", "198.51.100.8"].map(|word| found(3, 1, Some("eni-1"), Some(word))).to_vec();
    assert_eq!(addresses(named(), &two), Fact::Known(expected));
    assert_eq!(addresses(named(), &Fact::Known(Vec::new())), Fact::Known(Vec::new()));
}

#[test]
fn each_input_that_is_unknown_leaves_an_unknown_element_beside_what_was_seen() {
    let none = Fact::Known(Vec::new());
    let seen = || launch(1, &[(Some(true), None)]);
    let gaps = denied("ec2:DescribeLaunchTemplateVersions");
    let expected = Fact::Known(vec![found(1, 0, None, None), Fact::Unknown(gaps.clone())]);
    assert_eq!(addresses(vec![Fact::Unknown(gaps.clone()), seen()], &none), expected);
    assert_eq!(public_addresses(&Fact::Unknown(gaps.clone()), |_| Fact::default()), Fact::Unknown(gaps));

    let gaps = denied("ec2:DescribeNetworkInterfaces");
    let named = || launch(2, &[(None, Some("eni-1"))]);
    let expected = Fact::Known(vec![found(1, 0, None, None), Fact::Unknown(gaps.clone())]);
    assert_eq!(addresses(vec![named(), seen()], &Fact::Unknown(gaps.clone())), expected);
    let of = Fact::Known(vec![address("198.51.100.7"), Fact::Unknown(gaps.clone())]);
    let expected = vec![found(2, 0, Some("eni-1"), Some("198.51.100.7")), Fact::Unknown(gaps)];
    assert_eq!(addresses(vec![named()], &of), Fact::Known(expected));

    let gone = addresses(vec![launch(2, &[(None, Some("eni-2"))])], &none);
    let gone = gone.known().unwrap().first().unwrap().gaps().unwrap();
    assert_eq!(gone.iter().next().unwrap().kind, GapKind::Vanished);
}
