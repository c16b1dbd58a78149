//! The two readings on scripts and variables as they are written.

use super::*;

fn signs(text: &str) -> Vec<(i64, String, Option<String>)> {
    in_text(text).into_iter().map(|sign| (sign.line, sign.kind, sign.name)).collect()
}

/// Put together here, that no scanner takes this file for one that leaks.
fn key_id() -> String {
    format!("AKIA{}", "Q3EGYJH5RXTZ2WMN")
}

fn secret_key() -> String {
    format!("{}{}", "wJ4lrXUtn9FEMIxK7MDENG", "bPxRfiCYzT3Qm8Ls2K")
}

#[test]
fn a_script_tells_kind_line_and_name() {
    let script = format!(
        "#!/bin/bash\nset -e\nexport AWS_ACCESS_KEY_ID={}\nexport AWS_SECRET_ACCESS_KEY='{}'\n\nmysql --password hunter2 <<SQL\n",
        key_id(),
        secret_key()
    );
    let named = |line, kind: &str, name: &str| (line, kind.to_owned(), Some(name.to_owned()));
    assert_eq!(
        signs(&script),
        [
            named(3, "aws_access_key_id", "AWS_ACCESS_KEY_ID"),
            named(4, "access_key", "AWS_SECRET_ACCESS_KEY"),
            named(6, "password", "password"),
        ]
    );
}

#[test]
fn what_a_sign_holds_is_never_the_secret() {
    let secrets = [key_id(), secret_key(), "hunter2".to_owned()];
    for secret in &secrets {
        for form in ["PASSWORD=", "password: ", "x --password ", "mysql://root:", "\"password\":\""] {
            let text = format!("{form}{secret}@db");
            let told = format!("{:?} {:?}", in_text(&text), in_variable("PASSWORD", &text));
            assert!(!told.contains(secret.as_str()), "{told}");
        }
    }
}

#[test]
fn forms_are_found_wherever_they_stand() {
    let random = "9Xk3vQ8xR2mN7pL5wZt4bC6dF1gH0jK8sA2e";
    for (text, kind) in [
        (format!("aws configure set aws_access_key_id {}", key_id()), "aws_access_key_id"),
        ("-----BEGIN RSA PRIVATE KEY-----".to_owned(), "private_key"),
        ("-----BEGIN PRIVATE KEY-----".to_owned(), "private_key"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----".to_owned(), "private_key"),
        ("-----BEGIN PGP PRIVATE KEY BLOCK-----".to_owned(), "private_key"),
        (format!("git clone https://ghp_{random}@github.com/a/b"), "github_token"),
        (format!("curl -H 'PRIVATE-TOKEN: glpat-{random}' https://gitlab.com"), "gitlab_token"),
        (format!("curl https://hooks.slack.com/services/T0A1B2C3D/B0A1B2C3D/{random}"), "slack_webhook"),
        (format!("slackcat xoxb-{random}"), "slack_token"),
        (format!("charge sk_live_{random}"), "stripe_key"),
        (format!("map AIza{}", &random[1..]), "google_api_key"),
        (format!("//registry.npmjs.org/:_authToken=npm_{random}"), "npm_token"),
        (format!("Authorization: Bearer eyJ{random}.eyJ{random}.{random}"), "jwt"),
        ("psql postgres://app:hunter2@db.internal/app".to_owned(), "url_password"),
        ("redis-cli -u redis://:hunter2@cache:6379".to_owned(), "url_password"),
        ("echo 'root:hunter2' | sudo chpasswd".to_owned(), "password"),
        ("curl -s -u deploy:hunter2 https://repo.internal/app.jar".to_owned(), "password"),
    ] {
        assert!(in_text(&text).iter().any(|sign| sign.kind == kind), "{text}: {:?}", in_text(&text));
    }
}

#[test]
fn what_refers_to_a_credential_is_no_sign() {
    for text in [
        "TOKEN=$(curl -X PUT http://169.254.169.254/latest/api/token -H 'X-aws-ec2-metadata-token-ttl-seconds: 21600')",
        "curl -H \"X-aws-ec2-metadata-token: $TOKEN\" http://169.254.169.254/latest/meta-data/",
        "DB_PASSWORD=$(aws ssm get-parameter --name /prod/db/password --with-decryption --query Parameter.Value)",
        "aws secretsmanager get-secret-value --secret-id prod/db",
        "echo \"$PASSWORD\" | docker login --username AWS --password-stdin 123456789012.dkr.ecr.eu-west-1.amazonaws.com",
        "psql postgres://app:${DB_PASSWORD}@db.internal/app",
        "psql postgres://app:$DB_PASSWORD@db.internal/app",
        "git clone https://github.com/a/b.git",
        "curl --user \"$USER:$PASSWORD\" https://repo.internal",
        "docker run -u 1000:1000 app",
        "echo \"root:$ROOT_PASSWORD\" | chpasswd",
        "password: {{ vault_password }}",
        "MasterUserPassword: !Ref DbPassword",
        "secretName: web-tls",
        "secret: web-tls",
        "token: required",
        "HttpTokens: required",
        "password = getpass()",
        "password = os.environ['PASSWORD']",
        "PASSWORD_FILE=/run/secrets/password",
        "cd $PWD && PWD=/srv/app",
        "sshd: PasswordAuthentication no",
        "AKIAIOSFODNN7EXAMPLE",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----",
        "commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
        "the password: as everyone knows",
    ] {
        assert_eq!(signs(text), [], "{text}");
    }
}

#[test]
fn a_variable_is_judged_by_its_value_and_else_by_its_name() {
    assert_eq!(in_variable("REGION", &key_id()), ["aws_access_key_id"]);
    assert_eq!(in_variable("AWS_ACCESS_KEY_ID", &key_id()), ["aws_access_key_id"]);
    assert_eq!(in_variable("AWS_SECRET_ACCESS_KEY", &secret_key()), ["access_key"]);
    assert_eq!(in_variable("DATABASE_URL", "postgres://app:hunter2@db/app"), ["url_password"]);
    assert_eq!(in_variable("DB_PASSWORD", "hunter2"), ["password"]);
    assert_eq!(in_variable("DB_PASSWORD", "correct_horse"), ["password"]);
    assert_eq!(in_variable("API_TOKEN", "12345678"), ["token"]);
    assert_eq!(in_variable("SIGNING_KEY", "c2VjcmV0LWtleS1tYXRlcmlhbA=="), ["key"]);
    for (name, value) in [
        ("REGION", "eu-west-1"),
        ("DB_PASSWORD", ""),
        ("DB_PASSWORD", "/prod/db/password"),
        ("DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"),
        ("USE_TOKEN", "true"),
        ("ENCRYPTION_KEY", "alias/build"),
        ("ENCRYPTION_KEY", "1234abcd-12ab-34cd-56ef-1234567890ab"),
        ("SECRET_NAME", "prod/db"),
        ("GIT_SHA", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"),
    ] {
        assert!(in_variable(name, value).is_empty(), "{name}");
    }
}
