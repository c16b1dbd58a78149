//! From what a file says to a [`Control`]: every field, literal, criterion and placeholder is held against what there is.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, Under};
use super::pack::{Origin, Source};
use super::param::{Overrides, Param, ParamValue};
use super::raw::{RawControl, RawSeverity, Text};
use super::{Assertion, Control, ControlId, Severities, Severity, SeverityRule, parse};
use crate::criteria::Criteria;
use crate::inventory::Kind;
use crate::inventory::schema::{Object, Schema};
use crate::predicate::{Path, Predicate};
use crate::yaml::{self, Diagnostic, Mark, Node, Problems};

mod cases;
mod change;
mod fix;
mod mapping;
mod operand;
mod params;
mod predicate;
mod scope;
mod test;
mod value;

use predicate::Checker;

const START: Mark = Mark { line: 1, column: 1 };

/// Reads and checks one control.
pub(crate) fn control(
    source: &Source,
    schema: &Schema,
    criteria: &Criteria,
    overrides: &Overrides,
) -> Result<Control, Vec<Diagnostic>> {
    let tree = yaml::parse(&source.file, &source.text).map_err(|problem| vec![problem])?;
    let mut problems = Problems::new(&source.file);
    let checked = parse::control(&tree, &mut problems)
        .and_then(|raw| checked(source, &raw, schema, criteria, overrides, &mut problems));
    match checked {
        Some(mut control) if problems.is_empty() => {
            control.canonical = tree.canonical();
            Ok(control)
        }
        _ => Err(problems.into_vec()),
    }
}

fn checked(
    source: &Source,
    raw: &RawControl<'_>,
    schema: &Schema,
    criteria: &Criteria,
    overrides: &Overrides,
    problems: &mut Problems,
) -> Option<Control> {
    let kinds = kinds(&raw.kinds, schema, problems);
    let place = kinds.first().and_then(|(kind, _)| place(source, kind, problems));
    let mut params = params::check(&raw.params, place.as_ref().map(|place| &place.id), overrides, problems);
    let criteria = mapping::check(&raw.criteria, criteria, problems);
    let assertion = raw
        .assertion
        .map(|node| yaml::word(node, "assertion", Assertion::ALL.iter().map(|word| word.as_str()), problems));
    let equivalents = raw.equivalents.iter().map(|(tool, names)| (tool.clone(), values(names))).collect();

    let object = scope::merged(&kinds)?;
    let declared: BTreeSet<&str> = raw.params.iter().map(|param| param.name.value.as_str()).collect();
    let mut checker = Checker::new(&kinds, &object, &params, declared.clone(), problems);
    let when = raw.when.map(|node| checker.asset(node));
    let expect = raw.expect.and_then(|node| checker.asset(node));
    let severity = raw.severity.as_ref().and_then(|raw| severity(raw, &mut checker));
    let show = show(&raw.show, &mut checker);
    let fix = raw.fix.as_ref().and_then(|raw| fix::check(raw, &mut checker));
    let used = checker.into_used();
    unused(raw, &used, problems);

    let place = place?;
    let mut control = Control {
        id: place.id,
        title: raw.title.as_ref()?.value.clone(),
        service: place.service,
        kinds: kinds.iter().map(|(kind, _)| kind.clone()).collect(),
        severity: severity?,
        assertion: assertion.map_or(Some(Assertion::default()), |assertion| assertion)?,
        criteria,
        params: BTreeMap::new(),
        when: applies(when.map_or(Some(None), |when| when.map(Some))?, &params),
        expect: expect?,
        show,
        fix: fix?,
        equivalents,
        references: values(&raw.references),
        cases: Vec::new(),
        file: source.file.clone(),
        origin: source.origin,
        canonical: String::new(),
    };
    change::mark(&control, &mut params);
    control.params = params;
    let read = cases::Read::of(&control);
    control.cases = Vec::with_capacity(raw.cases.len());
    for case in &raw.cases {
        let under = case.params.map(|chosen| {
            let params = params::chosen(chosen, &control.params, problems)?;
            let mut checker = Checker::new(&kinds, &object, &params, declared.clone(), problems);
            let when = raw.when.map(|node| checker.asset(node)).map_or(Some(None), |when| when.map(Some))?;
            let expect = raw.expect.and_then(|node| checker.asset(node))?;
            Some(Box::new(Under { when: applies(when, &params), expect }))
        });
        let case = cases::check(case, &read, &object, problems);
        if let (Some(case), Some(under)) = (case, under.map_or(Some(None), |under| under.map(Some))) {
            control.cases.push(Case { under, ..case });
        }
    }
    Some(control)
}

