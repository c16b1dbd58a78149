//! Denials in each wire protocol, through the built binary: the words differ, the gap does not.

use serde_json::json;

use crate::scan::{Tickmark, guarded};
use crate::support::moto::Moto;

/// Denies each operation in turn, and looks for the one gap that it leaves.
fn each(scenario: &str, service: &str, operations: &[(&str, &str)]) {
    let moto = Moto::shared();
    let account = moto.account();
    moto.seed(&account, scenario, &json!({}));
    let proxy = guarded(moto);
    for (operation, action) in operations {
        proxy.clear_rules();
        proxy.deny(operation);
        let args = ["--service", service, "--region", "us-east-1", "--region", "eu-west-1", "--max-attempts", "1"];
        let ran = Tickmark::scan(&account, &proxy.endpoint()).args(args).run();
        let report = ran.json();
        let gaps = report["gaps"].as_array().unwrap().iter().filter(|gap| gap["kind"] == "denied");
        let denied: Vec<_> = gaps.map(|gap| (gap["operation"].clone(), gap["action"].clone())).collect();
        assert!(!denied.is_empty(), "{operation} was not called");
        assert!(denied.iter().all(|found| *found == (json!(operation), json!(action))), "{operation}: {denied:?}");
        let unseen = report["controls"].as_array().unwrap().iter().filter(|control| {
            let counts = &control["counts"];
            counts["not_evaluated"].as_u64() > Some(0) || control["status"] == "not_evaluated"
        });
        assert!(unseen.count() > 0, "{operation} cost nothing");
        assert!([1, 3].contains(&ran.status), "{operation}: {}", ran.stderr);
    }
}

#[test]
fn query() {
    each(
        "iam",
        "iam",
        &[
            ("iam:GetAccountSummary", "iam:GetAccountSummary"),
            ("iam:GetAccountAuthorizationDetails", "iam:GetAccountAuthorizationDetails"),
            ("iam:ListUsers", "iam:ListUsers"),
            ("iam:ListMFADevices", "iam:ListMFADevices"),
            ("iam:ListRoles", "iam:ListRoles"),
            ("iam:ListSAMLProviders", "iam:ListSAMLProviders"),
            ("iam:ListServerCertificates", "iam:ListServerCertificates"),
            ("iam:ListVirtualMFADevices", "iam:ListVirtualMFADevices"),
            ("sso-admin:ListInstances", "sso:ListInstances"),
        ],
    );
}

#[test]
fn query_of_databases() {
    each(
        "databases",
        "rds",
        &[
            ("rds:DescribeDBInstances", "rds:DescribeDBInstances"),
            ("rds:DescribeDBClusters", "rds:DescribeDBClusters"),
            ("rds:DescribeDBSnapshotAttributes", "rds:DescribeDBSnapshotAttributes"),
            ("rds:DescribeDBClusterSnapshotAttributes", "rds:DescribeDBClusterSnapshotAttributes"),
        ],
    );
    each("databases", "redshift", &[("redshift:DescribeClusters", "redshift:DescribeClusters")]);
}

#[test]
fn query_of_two_services_of_one_name() {
    each(
        "balancers",
        "elbv2",
        &[
            ("elbv2:DescribeLoadBalancers", "elasticloadbalancing:DescribeLoadBalancers"),
            ("elbv2:DescribeLoadBalancerAttributes", "elasticloadbalancing:DescribeLoadBalancerAttributes"),
            ("elbv2:DescribeListeners", "elasticloadbalancing:DescribeListeners"),
            ("elbv2:DescribeRules", "elasticloadbalancing:DescribeRules"),
            ("elbv2:DescribeSSLPolicies", "elasticloadbalancing:DescribeSSLPolicies"),
            ("elbv2:DescribeTags", "elasticloadbalancing:DescribeTags"),
            ("elb:DescribeLoadBalancerAttributes", "elasticloadbalancing:DescribeLoadBalancerAttributes"),
            ("elb:DescribeLoadBalancerPolicies", "elasticloadbalancing:DescribeLoadBalancerPolicies"),
        ],
    );
}

#[test]
fn ec2_s_own() {
    each(
        "ec2_network",
        "ec2",
        &[
            ("ec2:DescribeInstances", "ec2:DescribeInstances"),
            ("ec2:DescribeSecurityGroups", "ec2:DescribeSecurityGroups"),
            ("ec2:DescribeNetworkInterfaces", "ec2:DescribeNetworkInterfaces"),
            ("ec2:DescribeRouteTables", "ec2:DescribeRouteTables"),
            ("ec2:DescribeFlowLogs", "ec2:DescribeFlowLogs"),
        ],
    );
    each(
        "ec2_segments",
        "ec2",
        &[
            ("ec2:DescribeVpcs", "ec2:DescribeVpcs"),
            ("ec2:DescribeSubnets", "ec2:DescribeSubnets"),
            ("ec2:DescribeNetworkAcls", "ec2:DescribeNetworkAcls"),
            ("ec2:DescribeTransitGateways", "ec2:DescribeTransitGateways"),
            ("ec2:DescribeClientVpnEndpoints", "ec2:DescribeClientVpnEndpoints"),
        ],
    );
    each(
        "ec2_images",
        "ec2",
        &[
            ("ec2:DescribeLaunchTemplates", "ec2:DescribeLaunchTemplates"),
            ("ec2:DescribeLaunchTemplateVersions", "ec2:DescribeLaunchTemplateVersions"),
            ("ec2:DescribeInstanceAttribute", "ec2:DescribeInstanceAttribute"),
            ("ec2:DescribeInstanceImageMetadata", "ec2:DescribeInstanceImageMetadata"),
            ("ec2:GetAllowedImagesSettings", "ec2:GetAllowedImagesSettings"),
            ("ec2:GetImageBlockPublicAccessState", "ec2:GetImageBlockPublicAccessState"),
            ("ec2:GetInstanceMetadataDefaults", "ec2:GetInstanceMetadataDefaults"),
            ("autoscaling:DescribeLaunchConfigurations", "autoscaling:DescribeLaunchConfigurations"),
        ],
    );
}

