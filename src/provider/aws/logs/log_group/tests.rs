//! Which records go to a log group.

use super::*;
use crate::inventory::{AccountId, Population, Region, State};

const GROUP: &str = "arn:aws:logs:us-east-1:123456789012:log-group:records";
const TRAIL: &str = "arn:aws:cloudtrail:us-east-1:123456789012:trail/audit";
const FLOW_LOG: &str = "arn:aws:ec2:us-east-1:123456789012:vpc-flow-log/fl-1";

fn delivered(seen: &[Kind], trail: Fact<Option<&str>>, log: Fact<Option<&str>>) -> Fact<Vec<Fact<String>>> {
    let account: AccountId = "123456789012".parse().unwrap();
    let region: Region = "us-east-1".parse().unwrap();
    let mut inventory = Inventory::new(vec![account.clone()]);
    for kind in seen {
        let (kind, account, region) = (kind.clone(), account.clone(), region.clone());
        inventory.record(Population { kind, account, region, state: State::Complete, count: 1, gap: None });
    }
    let key = |kind, id: &str| Key { kind, account: account.clone(), region: region.clone(), id: id.to_owned() };
    inventory.insert(key(LogGroup::KIND, GROUP), "records".to_owned(), LogGroup::default());
    let owned = |group: Fact<Option<&str>>| group.map(|group| group.map(str::to_owned));
    let trail = Trail { log_group: owned(trail), ..Trail::default() };
    inventory.insert(key(Trail::KIND, TRAIL), "audit".to_owned(), trail);
    inventory.insert(
        key(FlowLog::KIND, FLOW_LOG),
        "fl-1".to_owned(),
        FlowLog { log_group: owned(log), ..FlowLog::default() },
    );
    delivered_by(&mut inventory);
    inventory.table::<LogGroup>().next().unwrap().1.asset.delivered_by.clone()
}

const ALL: &[Kind] = &[Trail::KIND, FlowLog::KIND];
const TO_IT: Fact<Option<&str>> = Fact::Known(Some("arn:aws:logs:us-east-1:123456789012:log-group:records:*"));
const NOWHERE: Fact<Option<&str>> = Fact::Known(None);

fn known(id: &str) -> Fact<String> {
    Fact::Known(id.to_owned())
}

#[test]
fn trails_by_the_arn_and_flow_logs_by_the_name() {
    assert_eq!(delivered(ALL, TO_IT, NOWHERE), Fact::Known(vec![known(TRAIL)]));
    assert_eq!(delivered(ALL, NOWHERE, Fact::Known(Some("records"))), Fact::Known(vec![known(FLOW_LOG)]));
    let other = Fact::Known(Some("arn:aws:logs:us-east-1:210987654321:log-group:records:*"));
    assert_eq!(delivered(ALL, other, Fact::Known(Some("record"))), Fact::Known(Vec::new()));
}

#[test]
fn what_was_not_seen_may_deliver() {
    assert_eq!(delivered(&[Trail::KIND], NOWHERE, NOWHERE), Fact::default());
    assert_eq!(delivered(&[FlowLog::KIND], NOWHERE, NOWHERE), Fact::default());
    assert_eq!(delivered(ALL, Fact::default(), NOWHERE), Fact::default());
    assert_eq!(delivered(ALL, NOWHERE, Fact::default()), Fact::default());
    assert_eq!(delivered(&[Trail::KIND], TO_IT, NOWHERE), Fact::Known(vec![known(TRAIL), Fact::default()]));
}
