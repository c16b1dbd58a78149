//! The segments of the same small network: default VPCs, public subnets, and what ACLs and groups let in.

use super::*;

/// Every fact of this module, in words that can be compared; an unknown one is `None`.
fn answers(inventory: &Inventory) -> Vec<(&'static str, Option<String>)> {
    fn shown<T: std::fmt::Debug>(fact: &Fact<T>) -> Option<String> {
        fact.known().map(|value| format!("{value:?}"))
    }
    let instance: Instance = get(inventory, "instance/i-1");
    let subnet: Subnet = get(inventory, "subnet/subnet-1");
    let acl: NetworkAcl = get(inventory, "network-acl/acl-1");
    vec![
        ("vpc_is_default", shown(&instance.vpc_is_default)),
        // Whether there is one: of two ways to the same place, one may stay unseen.
        ("ipv4_internet_route", shown(&subnet.ipv4_internet_route.map(|route| route.is_some()))),
        ("ipv6_internet_route", shown(&subnet.ipv6_internet_route.map(|route| route.is_some()))),
        ("public_ports", shown(&acl.public_ports)),
    ]
}

#[test]
fn an_instance_knows_whether_its_vpc_is_the_default_one() {
    let of = |change_it: &dyn Fn(&mut Inventory)| {
        let mut inventory = network();
        change_it(&mut inventory);
        get::<Instance>(&derived(inventory), "instance/i-1").vpc_is_default
    };
    assert_eq!(of(&|_| {}), known(Some(false)));
    assert_eq!(of(&|all| change(all, |vpc: &mut Vpc| vpc.is_default = known(true))), known(Some(true)));
    let classic = |all: &mut Inventory| change(all, |one: &mut Instance| one.vpc = known(None));
    assert_eq!(of(&classic), known(None), "outside any VPC");
    let elsewhere = |all: &mut Inventory| change(all, |one: &mut Instance| one.vpc = known(Some("vpc-2".to_owned())));
    let vanished = of(&elsewhere);
    assert_eq!(vanished.gaps().unwrap().iter().next().unwrap().kind, GapKind::Vanished);
    let unlisted = of(&|all| {
        elsewhere(all);
        all.record(listing::<Vpc>(State::Partial));
    });
    assert_eq!(unlisted, gap("listing").into(), "it may be among those that were not listed");
}

#[test]
fn a_subnet_knows_its_routes_and_what_is_in_it() {
    let subnet: Subnet = get(&derived(network()), "subnet/subnet-1");
    assert_eq!(subnet.ipv4_internet_route, known(Some("0.0.0.0/0 to igw-1".to_owned())));
    assert_eq!(subnet.ipv6_internet_route, known(None), "an egress-only gateway lets nothing in");
    let mut balanced = network();
    let of_balancer = NetworkInterface {
        interface_type: text("interface"),
        load_balancer: known(true),
        subnet: text("subnet-1"),
        ..NetworkInterface::default()
    };
    put(&mut balanced, "network-interface/eni-2", of_balancer.clone());
    put(&mut balanced, "network-interface/eni-3", of_balancer);
    let subnet: Subnet = get(&derived(balanced), "subnet/subnet-1");
    let counted: Vec<_> = subnet.interfaces.known().unwrap().iter().map(|one| one.known().unwrap().clone()).collect();
    let counted: Vec<_> = counted.iter().map(|one| (one.load_balancer, one.interfaces)).collect();
    assert_eq!(counted, [(false, 1), (true, 2)]);
}

#[test]
fn a_vpc_shows_each_of_its_subnets() {
    let mut inventory = network();
    let private = Subnet { subnet_id: text("subnet-2"), owner: text(OWN), vpc: text("vpc-1"), ..Subnet::default() };
    put(&mut inventory, "subnet/subnet-2", private);
    let foreign = Subnet { subnet_id: text("subnet-3"), vpc: text("vpc-2"), ..Subnet::default() };
    put(&mut inventory, "subnet/subnet-3", foreign);
    put(
        &mut inventory,
        "route-table/rtb-own",
        RouteTable {
            main_of: known(None),
            subnets: texts(&["subnet-2"]),
            routes: known(vec![route("0.0.0.0/0", "nat-1")]),
        },
    );
    let vpc: Vpc = get(&derived(inventory), "vpc/vpc-1");
    let shown = |one: &Fact<VpcSubnet>| {
        let one = one.known().unwrap();
        (one.subnet.clone(), one.ipv4_internet_route.known().unwrap().is_some())
    };
    let shown: Vec<_> = vpc.subnets.known().unwrap().iter().map(shown).collect();
    assert_eq!(shown, [("subnet-1".to_owned(), true), ("subnet-2".to_owned(), false)]);

    let mut unlisted = network();
    unlisted.record(listing::<Subnet>(State::Partial));
    let vpc: Vpc = get(&derived(unlisted), "vpc/vpc-1");
    let [Fact::Known(_), Fact::Unknown(_)] = &vpc.subnets.known().unwrap()[..] else { panic!("{:?}", vpc.subnets) };
}

