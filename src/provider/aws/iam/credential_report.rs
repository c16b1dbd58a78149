//! The credential report: a file of comma-separated values, one row for each user and one for the root user.

use std::collections::BTreeMap;

use super::user::{AccessKey, AccessKeyUse, ConsolePassword};
use crate::inventory::Timestamp;

/// How the report names the root user, who is no IAM user.
const ROOT: &str = "<root_account>";

/// A column of the report.
type Column = &'static str;

/// The columns of one access key.
struct KeyColumns {
    active: Column,
    last_rotated: Column,
    last_used: Column,
}

/// A user has at most two access keys.
const KEYS: [KeyColumns; 2] = [
    KeyColumns {
        active: "access_key_1_active",
        last_rotated: "access_key_1_last_rotated",
        last_used: "access_key_1_last_used_date",
    },
    KeyColumns {
        active: "access_key_2_active",
        last_rotated: "access_key_2_last_rotated",
        last_used: "access_key_2_last_used_date",
    },
];

/// What cannot be read as the report's documentation says: the column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unclear(pub(super) Column);

/// A credential report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Report {
    /// When it was generated: what it says was so then.
    pub(super) generated: Timestamp,
    root: Option<Row>,
    users: BTreeMap<String, Row>,
}

/// What it says of one user, by column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row(BTreeMap<String, String>);

impl Report {
    /// Reads a report's content.
    ///
    /// # Errors
    /// What is no report, or lacks the columns that tell the users apart.
    pub(super) fn parse(content: &[u8], generated: Timestamp) -> Result<Self, Unclear> {
        let mut reader = csv::Reader::from_reader(content);
        let mut report = Self { generated, root: None, users: BTreeMap::new() };
        for row in reader.deserialize() {
            let row = Row(row.map_err(|_| Unclear("content"))?);
            if row.text("user")? == ROOT {
                report.root = Some(row);
            } else {
                report.users.insert(row.text("arn")?.to_owned(), row);
            }
        }
        Ok(report)
    }

    /// What it says of the root user.
    pub(super) fn root(&self) -> Result<&Row, Unclear> {
        self.root.as_ref().ok_or(Unclear(ROOT))
    }

    /// What it says of a user. One that was created later, perhaps in the place of another of this name, it does
    /// not know.
    pub(super) fn user(&self, arn: &str, created: Timestamp) -> Option<&Row> {
        self.users.get(arn).filter(|_| created <= self.generated)
    }
}

impl Row {
    /// The console password; `None` where there is none.
    pub(super) fn console_password(&self) -> Result<Option<ConsolePassword>, Unclear> {
        if !self.flag("password_enabled")? {
            return Ok(None);
        }
        let last_set = self.moment("password_last_changed")?.ok_or(Unclear("password_last_changed"))?;
        Ok(Some(ConsolePassword::new(last_set, self.password_last_used()?)))
    }

    /// When the password was last used.
    pub(super) fn password_last_used(&self) -> Result<Option<Timestamp>, Unclear> {
        self.moment("password_last_used")
    }

    /// When the first and the second access key were last used.
    pub(super) fn access_keys_last_used(&self) -> [Result<Option<Timestamp>, Unclear>; 2] {
        KEYS.map(|columns| self.moment(columns.last_used))
    }

    /// The access keys and their use. One that was never made has no date, and is not active.
    pub(super) fn access_key_use(&self) -> Result<Vec<AccessKeyUse>, Unclear> {
        let mut uses = Vec::new();
        for columns in KEYS {
            let active = self.flag(columns.active)?;
            match self.moment(columns.last_rotated)? {
                Some(last_rotated) => {
                    let key = AccessKey { id: None, active, last_rotated };
                    uses.push(AccessKeyUse::of(key, self.moment(columns.last_used)?));
                }
                None if active => return Err(Unclear(columns.last_rotated)),
                None => {}
            }
        }
        Ok(uses)
    }

    fn text(&self, column: Column) -> Result<&str, Unclear> {
        self.0.get(column).map(String::as_str).ok_or(Unclear(column))
    }

    fn flag(&self, column: Column) -> Result<bool, Unclear> {
        match self.text(column)? {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(Unclear(column)),
        }
    }

