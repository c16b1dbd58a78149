use std::net::{IpAddr, Ipv4Addr};

use proptest::prelude::*;

use super::*;
use crate::inventory::{Gap, GapKind};

fn gaps() -> Gaps {
    let (account, region) = ("123456789012".parse().unwrap(), "eu-west-1".parse().unwrap());
    Gap { operation: Some("ec2:Get".to_owned()), kind: GapKind::Denied, code: None, account, region }.into()
}

fn source(word: &str) -> Source<'static> {
    let blocks = word.parse().map_or_else(|_| Fact::Unknown(gaps()), |block| Fact::Known(vec![block]));
    let family = match word {
        "pl-v4" => Some(Family::V4),
        "pl-v6" => Some(Family::V6),
        _ => None,
    };
    Source { label: word.to_owned(), group: "sg-1", family, blocks }
}

fn rule(ports: &str, sources: &[&str]) -> Admission<'static> {
    Admission {
        protocol: "tcp",
        ports: ports.parse().unwrap(),
        sources: sources.iter().map(|word| source(word)).collect(),
    }
}

fn all(family: Family) -> Vec<(PortRange, Vec<Cidr>)> {
    vec![(PortRange::ALL, vec![family.all()])]
}

/// `ports from sources`, and `?` where more may be open.
fn shown(family: Family, rules: &[Admission<'_>], screen: &Screen) -> Vec<String> {
    let open = openings(family, rules, screen);
    let words = open.certain.iter().map(|opening| format!("{} {}", opening.ports, opening.sources.join("+")));
    words.chain(open.doubt.map(|_| "?".to_owned())).collect()
}

fn v4(rules: &[Admission<'_>]) -> Vec<String> {
    shown(Family::V4, rules, &all(Family::V4))
}

#[test]
fn a_rule_from_anywhere_is_listed_as_it_is_written() {
    assert_eq!(v4(&[rule("22", &["0.0.0.0/0"])]), ["22 0.0.0.0/0"]);
    assert_eq!(v4(&[rule("20-30", &["10.0.0.0/8", "0.0.0.0/0"])]), ["20-30 0.0.0.0/0"], "private blocks add nothing");
    assert_eq!(v4(&[rule("22", &["10.0.0.0/8", "203.0.113.0/24", "198.51.100.7/32"])]), [""; 0]);
    let v6 = |sources: &[&str]| shown(Family::V6, &[rule("22", sources)], &all(Family::V6));
    assert_eq!(v6(&["::/0"]), ["22 ::/0"]);
    assert_eq!(v6(&["0.0.0.0/0"]), [""; 0], "each family by itself");
    let both = [rule("0-65535", &["0.0.0.0/0"]), rule("443", &["0.0.0.0/0"])];
    assert_eq!(v4(&both), ["0-65535 0.0.0.0/0", "443 0.0.0.0/0"], "a wide rule hides no narrow one");
}

#[test]
fn sources_of_several_rules_are_taken_together() {
    assert_eq!(v4(&[rule("22", &["0.0.0.0/2", "64.0.0.0/2"])]), ["22 0.0.0.0/2+64.0.0.0/2"]);
    let split = [rule("1-100", &["0.0.0.0/2"]), rule("22-200", &["64.0.0.0/2"])];
    assert_eq!(v4(&split), ["22-100 0.0.0.0/2+64.0.0.0/2"], "only where both admit");
    let quarter = [rule("22", &["0.0.0.0/2"]), rule("23", &["64.0.0.0/2"])];
    assert_eq!(v4(&quarter), [""; 0]);
}

#[test]
fn every_port_in_pieces_is_every_port() {
    let pieces = [rule("0-1000", &["0.0.0.0/0"]), rule("1001-65535", &["0.0.0.0/0"])];
    assert!(v4(&pieces).contains(&"0-65535 0.0.0.0/0".to_owned()));
    let all_but_one = [rule("0-1000", &["0.0.0.0/0"]), rule("1002-65535", &["0.0.0.0/0"])];
    assert_eq!(v4(&all_but_one).len(), 2);
}

#[test]
fn an_unread_prefix_list_is_a_doubt_where_it_could_decide() {
    assert_eq!(v4(&[rule("22", &["pl-v4"])]), ["?"]);
    assert_eq!(v4(&[rule("22", &["pl-v6"])]), [""; 0], "of the other family");
    assert_eq!(v4(&[rule("22", &["pl-v4", "0.0.0.0/0"])]), ["22 0.0.0.0/0"], "open whatever it holds");
    assert_eq!(v4(&[rule("22", &["0.0.0.0/0"]), rule("443", &["pl-v4"])]), ["22 0.0.0.0/0", "?"]);
}

#[test]
fn a_screen_takes_ports_and_addresses_away() {
    let screen = |words: &[(&str, &str)]| -> Vec<(PortRange, Vec<Cidr>)> {
        words.iter().map(|(ports, block)| (ports.parse().unwrap(), block.parse().into_iter().collect())).collect()
    };
    let no_ssh = screen(&[("0-21", "0.0.0.0/0"), ("22", ""), ("23-65535", "0.0.0.0/0")]);
    assert_eq!(shown(Family::V4, &[rule("20-30", &["0.0.0.0/0"])], &no_ssh), ["20-21 0.0.0.0/0", "23-30 0.0.0.0/0"]);
    assert_eq!(shown(Family::V4, &[rule("22", &["pl-v4"])], &no_ssh), [""; 0], "no doubt where nothing arrives");
    let half = screen(&[("0-65535", "0.0.0.0/1")]);
    assert_eq!(shown(Family::V4, &[rule("22", &["128.0.0.0/1"])], &half), [""; 0]);
    assert_eq!(shown(Family::V4, &[rule("22", &["0.0.0.0/0"])], &half), ["22 0.0.0.0/0"]);
}

/// Ports that are few, so that ranges do overlap; blocks of at most sixteen kinds, so that they add up.
fn any_ports() -> impl Strategy<Value = PortRange> {
    let edges = [0, 1, 2, 3, 4, u16::MAX - 1, u16::MAX];
    (0..edges.len(), 0..edges.len()).prop_map(move |(a, b)| PortRange::new(edges[a.min(b)], edges[a.max(b)]).unwrap())
}

fn any_block() -> impl Strategy<Value = Cidr> {
    (0..16_u32, 0..=4_u8).prop_map(|(a, n)| Cidr::new(IpAddr::V4(Ipv4Addr::from_bits(a << 28)), n).unwrap())
}

fn any_source() -> impl Strategy<Value = Source<'static>> {
    prop_oneof![
        9 => any_block().prop_map(|block| source(&block.to_string())),
        1 => Just(source("pl-v4")),
    ]
}

fn any_rule() -> impl Strategy<Value = Admission<'static>> {
    let sources = prop::collection::vec(any_source(), 1..4);
    (any_ports(), sources).prop_map(|(ports, sources)| Admission { protocol: "tcp", ports, sources })
}

