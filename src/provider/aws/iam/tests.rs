//! Derived facts: right where their inputs are known, and unknown exactly where a missing input could change them.

mod people;
mod permissions;

use std::collections::BTreeMap;

use super::*;
use crate::inventory::{Asset, Fact, Gap, GapKind, Gaps, Inventory, Key, Kind, Population, Region, State, Timestamp};
use crate::provider::KindSpec;

const ADMIN: &str =
    r#"{"Version":"2012-10-17","Statement":{"Sid":"All","Effect":"Allow","Action":"*","Resource":"*"}}"#;
const READER: &str = r#"{"Statement":[{"Effect":"Allow","Action":["s3:Get*"],"Resource":["*"]}]}"#;

fn key(kind: Kind, id: &str) -> Key {
    Key { kind, account: "123456789012".parse().unwrap(), region: Region::GLOBAL, id: id.to_owned() }
}

fn gap(operation: &str) -> Gap {
    Gap {
        operation: Some(operation.to_owned()),
        kind: GapKind::Denied,
        code: Some("AccessDenied".to_owned()),
        account: "123456789012".parse().unwrap(),
        region: Region::GLOBAL,
    }
}

fn unknown<T>(operation: &str) -> Fact<T> {
    gap(operation).into()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn inventory() -> Inventory {
    Inventory::new(vec!["123456789012".parse().unwrap()])
}

fn listed<T: Asset>(inventory: &mut Inventory, missing: Option<Gap>) {
    inventory.record(Population {
        kind: T::KIND,
        account: "123456789012".parse().unwrap(),
        region: Region::GLOBAL,
        state: if missing.is_some() { State::Partial } else { State::Complete },
        count: 0,
        gap: missing,
    });
}

/// Derives one fact, as a collection does.
fn derive(inventory: &mut Inventory, spec: &KindSpec, field: &str) {
    let fact = spec.facts.iter().find(|fact| fact.field == field).unwrap();
    fact.derive.unwrap()(inventory);
}

fn only<T: Asset + Clone>(inventory: &Inventory) -> T {
    inventory.table::<T>().next().unwrap().1.asset.clone()
}

#[test]
fn whether_any_user_has_a_password() {
    let password = || Fact::Known(Some(ConsolePassword::new(at("2024-01-01T00:00:00Z"), None)));
    let none = || Fact::Known(None);
    let derived = |passwords: Vec<Fact<Option<ConsolePassword>>>, missing: Option<Gap>| {
        let mut inventory = inventory();
        inventory.insert(key(Account::KIND, "account"), "account".to_owned(), Account::default());
        for (n, console_password) in passwords.into_iter().enumerate() {
            let user = User { console_password, ..User::default() };
            inventory.insert(key(User::KIND, &format!("user-{n}")), format!("user-{n}"), user);
        }
        listed::<User>(&mut inventory, missing);
        derive(&mut inventory, &account::SPEC, "has_console_users");
        only::<Account>(&inventory).has_console_users
    };
    assert_eq!(derived(vec![], None), Fact::Known(false));
    assert_eq!(derived(vec![none(), none()], None), Fact::Known(false));
    assert_eq!(derived(vec![none(), password()], None), Fact::Known(true));
    assert_eq!(derived(vec![unknown("iam:GetLoginProfile"), password()], None), Fact::Known(true), "one decides");
    assert_eq!(derived(vec![password()], Some(gap("iam:ListUsers"))), Fact::Known(true), "whoever else there is");
    assert_eq!(derived(vec![unknown("iam:GetLoginProfile"), none()], None), unknown("iam:GetLoginProfile"));
    assert_eq!(derived(vec![none()], Some(gap("iam:ListUsers"))), unknown("iam:ListUsers"));
    let both: Gaps = [gap("iam:GetLoginProfile"), gap("iam:ListUsers")].into_iter().collect();
    assert_eq!(derived(vec![unknown("iam:GetLoginProfile")], Some(gap("iam:ListUsers"))), Fact::Unknown(both));
}

fn documents(documents: &[(&str, &str)]) -> Fact<BTreeMap<String, String>> {
    Fact::Known(documents.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
}

#[test]
fn administrative_inline_statements_of_every_kind_of_principal() {
    let derived = |documents: Fact<BTreeMap<String, String>>| {
        let mut inventory = inventory();
        let inline_policy_documents = documents.clone();
        let user = User { inline_policy_documents, ..User::default() };
        inventory.insert(key(User::KIND, "user"), "user".to_owned(), user);
        let group = Group { inline_policy_documents: documents.clone(), ..Group::default() };
        inventory.insert(key(Group::KIND, "group"), "group".to_owned(), group);
        let role = Role { inline_policy_documents: documents, ..Role::default() };
        inventory.insert(key(Role::KIND, "role"), "role".to_owned(), role);
        for spec in [user::SPEC, group::SPEC, role::SPEC] {
            derive(&mut inventory, &spec, "administrative_inline_statements");
        }
        let found = only::<User>(&inventory).administrative_inline_statements;
        assert_eq!(found, only::<Group>(&inventory).administrative_inline_statements);
        assert_eq!(found, only::<Role>(&inventory).administrative_inline_statements);
        found.map(|found| found.into_iter().map(|found| (found.policy, found.statement.sid)).collect::<Vec<_>>())
    };
    assert_eq!(derived(documents(&[])), Fact::Known(vec![]));
    assert_eq!(derived(documents(&[("reader", READER)])), Fact::Known(vec![]));
    let found = vec![("admin".to_owned(), Some("All".to_owned()))];
    assert_eq!(derived(documents(&[("admin", ADMIN), ("reader", READER)])), Fact::Known(found.clone()));
    let encoded = ADMIN.replace('{', "%7B").replace('"', "%22");
    assert_eq!(derived(documents(&[("admin", &encoded)])), Fact::Known(found), "as IAM encodes it");
    assert_eq!(derived(unknown("iam:GetAccountAuthorizationDetails")), unknown("iam:GetAccountAuthorizationDetails"));
    let gaps = derived(documents(&[("admin", ADMIN), ("broken", "{")])).gaps().unwrap().clone();
    assert!(gaps.iter().all(|gap| gap.kind == GapKind::Malformed), "not all of the list can be told");
}

#[test]
fn what_a_trust_policy_says() {
    let derived = |trust_policy: Fact<String>| {
        let mut inventory = inventory();
        inventory.insert(key(Role::KIND, "role"), "role".to_owned(), Role { trust_policy, ..Role::default() });
        derive(&mut inventory, &role::SPEC, "public_trust_statements");
        derive(&mut inventory, &role::SPEC, "web_identity_trusts");
        let role = only::<Role>(&inventory);
        (role.public_trust_statements.map(|all| all.len()), role.web_identity_trusts.map(|all| all.len()))
    };
    let trust = |principal: &str, action: &str| {
        let statement = format!(r#"{{"Effect":"Allow","Principal":{principal},"Action":"{action}"}}"#);
        Fact::Known(format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#))
    };
    let (one, none) = (Fact::Known(1), Fact::Known(0));
    let service = trust(r#"{"Service":"ec2.amazonaws.com"}"#, "sts:AssumeRole");
    assert_eq!(derived(service), (none.clone(), none.clone()));
    assert_eq!(derived(trust(r#"{"AWS":"*"}"#, "sts:AssumeRole")), (one.clone(), none.clone()));
    let github = r#"{"Federated":"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"}"#;
    assert_eq!(derived(trust(github, "sts:AssumeRoleWithWebIdentity")), (none, one));
    assert_eq!(derived(unknown("iam:ListRoles")), (unknown("iam:ListRoles"), unknown("iam:ListRoles")));
    let (public, web) = derived(Fact::Known("no document".to_owned()));
    assert!(public.gaps().is_some() && web.gaps().is_some());
}

#[test]
fn administrative_statements_of_a_managed_policy() {
    let derived = |aws_managed: bool, document: Fact<String>| {
        let mut inventory = inventory();
        let policy = Policy { aws_managed: Fact::Known(aws_managed), document, ..Policy::default() };
        inventory.insert(key(Policy::KIND, "policy"), "policy".to_owned(), policy);
        derive(&mut inventory, &policy::SPEC, "administrative_statements");
        only::<Policy>(&inventory).administrative_statements
    };
    assert_eq!(derived(false, Fact::Known(ADMIN.to_owned())).map(|found| found.len()), Fact::Known(1));
    assert_eq!(derived(true, Fact::Known(READER.to_owned())), Fact::Known(vec![]));
    assert_eq!(derived(true, unknown("iam:GetPolicyVersion")), unknown("iam:GetPolicyVersion"));
    for (aws_managed, op) in [(true, "iam:GetPolicyVersion"), (false, "iam:GetAccountAuthorizationDetails")] {
        let gaps = derived(aws_managed, Fact::Known("{}".to_owned())).gaps().unwrap().clone();
        assert_eq!(gaps.iter().next().unwrap().operation.as_deref(), Some(op), "who returned what is not understood");
    }
}

/// One user, group and role, each listed whole or not, and the holders of a policy.
fn holders(attached_to: Fact<Vec<Principal>>, missing: [Option<Gap>; 3], seen: bool) -> Fact<Vec<String>> {
    let mut inventory = inventory();
    let arn = |what: &str| Fact::Known(format!("arn:aws:iam::123456789012:{what}"));
    if seen {
        let user = User { arn: arn("user/team/ann"), ..User::default() };
        inventory.insert(key(User::KIND, "user"), "ann".to_owned(), user);
        let group = Group { arn: arn("group/ann"), ..Group::default() };
        inventory.insert(key(Group::KIND, "group"), "ann".to_owned(), group);
        let role = Role { arn: arn("role/aws-reserved/ann"), ..Role::default() };
        inventory.insert(key(Role::KIND, "role"), "ann".to_owned(), role);
    }
    let [users, groups, roles] = missing;
    listed::<User>(&mut inventory, users);
    listed::<Group>(&mut inventory, groups);
    listed::<Role>(&mut inventory, roles);
    let policy = Policy { attached_to, ..Policy::default() };
    inventory.insert(key(Policy::KIND, "policy"), "policy".to_owned(), policy);
    derive(&mut inventory, &policy::SPEC, "holders");
    let arns =
        |holders: Vec<Holder>| holders.into_iter().map(|holder| holder.arn.split(':').nth(5).unwrap().to_owned());
    only::<Policy>(&inventory).holders.map(|holders| arns(holders).collect())
}

#[test]
fn holders_of_a_policy_by_their_arns() {
    let named = |kinds: &[PrincipalType]| {
        Fact::Known(kinds.iter().map(|kind| Principal { kind: *kind, name: "ann".to_owned() }).collect::<Vec<_>>())
    };
    let every = [PrincipalType::User, PrincipalType::Group, PrincipalType::Role];
    let whole = [None, None, None];
    let all = ["user/team/ann", "group/ann", "role/aws-reserved/ann"].map(str::to_owned).to_vec();
    assert_eq!(holders(named(&every), whole.clone(), true), Fact::Known(all.clone()));
    assert_eq!(holders(Fact::Known(vec![]), whole.clone(), false), Fact::Known(vec![]));
    assert_eq!(
        holders(unknown("iam:ListEntitiesForPolicy"), whole.clone(), true),
        unknown("iam:ListEntitiesForPolicy")
    );
    // A listing that is not whole matters only to a principal of its kind that it does not hold.
    let operations = ["iam:ListUsers", "iam:ListGroups", "iam:ListRoles"];
    for (n, (kind, operation)) in every.into_iter().zip(operations).enumerate() {
        let mut missing = whole.clone();
        missing[n] = Some(gap(operation));
        assert_eq!(holders(named(&every), missing.clone(), true), Fact::Known(all.clone()));
        assert_eq!(holders(named(&[kind]), missing.clone(), false), unknown(operation));
        let others: Vec<PrincipalType> = every.into_iter().filter(|other| *other != kind).collect();
        assert_eq!(holders(named(&others), missing, true).map(|holders| holders.len()), Fact::Known(2));
        let gaps = holders(named(&[kind]), whole.clone(), false).gaps().unwrap().clone();
        let gap = gaps.iter().next().unwrap();
        assert_eq!(
            (gap.kind, gap.operation.as_deref()),
            (GapKind::Vanished, Some(operation)),
            "came or went meanwhile"
        );
    }
}

#[test]
fn the_later_of_setting_and_use_counts() {
    let (early, late) = (at("2024-01-01T00:00:00Z"), at("2024-06-01T00:00:00Z"));
    for (last_set, last_used, latest) in [(early, None, early), (early, Some(late), late), (late, Some(early), late)] {
        assert_eq!(ConsolePassword::new(last_set, last_used).latest_activity, latest);
        let key = AccessKey { id: None, active: true, last_rotated: last_set };
        let key_use = AccessKeyUse::of(key.clone(), last_used);
        assert_eq!((key_use.latest_activity, key_use.key()), (latest, key));
    }
    let used = ConsolePassword::new(early, Some(late));
    assert_eq!(used.clone().used(None), used);
    assert_eq!(used.clone().used(Some(early)), used);
    assert_eq!(ConsolePassword::new(early, None).used(Some(late)), used);
}
