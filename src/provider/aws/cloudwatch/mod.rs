//! Amazon CloudWatch.

mod alarm;
mod by_filter;
mod by_rule;
#[cfg(feature = "aws")]
mod collect;
mod composite;
mod watch;

pub use alarm::{Alarm, Composition, Trigger};
pub use watch::{Account, RaisedAlarm, Watch};

use crate::provider::Service;

/// What the registry lists.
pub static SERVICE: Service = Service {
    name: "cloudwatch",
    ops: &[&alarm::DESCRIBE_ALARMS],
    kinds: &[alarm::SPEC, watch::SPEC],
    #[cfg(feature = "aws")]
    collectors: &[
        crate::provider::Collector {
            kinds: &[<Alarm as crate::inventory::Asset>::KIND],
            run: |context| Box::pin(collect::alarms(context)),
        },
        crate::provider::Collector {
            kinds: &[<Account as crate::inventory::Asset>::KIND],
            run: |context| Box::pin(async move { collect::account(&context) }),
        },
    ],
};
