//! Reads the recorder of a region.

use aws_sdk_config::Client;
use aws_sdk_config::types::ConfigurationRecorder;

use super::region::{DESCRIBE_CONFIGURATION_RECORDER_STATUS, DESCRIBE_CONFIGURATION_RECORDERS};
use super::{Recorder, Region};
use crate::inventory::Fact;
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
    context.put_singleton(Region { recorder, recording, last_status, ..Region::default() });
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

/// A group without a strategy is from before there were any: its switch for all types tells.
fn recorder(described: ConfigurationRecorder) -> Option<Recorder> {
    let group = described.recording_group?;
    let strategy = group.recording_strategy.and_then(|strategy| strategy.use_only);
    let words = |types: Option<Vec<aws_sdk_config::types::ResourceType>>| -> Vec<String> {
        types.unwrap_or_default().iter().map(|one| one.as_str().to_owned()).collect()
    };
    let only = words(group.resource_types);
    let fallback = if group.all_supported { "ALL_SUPPORTED_RESOURCE_TYPES" } else { "INCLUSION_BY_RESOURCE_TYPES" };
    Some(Recorder {
        name: described.name?,
        strategy: strategy.map_or_else(|| fallback.to_owned(), |strategy| strategy.as_str().to_owned()),
        // A strategy that excludes types takes the global ones too, unless they are among those.
        global_types: group.include_global_resource_types || group.exclusion_by_resource_types.is_some(),
        only,
        excluded: words(group.exclusion_by_resource_types.and_then(|excluded| excluded.resource_types)),
    })
}
