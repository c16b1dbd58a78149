//! `tickmark documents requests`: what an auditor would ask for, by whom to ask.

mod csv;
mod markdown;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use crate::assess::{Document, Documents, OnFile, Standing};
use crate::cli::{RequestDocuments, RequestFormat};
use crate::command::console::Console;
use crate::command::select::documents;
use crate::command::{built_in_criteria, unless_broken_pipe};
use crate::criteria::{Criteria, Criterion};
use crate::inventory::Timestamp;
use crate::management::Filed;
use crate::render::page::Page;
use crate::render::style::words;
use crate::render::text::{count, visible};
use crate::render::{Style, Tone, document};

/// The file that is looked at where it is there and none is named.
const USUAL: &str = "documents.yaml";

/// Who is asked where nobody is named.
const NOBODY: &str = "(no owner named)";

/// What one criterion asks for.
#[derive(Debug)]
struct Request<'a> {
    criterion: &'a Criterion,
    documents: Documents,
    /// The points of focus to be covered still, where others are.
    points: Vec<&'a str>,
    /// What is on file and does not count, with the reason.
    filed: Vec<(&'a Document, String)>,
}

/// Requests by whom to ask; those with no owner come last.
type ByOwner<'a> = BTreeMap<(bool, &'a str), Vec<Request<'a>>>;

/// Prints the list.
pub(super) fn run(args: &RequestDocuments, now: Timestamp, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let criteria = built_in_criteria()?;
    let usual = Path::new(USUAL);
    let filed = match args.file.as_deref().or_else(|| usual.exists().then_some(usual)) {
        Some(file) => documents(file, &criteria)?,
        None => Filed::default(),
    };
    let requests = requests(args, &criteria, &filed, now);
    match args.format {
        RequestFormat::Text => unless_broken_pipe(text(&requests, now, console.style).write(console.out))?,
        RequestFormat::Markdown => {
            unless_broken_pipe(console.out.write_all(markdown::page(&requests, now).as_bytes()))?;
        }
        RequestFormat::Csv => unless_broken_pipe(console.out.write_all(&csv::table(&requests)?))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn requests<'a>(args: &RequestDocuments, criteria: &'a Criteria, filed: &'a Filed, now: Timestamp) -> ByOwner<'a> {
    let mut requests = ByOwner::new();
    for criterion in criteria {
        let covers = |category| args.category.is_empty() || args.category.contains(&category);
        let on_file = OnFile::of(criterion, filed.documents(), now, covers);
        if matches!(on_file.documents, Documents::OnFile | Documents::NotNeeded) {
            continue;
        }
        let own = on_file.filed.iter().filter_map(|number| filed.documents().get(*number));
        let uncounted = own.filter(|one| one.standing(now) != Standing::Current);
        let request = Request {
            criterion,
            documents: on_file.documents,
            points: on_file.rest().iter().map(|point| point.name.as_str()).collect(),
            filed: uncounted.map(|one| (one, document::standing(one, now).1)).collect(),
        };
        let owner = filed.owner(&criterion.id);
        requests.entry((owner.is_none(), owner.unwrap_or(NOBODY))).or_default().push(request);
    }
    requests
}

fn text(requests: &ByOwner<'_>, now: Timestamp, style: Style) -> Page {
    let mut page = Page::new(style);
    page.paragraph(0, Tone::Plain, &title(requests, now));
    for ((_, owner), own) in requests {
        page.heading(&visible(owner), &number(own.len()));
        for request in own {
            let state = words(request.documents.as_str());
            let tone = Tone::of_documents(request.documents);
            page.line(0, &[(Tone::Heading, request.criterion.id.as_str()), (Tone::Plain, "  "), (tone, &state)]);
            page.paragraph(2, Tone::Plain, &request.criterion.manual_evidence);
            if !request.points.is_empty() {
                page.labelled(2, ("wanting", 10), Tone::Plain, &request.points.join("; "));
            }
            for line in request.on_file() {
                page.labelled(2, ("on file", 10), Tone::Plain, &visible(&line));
            }
        }
    }
    page
}

impl Request<'_> {
    /// A line for each document that does not count.
    fn on_file(&self) -> impl Iterator<Item = String> {
        self.filed.iter().map(|(document, why)| format!("{} ({why})", document.statement))
    }
}

fn title(requests: &ByOwner<'_>, now: Timestamp) -> String {
    let all = requests.values().map(Vec::len).sum();
    format!("{} as of {}", number(all), now.date())
}

fn number(requests: usize) -> String {
    count(requests as u64, "request")
}
