//! What a value is: a literal that may be a credential, or something that stands for one.

/// Words that are switches, types or blanks wherever they are a whole value.
const NO_CREDENTIAL: &[&str] = &[
    "0",
    "1",
    "bool",
    "disabled",
    "enabled",
    "false",
    "nil",
    "no",
    "none",
    "null",
    "off",
    "on",
    "optional",
    "placeholder",
    "redacted",
    "required",
    "str",
    "string",
    "tbd",
    "todo",
    "true",
    "undefined",
    "yes",
];

/// What a value begins with that names where the credential is kept.
const REFERENCES: &[&str] = &[
    "$",
    "!GetAtt",
    "!ImportValue",
    "!Join",
    "!Ref",
    "!Sub",
    "./",
    "../",
    "/",
    "@",
    "arn:",
    "env:",
    "file:",
    "http:",
    "https:",
    "op:",
    "resolve:",
    "s3:",
    "secretsmanager:",
    "ssm:",
    "valueFrom",
    "vault:",
    "~/",
];

/// What stands in a value for something to be put there.
const EXPANSIONS: &[&str] = &["$(", "${", "`", "{{", "<%", "%{", ":arn:aws"];

/// What a public key begins with.
const PUBLIC_KEYS: &[&str] = &["ssh-", "ecdsa-", "sk-ssh-", "-----BEGIN PUBLIC"];

/// Whether a value may itself be a credential, rather than a reference to one, a switch or a blank.
pub(super) fn may_be_credential(value: &str) -> bool {
    let value = value.trim();
    let word = value.to_ascii_lowercase();
    let is_blank = value.chars().all(|letter| value.starts_with(letter));
    let is_placeholder = value.starts_with('<') && value.ends_with('>')
        || value.starts_with('%') && value.ends_with('%')
        || word.starts_with("your-")
        || word.starts_with("your_");
    !is_blank
        && !is_placeholder
        && !NO_CREDENTIAL.contains(&word.as_str())
        && !is_reference(value)
        && !EXPANSIONS.iter().any(|sign| value.contains(sign))
        && !PUBLIC_KEYS.iter().any(|start| value.starts_with(start))
}

/// A secret access key of AWS may begin like a path.
fn is_reference(value: &str) -> bool {
    REFERENCES.iter().any(|start| value.starts_with(start)) && !is_secret_access_key(value)
}

/// Whether it has the form of a secret access key, and none that a path would have.
fn is_secret_access_key(value: &str) -> bool {
    let bytes = value.as_bytes();
    let count = |of: fn(&u8) -> bool| bytes.iter().filter(|&byte| of(byte)).count();
    bytes.len() == 40
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(byte))
        && count(u8::is_ascii_digit) > 2
        && count(u8::is_ascii_uppercase) > 4
        && count(u8::is_ascii_lowercase) > 4
}

/// Whether it is the id or the alias of a key that another service keeps.
pub(super) fn names_a_key(value: &str) -> bool {
    let value = value.trim();
    let groups: Vec<&str> = value.split('-').collect();
    let is_uuid = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()));
    is_uuid || value.starts_with("alias/") || value.starts_with("mrk-")
}

/// Whether it looks drawn at random, not like the name of a thing: long, and letters and digits mixed within one word.
pub(super) fn looks_random(value: &str) -> bool {
    let is_mixed = |word: &str| {
        word.len() >= 6
            && word.bytes().any(|byte| byte.is_ascii_digit())
            && word.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    value.len() >= 16 && !value.contains(char::is_whitespace) && value.split(['-', '_', '.']).any(is_mixed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_and_what_stands_for_them() {
        for value in ["hunter2", "pa$$word", "p@ss w0rd", "/Kx9mPq3vRt7LwZs2NbYc5hDf8gJkQeUaTiXoCdW", "changeme", "a b"]
        {
            assert!(may_be_credential(value), "{value}");
        }
        for value in [
            "",
            "  ",
            "****",
            "xxxxxx",
            "true",
            "None",
            "$PW",
            "${PW}",
            "pre-$(cat pw)",
            "`cat pw`",
            "{{ pw }}",
            "<password>",
            "%PW%",
            "/prod/db/password",
            "./pw",
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf",
            "{{resolve:ssm:/db/password}}",
            "!Ref Password",
            "https://example.com/token",
            "your-password",
            "ssh-rsa AAAA",
        ] {
            assert!(!may_be_credential(value), "{value}");
        }
    }

    #[test]
    fn keys_that_are_kept_elsewhere() {
        assert!(names_a_key("1234abcd-12ab-34cd-56ef-1234567890ab"));
        assert!(names_a_key("alias/build"));
        assert!(!names_a_key("c2VjcmV0LWtleS1tYXRlcmlhbA=="));
    }

    #[test]
    fn random_is_what_no_name_looks_like() {
        for value in ["9f86d081884c7d659a2feaa0c55ad015", "Zk3vQ8xR2mN7pL5w", "v2.k9Xm3PqR7tLw2NbY"] {
            assert!(looks_random(value), "{value}");
        }
        for value in
            ["web-tls", "my-application-secret-v2", "Zk3vQ8", "production-database-2024", "see chapter 12 of the book"]
        {
            assert!(!looks_random(value), "{value}");
        }
    }
}
