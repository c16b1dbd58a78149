//! How the metadata service of instances to be launched will stand: what their launch says, else their region, else their
//! image.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::image::DESCRIBE_IMAGES;
use super::index::{list, vanished};
use super::launch::Launch;
use super::metadata_defaults::MetadataDefaults;
use super::region::RegionSettings;
use crate::inventory::{Asset as _, Fact, Gap, GapKind, Inventory, Key};
use crate::provider::Op;

/// An image that is launched, own or of others.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LaunchImage {
    /// Its id.
    pub image: String,
    /// `v2.0` where it has its instances require session tokens unless told otherwise, null where not.
    pub imds_support: Option<String>,
}

/// The metadata service of instances to be launched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LaunchMetadata {
    /// The number of the version, null of a launch configuration.
    pub version: Option<i64>,
    /// `enabled` or `disabled`.
    pub endpoint: Fact<String>,
    /// `required` or `optional`.
    pub tokens: Fact<String>,
    /// What decides the tokens: `launch` where the version or configuration says it, `enforcement` or `account` where
    /// the region does, `image`, or `default` where nothing says anything.
    pub tokens_set_by: Fact<String>,
}

/// The region's defaults, as they hold for an asset in it.
pub(in crate::provider::aws) fn defaults(inventory: &Inventory, near: &Key) -> Fact<MetadataDefaults> {
    let settings = Key::singleton(&RegionSettings::KIND, &near.account, &near.region);
    let found = inventory.get::<RegionSettings>(&settings);
    found.and_then(|found| found.map_or_else(Fact::default, |settings| settings.metadata_defaults.clone()))
}

/// How the metadata service of each will stand. `op` read the launches.
pub(in crate::provider::aws) fn metadata(
    near: &Key,
    op: &Op,
    launches: &Fact<Vec<Fact<Launch>>>,
    images: &Fact<Vec<Fact<LaunchImage>>>,
    defaults: &Fact<MetadataDefaults>,
) -> Fact<Vec<Fact<LaunchMetadata>>> {
    launches.as_ref().and_then(|launches| {
        let of = |launch: &Launch| {
            let decided = tokens(launch, defaults, || imds_support(near, op, launch.image.as_deref(), images));
            LaunchMetadata {
                version: launch.version,
                endpoint: endpoint(launch, defaults),
                tokens: decided.as_ref().map(|(tokens, _)| (*tokens).to_owned()),
                tokens_set_by: decided.map(|(_, by)| by.to_owned()),
            }
        };
        list(launches.iter().map(|launch| launch.as_ref().map(of)), None)
    })
}

fn endpoint(launch: &Launch, defaults: &Fact<MetadataDefaults>) -> Fact<String> {
    match &launch.metadata_endpoint {
        Some(stated) => Fact::Known(stated.clone()),
        None => defaults.as_ref().map(|set| set.endpoint.clone().unwrap_or_else(|| "enabled".to_owned())),
    }
}

/// The tokens, and what decides them.
fn tokens<'a>(
    launch: &'a Launch,
    defaults: &'a Fact<MetadataDefaults>,
    image: impl FnOnce() -> Fact<Option<String>>,
) -> Fact<(&'a str, &'static str)> {
    const REQUIRED: &str = "required";
    let stated = launch.metadata_tokens.as_deref();
    if stated == Some(REQUIRED) {
        return Fact::Known((REQUIRED, "launch"));
    }
    let by_region = defaults.as_ref().map(|set| match (stated, set.tokens.as_deref()) {
        _ if set.tokens_enforced.as_deref() == Some("enabled") => Some((REQUIRED, "enforcement")),
        (Some(stated), _) => Some((stated, "launch")),
        (None, set) => set.map(|set| (set, "account")),
    });
    let by_image = || {
        image().map(|support| match support.as_deref() {
            Some("v2.0") => (REQUIRED, "image"),
            _ => ("optional", "default"),
        })
    };
    match by_region {
        Fact::Known(Some(decided)) => Fact::Known(decided),
        Fact::Known(None) => by_image(),
        // The region may overrule what the launch says, and what the image does.
        Fact::Unknown(gaps) if stated.is_some() => Fact::Unknown(gaps),
        Fact::Unknown(gaps) => Fact::<()>::Unknown(gaps).zip(by_image()).map(|((), decided)| decided),
    }
}

/// What the image of a launch asks for; nothing where the launch names none.
fn imds_support(
    near: &Key,
    op: &Op,
    image: Option<&str>,
    images: &Fact<Vec<Fact<LaunchImage>>>,
) -> Fact<Option<String>> {
    let Some(id) = image else { return Fact::Known(None) };
    if !id.starts_with("ami-") {
        let (account, region) = (near.account.clone(), near.region.clone());
        let code = Some("ImageId.resolve".to_owned());
        return Gap { operation: Some(op.id()), kind: GapKind::Malformed, code, account, region }.into();
    }
    images.as_ref().and_then(|images| {
        let found = images.iter().find(|found| found.known().is_some_and(|found| found.image == id));
        let doubt = images.iter().find_map(Fact::gaps);
        match (found.and_then(Fact::known), doubt) {
            (Some(found), _) => Fact::Known(found.imds_support.clone()),
            (None, Some(gaps)) => Fact::Unknown(gaps.clone()),
            (None, None) => Fact::Unknown(vanished(&DESCRIBE_IMAGES, near)),
        }
    })
}

#[cfg(test)]
mod tests;
