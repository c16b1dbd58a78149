//! The data events that a trail records, and whether they are all of those on a resource.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::asset::Trail;
use crate::inventory::{AccountId, Fact, Inventory};

/// The type of S3's objects in event selectors.
pub const S3_OBJECT: &str = "AWS::S3::Object";

/// The type of DynamoDB's tables in event selectors.
pub const DYNAMODB_TABLE: &str = "AWS::DynamoDB::Table";

/// The data events that one selector of a trail takes. One that filters by anything else than the direction and the
/// resource takes only some of them, and is none of these.
#[derive(Debug, Default, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct DataEvents {
    /// The type of resource, such as `AWS::S3::Object`.
    pub resource_type: String,
    /// Those of calls that only read.
    pub read: bool,
    /// Those of calls that change something.
    pub write: bool,
    /// The resources by their whole ARN; with `starts_with` empty too, every resource is meant.
    pub equals: Vec<String>,
    /// The resources by what their ARN begins with.
    pub starts_with: Vec<String>,
    /// The resources that are left out, by their whole ARN.
    pub not_equals: Vec<String>,
    /// The resources that are left out, by what their ARN begins with.
    pub not_starts_with: Vec<String>,
}

/// Which resources are meant.
#[derive(Debug, Clone, Copy)]
pub enum Resources<'a> {
    /// The one with this ARN.
    One(&'a str),
    /// All whose ARN begins so.
    Below(&'a str),
}

/// A direction of access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Calls that only read.
    Read,
    /// Calls that change something.
    Write,
}

impl DataEvents {
    /// Whether it takes every event of a direction on these resources.
    pub fn covers(&self, resource_type: &str, resources: Resources<'_>, direction: Direction) -> bool {
        let takes = match direction {
            Direction::Read => self.read,
            Direction::Write => self.write,
        };
        takes && self.resource_type == resource_type && self.chooses(resources) && !self.leaves_out(resources)
    }

    fn chooses(&self, resources: Resources<'_>) -> bool {
        let any = self.equals.is_empty() && self.starts_with.is_empty();
        let (Resources::One(arn) | Resources::Below(arn)) = resources;
        let whole = matches!(resources, Resources::One(_)) && self.equals.iter().any(|one| one == arn);
        any || whole || self.starts_with.iter().any(|prefix| arn.starts_with(prefix.as_str()))
    }

    fn leaves_out(&self, resources: Resources<'_>) -> bool {
        match resources {
            Resources::One(arn) => {
                self.not_equals.iter().any(|one| one == arn)
                    || self.not_starts_with.iter().any(|prefix| arn.starts_with(prefix.as_str()))
            }
            Resources::Below(arn) => {
                self.not_equals.iter().any(|one| one.starts_with(arn))
                    || self
                        .not_starts_with
                        .iter()
                        .any(|prefix| arn.starts_with(prefix.as_str()) || prefix.starts_with(arn))
            }
        }
    }
}

