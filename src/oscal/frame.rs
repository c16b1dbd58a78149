//! The document around what was found: whose it is, what it speaks of, who collected what, and what else is on file.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use uuid::Uuid;

use super::text::{line, number, property};
use super::wire::{
    AssessmentAssets, AssessmentResults, BackMatter, Component, Definitions, File, Hash, Implemented, ImportPlan,
    InventoryItem, Link, Log, LogEntry, Metadata, Party, Platform, Property, Resource, ResponsibleParty, ResultSet,
    Role, State,
};
use super::{About, OSCAL_VERSION, finding, id, observation, risk, scope};
use crate::assess::{Assessment, Document, SetAside, Validity};
use crate::control::Change;
use crate::inventory::Timestamp;
use crate::inventory::snapshot::{AssetRef, Header};
use crate::render::Each;

/// What stands for itself in a relative reference.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');

/// The whole document, as it is written.
pub(super) fn file<'s>(assessment: &'s Assessment<'_>, about: About<'s>, uuid: Uuid) -> impl Serialize + 's {
    let subject = about.system.or(about.organization);
    let of = subject.map(|name| format!(" of {name}")).unwrap_or_default();
    let title = line(&format!("Cloud configuration against the Trust Services Criteria{of}"));
    let result = ResultSet {
        uuid: id::named("result", &[&assessment.as_of().to_string(), assessment.input().pack.digest()]),
        title: title.clone(),
        description: line(&format!(
            "What the provider's interfaces returned between {} and {}, judged as of {}.",
            assessment.as_of(),
            finished(assessment),
            assessment.as_of()
        )),
        start: assessment.as_of().to_string(),
        end: finished(assessment).to_string(),
        props: result_props(assessment),
        local_definitions: Definitions {
            components: accounts(assessment),
            inventory_items: (!assessment.findings().is_empty()).then(|| Each(items(assessment))),
            assessment_assets: tool(),
        },
        reviewed_controls: scope::reviewed_controls(assessment),
        assessment_log: Log { entries: assessment.snapshot().headers().map(entry).collect() },
        observations: (!assessment.controls().is_empty()).then(|| Each(observation::all(assessment))),
        risks: risk::any(assessment).then(|| Each(risk::all(assessment))),
        findings: finding::any(assessment).then(|| Each(finding::all(assessment))),
        remarks: "An objective without a finding was not evaluated, or nothing is there that it speaks of; its \
                  observations say which. No finding is made about a criterion as a whole.",
    };
    let plan = id::named("plan", &[assessment.input().pack.digest()]);
    File {
        assessment_results: AssessmentResults {
            uuid,
            metadata: metadata(assessment, about, title),
            import_ap: ImportPlan {
                href: format!("#{plan}"),
                remarks: "There is no assessment plan in OSCAL; the resource names the control pack that was applied.",
            },
            local_definitions: scope::objectives(assessment),
            results: [result],
            back_matter: back_matter(assessment, plan),
        },
    }
}

/// When the last collection ended.
fn finished(assessment: &Assessment<'_>) -> Timestamp {
    let ends = assessment.snapshot().headers().map(|header| header.finished);
    ends.fold(assessment.as_of(), Timestamp::max)
}

fn metadata(assessment: &Assessment<'_>, about: About<'_>, title: String) -> Metadata {
    let party = about.organization.map(|name| Party {
        uuid: id::named("organization", &[name]),
        sort: "organization",
        name: super::text::string(name),
    });
    let prepared = |party: &Party| ResponsibleParty { role_id: "prepared-by", party_uuids: vec![party.uuid] };
    let mut props = vec![
        property("tool", env!("CARGO_PKG_NAME")),
        property("tool-version", env!("CARGO_PKG_VERSION")),
        property("as-of", &assessment.as_of().to_string()),
    ];
    props.extend(about.system.map(|system| property("system", system)));
    Metadata {
        title,
        last_modified: finished(assessment).to_string(),
        version: assessment.as_of().to_string(),
        oscal_version: OSCAL_VERSION,
        props,
        roles: party.iter().map(|_| Role { id: "prepared-by", title: "Prepared by" }).collect(),
        responsible_parties: party.iter().map(prepared).collect(),
        parties: party.into_iter().collect(),
        remarks: about.disclaimer.lines().map(line).collect::<Vec<_>>().join("\n"),
    }
}

