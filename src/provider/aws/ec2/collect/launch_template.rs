//! Collects launch templates, with their default and their latest versions.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::{self, LaunchTemplateInstanceMetadataOptions as Metadata, LaunchTemplateVersion as Version};

use super::MANAGED_TOO;
use super::launch_image;
use super::read::{arn, present, vanished};
use crate::inventory::{Asset as _, Fact};
use crate::provider::Collector;
use crate::provider::aws::ec2::index::list;
use crate::provider::aws::ec2::launch::{Launch, LaunchInterface};
use crate::provider::aws::ec2::launch_metadata::LaunchImage;
use crate::provider::aws::ec2::launch_template::{
    DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, DESCRIBE_LAUNCH_TEMPLATES, LaunchTemplate,
};
use crate::provider::aws::pages::listed;
use crate::provider::aws::user_data::{self, UserData, UserDataSign};
use crate::provider::aws::{Context, Extent};

/// What the registry lists.
pub(in crate::provider::aws::ec2) const COLLECTOR: Collector =
    Collector { kinds: &[LaunchTemplate::KIND], run: |context| Box::pin(run(context)) };

/// Items of a page, the most that there can be.
const PAGE: i32 = 200;

/// What stands for the versions of a template that are used unless somebody names another.
const USED: [&str; 2] = ["$Default", "$Latest"];

async fn run(context: Context) {
    let ec2 = Client::new(&context.sdk());
    let op = &DESCRIBE_LAUNCH_TEMPLATES;
    // Those that services of AWS made are hidden otherwise where the account says so.
    let pages = ec2.describe_launch_templates().include_managed_resources(true).into_paginator().page_size(PAGE).send();
    let asked = [MANAGED_TOO];
    let (templates, versions) = tokio::join!(
        context.list(op, &asked, pages, |page| listed(page.launch_templates)),
        Versions::read(&context, &ec2),
    );
    let templates = templates.told(&context, op, "LaunchTemplates");
    let has_id = |template: &types::LaunchTemplate| template.launch_template_id.is_some();
    let templates = templates.identified(&context, op, "LaunchTemplateId", has_id);
    let images = launch_image::images(&context, &ec2, versions.images()).await;
    for template in templates.items {
        put(&context, &versions, &images, template);
    }
    context.record::<LaunchTemplate>(&templates.extent);
}

fn put(
    context: &Context,
    versions: &Versions,
    images: &BTreeMap<String, Fact<LaunchImage>>,
    template: types::LaunchTemplate,
) {
    let op = &DESCRIBE_LAUNCH_TEMPLATES;
    let id = template.launch_template_id.unwrap_or_default();
    let default_version = present(context, op, "DefaultVersionNumber", template.default_version_number);
    let latest_version = present(context, op, "LatestVersionNumber", template.latest_version_number);
    let numbers = Fact::collect([default_version, latest_version]);
    let found = numbers.map(|numbers| -> Vec<(i64, Fact<&Version>)> {
        let numbers: BTreeSet<i64> = numbers.into_iter().collect();
        numbers.into_iter().map(|number| (number, versions.one(context, &id, number))).collect()
    });
    let asset = LaunchTemplate {
        launches: found.as_ref().and_then(|found| {
            list(found.iter().map(|(number, version)| version.as_ref().map(|version| launch(*number, version))), None)
        }),
        user_data: found.as_ref().and_then(|found| {
            let signs = found.iter().flat_map(|(number, version)| signs(context, *number, version));
            list(signs, None).map(|signs| Some(UserData { signs }))
        }),
        images: found.and_then(|found| {
            let named = found.iter().flat_map(|(_, version)| match version {
                Fact::Known(version) => {
                    open_image(version).and_then(|id| images.get(id)).cloned().into_iter().collect()
                }
                Fact::Unknown(gaps) => vec![Fact::Unknown(gaps.clone())],
            });
            list(named, None)
        }),
        ..LaunchTemplate::default()
    };
    let name = template.launch_template_name.unwrap_or_else(|| id.clone());
    context.put(context.region(), arn(context, None, &format!("launch-template/{id}")), name, asset);
}

/// The default and the latest version of every template.
struct Versions {
    found: BTreeMap<(String, i64), Version>,
    extent: Extent,
}

impl Versions {
    async fn read(context: &Context, ec2: &Client) -> Self {
        let op = &DESCRIBE_LAUNCH_TEMPLATE_VERSIONS;
        let request = ec2.describe_launch_template_versions().set_versions(Some(USED.map(str::to_owned).into()));
        let pages = request.include_managed_resources(true).into_paginator().page_size(PAGE).send();
        let used = USED.join(",");
        let asked = [("Versions", used.as_str()), MANAGED_TOO];
        let all = context.list(op, &asked, pages, |page| listed(page.launch_template_versions)).await;
        let all = all.told(context, op, "LaunchTemplateVersions");
        let of = |version: &Version| Some((version.launch_template_id.clone()?, version.version_number?));
        let all = all.identified(context, op, "LaunchTemplateId", |version| of(version).is_some());
        let found = all.items.into_iter().filter_map(|version| Some((of(&version)?, version))).collect();
        Self { found, extent: all.extent }
    }

    /// One version; it has gone where the listing is whole and lacks it.
    fn one(&self, context: &Context, id: &str, number: i64) -> Fact<&Version> {
        match (self.found.get(&(id.to_owned(), number)), self.extent.gaps()) {
            (Some(version), _) => Fact::Known(version),
            (None, Some(gaps)) => Fact::Unknown(gaps.clone()),
            (None, None) => Fact::Unknown(vanished(context, &DESCRIBE_LAUNCH_TEMPLATE_VERSIONS)),
        }
    }

    /// The images of the versions that leave something to them.
    fn images(&self) -> BTreeSet<String> {
        self.found.values().filter_map(open_image).map(str::to_owned).collect()
    }
}

/// The id of the image of a version that leaves it to its image whether session tokens are required.
fn open_image(version: &Version) -> Option<&str> {
    let data = version.launch_template_data.as_ref()?;
    let is_stated = data.metadata_options.as_ref().and_then(Metadata::http_tokens).is_some();
    data.image_id().filter(|id| !is_stated && id.starts_with(launch_image::PREFIX))
}

fn launch(number: i64, version: &Version) -> Launch {
    let data = version.launch_template_data.as_ref();
    let metadata = data.and_then(|data| data.metadata_options.as_ref());
    let interfaces = data.and_then(|data| data.network_interfaces.as_deref()).unwrap_or_default();
    Launch {
        version: Some(number),
        metadata_endpoint: metadata.and_then(Metadata::http_endpoint).map(|word| word.as_str().to_owned()),
        metadata_tokens: metadata.and_then(Metadata::http_tokens).map(|word| word.as_str().to_owned()),
        image: data.and_then(|data| data.image_id.clone()),
        interfaces: interfaces
            .iter()
            .map(|interface| LaunchInterface {
                device_index: interface.device_index.map(i64::from),
                assigns_public_address: interface.associate_public_ip_address,
                network_interface: interface.network_interface_id.clone(),
            })
            .collect(),
    }
}

fn signs(context: &Context, number: i64, version: &Fact<&Version>) -> Vec<Fact<UserDataSign>> {
    match version {
        Fact::Known(version) => {
            let encoded = version.launch_template_data.as_ref().and_then(|data| data.user_data.as_deref());
            user_data::read(context, &DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, Some(number), encoded.unwrap_or_default())
        }
        Fact::Unknown(gaps) => vec![Fact::Unknown(gaps.clone())],
    }
}
