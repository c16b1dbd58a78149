//! Acceptances as a file again.

use std::fmt::Write as _;

use crate::assess::{Acceptance, AssetPattern};
use crate::management::quote::quoted;

/// A whole file of these acceptances.
pub fn file_of(acceptances: &[Acceptance]) -> String {
    if acceptances.is_empty() {
        return "acceptances: []\n".to_owned();
    }
    let mut out = String::from("acceptances:\n");
    for one in acceptances {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  - control: {}\n    assets:", one.control);
        for asset in &one.assets {
            let _ = writeln!(out, "      - {}", pattern_of(asset));
        }
        let said = [
            ("reason", &one.reason),
            ("compensating_control", &one.compensating_control),
            ("owner", &one.owner),
            ("approver", &one.approver),
            ("ticket", &one.ticket),
        ];
        for (key, text) in said {
            let _ = writeln!(out, "    {key}: {}", quoted(text));
        }
        let _ = writeln!(out, "    starts: {}\n    expires: {}", one.starts.date(), one.last_day().date());
    }
    out
}

/// An asset's id, or a pattern that says that it is one.
pub(in crate::management) fn pattern_of(asset: &AssetPattern) -> String {
    match asset {
        AssetPattern::Id(id) => quoted(id),
        AssetPattern::Glob(glob) => format!("glob: {}", quoted(glob)),
    }
}
