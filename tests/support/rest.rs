//! Names of REST operations: what other services say in a header or the body, these say by
//! method, path and query.

/// `(query key, noun)`; the verb before the noun is Get, Put or Delete.
const BUCKET: &[(&str, &str)] = &[
    ("abac", "BucketAbac"),
    ("accelerate", "BucketAccelerateConfiguration"),
    ("acl", "BucketAcl"),
    ("cors", "BucketCors"),
    ("encryption", "BucketEncryption"),
    ("lifecycle", "BucketLifecycleConfiguration"),
    ("location", "BucketLocation"),
    ("logging", "BucketLogging"),
    ("metadataConfiguration", "BucketMetadataConfiguration"),
    ("metadataTable", "BucketMetadataTableConfiguration"),
    ("notification", "BucketNotificationConfiguration"),
    ("object-lock", "ObjectLockConfiguration"),
    ("ownershipControls", "BucketOwnershipControls"),
    ("policy", "BucketPolicy"),
    ("policyStatus", "BucketPolicyStatus"),
    ("publicAccessBlock", "PublicAccessBlock"),
    ("replication", "BucketReplication"),
    ("requestPayment", "BucketRequestPayment"),
    ("tagging", "BucketTagging"),
    ("versioning", "BucketVersioning"),
    ("website", "BucketWebsite"),
];

/// Subresources of which a bucket has many: with an `id` one is meant, without it the list of them.
const BUCKET_MANY: &[(&str, &str)] = &[
    ("analytics", "BucketAnalyticsConfiguration"),
    ("intelligent-tiering", "BucketIntelligentTieringConfiguration"),
    ("inventory", "BucketInventoryConfiguration"),
    ("metrics", "BucketMetricsConfiguration"),
];

const OBJECT: &[(&str, &str)] = &[
    ("acl", "ObjectAcl"),
    ("attributes", "ObjectAttributes"),
    ("legal-hold", "ObjectLegalHold"),
    ("retention", "ObjectRetention"),
    ("tagging", "ObjectTagging"),
    ("torrent", "ObjectTorrent"),
];

/// Method, path below `/v20180820/` (`*` is one segment), operation.
const CONTROL: &[(&str, &str, &str)] = &[
    ("GET", "configuration/publicAccessBlock", "GetPublicAccessBlock"),
    ("PUT", "configuration/publicAccessBlock", "PutPublicAccessBlock"),
    ("DELETE", "configuration/publicAccessBlock", "DeletePublicAccessBlock"),
    ("GET", "accesspoint", "ListAccessPoints"),
    ("GET", "accesspoint/*", "GetAccessPoint"),
    ("PUT", "accesspoint/*", "CreateAccessPoint"),
    ("DELETE", "accesspoint/*", "DeleteAccessPoint"),
    ("GET", "accesspoint/*/policy", "GetAccessPointPolicy"),
    ("PUT", "accesspoint/*/policy", "PutAccessPointPolicy"),
    ("DELETE", "accesspoint/*/policy", "DeleteAccessPointPolicy"),
    ("GET", "accesspoint/*/policyStatus", "GetAccessPointPolicyStatus"),
    ("GET", "accesspointfordirectory", "ListAccessPointsForDirectoryBuckets"),
    ("GET", "accesspointforobjectlambda", "ListAccessPointsForObjectLambda"),
    ("GET", "accesspointforobjectlambda/*", "GetAccessPointForObjectLambda"),
    ("GET", "accesspointforobjectlambda/*/policy", "GetAccessPointPolicyForObjectLambda"),
    ("GET", "accesspointforobjectlambda/*/policyStatus", "GetAccessPointPolicyStatusForObjectLambda"),
    ("GET", "accessgrantsinstance", "GetAccessGrantsInstance"),
    ("GET", "accessgrantsinstances", "ListAccessGrantsInstances"),
    ("GET", "accessgrantsinstance/grants", "ListAccessGrants"),
    ("GET", "accessgrantsinstance/locations", "ListAccessGrantsLocations"),
    ("GET", "jobs", "ListJobs"),
    ("GET", "jobs/*", "DescribeJob"),
    ("GET", "mrap/instances", "ListMultiRegionAccessPoints"),
    ("GET", "mrap/instances/*", "GetMultiRegionAccessPoint"),
    ("GET", "mrap/instances/*/policy", "GetMultiRegionAccessPointPolicy"),
    ("GET", "mrap/instances/*/policystatus", "GetMultiRegionAccessPointPolicyStatus"),
    ("GET", "mrap/instances/*/routes", "GetMultiRegionAccessPointRoutes"),
    ("GET", "storagelens", "ListStorageLensConfigurations"),
    ("GET", "storagelens/*", "GetStorageLensConfiguration"),
    ("GET", "storagelens/*/tagging", "GetStorageLensConfigurationTagging"),
    ("GET", "storagelensgroup", "ListStorageLensGroups"),
    ("GET", "storagelensgroup/*", "GetStorageLensGroup"),
    ("GET", "tags/*", "ListTagsForResource"),
];

