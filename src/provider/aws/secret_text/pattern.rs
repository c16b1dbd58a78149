//! Credentials that are known by their own form.

use std::sync::LazyLock;

use regex::Regex;

/// Each kind and the form that it has. A form is as its issuer documents it, or is no other thing's.
const FORMS: &[(&str, &str)] = &[
    ("anthropic_api_key", r"\bsk-ant-[a-z0-9]+-[A-Za-z0-9_-]{40,}"),
    ("aws_access_key_id", r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b"),
    ("github_token", r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b"),
    ("gitlab_token", r"\bgl(?:pat|dt|rt|ptt)-[A-Za-z0-9_-]{20,}"),
    ("google_api_key", r"\bAIza[A-Za-z0-9_-]{35}\b"),
    ("jwt", r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}"),
    ("npm_token", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("openai_api_key", r"\bsk-[A-Za-z0-9_-]{16,}T3BlbkFJ[A-Za-z0-9_-]{16,}"),
    // A password that a command is given in the clear.
    ("password", r#"\bcurl\b.*\s(?:-u|--user)[= ]["']?[\w.@-]+:[^\s"'$:{<]+"#),
    ("password", r#"\becho\s+["']?[\w.-]+:[^\s"'$`{<]+["']?\s*\|\s*(?:sudo\s+)?chpasswd\b"#),
    ("private_key", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"),
    ("pypi_token", r"\bpypi-AgE[A-Za-z0-9_-]{50,}"),
    ("sendgrid_api_key", r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b"),
    ("slack_token", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
    ("slack_webhook", r"\bhooks\.slack\.com/(?:services|workflows)/T[A-Z0-9]+/[A-Z0-9]+/[A-Za-z0-9]{16,}"),
    ("stripe_key", r"\b[rs]k_live_[A-Za-z0-9]{20,}\b"),
    // The password of a URL's authority; what stands for a password (`$PW`, `${PW}`, `{pw}`, `<pw>`, `***`) is none.
    ("url_password", r#"\b[a-z][a-z0-9+.-]*://[^\s/:@"'<>]*:[^\s/@"'$\{<>*%:][^\s/@"'$\{<>]*@"#),
];

static COMPILED: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
    let compiled = FORMS.iter().filter_map(|(kind, form)| Some((*kind, Regex::new(form).ok()?)));
    compiled.collect()
});

/// The kinds of credential whose form the text contains, each once.
pub(super) fn kinds(text: &str) -> impl Iterator<Item = &'static str> {
    let mut last = "";
    let found = COMPILED.iter().filter(|(_, form)| form.find_iter(text).any(|found| !is_sample(found.as_str())));
    found.map(|(kind, _)| *kind).filter(move |kind| std::mem::replace(&mut last, *kind) != *kind)
}

/// Whether it is one of the keys that the documentation of AWS uses, such as `AKIAIOSFODNN7EXAMPLE`.
fn is_sample(found: &str) -> bool {
    found.ends_with("EXAMPLE")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_compiles_and_kinds_are_sorted() {
        assert_eq!(COMPILED.len(), FORMS.len());
        assert!(FORMS.is_sorted_by_key(|(kind, _)| kind));
    }
}
