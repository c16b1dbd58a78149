//! The derived facts over whole inventories: one small network, changed in one place at a time.

mod segments;

use proptest::prelude::*;

use super::*;
use crate::inventory::net::Cidr;
use crate::inventory::{AccountId, Asset, Fact, Gap, GapKind, Gaps, Inventory, Key, Population, Region, State};

const OWN: &str = "123456789012";

fn account() -> AccountId {
    OWN.parse().unwrap()
}

fn region() -> Region {
    "eu-west-1".parse().unwrap()
}

fn key<T: Asset>(resource: &str) -> Key {
    let id = format!("arn:aws:ec2:eu-west-1:{OWN}:{resource}");
    Key { kind: T::KIND, account: account(), region: region(), id }
}

fn gap(code: &str) -> Gap {
    let code = Some(code.to_owned());
    Gap { operation: Some("ec2:Test".to_owned()), kind: GapKind::Denied, code, account: account(), region: region() }
}

fn listing<T: Asset>(state: State) -> Population {
    let gap = (!state.is_whole()).then(|| gap("listing"));
    Population { kind: T::KIND, account: account(), region: region(), state, count: 0, gap }
}

fn known<T>(value: T) -> Fact<T> {
    Fact::Known(value)
}

fn texts(words: &[&str]) -> Fact<Vec<String>> {
    known(words.iter().map(|word| (*word).to_owned()).collect())
}

fn text(word: &str) -> Fact<String> {
    known(word.to_owned())
}

fn blocks(words: &[&str]) -> Fact<Vec<Cidr>> {
    known(words.iter().map(|word| word.parse().unwrap()).collect())
}

fn rule(protocol: &str, ports: &str, ranges: &[&str], prefix_lists: &[&str]) -> Rule {
    Rule {
        protocol: protocol.to_owned(),
        ports: ports.parse().ok(),
        ranges: ranges.iter().map(|word| word.parse().unwrap()).collect(),
        prefix_lists: prefix_lists.iter().map(|word| (*word).to_owned()).collect(),
        groups: Vec::new(),
    }
}

fn group(rules: Vec<Rule>) -> SecurityGroup {
    SecurityGroup { vpc: text("vpc-1"), ingress: known(rules), ..SecurityGroup::default() }
}

fn route(destination: &str, target: &str) -> Route {
    Route { destination: destination.parse().ok(), prefix_list: None, target: target.to_owned(), active: true }
}

fn allow_all(number: i64, range: &str) -> AclRule {
    let range = range.parse().unwrap();
    AclRule { number, allows: true, protocol: "all".to_owned(), ports: None, range }
}

fn put<T: Asset>(inventory: &mut Inventory, resource: &str, asset: T) {
    inventory.insert(key::<T>(resource), resource.to_owned(), asset);
}

