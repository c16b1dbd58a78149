use std::collections::{BTreeMap, BTreeSet};

use super::*;

fn needed(operation: &str, listings: &[&str], control: &str) -> Needed {
    Needed {
        operation: operation.to_owned(),
        action: operation.to_owned(),
        listings: listings.iter().map(|one| (*one).to_owned()).collect(),
        withheld: operation == "iam:GenerateCredentialReport",
        controls: BTreeSet::from([control.parse().unwrap()]),
    }
}

fn reply(operation: &str, region: &str, answer: Answer) -> Reply {
    let region = region.parse().unwrap();
    Reply { operation: operation.to_owned(), region, host: None, answer, code: None, message: None }
}

/// Of three controls, one for each operation; `aws-c-*` speaks to what `aws-b-*` does.
fn judge(needed: Vec<Needed>, replies: &[Reply], simulated: &[(&str, Simulated)]) -> Permissions {
    let criteria = [("aws-a-one", "CC6.1"), ("aws-b-one", "A1.2"), ("aws-c-one", "A1.2")];
    let criteria: BTreeMap<ControlId, BTreeSet<CriterionId>> = criteria
        .iter()
        .map(|(control, criterion)| (control.parse().unwrap(), BTreeSet::from([criterion.parse().unwrap()])))
        .collect();
    let simulated = simulated.iter().map(|(action, said)| ((*action).to_owned(), *said)).collect();
    Permissions::judge(needed, replies, &simulated, &criteria)
}

/// The verdict on one operation.
fn one(replies: &[Reply], simulated: Option<Simulated>) -> Verdict {
    let simulated: Vec<_> = simulated.map(|said| ("s3:Get", said)).into_iter().collect();
    judge(vec![needed("s3:Get", &["s3:List"], "aws-a-one")], replies, &simulated).verdicts.remove(0)
}

const DENIED: Answer = Answer::Denied;

#[test]
fn only_an_answer_shows_a_permission() {
    let known = |answer| {
        let verdict = one(&[reply("s3:Get", "global", answer)], None);
        (verdict.permission, verdict.basis, verdict.why)
    };
    assert_eq!(known(Answer::Given), (Permission::Allowed, Some(Basis::Call), None));
    assert_eq!(known(DENIED), (Permission::Denied, Some(Basis::Call), None));
    assert_eq!(known(Answer::Unreachable), (Permission::Unknown, None, Some(Why::Unreachable)));
    assert_eq!(known(Answer::NotOffered), (Permission::Unknown, None, Some(Why::NotOffered)));
    for kind in [GapKind::Throttled, GapKind::Malformed, GapKind::Error, GapKind::Vanished, GapKind::RegionClosed] {
        assert_eq!(known(Answer::Failed(kind)), (Permission::Unknown, None, Some(Why::Failed(kind))));
    }
    assert_eq!(one(&[], None).why, Some(Why::NothingToAsk));
    assert_eq!(one(&[], None).permission, Permission::Unknown);
}

#[test]
fn denied_in_one_place_is_denied_and_a_failure_elsewhere_leaves_open_what_was_answered_here() {
    let of = |answers: &[Answer]| {
        let regions = ["eu-west-1", "global", "us-east-1"];
        let replies: Vec<Reply> =
            answers.iter().zip(regions).map(|(answer, region)| reply("s3:Get", region, *answer)).collect();
        let mut other: Vec<Reply> = replies.clone();
        other.reverse();
        assert_eq!(one(&replies, None).permission, one(&other, None).permission, "the order does not matter");
        one(&replies, None).permission
    };
    assert_eq!(of(&[Answer::Given, DENIED, Answer::Unreachable]), Permission::Denied);
    assert_eq!(of(&[Answer::Given, Answer::Unreachable]), Permission::Unknown);
    assert_eq!(of(&[Answer::Given, Answer::Failed(GapKind::Throttled)]), Permission::Unknown);
    assert_eq!(of(&[Answer::Given, Answer::NotOffered]), Permission::Allowed);
    assert_eq!(of(&[Answer::Given, Answer::Failed(GapKind::Vanished)]), Permission::Allowed);
}

