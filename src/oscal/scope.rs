//! What was reviewed: the criteria that a selected control speaks to, and the objectives that these controls are.

use super::observation::without_finding;
use super::text::{line, property};
use super::wire::{
    ControlRef, ControlSelection, LocalObjective, ObjectiveRef, ObjectiveSelection, Objectives, Part, Property,
    ReviewedControls,
};
use crate::assess::{Assessment, Configuration, ControlResult, CriterionResult};
use crate::control::{Control, Mapping};
use crate::predicate::prose;

/// The criteria in scope that a selected control speaks to.
pub(super) fn reviewed<'s, 'a>(
    assessment: &'s Assessment<'a>,
) -> impl Iterator<Item = &'s CriterionResult<'a>> + Clone + use<'s, 'a> {
    assessment.criteria().iter().filter(|result| is_reviewed(result))
}

fn is_reviewed(result: &CriterionResult<'_>) -> bool {
    result.configuration != Configuration::OutOfScope && !result.controls.is_empty()
}

/// The controls that speak to a criterion.
pub(super) fn controls<'s, 'a>(
    assessment: &'s Assessment<'a>,
    criterion: &'s CriterionResult<'a>,
) -> impl Iterator<Item = &'s ControlResult<'a>> + Clone + use<'s, 'a> {
    criterion.controls.iter().filter_map(|number| assessment.controls().get(*number))
}

/// The id of the objective that a control is for a criterion.
pub(super) fn objective(criterion: &CriterionResult<'_>, control: &Control) -> String {
    format!("{}_{}", criterion.criterion.id, control.id)
}

/// Why a control speaks to a criterion.
pub(super) fn because<'c>(
    criterion: &CriterionResult<'_>,
    control: &'c Control,
) -> impl Iterator<Item = &'c str> + use<'c> {
    mappings(criterion, control).map(|mapping| mapping.because.as_str())
}

fn mappings<'c>(criterion: &CriterionResult<'_>, control: &'c Control) -> impl Iterator<Item = &'c Mapping> + use<'c> {
    let id = criterion.criterion.id.clone();
    control.criteria.iter().filter(move |mapping| mapping.criterion == id)
}

/// The objectives: for each criterion what each of its controls expects, and why that speaks to it.
pub(super) fn objectives(assessment: &Assessment<'_>) -> Option<Objectives> {
    let all: Vec<LocalObjective> = reviewed(assessment)
        .map(|criterion| LocalObjective {
            control_id: criterion.criterion.id.to_string(),
            description: line(&criterion.criterion.summary),
            parts: controls(assessment, criterion).map(|result| part(criterion, result.control)).collect(),
        })
        .collect();
    (!all.is_empty()).then_some(Objectives { objectives_and_methods: all })
}

fn part(criterion: &CriterionResult<'_>, control: &Control) -> Part {
    let mut props = vec![property("control", control.id.as_str()), property("assertion", control.assertion.as_str())];
    for mapping in mappings(criterion, control) {
        props.push(property("role", mapping.role.as_str()));
        props.extend(mapping.points.iter().map(|point| property("point-of-focus", point)));
    }
    props.extend(control.params.iter().map(|(name, param)| property("param", &format!("{name}={}", param.value))));
    let expected = prose(&control.expect).into_iter().map(|told| line(&told));
    let applies = control.when.iter().flat_map(prose).map(|told| line(&told));
    let mut lines: Vec<String> = because(criterion, control).map(line).collect();
    lines.extend(std::iter::once("Expected:".to_owned()).chain(expected));
    if control.when.is_some() {
        lines.extend(std::iter::once("It applies where:".to_owned()).chain(applies));
    }
    Part {
        id: objective(criterion, control),
        name: "assessment-objective",
        title: line(&control.title),
        props,
        prose: lines.join("\n"),
    }
}

/// What was reviewed, with the two columns of each criterion; and as properties what was not.
pub(super) fn reviewed_controls(assessment: &Assessment<'_>) -> ReviewedControls {
    let mut selections: Vec<ControlSelection> = reviewed(assessment)
        .map(|result| ControlSelection {
            description: line(&result.criterion.summary),
            props: columns(result),
            include_controls: vec![ControlRef { control_id: result.criterion.id.to_string() }],
        })
        .collect();
    if selections.is_empty() {
        // OSCAL wants one selection, and a control in it; this one says that there was none.
        selections.push(ControlSelection {
            description: "No control was selected: nothing was reviewed.".to_owned(),
            include_controls: vec![ControlRef { control_id: "none".to_owned() }],
            ..ControlSelection::default()
        });
    }
    let objectives: Vec<ObjectiveRef> = reviewed(assessment)
        .flat_map(|criterion| controls(assessment, criterion).map(move |result| (criterion, result)))
        .map(|(criterion, result)| ObjectiveRef {
            objective_id: objective(criterion, result.control),
            remarks: without_finding(result.status),
        })
        .collect();
    let selection = (!objectives.is_empty()).then_some(ObjectiveSelection { include_objectives: objectives });
    ReviewedControls {
        description: "The Trust Services Criteria that a control of the pack speaks to, each with what its \
                      configuration and its documents come to. Documents never lift a configuration status.",
        props: assessment.criteria().iter().filter(|result| !is_reviewed(result)).map(not_reviewed).collect(),
        control_selections: selections,
        control_objective_selections: selection.into_iter().collect(),
    }
}

fn columns(result: &CriterionResult<'_>) -> Vec<Property> {
    vec![
        property("configuration", result.configuration.as_str()),
        property("documents", result.documents().as_str()),
        property("cloud-evidence", result.criterion.cloud_evidence.as_str()),
    ]
}

fn not_reviewed(result: &CriterionResult<'_>) -> Property {
    Property {
        class: Some(result.configuration.as_str()),
        remarks: Some(format!("Documents: {}.", result.documents())),
        ..property("not-reviewed", result.criterion.id.as_str())
    }
}
