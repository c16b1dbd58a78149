//! Which Auto Scaling group a machine belongs to, by the tags of the instance that it is.

use super::*;
use crate::inventory::{AccountId, Gap, GapKind, Population, Region, State};

const HERE: &str = "eu-west-1";

fn account() -> AccountId {
    "123456789012".parse().unwrap()
}

fn key(kind: Kind, service: &str, resource: &str) -> Key {
    let id = format!("arn:aws-cn:{service}:{HERE}:123456789012:{resource}");
    Key { kind, account: account(), region: HERE.parse().unwrap(), id }
}

fn unknown<T>() -> Fact<T> {
    let (operation, region): (_, Region) = (Some("ec2:DescribeInstances".to_owned()), HERE.parse().unwrap());
    Gap { operation, kind: GapKind::Denied, code: None, account: account(), region }.into()
}

/// The ids and tags of the instances that were listed.
type Listing = Fact<Vec<(&'static str, Fact<Vec<String>>)>>;

/// The group and the selectors of a machine, where these instances were listed, or were not.
fn derived(machine: &str, instances: &Listing) -> (Fact<Option<String>>, Fact<Vec<String>>) {
    let mut inventory = Inventory::new(vec![account()]);
    let (state, gap) = match instances {
        Fact::Known(_) => (State::Complete, None),
        Fact::Unknown(gaps) => (State::Refused, gaps.iter().next().cloned()),
    };
    let region = HERE.parse().unwrap();
    inventory.record(Population { kind: Instance::KIND, account: account(), region, state, count: 0, gap });
    for (id, tag_pairs) in instances.known().into_iter().flatten() {
        let instance = Instance { tag_pairs: tag_pairs.clone(), ..Instance::default() };
        inventory.insert(key(Instance::KIND, "ec2", &format!("instance/{id}")), (*id).to_owned(), instance);
    }
    let own = key(ManagedInstance::KIND, "ssm", &format!("managed-instance/{machine}"));
    inventory.insert(own.clone(), machine.to_owned(), ManagedInstance::default());
    auto_scaling_group(&mut inventory);
    group_selectors(&mut inventory);
    let machine = inventory.get::<ManagedInstance>(&own).known().unwrap().unwrap();
    (machine.auto_scaling_group.clone(), machine.group_selectors.clone())
}

fn listed(id: &'static str, pairs: &[&str]) -> Listing {
    Fact::Known(vec![(id, Fact::Known(pairs.iter().map(|pair| (*pair).to_owned()).collect()))])
}

#[test]
fn the_tag_of_the_instance_names_the_group() {
    let (group, selectors) = derived("i-1", &listed("i-1", &["Name=x", "aws:autoscaling:groupName=web"]));
    assert_eq!(group, Fact::Known(Some("web".to_owned())));
    assert_eq!(selectors, Fact::Known(vec!["*".to_owned(), "web".to_owned()]));
    let none = (Fact::Known(None), Fact::Known(Vec::new()));
    assert_eq!(derived("i-1", &listed("i-1", &["Name=aws:autoscaling:groupName=web"])), none);
    assert_eq!(derived("i-1", &listed("i-2", &["aws:autoscaling:groupName=web"])), none, "another's");
}

#[test]
fn a_machine_elsewhere_is_in_no_group_whatever_was_not_listed() {
    assert_eq!(derived("mi-1", &unknown()), (Fact::Known(None), Fact::Known(Vec::new())));
    assert_eq!(derived("i-1", &unknown()), (unknown(), unknown()));
    assert_eq!(derived("i-1", &Fact::Known(vec![("i-1", unknown())])), (unknown(), unknown()));
}

#[test]
fn a_machine_and_its_instance_find_each_other() {
    let instance = key(Instance::KIND, "ec2", "instance/i-1");
    let machine = of_instance(&instance);
    assert_eq!(machine, key(ManagedInstance::KIND, "ssm", "managed-instance/i-1"));
    assert_eq!(counterpart(&machine, &Instance::KIND, "ec2", "instance"), instance);
}
