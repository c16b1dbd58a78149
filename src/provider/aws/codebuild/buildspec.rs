//! Signs of credentials in a build specification that a project holds itself.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::provider::aws::secret_text::{self, SecretSign};

/// The parts whose values are names in other stores, of variables that are rightly called like credentials.
const REFERENCES: [&str; 2] = ["secrets-manager", "parameter-store"];

/// Such a part in braces, as JSON has it and YAML may.
static IN_BRACES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"["']?(?:secrets-manager|parameter-store)["']?\s*:\s*\{[^}]*\}"#).ok());

/// The signs in a specification; in one that lies with the sources there is only the path of a file to look at.
pub(super) fn signs(text: &str) -> Vec<SecretSign> {
    let only_newlines = |part: &Captures<'_>| part[0].matches('\n').collect::<String>();
    let text = IN_BRACES.as_ref().map_or(Cow::Borrowed(text), |form| form.replace_all(text, only_newlines));
    let mut inside: Option<usize> = None;
    let kept = text.lines().map(|line| {
        let content = line.trim_start();
        let depth = line.len() - content.len();
        if inside.is_some_and(|part| depth <= part && !content.is_empty()) {
            inside = None;
        }
        let key = content.split('#').next().unwrap_or_default().trim_end().strip_suffix(':');
        if inside.is_none() && key.is_some_and(|key| REFERENCES.contains(&key.trim_matches(['"', '\'']))) {
            inside = Some(depth);
        }
        // Lines keep their numbers.
        if inside.is_some() { "" } else { line }
    });
    secret_text::in_text(&kept.collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(i64, Option<String>)> {
        signs(text).into_iter().map(|sign| (sign.line, sign.name)).collect()
    }

    #[test]
    fn what_names_a_credential_that_is_kept_elsewhere_is_no_sign() {
        assert_eq!(IN_BRACES.as_ref().map(|_| ()), Some(()));
        for text in [
            "version: 0.2\nenv:\n  secrets-manager:\n    DB_PASSWORD: prod/db:password\n",
            "env:\n  parameter-store: # of the pipeline\n\n    DB_PASSWORD: db_password-1\n    API_KEY: k\n",
            "env:\n  \"secrets-manager\":\n    DB_PASSWORD: prod\n",
            "env: {secrets-manager: {DB_PASSWORD: prod}, parameter-store: {PASSWORD: x1}}",
            r#"{"version": "0.2", "env": {"parameter-store": {"DB_PASSWORD": "db-1"}}}"#,
            "ci/buildspec.yml",
            "",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }

    #[test]
    fn plain_variables_and_commands_are_looked_at_by_their_lines() {
        let name = |name: &str| Some(name.to_owned());
        let text = "env:\n  secrets-manager:\n    A_PASSWORD: prod/a\n  variables:\n    DB_PASSWORD: \"hunter2\"\n\
                    phases:\n  build:\n    commands:\n      - deploy --password hunter2 --user $USER\n";
        assert_eq!(told(text), [(5, name("DB_PASSWORD")), (9, name("password"))]);
        let json = "{\"env\": {\"parameter-store\": {\n\"A_PASSWORD\": \"a\"},\n\"variables\": {\"DB_PASSWORD\": \"hunter2\"}}}";
        assert_eq!(told(json), [(3, name("DB_PASSWORD"))]);
    }
}