/// An instance with a public address behind an internet gateway, whose group opens SSH.
fn network() -> Inventory {
    let mut inventory = Inventory::new(vec![account()]);
    let all = &mut inventory;
    let vpc = known(Some("vpc-1".to_owned()));
    let instance = Instance { interfaces: texts(&["eni-1"]), vpc, ..Instance::default() };
    put(all, "instance/i-1", instance);
    let interface = NetworkInterface {
        owner: text(OWN),
        interface_type: text("interface"),
        load_balancer: known(false),
        vpc: text("vpc-1"),
        subnet: text("subnet-1"),
        groups: texts(&["sg-1"]),
        public_ipv4: blocks(&["3.120.5.9"]),
        ipv6: blocks(&["2a05:d014::9", "fd00::9"]),
        ..NetworkInterface::default()
    };
    put(all, "network-interface/eni-1", interface);
    put(all, "security-group/sg-1", group(vec![rule("tcp", "22", &["0.0.0.0/0"], &[])]));
    let subnet = Subnet {
        subnet_id: text("subnet-1"),
        owner: text(OWN),
        vpc: text("vpc-1"),
        internet_gateway_block: known(None),
        ..Subnet::default()
    };
    put(all, "subnet/subnet-1", subnet);
    put(
        all,
        "route-table/rtb-main",
        RouteTable {
            main_of: known(Some("vpc-1".to_owned())),
            subnets: texts(&[]),
            routes: known(vec![route("0.0.0.0/0", "igw-1"), route("::/0", "eigw-1")]),
        },
    );
    put(
        all,
        "network-acl/acl-1",
        NetworkAcl {
            default_of: known(Some("vpc-1".to_owned())),
            subnets: texts(&["subnet-1"]),
            ingress: known(vec![allow_all(100, "0.0.0.0/0"), allow_all(101, "::/0")]),
            ..NetworkAcl::default()
        },
    );
    put(all, "prefix-list/pl-1", PrefixList { address_family: text("IPv4"), entries: blocks(&["0.0.0.0/0"]) });
    put(all, "vpc/vpc-1", Vpc { owned: known(true), is_default: known(false), ..Vpc::default() });
    put(
        all,
        "vpc-flow-log/fl-1",
        FlowLog {
            resource: text("subnet-1"),
            status: text("ACTIVE"),
            delivery_status: known(None),
            traffic_type: known(Some("ALL".to_owned())),
            log_group: known(None),
        },
    );
    for population in [
        listing::<Instance>(State::Complete),
        listing::<NetworkInterface>(State::Complete),
        listing::<SecurityGroup>(State::Complete),
        listing::<Subnet>(State::Complete),
        listing::<RouteTable>(State::Complete),
        listing::<NetworkAcl>(State::Complete),
        listing::<PrefixList>(State::Complete),
        listing::<Vpc>(State::Complete),
        listing::<FlowLog>(State::Complete),
    ] {
        all.record(population);
    }
    inventory
}

/// Runs every derivation; those of interfaces and subnets go first, since instances and VPCs need them.
fn derived(mut inventory: Inventory) -> Inventory {
    let order = [
        &network_interface::SPEC,
        &subnet::SPEC,
        &instance::SPEC,
        &security_group::SPEC,
        &network_acl::SPEC,
        &vpc::SPEC,
    ];
    for derive in order.iter().flat_map(|spec| spec.facts).filter_map(|fact| fact.derive) {
        derive(&mut inventory);
    }
    inventory
}

fn get<T: Asset + Clone>(inventory: &Inventory, resource: &str) -> T {
    inventory.get::<T>(&key::<T>(resource)).known().unwrap().unwrap().clone()
}

fn change<T: Asset>(inventory: &mut Inventory, write: impl Fn(&mut T)) {
    inventory.derive::<T, ()>(|_, _, _| (), |asset, ()| write(asset));
}

/// `family protocol ports`, or `?` and why.
fn reached(inventory: Inventory) -> Vec<String> {
    let instance: Instance = get(&derived(inventory), "instance/i-1");
    let shown = |element: &Fact<ReachablePorts>| match element {
        Fact::Known(open) => format!("{} {} {}", open.family, open.protocol, open.ports),
        Fact::Unknown(gaps) => {
            let why: Vec<String> = gaps.iter().map(|gap| gap.code.clone().unwrap_or(gap.kind.to_string())).collect();
            format!("? {}", why.join(" "))
        }
    };
    instance.internet_reachable_ports.known().unwrap().iter().map(shown).collect()
}

fn reached_after<T: Asset>(write: impl Fn(&mut T)) -> Vec<String> {
    let mut inventory = network();
    change(&mut inventory, write);
    reached(inventory)
}

