use super::*;
use crate::inventory::{AccountId, Gaps};
use crate::provider::aws::ec2::LaunchTemplate;
use crate::provider::aws::ec2::launch_template::DESCRIBE_LAUNCH_TEMPLATE_VERSIONS;

const IMAGE: &str = "ami-0123456789abcdef0";

fn key() -> Key {
    let account: AccountId = "123456789012".parse().unwrap();
    let id = "arn:aws:ec2:eu-west-1:123456789012:launch-template/lt-0123456789abcdef0".to_owned();
    Key { kind: LaunchTemplate::KIND, account, region: "eu-west-1".parse().unwrap(), id }
}

fn denied(operation: &str) -> Gaps {
    let (kind, code) = (GapKind::Denied, Some("UnauthorizedOperation".to_owned()));
    let Key { account, region, .. } = key();
    Gap { operation: Some(operation.to_owned()), kind, code, account, region }.into()
}

fn words<const N: usize>(words: [&str; N]) -> [Option<String>; N] {
    words.map(|word| Some(word.to_owned()).filter(|word| !word.is_empty()))
}

/// A region's defaults; an empty word is no preference.
fn region(endpoint: &str, tokens: &str, enforced: &str) -> Fact<MetadataDefaults> {
    let [endpoint, tokens, tokens_enforced] = words([endpoint, tokens, enforced]);
    Fact::Known(MetadataDefaults { endpoint, tokens, tokens_enforced })
}

fn images(support: &str) -> Fact<Vec<Fact<LaunchImage>>> {
    let [imds_support] = words([support]);
    Fact::Known(vec![Fact::Known(LaunchImage { image: IMAGE.to_owned(), imds_support })])
}

fn launch(endpoint: &str, tokens: &str, image: &str) -> Launch {
    let [metadata_endpoint, metadata_tokens, image] = words([endpoint, tokens, image]);
    Launch { version: Some(1), metadata_endpoint, metadata_tokens, image, interfaces: Vec::new() }
}

fn derived(launch: Launch, region: &Fact<MetadataDefaults>, images: &Fact<Vec<Fact<LaunchImage>>>) -> LaunchMetadata {
    let launches = Fact::Known(vec![Fact::Known(launch)]);
    let found = metadata(&key(), &DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, &launches, images, region);
    found.known().unwrap().first().unwrap().known().unwrap().clone()
}

fn decided(tokens: &str, by: &str) -> (Fact<String>, Fact<String>) {
    (Fact::Known(tokens.to_owned()), Fact::Known(by.to_owned()))
}

#[test]
fn the_launch_comes_first_then_the_region_then_the_image_and_enforcement_before_all_that_is_optional() {
    for (stated, by_region, enforced, support, tokens, by) in [
        ("required", "optional", "", "", "required", "launch"),
        ("optional", "required", "", "v2.0", "optional", "launch"),
        ("optional", "optional", "enabled", "", "required", "enforcement"),
        ("optional", "", "disabled", "", "optional", "launch"),
        ("", "required", "", "", "required", "account"),
        ("", "optional", "", "v2.0", "optional", "account"),
        ("", "", "enabled", "", "required", "enforcement"),
        ("", "", "", "v2.0", "required", "image"),
        ("", "", "", "", "optional", "default"),
    ] {
        let found = derived(launch("", stated, IMAGE), &region("", by_region, enforced), &images(support));
        assert_eq!(
            (found.tokens, found.tokens_set_by),
            decided(tokens, by),
            "{stated} {by_region} {enforced} {support}"
        );
    }
    for (stated, by_region, endpoint) in [
        ("disabled", "enabled", "disabled"),
        ("enabled", "disabled", "enabled"),
        ("", "disabled", "disabled"),
        ("", "", "enabled"),
    ] {
        let found = derived(launch(stated, "", ""), &region(by_region, "", ""), &images("v2.0"));
        assert_eq!(found.endpoint, Fact::Known(endpoint.to_owned()), "{stated} {by_region}");
    }
}

#[test]
fn a_launch_without_an_image_is_asked_for_nothing_by_one() {
    let found = derived(launch("", "", ""), &region("", "", ""), &Fact::Known(Vec::new()));
    assert_eq!((found.tokens, found.tokens_set_by), decided("optional", "default"));
}

#[test]
fn an_image_that_is_named_at_launch_or_has_gone_is_unknown_where_it_matters() {
    let named = launch("", "", "resolve:ssm:/golden/image");
    let found = derived(named.clone(), &region("", "", ""), &Fact::Known(Vec::new()));
    let gap = found.tokens.gaps().unwrap().iter().next().unwrap().clone();
    assert_eq!((gap.kind, gap.code.as_deref()), (GapKind::Malformed, Some("ImageId.resolve")));
    let found = derived(named, &region("", "required", ""), &Fact::Known(Vec::new()));
    assert_eq!(found.tokens, Fact::Known("required".to_owned()));

    let gone = derived(launch("", "", IMAGE), &region("", "", ""), &Fact::Known(Vec::new()));
    assert_eq!(gone.tokens.gaps().unwrap().iter().next().unwrap().kind, GapKind::Vanished);
}

#[test]
fn each_unknown_input_matters_exactly_where_it_could_change_something() {
    let region_gaps = denied("ec2:GetInstanceMetadataDefaults");
    let image_gaps = denied("ec2:DescribeImages");
    let no_region = Fact::Unknown(region_gaps.clone());
    let no_image = Fact::Known(vec![Fact::Unknown(image_gaps.clone())]);

    let stated = derived(launch("disabled", "required", IMAGE), &no_region, &no_image);
    assert_eq!(stated.endpoint, Fact::Known("disabled".to_owned()));
    assert_eq!((stated.tokens, stated.tokens_set_by), decided("required", "launch"));

    // The region may enforce what a launch makes optional, and make optional what an image requires.
    let optional = derived(launch("enabled", "optional", IMAGE), &no_region, &images("v2.0"));
    assert_eq!(optional.tokens, Fact::Unknown(region_gaps.clone()));
    let silent = derived(launch("", "", IMAGE), &no_region, &images("v2.0"));
    assert_eq!(
        (silent.tokens, silent.endpoint),
        (Fact::Unknown(region_gaps.clone()), Fact::Unknown(region_gaps.clone()))
    );

    assert_eq!(
        derived(launch("", "", IMAGE), &region("", "", ""), &no_image).tokens,
        Fact::Unknown(image_gaps.clone())
    );
    let by_region = derived(launch("", "", IMAGE), &region("", "optional", ""), &no_image);
    assert_eq!(by_region.tokens, Fact::Known("optional".to_owned()));
    let mut both = region_gaps;
    both.merge(&image_gaps);
    assert_eq!(derived(launch("", "", IMAGE), &no_region, &no_image).tokens, Fact::Unknown(both));
}

#[test]
fn a_version_that_was_not_read_is_an_unknown_element() {
    let gaps = denied("ec2:DescribeLaunchTemplateVersions");
    let launches = Fact::Known(vec![Fact::Unknown(gaps.clone()), Fact::Known(launch("", "required", ""))]);
    let of =
        |launches| metadata(&key(), &DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, launches, &images(""), &region("", "", ""));
    let found = of(&launches);
    assert_eq!(found.known().unwrap().len(), 2);
    assert_eq!(found.known().unwrap().last(), Some(&Fact::Unknown(gaps.clone())));
    assert_eq!(of(&Fact::Unknown(gaps.clone())), Fact::Unknown(gaps));
}
