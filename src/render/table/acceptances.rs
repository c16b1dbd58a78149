//! The risks that management accepts, and what is on file and not honoured.

use crate::assess::{Acceptance, Assessment, Validity};
use crate::render::page::Page;
use crate::render::style::Tone;
use crate::render::text::{count, visible};

/// More acceptances than this are counted.
const SHOWN: usize = 20;

pub(super) fn write(assessment: &Assessment<'_>, page: &mut Page) {
    let all = assessment.input().management.acceptances();
    if all.is_empty() {
        return;
    }
    let accepted = assessment.accepted();
    let failures = count(accepted.iter().sum(), "failure");
    page.heading("RISK ACCEPTANCES", &format!("{failures} accepted by management; to an auditor each is a deviation"));
    for (acceptance, number) in all.iter().zip(accepted).take(SHOWN) {
        one(acceptance, number, acceptance.validity(assessment.as_of()), page);
    }
    if all.len() > SHOWN {
        let more = format!("and {} more: --format json has them all", count((all.len() - SHOWN) as u64, "acceptance"));
        page.line(0, &[(Tone::Faint, &more)]);
    }
}

fn one(acceptance: &Acceptance, accepted: u64, validity: Validity, page: &mut Page) {
    let until = acceptance.last_day().date();
    let (tone, told) = match (validity, accepted) {
        (Validity::InForce, 0) => (Tone::Unseen, format!("unused: no failure that it names; until {until}")),
        (Validity::InForce, number) => (Tone::Plain, format!("{} until {until}", count(number, "failure"))),
        (Validity::NotYet, _) => (Tone::Unseen, format!("not honoured before {}", acceptance.starts.date())),
        (Validity::Expired, _) => (Tone::Unseen, format!("not honoured: expired after {until}")),
        (Validity::SelfApproved, _) => (Tone::Unseen, "not honoured: its owner approved it himself".to_owned()),
    };
    let mark = if tone == Tone::Plain { "! " } else { "? " };
    page.line(
        0,
        &[(Tone::Unseen, mark), (Tone::Heading, acceptance.control.as_str()), (Tone::Plain, "  "), (tone, &told)],
    );
    let Acceptance { reason, compensating_control, owner, approver, ticket, .. } = acceptance;
    let by = format!("{approver}, {ticket}; the asset is {owner}'s");
    for (label, text) in [("reason", reason), ("instead", compensating_control), ("accepted", &by)] {
        page.labelled(2, (label, 10), Tone::Plain, &visible(text));
    }
}