#[test]
fn a_port_is_reached_where_address_route_acl_and_group_agree() {
    assert_eq!(reached(network()), ["ipv4 tcp 22"], "the IPv6 address has no route to an internet gateway");
    assert_eq!(reached_after(|interface: &mut NetworkInterface| interface.public_ipv4 = blocks(&[])), [""; 0]);
    assert_eq!(
        reached_after(|table: &mut RouteTable| table.routes = known(vec![route("0.0.0.0/0", "nat-1")])),
        [""; 0]
    );
    assert_eq!(reached_after(|acl: &mut NetworkAcl| acl.ingress = known(Vec::new())), [""; 0]);
    assert_eq!(reached_after(|group: &mut SecurityGroup| group.ingress = known(Vec::new())), [""; 0]);
    let blocked = |subnet: &mut Subnet| subnet.internet_gateway_block = known(Some("block-ingress".to_owned()));
    assert_eq!(reached_after(blocked), [""; 0], "VPC Block Public Access");
    let excluded = |subnet: &mut Subnet| subnet.internet_gateway_block = known(Some("off".to_owned()));
    assert_eq!(reached_after(excluded), ["ipv4 tcp 22"]);
}

#[test]
fn ipv6_is_reached_by_its_own_route_and_rules() {
    let mut inventory = network();
    change(&mut inventory, |table: &mut RouteTable| table.routes = known(vec![route("::/0", "igw-1")]));
    change(&mut inventory, |group: &mut SecurityGroup| {
        group.ingress = known(vec![rule("all", "", &["::/0"], &[]), rule("tcp", "22", &["0.0.0.0/0"], &[])]);
    });
    assert_eq!(reached(inventory), ["ipv6 tcp 0-65535", "ipv6 udp 0-65535"]);
}

#[test]
fn a_table_of_the_subnets_own_goes_before_the_main_one() {
    let mut inventory = network();
    put(
        &mut inventory,
        "route-table/rtb-own",
        RouteTable {
            main_of: known(None),
            subnets: texts(&["subnet-1"]),
            routes: known(vec![route("0.0.0.0/0", "tgw-1")]),
        },
    );
    assert_eq!(reached(inventory), [""; 0]);
}

#[test]
fn the_groups_of_an_interface_are_taken_together() {
    let mut inventory = network();
    change(&mut inventory, |interface: &mut NetworkInterface| interface.groups = texts(&["sg-1", "sg-2"]));
    put(&mut inventory, "security-group/sg-1", group(vec![rule("tcp", "22", &["0.0.0.0/2"], &[])]));
    put(&mut inventory, "security-group/sg-2", group(vec![rule("tcp", "20-30", &["64.0.0.0/2"], &[])]));
    assert_eq!(reached(inventory), ["ipv4 tcp 22"]);
}

#[test]
fn what_was_not_read_is_a_doubt_only_where_it_matters() {
    let partial = |population: Population| {
        let mut inventory = network();
        inventory.record(population);
        reached(inventory)
    };
    assert_eq!(partial(listing::<RouteTable>(State::Partial)), ["? listing"], "the subnet may have one of its own");
    assert_eq!(partial(listing::<Subnet>(State::Partial)), ["ipv4 tcp 22"], "the one that matters was seen");
    assert_eq!(reached_after(|group: &mut SecurityGroup| group.ingress = gap("rules").into()), ["? rules"]);
    let mut private = network();
    change(&mut private, |interface: &mut NetworkInterface| interface.public_ipv4 = blocks(&[]));
    change(&mut private, |group: &mut SecurityGroup| group.ingress = gap("rules").into());
    assert_eq!(reached(private), [""; 0], "without a public address nothing else matters");
    let mut gone = network();
    change(&mut gone, |instance: &mut Instance| instance.interfaces = texts(&["eni-1", "eni-2"]));
    assert_eq!(reached(gone), ["ipv4 tcp 22", "? vanished"]);
}

#[test]
fn a_shared_subnet_keeps_its_tables_out_of_sight() {
    let mut inventory = network();
    change(&mut inventory, |subnet: &mut Subnet| subnet.owner = text("999999999999"));
    let interface: NetworkInterface = get(&derived(inventory), "network-interface/eni-1");
    let ports = interface.internet_reachable_ports.known().unwrap();
    let gaps: Vec<&Gap> = ports[0].gaps().unwrap().iter().collect();
    assert_eq!((gaps[0].kind, gaps[0].account.as_str()), (GapKind::Elsewhere, "999999999999"));
}

