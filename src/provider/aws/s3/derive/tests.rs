//! A derived fact is unknown exactly where two answers to what could not be read would differ: every combination of a
//! few answers is tried, with every combination of reads that failed.

mod exact;
mod policies;

use serde_json::Value;

use crate::inventory::asset::Key;
use crate::inventory::store::Asset;
use crate::inventory::{AccountId, Fact, Gap, GapKind, Inventory, Kind, Population, Region, State};
use crate::provider;
use crate::provider::aws::s3::{AccessPoint, Account, Bucket, PublicAccessBlock};

const BUCKET: &str = "data";

fn account() -> AccountId {
    "123456789012".parse().unwrap()
}

fn region() -> Region {
    "eu-west-1".parse().unwrap()
}

fn gap() -> Gap {
    Gap {
        operation: Some("s3:Test".to_owned()),
        kind: GapKind::Denied,
        code: None,
        account: account(),
        region: region(),
    }
}

/// What was read, or why not.
fn fact<T>(value: Option<T>) -> Fact<T> {
    value.map_or_else(|| gap().into(), Fact::Known)
}

fn block(all: bool) -> PublicAccessBlock {
    PublicAccessBlock {
        block_public_acls: all,
        ignore_public_acls: all,
        block_public_policy: all,
        restrict_public_buckets: all,
    }
}

/// An inventory of one account, whose buckets and access points lie in one region.
struct World(Inventory);

impl World {
    fn new(account_block: Option<bool>, listed: &[(Kind, bool)]) -> Self {
        let mut inventory = Inventory::new(vec![account()]);
        let own = Account { public_access_block: fact(account_block.map(|all| Some(block(all)))) };
        inventory.insert(Key::singleton(&Account::KIND, &account(), &Region::GLOBAL), "account".to_owned(), own);
        let mut world = Self(inventory);
        world.record(&Account::KIND, &Region::GLOBAL, true);
        for (kind, whole) in listed {
            let place = if *kind == AccessPoint::KIND { region() } else { Region::GLOBAL };
            world.record(kind, &place, *whole);
        }
        world
    }

    fn record(&mut self, kind: &Kind, region: &Region, whole: bool) {
        self.0.record(Population {
            kind: kind.clone(),
            account: account(),
            region: region.clone(),
            state: if whole { State::Complete } else { State::Partial },
            count: 0,
            gap: (!whole).then(gap),
        });
    }

    fn put<T: Asset>(&mut self, name: &str, asset: T) {
        let id = if T::KIND == Bucket::KIND {
            format!("arn:aws:s3:::{name}")
        } else {
            format!("arn:aws:s3:eu-west-1:123456789012:accesspoint/{name}")
        };
        let key = Key { kind: T::KIND, account: account(), region: region(), id };
        self.0.insert(key, name.to_owned(), asset);
    }

    /// The facts of the bucket that the tests are about, after every derivation, each as JSON; `None` is unknown.
    fn derived(mut self, fields: &[&str]) -> Vec<Option<Value>> {
        for fact in [&AccessPoint::KIND, &Bucket::KIND].into_iter().flat_map(|kind| provider::kind(kind).unwrap().facts)
        {
            if let Some(derive) = fact.derive {
                derive(&mut self.0);
            }
        }
        let encoded = self.0.encode().unwrap();
        let bucket = encoded.iter().find(|asset| asset.key.kind == Bucket::KIND && asset.name == BUCKET).unwrap();
        let known = |field: &&str| bucket.facts.get(*field).filter(|value| value.get("$unknown").is_none()).cloned();
        fields.iter().map(known).collect()
    }
}

/// Holds `derive` against its own results. Each input has so many answers; `None` stands for a read that failed.
fn assert_exact<const N: usize>(answers: [usize; N], derive: impl Fn([Option<usize>; N]) -> Vec<Option<Value>>) {
    let all: Vec<([usize; N], Vec<Option<Value>>)> = combinations(answers, 0)
        .map(|chosen| chosen.map(|answer| answer - 1))
        .map(|chosen| (chosen, derive(chosen.map(Some))))
        .collect();
    for (chosen, facts) in &all {
        assert!(facts.iter().all(Option::is_some), "{chosen:?} leaves something unknown: {facts:?}");
    }
    let partial = combinations(answers, 1).map(|chosen| chosen.map(|answer| answer.checked_sub(1)));
    for partial in partial {
        let fits = |chosen: &[usize; N]| {
            chosen.iter().zip(&partial).all(|(one, known)| known.is_none_or(|known| known == *one))
        };
        let completions: Vec<_> = all.iter().filter(|(chosen, _)| fits(chosen)).map(|(_, facts)| facts).collect();
        for (n, fact) in derive(partial).iter().enumerate() {
            let possible = |facts: &&Vec<Option<Value>>| facts[n].clone();
            let first = completions.first().and_then(possible);
            let same = completions.iter().all(|facts| possible(facts) == first);
            let expected = if same { first } else { None };
            assert_eq!(*fact, expected, "fact {n} of {partial:?}");
        }
    }
}

/// Every combination of one number per place, from 1 to its limit; from 0 where `blanks` is 1.
fn combinations<const N: usize>(limits: [usize; N], blanks: usize) -> impl Iterator<Item = [usize; N]> {
    let lowest = 1 - blanks;
    let mut next = Some([lowest; N]);
    std::iter::from_fn(move || {
        let current = next?;
        next = (0..N).find(|place| current[*place] < limits[*place]).map(|place| {
            let mut following = current;
            following[..place].fill(lowest);
            following[place] += 1;
            following
        });
        Some(current)
    })
}
