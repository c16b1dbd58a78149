//! Where an alarm or a rule sends, and whether something comes of it there.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sns::Topic;
use crate::inventory::store::elsewhere;
use crate::inventory::{AccountId, Asset as _, Fact, Inventory, Key, Kind, Region};

/// What a destination is known by: the facts that [`of`] reads.
pub(super) const NEEDS: (Kind, &str) = (Topic::KIND, "confirmed_subscriptions");

/// Services that change capacity or instances, and tell nobody.
const MUTE: &[&str] = &["autoscaling", "automate", "swf", "ec2"];

/// Services that keep what they are sent, and do nothing about it.
const IDLE: &[&str] = &["logs"];

/// Where an alarm or a rule sends.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Destination {
    /// Its ARN.
    pub arn: String,
    /// How many subscriptions of the topic have been confirmed, null of what is no topic. A topic that is not there has
    /// none.
    pub subscribers: Fact<Option<i64>>,
    /// Whether anything comes of it: not of a topic that nobody has confirmed, nor of a log group.
    pub acts: Fact<bool>,
    /// Whether it can tell somebody: a topic with a subscriber, a queue, a function, an incident; no change of capacity.
    pub informs: Fact<bool>,
}

/// A destination, by its ARN.
pub(super) fn of(inventory: &Inventory, account: &AccountId, arn: &str) -> Destination {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [_, _, service, region, owner, _] = parts[..] else {
        return known(arn, false, false);
    };
    let Ok(region) = region.parse::<Region>() else { return known(arn, false, false) };
    // Some actions have a word of their own where others have an account.
    let is_account = owner.len() == 12 && owner.bytes().all(|digit| digit.is_ascii_digit());
    let foreign = owner.parse::<AccountId>().ok().filter(|owner| is_account && owner != account);
    if let Some(owner) = foreign.filter(|owner| service != "sns" && !inventory.accounts().contains(owner)) {
        let gap = elsewhere(&owner, &region);
        let (acts, informs) = (gap.clone().into(), gap.into());
        return Destination { arn: arn.to_owned(), subscribers: Fact::Known(None), acts, informs };
    }
    if service != "sns" {
        let acts = !IDLE.contains(&service);
        return known(arn, acts, acts && !MUTE.contains(&service));
    }
    let Ok(account) = owner.parse() else { return known(arn, false, false) };
    let key = Key { kind: Topic::KIND, account, region, id: arn.to_owned() };
    let subscribers = inventory.get::<Topic>(&key).and_then(|topic| match topic {
        Some(topic) => topic.confirmed_subscriptions.clone(),
        None => Fact::Known(0),
    });
    let heard = subscribers.as_ref().map(|count| *count > 0);
    Destination { arn: arn.to_owned(), subscribers: subscribers.map(Some), acts: heard.clone(), informs: heard }
}

fn known(arn: &str, acts: bool, informs: bool) -> Destination {
    let (acts, informs) = (Fact::Known(acts), Fact::Known(informs));
    Destination { arn: arn.to_owned(), subscribers: Fact::Known(None), acts, informs }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::{GapKind, Population, State};

    const TOPIC: &str = "arn:aws:sns:eu-west-1:123456789012:security";

    fn account() -> AccountId {
        "123456789012".parse().unwrap()
    }

    fn told(listed: bool, topic: Option<Fact<i64>>, arn: &str) -> Destination {
        let mut inventory = Inventory::new(vec![account()]);
        let region: Region = "eu-west-1".parse().unwrap();
        let kind = Topic::KIND;
        if listed {
            let (account, region) = (account(), region.clone());
            inventory.record(Population { kind, account, region, state: State::Complete, count: 0, gap: None });
        }
        if let Some(confirmed_subscriptions) = topic {
            let key = Key { kind: Topic::KIND, account: account(), region, id: TOPIC.to_owned() };
            inventory.insert(key, "security".to_owned(), Topic { confirmed_subscriptions, ..Topic::default() });
        }
        of(&inventory, &account(), arn)
    }

    #[test]
    fn a_topic_is_as_good_as_its_subscribers() {
        for (topic, heard) in [(Some(2), true), (Some(0), false), (None, false)] {
            let found = told(true, topic.map(Fact::Known), TOPIC);
            assert_eq!((found.acts, found.informs), (Fact::Known(heard), Fact::Known(heard)), "{topic:?}");
            assert_eq!(found.subscribers, Fact::Known(Some(topic.unwrap_or(0))));
        }
        assert_eq!(told(true, Some(Fact::default()), TOPIC).acts, Fact::default());
        assert_eq!(told(false, None, TOPIC).informs, Fact::default(), "it may be there");
    }

    #[test]
    fn what_another_account_does_is_out_of_sight() {
        for arn in ["arn:aws:sns:eu-west-1:210987654321:x", "arn:aws:events:eu-west-1:210987654321:event-bus/central"] {
            let found = told(true, None, arn);
            let gap = found.acts.gaps().unwrap().iter().next().unwrap().clone();
            assert_eq!((gap.kind, gap.account.as_str()), (GapKind::Elsewhere, "210987654321"), "{arn}");
            assert!(found.informs.gaps().is_some());
        }
    }

    #[test]
    fn other_services_are_judged_by_what_they_can_do() {
        for (arn, acts, informs) in [
            ("arn:aws:lambda:eu-west-1:123456789012:function:alert", true, true),
            ("arn:aws:sqs:eu-west-1:123456789012:findings", true, true),
            ("arn:aws:ssm:eu-west-1:123456789012:opsitem:1", true, true),
            ("arn:aws:automate:eu-west-1:ec2:recover", true, false),
            (
                "arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:1:autoScalingGroupName/a:policyName/b",
                true,
                false,
            ),
            ("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/events/all", false, false),
            ("nonsense", false, false),
        ] {
            let found = told(true, None, arn);
            assert_eq!((found.acts, found.informs), (Fact::Known(acts), Fact::Known(informs)), "{arn}");
        }
    }
}