/// Whether the multi-region trails that log now take every event of a direction on these resources.
///
/// One selector must take them all: that several each take a part of the resources is not put together.
pub(in crate::provider::aws) fn recorded(
    inventory: &Inventory,
    account: &AccountId,
    resource_type: &str,
    resources: Resources<'_>,
    direction: Direction,
) -> Fact<bool> {
    let takes = |trail: &Trail| {
        let events = trail.data_events.as_ref();
        let covers = events.map(|all| all.iter().any(|one| one.covers(resource_type, resources, direction)));
        Fact::all([trail.logging.clone(), trail.multi_region.clone(), covers])
    };
    // Any one region shows every multi-region trail, so that a collection of some regions misses none.
    inventory.listed_everywhere::<Trail>(account).any(|_, entry| takes(&entry.asset))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::{Asset as _, Gap, GapKind, Key, Population, Region, State};

    fn selector(choose: impl FnOnce(&mut DataEvents)) -> DataEvents {
        let mut selector =
            DataEvents { resource_type: S3_OBJECT.to_owned(), read: true, write: true, ..DataEvents::default() };
        choose(&mut selector);
        selector
    }

    fn covers(selector: &DataEvents) -> (bool, bool) {
        let of = |direction| selector.covers(S3_OBJECT, Resources::Below("arn:aws:s3:::b/"), direction);
        (of(Direction::Read), of(Direction::Write))
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_direction_and_a_type_must_be_taken() {
        assert_eq!(covers(&selector(|_| {})), (true, true));
        assert_eq!(covers(&selector(|one| one.read = false)), (false, true));
        assert_eq!(covers(&selector(|one| one.write = false)), (true, false));
        assert_eq!(covers(&selector(|one| DYNAMODB_TABLE.clone_into(&mut one.resource_type))), (false, false));
    }

    #[test]
    fn a_bucket_is_covered_where_no_object_of_it_is_left_out() {
        for (prefix, whole) in [
            ("arn:aws:s3", true),
            ("arn:aws:s3:::", true),
            ("arn:aws:s3:::b/", true),
            ("arn:aws:s3:::b", true),
            ("arn:aws:s3:::b/logs/", false),
            ("arn:aws:s3:::bb/", false),
        ] {
            let chosen = selector(|one| one.starts_with = words(&[prefix]));
            assert_eq!(covers(&chosen), (whole, whole), "{prefix}");
            let but = selector(|one| one.not_starts_with = words(&[prefix]));
            let spared = prefix == "arn:aws:s3:::bb/";
            assert_eq!(covers(&but), (spared, spared), "all but {prefix}");
        }
        assert_eq!(covers(&selector(|one| one.equals = words(&["arn:aws:s3:::b/x"]))), (false, false));
        assert_eq!(covers(&selector(|one| one.not_equals = words(&["arn:aws:s3:::b/x"]))), (false, false));
        assert_eq!(covers(&selector(|one| one.not_equals = words(&["arn:aws:s3:::c/x"]))), (true, true));
    }

    /// What is recorded where there is one trail, and the listing is whole or is not.
    fn recorded_by(trail: Trail, whole: bool) -> Fact<bool> {
        let (account, region): (AccountId, Region) = ("123456789012".parse().unwrap(), "us-east-1".parse().unwrap());
        let mut inventory = Inventory::new(vec![account.clone()]);
        let key =
            |id: &str| Key { kind: Trail::KIND, account: account.clone(), region: region.clone(), id: id.to_owned() };
        inventory.insert(key("arn:trail"), "trail".to_owned(), trail);
        let (state, gap) = if whole { (State::Complete, None) } else { (State::Partial, Some(denied("Listing"))) };
        let (account, region) = (account.clone(), region.clone());
        inventory.record(Population { kind: Trail::KIND, account: account.clone(), region, state, count: 1, gap });
        recorded(&inventory, &account, S3_OBJECT, Resources::Below("arn:aws:s3:::b/"), Direction::Read)
    }

    fn denied(name: &str) -> Gap {
        let (account, region) = ("123456789012".parse().unwrap(), Region::GLOBAL);
        Gap { operation: Some(format!("cloudtrail:{name}")), kind: GapKind::Denied, code: None, account, region }
    }

    #[test]
    fn what_is_recorded_is_unknown_where_an_answer_that_is_missing_could_change_it() {
        let logging = [Fact::Known(true), Fact::Known(false), denied("GetTrailStatus").into()];
        let multi_region = [Fact::Known(true), Fact::Known(false), denied("DescribeTrails").into()];
        let covering = vec![selector(|_| {})];
        let events = [Fact::Known(covering), Fact::Known(Vec::new()), denied("GetEventSelectors").into()];
        for n in 0..54 {
            let (logging, multi_region) = (logging[n % 3].clone(), multi_region[n / 3 % 3].clone());
            let (data_events, whole) = (events[n / 9 % 3].clone(), n / 27 == 0);
            let covers = data_events.as_ref().map(|events| !events.is_empty());
            let one = Fact::all([logging.clone(), multi_region.clone(), covers]);
            let expected = match (one.known(), whole) {
                (Some(true), _) => Some(true),
                (Some(false), true) => Some(false),
                _ => None,
            };
            let trail = Trail { multi_region, logging, data_events, ..Trail::default() };
            assert_eq!(recorded_by(trail, whole).known().copied(), expected, "{n}");
        }
    }

    #[test]
    fn one_resource_is_chosen_by_its_whole_name_or_its_beginning() {
        let music = "arn:aws:dynamodb:eu-west-1:123456789012:table/Music";
        let chosen =
            |choose: fn(&mut DataEvents)| selector(choose).covers(S3_OBJECT, Resources::One(music), Direction::Read);
        assert!(chosen(|one| one.equals = words(&["arn:aws:dynamodb:eu-west-1:123456789012:table/Music"])));
        assert!(!chosen(|one| one.equals = words(&["arn:aws:dynamodb:eu-west-1:123456789012:table/Music2"])));
        assert!(chosen(|one| one.starts_with = words(&["arn:aws:dynamodb"])));
        assert!(!chosen(|one| one.not_starts_with = words(&["arn:aws:dynamodb:eu-west-1"])));
        assert!(!chosen(|one| one.not_equals = words(&["arn:aws:dynamodb:eu-west-1:123456789012:table/Music"])));
    }
}
