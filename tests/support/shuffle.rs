//! Lists in another order: AWS promises none, so no result may hang on one.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// Reorders every list of a JSON or XML body; the same seed gives the same order. Other text comes back as it was.
pub(crate) fn shuffle(body: &str, seed: u64) -> String {
    if let Ok(mut value) = serde_json::from_str::<Value>(body) {
        shuffle_json(&mut value, seed);
        return value.to_string();
    }
    match body.find('<') {
        Some(start) if body.trim_end().ends_with('>') => {
            let (prolog, document) = body.split_at(start);
            format!("{prolog}{}", shuffle_xml(document, seed))
        }
        _ => body.to_owned(),
    }
}

fn shuffle_json(value: &mut Value, seed: u64) {
    match value {
        Value::Array(items) => {
            for item in items.iter_mut() {
                shuffle_json(item, seed);
            }
            items.sort_by_key(|item| rank(&item.to_string(), seed));
        }
        Value::Object(fields) => fields.values_mut().for_each(|field| shuffle_json(field, seed)),
        _ => {}
    }
}

/// Reorders runs of neighbours that bear the same name: `<member>`, `<item>`, `<Bucket>`.
fn shuffle_xml(text: &str, seed: u64) -> String {
    let mut shuffled = String::new();
    let mut run: Vec<String> = Vec::new();
    let mut run_name = "";
    let mut rest = text;
    let flush = |run: &mut Vec<String>, shuffled: &mut String| {
        run.sort_by_key(|element| rank(element, seed));
        shuffled.extend(run.drain(..));
    };
    while let Some(start) = rest.find('<') {
        let (before, tagged) = rest.split_at(start);
        if !before.trim().is_empty() {
            flush(&mut run, &mut shuffled);
        }
        // The space between elements of a run goes with the first of them.
        shuffled.push_str(before);
        let Some((name, length)) = element(tagged) else {
            // A declaration or comment, or what is not well-formed: as it is.
            let end = tagged.find('>').map_or(tagged.len(), |end| end + 1);
            flush(&mut run, &mut shuffled);
            shuffled.push_str(&tagged[..end]);
            rest = &tagged[end..];
            continue;
        };
        if name != run_name {
            flush(&mut run, &mut shuffled);
            run_name = name;
        }
        let whole = &tagged[..length];
        let open = whole.find('>').map_or(length, |end| end + 1);
        let close = whole.rfind("</").unwrap_or(length).max(open);
        run.push(format!("{}{}{}", &whole[..open], shuffle_xml(&whole[open..close], seed), &whole[close..]));
        rest = &tagged[length..];
    }
    flush(&mut run, &mut shuffled);
    shuffled + rest
}

/// The name of the element that `text` begins with, and the length of all of it.
fn element(text: &str) -> Option<(&str, usize)> {
    let name = text.get(1..)?.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next()?;
    if name.is_empty() || name.starts_with(['?', '!']) {
        return None;
    }
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        let start = at + text.get(at..)?.find('<')?;
        let end = start + text[start..].find('>')?;
        match (text[start..].starts_with("</"), text[..end].ends_with('/')) {
            (true, _) => depth = depth.checked_sub(1)?,
            (false, true) => {}
            (false, false) => depth += 1,
        }
        at = end + 1;
        if depth == 0 {
            return Some((name, at));
        }
    }
}

fn rank(text: &str, seed: u64) -> Vec<u8> {
    Sha256::digest(format!("{seed} {text}")).to_vec()
}
