//! What a version of a launch template, or a launch configuration, has instances launched with.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::index::{list, vanished};
use super::network_interface::PublicAddress;
use super::ops::DESCRIBE_NETWORK_INTERFACES;
use crate::inventory::{Fact, Gaps, Key};

/// What one version says of the instances that are launched by it.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Launch {
    /// The number of the version, null of a launch configuration.
    pub version: Option<i64>,
    /// `enabled` or `disabled`: whether the metadata service answers at all, null where that is left open.
    pub metadata_endpoint: Option<String>,
    /// `required` or `optional`: whether it answers to session tokens only (IMDSv2), null where that is left open.
    pub metadata_tokens: Option<String>,
    /// The image: its id, or the parameter that names it (`resolve:ssm:…`); null where whoever launches names it.
    pub image: Option<String>,
    /// The network interfaces.
    pub interfaces: Vec<LaunchInterface>,
}

/// A network interface of instances to be launched.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LaunchInterface {
    /// Its place at the instance, 0 of the primary one.
    pub device_index: Option<i64>,
    /// Whether it gets a public IPv4 address; null where its subnet says so.
    pub assigns_public_address: Option<bool>,
    /// The id of an interface that exists, null where one is made.
    pub network_interface: Option<String>,
}

/// How instances would come to a public address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LaunchPublicAddress {
    /// The number of the version, null of a launch configuration.
    pub version: Option<i64>,
    /// The place of the interface at the instance.
    pub device_index: Option<i64>,
    /// The id of the interface that has the address already; null where each instance is given one of its own.
    pub network_interface: Option<String>,
    /// The address that it has; null where each instance is given one of its own.
    pub address: Option<String>,
}

/// The public addresses that instances would have; `of` are those of an interface that exists.
pub(in crate::provider::aws) fn public_addresses(
    launches: &Fact<Vec<Fact<Launch>>>,
    of: impl Fn(&str) -> Fact<Vec<Fact<PublicAddress>>>,
) -> Fact<Vec<Fact<LaunchPublicAddress>>> {
    launches.as_ref().and_then(|launches| {
        let (mut found, mut missing) = (Vec::new(), None::<Gaps>);
        for launch in launches {
            let launch = match launch {
                Fact::Known(launch) => launch,
                Fact::Unknown(gaps) => {
                    missing.get_or_insert_default().merge(gaps);
                    continue;
                }
            };
            for interface in &launch.interfaces {
                let (version, device_index) = (launch.version, interface.device_index);
                if interface.assigns_public_address == Some(true) {
                    let own = LaunchPublicAddress { version, device_index, network_interface: None, address: None };
                    found.push(Fact::Known(own));
                }
                let Some(id) = &interface.network_interface else { continue };
                match of(id) {
                    Fact::Known(addresses) => found.extend(addresses.into_iter().map(|address| {
                        let network_interface = Some(id.clone());
                        address.map(|PublicAddress { address, .. }| LaunchPublicAddress {
                            version,
                            device_index,
                            network_interface,
                            address: Some(address),
                        })
                    })),
                    Fact::Unknown(gaps) => missing.get_or_insert_default().merge(&gaps),
                }
            }
        }
        list(found, missing)
    })
}

/// The gap of an interface that a version names, and that is no longer there.
pub(super) fn interface_vanished<T>(near: &Key) -> Fact<T> {
    Fact::Unknown(vanished(&DESCRIBE_NETWORK_INTERFACES, near))
}

#[cfg(test)]
mod tests;
