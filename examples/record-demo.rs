//! Records the account of `tickmark scan --demo`: moto, filled by a script, collected by tickmark itself.
//!
//! `cargo run --example record-demo` writes `src/command/demo.snapshot.zst`. Two operations are refused on the way, so
//! that the report shows what a missing permission costs.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a recording that fails has to be seen")]
#![expect(dead_code, reason = "the tests' support has more than a recording needs")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::path::Path;
use std::process::Command;

use serde_json::json;

use support::fault::{Fault, On};
use support::moto::{Account, Moto};
use support::proxy::Proxy;
use support::wire::Trouble;

/// The account of the company in the demo.
const ACCOUNT: &str = "481516234210";

/// What its auditor role may not read.
const REFUSED: [&str; 2] = ["kms:GetKeyPolicy", "ec2:DescribeFlowLogs"];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let moto = Moto::start(0.0, 23);
    let account = moto.account_named(ACCOUNT);
    moto.seed(&account, "demo", &json!({}));
    let proxy = Proxy::start(&moto);
    for operation in REFUSED {
        proxy.rule(On::op(operation), Fault::Says(Trouble::Denied));
    }
    let target = root.join("src/command/demo.snapshot.zst");
    let status = collect(&account, &proxy.endpoint(), &target);
    assert!(status, "tickmark could not collect");
    eprintln!("wrote {}", target.display());
}

/// Runs the binary that was built beside this example.
fn collect(account: &Account, endpoint: &str, target: &Path) -> bool {
    let examples = std::env::current_exe().unwrap();
    let binary = examples.parent().and_then(Path::parent).unwrap().join("tickmark");
    assert!(binary.is_file(), "build the binary first: cargo build");
    let mut command = Command::new(binary);
    command.env_clear().args(["collect", "--endpoint-url", endpoint, "--save"]).arg(target);
    for region in ["us-east-1", "eu-west-1", "eu-central-1"] {
        command.args(["--region", region]);
    }
    command
        .env("AWS_ACCESS_KEY_ID", &account.access_key)
        .env("AWS_SECRET_ACCESS_KEY", &account.secret)
        .env("AWS_SESSION_TOKEN", &account.token)
        .env("AWS_REGION", "us-east-1")
        .env("AWS_EC2_METADATA_DISABLED", "true");
    command.status().unwrap().success()
}