/// When the control applies: never while one of its parameters has no value.
fn applies(stated: Option<Predicate>, params: &BTreeMap<String, Param>) -> Option<Predicate> {
    if params.values().all(|param| param.value != ParamValue::Unset) {
        return stated;
    }
    let never = Predicate::Any(Vec::new());
    Some(Predicate::All([never].into_iter().chain(stated).collect()))
}

fn values(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

fn kinds<'s>(raw: &[Text], schema: &'s Schema, problems: &mut Problems) -> Vec<(Kind, &'s Object)> {
    let mut found = Vec::new();
    for text in raw {
        if let Some(pair) = text.value.parse().ok().and_then(|kind| schema.kind(&kind).map(|object| (kind, object))) {
            found.push(pair);
        } else {
            let known = schema.kinds().map(|(kind, _)| kind.as_str());
            problems.report_unknown(text.mark, "asset kind", &text.value, known);
        }
    }
    // A control with a kind that is not known is not checked against the others: its fields are theirs in common.
    if found.len() == raw.len() { found } else { Vec::new() }
}

struct Place {
    id: ControlId,
    service: String,
}

/// The id and service that the file's place gives: `…/<provider>/<service>/<stem>.yaml`. A user's file may lie
/// elsewhere; its service is then that of its first kind.
fn place(source: &Source, kind: &Kind, problems: &mut Problems) -> Option<Place> {
    let mut parts = source.file.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let (service, provider) = (parts.next(), parts.next());
    let service = match service {
        Some(service) if provider == Some(kind.provider()) => service,
        _ if source.origin == Origin::BuiltIn => {
            let wanted = format!("controls/{}/<service>/{name}", kind.provider());
            problems.report(START, format!("this control belongs in {wanted}"));
            return None;
        }
        _ => kind.service(),
    };
    match format!("{}-{stem}", kind.provider()).parse() {
        Ok(id) => Some(Place { id, service: service.to_owned() }),
        Err(problem) => {
            problems.report(START, format!("the file's name gives no control id: {problem}"));
            None
        }
    }
}

fn severity(raw: &RawSeverity<'_>, checker: &mut Checker<'_>) -> Option<Severities> {
    let word = |node: &Node, problems: &mut Problems| {
        yaml::word::<Severity>(node, "severity", Severity::ALL.iter().map(|word| word.as_str()), problems)
    };
    let default = raw.default.and_then(|node| word(node, checker.problems));
    let rules = raw.when.iter().map(|(condition, then)| {
        let (condition, then) = (checker.asset(condition), word(then, checker.problems));
        Some(SeverityRule { condition: condition?, then: then? })
    });
    let when: Vec<Option<SeverityRule>> = rules.collect();
    Some(Severities { default: default?, when: when.into_iter().collect::<Option<_>>()? })
}

fn show(raw: &[Text], checker: &mut Checker<'_>) -> Vec<Path> {
    raw.iter().filter_map(|text| checker.path(&text.value, text.mark)).collect()
}

fn unused(raw: &RawControl<'_>, used: &BTreeSet<String>, problems: &mut Problems) {
    for param in raw.params.iter().filter(|param| !used.contains(&param.name.value)) {
        problems.report(param.name.mark, format!("the parameter {:?} is used nowhere", param.name.value));
    }
}