#[test]
fn public_addresses_come_with_subnet_and_route() {
    let mut inventory = network();
    let of = |inventory: &Inventory| -> Instance { get(inventory, "instance/i-1") };
    let found = of(&derived(network())).public_addresses;
    let [Fact::Known(only)] = &found.known().unwrap()[..] else { panic!("{found:?}") };
    assert_eq!((only.address.as_str(), only.subnet.known().unwrap().as_str()), ("3.120.5.9", "subnet-1"));
    assert_eq!(only.internet_route, known(Some("0.0.0.0/0 to igw-1".to_owned())));

    change(&mut inventory, |table: &mut RouteTable| table.routes = known(vec![route("::/0", "igw-1")]));
    let found = of(&derived(inventory)).public_addresses;
    let [Fact::Known(v4), Fact::Known(v6)] = &found.known().unwrap()[..] else { panic!("{found:?}") };
    assert_eq!(v4.internet_route, known(None), "public wherever it leads");
    assert_eq!((v6.address.as_str(), v6.family.as_str()), ("2a05:d014::9", "ipv6"), "and not the private one");

    let mut unread = network();
    change(&mut unread, |table: &mut RouteTable| table.routes = gap("routes").into());
    let found = of(&derived(unread)).public_addresses;
    let [Fact::Known(v4), Fact::Unknown(_)] = &found.known().unwrap()[..] else { panic!("{found:?}") };
    assert!(v4.internet_route.gaps().is_some());
}

#[test]
fn a_group_shows_what_it_opens_and_to_how_many() {
    let opened = |rules: Vec<Rule>| -> Vec<String> {
        let mut inventory = network();
        put(&mut inventory, "security-group/sg-1", group(rules));
        let group: SecurityGroup = get(&derived(inventory), "security-group/sg-1");
        let shown = |open: &Fact<OpenPorts>| match open {
            Fact::Known(open) => {
                let ports = open.ports.map(|ports| ports.to_string()).unwrap_or_default();
                format!("{} {} {ports} {}", open.family, open.protocol, open.sources.join("+"))
            }
            Fact::Unknown(_) => "?".to_owned(),
        };
        group.public_ingress.known().unwrap().iter().map(shown).collect()
    };
    let everything = vec![rule("all", "", &["0.0.0.0/0"], &[]), rule("tcp", "22", &["10.0.0.0/8"], &[])];
    assert_eq!(opened(everything), ["ipv4 all 0-65535 0.0.0.0/0"], "nothing is added by a private rule");
    let both = vec![rule("all", "", &["0.0.0.0/1"], &[]), rule("tcp", "22", &["128.0.0.0/2", "192.0.0.0/3"], &[])];
    assert_eq!(opened(both), ["ipv4 all 0-65535 0.0.0.0/1"], "half is the internet");
    let quarters = vec![rule("all", "", &["0.0.0.0/2"], &[]), rule("udp", "53", &["64.0.0.0/2"], &[])];
    assert_eq!(opened(quarters), ["ipv4 udp 53 0.0.0.0/2+64.0.0.0/2"], "every protocol includes UDP");
    let others = vec![rule("icmp", "", &["0.0.0.0/0"], &[]), rule("50", "", &["::/0"], &[])];
    assert_eq!(opened(others), ["ipv6 50  ::/0"], "ICMP is left out");
    let listed = vec![rule("tcp", "22", &[], &["pl-1"]), rule("tcp", "443", &[], &["pl-gone"])];
    assert_eq!(opened(listed), ["ipv4 tcp 22 pl-1", "?"]);

    let group: SecurityGroup = get(&derived(network()), "security-group/sg-1");
    let count = known(vec![known(InterfaceCount { interface_type: "interface".to_owned(), interfaces: 1 })]);
    assert_eq!((group.interfaces, group.vpc_interfaces, group.vpc_owned), (count.clone(), count, known(true)));
}

