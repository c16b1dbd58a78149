//! Reads `acceptances.yaml`.

use crate::assess::{Acceptance, AssetPattern};
use crate::control::Pack;
use crate::inventory::time::SECONDS_A_DAY;
use crate::management::day::day;
use crate::yaml::{Diagnostic, Entry, Keys, Node, Problems, list, parse, text};

use super::Acceptances;

/// The keys of one acceptance.
const KEYS: [&str; 9] =
    ["control", "assets", "reason", "compensating_control", "owner", "approver", "ticket", "starts", "expires"];

/// The longest that a risk may be accepted for without being looked at again, in days.
const LONGEST_DAYS: i64 = 365;

/// The acceptances of a file, held against the controls there are.
///
/// # Errors
/// Everything that is wrong with the file, with line and column: an unknown key or control, a missing part, a date
/// that is none, or an acceptance that has no end within a year. One that is expired or approved by its own owner is
/// no error: it is kept, told, and not honoured.
pub fn load(file: &str, source: &str, pack: &Pack) -> Result<Acceptances, Vec<Diagnostic>> {
    let tree = parse(file, source).map_err(|problem| vec![problem])?;
    let mut problems = Problems::new(file);
    let nodes = Keys::of(&tree, "the file", &["acceptances"], &mut problems)
        .and_then(|keys| keys.need("acceptances", &mut problems));
    let nodes = nodes.map_or(&[][..], |nodes| list(nodes, "acceptances", &mut problems));
    let all: Acceptances = nodes.iter().filter_map(|node| acceptance(node, pack, &mut problems)).collect();
    if problems.is_empty() { Ok(all) } else { Err(problems.into_vec()) }
}

fn acceptance(node: &Node, pack: &Pack, problems: &mut Problems) -> Option<Acceptance> {
    let keys = Keys::of(node, "an acceptance", &KEYS, problems)?;
    let said = |key: &str, problems: &mut Problems| {
        let node = keys.need(key, problems)?;
        text(node, key, problems).map(|text| text.value)
    };
    let control = keys.need("control", problems).and_then(|node| text(node, "control", problems)).and_then(|word| {
        let known = word.value.parse().ok().filter(|id| pack.get(id).is_some());
        if known.is_none() {
            let ids = pack.iter().map(|control| control.id.as_str());
            problems.report_unknown(word.mark, "control", &word.value, ids);
        }
        known
    });
    let assets = keys.need("assets", problems).map(|node| patterns(node, problems));
    let reason = said("reason", problems);
    let compensating_control = said("compensating_control", problems);
    let owner = said("owner", problems);
    let approver = said("approver", problems);
    let ticket = said("ticket", problems);
    let starts = keys.need("starts", problems).and_then(|node| day(node, "starts", problems));
    let expires = keys.need("expires", problems).and_then(|node| Some((node, day(node, "expires", problems)?)));
    let (starts, (expires_at, last_day)) = (starts?, expires?);
    let length = last_day.seconds_since(starts) / SECONDS_A_DAY;
    if length < 0 {
        problems.report(expires_at.mark, "it expires before it starts");
    } else if length > LONGEST_DAYS {
        let help = format!("accept it for at most {LONGEST_DAYS} days, and look at it again then");
        problems.report_with(expires_at.mark, format!("{length} days lie between starts and expires"), help);
    }
    Some(Acceptance {
        control: control?,
        assets: assets?,
        reason: reason?,
        compensating_control: compensating_control?,
        owner: owner?,
        approver: approver?,
        ticket: ticket?,
        starts,
        // It holds for the whole of its last day.
        ends: last_day.plus_days(1)?,
    })
}

/// Each asset by its id, or by a pattern that says that it is one: `{glob: …}`.
pub(in crate::management) fn patterns(node: &Node, problems: &mut Problems) -> Vec<AssetPattern> {
    let nodes = list(node, "assets", problems);
    if nodes.is_empty() && node.sequence().is_some() {
        problems.report(node.mark, "no asset is named");
    }
    let patterns = nodes.iter().filter_map(|node| match node.mapping() {
        None => {
            let id = text(node, "an asset", problems)?;
            if id.value.contains('*') {
                let help = format!("write {{glob: {:?}}} if every asset like it is meant", id.value);
                problems.report_with(id.mark, "an id has no *", help);
            }
            Some(AssetPattern::Id(id.value))
        }
        Some([Entry { key, value, .. }]) if key == "glob" => {
            text(value, "glob", problems).map(|glob| AssetPattern::Glob(glob.value))
        }
        Some(_) => {
            problems.report(node.mark, "an asset is an id, or {glob: a pattern of ids}");
            None
        }
    });
    patterns.collect()
}
