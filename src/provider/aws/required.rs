//! Lists that an answer must hold, and that the SDK makes up, empty, where they are missing: seen here, below the SDK.

use serde_json::Value;

use crate::provider::Op;

/// The operations whose lists the SDK makes up, each with the place of the list in the answer's JSON (RFC 6901).
/// Source: the members that the SDK's `serde_util.rs` corrects.
const LISTS: &[(&str, &str)] = &[
    ("accessanalyzer:ListAnalyzers", "/analyzers"),
    ("backup:GetBackupPlan", "/BackupPlan/Rules"),
    ("backup:ListRestoreTestingPlans", "/RestoreTestingPlans"),
    ("backup:ListRestoreTestingSelections", "/RestoreTestingSelections"),
    ("guardduty:ListDetectors", "/detectorIds"),
    ("guardduty:ListFindings", "/findingIds"),
    ("lambda:ListFunctionUrlConfigs", "/FunctionUrlConfigs"),
];

/// Where the answer of an operation must hold a list that the SDK would make up.
pub(super) fn list_of(op: &Op) -> Option<&'static str> {
    let id = op.id();
    LISTS.iter().find(|(operation, _)| *operation == id).map(|(_, place)| *place)
}

/// Whether an answer lacks the list at that place. One that is no JSON is left to the SDK, which refuses it.
pub(super) fn lacks(answer: &[u8], place: &str) -> bool {
    serde_json::from_slice::<Value>(answer).is_ok_and(|answer| answer.pointer(place).is_none_or(Value::is_null))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::SERVICES;

    #[test]
    fn only_a_list_that_is_there_is_one() {
        let of = |answer: &str| lacks(answer.as_bytes(), "/BackupPlan/Rules");
        assert!(of("{}") && of(r#"{"BackupPlan": {}}"#) && of(r#"{"BackupPlan": {"Rules": null}}"#));
        assert!(!of(r#"{"BackupPlan": {"Rules": []}}"#) && !of("<html>"));
    }

    #[test]
    fn each_is_an_operation_of_the_registry() {
        for (operation, place) in LISTS {
            let op = SERVICES.iter().flat_map(|service| service.ops).find(|op| op.id() == *operation).expect(operation);
            assert_eq!(list_of(op), Some(*place));
        }
    }
}