#[test]
fn a_vpc_shows_the_logs_of_itself_and_of_its_subnets() {
    let vpc: Vpc = get(&derived(network()), "vpc/vpc-1");
    assert_eq!(vpc.flow_logs, known(Vec::new()));
    let subnets = vpc.subnets_in_use.known().unwrap();
    let [Fact::Known(subnet)] = &subnets[..] else { panic!("{subnets:?}") };
    assert_eq!((subnet.subnet.as_str(), subnet.flow_logs.len()), ("subnet-1", 1));

    let mut unlisted = network();
    unlisted.record(listing::<FlowLog>(State::Partial));
    let vpc: Vpc = get(&derived(unlisted), "vpc/vpc-1");
    assert_eq!(vpc.flow_logs.known().unwrap().len(), 1, "there may be one");
    assert!(vpc.flow_logs.known().unwrap()[0].gaps().is_some());
}

#[test]
fn what_nobody_asked_for_stays_so() {
    let mut inventory = network();
    inventory.record(Population { gap: None, ..listing::<NetworkInterface>(State::Refused) });
    let group: SecurityGroup = get(&derived(inventory), "security-group/sg-1");
    assert_eq!(group.interfaces, Fact::Unknown(Gaps::NOT_COLLECTED));
}

type Blank = fn(&mut Inventory);

/// Every place that can be blank.
const BLANKS: &[Blank] = &[
    |all| change(all, |one: &mut Instance| one.interfaces = gap("blank").into()),
    |all| change(all, |one: &mut Instance| one.vpc = gap("blank").into()),
    |all| change(all, |one: &mut Vpc| one.is_default = gap("blank").into()),
    |all| change(all, |one: &mut NetworkInterface| one.load_balancer = gap("blank").into()),
    |all| change(all, |one: &mut Subnet| one.subnet_id = gap("blank").into()),
    |all| all.record(listing::<Vpc>(State::Partial)),
    |all| change(all, |one: &mut NetworkInterface| one.owner = gap("blank").into()),
    |all| change(all, |one: &mut NetworkInterface| one.interface_type = gap("blank").into()),
    |all| change(all, |one: &mut NetworkInterface| one.vpc = gap("blank").into()),
    |all| change(all, |one: &mut NetworkInterface| one.subnet = gap("blank").into()),
    |all| change(all, |one: &mut NetworkInterface| one.groups = gap("blank").into()),
    |all| change(all, |one: &mut NetworkInterface| one.public_ipv4 = gap("blank").into()),
    |all| change(all, |one: &mut NetworkInterface| one.ipv6 = gap("blank").into()),
    |all| change(all, |one: &mut SecurityGroup| one.ingress = gap("blank").into()),
    |all| change(all, |one: &mut Subnet| one.owner = gap("blank").into()),
    |all| change(all, |one: &mut Subnet| one.vpc = gap("blank").into()),
    |all| change(all, |one: &mut Subnet| one.internet_gateway_block = gap("blank").into()),
    |all| change(all, |one: &mut RouteTable| one.main_of = gap("blank").into()),
    |all| change(all, |one: &mut RouteTable| one.subnets = gap("blank").into()),
    |all| change(all, |one: &mut RouteTable| one.routes = gap("blank").into()),
    |all| change(all, |one: &mut NetworkAcl| one.default_of = gap("blank").into()),
    |all| change(all, |one: &mut NetworkAcl| one.subnets = gap("blank").into()),
    |all| change(all, |one: &mut NetworkAcl| one.ingress = gap("blank").into()),
    |all| change(all, |one: &mut PrefixList| one.address_family = gap("blank").into()),
    |all| change(all, |one: &mut PrefixList| one.entries = gap("blank").into()),
    |all| change(all, |one: &mut FlowLog| one.resource = gap("blank").into()),
    |all| change(all, |one: &mut FlowLog| one.status = gap("blank").into()),
    |all| all.record(listing::<NetworkInterface>(State::Partial)),
    |all| all.record(listing::<SecurityGroup>(State::Partial)),
    |all| all.record(listing::<Subnet>(State::Partial)),
    |all| all.record(listing::<RouteTable>(State::Partial)),
    |all| all.record(listing::<NetworkAcl>(State::Partial)),
    |all| all.record(listing::<PrefixList>(State::Partial)),
    |all| all.record(listing::<FlowLog>(State::Partial)),
];

