use super::*;
use Outcome::{Fail, NotApplicable, NotEvaluated, Pass, RiskAccepted, SetAside};

fn finding(outcome: Outcome, region: &str) -> JudgedFinding {
    JudgedFinding {
        control: "aws-a-b".to_owned(),
        outcome,
        severity: Severity::High,
        kind: "aws.a.b".to_owned(),
        id: "arn:b".to_owned(),
        name: "b".to_owned(),
        account: "123456789012".to_owned(),
        region: region.to_owned(),
    }
}

/// One control that saw one region whole, with this result.
fn judged(finding: Option<JudgedFinding>) -> Judged {
    let place = ("aws.a.b".to_owned(), "123456789012".to_owned(), "eu-west-1".to_owned());
    let control = JudgedControl {
        title: "B is sound".to_owned(),
        severity: Severity::High,
        params: [("days".to_owned(), "7".to_owned())].into(),
        listed: [place].into(),
        blind: BTreeSet::new(),
    };
    Judged {
        as_of: "2025-01-01T00:00:00Z".to_owned(),
        pack_digest: "00".to_owned(),
        criterion_threshold: Severity::Medium,
        scope: [("123456789012".to_owned(), ["eu-west-1".to_owned()].into())].into(),
        criteria: [("CC6.1".to_owned(), JudgedCriterion { configuration: Configuration::Met })].into(),
        controls: [("aws-a-b".to_owned(), control)].into(),
        findings: finding.into_iter().map(|finding| ("f".to_owned(), finding)).collect(),
        trimmed: false,
    }
}

fn became(old: &Judged, new: &Judged) -> Option<Change> {
    compare(old, new).changes.first().map(|changed| changed.change)
}

#[test]
fn every_pair_of_outcomes_has_its_name() {
    let all =
        [Some(Fail), Some(NotEvaluated), Some(RiskAccepted), Some(Pass), Some(NotApplicable), Some(SetAside), None];
    for was in all {
        let old = judged(was.map(|outcome| finding(outcome, "eu-west-1")));
        let failed = matches!(was, Some(Fail | RiskAccepted));
        for is in all {
            let new = judged(is.map(|outcome| finding(outcome, "eu-west-1")));
            let expected = match is {
                _ if was == is => None,
                Some(Fail) => Some(Change::NewFailure),
                Some(NotEvaluated) => Some(Change::NotObserved),
                Some(RiskAccepted) => Some(Change::Accepted),
                Some(SetAside) => Some(Change::SetAside),
                Some(Pass) if failed => Some(Change::Fixed),
                Some(NotApplicable) if failed => Some(Change::NoLongerApplies),
                None if failed => Some(Change::AssetGone),
                _ => None,
            };
            assert_eq!(became(&old, &new), expected, "{was:?} -> {is:?}");
        }
    }
}

#[test]
fn what_is_not_seen_is_neither_fixed_nor_gone() {
    for was in [Fail, RiskAccepted, Pass] {
        let old = judged(Some(finding(was, "eu-west-1")));
        let mut unlisted = judged(None);
        let control = unlisted.controls.get_mut("aws-a-b").unwrap();
        control.blind = std::mem::take(&mut control.listed);
        let mut elsewhere = judged(None);
        elsewhere.scope.clear();
        let mut unjudged = judged(None);
        unjudged.controls.clear();
        for new in [&unlisted, &elsewhere, &unjudged] {
            assert_eq!(became(&old, new), Some(Change::NotObserved), "{was:?}");
            assert_eq!(compare(&old, new).exit_status(Some(Severity::High)), ExitStatus::Unseen);
            assert_eq!(compare(&old, new).exit_status(Some(Severity::Critical)), ExitStatus::Clean);
        }
    }
}

#[test]
fn a_global_listing_shows_what_is_gone_only_where_the_region_was_looked_at() {
    let global = |mut judged: Judged| {
        let place = ("aws.a.b".to_owned(), "123456789012".to_owned(), "global".to_owned());
        judged.controls.get_mut("aws-a-b").unwrap().listed = [place].into();
        judged
    };
    for (region, expected) in
        [("eu-west-1", Change::AssetGone), ("global", Change::AssetGone), ("us-east-1", Change::NotObserved)]
    {
        let (old, new) = (global(judged(Some(finding(Fail, region)))), global(judged(None)));
        assert_eq!(became(&old, &new), Some(expected), "{region}");
    }
}

#[test]
fn what_was_judged_by_is_told_and_so_is_another_severity() {
    let (old, mut new) = (judged(Some(finding(Fail, "eu-west-1"))), judged(Some(finding(Fail, "eu-west-1"))));
    assert!(compare(&old, &new).grounds.is_empty());
    new.pack_digest = "01".to_owned();
    new.criterion_threshold = Severity::Low;
    new.findings.get_mut("f").unwrap().severity = Severity::Critical;
    let control = new.controls.get_mut("aws-a-b").unwrap();
    control.params = [("hours".to_owned(), "1".to_owned()), ("days".to_owned(), "3".to_owned())].into();
    let added = control.clone();
    new.controls.insert("aws-c-d".to_owned(), added);
    new.criteria.get_mut("CC6.1").unwrap().configuration = Configuration::Deviation;
    let comparison = compare(&old, &new);
    assert_eq!((comparison.known_failures, comparison.regraded.len()), (1, 1));
    assert_eq!(comparison.regraded[0].was, Severity::High);
    let param = |name, was, is| Ground::Param { control: "aws-a-b", name, was, is };
    assert_eq!(
        comparison.grounds,
        [
            Ground::ControlAdded("aws-c-d"),
            param("days", Some("7"), Some("3")),
            param("hours", None, Some("1")),
            Ground::Pack { was: "00", is: "01" },
            Ground::CriterionThreshold { was: Severity::Medium, is: Severity::Low },
        ]
    );
    let back = compare(&new, &old);
    assert_eq!(back.grounds[0], Ground::ControlRemoved("aws-c-d"));
    assert_eq!(comparison.criteria[0].is, Configuration::Deviation);
    assert_eq!(comparison.exit_status(Some(Severity::Low)), ExitStatus::Clean, "no failure is new");
}
