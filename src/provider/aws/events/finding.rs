//! Which security findings a pattern admits: from which level on, whatever else is in them.

use serde_json::{Value, json};

use super::pattern::Pattern;

/// What `GuardDuty`'s events name as their source.
pub(super) const GUARDDUTY: &str = "aws.guardduty";

/// What Security Hub's events name as their source.
pub(super) const SECURITY_HUB: &str = "aws.securityhub";

/// The least and the greatest number of a level.
type Bounds = (u8, u8);

/// A level of severity: its name, `GuardDuty`'s numbers in tenths, and Security Hub's normalized numbers.
const LEVELS: [(&str, Bounds, Bounds); 4] = [
    ("LOW", (10, 39), (1, 39)),
    ("MEDIUM", (40, 69), (40, 69)),
    ("HIGH", (70, 89), (70, 89)),
    ("CRITICAL", (90, 100), (90, 100)),
];

/// The levels for which a pattern admits every new finding of the level and of those above, lowest first.
pub(super) fn from_levels(pattern: &Pattern, source: &str, place: &[(&str, Value)]) -> Vec<String> {
    let admitted = LEVELS.iter().rev().take_while(|(level, tenths, normalized)| {
        let events: Vec<Vec<(&str, Value)>> = if source == GUARDDUTY {
            (tenths.0..=tenths.1).map(guardduty).collect()
        } else {
            (normalized.0..=normalized.1).map(|number| security_hub(level, number)).collect()
        };
        events.into_iter().all(|mut event| {
            event.extend(place.iter().cloned());
            pattern.admits(&event)
        })
    });
    let mut levels: Vec<String> = admitted.map(|(level, ..)| (*level).to_owned()).collect();
    levels.reverse();
    levels
}

fn guardduty(tenths: u8) -> Vec<(&'static str, Value)> {
    vec![
        ("source", json!(GUARDDUTY)),
        ("detail-type", json!("GuardDuty Finding")),
        ("detail.severity", json!(f64::from(tenths) / 10.0)),
    ]
}

fn security_hub(level: &str, normalized: u8) -> Vec<(&'static str, Value)> {
    vec![
        ("source", json!(SECURITY_HUB)),
        ("detail-type", json!("Security Hub Findings - Imported")),
        ("detail.findings.Severity.Label", json!(level)),
        ("detail.findings.Severity.Normalized", json!(normalized)),
        ("detail.findings.Workflow.Status", json!("NEW")),
        ("detail.findings.RecordState", json!("ACTIVE")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(pattern: &Value, source: &str) -> Vec<String> {
        let place = [("account", json!("123456789012"))];
        from_levels(&Pattern::parse(&pattern.to_string()).unwrap(), source, &place)
    }

    #[test]
    fn guardduty_s_severities() {
        let of = |test: Value| {
            let pattern =
                json!({"source": [GUARDDUTY], "detail-type": ["GuardDuty Finding"], "detail": {"severity": test}});
            levels(&pattern, GUARDDUTY)
        };
        assert_eq!(of(json!([{"numeric": [">=", 7]}])), ["HIGH", "CRITICAL"]);
        assert_eq!(of(json!([{"numeric": [">", 6.9]}])), ["HIGH", "CRITICAL"]);
        assert_eq!(of(json!([{"numeric": [">=", 4]}])), ["MEDIUM", "HIGH", "CRITICAL"]);
        assert_eq!(of(json!([{"numeric": [">=", 7, "<", 9]}])), [""; 0], "the most serious are left out");
        assert_eq!(of(json!([{"numeric": [">=", 8]}])), ["CRITICAL"], "part of a level is none");
        assert_eq!(of(json!([8])), [""; 0]);
        let all = json!({"source": [GUARDDUTY]});
        assert_eq!(levels(&all, GUARDDUTY).len(), 4);
        assert_eq!(levels(&all, SECURITY_HUB), [""; 0]);
        let each: Vec<Value> = (70..=100).map(|tenths| json!(f64::from(tenths) / 10.0)).collect();
        assert_eq!(of(json!(each)), ["HIGH", "CRITICAL"]);
    }

    #[test]
    fn security_hub_s_labels() {
        let of = |findings: Value| {
            levels(&json!({"source": [SECURITY_HUB], "detail": {"findings": findings}}), SECURITY_HUB)
        };
        assert_eq!(of(json!({"Severity": {"Label": ["HIGH", "CRITICAL"]}})), ["HIGH", "CRITICAL"]);
        assert_eq!(of(json!({"Severity": {"Normalized": [{"numeric": [">=", 70]}]}})), ["HIGH", "CRITICAL"]);
        let new = json!({"Workflow": {"Status": ["NEW"]}, "RecordState": ["ACTIVE"]});
        assert_eq!(of(new).len(), 4);
        assert_eq!(of(json!({"Workflow": {"Status": ["NOTIFIED"]}})), [""; 0]);
        assert_eq!(of(json!({"ProductName": ["GuardDuty"]})), [""; 0], "findings of one product");
    }

    #[test]
    fn the_place_is_known() {
        assert_eq!(levels(&json!({"source": [GUARDDUTY], "account": ["123456789012"]}), GUARDDUTY).len(), 4);
        assert_eq!(levels(&json!({"source": [GUARDDUTY], "account": ["210987654321"]}), GUARDDUTY), [""; 0]);
    }
}
