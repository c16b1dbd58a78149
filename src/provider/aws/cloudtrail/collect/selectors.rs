//! Which management events a trail records, from its basic or advanced event selectors.

use std::collections::BTreeSet;

use aws_sdk_cloudtrail::operation::get_event_selectors::GetEventSelectorsOutput;
use aws_sdk_cloudtrail::types::Trail as Described;
use aws_sdk_cloudtrail::types::{AdvancedEventSelector, EventSelector};

use super::GET_EVENT_SELECTORS;
use super::field::{UnknownDirection, direction, equals, has, not_equals};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::cloudtrail::ManagementEvents;

/// The management events of a trail. One without selectors of its own records them all, as the API documents.
pub(super) fn management_events(
    context: &Context,
    trail: &Described,
    answer: &GetEventSelectorsOutput,
) -> Fact<ManagementEvents> {
    let malformed = |member: &str| context.malformed(&GET_EVENT_SELECTORS, member);
    if answer.event_selectors().is_empty() && answer.advanced_event_selectors().is_empty() {
        if trail.has_custom_event_selectors == Some(true) {
            return malformed("EventSelectors");
        }
        return Fact::Known(ManagementEvents { read: true, write: true, excluded_sources: Vec::new() });
    }
    let basic: Result<Vec<Option<Selected>>, UnknownDirection> = answer.event_selectors().iter().map(basic).collect();
    let Ok(basic) = basic else { return malformed("ReadWriteType") };
    let advanced = answer.advanced_event_selectors().iter().map(advanced);
    let selected: Vec<Selected> = basic.into_iter().chain(advanced).flatten().collect();
    Fact::Known(together(&selected))
}

/// The management events that one selector takes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Selected {
    read: bool,
    write: bool,
    excluded: BTreeSet<String>,
}

/// An event is recorded where any selector takes it: a source is left out only where all of one direction do.
fn together(selectors: &[Selected]) -> ManagementEvents {
    let direction = |takes: fn(&Selected) -> bool| {
        let taking = selectors.iter().filter(|one| takes(one)).map(|one| one.excluded.clone());
        taking.reduce(|one, other| one.intersection(&other).cloned().collect())
    };
    let (read, write) = (direction(|one| one.read), direction(|one| one.write));
    ManagementEvents {
        read: read.is_some(),
        write: write.is_some(),
        excluded_sources: [read, write].into_iter().flatten().flatten().collect::<BTreeSet<_>>().into_iter().collect(),
    }
}

/// A basic selector; `None` where it takes no management event.
fn basic(selector: &EventSelector) -> Result<Option<Selected>, UnknownDirection> {
    let (read, write) = direction(selector)?;
    let excluded = selector.exclude_management_event_sources().iter().cloned().collect();
    // Absent means true, as the API documents.
    Ok(selector.include_management_events.unwrap_or(true).then_some(Selected { read, write, excluded }))
}

/// An advanced selector; `None` where it takes no management event, or only some that it picks out.
fn advanced(selector: &AdvancedEventSelector) -> Option<Selected> {
    let mut selected = Selected { read: true, write: true, excluded: BTreeSet::new() };
    let mut management = false;
    for field in selector.field_selectors() {
        match field.field.as_str() {
            "eventCategory" => management = equals(field).is_some_and(|values| has(values, "Management")),
            "readOnly" => {
                let values = equals(field)?;
                selected.read &= has(values, "true");
                selected.write &= has(values, "false");
            }
            "eventSource" => selected.excluded.extend(not_equals(field)?.iter().cloned()),
            // Whatever else it filters by, it leaves out more than a source.
            _ => return None,
        }
    }
    management.then_some(selected)
}

#[cfg(test)]
mod tests;
