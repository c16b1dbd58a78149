//! The derived facts over a small inventory, blanked in one place at a time.

use super::*;
use crate::inventory::{AccountId, Asset, Fact, Gap, GapKind, Gaps, Inventory, Key, Kind, Population, Region, State};
use crate::provider::KindSpec;
use crate::provider::aws::ec2::{
    AclRule, InternetWay, NetworkAcl, PrefixList, Route, RouteTable, Rule, SecurityGroup, Subnet,
};

const OWN: &str = "123456789012";

fn account() -> AccountId {
    OWN.parse().unwrap()
}

fn region() -> Region {
    "eu-west-1".parse().unwrap()
}

fn key(kind: Kind, id: &str) -> Key {
    Key { kind, account: account(), region: region(), id: id.to_owned() }
}

fn gap(code: &str) -> Gap {
    let code = Some(code.to_owned());
    Gap { operation: Some("rds:Test".to_owned()), kind: GapKind::Denied, code, account: account(), region: region() }
}

fn blank<T>() -> Fact<T> {
    gap("blank").into()
}

fn listing<T: Asset>(state: State) -> Population {
    let gap = (!state.is_whole()).then(|| gap("listing"));
    Population { kind: T::KIND, account: account(), region: region(), state, count: 0, gap }
}

fn put<T: Asset>(inventory: &mut Inventory, id: &str, asset: T) {
    inventory.insert(key(T::KIND, id), id.to_owned(), asset);
    inventory.record(listing::<T>(State::Complete));
}

fn change<T: Asset>(inventory: &mut Inventory, write: impl Fn(&mut T)) {
    inventory.derive::<T, ()>(|_, _, _| (), |asset, ()| write(asset));
}

fn texts(words: &[&str]) -> Fact<Vec<String>> {
    Fact::Known(words.iter().map(|word| (*word).to_owned()).collect())
}

fn text(word: &str) -> Fact<String> {
    Fact::Known(word.to_owned())
}

fn rule(protocol: &str, ports: &str, range: &str, prefix_list: Option<&str>) -> Rule {
    Rule {
        protocol: protocol.to_owned(),
        ports: ports.parse().ok(),
        ranges: range.parse().into_iter().collect(),
        prefix_lists: prefix_list.into_iter().map(str::to_owned).collect(),
        groups: Vec::new(),
    }
}

const INSTANCE: &str = "arn:aws:rds:eu-west-1:123456789012:db:orders";
const CLUSTER: &str = "arn:aws:rds:eu-west-1:123456789012:cluster:shop";

/// A public instance in a subnet behind an internet gateway, in a group that opens its port; and its cluster.
fn inventory() -> Inventory {
    let mut inventory = Inventory::new(vec![account()]);
    let all = &mut inventory;
    let instance = Instance {
        engine: text("mysql"),
        cluster: Fact::Known(None),
        availability_zone: Fact::Known(Some("eu-west-1a".to_owned())),
        publicly_accessible: Fact::Known(true),
        port: Fact::Known(Some(3306)),
        subnets: texts(&["subnet-1", "subnet-2"]),
        security_groups: texts(&["sg-1"]),
        log_exports: texts(&["audit", "slowquery"]),
        ..Instance::default()
    };
    put(all, INSTANCE, instance.clone());
    let other = Fact::Known(Some("eu-west-1b".to_owned()));
    put(all, "arn:aws:rds:eu-west-1:123456789012:db:orders-2", Instance { availability_zone: other, ..instance });
    put(all, CLUSTER, Cluster { members: texts(&["orders", "orders-2"]), ..Cluster::default() });
    let rules = vec![rule("tcp", "3300-3310", "0.0.0.0/0", None), rule("tcp", "22", "", Some("pl-1"))];
    put(all, "arn:aws:ec2:::security-group/sg-1", SecurityGroup { ingress: Fact::Known(rules), ..Default::default() });
    for id in ["subnet-1", "subnet-2"] {
        let block = Fact::Known(None);
        let subnet =
            Subnet { owner: text(OWN), vpc: text("vpc-1"), internet_gateway_block: block, ..Subnet::default() };
        put(all, &format!("arn:aws:ec2:::subnet/{id}"), subnet);
    }
    let route = |target: &str| Route {
        destination: "0.0.0.0/0".parse().ok(),
        prefix_list: None,
        target: target.to_owned(),
        active: true,
    };
    for (id, main_of, subnets, target) in
        [("rtb-1", Some("vpc-1".to_owned()), texts(&[]), "igw-1"), ("rtb-2", None, texts(&["subnet-2"]), "nat-1")]
    {
        let table = RouteTable { main_of: Fact::Known(main_of), subnets, routes: Fact::Known(vec![route(target)]) };
        put(all, &format!("arn:aws:ec2:::route-table/{id}"), table);
    }
    let allow = AclRule {
        number: 100,
        allows: true,
        protocol: "all".to_owned(),
        ports: None,
        range: "0.0.0.0/0".parse().unwrap(),
    };
    let default_of = Fact::Known(Some("vpc-1".to_owned()));
    let ingress = Fact::Known(vec![allow]);
    let acl = NetworkAcl { default_of, subnets: texts(&[]), ingress, ..NetworkAcl::default() };
    put(all, "arn:aws:ec2:::network-acl/acl-1", acl);
    put(all, "arn:aws:ec2:::prefix-list/pl-1", PrefixList { address_family: text("IPv4"), entries: blank() });
    inventory
}