/// Networks that differ in what stands in the way.
fn any_network() -> impl Strategy<Value = Inventory> {
    let rules = [
        rule("tcp", "22", &["0.0.0.0/0"], &[]),
        rule("tcp", "20-30", &["::/0"], &[]),
        rule("all", "", &["0.0.0.0/2"], &[]),
        rule("udp", "53", &["64.0.0.0/2"], &[]),
        rule("tcp", "443", &[], &["pl-1"]),
        rule("tcp", "22", &["10.0.0.0/8"], &[]),
    ];
    let routes = [route("0.0.0.0/0", "igw-1"), route("::/0", "igw-1"), route("0.0.0.0/1", "tgw-1")];
    let mut listed_route = route("", "igw-1");
    listed_route.prefix_list = Some("pl-1".to_owned());
    let routes: Vec<Route> = routes.into_iter().chain([listed_route]).collect();
    let denial =
        AclRule { allows: false, protocol: "tcp".to_owned(), ports: "22".parse().ok(), ..allow_all(90, "0.0.0.0/0") };
    let rules = prop::sample::subsequence(rules.to_vec(), 0..=6);
    let routes = prop::sample::subsequence(routes, 0..=4);
    let acl = prop::sample::subsequence(vec![denial, allow_all(100, "0.0.0.0/0"), allow_all(101, "::/0")], 0..=3);
    (rules, routes, acl, any::<[bool; 4]>()).prop_map(|(rules, routes, acl, [public, own_table, flow, all_v6])| {
        let mut inventory = network();
        let all = &mut inventory;
        change(all, |group: &mut SecurityGroup| group.ingress = known(rules.clone()));
        change(all, |table: &mut RouteTable| table.routes = known(routes.clone()));
        change(all, |acls: &mut NetworkAcl| acls.ingress = known(acl.clone()));
        if !public {
            change(all, |interface: &mut NetworkInterface| interface.public_ipv4 = blocks(&[]));
        }
        if own_table {
            let main_of = known(None);
            let (subnets, routes) = (texts(&["subnet-1"]), known(vec![route("0.0.0.0/0", "nat-1")]));
            put(all, "route-table/rtb-own", RouteTable { main_of, subnets, routes });
        }
        if flow {
            change(all, |log: &mut FlowLog| log.resource = text("vpc-1"));
        }
        if all_v6 {
            let entries = blocks(&["::/0"]);
            put(all, "prefix-list/pl-1", PrefixList { address_family: text("IPv6"), entries });
        }
        inventory
    })
}

/// The elements that are known; `None` among them says that there may be more.
fn elements<T: Clone>(list: &Fact<Vec<Fact<T>>>) -> Vec<Option<T>> {
    match list {
        Fact::Known(list) => list.iter().map(|element| element.known().cloned()).collect(),
        Fact::Unknown(_) => vec![None],
    }
}

