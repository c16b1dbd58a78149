//! Reads the recorder of a region.

use aws_sdk_config::Client;
use aws_sdk_config::types::{ConfigurationRecorder, RecordingStrategyType as Strategy, ResourceType};

use super::region::{DESCRIBE_CONFIGURATION_RECORDER_STATUS, DESCRIBE_CONFIGURATION_RECORDERS};
use super::{Recorder, Region};
use crate::inventory::{Fact, Region as Place};
use crate::provider::aws::Context;
use crate::provider::aws::pages::listed;

/// What AWS Config does in a region. A customer has one recorder a region at most; other services may have theirs.
pub(super) async fn region(context: Context) {
    let config = Client::new(&context.sdk());
    let op = &DESCRIBE_CONFIGURATION_RECORDERS;
    let request = config.describe_configuration_recorders().send();
    let found = context.list_once(op, &[], request, |answer| listed(answer.configuration_recorders)).await;
    let found = found.told(&context, op, "ConfigurationRecorders").whole();
    let own = found.map(|all| all.into_iter().find(|one| one.service_principal.is_none()));
    let recorder = own.and_then(|own| match own {
        None => Fact::Known(None),
        Some(own) => {
            recorder(own).map_or_else(|| context.malformed(op, "RecordingGroup"), |own| Fact::Known(Some(own)))
        }
    });
    let (recording, last_status) = match &recorder {
        Fact::Known(None) => (Fact::Known(None), Fact::Known(None)),
        Fact::Known(Some(own)) => status(&context, &config, &own.name).await,
        Fact::Unknown(gaps) => (Fact::Unknown(gaps.clone()), Fact::Unknown(gaps.clone())),
    };
    let all_regions = Fact::Known(context.selects(&Place::EVERY));
    context.put_singleton(Region { all_regions, recorder, recording, last_status, ..Region::default() });
}

async fn status(context: &Context, config: &Client, name: &str) -> (Fact<Option<bool>>, Fact<Option<String>>) {
    let op = &DESCRIBE_CONFIGURATION_RECORDER_STATUS;
    let request = config.describe_configuration_recorder_status().configuration_recorder_names(name).send();
    let parameters = [("ConfigurationRecorderNames", name)];
    let found =
        context.list_once(op, &parameters, request, |answer| listed(answer.configuration_recorders_status)).await;
    let found = found.told(context, op, "ConfigurationRecordersStatus").whole();
    let own = found.and_then(|all| {
        let own = all.into_iter().find(|one| one.name.as_deref() == Some(name));
        own.map_or_else(|| context.malformed(op, "Name"), Fact::Known)
    });
    let last = own.as_ref().map(|own| own.last_status.as_ref().map(|status| status.as_str().to_owned()));
    (own.map(|own| Some(own.recording)), last)
}

/// The types of resources that are global: users, groups, roles and policies of IAM.
const GLOBAL_TYPES: [&str; 4] = ["AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"];

/// A group without a strategy is from before there were any: its switch for all types tells. The switch for global types
/// has a meaning only beside that one, and the list of what is left out only with its own strategy.
fn recorder(described: ConfigurationRecorder) -> Option<Recorder> {
    let group = described.recording_group?;
    let words = |types: Option<Vec<ResourceType>>| -> Vec<String> {
        types.unwrap_or_default().iter().map(|one| one.as_str().to_owned()).collect()
    };
    let strategy = group.recording_strategy.and_then(|strategy| strategy.use_only).unwrap_or({
        if group.all_supported { Strategy::AllSupportedResourceTypes } else { Strategy::InclusionByResourceTypes }
    });
    let only = words(group.resource_types);
    let excluded = words(group.exclusion_by_resource_types.and_then(|excluded| excluded.resource_types));
    let among = |types: &[String], name: &str| types.iter().any(|one| one == name);
    let global_types = match &strategy {
        Strategy::AllSupportedResourceTypes => group.include_global_resource_types,
        Strategy::ExclusionByResourceTypes => !GLOBAL_TYPES.iter().any(|name| among(&excluded, name)),
        _ => GLOBAL_TYPES.iter().all(|name| among(&only, name)),
    };
    Some(Recorder { name: described.name?, strategy: strategy.as_str().to_owned(), global_types, only, excluded })
}

#[cfg(test)]
mod tests {
    use aws_sdk_config::types::{ExclusionByResourceTypes, RecordingGroup, RecordingStrategy};

    use super::*;

    fn group() -> aws_sdk_config::types::builders::RecordingGroupBuilder {
        RecordingGroup::builder()
    }

    fn by(strategy: Strategy) -> RecordingStrategy {
        RecordingStrategy::builder().use_only(strategy).build()
    }

    fn without(types: &[&str]) -> ExclusionByResourceTypes {
        let types = types.iter().map(|name| ResourceType::from(*name)).collect();
        ExclusionByResourceTypes::builder().set_resource_types(Some(types)).build()
    }

    /// Whether a recorder of this group records the global types, and by which strategy.
    fn read(group: RecordingGroup) -> (bool, String) {
        let described = ConfigurationRecorder::builder().name("default").recording_group(group).build();
        let read = recorder(described).unwrap();
        (read.global_types, read.strategy)
    }

    #[test]
    fn global_types_are_recorded_as_the_strategy_says() {
        let all = || group().all_supported(true).recording_strategy(by(Strategy::AllSupportedResourceTypes));
        // The API shows the empty list of another strategy too.
        let of_all = all().exclusion_by_resource_types(without(&[]));
        assert!(!read(of_all.clone().build()).0);
        assert!(read(of_all.include_global_resource_types(true).build()).0);
        let but = |types: &[&str]| {
            let strategy = by(Strategy::ExclusionByResourceTypes);
            group().recording_strategy(strategy).exclusion_by_resource_types(without(types)).build()
        };
        assert!(read(but(&["AWS::EC2::NetworkInterface"])).0);
        assert!(!read(but(&["AWS::IAM::Role"])).0);
        let only = |types: &[&str]| {
            let types = types.iter().map(|name| ResourceType::from(*name)).collect();
            group().recording_strategy(by(Strategy::InclusionByResourceTypes)).set_resource_types(Some(types)).build()
        };
        assert!(read(only(&GLOBAL_TYPES)).0);
        assert!(!read(only(&["AWS::IAM::Role", "AWS::IAM::User"])).0);
    }

    #[test]
    fn a_group_without_a_strategy_goes_by_its_switch() {
        let all = group().all_supported(true).include_global_resource_types(true).build();
        assert_eq!(read(all), (true, "ALL_SUPPORTED_RESOURCE_TYPES".to_owned()));
        let some = group().resource_types(ResourceType::from("AWS::S3::Bucket")).build();
        assert_eq!(read(some), (false, "INCLUSION_BY_RESOURCE_TYPES".to_owned()));
    }
}