/// Service, method, path (`*` is one segment), operation.
const OTHERS: &[(&str, &str, &str, &str)] = &[
    ("accessanalyzer", "GET", "analyzer", "ListAnalyzers"),
    ("backup", "GET", "backup/plans", "ListBackupPlans"),
    ("backup", "GET", "backup/plans/*", "GetBackupPlan"),
    ("backup", "GET", "backup/plans/*/selections", "ListBackupSelections"),
    ("backup", "GET", "backup/plans/*/selections/*", "GetBackupSelection"),
    ("backup", "GET", "backup-vaults", "ListBackupVaults"),
    ("backup", "GET", "resources", "ListProtectedResources"),
    ("backup", "GET", "account-settings", "DescribeRegionSettings"),
    ("backup", "GET", "restore-testing/plans", "ListRestoreTestingPlans"),
    ("backup", "GET", "restore-testing/plans/*", "GetRestoreTestingPlan"),
    ("backup", "GET", "restore-testing/plans/*/selections", "ListRestoreTestingSelections"),
    ("backup", "GET", "restore-testing/plans/*/selections/*", "GetRestoreTestingSelection"),
    ("backup", "GET", "restore-jobs", "ListRestoreJobs"),
    ("cloudfront", "GET", "2020-05-31/distribution", "ListDistributions"),
    ("efs", "GET", "2015-02-01/file-systems", "DescribeFileSystems"),
    ("efs", "GET", "2015-02-01/file-systems/*/backup-policy", "DescribeBackupPolicy"),
    ("eks", "GET", "clusters", "ListClusters"),
    ("eks", "GET", "clusters/*", "DescribeCluster"),
    ("guardduty", "GET", "detector", "ListDetectors"),
    ("guardduty", "GET", "detector/*", "GetDetector"),
    ("guardduty", "POST", "detector/*/findings", "ListFindings"),
    ("guardduty", "POST", "detector/*/findings/get", "GetFindings"),
    ("guardduty", "GET", "detector/*/administrator", "GetAdministratorAccount"),
    ("inspector2", "POST", "status/batch/get", "BatchGetAccountStatus"),
    ("lambda", "GET", "2015-03-31/functions", "ListFunctions"),
    ("lambda", "GET", "2015-03-31/functions/*/aliases", "ListAliases"),
    ("lambda", "GET", "2015-03-31/functions/*/policy", "GetPolicy"),
    ("lambda", "GET", "2021-10-31/functions/*/urls", "ListFunctionUrlConfigs"),
    ("opensearch", "GET", "2021-01-01/domain", "ListDomainNames"),
    ("opensearch", "POST", "2021-01-01/opensearch/domain-info", "DescribeDomains"),
    ("securityhub", "GET", "accounts", "DescribeHub"),
    ("securityhub", "POST", "standards/get", "GetEnabledStandards"),
    ("securityhub", "GET", "findingAggregator/list", "ListFindingAggregators"),
    ("securityhub", "GET", "findingAggregator/get/*/*", "GetFindingAggregator"),
    ("securityhub", "GET", "administrator", "GetAdministratorAccount"),
];