/// No element appears that was not there, and none goes without leaving a doubt.
fn only_forgets<T: Clone + PartialEq + std::fmt::Debug>(
    before: &Fact<Vec<Fact<T>>>,
    after: &Fact<Vec<Fact<T>>>,
    same: impl Fn(&T, &T) -> bool,
) -> Result<(), TestCaseError> {
    let (before, after) = (elements(before), elements(after));
    let has = |list: &[Option<T>], one: &T| list.iter().flatten().any(|other| same(one, other));
    prop_assert!(after.iter().flatten().all(|one| has(&before, one)), "{:?} becomes {:?}", before, after);
    let all = before.iter().flatten().all(|one| has(&after, one));
    prop_assert!(all || after.contains(&None), "{:?} becomes {:?}", before, after);
    Ok(())
}

/// Whether a port is reached.
fn covered(list: &Fact<Vec<Fact<ReachablePorts>>>, family: &str, protocol: &str, port: u16) -> bool {
    let opens = |open: &ReachablePorts| open.family == family && open.protocol == protocol && open.ports.covers(port);
    elements(list).iter().flatten().any(opens)
}

proptest! {
    #[test]
    fn a_blank_never_turns_an_answer_into_its_opposite(inventory in any_network(), at: prop::sample::Index) {
        let before = derived(inventory);
        let mut blanked = Inventory::new(vec![account()]);
        copy(&before, &mut blanked);
        BLANKS[at.index(BLANKS.len())](&mut blanked);
        let after = derived(blanked);

        let (old, new): (Instance, Instance) = (get(&before, "instance/i-1"), get(&after, "instance/i-1"));
        let doubtful = elements(&new.internet_reachable_ports).contains(&None);
        for family in ["ipv4", "ipv6"] {
            for protocol in ["tcp", "udp"] {
                for port in [0, 20, 21, 22, 30, 53, 443, 65535] {
                    let is = |one: &Instance| covered(&one.internet_reachable_ports, family, protocol, port);
                    prop_assert!(!is(&new) || is(&old), "{} {} {} opens", family, protocol, port);
                    prop_assert!(is(&new) || !is(&old) || doubtful, "{} {} {} closes", family, protocol, port);
                }
            }
        }
        let address = |a: &PublicAddress, b: &PublicAddress| a.address == b.address;
        only_forgets(&old.public_addresses, &new.public_addresses, address)?;

        let (old, new): (SecurityGroup, SecurityGroup) =
            (get(&before, "security-group/sg-1"), get(&after, "security-group/sg-1"));
        only_forgets(&old.interfaces, &new.interfaces, |a, b| a == b)?;
        only_forgets(&old.vpc_interfaces, &new.vpc_interfaces, |a, b| a == b)?;
        let ports = |a: &OpenPorts, b: &OpenPorts| (&a.family, &a.protocol, a.ports) == (&b.family, &b.protocol, b.ports);
        only_forgets(&old.public_ingress, &new.public_ingress, ports)?;

        let (old, new): (Vpc, Vpc) = (get(&before, "vpc/vpc-1"), get(&after, "vpc/vpc-1"));
        only_forgets(&old.interfaces, &new.interfaces, |a, b| a == b)?;
        only_forgets(&old.flow_logs, &new.flow_logs, |a, b| a == b)?;
        only_forgets(&old.subnets_in_use, &new.subnets_in_use, |a, b| a.subnet == b.subnet)?;
    }
}

/// The same assets and listings again: an inventory is not cloned.
fn copy(from: &Inventory, to: &mut Inventory) {
    fn table<T: Asset + Clone>(from: &Inventory, to: &mut Inventory) {
        let assets: Vec<_> = from.table::<T>().map(|(key, entry)| (key.clone(), entry.clone())).collect();
        for (key, entry) in assets {
            to.insert(key, entry.name, entry.asset);
        }
    }
    table::<Instance>(from, to);
    table::<NetworkInterface>(from, to);
    table::<SecurityGroup>(from, to);
    table::<Subnet>(from, to);
    table::<RouteTable>(from, to);
    table::<NetworkAcl>(from, to);
    table::<PrefixList>(from, to);
    table::<Vpc>(from, to);
    table::<FlowLog>(from, to);
    from.populations().cloned().for_each(|population| to.record(population));
}
