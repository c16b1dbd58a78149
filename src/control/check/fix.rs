//! Checks the texts of a fix: every placeholder stands for something.

use super::predicate::Checker;
use crate::control::fix::{Fix, Place, Template};
use crate::control::raw::{RawFix, Text};

pub(super) fn check(raw: &RawFix, checker: &mut Checker<'_>) -> Option<Fix> {
    let mut template = |text: &Text| template(text, checker);
    let cli = raw.cli.as_ref().map(&mut template);
    let terraform = raw.terraform.as_ref().map(&mut template);
    let console = raw.console.iter().map(&mut template).collect();
    Some(Fix { summary: template(raw.summary.as_ref()?), cli, terraform, console })
}

fn template(text: &Text, checker: &mut Checker<'_>) -> Template {
    Template::parse(&text.value, |inner| {
        if let Some(name) = inner.strip_prefix('$') {
            let param = checker.param(name, text.mark)?;
            return Some(Place::Param(name.to_owned(), param.value.clone()));
        }
        let identity = Place::IDENTITY.into_iter().find(|(word, _)| *word == inner).map(|(_, place)| place);
        identity.or_else(|| checker.path(inner, text.mark).map(Place::Fact))
    })
}
