//! What the name of a variable claims its value to be.

use super::literal;

/// A kind of credential that a name claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    AccessKey,
    ApiKey,
    Credential,
    Key,
    Password,
    Secret,
    Token,
}

/// What the last words of a name claim; a phrase before any that it ends with.
const CLAIMS: &[(&[&str], Claim)] = &[
    (&["access", "key", "id"], Claim::AccessKey),
    (&["access", "key"], Claim::AccessKey),
    (&["secret", "key"], Claim::AccessKey),
    (&["api", "key"], Claim::ApiKey),
    (&["private", "key"], Claim::Key),
    (&["signing", "key"], Claim::Key),
    (&["encryption", "key"], Claim::Key),
    (&["master", "key"], Claim::Key),
    (&["account", "key"], Claim::Key),
    (&["auth", "key"], Claim::Key),
    (&["deploy", "key"], Claim::Key),
    (&["ssh", "key"], Claim::Key),
    (&["credential"], Claim::Credential),
    (&["credentials"], Claim::Credential),
    (&["creds"], Claim::Credential),
    (&["secret"], Claim::Secret),
    (&["token"], Claim::Token),
];

/// The same of single words by how they end: `PGPASSWORD`, `apikey`.
const ENDINGS: &[(&str, Claim)] = &[
    ("accesskey", Claim::AccessKey),
    ("accesstoken", Claim::Token),
    ("apikey", Claim::ApiKey),
    ("authtoken", Claim::Token),
    ("passphrase", Claim::Password),
    ("passwd", Claim::Password),
    ("password", Claim::Password),
    ("secretkey", Claim::AccessKey),
];

/// Words that claim it only with another before them: `PWD` alone is a directory, `DB_PWD` is not.
const SECOND_WORDS: &[(&str, Claim)] =
    &[("pass", Claim::Password), ("pat", Claim::Token), ("pw", Claim::Password), ("pwd", Claim::Password)];

/// Words at the end of a name that say which one of several it is, not what it is.
const QUALIFIERS: &[&str] = &[
    "b64",
    "base64",
    "ci",
    "current",
    "dev",
    "development",
    "main",
    "new",
    "old",
    "plain",
    "plaintext",
    "primary",
    "prod",
    "production",
    "qa",
    "secondary",
    "stage",
    "staging",
    "test",
    "uat",
    "value",
];

/// Words that make of it what everybody may know.
const OPEN: &[&str] = &["public", "publishable"];

impl Claim {
    /// What the name claims, if it names a credential.
    pub(super) fn of(name: &str) -> Option<Self> {
        let words = words(name);
        let is_open = words.iter().any(|word| OPEN.contains(&word.as_str()));
        if is_open {
            return None;
        }
        let end = words.iter().rposition(|word| !is_qualifier(word))? + 1;
        let words = words.get(..end)?;
        let phrase = CLAIMS.iter().find(|(phrase, _)| {
            let tail = words.len().checked_sub(phrase.len()).and_then(|start| words.get(start..));
            tail.is_some_and(|tail| tail.iter().eq(phrase.iter()))
        });
        let last = words.last()?;
        phrase.map(|(_, claim)| *claim).or_else(|| {
            let ending = ENDINGS.iter().find(|(ending, _)| last.ends_with(ending));
            let second = SECOND_WORDS.iter().find(|(word, _)| words.len() > 1 && last == word);
            ending.or(second).map(|(_, claim)| *claim)
        })
    }

    /// The word for it.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::AccessKey => "access_key",
            Self::ApiKey => "api_key",
            Self::Credential => "credential",
            Self::Key => "key",
            Self::Password => "password",
            Self::Secret => "secret",
            Self::Token => "token",
        }
    }

    /// Whether the value can be what the name claims: the name of a key that another service keeps is no key.
    pub(super) fn fits(self, value: &str) -> bool {
        !(self == Self::Key && literal::names_a_key(value))
    }

    /// Whether the value, in a text that uses the word in many ways (`secret: web-tls`), looks like it as well. A
    /// password has no looks.
    pub(super) fn is_borne_out_by(self, value: &str) -> bool {
        self == Self::Password || literal::looks_random(value)
    }
}

fn is_qualifier(word: &str) -> bool {
    QUALIFIERS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a name in lower case: `DB_PASSWORD`, `db-password`, `dbPassword` and `DBPassword2` alike.
fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut spaced = String::with_capacity(2 * name.len());
    for (place, &letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| letters.get(place)).copied().unwrap_or(' ');
        let after = letters.get(place + 1).copied();
        let rises = letter.is_ascii_uppercase()
            && (before.is_ascii_lowercase() || after.is_some_and(|after| after.is_ascii_lowercase()));
        let counts = letter.is_ascii_digit() && before.is_ascii_alphabetic() && after.is_none();
        if rises || counts || !letter.is_ascii_alphanumeric() {
            spaced.push(' ');
        }
        if letter.is_ascii_alphanumeric() {
            spaced.push(letter.to_ascii_lowercase());
        }
    }
    spaced.split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_word_by_word() {
        for name in ["DB_PASSWORD", "db-password", "db.password", "dbPassword", "DBPassword"] {
            assert_eq!(words(name), ["db", "password"], "{name}");
        }
        assert_eq!(words("Password2"), ["password", "2"]);
        assert_eq!(words("_S3__KEY_"), ["s3", "key"]);
    }

    #[test]
    fn what_names_claim() {
        for (name, claim) in [
            ("AWS_ACCESS_KEY_ID", Claim::AccessKey),
            ("AWS_SECRET_ACCESS_KEY", Claim::AccessKey),
            ("AWS_SESSION_TOKEN", Claim::Token),
            ("PGPASSWORD", Claim::Password),
            ("MasterUserPassword", Claim::Password),
            ("DB_PASSWORD_PROD", Claim::Password),
            ("DB_PASSWORD2", Claim::Password),
            ("OLD_PASSWORD", Claim::Password),
            ("PASSWORD_OLD", Claim::Password),
            ("DB_PWD", Claim::Password),
            ("SSH_KEY_PASSPHRASE", Claim::Password),
            ("GITHUB_PAT", Claim::Token),
            ("client_secret", Claim::Secret),
            ("DATADOG_API_KEY", Claim::ApiKey),
            ("apikey", Claim::ApiKey),
            ("ENCRYPTION_KEY", Claim::Key),
            ("GOOGLE_CREDENTIALS", Claim::Credential),
        ] {
            assert_eq!(Claim::of(name), Some(claim), "{name}");
        }
        for name in [
            "",
            "_",
            "PATH",
            "PWD",
            "OLDPWD",
            "PASS",
            "PASSWORD_FILE",
            "PASSWORD_LENGTH",
            "SECRET_NAME",
            "SECRET_ARN",
            "TOKEN_URL",
            "TOKEN_TTL",
            "MAX_TOKENS",
            "KEY",
            "KEY_ID",
            "KMS_KEY_ID",
            "KEYSTORE",
            "SSH_PUBLIC_KEY",
            "STRIPE_PUBLISHABLE_KEY",
            "NEXT_PUBLIC_MAP_TOKEN",
            "BYPASS",
            "COMPASS",
            "PRIMARY_KEY",
            "TEST",
            "1",
        ] {
            assert_eq!(Claim::of(name), None, "{name}");
        }
    }
}
