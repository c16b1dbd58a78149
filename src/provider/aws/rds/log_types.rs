//! The logs that an instance of each engine can export to CloudWatch Logs; members of a cluster export by their cluster.

/// The types of log that an engine can export, none of one that cannot; `None` of an engine that is not known here.
pub(super) fn exportable(engine: &str) -> Option<&'static [&'static str]> {
    // Editions follow the name of the engine: `oracle-se2-cdb`, `sqlserver-ex`, `db2-ae`.
    let name = engine.split('-').next().unwrap_or_default();
    match name {
        "mysql" | "mariadb" => Some(&["audit", "error", "general", "iam-db-auth-error", "slowquery"]),
        "postgres" => Some(&["iam-db-auth-error", "postgresql", "upgrade"]),
        "oracle" => Some(&["alert", "audit", "listener", "oemagent", "trace"]),
        "sqlserver" => Some(&["agent", "error"]),
        "db2" => Some(&["diag.log", "notify.log"]),
        // RDS Custom exports nothing: the host is the account's to look after.
        "custom" => Some(&[]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_export_what_their_engine_does() {
        for (engine, log) in [
            ("mysql", "audit"),
            ("mariadb", "error"),
            ("postgres", "postgresql"),
            ("oracle-se2-cdb", "alert"),
            ("sqlserver-ex", "error"),
            ("db2-ae", "diag.log"),
        ] {
            assert!(exportable(engine).unwrap().contains(&log), "{engine}");
        }
        assert_eq!(exportable("custom-sqlserver-web"), Some(&[][..]));
        assert_eq!(exportable("an-engine-of-the-future"), None);
    }
}