/// The figures and choices that an auditor must know of before anything else.
fn result_props(assessment: &Assessment<'_>) -> Vec<Property> {
    let (input, totals) = (assessment.input(), assessment.summary().totals);
    let mut props = vec![
        property("pack-digest-sha-256", input.pack.digest()),
        number("pack-controls", input.pack.len() as u64),
        number("selected-controls", assessment.controls().len() as u64),
        property("criterion-threshold", assessment.options().criterion_threshold.as_str()),
        number("cells-covered", totals.coverage.covered),
        number("cells-planned", totals.coverage.planned),
        number("cells-region-closed", totals.coverage.closed),
        number("cells-set-aside", totals.coverage.set_aside),
    ];
    props.extend(input.selection.categories().map(|category| property("category", category.as_str())));
    props.extend(observation::counts(&totals.results));
    props.extend(input.pack.overridden().iter().map(|id| property("overridden-control", id.as_str())));
    for result in assessment.controls() {
        let changed = result.control.params.iter().filter(|(_, param)| param.change != Change::Default);
        props.extend(changed.map(|(name, param)| {
            let class = if param.change == Change::Loosened { "loosened" } else { "tightened" };
            let value = format!("{}.{name}={} (default {})", result.control.id, param.value, param.default);
            Property { class: Some(class), ..property("changed-param", &value) }
        }));
    }
    for (exclusion, SetAside { results, untold }) in input.management.exclusions().iter().zip(assessment.set_aside()) {
        let as_of = assessment.as_of();
        let told = format!("{} {results} results set aside, {untold} untold.", exclusion.statement(as_of));
        props.push(Property {
            class: Some(if exclusion.holds(as_of) { "in-force" } else { "not-honoured" }),
            remarks: Some(line(&told)),
            ..property("exclusion", &exclusion.to_string())
        });
    }
    for acceptance in input.management.acceptances() {
        let validity = acceptance.validity(assessment.as_of());
        if validity != Validity::InForce {
            props.push(Property {
                class: Some(validity.as_str()),
                remarks: Some(line(&acceptance.reason)),
                ..property("acceptance-not-honoured", acceptance.control.as_str())
            });
        }
    }
    props
}

fn accounts(assessment: &Assessment<'_>) -> Vec<Component> {
    let mut accounts: BTreeSet<&str> =
        assessment.snapshot().scope().into_keys().map(crate::inventory::AccountId::as_str).collect();
    accounts.extend(assessment.snapshot().groups().iter().map(|group| group.account.as_str()));
    let component = |account: &str| Component {
        uuid: id::account(account),
        sort: "resource-container",
        title: line(&format!("Account {account}")),
        description: "An account of the cloud provider.".to_owned(),
        props: vec![property("account", account)],
        status: State { state: "operational" },
    };
    accounts.into_iter().map(component).collect()
}

/// The assets that any control judged, each once.
fn items<'s>(assessment: &'s Assessment<'_>) -> impl Iterator<Item = InventoryItem> + Clone + 's {
    let mut judged: Vec<usize> = assessment.findings().iter().map(crate::assess::Finding::asset).collect();
    judged.sort_unstable();
    judged.dedup();
    judged.into_iter().filter_map(|number| assessment.snapshot().asset(number)).map(item)
}

fn item(asset: AssetRef<'_>) -> InventoryItem {
    let standard = Property { ns: None, ..property("asset-id", asset.id()) };
    InventoryItem {
        uuid: id::asset(&asset.key()),
        description: line(&format!("{} {}", asset.kind(), asset.name())),
        props: vec![
            standard,
            property("kind", asset.kind().as_str()),
            property("name", asset.name()),
            property("account", asset.account().as_str()),
            property("region", asset.region().as_str()),
        ],
        implemented_components: [Implemented { component_uuid: id::account(asset.account().as_str()) }],
    }
}

