//! Lists the machines of a region, and how they stand to their patch baselines.

use std::collections::BTreeMap;

use aws_sdk_ssm::Client;
use aws_sdk_ssm::types::{InstanceInformation, InstancePatchState, ServiceSetting};

use super::managed_instance::{DESCRIBE_INSTANCE_INFORMATION, DESCRIBE_INSTANCE_PATCH_STATES};
use super::region::{GET_SERVICE_SETTING, NO_ROLE, ROLE_SETTING};
use super::{ManagedInstance, Patching, SystemsManagerRegion};
use crate::inventory::Fact;
use crate::provider::aws::Context;
use crate::provider::aws::pages::listed;
use crate::provider::aws::time::timestamp;

/// How many machines one call takes.
const AT_ONCE: usize = 50;

/// The machines of a region.
pub(super) async fn managed_instances(context: Context) {
    let ssm = Client::new(&context.sdk());
    let op = &DESCRIBE_INSTANCE_INFORMATION;
    let pages = ssm.describe_instance_information().into_paginator().send();
    let found = context.list(op, &[], pages, |page| listed(page.instance_information_list)).await;
    let found = found.told(&context, op, "InstanceInformationList");
    let found = found.identified(&context, op, "InstanceId", |one| one.instance_id.is_some());
    let batches: Vec<Vec<InstanceInformation>> = found.items.chunks(AT_ONCE).map(<[_]>::to_vec).collect();
    context.each(batches, |machines| batch(&context, &ssm, machines)).await;
    context.record::<ManagedInstance>(&found.extent);
}

async fn batch(context: &Context, ssm: &Client, machines: Vec<InstanceInformation>) {
    let op = &DESCRIBE_INSTANCE_PATCH_STATES;
    let ids: Vec<String> = machines.iter().filter_map(|machine| machine.instance_id.clone()).collect();
    let named = ids.join(",");
    let pages = ssm.describe_instance_patch_states().set_instance_ids(Some(ids)).into_paginator().send();
    let found = context.list(op, &[("InstanceIds", &named)], pages, |page| listed(page.instance_patch_states)).await;
    let found = found.told(context, op, "InstancePatchStates");
    let states = found.identified(context, op, "InstanceId", |state| !state.instance_id.is_empty()).whole();
    let states = states.map(|all| -> BTreeMap<String, InstancePatchState> {
        all.into_iter().map(|state| (state.instance_id.clone(), state)).collect()
    });
    for machine in machines {
        let Some(id) = machine.instance_id.clone() else { continue };
        // One of which the answer says nothing was never looked at.
        let patching = states.as_ref().and_then(|states| match states.get(&id) {
            None => Fact::Known(None),
            Some(state) => context.present(op, "OperationEndTime", patching(context, state)).map(Some),
        });
        put(context, id, machine, patching);
    }
}

fn put(context: &Context, id: String, machine: InstanceInformation, patching: Fact<Option<Patching>>) {
    let op = &DESCRIBE_INSTANCE_INFORMATION;
    let version = machine.platform_version.as_deref().unwrap_or_default();
    let asset = ManagedInstance {
        ping_status: match machine.ping_status {
            Some(status) => Fact::Known(status.as_str().to_owned()),
            None => context.malformed(op, "PingStatus"),
        },
        last_ping: Fact::Known(machine.last_ping_date_time.as_ref().and_then(timestamp)),
        platform: Fact::Known(machine.platform_name.map(|name| format!("{name} {version}").trim_end().to_owned())),
        patching,
        instance_id: Fact::Known(id.clone()),
        ..ManagedInstance::default()
    };
    let (partition, region, account) = (context.partition(), context.region(), context.account());
    let arn = format!("arn:{partition}:ssm:{region}:{account}:managed-instance/{id}");
    let name = machine.name.or(machine.computer_name).filter(|name| !name.is_empty()).unwrap_or(id);
    context.put(context.region(), arn, name, asset);
}

fn patching(context: &Context, state: &InstancePatchState) -> Option<Patching> {
    let pending_reboot = state.installed_pending_reboot_count;
    let outstanding =
        [Some(state.missing_count), Some(state.failed_count), pending_reboot, state.installed_rejected_count];
    let class = |member: &str, told: Option<i32>| {
        // An older agent tells no classes; where it tells that nothing is outstanding, nothing of any class is.
        let told = told.or_else(|| outstanding.iter().all(|count| *count == Some(0)).then_some(0));
        context.present(&DESCRIBE_INSTANCE_PATCH_STATES, member, told.map(i64::from))
    };
    Some(Patching {
        operation: state.operation.as_str().to_owned(),
        ended: timestamp(&state.operation_end_time)?,
        missing: i64::from(state.missing_count),
        failed: i64::from(state.failed_count),
        pending_reboot: pending_reboot.map(i64::from),
        critical_noncompliant: class("CriticalNonCompliantCount", state.critical_non_compliant_count),
        security_noncompliant: class("SecurityNonCompliantCount", state.security_non_compliant_count),
    })
}

/// The settings of a region.
pub(super) async fn region(context: Context) {
    let op = &GET_SERVICE_SETTING;
    let request = Client::new(&context.sdk()).get_service_setting().setting_id(ROLE_SETTING);
    let found = context.find(op, request.send()).await;
    let default_host_role = found.and_then(|answer| match answer {
        None => Fact::Known(None),
        Some(answer) => {
            let setting = answer.service_setting.unwrap_or_else(|| ServiceSetting::builder().build());
            let is_default = setting.status() == Some("Default");
            let role = if is_default { Some(NO_ROLE.to_owned()) } else { setting.setting_value };
            context.present(op, "SettingValue", role).map(|role| Some(role).filter(|role| role != NO_ROLE))
        }
    });
    context.put_singleton(SystemsManagerRegion { default_host_role });
}
