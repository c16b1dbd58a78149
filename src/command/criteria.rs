//! `tickmark criteria list|show`: the criteria, what a cloud can show of them, and which controls do.

mod evidence;

use std::process::ExitCode;

use anyhow::anyhow;

use super::built_in_criteria;
use super::console::{Console, plain_table};
use super::select::load_pack;
use crate::cli::{CriteriaCommand, PackArgs};
use crate::criteria::{Category, CloudEvidence, Criteria, Criterion, CriterionId};
use crate::yaml::nearest;

/// Prints the answer.
pub(super) fn run(command: &CriteriaCommand, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let criteria = built_in_criteria()?;
    match command {
        CriteriaCommand::List { category, evidence, coverage, pack } => {
            let chosen = choose(&criteria, category, evidence)?;
            if *coverage {
                let pack = load_pack(pack, &criteria, console.settings)?;
                evidence::coverage(&chosen, &pack, console.style).write(console.out)?;
            } else {
                list(&chosen, console)?;
            }
        }
        CriteriaCommand::Show { id, pack } => show(&criteria, id, pack, console)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn choose<'a>(
    criteria: &'a Criteria,
    categories: &[Category],
    degrees: &[CloudEvidence],
) -> anyhow::Result<Vec<&'a Criterion>> {
    let chosen: Vec<&Criterion> = criteria
        .iter()
        .filter(|criterion| categories.is_empty() || categories.contains(&criterion.category))
        .filter(|criterion| degrees.is_empty() || degrees.contains(&criterion.cloud_evidence))
        .collect();
    if chosen.is_empty() {
        return Err(anyhow!("no criterion is of that category and that degree of evidence"));
    }
    Ok(chosen)
}

fn list(chosen: &[&Criterion], console: &mut Console<'_>) -> anyhow::Result<()> {
    let mut table = plain_table(console.style);
    table.set_header(["CRITERION", "CATEGORY", "CLOUD", "POINTS", "WHAT IT ASKS FOR"]);
    for criterion in chosen {
        let points = format!("{}/{}", criterion.cloud_assessable_points().count(), criterion.points.len());
        table.add_row([
            criterion.id.as_str(),
            criterion.category.as_str(),
            criterion.cloud_evidence.as_str(),
            &points,
            &criterion.summary,
        ]);
    }
    writeln!(console.out, "{}", table.trim_fmt())?;
    let assessable: usize = chosen.iter().map(|criterion| criterion.cloud_assessable_points().count()).sum();
    let points: usize = chosen.iter().map(|criterion| criterion.points.len()).sum();
    writeln!(
        console.out,
        "\n{} criteria. Of their {points} points of focus a cloud can show something about {assessable}; the rest \
         takes documents.",
        chosen.len()
    )?;
    Ok(())
}

fn show(criteria: &Criteria, id: &CriterionId, args: &PackArgs, console: &mut Console<'_>) -> anyhow::Result<()> {
    let criterion = criteria.get(id).ok_or_else(|| {
        let near = nearest(id.as_str(), criteria.iter().map(|criterion| criterion.id.as_str()));
        let near = near.unwrap_or_else(|| "`tickmark criteria list` names all of them".to_owned());
        anyhow!("there is no criterion {id}; {near}")
    })?;
    let pack = load_pack(args, criteria, console.settings)?;
    evidence::page(criterion, &pack, console.style).write(console.out)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::console::printed;
    use crate::render::text::cut;

    fn said(command: &CriteriaCommand) -> anyhow::Result<String> {
        printed(|console| run(command, console)).map(|(_, text)| text)
    }

    fn list(category: Vec<Category>, evidence: Vec<CloudEvidence>, coverage: bool) -> anyhow::Result<String> {
        said(&CriteriaCommand::List { category, evidence, coverage, pack: PackArgs::default() })
    }

    fn show(id: &str) -> anyhow::Result<String> {
        said(&CriteriaCommand::Show { id: id.parse().unwrap(), pack: PackArgs::default() })
    }

    #[test]
    fn the_list_holds_every_criterion_once() {
        let list = list(vec![], vec![], false).unwrap();
        let criteria = Criteria::built_in().unwrap();
        for criterion in &criteria {
            let lines = list.lines().filter(|line| line.split_whitespace().next() == Some(criterion.id.as_str()));
            assert_eq!(lines.count(), 1, "{}", criterion.id);
        }
        assert!(list.contains("61 criteria. Of their 330 points of focus a cloud can show something about 78"));
        assert!(list.lines().all(|line| line.chars().count() <= 120));
    }

    #[test]
    fn filters_narrow_and_an_empty_choice_is_an_error() {
        assert!(list(vec![Category::Availability], vec![], false).unwrap().contains("3 criteria."));
        assert!(list(vec![], vec![CloudEvidence::Automated], false).unwrap().contains("5 criteria."));
        assert!(list(vec![Category::Privacy], vec![CloudEvidence::Automated], false).is_err());
    }

    #[test]
    fn coverage_names_the_points_that_no_control_speaks_to() {
        let coverage = list(vec![], vec![], true).unwrap();
        let criteria = Criteria::built_in().unwrap();
        for criterion in &criteria {
            for point in criterion.cloud_assessable_points() {
                let own = |line: &&str| {
                    line.split_whitespace().next() == Some(criterion.id.as_str())
                        && line.contains(cut(&point.name, 40).trim_end_matches('…'))
                };
                let line = coverage.lines().find(own).unwrap_or_else(|| panic!("{}: {}", criterion.id, point.name));
                assert!(line.contains(": aws-") || line.contains("none"), "{line}");
            }
        }
        assert!(coverage.lines().all(|line| line.chars().count() <= 120));
    }

    #[test]
    fn a_criterion_shows_which_points_a_cloud_can_speak_to_and_which_controls_do() {
        let shown = show("CC6.1").unwrap();
        assert!(shown.contains("✓ Restricts Logical Access"), "{shown}");
        assert!(shown.contains("aws-s3-account-public-access-block"), "{shown}");
        let manual = show("CC1.1").unwrap();
        assert!(manual.contains("manual") && !manual.contains("\n  ✓"), "{manual}");
    }

    #[test]
    fn an_unknown_criterion_names_its_neighbour() {
        let error = show("CC6.9").unwrap_err().to_string();
        assert!(error.starts_with("there is no criterion CC6.9") && error.contains("CC6."), "{error}");
    }
}