fn any_rules() -> impl Strategy<Value = Vec<Admission<'static>>> {
    prop::collection::vec(any_rule(), 0..5)
}

fn any_screen() -> impl Strategy<Value = Vec<(PortRange, Vec<Cidr>)>> {
    let blocks = || prop::collection::vec(any_block(), 0..3);
    let halves = ["0-2", "3-65535"].map(|word| word.parse::<PortRange>().unwrap());
    prop_oneof![
        Just(all(Family::V4)),
        (blocks(), blocks()).prop_map(move |(low, high)| vec![(halves[0], low), (halves[1], high)]),
    ]
}

/// The same question of one port and each sixteenth of the addresses: open, or open if all that is unread is.
fn brute(rules: &[Admission<'_>], screen: &Screen, port: u16) -> (bool, bool) {
    let wide = |unread: bool| {
        let open =
            (0..16_u32).map(|a| Cidr::new(IpAddr::V4(Ipv4Addr::from_bits(a << 28)), 4).unwrap()).filter(|cell| {
                let of = |source: &Source<'_>| match &source.blocks {
                    Fact::Known(blocks) => blocks.iter().any(|block| block.contains(*cell)),
                    Fact::Unknown(_) => unread,
                };
                let arrives = |(ports, blocks): &(PortRange, Vec<Cidr>)| {
                    ports.covers(port) && blocks.iter().any(|block| block.contains(*cell))
                };
                rules.iter().any(|rule| rule.ports.covers(port) && rule.sources.iter().any(of))
                    && screen.iter().any(arrives)
            });
        internet_wide(&open.collect::<Vec<_>>())
    };
    (wide(false), wide(true))
}

proptest! {
    #[test]
    fn each_port_is_open_where_it_is(rules in any_rules(), screen in any_screen()) {
        let found = openings(Family::V4, &rules, &screen);
        let mut doubtful = false;
        for port in [0, 1, 2, 3, 4, 5, 1000, u16::MAX - 1, u16::MAX] {
            let (certain, possible) = brute(&rules, &screen, port);
            prop_assert_eq!(found.certain.iter().any(|opening| opening.ports.covers(port)), certain, "port {}", port);
            doubtful |= possible && !certain;
        }
        prop_assert_eq!(found.doubt.is_some(), doubtful);
    }

    #[test]
    fn what_is_blanked_changes_no_answer(rules in any_rules(), screen in any_screen(), at: prop::sample::Index) {
        let before = openings(Family::V4, &rules, &screen);
        let mut blanked = rules;
        let mut sources: Vec<_> = blanked.iter_mut().flat_map(|rule| &mut rule.sources).collect();
        if sources.is_empty() {
            return Ok(());
        }
        let chosen = at.index(sources.len());
        sources[chosen].blocks = Fact::Unknown(gaps());
        let after = openings(Family::V4, &blanked, &screen);
        for port in [0, 1, 2, 3, 4, 1000, u16::MAX] {
            let open = |found: &Openings| found.certain.iter().any(|opening| opening.ports.covers(port));
            prop_assert!(!open(&after) || open(&before), "nothing opens");
            prop_assert!(open(&after) || !open(&before) || after.doubt.is_some(), "nothing is closed");
        }
    }
}
