use super::*;
use crate::inventory::{AccountId, Gap, GapKind, Gaps, Population, Region, State};
use crate::provider::aws::ssm::Patching;

fn place() -> (AccountId, Region) {
    ("123456789012".parse().unwrap(), "eu-west-1".parse().unwrap())
}

fn denied(operation: &str) -> Gap {
    let (account, region) = place();
    let (kind, code) = (GapKind::Denied, Some("AccessDeniedException".to_owned()));
    Gap { operation: Some(operation.to_owned()), kind, code, account, region }
}

fn instance() -> Key {
    let (account, region) = place();
    let id = "arn:aws:ec2:eu-west-1:123456789012:instance/i-0123456789abcdef0".to_owned();
    Key { kind: Instance::KIND, account, region, id }
}

/// The role that an instance is lent, in a region whose setting is that.
fn role(endpoint: Fact<String>, setting: Fact<Option<String>>) -> Fact<Option<String>> {
    let (account, region) = place();
    let mut inventory = Inventory::new(vec![account.clone()]);
    let settings = Key::singleton(&SystemsManagerRegion::KIND, &account, &region);
    inventory.insert(settings, region.to_string(), SystemsManagerRegion { default_host_role: setting });
    inventory.insert(instance(), "one".to_owned(), Instance { metadata_endpoint: endpoint, ..Instance::default() });
    default_host_role(&mut inventory);
    inventory.get::<Instance>(&instance()).known().unwrap().unwrap().default_host_role.clone()
}

fn word(word: &str) -> Fact<String> {
    Fact::Known(word.to_owned())
}

#[test]
fn a_role_is_lent_to_what_can_ask_for_it() {
    let set = || Fact::Known(Some("service-role/Default".to_owned()));
    assert_eq!(role(word("enabled"), set()), set());
    assert_eq!(role(word("disabled"), set()), Fact::Known(None));
    assert_eq!(role(word("enabled"), Fact::Known(None)), Fact::Known(None));
}

#[test]
fn either_input_alone_decides_where_it_can() {
    let (setting, instances) = (denied("ssm:GetServiceSetting"), denied("ec2:DescribeInstances"));
    let set = Fact::Known(Some("service-role/Default".to_owned()));
    assert_eq!(role(word("disabled"), setting.clone().into()), Fact::Known(None));
    assert_eq!(role(word("enabled"), setting.clone().into()), setting.clone().into());
    assert_eq!(role(instances.clone().into(), Fact::Known(None)), Fact::Known(None));
    assert_eq!(role(instances.clone().into(), set), instances.clone().into());
    let both: Gaps = [setting.clone(), instances.clone()].into_iter().collect();
    assert_eq!(role(instances.into(), setting.into()), Fact::Unknown(both));
}

#[test]
fn patches_are_those_of_the_machine_that_is_registered() {
    let state = Patching {
        operation: "Scan".to_owned(),
        ended: "2024-12-20T00:00:00Z".parse().unwrap(),
        missing: 0,
        failed: 0,
        pending_reboot: None,
        critical_noncompliant: Fact::Known(0),
        security_noncompliant: Fact::Known(0),
    };
    let gap = denied("ssm:DescribeInstancePatchStates");
    for (machine, listed, expected) in [
        (Some(Fact::Known(Some(state.clone()))), true, Fact::Known(Some(state))),
        (Some(Fact::Known(None)), true, Fact::Known(None)),
        (Some(gap.clone().into()), true, gap.clone().into()),
        (None, true, Fact::Known(None)),
        (None, false, gap.clone().into()),
    ] {
        let (account, region) = place();
        let mut inventory = Inventory::new(vec![account.clone()]);
        let (state, refusal) = if listed { (State::Complete, None) } else { (State::Refused, Some(gap.clone())) };
        inventory.record(Population { kind: ManagedInstance::KIND, account, region, state, count: 0, gap: refusal });
        if let Some(patching) = machine {
            let machine = ManagedInstance { patching, ..ManagedInstance::default() };
            inventory.insert(of_instance(&instance()), "one".to_owned(), machine);
        }
        inventory.insert(instance(), "one".to_owned(), Instance::default());
        patching(&mut inventory);
        let found = inventory.get::<Instance>(&instance()).known().unwrap().unwrap().patching.clone();
        assert_eq!(found, expected);
    }
}
