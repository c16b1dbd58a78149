//! The IAM policy that a collection needs: as JSON, as Terraform, and as a CloudFormation template with its role.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

/// The most characters that a managed policy may have, white space not counted (IAM quotas).
pub const MANAGED_POLICY_LIMIT: usize = 6_144;

/// The policy and its role in Terraform, but for the policy's own text.
const TERRAFORM: &str = include_str!("policy/role.tf");

/// What stands in the Terraform text where the list of actions goes.
const ACTIONS: &str = "ACTIONS";

/// How the policy is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum PolicyFormat {
    /// The policy alone, as `aws iam create-policy --policy-document` takes it.
    #[default]
    Json,
    /// The policy and a role that those named in a variable may take on.
    Terraform,
    /// The policy and a role that those named in a parameter may take on.
    Cloudformation,
}

/// A policy, its members in the order that everybody writes them in.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Policy<'a> {
    version: &'static str,
    statement: [Statement<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement<'a> {
    sid: &'static str,
    effect: &'static str,
    action: &'a BTreeSet<&'a str>,
    resource: &'static str,
}

/// The policy that allows these actions, and no more. None of them can be told from another by its resource: what is
/// there to be listed is not known before.
pub fn policy<'a>(actions: &'a BTreeSet<&'a str>) -> Policy<'a> {
    let statement = Statement { sid: "TickmarkReads", effect: "Allow", action: actions, resource: "*" };
    Policy { version: "2012-10-17", statement: [statement] }
}

/// Whether one managed policy can hold it.
pub fn fits(actions: &BTreeSet<&str>) -> bool {
    serde_json::to_string(&policy(actions)).is_ok_and(|text| text.len() <= MANAGED_POLICY_LIMIT)
}

/// Writes the policy and a line feed.
///
/// # Errors
/// Those of the writer.
pub fn write(actions: &BTreeSet<&str>, format: PolicyFormat, out: &mut dyn Write) -> io::Result<()> {
    match format {
        PolicyFormat::Json => pretty(&policy(actions), out),
        PolicyFormat::Terraform => {
            let lines: Vec<String> = actions.iter().map(|action| format!("      \"{action}\",")).collect();
            write!(out, "{}", TERRAFORM.replace(ACTIONS, &lines.join("\n")))
        }
        PolicyFormat::Cloudformation => pretty(&template(actions), out),
    }
}

fn pretty(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}

fn template(actions: &BTreeSet<&str>) -> Value {
    json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "The role that tickmark reads an account with, and what it may read.",
        "Parameters": {
            "TrustedPrincipal": {
                "Type": "String",
                "Description": "ARN of the principal that may take on the role, such as the role of your CI.",
                "AllowedPattern": "arn:[a-z0-9-]+:(iam|sts)::[0-9]{12}:.+",
            },
            "ExternalId": {
                "Type": "String",
                "Default": "",
                "Description": "What the caller must give as external id; empty for none.",
            },
        },
        "Conditions": {"HasExternalId": {"Fn::Not": [{"Fn::Equals": [{"Ref": "ExternalId"}, ""]}]}},
        "Resources": {
            "Policy": {
                "Type": "AWS::IAM::ManagedPolicy",
                "Properties": {"Description": "What tickmark reads.", "PolicyDocument": policy(actions)},
            },
            "Role": {
                "Type": "AWS::IAM::Role",
                "Properties": {
                    "ManagedPolicyArns": [{"Ref": "Policy"}],
                    "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{
                        "Effect": "Allow",
                        "Action": "sts:AssumeRole",
                        "Principal": {"AWS": {"Ref": "TrustedPrincipal"}},
                        "Condition": {"Fn::If": [
                            "HasExternalId",
                            {"StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}},
                            {"Ref": "AWS::NoValue"},
                        ]},
                    }]},
                },
            },
        },
        "Outputs": {"RoleArn": {
            "Description": "What tickmark scan --role-arn takes.",
            "Value": {"Fn::GetAtt": ["Role", "Arn"]},
        }},
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(format: PolicyFormat) -> String {
        let mut out = Vec::new();
        write(&BTreeSet::from(["s3:ListAllMyBuckets", "ec2:DescribeVpcs"]), format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_format_holds_the_actions_and_nothing_else_that_reads() {
        let policy: Value = serde_json::from_str(&written(PolicyFormat::Json)).unwrap();
        assert_eq!(policy["Statement"][0]["Action"], json!(["ec2:DescribeVpcs", "s3:ListAllMyBuckets"]));
        let template: Value = serde_json::from_str(&written(PolicyFormat::Cloudformation)).unwrap();
        assert_eq!(template["Resources"]["Policy"]["Properties"]["PolicyDocument"], policy);
        let terraform = written(PolicyFormat::Terraform);
        assert!(terraform.contains("      \"ec2:DescribeVpcs\",\n      \"s3:ListAllMyBuckets\",\n"), "{terraform}");
        assert!(!terraform.contains(ACTIONS));
    }

    #[test]
    fn a_policy_that_is_too_long_for_iam_is_known() {
        assert!(fits(&BTreeSet::from(["a:B"])));
        let long = "a:".to_owned() + &"B".repeat(MANAGED_POLICY_LIMIT);
        assert!(!fits(&BTreeSet::from([long.as_str()])));
    }
}
