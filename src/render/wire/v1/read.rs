//! `tickmark.assessment/1` as it is read back: as much of it as another judgement is held against.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr as _;

use serde::Deserialize;
use serde_json::Value;

use super::SCHEMA;
use crate::assess::compare::{Judged, JudgedControl, JudgedCriterion, JudgedFinding};
use crate::assess::{Configuration, Outcome};
use crate::control::{ParamValue, Severity};

/// Why a text is no assessment that can be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is no JSON, or lacks what an assessment has.
    #[error("this is no assessment of tickmark, which `--format json` writes")]
    Json(#[from] serde_json::Error),
    /// It says itself that it is something else.
    #[error("this is {0:?}, not {SCHEMA:?}")]
    Schema(String),
    /// A word of it is none of those that there are.
    #[error("{0:?} is no {1} that this tickmark knows: update it")]
    Word(String, &'static str),
}

#[derive(Deserialize)]
struct Document {
    schema: String,
    as_of: String,
    scope: Scope,
    criteria: Vec<Criterion>,
    controls: Vec<Control>,
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Scope {
    criterion_threshold: String,
    pack: Pack,
    collections: Vec<Collection>,
}

#[derive(Deserialize)]
struct Pack {
    digest: String,
}

#[derive(Deserialize)]
struct Collection {
    accounts: Vec<String>,
    regions: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Criterion {
    id: String,
    configuration: String,
}

#[derive(Deserialize)]
struct Control {
    id: String,
    title: String,
    severity: String,
    params: BTreeMap<String, Param>,
    counts: BTreeMap<String, u64>,
    population: Vec<Population>,
}

#[derive(Deserialize)]
struct Param {
    value: Value,
}

#[derive(Deserialize)]
struct Population {
    kind: String,
    account: String,
    region: String,
    gap: Option<u64>,
}

#[derive(Deserialize)]
struct Finding {
    control: String,
    status: String,
    severity: String,
    fingerprint: String,
    asset: Asset,
}

#[derive(Deserialize)]
struct Asset {
    kind: String,
    id: String,
    name: String,
    account: String,
    region: String,
}

/// The judgement that a text holds.
pub fn judged(text: &str) -> Result<Judged, ReadError> {
    let document: Document = serde_json::from_str(text)?;
    if document.schema != SCHEMA {
        return Err(ReadError::Schema(document.schema));
    }
    let counted: u64 = document.controls.iter().flat_map(|control| control.counts.values()).sum();
    let trimmed = counted != document.findings.len() as u64;
    let mut scope: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for Collection { accounts, regions } in document.scope.collections {
        for account in accounts {
            scope.entry(account).or_default().extend(regions.iter().cloned());
        }
    }
    let criteria = document.criteria.into_iter().map(|Criterion { id, configuration }| {
        let configuration = word(configuration, "configuration", &Configuration::ALL, Configuration::as_str)?;
        Ok((id, JudgedCriterion { configuration }))
    });
    let findings = document.findings.into_iter().map(|found| Ok((found.fingerprint.clone(), finding(found)?)));
    let controls = document.controls.into_iter().map(|found| Ok((found.id.clone(), control(found)?)));
    Ok(Judged {
        as_of: document.as_of,
        pack_digest: document.scope.pack.digest,
        criterion_threshold: severity(document.scope.criterion_threshold)?,
        scope,
        criteria: criteria.collect::<Result<_, ReadError>>()?,
        controls: controls.collect::<Result<_, ReadError>>()?,
        findings: findings.collect::<Result<_, ReadError>>()?,
        trimmed,
    })
}

fn control(found: Control) -> Result<JudgedControl, ReadError> {
    let Control { title, severity: word, params, population, .. } = found;
    let (mut listed, mut blind) = (BTreeSet::new(), BTreeSet::new());
    for Population { kind, account, region, gap } in population {
        // What is no evidence of everything that is there says why.
        let to = if gap.is_none() { &mut listed } else { &mut blind };
        to.insert((kind, account, region));
    }
    let params = params.into_iter().map(|(name, Param { value })| (name, in_words(&value))).collect();
    Ok(JudgedControl { title, severity: severity(word)?, params, listed, blind })
}

fn finding(found: Finding) -> Result<JudgedFinding, ReadError> {
    let Finding { control, status, severity: grade, asset, .. } = found;
    let Asset { kind, id, name, account, region } = asset;
    let outcome = word(status, "status", &Outcome::ALL, Outcome::as_str)?;
    Ok(JudgedFinding { control, outcome, severity: severity(grade)?, kind, id, name, account, region })
}

fn word<T: Copy>(found: String, what: &'static str, all: &[T], name: fn(T) -> &'static str) -> Result<T, ReadError> {
    let known = all.iter().copied().find(|one| name(*one) == found);
    known.ok_or(ReadError::Word(found, what))
}

fn severity(found: String) -> Result<Severity, ReadError> {
    Severity::from_str(&found).map_err(|_| ReadError::Word(found, "severity"))
}

/// A parameter's value as a control prints it.
fn in_words(value: &Value) -> String {
    match value {
        Value::Null => ParamValue::Unset.to_string(),
        Value::String(text) if text.is_empty() => "\"\"".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(in_words).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