#[test]
fn json_1_1() {
    each(
        "kms",
        "kms",
        &[
            ("kms:ListKeys", "kms:ListKeys"),
            ("kms:DescribeKey", "kms:DescribeKey"),
            ("kms:GetKeyPolicy", "kms:GetKeyPolicy"),
            ("kms:GetKeyRotationStatus", "kms:GetKeyRotationStatus"),
            ("kms:ListResourceTags", "kms:ListResourceTags"),
        ],
    );
    each(
        "functions",
        "codebuild",
        &[
            ("codebuild:ListProjects", "codebuild:ListProjects"),
            ("codebuild:BatchGetProjects", "codebuild:BatchGetProjects"),
        ],
    );
    each(
        "records",
        "s3",
        &[
            ("organizations:DescribeOrganization", "organizations:DescribeOrganization"),
            ("organizations:ListAccounts", "organizations:ListAccounts"),
        ],
    );
    each("alarms", "logs", &[("logs:DescribeLogGroups", "logs:DescribeLogGroups")]);
    each(
        "alarms",
        "events",
        &[("events:ListRules", "events:ListRules"), ("events:ListTargetsByRule", "events:ListTargetsByRule")],
    );
    each(
        "watchmen",
        "ssm",
        &[
            ("ssm:DescribeInstanceInformation", "ssm:DescribeInstanceInformation"),
            ("ssm:DescribeInstancePatchStates", "ssm:DescribeInstancePatchStates"),
        ],
    );
    each("balancers", "acm", &[("acm:ListCertificates", "acm:ListCertificates")]);
    each(
        "balancers",
        "wafv2",
        &[
            ("wafv2:ListWebACLs", "wafv2:ListWebACLs"),
            ("wafv2:ListLoggingConfigurations", "wafv2:ListLoggingConfigurations"),
        ],
    );
}

#[test]
fn s3_s_own_and_rest_xml() {
    each(
        "s3",
        "s3",
        &[
            ("s3:ListBuckets", "s3:ListAllMyBuckets"),
            ("s3:GetBucketVersioning", "s3:GetBucketVersioning"),
            ("s3:GetBucketEncryption", "s3:GetEncryptionConfiguration"),
            ("s3:GetBucketPolicy", "s3:GetBucketPolicy"),
            ("s3:GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration"),
            ("s3control:GetPublicAccessBlock", "s3:GetAccountPublicAccessBlock"),
            ("s3control:ListAccessPoints", "s3:ListAccessPoints"),
            ("s3control:GetAccessPoint", "s3:GetAccessPoint"),
            ("s3control:GetAccessPointPolicy", "s3:GetAccessPointPolicy"),
        ],
    );
}

#[test]
fn rest_json_of_backups() {
    each(
        "backup",
        "backup",
        &[
            ("backup:ListBackupPlans", "backup:ListBackupPlans"),
            ("backup:GetBackupPlan", "backup:GetBackupPlan"),
            ("backup:ListBackupSelections", "backup:ListBackupSelections"),
            ("backup:ListBackupVaults", "backup:ListBackupVaults"),
            ("backup:ListRestoreJobs", "backup:ListRestoreJobs"),
        ],
    );
    each("backup", "efs", &[("efs:DescribeFileSystems", "elasticfilesystem:DescribeFileSystems")]);
}

#[test]
fn json_1_0() {
    each(
        "backup",
        "dynamodb",
        &[
            ("dynamodb:ListTables", "dynamodb:ListTables"),
            ("dynamodb:DescribeTable", "dynamodb:DescribeTable"),
            ("dynamodb:DescribeContinuousBackups", "dynamodb:DescribeContinuousBackups"),
            ("dynamodb:ListTagsOfResource", "dynamodb:ListTagsOfResource"),
        ],
    );
}

#[test]
fn cbor() {
    each(
        "alarms",
        "cloudwatch",
        &[
            ("cloudwatch:DescribeAlarms", "cloudwatch:DescribeAlarms"),
            ("logs:DescribeMetricFilters", "logs:DescribeMetricFilters"),
        ],
    );
}

#[test]
fn rest_json_of_watchmen() {
    each("watchmen", "accessanalyzer", &[("accessanalyzer:ListAnalyzers", "access-analyzer:ListAnalyzers")]);
    each("watchmen", "inspector2", &[("inspector2:BatchGetAccountStatus", "inspector2:BatchGetAccountStatus")]);
    each(
        "alarms",
        "events",
        &[
            ("securityhub:ListFindingAggregators", "securityhub:ListFindingAggregators"),
            ("securityhub:GetFindingAggregator", "securityhub:GetFindingAggregator"),
        ],
    );
}

#[test]
fn rest_xml_of_a_global_service() {
    each("balancers", "cloudfront", &[("cloudfront:ListDistributions", "cloudfront:ListDistributions")]);
}

#[test]
fn rest_json() {
    each(
        "functions",
        "lambda",
        &[
            ("lambda:ListFunctions", "lambda:ListFunctions"),
            ("lambda:ListAliases", "lambda:ListAliases"),
            ("lambda:GetPolicy", "lambda:GetPolicy"),
            ("lambda:ListFunctionUrlConfigs", "lambda:ListFunctionUrlConfigs"),
        ],
    );
}
