//! `--format asff`: the AWS Security Finding Format, a list as `BatchImportFindings` of Security Hub takes it.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::Options;
use super::row::{Row, rows};
use super::text::visible;
use super::wire::v1::Each;
use crate::assess::{Assessment, Outcome};
use crate::inventory::{AccountId, Kind, Region};

/// The one version that there is.
const VERSION: &str = "2018-10-08";

/// The lengths that the format allows, in characters.
const TITLE: usize = 256;
const DESCRIPTION: usize = 1024;
const RECOMMENDATION: usize = 512;
const NOTE: usize = 512;
const ID: usize = 512;
const FIELD: usize = 2048;

/// No finding names more requirements.
const REQUIREMENTS: usize = 32;

/// The format's types of resource whose names follow from our kinds, which is nearly how it names them itself; anything
/// else is "Other".
const TYPES: [&str; 36] = [
    "AwsAcmCertificate",
    "AwsAutoScalingGroup",
    "AwsBackupPlan",
    "AwsBackupVault",
    "AwsCloudFrontDistribution",
    "AwsCloudTrailTrail",
    "AwsCloudWatchAlarm",
    "AwsCodeBuildProject",
    "AwsDynamoDbTable",
    "AwsEc2Instance",
    "AwsEc2NetworkAcl",
    "AwsEc2RouteTable",
    "AwsEc2SecurityGroup",
    "AwsEc2Subnet",
    "AwsEc2Volume",
    "AwsEc2Vpc",
    "AwsEcrRepository",
    "AwsEcsCluster",
    "AwsEcsService",
    "AwsEcsTaskDefinition",
    "AwsEfsAccessPoint",
    "AwsEksCluster",
    "AwsGuardDutyDetector",
    "AwsIamGroup",
    "AwsIamPolicy",
    "AwsIamRole",
    "AwsIamUser",
    "AwsKmsKey",
    "AwsLambdaFunction",
    "AwsOpenSearchServiceDomain",
    "AwsRedshiftCluster",
    "AwsS3Bucket",
    "AwsSecretsManagerSecret",
    "AwsSnsTopic",
    "AwsSqsQueue",
    "AwsWafv2WebAcl",
];

/// Writes the list.
pub fn write(assessment: &Assessment<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let findings = rows(assessment, options).map(|row| finding(&row, partition(assessment, row.account())));
    serde_json::to_writer(&mut *out, &Each(findings))?;
    out.write_all(b"\n")
}

fn finding(row: &Row<'_, '_>, partition: &str) -> Value {
    let control = row.result.control;
    let (account, fingerprint, as_of) = (row.account(), row.fingerprint(), row.as_of.to_string());
    let region = home(row.region(), partition);
    let told = row.told();
    let (compliance, workflow, record) = states(row.outcome);
    let failed = matches!(row.outcome, Outcome::Fail | Outcome::RiskAccepted);
    let severity = if failed { row.severity.as_str().to_uppercase() } else { "INFORMATIONAL".to_owned() };
    let requirements = row.criteria().into_iter().take(REQUIREMENTS).map(|id| format!("SOC 2 {id}"));
    let mut finding = json!({
        "SchemaVersion": VERSION,
        "Id": format!("tickmark/{fingerprint}"),
        "ProductArn": format!("arn:{partition}:securityhub:{region}:{account}:product/{account}/default"),
        "ProductName": "tickmark",
        "GeneratorId": control.id.as_str(),
        "AwsAccountId": account.as_str(),
        "Region": region,
        "Types": ["Software and Configuration Checks/Industry and Regulatory Standards"],
        "CreatedAt": as_of,
        "UpdatedAt": as_of,
        "Severity": {"Label": severity},
        "Title": clipped(&visible(&control.title), TITLE),
        "Description": clipped(&told, DESCRIPTION),
        "Resources": [{
            "Type": kind(row.kind()),
            "Id": clipped(&row.id(), ID),
            "Partition": partition,
            "Region": region,
        }],
        "Compliance": {"Status": compliance, "RelatedRequirements": requirements.collect::<Vec<_>>()},
        "Workflow": {"Status": workflow},
        "RecordState": record,
        "ProductFields": {
            "tickmark/status": row.outcome.as_str(),
            "tickmark/fingerprint": fingerprint,
            "tickmark/told": clipped(&told, FIELD),
        },
    });
    let Value::Object(members) = &mut finding else { return finding };
    if let Some(text) = row.remedy() {
        let mut recommendation = Map::from_iter([("Text".to_owned(), json!(clipped(&text, RECOMMENDATION)))]);
        let link = control.references.iter().find(|reference| reference.starts_with("https://"));
        recommendation.extend(link.map(|link| ("Url".to_owned(), json!(visible(link)))));
        members.insert("Remediation".to_owned(), json!({"Recommendation": recommendation}));
    }
    if let Some((approver, told)) = row.decision() {
        let by = visible(approver);
        let note = json!({
            "Text": clipped(&told, NOTE),
            "UpdatedBy": clipped(&by, NOTE),
            "UpdatedAt": as_of,
        });
        members.insert("Note".to_owned(), note);
    }
    finding
}

