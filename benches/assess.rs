//! How long the offline part takes: reading the pack, judging, reporting, and writing and reading snapshots.
//!
//! The assets are made from the cases of the built-in controls, so that every control has work to do,
//! those of tomorrow too.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that cannot run may end as it likes")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use divan::Bencher;
use serde_json::{Map, Value};
use tickmark::assess::{Assessment, Input, Options, Selection, assess};
use tickmark::control::{Overrides, Pack, pack};
use tickmark::criteria::Criteria;
use tickmark::inventory::snapshot::{Caller, Header, Parts, Snapshot, Tool};
use tickmark::inventory::store::Encoded;
use tickmark::inventory::{AccountId, Key, Kind, Population, Region, Scope, Scopes, State};
use tickmark::{provider, render};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

const REGIONS: [&str; 4] = ["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"];

/// Everything that a judgement rests on beside the snapshot.
struct Grounds {
    pack: Pack,
    criteria: Criteria,
    selection: Selection,
    scopes: Scopes,
}

static GROUNDS: LazyLock<Grounds> = LazyLock::new(|| {
    let (pack, criteria) = (load(), Criteria::built_in().unwrap());
    let selection = Selection::everything(&pack);
    Grounds { pack, criteria, selection, scopes: provider::scopes() }
});

static SNAPSHOTS: LazyLock<BTreeMap<usize, Snapshot>> =
    LazyLock::new(|| SIZES.into_iter().map(|size| (size, snapshot(size))).collect());

fn main() {
    // Made here, lest the first benchmark pay for them.
    LazyLock::force(&SNAPSHOTS);
    divan::main();
}

fn load() -> Pack {
    let (schema, criteria) = (provider::schema().unwrap(), Criteria::built_in().unwrap());
    pack::load(&pack::built_in(), &schema, &criteria, &Overrides::default()).unwrap()
}

fn judged(snapshot: &Snapshot, threads: usize) -> Assessment<'_> {
    let Grounds { pack, criteria, selection, scopes } = &*GROUNDS;
    let input = Input { snapshot, pack, criteria, selection, scopes, management: &() };
    assess(input, Options { threads, ..Options::default() })
}

/// The facts of the numbered asset of a kind: of each of its controls one case after the other.
fn facts(cases: &[Vec<&Map<String, Value>>], number: usize) -> Map<String, Value> {
    let given = cases.iter().filter_map(|own| own.get(number % own.len()));
    given.flat_map(|given| given.iter().map(|(field, value)| (field.clone(), value.clone()))).collect()
}

fn snapshot(size: usize) -> Snapshot {
    let account: AccountId = "123456789012".parse().unwrap();
    let regions = REGIONS.map(|region| region.parse::<Region>().unwrap());
    let mut kinds: BTreeMap<&Kind, Vec<Vec<&Map<String, Value>>>> = BTreeMap::new();
    for control in &GROUNDS.pack {
        for kind in &control.kinds {
            kinds.entry(kind).or_default().push(control.cases.iter().map(|case| &case.given).collect());
        }
    }
    let mut assets = Vec::with_capacity(size);
    let mut counts: BTreeMap<(Kind, Region), u64> = BTreeMap::new();
    for (number, (kind, cases)) in kinds.iter().cycle().take(size).enumerate() {
        let region = &regions[number % regions.len()];
        let listed = if GROUNDS.scopes.get(*kind) == Some(&Scope::Global) { &Region::GLOBAL } else { region };
        *counts.entry(((*kind).clone(), listed.clone())).or_default() += 1;
        let id = format!("arn:{kind}:{region}:{account}:asset-{number:06}");
        let key = Key { kind: (*kind).clone(), account: account.clone(), region: region.clone(), id };
        let facts = facts(cases, number / kinds.len());
        assets.push(Encoded { key, name: format!("asset-{number:06}"), facts });
    }
    let listing = |((kind, region), count)| Population {
        kind,
        account: account.clone(),
        region,
        state: State::Complete,
        count,
        gap: None,
    };
    let header = Header {
        format: 0,
        tool: Tool { name: "tickmark".into(), version: "0.1.0".into() },
        pack_digest: GROUNDS.pack.digest().to_owned(),
        caller: Caller {
            account: account.clone(),
            arn: "arn:aws:iam::123456789012:user/a".into(),
            user_id: "A".into(),
        },
        accounts: vec![account.clone()],
        regions: regions.to_vec(),
        started: "2025-01-01T00:00:00Z".parse().unwrap(),
        finished: "2025-01-01T00:01:00Z".parse().unwrap(),
        clock_difference_seconds: None,
        host: None,
        profile: None,
        endpoint: None,
    };
    let populations = counts.into_iter().map(listing).collect();
    Snapshot::encode(Parts { header, populations, assets, gaps: Vec::new(), calls: Vec::new() }).unwrap()
}

#[divan::bench]
fn load_the_pack() -> Pack {
    load()
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn assess_on_one_thread(bencher: Bencher<'_, '_>, size: usize) {
    bencher.bench(|| judged(&SNAPSHOTS[&size], 1).findings().len());
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn assess_on_two_threads(bencher: Bencher<'_, '_>, size: usize) {
    bencher.bench(|| judged(&SNAPSHOTS[&size], 2).findings().len());
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn report_as_table(bencher: Bencher<'_, '_>, size: usize) {
    let assessment = judged(&SNAPSHOTS[&size], 2);
    bencher.bench_local(|| {
        let mut out = Vec::new();
        render::table::write(&assessment, render::Options::default(), &mut out).unwrap();
        out
    });
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn report_as_json(bencher: Bencher<'_, '_>, size: usize) {
    let assessment = judged(&SNAPSHOTS[&size], 2);
    bencher.bench_local(|| render::json::write(&assessment, render::Options::default(), &mut std::io::sink()).unwrap());
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn report_as_page(bencher: Bencher<'_, '_>, size: usize) {
    let assessment = judged(&SNAPSHOTS[&size], 2);
    bencher.bench_local(|| render::html::write(&assessment, render::Options::default(), &mut std::io::sink()).unwrap());
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn write_a_snapshot(bencher: Bencher<'_, '_>, size: usize) {
    bencher.bench(|| SNAPSHOTS[&size].write_to(std::io::sink()).unwrap());
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn read_a_snapshot(bencher: Bencher<'_, '_>, size: usize) {
    let mut written = Vec::new();
    SNAPSHOTS[&size].write_to(&mut written).unwrap();
    bencher.bench(|| Snapshot::read_from(written.as_slice()).unwrap());
}
