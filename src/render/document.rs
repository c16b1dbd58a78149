//! A document on file, for a person at a terminal.

use super::page::Page;
use super::style::{Tone, words};
use super::text::{cut, visible};
use crate::assess::{Document, FileState, Standing};
use crate::inventory::Timestamp;

/// More columns than this of a text are cut off, and more files, links or points than this are counted.
const LONGEST: usize = 300;
const LISTED: usize = 4;

/// The columns of the labels.
const LABEL: usize = 10;

/// Whether it counts at a moment, in words.
pub(crate) fn standing(document: &Document, as_of: Timestamp) -> (Tone, String) {
    let last = document.last_day().date();
    match document.standing(as_of) {
        Standing::Current => (Tone::Good, format!("counts until {last}")),
        Standing::Stale => (Tone::Unseen, format!("stale: it counted until {last}")),
        Standing::Altered => (Tone::Bad, "altered: a file is not what was filed".to_owned()),
        Standing::DatedLater => {
            let (date, day) = (document.date.date(), as_of.date());
            (Tone::Unseen, format!("does not count: it is dated {date}, after {day}"))
        }
    }
}

/// All of it.
pub(crate) fn write(document: &Document, as_of: Timestamp, page: &mut Page) {
    let (tone, told) = standing(document, as_of);
    let mark = match tone {
        Tone::Good => "✓ ",
        Tone::Bad => "✗ ",
        _ => "? ",
    };
    let criterion = document.criterion.as_str();
    page.line(0, &[(tone, mark), (Tone::Heading, criterion), (Tone::Plain, "  "), (tone, &told)]);
    page.paragraph(2, Tone::Plain, &short(&document.statement));
    if !document.points.is_empty() {
        page.labelled(2, ("for", LABEL), Tone::Plain, &listed(&document.points));
    }
    let owner = format!("{}, dated {}", short(&document.owner), document.date.date());
    page.labelled(2, ("owner", LABEL), Tone::Plain, &owner);
    for file in document.files.iter().take(LISTED) {
        let (tone, state) = match file.state {
            FileState::Unchanged => (Tone::Plain, String::new()),
            other => (Tone::Bad, format!(" ({})", words(other.as_str()))),
        };
        page.labelled(2, ("file", LABEL), tone, &format!("{}{state} {}", short(&file.path), file.sha256));
    }
    for link in document.links.iter().take(LISTED) {
        page.labelled(2, ("link", LABEL), Tone::Plain, &short(link));
    }
    let more = document.files.len().saturating_sub(LISTED) + document.links.len().saturating_sub(LISTED);
    if more > 0 {
        page.line(2, &[(Tone::Faint, &format!("and {more} more"))]);
    }
}

/// Texts in a row, as many as can be read.
pub(crate) fn listed(texts: &[String]) -> String {
    let shown: Vec<String> = texts.iter().take(LISTED).map(|text| short(text)).collect();
    let more = texts.len().saturating_sub(LISTED);
    if more == 0 { shown.join("; ") } else { format!("{}; and {more} more", shown.join("; ")) }
}

fn short(text: &str) -> String {
    cut(&visible(text), LONGEST).into_owned()
}