fn tool() -> AssessmentAssets {
    AssessmentAssets {
        components: [Component {
            uuid: id::tool(),
            sort: "software",
            title: env!("CARGO_PKG_NAME").to_owned(),
            description: env!("CARGO_PKG_DESCRIPTION").to_owned(),
            props: vec![property("tool-version", env!("CARGO_PKG_VERSION"))],
            status: State { state: "operational" },
        }],
        assessment_platforms: [Platform {
            uuid: id::named("platform", &[]),
            title: "Where the assessment was made",
            uses_components: [Implemented { component_uuid: id::tool() }],
        }],
    }
}

/// Who collected what, when, from where.
fn entry(header: &Header) -> LogEntry {
    let accounts: Vec<&str> = header.accounts.iter().map(crate::inventory::AccountId::as_str).collect();
    let (started, finished) = (header.started.to_string(), header.finished.to_string());
    let mut props = vec![
        property("caller", &header.caller.arn),
        property("caller-account", header.caller.account.as_str()),
        property("caller-user-id", &header.caller.user_id),
        property("tool", &header.tool.name),
        property("tool-version", &header.tool.version),
        property("pack-digest-sha-256", &header.pack_digest),
    ];
    props.extend(header.accounts.iter().map(|account| property("account", account.as_str())));
    props.extend(header.regions.iter().map(|region| property("region", region.as_str())));
    props.extend(header.host.iter().map(|host| property("host", host)));
    props.extend(header.profile.iter().map(|profile| property("profile", profile)));
    props.extend(header.endpoint.iter().map(|endpoint| property("endpoint", endpoint)));
    let clock = header.clock_difference_seconds.map(|seconds| seconds.to_string());
    props.extend(clock.iter().map(|seconds| property("clock-difference-seconds", seconds)));
    LogEntry {
        uuid: id::named("collection", &[&header.caller.arn, &accounts.join(","), &started, &finished]),
        title: line(&format!("Collection of account {}", accounts.join(", "))),
        description: line(&format!("Collected by {}, with operations that only list and read.", header.caller.arn)),
        start: started,
        end: finished,
        props,
    }
}

fn back_matter(assessment: &Assessment<'_>, plan: Uuid) -> BackMatter {
    let digest = assessment.input().pack.digest();
    let pack = Resource {
        uuid: plan,
        title: "The control pack that was applied".to_owned(),
        description: "The digest covers what the controls say and the parameters in force.".to_owned(),
        props: vec![property("sha-256", digest)],
        rlinks: Vec::new(),
    };
    let documents = assessment.input().management.documents().iter();
    let filed = documents.enumerate().map(|(number, document)| filed(number, document, assessment.as_of()));
    BackMatter { resources: std::iter::once(pack).chain(filed).collect() }
}

/// A document on file, with its files by SHA-256. A link is named as it was filed, and is no reference.
fn filed(number: usize, document: &Document, as_of: Timestamp) -> Resource {
    let digests: Vec<&str> = document.files.iter().map(|file| file.sha256.as_str()).collect();
    let mut parts = vec![document.criterion.as_str(), &document.statement, &document.owner];
    parts.extend(digests);
    let position = number.to_string();
    parts.push(&position);
    let mut props = vec![
        property("criterion", document.criterion.as_str()),
        property("owner", &document.owner),
        property("dated", &document.date.date()),
        property("valid-until", &document.last_day().date()),
        property("standing", document.standing(as_of).as_str()),
    ];
    props.extend(document.points.iter().map(|point| property("point-of-focus", point)));
    props.extend(document.links.iter().map(|link| property("link", link)));
    props.extend(
        document.files.iter().map(|file| Property { class: Some(file.state.as_str()), ..property("file", &file.path) }),
    );
    let link = |file: &crate::assess::FiledFile| Link {
        href: utf8_percent_encode(&file.path, PATH).to_string(),
        hashes: vec![Hash { algorithm: "SHA-256", value: super::text::string(&file.sha256) }],
    };
    Resource {
        uuid: id::named("document", &parts),
        title: line(&format!("Document for {}", document.criterion)),
        description: line(&document.statement),
        props,
        rlinks: document.files.iter().map(link).collect(),
    }
}
