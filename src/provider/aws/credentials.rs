//! Where credentials come from, and until when they are good, as far as the SDK tells.

use std::time::UNIX_EPOCH;

use aws_credential_types::credential_feature::AwsCredentialFeature as Feature;
use aws_credential_types::provider::ProvideCredentials as _;
use aws_types::SdkConfig;

use crate::inventory::Timestamp;

/// What can be told of credentials without showing them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Where the SDK found them, in words.
    pub source: String,
    /// Whether they are of a session, and end with it.
    pub temporary: bool,
    /// When they end; `None` where that is not told, as in the environment.
    pub expires: Option<Timestamp>,
}

/// What the SDK found; `None` where it found nothing.
pub(super) async fn found(config: &SdkConfig) -> Option<Credentials> {
    let found = config.credentials_provider()?.provide_credentials().await.ok()?;
    let features = found.get_property::<Vec<Feature>>().map(Vec::as_slice).unwrap_or_default();
    let expires = found.expiry().and_then(|moment| moment.duration_since(UNIX_EPOCH).ok());
    let expires = expires.and_then(|since| Timestamp::from_unix(i64::try_from(since.as_secs()).ok()?, 0));
    Some(Credentials { source: source(features), temporary: found.session_token().is_some(), expires })
}

/// The steps by which they were had, from the last to the first.
fn source(features: &[Feature]) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in features.iter().rev().filter_map(word) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.is_empty() { "a place that the SDK does not name".to_owned() } else { words.join(", from ") }
}

fn word(feature: &Feature) -> Option<&'static str> {
    Some(match feature {
        Feature::CredentialsEnvVars => "environment variables",
        Feature::CredentialsProfile
        | Feature::CredentialsProfileSourceProfile
        | Feature::CredentialsProfileNamedProvider => "a profile of the AWS configuration files",
        Feature::CredentialsProfileSso | Feature::CredentialsSso => "IAM Identity Center (SSO)",
        Feature::CredentialsProfileProcess | Feature::CredentialsProcess => "a credential process",
        Feature::CredentialsProfileLogin | Feature::CredentialsLogin => "aws login",
        Feature::CredentialsEnvVarsStsWebIdToken
        | Feature::CredentialsProfileStsWebIdToken
        | Feature::CredentialsStsAssumeRoleWebId => "a web identity token",
        Feature::CredentialsStsAssumeRole | Feature::CredentialsStsAssumeRoleSaml => "an assumed role",
        Feature::CredentialsStsFederationToken | Feature::CredentialsStsSessionToken => "an STS session",
        Feature::CredentialsHttp => "the container's credentials endpoint",
        Feature::CredentialsImds => "the instance's metadata service",
        Feature::CredentialsCode => "the programme",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_is_told_once_the_last_first() {
        let assumed = [Feature::CredentialsProfile, Feature::CredentialsStsAssumeRole, Feature::ResolvedAccountId];
        assert_eq!(source(&assumed), "an assumed role, from a profile of the AWS configuration files");
        let twice = [Feature::CredentialsSso, Feature::CredentialsProfileSso];
        assert_eq!(source(&twice), "IAM Identity Center (SSO)");
        assert_eq!(source(&[]), "a place that the SDK does not name");
    }
}
