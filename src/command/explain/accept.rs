//! How to accept the risk of one failure: an entry of `acceptances.yaml` that is ready but for its words.

use crate::assess::{Acceptance, Assessment, AssetPattern, Finding, Validity};
use crate::control::ControlId;
use crate::inventory::Timestamp;
use crate::inventory::snapshot::AssetRef;
use crate::management::acceptances::file_of;
use crate::render::Tone;
use crate::render::page::Page;
use crate::render::text::visible;

/// The columns of the labels.
const LABEL: usize = 10;

/// For how long the entry accepts it.
const DAYS: i64 = 90;

/// What management says of it already.
pub(super) fn on_file(assessment: &Assessment<'_>, finding: &Finding, page: &mut Page) {
    let Some(asset) = assessment.asset_of(finding) else { return };
    let Some(result) = assessment.control_of(finding) else { return };
    let accepting = assessment.acceptance_of(finding);
    let all = assessment.input().management.acceptances().iter().enumerate();
    let naming = all.filter(|(_, one)| one.control == result.control.id && one.names(asset.id()));
    for (number, one) in naming {
        let last = one.last_day().date();
        let (tone, told) = match one.validity(assessment.snapshot().as_of(asset.account())) {
            Validity::InForce if accepting == Some(number) => (Tone::Unseen, format!("accepted until {last}")),
            Validity::InForce => (Tone::Faint, format!("in force until {last}, and not what decides here")),
            Validity::NotYet => (Tone::Unseen, format!("not honoured before {}", one.starts.date())),
            Validity::Expired => (Tone::Unseen, format!("not honoured: expired after {last}")),
            Validity::SelfApproved => (Tone::Unseen, "not honoured: its owner approved it himself".to_owned()),
        };
        page.heading("ON FILE", "what management says of it");
        page.line(2, &[(tone, &told)]);
        let by = format!("{}, {}; the asset is {}'s", one.approver, one.ticket, one.owner);
        for (label, text) in [("reason", &one.reason), ("instead", &one.compensating_control), ("by", &by)] {
            page.labelled(2, (label, LABEL), Tone::Plain, &visible(text));
        }
    }
}

/// The entry, to be put into the file.
pub(super) fn offer(control: &ControlId, asset: AssetRef<'_>, as_of: Timestamp, page: &mut Page) {
    let Some(entry) = entry(control, asset, as_of) else { return };
    page.heading("HOW TO ACCEPT THE RISK", "for a time; to an auditor it stays a deviation");
    page.paragraph(
        2,
        Tone::Plain,
        "Put this into acceptances.yaml, with your own words in the place of those in capitals:",
    );
    for line in file_of(&[entry]).lines() {
        page.verbatim(4, Tone::Command, &visible(line));
    }
    let hint = "`tickmark acceptances check acceptances.yaml SNAPSHOT` says whether it is honoured; scan and assess take \
                it with --acceptances.";
    page.paragraph(2, Tone::Faint, hint);
}

/// It begins on the day of the snapshot, so that it holds for what was seen.
fn entry(control: &ControlId, asset: AssetRef<'_>, as_of: Timestamp) -> Option<Acceptance> {
    let starts = Timestamp::from_date(&as_of.date())?;
    let id = asset.id().to_owned();
    // An id with a star in it can only be written as a pattern.
    let asset = if id.contains('*') { AssetPattern::Glob(id) } else { AssetPattern::Id(id) };
    let owned = str::to_owned;
    Some(Acceptance {
        control: control.clone(),
        assets: vec![asset],
        reason: owned("WHY THE RISK IS ACCEPTED"),
        compensating_control: owned("WHAT KEEPS IT SMALL MEANWHILE"),
        owner: owned("WHO ANSWERS FOR THE ASSET"),
        approver: owned("WHO ACCEPTS THE RISK, SOMEBODY ELSE"),
        ticket: owned("WHERE IT WAS DISCUSSED"),
        starts,
        ends: starts.plus_days(DAYS)?,
    })
}