#[test]
fn an_acl_counts_the_interfaces_of_all_its_subnets() {
    let mut inventory = network();
    change(&mut inventory, |acl: &mut NetworkAcl| acl.subnets = texts(&["subnet-1", "subnet-2"]));
    let second =
        NetworkInterface { interface_type: text("lambda"), subnet: text("subnet-2"), ..NetworkInterface::default() };
    put(&mut inventory, "network-interface/eni-2", second);
    let acl: NetworkAcl = get(&derived(inventory), "network-acl/acl-1");
    let count = |word: &str| known(InterfaceCount { interface_type: word.to_owned(), interfaces: 1 });
    assert_eq!(acl.interfaces, known(vec![count("interface"), count("lambda")]));
    let open: Vec<_> = acl.public_ports.known().unwrap().iter().map(|one| (&*one.protocol, &one.rules[..])).collect();
    assert_eq!(open, [("tcp", &[100][..]), ("udp", &[100]), ("tcp", &[101]), ("udp", &[101])]);

    let mut unused = network();
    change(&mut unused, |acl: &mut NetworkAcl| acl.subnets = texts(&[]));
    unused.record(listing::<NetworkInterface>(State::Refused));
    let acl: NetworkAcl = get(&derived(unused), "network-acl/acl-1");
    assert_eq!(acl.interfaces, known(Vec::new()), "without a subnet there is no interface, listed or not");
}

#[test]
fn a_group_shows_the_public_blocks_it_lets_in() {
    let shown = |rules: Vec<Rule>| -> Vec<String> {
        let mut inventory = network();
        let entries = blocks(&["52.0.0.0/11", "10.0.0.0/8"]);
        put(&mut inventory, "prefix-list/pl-2", PrefixList { address_family: text("IPv4"), entries });
        put(&mut inventory, "security-group/sg-1", group(rules));
        let group: SecurityGroup = get(&derived(inventory), "security-group/sg-1");
        let one = |one: &Fact<PublicRange>| match one {
            Fact::Known(one) => {
                let ports = one.ports.map(|ports| ports.to_string()).unwrap_or_default();
                let list = one.prefix_list.clone().unwrap_or_default();
                format!("{} {} {} {ports} {list}", one.range, one.prefix_length, one.protocol)
            }
            Fact::Unknown(_) => "?".to_owned(),
        };
        group.public_ranges.known().unwrap().iter().map(one).collect()
    };
    let private = ["10.0.0.0/8", "fd00::/8", "198.51.100.0/24", "100.64.0.0/10"];
    assert_eq!(shown(vec![rule("tcp", "22", &private, &[])]), [""; 0], "private and reserved");
    let internet = ["0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "2000::/3"];
    assert_eq!(shown(vec![rule("tcp", "22", &internet, &[])]), [""; 0], "the internet");
    let wide = rule("tcp", "22", &["8.0.0.0/7", "2a00::/12", "3.120.5.9/32"], &[]);
    assert_eq!(
        shown(vec![wide.clone(), wide]),
        ["3.120.5.9/32 32 tcp 22 ", "8.0.0.0/7 7 tcp 22 ", "2a00::/12 12 tcp 22 "]
    );
    assert_eq!(shown(vec![rule("tcp", "22", &["10.0.0.0/7"], &[])]), ["10.0.0.0/7 7 tcp 22 "], "public in part");
    let listed = vec![rule("all", "", &[], &["pl-2"]), rule("udp", "53", &[], &["pl-gone"])];
    assert_eq!(shown(listed), ["52.0.0.0/11 11 all  pl-2", "?"]);
}

proptest! {
    #[test]
    fn a_blank_leaves_an_answer_as_it_was_or_open(inventory in any_network(), at: prop::sample::Index) {
        let before = derived(inventory);
        let mut blanked = Inventory::new(vec![account()]);
        copy(&before, &mut blanked);
        BLANKS[at.index(BLANKS.len())](&mut blanked);
        let after = derived(blanked);

        for ((fact, old), (_, new)) in answers(&before).into_iter().zip(answers(&after)) {
            prop_assert!(new.is_none() || new == old, "{}: {:?} becomes {:?}", fact, old, new);
        }
        let (old, new): (Subnet, Subnet) = (get(&before, "subnet/subnet-1"), get(&after, "subnet/subnet-1"));
        only_forgets(&old.interfaces, &new.interfaces, |a, b| a == b)?;
        let (old, new): (NetworkAcl, NetworkAcl) =
            (get(&before, "network-acl/acl-1"), get(&after, "network-acl/acl-1"));
        only_forgets(&old.interfaces, &new.interfaces, |a, b| a == b)?;
        let (old, new): (SecurityGroup, SecurityGroup) =
            (get(&before, "security-group/sg-1"), get(&after, "security-group/sg-1"));
        only_forgets(&old.public_ranges, &new.public_ranges, |a, b| a == b)?;
        let (old, new): (Vpc, Vpc) = (get(&before, "vpc/vpc-1"), get(&after, "vpc/vpc-1"));
        only_forgets(&old.subnets, &new.subnets, |a, b| a.subnet == b.subnet)?;
    }
}
