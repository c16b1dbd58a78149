//! What was found: observations, risks and findings.

#![expect(clippy::struct_field_names, reason = "the names are OSCAL's own")]

use serde::Serialize;
use uuid::Uuid;

use super::Property;

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::oscal) struct Observation {
    pub(in crate::oscal) uuid: Uuid,
    pub(in crate::oscal) title: String,
    pub(in crate::oscal) description: String,
    pub(in crate::oscal) props: Vec<Property>,
    pub(in crate::oscal) methods: [&'static str; 1],
    pub(in crate::oscal) types: Vec<&'static str>,
    pub(in crate::oscal) origins: [Origin; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::oscal) subjects: Vec<Subject>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::oscal) relevant_evidence: Vec<Evidence>,
    pub(in crate::oscal) collected: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::oscal) remarks: Option<&'static str>,
}

#[derive(Serialize)]
pub(in crate::oscal) struct Origin {
    pub(in crate::oscal) actors: [Actor; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::oscal) struct Actor {
    #[serde(rename = "type")]
    pub(in crate::oscal) sort: &'static str,
    pub(in crate::oscal) actor_uuid: Uuid,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::oscal) struct Subject {
    pub(in crate::oscal) subject_uuid: Uuid,
    #[serde(rename = "type")]
    pub(in crate::oscal) sort: &'static str,
    pub(in crate::oscal) title: String,
}

#[derive(Serialize)]
pub(in crate::oscal) struct Evidence {
    pub(in crate::oscal) description: String,
    pub(in crate::oscal) props: Vec<Property>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::oscal) struct Risk {
    pub(in crate::oscal) uuid: Uuid,
    pub(in crate::oscal) title: String,
    pub(in crate::oscal) description: String,
    pub(in crate::oscal) statement: String,
    pub(in crate::oscal) props: Vec<Property>,
    pub(in crate::oscal) status: &'static str,
    pub(in crate::oscal) origins: [Origin; 1],
    pub(in crate::oscal) characterizations: [Characterization; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::oscal) mitigating_factors: Vec<MitigatingFactor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::oscal) deadline: Option<String>,
    pub(in crate::oscal) remediations: [Remediation; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::oscal) risk_log: Option<RiskLog>,
    pub(in crate::oscal) related_observations: Vec<ObservationRef>,
}

#[derive(Serialize)]
pub(in crate::oscal) struct Characterization {
    pub(in crate::oscal) origin: Origin,
    pub(in crate::oscal) facets: [Facet; 1],
}

#[derive(Serialize)]
pub(in crate::oscal) struct Facet {
    pub(in crate::oscal) name: &'static str,
    pub(in crate::oscal) system: &'static str,
    pub(in crate::oscal) value: &'static str,
}

#[derive(Serialize)]
pub(in crate::oscal) struct MitigatingFactor {
    pub(in crate::oscal) uuid: Uuid,
    pub(in crate::oscal) description: String,
}

#[derive(Serialize)]
pub(in crate::oscal) struct Remediation {
    pub(in crate::oscal) uuid: Uuid,
    pub(in crate::oscal) lifecycle: &'static str,
    pub(in crate::oscal) title: String,
    pub(in crate::oscal) description: String,
}

#[derive(Serialize)]
pub(in crate::oscal) struct RiskLog {
    pub(in crate::oscal) entries: [RiskLogEntry; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::oscal) struct RiskLogEntry {
    pub(in crate::oscal) uuid: Uuid,
    pub(in crate::oscal) title: &'static str,
    pub(in crate::oscal) description: String,
    pub(in crate::oscal) start: String,
    pub(in crate::oscal) status_change: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::oscal) struct ObservationRef {
    pub(in crate::oscal) observation_uuid: Uuid,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::oscal) struct RiskRef {
    pub(in crate::oscal) risk_uuid: Uuid,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::oscal) struct Finding {
    pub(in crate::oscal) uuid: Uuid,
    pub(in crate::oscal) title: String,
    pub(in crate::oscal) description: String,
    pub(in crate::oscal) props: Vec<Property>,
    pub(in crate::oscal) origins: [Origin; 1],
    pub(in crate::oscal) target: Target,
    pub(in crate::oscal) related_observations: Vec<ObservationRef>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::oscal) related_risks: Vec<RiskRef>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::oscal) struct Target {
    #[serde(rename = "type")]
    pub(in crate::oscal) sort: &'static str,
    pub(in crate::oscal) target_id: String,
    pub(in crate::oscal) status: Met,
}

#[derive(Serialize)]
pub(in crate::oscal) struct Met {
    pub(in crate::oscal) state: &'static str,
    pub(in crate::oscal) reason: &'static str,
    pub(in crate::oscal) remarks: String,
}
