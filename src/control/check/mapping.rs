//! Checks the criteria of a control: they are real, and a cloud can show the points that are named.

use crate::control::raw::{RawMapping, Text};
use crate::control::{Mapping, Role};
use crate::criteria::{Criteria, Criterion};
use crate::yaml::{Problems, word};

pub(super) fn check(raw: &[RawMapping<'_>], criteria: &Criteria, problems: &mut Problems) -> Vec<Mapping> {
    let mut found: Vec<Mapping> = Vec::new();
    for raw in raw {
        let Some(mapping) = mapping(raw, criteria, problems) else { continue };
        if found.iter().any(|earlier| earlier.criterion == mapping.criterion) {
            problems.report(raw.mark, format!("{} is mapped already", mapping.criterion));
        } else {
            found.push(mapping);
        }
    }
    found
}

fn mapping(raw: &RawMapping<'_>, criteria: &Criteria, problems: &mut Problems) -> Option<Mapping> {
    let role =
        raw.role.and_then(|node| word::<Role>(node, "role", Role::ALL.iter().map(|role| role.as_str()), problems));
    let id = raw.id.as_ref()?;
    let Some(criterion) = id.value.parse().ok().and_then(|id| criteria.get(&id)) else {
        let known: Vec<&str> = criteria.iter().map(|criterion| criterion.id.as_str()).collect();
        problems.report_unknown(id.mark, "criterion", &id.value, known);
        return None;
    };
    let points: Vec<Option<String>> = raw.points.iter().map(|text| point(text, criterion, problems)).collect();
    Some(Mapping {
        criterion: criterion.id.clone(),
        role: role?,
        points: points.into_iter().collect::<Option<_>>()?,
        because: raw.because.as_ref()?.value.clone(),
    })
}

fn point(text: &Text, criterion: &Criterion, problems: &mut Problems) -> Option<String> {
    let assessable = || criterion.cloud_assessable_points().map(|point| point.name.as_str());
    match criterion.point(&text.value) {
        Some(point) if point.cloud_assessable => return Some(point.name.clone()),
        Some(_) => {
            let listed: Vec<&str> = assessable().collect();
            let message = format!("no cloud can show {:?} of {}", text.value, criterion.id);
            let help = match listed.as_slice() {
                [] => format!("{} has no point that a cloud can show", criterion.id),
                listed => format!("those it can: {}", listed.join("; ")),
            };
            problems.report_with(text.mark, message, help);
        }
        None => {
            problems.report_unknown(
                text.mark,
                &format!("point of focus of {}", criterion.id),
                &text.value,
                assessable(),
            );
        }
    }
    None
}