#[test]
fn a_simulation_is_marked_and_never_beats_an_answer() {
    let denied = one(&[reply("s3:Get", "global", DENIED)], Some(Simulated::Allowed));
    assert_eq!((denied.permission, denied.basis), (Permission::Denied, Some(Basis::Call)));
    let given = one(&[reply("s3:Get", "global", Answer::Given)], Some(Simulated::Denied));
    assert_eq!((given.permission, given.basis), (Permission::Allowed, Some(Basis::Call)));
    let simulated = one(&[], Some(Simulated::Allowed));
    assert_eq!((simulated.permission, simulated.is_simulated()), (Permission::Allowed, true));
    assert_eq!(simulated.why, Some(Why::NothingToAsk), "why no call told it stays");
    assert_eq!(one(&[], Some(Simulated::Unclear)).permission, Permission::Unknown);
    let unreachable = one(&[reply("s3:Get", "global", Answer::Unreachable)], Some(Simulated::Allowed));
    assert!(unreachable.has_failed() && unreachable.is_missing(), "a permission reaches no endpoint");
}

#[test]
fn what_was_not_reached_names_what_comes_first() {
    let behind = one(&[reply("s3:List", "global", DENIED)], None);
    assert_eq!(behind.why, Some(Why::Behind("s3:List".to_owned())));
    assert!(!behind.is_missing(), "what is lost with it is lost with the listing");
    assert_eq!(one(&[reply("s3:List", "global", Answer::Given)], None).why, Some(Why::NothingToAsk));
    let report = needed("iam:GenerateCredentialReport", &[], "aws-a-one");
    assert_eq!(judge(vec![report], &[], &[]).verdicts[0].why, Some(Why::Withheld));
}

#[test]
fn the_cost_is_of_what_is_denied_or_failed_and_nothing_else() {
    let needed = || {
        vec![
            needed("s3:List", &["s3:List"], "aws-c-one"),
            needed("s3:Get", &["s3:List"], "aws-a-one"),
            needed("kms:List", &["kms:List"], "aws-b-one"),
        ]
    };
    let ids = |permissions: &Permissions| {
        let controls = permissions.lost.controls.iter().map(ToString::to_string).collect::<Vec<_>>();
        (controls, permissions.lost.criteria.iter().map(|one| one.as_str().to_owned()).collect::<Vec<_>>())
    };
    let fine = judge(needed(), &[reply("s3:List", "global", Answer::Given)], &[]);
    assert_eq!(ids(&fine), (vec![], vec![]));
    assert_eq!(fine.selected, 3);
    let some = judge(
        needed(),
        &[
            reply("s3:Get", "global", DENIED),
            reply("s3:List", "global", Answer::Given),
            reply("kms:List", "eu-west-1", Answer::Failed(GapKind::Timeout)),
        ],
        &[],
    );
    assert_eq!(ids(&some), (vec!["aws-a-one".into(), "aws-b-one".into()], vec!["A1.2".into(), "CC6.1".into()]));
    assert_eq!(some.missing_actions().into_iter().collect::<Vec<_>>(), ["s3:Get"], "a failure needs no permission");
    assert_eq!(some.failed().map(|one| one.operation.as_str()).collect::<Vec<_>>(), ["kms:List"]);
    let order: Vec<&str> = some.verdicts.iter().map(|one| one.operation.as_str()).collect();
    assert_eq!(order, ["kms:List", "s3:Get", "s3:List"]);
}

#[test]
fn what_another_policy_denies_is_no_action_to_allow() {
    let by = |message: &str| {
        let reply = Reply { message: Some(message.to_owned()), ..reply("s3:Get", "global", DENIED) };
        let permissions = judge(vec![needed("s3:Get", &[], "aws-a-one")], &[reply], &[]);
        assert_eq!(permissions.lost.controls.len(), 1, "it is lost all the same");
        let to_allow = permissions.missing_actions().len();
        (permissions.verdicts[0].held_back_by(), to_allow)
    };
    let because = "User: x is not authorized to perform: s3:Get";
    let allows = |policy: &str| by(&format!("{because} because no {policy} allows the s3:Get action"));
    let denies = |policy: &str| by(&format!("{because} with an explicit deny in a {policy}"));
    assert_eq!(allows("identity-based policy"), (None, 1));
    assert_eq!(by(because), (None, 1));
    for policy in ["service control policy", "resource-based policy", "permissions boundary", "session policy"] {
        assert_eq!((allows(policy), denies(policy)), ((Some(policy), 0), (Some(policy), 0)));
    }
    let own = by(&format!("{because} with an explicit deny in an identity-based policy"));
    assert_eq!(own, (Some("explicit deny in an identity-based policy"), 0));
}