/// The path of every S3 Control request begins so.
pub(crate) const CONTROL_PREFIX: &str = "/v20180820/";

/// The S3 operation on a bucket and key, by its query keys; `None` is one that the tables do not know.
pub(crate) fn s3(method: &str, bucket: Option<&str>, key: Option<&str>, has: impl Fn(&str) -> bool) -> Option<String> {
    let fixed = |name: &str| Some(name.to_owned());
    if bucket.is_none() {
        return if method == "GET" { fixed("ListBuckets") } else { None };
    }
    let verb = match method {
        "GET" => "Get",
        "PUT" => "Put",
        "DELETE" => "Delete",
        "HEAD" => return fixed(if key.is_some() { "HeadObject" } else { "HeadBucket" }),
        _ => return None,
    };
    let table = if key.is_some() { OBJECT } else { BUCKET };
    if let Some((_, noun)) = table.iter().find(|(query, _)| has(query)) {
        // The one name in which the verb changes the noun.
        return Some(format!("{verb}{noun}").replace("DeleteBucketLifecycleConfiguration", "DeleteBucketLifecycle"));
    }
    if key.is_some() {
        return match verb {
            "Get" if has("uploadId") => fixed("ListParts"),
            "Put" if has("partNumber") => fixed("UploadPart"),
            "Delete" if has("uploadId") => fixed("AbortMultipartUpload"),
            verb => Some(format!("{verb}Object")),
        };
    }
    if let Some((_, noun)) = BUCKET_MANY.iter().find(|(query, _)| has(query)) {
        let list = verb == "Get" && !has("id");
        return Some(if list { format!("List{noun}s") } else { format!("{verb}{noun}") });
    }
    match verb {
        "Get" if has("session") => fixed("CreateSession"),
        "Get" if has("uploads") => fixed("ListMultipartUploads"),
        "Get" if has("versions") => fixed("ListObjectVersions"),
        "Get" if has("list-type") => fixed("ListObjectsV2"),
        "Get" => fixed("ListObjects"),
        "Put" => fixed("CreateBucket"),
        _ => fixed("DeleteBucket"),
    }
}

/// The S3 Control operation at a decoded path, and the resource that the path names.
pub(crate) fn s3control(method: &str, path: &str) -> Option<(String, Option<String>)> {
    let path = path.strip_prefix(CONTROL_PREFIX)?.trim_end_matches('/');
    let (_, pattern, name) = CONTROL.iter().find(|(verb, pattern, _)| *verb == method && fits(pattern, path))?;
    let resource = pattern.split('/').position(|part| part == "*").and_then(|at| path.split('/').nth(at));
    Some(((*name).to_owned(), resource.map(str::to_owned)))
}

/// The operation of another service at a decoded path, if its table has it.
pub(crate) fn other(service: &str, method: &str, path: &str) -> Option<String> {
    let path = path.trim_matches('/');
    let found =
        OTHERS.iter().find(|(of, verb, pattern, _)| *of == service && *verb == method && fits(pattern, path))?;
    Some(found.3.to_owned())
}

fn fits(pattern: &str, path: &str) -> bool {
    // A tag's ARN has slashes of its own.
    if let Some(rest) = path.strip_prefix("tags/") {
        return pattern == "tags/*" && !rest.is_empty();
    }
    let (mut left, mut right) = (pattern.split('/'), path.split('/'));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(want), Some(part)) if want == part || (want == "*" && !part.is_empty()) => {}
            _ => return false,
        }
    }
}
