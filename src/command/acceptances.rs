//! `tickmark acceptances check`: whether the file is sound, what is honoured of it, and what each acceptance covers.

use std::path::Path;
use std::process::ExitCode;

use super::assess::read;
use super::console::Console;
use super::select::{Grounds, acceptances, load_pack};
use super::{built_in_criteria, now, unless_broken_pipe};
use crate::assess::{Acceptance, Assessment, Management as _, Options, Outcome, Validity, assess};
use crate::cli::{AcceptancesCommand, ManagementArgs, PackArgs, SelectArgs};
use crate::render::page::Page;
use crate::render::text::{count, visible};
use crate::render::{Style, Tone};

/// The exit status where an acceptance is not honoured, or covers nothing.
const NOT_HONOURED: u8 = 1;

/// Prints the answer.
pub(super) fn run(command: &AcceptancesCommand, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let AcceptancesCommand::Check { file, snapshots, pack } = command;
    let (page, sound) = if snapshots.is_empty() {
        as_of_now(file, pack, console)?
    } else {
        let select = SelectArgs { pack: pack.clone(), ..SelectArgs::default() };
        let grounds = Grounds::load(
            &select,
            &ManagementArgs { acceptances: Some(file.clone()), documents: None },
            console.settings,
        )?;
        let snapshot = read(snapshots, console.settings)?;
        let input = grounds.input(&snapshot);
        covered(&assess(input, Options::default()), console.style)
    };
    unless_broken_pipe(page.write(console.out))?;
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::from(NOT_HONOURED) })
}

/// What is honoured at this moment; what it covers nobody can tell without a snapshot.
fn as_of_now(file: &Path, pack: &PackArgs, console: &Console<'_>) -> anyhow::Result<(Page, bool)> {
    let criteria = built_in_criteria()?;
    let all = acceptances(file, &load_pack(pack, &criteria, console.settings)?)?;
    let now = now();
    let (mut page, mut sound) = (Page::new(console.style), true);
    for acceptance in all.acceptances() {
        let validity = acceptance.validity(now);
        sound &= validity == Validity::InForce;
        head(acceptance, validity, None, &mut page);
        for asset in &acceptance.assets {
            page.line(4, &[(Tone::Plain, &visible(&asset.to_string()))]);
        }
    }
    page.paragraph(0, Tone::Faint, "Give a snapshot too, to see which failures each of them covers.");
    Ok((page, sound))
}

/// What each covers in what was seen.
fn covered(assessment: &Assessment<'_>, style: Style) -> (Page, bool) {
    let (mut page, mut sound) = (Page::new(style), true);
    let all = assessment.input().management.acceptances();
    for (number, (acceptance, accepted)) in all.iter().zip(assessment.accepted()).enumerate() {
        let validity = acceptance.validity(assessment.as_of());
        sound &= validity == Validity::InForce && accepted > 0;
        head(acceptance, validity, Some(accepted), &mut page);
        for finding in assessment.findings() {
            let (Some(result), Some(asset)) = (assessment.control_of(finding), assessment.asset_of(finding)) else {
                continue;
            };
            if result.control.id != acceptance.control || !acceptance.names(asset.id()) {
                continue;
            }
            let told = match finding.outcome {
                Outcome::RiskAccepted if assessment.acceptance_of(finding) == Some(number) => "fails, and is accepted",
                Outcome::RiskAccepted => "fails, and an earlier acceptance covers it",
                Outcome::Fail => "fails, and is not accepted",
                Outcome::Pass => "passes: nothing to accept",
                Outcome::NotEvaluated => "was not evaluated: nothing to accept yet",
                Outcome::NotApplicable | Outcome::SetAside => "is not judged: nothing to accept",
            };
            let (name, place) = (visible(asset.name()), format!("  {}  ", asset.region()));
            page.line(4, &[(Tone::Plain, &name), (Tone::Faint, &place), (Tone::Plain, told)]);
        }
    }
    (page, sound)
}

fn head(acceptance: &Acceptance, validity: Validity, accepted: Option<u64>, page: &mut Page) {
    let last = acceptance.last_day().date();
    let (tone, told) = match (validity, accepted) {
        (Validity::InForce, Some(0)) => (Tone::Unseen, format!("in force until {last}, and unused")),
        (Validity::InForce, Some(number)) => {
            (Tone::Good, format!("in force until {last}, for {}", count(number, "failure")))
        }
        (Validity::InForce, None) => (Tone::Good, format!("in force until {last}")),
        (Validity::NotYet, _) => (Tone::Unseen, format!("not yet: from {}", acceptance.starts.date())),
        (Validity::Expired, _) => (Tone::Bad, format!("expired after {last}")),
        (Validity::SelfApproved, _) => (Tone::Bad, "not honoured: its owner approved it himself".to_owned()),
    };
    page.line(0, &[(Tone::Heading, acceptance.control.as_str()), (Tone::Plain, "  "), (tone, &told)]);
}
