//! Lifecycle rules of the SDK, as ours.

use aws_sdk_s3::types::{self, LifecycleRuleAndOperator, LifecycleRuleFilter, Tag};

use super::convert::sorted;
use crate::provider::aws::s3::{LifecycleRule, Transition};
use crate::provider::aws::time::timestamp;

/// The rules of a configuration.
pub(super) fn rules(rules: Option<Vec<types::LifecycleRule>>) -> Result<Vec<LifecycleRule>, &'static str> {
    sorted(rules.ok_or("Rules")?.into_iter().map(rule).collect())
}

fn rule(rule: types::LifecycleRule) -> Result<LifecycleRule, &'static str> {
    let filtered = filtered(&rule);
    let expiration = rule.expiration.as_ref();
    let noncurrent = rule.noncurrent_version_expiration.as_ref();
    let abort = rule.abort_incomplete_multipart_upload.as_ref();
    let date = expiration.and_then(|expiration| expiration.date.as_ref());
    Ok(LifecycleRule {
        status: rule.status.as_str().to_owned(),
        expiration_days: expiration.and_then(|expiration| expiration.days).map(i64::from),
        expiration_date: date.map(|date| timestamp(date).ok_or("Expiration.Date")).transpose()?,
        expires_delete_markers: expiration
            .is_some_and(|expiration| expiration.expired_object_delete_marker == Some(true)),
        noncurrent_days: noncurrent.and_then(|expiration| expiration.noncurrent_days).map(i64::from),
        newer_noncurrent_versions: noncurrent
            .and_then(|expiration| expiration.newer_noncurrent_versions)
            .map(i64::from),
        abort_upload_days: abort.and_then(|abort| abort.days_after_initiation).map(i64::from),
        transitions: sorted(rule.transitions.unwrap_or_default().iter().map(transition).collect())?,
        id: rule.id,
        ..filtered
    })
}

/// What a rule's filter asks for: of one thing, of several in `And`, or of a prefix in the form of old.
fn filtered(rule: &types::LifecycleRule) -> LifecycleRule {
    #[expect(deprecated, reason = "rules of old keep their prefix outside of the filter, and S3 returns them so")]
    let old_prefix = rule.prefix.as_ref();
    let filter = rule.filter.as_ref();
    let and = filter.and_then(|filter| filter.and.as_ref());
    let prefixes = [old_prefix, filter.and_then(|f| f.prefix.as_ref()), and.and_then(|and| and.prefix.as_ref())];
    let tags = filter
        .and_then(|filter| filter.tag.as_ref())
        .into_iter()
        .chain(and.into_iter().flat_map(LifecycleRuleAndOperator::tags));
    let size = |one: fn(&LifecycleRuleFilter) -> Option<i64>, of_and: fn(&LifecycleRuleAndOperator) -> Option<i64>| {
        filter.and_then(one).or_else(|| and.and_then(of_and))
    };
    let found = LifecycleRule {
        prefix: prefixes.into_iter().flatten().find(|prefix| !prefix.is_empty()).cloned(),
        tags: tags.map(|Tag { key, value, .. }| (key.clone(), value.clone())).collect(),
        size_greater_than_bytes: size(|one| one.object_size_greater_than, |and| and.object_size_greater_than),
        size_less_than_bytes: size(|one| one.object_size_less_than, |and| and.object_size_less_than),
        ..LifecycleRule::default()
    };
    let whole_bucket = found.prefix.is_none()
        && found.tags.is_empty()
        && found.size_greater_than_bytes.is_none()
        && found.size_less_than_bytes.is_none();
    LifecycleRule { whole_bucket, ..found }
}

fn transition(transition: &types::Transition) -> Result<Transition, &'static str> {
    Ok(Transition {
        storage_class: transition.storage_class.as_ref().map(|class| class.as_str().to_owned()),
        days: transition.days.map(i64::from),
        date: transition.date.as_ref().map(|date| timestamp(date).ok_or("Transition.Date")).transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use aws_sdk_s3::primitives::DateTime;
    use aws_sdk_s3::types::{
        ExpirationStatus, LifecycleExpiration, LifecycleRuleAndOperator, NoncurrentVersionExpiration,
        TransitionStorageClass,
    };

    use super::*;

    fn read(rule: types::builders::LifecycleRuleBuilder) -> LifecycleRule {
        let rule = rule.status(ExpirationStatus::Enabled).build().unwrap();
        rules(Some(vec![rule])).unwrap().remove(0)
    }

    fn filter(filter: types::builders::LifecycleRuleFilterBuilder) -> LifecycleRule {
        read(types::LifecycleRule::builder().filter(filter.build()))
    }

    fn tag(key: &str) -> Tag {
        Tag::builder().key(key).value("1").build().unwrap()
    }

    #[test]
    fn a_rule_without_a_prefix_tag_or_size_is_for_the_whole_bucket() {
        assert!(read(types::LifecycleRule::builder()).whole_bucket);
        assert!(filter(LifecycleRuleFilter::builder()).whole_bucket);
        assert!(filter(LifecycleRuleFilter::builder().prefix("")).whole_bucket);
        let and = LifecycleRuleAndOperator::builder;
        for part in [
            LifecycleRuleFilter::builder().prefix("a/"),
            LifecycleRuleFilter::builder().tag(tag("a")),
            LifecycleRuleFilter::builder().object_size_greater_than(0),
            LifecycleRuleFilter::builder().object_size_less_than(1024),
            LifecycleRuleFilter::builder().and(and().prefix("a/").object_size_less_than(9).build()),
            LifecycleRuleFilter::builder().and(and().prefix("").tags(tag("a")).tags(tag("b")).build()),
        ] {
            assert!(!filter(part.clone()).whole_bucket, "{part:?}");
        }
        let both = filter(LifecycleRuleFilter::builder().and(and().prefix("").tags(tag("a")).tags(tag("b")).build()));
        assert_eq!((both.prefix, both.tags.len()), (None, 2));
    }

    #[test]
    #[expect(deprecated, reason = "rules of old keep their prefix outside of the filter")]
    fn the_prefix_of_old_counts() {
        let old = read(types::LifecycleRule::builder().prefix("old/"));
        assert_eq!((old.whole_bucket, old.prefix.as_deref()), (false, Some("old/")));
        assert!(read(types::LifecycleRule::builder().prefix("")).whole_bucket);
    }

    #[test]
    fn actions_keep_their_days_and_dates() {
        let date = DateTime::from_secs(1_767_225_600);
        let noncurrent = NoncurrentVersionExpiration::builder().noncurrent_days(30).newer_noncurrent_versions(5);
        let glacier = types::Transition::builder().days(90).storage_class(TransitionStorageClass::Glacier);
        let found = read(
            types::LifecycleRule::builder()
                .expiration(LifecycleExpiration::builder().date(date).build())
                .noncurrent_version_expiration(noncurrent.build())
                .transitions(glacier.build()),
        );
        let expected = LifecycleRule {
            status: "Enabled".to_owned(),
            whole_bucket: true,
            expiration_date: Some("2026-01-01T00:00:00Z".parse().unwrap()),
            noncurrent_days: Some(30),
            newer_noncurrent_versions: Some(5),
            transitions: vec![Transition { storage_class: Some("GLACIER".to_owned()), days: Some(90), date: None }],
            ..LifecycleRule::default()
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn an_answer_without_rules_is_no_empty_list() {
        assert_eq!(rules(None), Err("Rules"));
    }
}
