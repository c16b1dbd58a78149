//! The last words: what to do next.

use std::collections::BTreeSet;

use crate::assess::{Assessment, CriterionResult, Documents, Status};
use crate::control::Severity;
use crate::inventory::GapKind;
use crate::render::page::Page;
use crate::render::style::Tone;
use crate::render::text::{count, visible};

/// More actions than this are counted.
const NAMED: usize = 3;

pub(super) fn write(assessment: &Assessment<'_>, page: &mut Page) {
    page.blank();
    page.labelled(0, ("Next: ", 6), Tone::Heading, &sentence(assessment));
}

fn sentence(assessment: &Assessment<'_>) -> String {
    match (failures(assessment), unseen(assessment)) {
        (Some(failures), Some(unseen)) => format!("{failures}; then {unseen}."),
        (Some(one), None) | (None, Some(one)) => format!("{one}."),
        (None, None) => documents(assessment),
    }
}

/// The gravest failures, and how to see them alone.
fn failures(assessment: &Assessment<'_>) -> Option<String> {
    let failed = || assessment.controls().iter().filter(|result| result.status == Status::Fail);
    let gravest: Severity = failed().map(|result| result.severity).max()?;
    let of_it: Vec<_> = failed().filter(|result| result.severity == gravest).collect();
    let all = failed().count();
    Some(match of_it.as_slice() {
        [only] if all == 1 => format!("put {} right and scan again", only.control.id),
        [only] => format!(
            "put {} right first, the gravest of {all} ({gravest}); --control {} shows it alone",
            only.control.id, only.control.id
        ),
        several if several.len() == all => {
            format!("put the {} right that failed and scan again", count(all as u64, "control"))
        }
        several => format!(
            "put the {} of severity {gravest} right first; --severity {gravest} shows them alone",
            count(several.len() as u64, "control")
        ),
    })
}

/// What would let the next scan see more.
fn unseen(assessment: &Assessment<'_>) -> Option<String> {
    let open = || assessment.gaps().iter().filter(|entry| !entry.controls.is_empty());
    open().next()?;
    let denied = open().filter(|entry| entry.gap.kind == GapKind::Denied);
    let actions: BTreeSet<&str> = denied.filter_map(|entry| entry.action.as_deref()).collect();
    let actions: Vec<&str> = actions.into_iter().collect();
    Some(match actions.as_slice() {
        [] => "close the gaps above, to see the rest".to_owned(),
        few if few.len() <= NAMED => format!("grant {} and scan again, to see the rest", visible(&few.join(", "))),
        many => format!("grant the {} actions named above and scan again, to see the rest", many.len()),
    })
}

/// All is well, as far as a cloud can show it.
fn documents(assessment: &Assessment<'_>) -> String {
    let wants = |result: &&CriterionResult<'_>| !matches!(result.documents(), Documents::OnFile | Documents::NotNeeded);
    let missing = assessment.criteria().iter().filter(wants).count() as u64;
    let unassessed = assessment.summary().totals.coverage.planned == 0;
    if unassessed {
        return "nothing was planned, so nothing was judged; select other controls.".to_owned();
    }
    if assessment.controls().iter().all(|result| result.status == Status::NotApplicable) {
        return "nothing is there that these controls speak of; see that these are the right account and regions."
            .to_owned();
    }
    if missing == 0 {
        return "nothing failed, everything planned was seen, and the documents are on file.".to_owned();
    }
    format!(
        "nothing failed and everything planned was seen; gather the documents that {} still ask for \
         (`tickmark documents requests` lists them).",
        count(missing, "criterion").replace("criterions", "criteria")
    )
}