/// The instance and the cluster with their derived facts.
fn derived(mut inventory: Inventory) -> (Instance, Cluster) {
    let specs: [&KindSpec; 2] = [&instance::SPEC, &cluster::SPEC];
    for derive in specs.iter().flat_map(|spec| spec.facts).filter_map(|fact| fact.derive) {
        derive(&mut inventory);
    }
    let instance = inventory.get::<Instance>(&key(Instance::KIND, INSTANCE)).known().unwrap().unwrap().clone();
    let cluster = inventory.get::<Cluster>(&key(Cluster::KIND, CLUSTER)).known().unwrap().unwrap().clone();
    (instance, cluster)
}

/// `subnet port group`, or `?`.
fn ways(inventory: Inventory) -> Vec<String> {
    let shown = |way: &Fact<InternetWay>| match way {
        Fact::Known(way) => format!("{} {} {}", way.subnet, way.ports, way.groups.join("+")),
        Fact::Unknown(_) => "?".to_owned(),
    };
    derived(inventory).0.internet_ways.known().unwrap().iter().map(shown).collect()
}

fn ways_after<T: Asset>(write: impl Fn(&mut T)) -> Vec<String> {
    let mut inventory = inventory();
    change(&mut inventory, write);
    ways(inventory)
}

const NONE: [&str; 0] = [];

#[test]
fn a_way_is_where_address_route_acl_and_group_agree_on_the_port() {
    assert_eq!(ways(inventory()), ["subnet-1 3306 sg-1"], "the other subnet leads to no internet gateway");
    assert_eq!(ways_after(|one: &mut Instance| one.publicly_accessible = Fact::Known(false)), NONE);
    assert_eq!(ways_after(|one: &mut Instance| one.port = Fact::Known(Some(5432))), NONE);
    assert_eq!(ways_after(|one: &mut Instance| one.port = Fact::Known(None)), ["subnet-1 3300-3310 sg-1", "?"]);
    assert_eq!(ways_after(|one: &mut Instance| one.subnets = texts(&["subnet-2"])), NONE);
    assert_eq!(ways_after(|one: &mut Instance| one.security_groups = texts(&[])), NONE);
    assert_eq!(ways_after(|acl: &mut NetworkAcl| acl.ingress = Fact::Known(Vec::new())), NONE);
    let udp = Fact::Known(vec![rule("udp", "3306", "0.0.0.0/0", None)]);
    assert_eq!(ways_after(|group: &mut SecurityGroup| group.ingress = udp.clone()), NONE);
    let every = Fact::Known(vec![rule("all", "", "0.0.0.0/0", None)]);
    assert_eq!(ways_after(|group: &mut SecurityGroup| group.ingress = every.clone()), ["subnet-1 3306 sg-1"]);
}

#[test]
fn what_was_not_read_is_a_doubt_only_where_it_matters() {
    let closed = |mut inventory: Inventory| {
        change(&mut inventory, |group: &mut SecurityGroup| group.ingress = Fact::Known(Vec::new()));
        ways(inventory)
    };
    let blanks: &[fn(&mut Inventory)] = &[
        |all| change(all, |one: &mut Instance| one.publicly_accessible = blank()),
        |all| change(all, |one: &mut Instance| one.port = blank()),
        |all| change(all, |one: &mut Instance| one.subnets = blank()),
        |all| change(all, |one: &mut Subnet| one.owner = blank()),
        |all| change(all, |one: &mut Subnet| one.vpc = blank()),
        |all| change(all, |one: &mut Subnet| one.internet_gateway_block = blank()),
        |all| change(all, |one: &mut RouteTable| one.main_of = blank()),
        |all| change(all, |one: &mut RouteTable| one.subnets = blank()),
        |all| change(all, |one: &mut RouteTable| one.routes = blank()),
        |all| change(all, |one: &mut NetworkAcl| one.default_of = blank()),
        |all| change(all, |one: &mut NetworkAcl| one.subnets = blank()),
        |all| change(all, |one: &mut NetworkAcl| one.ingress = blank()),
        |all| all.record(listing::<RouteTable>(State::Partial)),
        |all| all.record(listing::<NetworkAcl>(State::Partial)),
    ];
    for (number, blank) in blanks.iter().enumerate() {
        let mut open = inventory();
        blank(&mut open);
        assert_eq!(ways(open), ["?"], "{number}");
        let mut shut = inventory();
        blank(&mut shut);
        assert_eq!(closed(shut), NONE, "{number}: no group lets anybody in");
    }
    for write in [
        |one: &mut Instance| one.security_groups = blank(),
        |one: &mut Instance| one.security_groups = texts(&["sg-2"]),
    ] {
        assert_eq!(ways_after(write), ["?"], "groups that nobody saw");
    }
    assert_eq!(ways_after(|group: &mut SecurityGroup| group.ingress = blank()), ["?"]);
    let mut private = inventory();
    change(&mut private, |one: &mut Instance| one.publicly_accessible = Fact::Known(false));
    change(&mut private, |group: &mut SecurityGroup| group.ingress = blank());
    assert_eq!(ways(private), NONE, "nothing else matters to what has no public address");
}

