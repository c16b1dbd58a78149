//! A small pack, made from little, and what the tests do with it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tickmark::control;
use tickmark::criteria;
use tickmark::inventory::snapshot::{Caller, Header, Parts, Snapshot, Tool};
use tickmark::inventory::store::Encoded;
use tickmark::inventory::{AccountId, Key, Kind, Population, Region, State};
use tickmark::pack::{
    Asked, Grounds, Inputs, Judge, Manifest, Name, Signer, Store, Verdict, Verifier, manifest, parts, place, verify,
    write,
};
use tickmark::provider;
use tickmark::report::{Report, Setting};

const ACCOUNT: Kind = Kind::named("aws.s3.account");

/// The one control that every sample is judged by.
pub(crate) const CONTROL: &str = "aws-s3-account-public-access-block";

/// A snapshot of one account, with one public access block.
pub(crate) fn snapshot(account: &str, block: &Value) -> Vec<u8> {
    let account: AccountId = account.parse().unwrap();
    let key = Key::singleton(&ACCOUNT, &account, &Region::GLOBAL);
    let facts = [("public_access_block".to_owned(), block.clone())].into_iter().collect();
    let header = Header {
        format: 0,
        tool: Tool { name: "tickmark".into(), version: "0.1.0".into() },
        pack_digest: "00".into(),
        caller: Caller { account: account.clone(), arn: format!("arn:aws:iam::{account}:user/a"), user_id: "A".into() },
        accounts: vec![account.clone()],
        regions: vec!["eu-west-1".parse().unwrap()],
        started: "2025-01-01T00:00:00Z".parse().unwrap(),
        finished: "2025-01-01T00:01:00Z".parse().unwrap(),
        clock_difference_seconds: None,
        host: None,
        profile: None,
        endpoint: None,
    };
    let population = Population {
        kind: ACCOUNT,
        account: account.clone(),
        region: Region::GLOBAL,
        state: State::Complete,
        count: 1,
        gap: None,
    };
    let asset = Encoded { key, name: account.to_string(), facts };
    let parts = Parts { header, populations: vec![population], assets: [asset], gaps: vec![], calls: vec![] };
    let mut bytes = Vec::new();
    Snapshot::encode(parts).unwrap().write_to(&mut bytes).unwrap();
    bytes
}

/// A public access block of which every part is this.
pub(crate) fn block(all: bool) -> Value {
    json!({"block_public_acls": all, "ignore_public_acls": all, "block_public_policy": all, "restrict_public_buckets": all})
}

/// One account that passes and one that fails, and that its management knows of.
pub(crate) fn inputs() -> Inputs {
    let built_in = control::pack::built_in();
    let sources = built_in.iter().filter(|source| source.file.ends_with("/s3-account-public-access-block.yaml"));
    let controls: BTreeMap<Name, String> =
        sources.map(|source| (place(source).unwrap(), source.text.to_string())).collect();
    assert_eq!(controls.len(), 1);
    Inputs {
        asked: Asked {
            organization: Some("Kestrel Ledger".into()),
            criterion_threshold: "medium".into(),
            ..Asked::default()
        },
        snapshots: vec![snapshot("111111111111", &block(true)), snapshot("222222222222", &block(false))],
        criteria: criteria::BUILT_IN.into(),
        controls,
        acceptances: None,
        exclusions: None,
        documents: Some(format!(
            "documents:\n  - criterion: CC1.1\n    statement: We have a code of conduct.\n    owner: jane@example.com\n    \
             date: 2024-12-01\n    files:\n      - path: conduct.txt\n        sha256: {}\n",
            "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
        )),
        files: [("conduct.txt".to_owned(), b"a".to_vec())].into_iter().collect(),
    }
}

fn setting(asked: &Asked) -> Setting {
    Setting { organization: asked.organization.clone(), ..Setting::default() }
}

/// Writes a pack of these inputs.
pub(crate) fn packed(inputs: &Inputs, path: &Path, signer: Option<&Signer>) -> Manifest {
    let grounds = Grounds::new(inputs, &provider::schema().unwrap(), provider::scopes()).unwrap();
    let assessment = grounds.assess(1);
    let setting = setting(&inputs.asked);
    let report = Report::new(&assessment, &setting);
    let sheet = Manifest {
        schema: manifest::SCHEMA.to_owned(),
        tool: Tool { name: "tickmark".into(), version: env!("CARGO_PKG_VERSION").into() },
        as_of: assessment.as_of(),
        asked: inputs.asked.clone(),
        categories: grounds.categories(),
        controls_digest: grounds.controls().digest().to_owned(),
        redaction: None,
        files: Vec::new(),
        digest: String::new(),
    };
    write(path, parts(inputs, &grounds, &report).unwrap(), sheet, signer).unwrap()
}

/// What is found of a pack.
pub(crate) fn verified(path: &Path, key: Option<&Verifier>) -> Verdict {
    let mut store = match Store::open(path) {
        Ok(store) => store,
        Err(error) => {
            let problem = tickmark::pack::Problem::Manifest(error.to_string());
            return Verdict { problems: vec![problem], ..Verdict::default() };
        }
    };
    let judge = Judge {
        schema: &provider::schema().unwrap(),
        scopes: provider::scopes(),
        setting: &|asked, _| Ok(setting(asked)),
        threads: 1,
    };
    verify(&mut store, key, &judge)
}

/// What is wrong with a pack, a line each.
pub(crate) fn problems(path: &Path, key: Option<&Verifier>) -> Vec<String> {
    verified(path, key).problems.iter().map(ToString::to_string).collect()
}

/// Every file of a folder, sorted.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Changes the manifest of a folder as somebody would who knows how it is made: hashes, sizes and its own digest fit.
pub(crate) fn resealed(folder: &Path, change: impl FnOnce(&mut Manifest)) {
    let path = folder.join("manifest.json");
    let mut manifest = Manifest::read(&fs::read(&path).unwrap()).unwrap();
    change(&mut manifest);
    for entry in &mut manifest.files {
        if let Ok(bytes) = fs::read(folder.join(&entry.path)) {
            entry.size = bytes.len() as u64;
            entry.sha256 = tickmark::management::documents::sha256(&folder.join(&entry.path)).unwrap();
        }
    }
    fs::write(path, manifest.seal().unwrap()).unwrap();
}
