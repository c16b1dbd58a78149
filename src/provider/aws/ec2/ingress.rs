//! Which ports a set of rules opens to the internet: the sources of all rules that admit a port, taken together.

use std::collections::BTreeMap;

use super::address_set::common;
use super::family::Family;
use super::port_space::{append, cut};
use crate::inventory::net::{Cidr, PortRange, internet_wide};
use crate::inventory::{Fact, Gaps};

/// Whom a rule admits: a block, or the blocks of a prefix list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source<'a> {
    /// What a reader knows it by.
    pub(super) label: String,
    /// The group whose rule it is.
    pub(super) group: &'a str,
    /// Its family, where its blocks were not read and the family was.
    pub(super) family: Option<Family>,
    /// Its blocks.
    pub(super) blocks: Fact<Vec<Cidr>>,
}

/// One rule as it is judged: ports of one protocol, and whom it admits to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Admission<'a> {
    /// The protocol's name.
    pub(super) protocol: &'a str,
    /// The ports; every port of a protocol without ports.
    pub(super) ports: PortRange,
    /// Whom it admits.
    pub(super) sources: Vec<Source<'a>>,
}

/// What stands before the rules: for each part of the port space, the addresses that get as far as the rules.
pub(super) type Screen = [(PortRange, Vec<Cidr>)];

/// Ports that the internet reaches, and through which rules.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Opening {
    pub(super) ports: PortRange,
    /// The labels of the sources that make it so.
    pub(super) sources: Vec<String>,
    /// The groups whose rules they are.
    pub(super) groups: Vec<String>,
}

/// What is open to the internet, and why more may be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Openings {
    pub(super) certain: Vec<Opening>,
    pub(super) doubt: Option<Gaps>,
}

/// What rules of one protocol open to the internet of one family.
///
/// Each range of ports that a rule names is listed as the rule has it (less what the screen holds back) if its own
/// sources are internet-wide; then the ports that are open only to several rules' sources together; and all ports in
/// one, where they are all open though no one rule says so.
pub(super) fn openings<'a>(
    family: Family,
    admissions: impl IntoIterator<Item = &'a Admission<'a>>,
    screen: &Screen,
) -> Openings {
    let mut rules: BTreeMap<PortRange, Vec<&Source<'_>>> = BTreeMap::new();
    for admission in admissions {
        rules.entry(admission.ports).or_default().extend(&admission.sources);
    }
    let mut runs: BTreeMap<Vec<PortRange>, Vec<PortRange>> = BTreeMap::new();
    let (mut open, mut doubt) = (Vec::new(), None::<Gaps>);
    for part in cut(rules.keys().copied().chain(screen.iter().map(|(ports, _)| *ports))) {
        let admitting: Vec<PortRange> = rules.keys().filter(|ports| ports.covers(part)).copied().collect();
        let arriving = screen.iter().find(|(ports, _)| ports.covers(part)).map_or(&[][..], |(_, blocks)| blocks);
        match wide(family, sources(&rules, &admitting), arriving) {
            Fact::Known(false) => continue,
            Fact::Known(true) => append(&mut open, part),
            Fact::Unknown(gaps) => {
                doubt.get_or_insert_default().merge(&gaps);
                continue;
            }
        }
        let alone = |rule: &PortRange| wide(family, sources(&rules, &[*rule]), arriving) == Fact::Known(true);
        let sufficient: Vec<PortRange> = admitting.iter().filter(|rule| alone(rule)).copied().collect();
        if sufficient.is_empty() {
            append(runs.entry(admitting).or_default(), part);
        } else {
            for rule in sufficient {
                append(runs.entry(vec![rule]).or_default(), part);
            }
        }
    }
    let every_port = |ports: &PortRange| ports.from() <= 1 && ports.to() == u16::MAX;
    if !runs.values().flatten().any(every_port)
        && let Some(all) = open.into_iter().find(every_port)
    {
        runs.insert(rules.keys().copied().collect(), vec![all]);
    }
    let mut certain: Vec<Opening> = runs
        .into_iter()
        .flat_map(|(by, parts)| parts.into_iter().map(move |ports| (by.clone(), ports)))
        .map(|(by, ports)| opening(family, ports, &sources(&rules, &by).collect::<Vec<_>>()))
        .collect();
    certain.sort_unstable();
    Openings { certain, doubt }
}

/// The sources of some of the rules.
fn sources<'r, 's>(
    rules: &'r BTreeMap<PortRange, Vec<&'s Source<'s>>>,
    some: &'r [PortRange],
) -> impl Iterator<Item = &'s Source<'s>> + Clone + 'r {
    some.iter().filter_map(|ports| rules.get(ports)).flatten().copied()
}

fn opening(family: Family, ports: PortRange, through: &[&Source<'_>]) -> Opening {
    let public = |block: &Cidr| family.has(*block) && block.is_public();
    let contributes = |source: &&&Source<'_>| source.blocks.known().is_some_and(|blocks| blocks.iter().any(public));
    let words = |of: fn(&Source<'_>) -> String| {
        let mut words: Vec<String> = through.iter().filter(contributes).map(|source| of(source)).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    Opening { ports, sources: words(|source| source.label.clone()), groups: words(|source| source.group.to_owned()) }
}

/// Whether these sources, as far as they arrive, are the internet together.
fn wide<'s>(family: Family, sources: impl Iterator<Item = &'s Source<'s>> + Clone, arriving: &[Cidr]) -> Fact<bool> {
    let blocks = sources.clone().filter_map(|source| source.blocks.known()).flatten();
    let blocks: Vec<Cidr> = blocks.filter(|block| family.has(**block)).copied().collect();
    if internet_wide(&common(&blocks, arriving)) {
        return Fact::Known(true);
    }
    let could_be = sources.filter(|source| source.family.is_none_or(|of| of == family));
    let mut unread: Option<Gaps> = None;
    for gaps in could_be.filter_map(|source| source.blocks.gaps()) {
        unread.get_or_insert_default().merge(gaps);
    }
    match unread {
        Some(gaps) if internet_wide(arriving) => Fact::Unknown(gaps),
        _ => Fact::Known(false),
    }
}

#[cfg(test)]
mod tests;