fn logs(engine: &Fact<String>, exports: &Fact<Vec<String>>) -> Fact<Option<Vec<String>>> {
    let mut inventory = inventory();
    change(&mut inventory, |one: &mut Instance| (one.engine, one.log_exports) = (engine.clone(), exports.clone()));
    derived(inventory).0.logs_not_exported
}

#[test]
fn the_logs_that_are_not_exported_are_those_of_the_engine_that_are_left() {
    let missing = ["error", "general", "iam-db-auth-error"].map(str::to_owned);
    assert_eq!(logs(&text("mysql"), &texts(&["audit", "slowquery"])), Fact::Known(Some(missing.to_vec())));
    let all = texts(&["agent", "error"]);
    assert_eq!(logs(&text("sqlserver-ex"), &all), Fact::Known(Some(Vec::new())));
    assert_eq!(logs(&text("custom-oracle-ee"), &blank()), Fact::Known(None), "none can be exported");
    assert_eq!(logs(&text("mysql"), &blank()), blank());
    assert_eq!(logs(&blank(), &all), blank());
    let of = |cluster: Fact<Option<String>>, engine: &str| {
        let mut inventory = inventory();
        change(&mut inventory, |one: &mut Instance| (one.cluster, one.engine) = (cluster.clone(), text(engine)));
        derived(inventory).0.logs_not_exported
    };
    let member = || Fact::Known(Some("shop".to_owned()));
    assert_eq!(of(member(), "aurora-mysql"), Fact::Known(None), "its cluster exports");
    assert_eq!(of(blank(), "mysql"), blank(), "it may be a member");
    assert_eq!(of(blank(), "custom-oracle-ee"), Fact::Known(None), "none either way");
    let unknown = logs(&text("an-engine-of-the-future"), &all);
    let kinds: Vec<_> = unknown.gaps().unwrap().iter().map(|gap| (gap.kind, gap.code.as_deref())).collect();
    assert_eq!(kinds, [(GapKind::Malformed, Some("Engine"))]);
}

fn zones(write: impl Fn(&mut Inventory)) -> Fact<Vec<Fact<String>>> {
    let mut inventory = inventory();
    write(&mut inventory);
    derived(inventory).1.member_zones
}

#[test]
fn the_zones_of_a_cluster_are_those_of_its_members() {
    let both = Fact::Known(vec![text("eu-west-1a"), text("eu-west-1b")]);
    assert_eq!(zones(|_| {}), both);
    let partial = |all: &mut Inventory| all.record(listing::<Instance>(State::Partial));
    assert_eq!(zones(partial), both, "every member was seen");
    let one = zones(|all| change(all, |cluster: &mut Cluster| cluster.members = texts(&["orders"])));
    assert_eq!(one, Fact::Known(vec![text("eu-west-1a")]));
    assert_eq!(zones(|all| change(all, |cluster: &mut Cluster| cluster.members = texts(&[]))), Fact::Known(Vec::new()));
    let gone = zones(|all| change(all, |cluster: &mut Cluster| cluster.members = texts(&["orders", "gone"])));
    let gone = gone.known().unwrap();
    assert_eq!((gone.len(), &gone[0]), (2, &text("eu-west-1a")));
    assert_eq!(gone[1].gaps().unwrap().iter().next().unwrap().kind, GapKind::Vanished);
    assert_eq!(
        zones(|all| change(all, |one: &mut Instance| one.availability_zone = blank())),
        Fact::Known(vec![blank()])
    );
    let starting = zones(|all| change(all, |one: &mut Instance| one.availability_zone = Fact::Known(None)));
    assert_eq!(starting, Fact::Known(Vec::new()), "in none yet");
    assert_eq!(zones(|all| change(all, |cluster: &mut Cluster| cluster.members = blank())), blank());
    let nobody_asked = zones(|all| {
        change(all, |one: &mut Instance| one.availability_zone = Fact::default());
    });
    assert_eq!(nobody_asked, Fact::Unknown(Gaps::NOT_COLLECTED));
}