    fn moment(&self, column: Column) -> Result<Option<Timestamp>, Unclear> {
        match self.text(column)? {
            "N/A" | "no_information" | "not_supported" => Ok(None),
            text => text.parse().map(Some).map_err(|_| Unclear(column)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,\
        password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,\
        access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
        access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,\
        cert_1_last_rotated,cert_2_active,cert_2_last_rotated";
    const ROOT_ROW: &str = "<root_account>,arn:aws:iam::123456789012:root,2019-03-01T10:00:00+00:00,not_supported,\
        2024-11-02T08:30:00+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,\
        false,N/A,false,N/A";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn report(rows: &[&str]) -> Report {
        let content = std::iter::once(HEADER).chain(rows.iter().copied()).collect::<Vec<_>>().join("\n");
        Report::parse(content.as_bytes(), at("2025-01-01T00:00:00Z")).unwrap()
    }

    fn user(fields: &str) -> Row {
        let row =
            format!("ann,arn:aws:iam::123456789012:user/ann,2020-01-01T00:00:00+00:00,{fields},false,N/A,false,N/A");
        let report = report(&[&row]);
        report.user("arn:aws:iam::123456789012:user/ann", at("2020-01-01T00:00:00Z")).unwrap().clone()
    }

    #[test]
    fn a_user_with_a_password_and_two_keys() {
        let row = user(
            "true,2024-12-01T09:00:00+00:00,2024-06-01T09:00:00+00:00,N/A,false,\
             true,2024-05-01T00:00:00+00:00,N/A,N/A,N/A,false,2020-05-01T00:00:00+00:00,2021-01-01T00:00:00+00:00,eu-west-1,s3",
        );
        let password = row.console_password().unwrap().unwrap();
        assert_eq!(password.last_set, at("2024-06-01T09:00:00Z"));
        assert_eq!(password.latest_activity, at("2024-12-01T09:00:00Z"));
        let [first, second] = row.access_key_use().unwrap().try_into().unwrap();
        assert!(first.active && first.last_used.is_none() && first.latest_activity == at("2024-05-01T00:00:00Z"));
        assert!(!second.active && second.latest_activity == at("2021-01-01T00:00:00Z"));
    }

    #[test]
    fn a_user_without_credentials() {
        let row = user("false,N/A,N/A,N/A,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A");
        assert_eq!(row.console_password(), Ok(None));
        assert_eq!(row.access_key_use(), Ok(Vec::new()));
    }

    #[test]
    fn a_password_that_was_never_used_counts_from_when_it_was_set() {
        for never in ["no_information", "N/A"] {
            let row = user(&format!(
                "true,{never},2024-06-01T09:00:00+00:00,N/A,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A"
            ));
            let password = row.console_password().unwrap().unwrap();
            assert_eq!((password.last_used, password.latest_activity), (None, at("2024-06-01T09:00:00Z")));
        }
    }

    #[test]
    fn what_is_not_as_documented_is_unclear_in_its_column_only() {
        let row = user("maybe,N/A,N/A,N/A,false,true,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A");
        assert_eq!(row.console_password(), Err(Unclear("password_enabled")));
        assert_eq!(row.access_key_use(), Err(Unclear("access_key_1_last_rotated")), "an active key has a date");
        let row = user("true,N/A,N/A,N/A,false,false,soon,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A");
        assert_eq!(row.console_password(), Err(Unclear("password_last_changed")), "a password was set at some time");
        assert_eq!(row.access_key_use(), Err(Unclear("access_key_1_last_rotated")));
    }

    #[test]
    fn the_root_user_is_no_user() {
        let with_root = report(&[ROOT_ROW]);
        assert_eq!(with_root.root().unwrap().password_last_used(), Ok(Some(at("2024-11-02T08:30:00Z"))));
        assert_eq!(with_root.root().unwrap().access_keys_last_used(), [Ok(None), Ok(None)]);
        assert_eq!(with_root.user("arn:aws:iam::123456789012:root", at("2019-03-01T10:00:00Z")), None);
        assert_eq!(report(&[]).root(), Err(Unclear(ROOT)));
    }

    #[test]
    fn a_user_who_is_newer_than_the_report_is_not_in_it() {
        let tail = "false,N/A,N/A,N/A,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A";
        let arn = "arn:aws:iam::123456789012:user/team/\"a,b\"";
        let row = format!("\"a,b\",\"{}\",2020-01-01T00:00:00+00:00,{tail}", arn.replace('"', "\"\""));
        let report = report(&[&row]);
        assert!(report.user(arn, at("2020-01-01T00:00:00Z")).is_some(), "commas and quotes are the values' own");
        assert!(report.user(arn, at("2025-01-01T00:00:01Z")).is_none(), "recreated under the same name");
        assert!(report.user("arn:aws:iam::123456789012:user/bob", at("2020-01-01T00:00:00Z")).is_none());
    }

    #[test]
    fn what_is_no_report_is_refused() {
        let parse = |content: &str| Report::parse(content.as_bytes(), at("2025-01-01T00:00:00Z"));
        assert_eq!(parse("<html></html>\n<p>\n"), Err(Unclear("user")));
        assert_eq!(parse("user,arn\nann\n"), Err(Unclear("content")), "a row is cut short");
        assert_eq!(parse("user,path\nann,/\n"), Err(Unclear("arn")));
    }
}
