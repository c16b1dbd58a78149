//! Lists the build projects of a region, and reads them a hundred at once.

use aws_sdk_codebuild::Client;
use aws_sdk_codebuild::types::{EnvironmentVariable, Project as Answer};

use super::buildspec;
use super::project::{BATCH_GET_PROJECTS, LIST_PROJECTS, PLAINTEXT, Project, Variable};
use crate::inventory::{Fact, Gap, GapKind, Gaps};
use crate::provider::aws::Context;
use crate::provider::aws::pages::listed;
use crate::provider::aws::secret_text::SecretSign;

/// How many names one call takes.
const AT_ONCE: usize = 100;

/// The projects of a region.
pub(super) async fn projects(context: Context) {
    let codebuild = Client::new(&context.sdk());
    let pages = codebuild.list_projects().into_paginator().send();
    let found = context.list(&LIST_PROJECTS, &[], pages, |page| listed(page.projects)).await;
    let found = found.told(&context, &LIST_PROJECTS, "projects");
    let batches: Vec<Vec<String>> = found.items.chunks(AT_ONCE).map(<[String]>::to_vec).collect();
    context.each(batches, |names| read(&context, &codebuild, names)).await;
    context.record::<Project>(&found.extent);
}

async fn read(context: &Context, codebuild: &Client, names: Vec<String>) {
    let request = codebuild.batch_get_projects().set_names(Some(names.clone())).send();
    let answer = context.get(&BATCH_GET_PROJECTS, request).await;
    for name in names {
        let own = answer.as_ref().and_then(|answer| {
            let found = answer.projects().iter().find(|one| one.name.as_deref() == Some(&name));
            match found {
                Some(project) => Fact::Known(project),
                None if answer.projects_not_found().contains(&name) => Fact::Unknown(vanished(context)),
                None => context.malformed(&BATCH_GET_PROJECTS, "projects"),
            }
        });
        let asset = Project {
            variables: own.as_ref().and_then(|project| variables(context, project)),
            buildspec_signs: own.map(buildspec_signs),
        };
        let (partition, region, account) = (context.partition(), context.region(), context.account());
        let id = format!("arn:{partition}:codebuild:{region}:{account}:project/{name}");
        context.put(context.region(), id, name, asset);
    }
}

/// The gap of a project that has gone since it was listed.
fn vanished(context: &Context) -> Gaps {
    let (account, region) = (context.account().clone(), context.region().clone());
    let code = Some("projectsNotFound".to_owned());
    Gap { operation: Some(BATCH_GET_PROJECTS.id()), kind: GapKind::Vanished, code, account, region }.into()
}

fn variables(context: &Context, project: &Answer) -> Fact<Vec<Variable>> {
    let environment = context.present(&BATCH_GET_PROJECTS, "environment", project.environment.as_ref());
    environment.map(|environment| environment.environment_variables().iter().map(variable).collect())
}

fn variable(variable: &EnvironmentVariable) -> Variable {
    let storage = variable.r#type.as_ref().map_or(PLAINTEXT, |storage| storage.as_str());
    Variable::without_value(&variable.name, storage, &variable.value)
}

fn buildspec_signs(project: &Answer) -> Vec<SecretSign> {
    let sources = project.source.iter().chain(project.secondary_sources());
    let texts = sources.filter_map(|source| source.buildspec.as_deref());
    texts.flat_map(buildspec::signs).collect()
}