#[test]
fn what_no_call_told_is_what_is_simulated() {
    let all =
        [needed("s3:Get", &[], "aws-a-one"), needed("s3:List", &[], "aws-a-one"), needed("s3:Put", &[], "aws-a-one")];
    let replies = [reply("s3:List", "global", DENIED), reply("s3:Put", "global", Answer::Unreachable)];
    let untold: Vec<String> = Permissions::untold(&all, &replies).into_iter().collect();
    assert_eq!(untold, ["s3:Get", "s3:Put"]);
}

#[test]
fn one_answer_of_any_kind_shows_that_an_endpoint_is_there() {
    let mut replies = vec![
        Reply { message: Some("refused".into()), ..reply("s3:Get", "global", Answer::Unreachable) },
        Reply { host: Some("logs.s3.example.com".into()), ..reply("s3:Put", "global", DENIED) },
        Reply { host: Some("s3.example.com".into()), ..reply("s3:List", "global", Answer::Given) },
        Reply { message: Some("refused".into()), ..reply("s3:Get", "eu-west-1", Answer::Unreachable) },
        reply("codebuild:List", "eu-west-1", Answer::NotOffered),
    ];
    let told: Vec<_> = endpoints(&replies)
        .into_iter()
        .map(|one| (one.service, one.region.as_str().to_owned(), one.host, one.problem))
        .collect();
    let (s3, refused) = ("s3".to_owned(), Some("refused".to_owned()));
    let expected = [
        (s3.clone(), "eu-west-1".to_owned(), None, refused),
        (s3, "global".to_owned(), Some("s3.example.com".to_owned()), None),
    ];
    assert_eq!(told, expected);
    replies.clear();
    assert!(endpoints(&replies).is_empty());
}

fn diagnosis(permissions: Permissions) -> Diagnosis {
    Diagnosis {
        now: "2025-01-01T00:00:00Z".parse().unwrap(),
        account: "123456789012".parse().unwrap(),
        caller: "arn:aws:iam::123456789012:user/jane".to_owned(),
        credentials: None,
        regions: Regions { all: Vec::new(), named: true, problem: None, probed: Some(Region::GLOBAL) },
        clock_difference: None,
        endpoint: None,
        endpoints: Vec::new(),
        simulation: Simulation::Off,
        permissions,
        defects: 0,
    }
}

#[test]
fn the_exit_status_is_of_what_is_known_to_be_missing() {
    let status = |answer: Option<Answer>, simulated: &[(&str, Simulated)]| {
        let replies: Vec<Reply> = answer.map(|answer| reply("s3:Get", "global", answer)).into_iter().collect();
        diagnosis(judge(vec![needed("s3:Get", &[], "aws-a-one")], &replies, simulated)).exit_status().code()
    };
    assert_eq!(status(Some(Answer::Given), &[]), 0);
    assert_eq!(status(None, &[]), 0, "an account that is empty is well");
    assert_eq!(status(None, &[("s3:Get", Simulated::Unclear)]), 0);
    assert_eq!(status(Some(Answer::NotOffered), &[]), 0);
    assert_eq!(status(Some(Answer::Failed(GapKind::Vanished)), &[]), 0);
    assert_eq!(status(Some(Answer::Failed(GapKind::Throttled)), &[]), 0, "a scan slows down and tries again");
    assert_eq!(status(Some(Answer::Failed(GapKind::Timeout)), &[]), 3);
    assert_eq!(status(Some(DENIED), &[]), 3);
    assert_eq!(status(None, &[("s3:Get", Simulated::Denied)]), 3);
    assert_eq!(status(Some(Answer::Unreachable), &[("s3:Get", Simulated::Allowed)]), 3);
    assert_eq!(status(Some(Answer::Failed(GapKind::NotImplemented)), &[]), 3);
    let well = diagnosis(Permissions::default());
    assert_eq!(Diagnosis { defects: 1, ..well.clone() }.exit_status().code(), 3);
    let regions = Regions { probed: None, ..well.regions.clone() };
    assert_eq!(Diagnosis { regions, ..well }.exit_status().code(), 3);
}

#[test]
fn credentials_end_and_the_root_user_is_known() {
    let mut well = diagnosis(Permissions::default());
    assert_eq!((well.seconds_left(), well.is_root()), (None, false));
    let expires = Some("2025-01-01T00:10:00Z".parse().unwrap());
    well.credentials = Some(Credentials { source: "x".into(), profile: None, temporary: true, expires });
    well.caller = "arn:aws:iam::123456789012:root".to_owned();
    assert_eq!((well.seconds_left(), well.is_root()), (Some(600), true));
}