/// Whether it complies, how far it was dealt with, and whether it is of now. What could not be told is "not available",
/// the word for a check that could not be made.
fn states(outcome: Outcome) -> (&'static str, &'static str, &'static str) {
    match outcome {
        Outcome::Fail => ("FAILED", "NEW", "ACTIVE"),
        Outcome::RiskAccepted => ("FAILED", "SUPPRESSED", "ACTIVE"),
        Outcome::NotEvaluated => ("NOT_AVAILABLE", "NEW", "ACTIVE"),
        Outcome::Pass => ("PASSED", "RESOLVED", "ACTIVE"),
        Outcome::NotApplicable => ("NOT_AVAILABLE", "SUPPRESSED", "ARCHIVED"),
        Outcome::SetAside => ("NOT_AVAILABLE", "SUPPRESSED", "ACTIVE"),
    }
}

/// The partition of an account, as who collected it was called there.
fn partition<'s>(assessment: &'s Assessment<'_>, account: &AccountId) -> &'s str {
    let own = assessment.snapshot().headers().find(|header| header.accounts.contains(account));
    let partition = own.and_then(|header| header.caller.arn.split(':').nth(1));
    let word = |partition: &&str| partition.starts_with("aws") && partition.bytes().all(is_of_a_partition);
    partition.filter(word).unwrap_or("aws")
}

fn is_of_a_partition(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte == b'-'
}

/// The region to tell it in: what is of no region is told where its partition is at home.
fn home<'r>(region: &'r Region, partition: &str) -> &'r str {
    if *region != Region::GLOBAL && *region != Region::EVERY {
        return region.as_str();
    }
    match partition {
        "aws-cn" => "cn-north-1",
        "aws-us-gov" => "us-gov-west-1",
        _ => "us-east-1",
    }
}

fn kind(kind: &Kind) -> &'static str {
    let name: String = kind.as_str().split(['.', '_']).collect();
    TYPES.iter().find(|known| known.eq_ignore_ascii_case(&name)).copied().unwrap_or("Other")
}

/// The text in so many characters; what is cut off leaves an ellipsis.
fn clipped(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_the_names_of_the_format_or_none() {
        for (name, expected) in [
            ("aws.s3.bucket", "AwsS3Bucket"),
            ("aws.ec2.security_group", "AwsEc2SecurityGroup"),
            ("aws.dynamodb.table", "AwsDynamoDbTable"),
            ("aws.s3.account", "Other"),
        ] {
            assert_eq!(kind(&name.parse().unwrap()), expected);
        }
    }

    #[test]
    fn what_is_of_no_region_is_told_at_home() {
        assert_eq!(home(&Region::GLOBAL, "aws-cn"), "cn-north-1");
        assert_eq!(home(&Region::EVERY, "aws"), "us-east-1");
        assert_eq!(home(&"eu-west-1".parse().unwrap(), "aws"), "eu-west-1");
    }

    #[test]
    fn a_text_is_no_longer_than_allowed() {
        assert_eq!((clipped("abcd", 4), clipped("abcde", 4)), ("abcd".to_owned(), "abc…".to_owned()));
    }
}
