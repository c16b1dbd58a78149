//! Which asset a word means, among those that a control was held against.

use anyhow::{anyhow, bail};

use crate::assess::{Assessment, ControlResult, Finding};
use crate::inventory::Kind;
use crate::inventory::snapshot::AssetRef;
use crate::yaml::nearest;

/// More assets than this are not listed where a word means several.
const LISTED: usize = 10;

/// The result of a control on the asset that a word names: by its id, else by its name or the end of its ARN.
pub(super) fn finding<'f>(
    assessment: &'f Assessment<'_>,
    result: &ControlResult<'_>,
    word: &str,
) -> anyhow::Result<&'f Finding> {
    let own: Vec<(&Finding, AssetRef<'_>)> = assessment
        .findings()
        .iter()
        .filter(|finding| assessment.control_of(finding).is_some_and(|other| other.control.id == result.control.id))
        .filter_map(|finding| Some((finding, assessment.asset_of(finding)?)))
        .collect();
    for fits in [by_id as fn(AssetRef<'_>, &str) -> bool, by_name] {
        let found: Vec<&(&Finding, AssetRef<'_>)> = own.iter().filter(|(_, asset)| fits(*asset, word)).collect();
        match found.as_slice() {
            [] => {}
            [(finding, _)] => return Ok(finding),
            several => bail!(ambiguous(word, several)),
        }
    }
    Err(unknown(assessment, result, word, &own))
}

fn by_id(asset: AssetRef<'_>, word: &str) -> bool {
    asset.id() == word
}

fn by_name(asset: AssetRef<'_>, word: &str) -> bool {
    asset.name() == word || asset.id().rsplit(['/', ':']).next() == Some(word)
}

fn ambiguous(word: &str, several: &[&(&Finding, AssetRef<'_>)]) -> String {
    let mut text = format!("{word:?} are {} assets; name one by its id:", several.len());
    for (_, asset) in several.iter().take(LISTED) {
        text.extend([format!("\n  {}  ({}, {})", asset.id(), asset.account(), asset.region())]);
    }
    if several.len() > LISTED {
        text.extend([format!("\n  and {} more", several.len() - LISTED)]);
    }
    text
}

fn unknown(
    assessment: &Assessment<'_>,
    result: &ControlResult<'_>,
    word: &str,
    own: &[(&Finding, AssetRef<'_>)],
) -> anyhow::Error {
    let control = result.control;
    let elsewhere = assessment.snapshot().assets().find(|asset| by_id(*asset, word) || by_name(*asset, word));
    if let Some(asset) = elsewhere {
        let kinds: Vec<&str> = control.kinds.iter().map(Kind::as_str).collect();
        return anyhow!("{word:?} is {}: {} judges {}", asset.kind(), control.id, kinds.join(", "));
    }
    let names = own.iter().flat_map(|(_, asset)| [asset.name(), asset.id()]);
    let near = nearest(word, names).unwrap_or_else(|| format!("`tickmark explain {}` lists them", control.id));
    let whole = assessment.listings_of(control).all(|(_, listing)| listing.is_whole());
    let unseen = if whole { "" } else { "; not all of them could be listed, so it may be there" };
    anyhow!("no asset of {} is called {word:?}; {near}{unseen}", control.id)
}
