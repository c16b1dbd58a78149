//! Which data events a trail records, from its basic or advanced event selectors.

use aws_sdk_cloudtrail::operation::get_event_selectors::GetEventSelectorsOutput;
use aws_sdk_cloudtrail::types::{AdvancedEventSelector, DataResource, EventSelector};

use super::GET_EVENT_SELECTORS;
use super::field::{UnknownDirection, direction, equals, has};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::cloudtrail::DataEvents;
use crate::provider::aws::cloudtrail::data_events::S3_OBJECT;

/// The data events of a trail; one without selectors of its own records none, as the API documents.
pub(super) fn data_events(context: &Context, answer: &GetEventSelectorsOutput) -> Fact<Vec<DataEvents>> {
    let basic: Result<Vec<Vec<DataEvents>>, UnknownDirection> = answer.event_selectors().iter().map(basic).collect();
    let Ok(basic) = basic else { return context.malformed(&GET_EVENT_SELECTORS, "ReadWriteType") };
    let advanced = answer.advanced_event_selectors().iter().filter_map(advanced);
    Fact::Known(basic.into_iter().flatten().chain(advanced).collect())
}

/// The data events of a basic selector: of each of its resources.
fn basic(selector: &EventSelector) -> Result<Vec<DataEvents>, UnknownDirection> {
    let (read, write) = direction(selector)?;
    Ok(selector.data_resources().iter().filter_map(|resource| of_resource(resource, read, write)).collect())
}

/// Objects are named by the beginning of their ARN; other resources by all of it, or by that of their whole service
/// (`arn:aws:dynamodb`, `arn:aws:lambda`). A list without values names nothing.
fn of_resource(resource: &DataResource, read: bool, write: bool) -> Option<DataEvents> {
    let resource_type = resource.r#type.clone()?;
    let begins = |arn: &String| resource_type == S3_OBJECT || arn.split(':').count() == 3;
    let (starts_with, equals): (Vec<String>, Vec<String>) = resource.values().iter().cloned().partition(begins);
    let names_something = !starts_with.is_empty() || !equals.is_empty();
    names_something.then(|| DataEvents { resource_type, read, write, equals, starts_with, ..DataEvents::default() })
}

/// The data events of an advanced selector; `None` where it takes none, or only some that it picks out.
fn advanced(selector: &AdvancedEventSelector) -> Option<DataEvents> {
    let mut events = DataEvents { read: true, write: true, ..DataEvents::default() };
    let mut data = false;
    for field in selector.field_selectors() {
        match field.field.as_str() {
            "eventCategory" => data = equals(field).is_some_and(|values| has(values, "Data")),
            "resources.type" => match equals(field)? {
                [one] => events.resource_type.clone_from(one),
                _ => return None,
            },
            "readOnly" => {
                let values = equals(field)?;
                events.read &= has(values, "true");
                events.write &= has(values, "false");
            }
            "resources.ARN" if field.ends_with().is_empty() && field.not_ends_with().is_empty() => {
                events.equals.extend(field.equals().iter().cloned());
                events.starts_with.extend(field.starts_with().iter().cloned());
                events.not_equals.extend(field.not_equals().iter().cloned());
                events.not_starts_with.extend(field.not_starts_with().iter().cloned());
            }
            // Whatever else it filters by, it leaves out some of the events.
            _ => return None,
        }
    }
    (data && !events.resource_type.is_empty()).then_some(events)
}

#[cfg(test)]
mod tests {
    use aws_sdk_cloudtrail::types::builders::AdvancedFieldSelectorBuilder as Field;
    use aws_sdk_cloudtrail::types::{AdvancedFieldSelector, ReadWriteType};

    use super::*;

    fn field(name: &str) -> Field {
        AdvancedFieldSelector::builder().field(name)
    }

    fn of(fields: impl IntoIterator<Item = Field>) -> Option<DataEvents> {
        let fields = fields.into_iter().map(|field| field.build().unwrap()).collect();
        advanced(&AdvancedEventSelector::builder().set_field_selectors(Some(fields)).build().unwrap())
    }

    fn objects() -> [Field; 2] {
        [field("eventCategory").equals("Data"), field("resources.type").equals(S3_OBJECT)]
    }

    #[test]
    fn an_advanced_selector_is_read_with_its_direction_and_its_arns() {
        let all = of(objects()).unwrap();
        assert!(all.read && all.write && all.starts_with.is_empty());
        let reads = of(objects().into_iter().chain([field("readOnly").equals("true")])).unwrap();
        assert_eq!((reads.read, reads.write), (true, false));
        let arns = field("resources.ARN").starts_with("arn:aws:s3:::a/").not_starts_with("arn:aws:s3:::a/tmp/");
        let some = of(objects().into_iter().chain([arns])).unwrap();
        assert_eq!((some.starts_with, some.not_starts_with).0, ["arn:aws:s3:::a/"]);
    }

    #[test]
    fn one_that_picks_events_out_is_left_out() {
        for more in [
            field("eventName").equals("GetObject"),
            field("resources.ARN").ends_with("/x"),
            field("readOnly").not_equals("true"),
            field("userIdentity.arn").not_starts_with("arn:aws:sts::"),
        ] {
            assert_eq!(of(objects().into_iter().chain([more])), None);
        }
        assert_eq!(of([field("eventCategory").equals("Management")]), None);
        assert_eq!(of([field("resources.type").equals(S3_OBJECT)]), None);
    }

    #[test]
    fn a_basic_selector_names_objects_by_their_beginning_and_tables_by_their_name() {
        let resource = |of: &str, values: &[&str]| {
            let values = values.iter().map(|value| (*value).to_owned()).collect();
            DataResource::builder().r#type(of).set_values(Some(values)).build()
        };
        let selector = EventSelector::builder()
            .read_write_type(ReadWriteType::WriteOnly)
            .data_resources(resource(S3_OBJECT, &["arn:aws:s3"]))
            .data_resources(resource("AWS::DynamoDB::Table", &["arn:aws:dynamodb", "arn:aws:dynamodb:r:1:table/a"]))
            .data_resources(resource("AWS::Lambda::Function", &[]))
            .build();
        let found = basic(&selector).unwrap();
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|events| !events.read && events.write));
        assert_eq!(found[0].starts_with, ["arn:aws:s3"]);
        assert_eq!(
            (&found[1].starts_with[..], &found[1].equals[..]),
            (&["arn:aws:dynamodb".to_owned()][..], &["arn:aws:dynamodb:r:1:table/a".to_owned()][..])
        );
    }
}
