//! The facts of an asset, by their types: what cannot name anything stays, and of texts what is nobody's.

use serde_json::{Map, Value};

use super::Redactor;
use crate::inventory::Kind;
use crate::inventory::gap::UNKNOWN_KEY;
use crate::inventory::schema::{Object, Type};

/// Fields that hold the provider's words, or sentences of ours, whatever kind they are of. What is not here is
/// taken for a name, and only reads worse.
const WORDS: [&str; 66] = [
    "access_records",
    "action",
    "actions",
    "address_family",
    "algorithm",
    "analyzer_type",
    "availability_zone",
    "availability_zones",
    "ciphers",
    "code",
    "credentials",
    "default_version",
    "engine",
    "engine_version",
    "family",
    "grantee_type",
    "home_region",
    "instance_class",
    "instance_type",
    "interface_type",
    "key_algorithm",
    "last_status",
    "log_exports",
    "logs_not_exported",
    "manager",
    "metadata_endpoint",
    "metadata_tokens",
    "not_actions",
    "operator",
    "origin",
    "partition",
    "permission",
    "permissions",
    "platform",
    "point_in_time_recovery",
    "principal_type",
    "protocol",
    "protocols",
    "records",
    "redirect_protocol",
    "region",
    "regions",
    "registry_scan_type",
    "renewal_eligibility",
    "runtime",
    "scan",
    "scan_type",
    "scheme",
    "service",
    "services",
    "severity",
    "snapshot_public_access",
    "snapshot_type",
    "source_type",
    "spec",
    "state",
    "status",
    "storage",
    "storage_class",
    "storage_type",
    "strategy",
    "tls_versions",
    "type",
    "usage",
    "versioning",
    "viewer_protocol_policy",
];

impl Redactor {
    /// The facts of an asset of a kind.
    pub(super) fn facts(&self, kind: &Kind, facts: &Map<String, Value>) -> Map<String, Value> {
        self.object(self.schema.kind(kind), facts)
    }

    fn object(&self, object: Option<&Object>, values: &Map<String, Value>) -> Map<String, Value> {
        let rewritten = values.iter().map(|(name, value)| match object.and_then(|object| object.fields.get(name)) {
            Some(field) => (name.clone(), self.value(Some(&field.ty), (name, name), value)),
            // A field that this tickmark does not know may be the key of a map.
            None => self.entry(None, name, (name, value)),
        });
        rewritten.collect()
    }

    /// An entry of a map, whose keys may be names.
    fn entry(&self, ty: Option<&Type>, map: &str, (key, value): (&str, &Value)) -> (String, Value) {
        (self.key(key), self.value(ty, (map, key), value))
    }

    /// A key of a map, such as that of a tag.
    fn key(&self, key: &str) -> String {
        let is_word = |key: &str| !self.names.has(key) && self.vocabulary.is_english(key);
        if self.judged.has_key(key) || is_word(key) { key.to_owned() } else { self.text(key) }
    }

    /// A value of a field, in a map under a key.
    fn value(&self, ty: Option<&Type>, (field, key): (&str, &str), value: &Value) -> Value {
        match (value, ty) {
            (Value::String(text), _) => Value::String(self.string(ty, (field, key), text)),
            (Value::Array(elements), _) => {
                let of = if let Some(Type::List(of)) = ty { Some(of.as_ref()) } else { None };
                elements.iter().map(|element| self.value(of, (field, key), element)).collect()
            }
            (Value::Object(values), _) if values.contains_key(UNKNOWN_KEY) => Value::Object(self.unknown(values)),
            (Value::Object(values), Some(Type::Object(object))) => Value::Object(self.object(Some(object), values)),
            (Value::Object(values), Some(Type::Map(of))) => {
                values.iter().map(|(key, value)| self.entry(Some(of), field, (key, value))).collect()
            }
            (Value::Object(values), _) => Value::Object(self.object(None, values)),
            (other, _) => other.clone(),
        }
    }

    fn string(&self, ty: Option<&Type>, (field, key): (&str, &str), text: &str) -> String {
        match ty {
            Some(Type::Timestamp | Type::PortRange) => return text.to_owned(),
            Some(Type::Cidr) => return self.address(text).unwrap_or_else(|| self.text(text)),
            Some(Type::Enum(words)) if words.iter().any(|word| word == text) => return text.to_owned(),
            _ => {}
        }
        let stays = self.judged.asks(key, text) || (WORDS.contains(&field) && !self.names.has(text));
        match text.split_once('=') {
            _ if stays => text.to_owned(),
            // A tag as a pair.
            Some((key, value)) if field == "tag_pairs" => format!("{}={}", self.key(key), self.text(value)),
            _ => self.address(text).unwrap_or_else(|| self.text(text)),
        }
    }

    /// What stands where nothing could be read, and at any depth of it the account.
    fn unknown(&self, marker: &Map<String, Value>) -> Map<String, Value> {
        let entries = marker.iter().map(|(key, value)| {
            let value = match value {
                Value::String(account) if key == "account" => Value::String(self.account(account)),
                Value::Object(inner) => Value::Object(self.unknown(inner)),
                Value::Array(several) => several
                    .iter()
                    .map(|one| one.as_object().map_or(one.clone(), |one| Value::Object(self.unknown(one))))
                    .collect(),
                other => other.clone(),
            };
            (key.clone(), value)
        });
        entries.collect()
    }
}
