//! `tickmark criteria list|show`: the criteria, and what a cloud can show of them.

use std::io::Write;

use anyhow::anyhow;

use super::{built_in_criteria, plain_table};
use crate::cli::CriteriaCommand;
use crate::criteria::{Category, CloudEvidence, Criteria, Criterion, CriterionId};
use crate::yaml::nearest;

/// Prints the answer. `width` is that of a table in columns, or `None` to ask the terminal.
pub(super) fn run(command: &CriteriaCommand, width: Option<u16>, out: &mut impl Write) -> anyhow::Result<()> {
    let criteria = built_in_criteria()?;
    match command {
        CriteriaCommand::List { category, evidence } => list(&criteria, category, evidence, width, out),
        CriteriaCommand::Show { id } => show(find(&criteria, id)?, out),
    }
}

fn find<'a>(criteria: &'a Criteria, id: &CriterionId) -> anyhow::Result<&'a Criterion> {
    criteria.get(id).ok_or_else(|| {
        let near = nearest(id.as_str(), criteria.iter().map(|criterion| criterion.id.as_str()));
        match near {
            Some(help) => anyhow!("there is no criterion {id}; {help}"),
            None => anyhow!("there is no criterion {id}; `tickmark criteria list` names all of them"),
        }
    })
}

fn list(
    criteria: &Criteria,
    categories: &[Category],
    degrees: &[CloudEvidence],
    width: Option<u16>,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let chosen: Vec<&Criterion> = criteria
        .iter()
        .filter(|criterion| categories.is_empty() || categories.contains(&criterion.category))
        .filter(|criterion| degrees.is_empty() || degrees.contains(&criterion.cloud_evidence))
        .collect();
    if chosen.is_empty() {
        return Err(anyhow!("no criterion is of that category and that degree of evidence"));
    }
    let mut table = plain_table(width);
    table.set_header(["CRITERION", "CATEGORY", "CLOUD", "POINTS", "WHAT IT ASKS FOR"]);
    for criterion in &chosen {
        let points = format!("{}/{}", criterion.cloud_assessable_points().count(), criterion.points.len());
        table.add_row([
            criterion.id.as_str(),
            criterion.category.as_str(),
            criterion.cloud_evidence.as_str(),
            &points,
            &criterion.summary,
        ]);
    }
    writeln!(out, "{}", table.trim_fmt())?;
    let assessable: usize = chosen.iter().map(|criterion| criterion.cloud_assessable_points().count()).sum();
    let points: usize = chosen.iter().map(|criterion| criterion.points.len()).sum();
    writeln!(
        out,
        "\n{} criteria. Of their {points} points of focus a cloud can show something about {assessable}; the rest \
         takes documents.",
        chosen.len()
    )?;
    Ok(())
}

fn show(criterion: &Criterion, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "{} · {} · {}", criterion.id, criterion.category, criterion.series)?;
    writeln!(out, "{}", criterion.summary)?;
    writeln!(out, "\nCloud evidence: {}", criterion.cloud_evidence)?;
    if let Some(signals) = &criterion.cloud_signals {
        writeln!(out, "  {signals}")?;
    }
    writeln!(out, "\nWhat no scanner can show, and an auditor asks for:\n  {}", criterion.manual_evidence)?;
    writeln!(out, "\nPoints of focus (✓ a cloud can show something, · it cannot):")?;
    for point in &criterion.points {
        let mark = if point.cloud_assessable { '✓' } else { '·' };
        let scope =
            point.scope.as_ref().map(|scope| format!("  [applies when {scope} is in scope]")).unwrap_or_default();
        writeln!(out, "  {mark} {}{scope}", point.name)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(command: &CriteriaCommand) -> anyhow::Result<String> {
        let mut out = Vec::new();
        run(command, Some(120), &mut out)?;
        Ok(String::from_utf8(out)?)
    }

    #[test]
    fn the_list_holds_every_criterion_once() {
        let list = printed(&CriteriaCommand::List { category: vec![], evidence: vec![] }).unwrap();
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
        let chosen = |category, evidence| printed(&CriteriaCommand::List { category, evidence });
        assert!(chosen(vec![Category::Availability], vec![]).unwrap().contains("3 criteria."));
        assert!(chosen(vec![], vec![CloudEvidence::Automated]).unwrap().contains("5 criteria."));
        assert!(chosen(vec![Category::Privacy], vec![CloudEvidence::Automated]).is_err());
    }

    #[test]
    fn a_criterion_shows_which_points_a_cloud_can_speak_to() {
        let shown = printed(&CriteriaCommand::Show { id: "CC6.1".parse().unwrap() }).unwrap();
        assert!(shown.contains("✓ Uses Encryption to Protect Data"), "{shown}");
        let manual = printed(&CriteriaCommand::Show { id: "CC1.1".parse().unwrap() }).unwrap();
        assert!(manual.contains("Cloud evidence: manual") && !manual.contains("\n  ✓"), "{manual}");
    }

    #[test]
    fn an_unknown_criterion_names_its_neighbour() {
        let error = printed(&CriteriaCommand::Show { id: "CC6.9".parse().unwrap() }).unwrap_err().to_string();
        assert!(error.starts_with("there is no criterion CC6.9") && error.contains("CC6."), "{error}");
    }
}
