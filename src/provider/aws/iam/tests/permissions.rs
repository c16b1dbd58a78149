//! What policies allow too widely, by themselves and all of a principal's together.

use super::*;
use crate::provider::aws::organizations::{self, Organization};
use crate::provider::aws::policy::EscalationPath;

const PASS: &str = r#"{"Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}}"#;
const RUN: &str = r#"{"Statement":{"Effect":"Allow","Action":"ec2:RunInstances","Resource":"*"}}"#;
const NO_PASS: &str = r#"{"Statement":{"Effect":"Deny","Action":"iam:PassRole","Resource":"*"}}"#;
const ALL_BUT_IAM: &str = r#"{"Statement":{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}}"#;
const DETAILS: &str = "iam:GetAccountAuthorizationDetails";

fn attached(names: &[&str]) -> Fact<Vec<AttachedPolicy>> {
    let of = |name: &&str| AttachedPolicy { name: (*name).to_owned(), arn: (*name).to_owned() };
    Fact::Known(names.iter().map(of).collect())
}

/// A user in a group: the group may pass roles, the user's inline policy and a managed one may run instances.
struct World {
    user: User,
    group: Option<Group>,
    groups_missing: Option<Gap>,
    managed: Vec<(&'static str, Fact<String>)>,
    policies_missing: Option<Gap>,
}

impl World {
    fn new() -> Self {
        let user = User {
            arn: Fact::Known("arn:aws:iam::123456789012:user/ann".to_owned()),
            groups: Fact::Known(vec!["developers".to_owned()]),
            attached_policies: attached(&["run"]),
            inline_policy_documents: documents(&[("reader", READER)]),
            permissions_boundary: Fact::Known(None),
            ..User::default()
        };
        let group = Group {
            attached_policies: attached(&[]),
            inline_policy_documents: documents(&[("pass", PASS)]),
            ..Group::default()
        };
        let known = |text: &str| Fact::Known(text.to_owned());
        let managed = vec![("run", known(RUN)), ("limit", known(ALL_BUT_IAM)), ("admin", known(ADMIN))];
        Self { user, group: Some(group), groups_missing: None, managed, policies_missing: None }
    }

    fn derived(self) -> (Fact<bool>, Fact<Vec<EscalationPath>>) {
        let mut inventory = inventory();
        inventory.insert(key(User::KIND, "user"), "ann".to_owned(), self.user);
        listed::<User>(&mut inventory, None);
        if let Some(group) = self.group {
            inventory.insert(key(Group::KIND, "group"), "developers".to_owned(), group);
        }
        listed::<Group>(&mut inventory, self.groups_missing);
        for (arn, document) in self.managed {
            let policy = Policy { aws_managed: Fact::Known(false), document, ..Policy::default() };
            inventory.insert(key(Policy::KIND, arn), arn.to_owned(), policy);
        }
        listed::<Policy>(&mut inventory, self.policies_missing);
        derive(&mut inventory, &user::SPEC, "administrator");
        derive(&mut inventory, &user::SPEC, "escalation_paths");
        let user = only::<User>(&inventory);
        (user.administrator, user.escalation_paths)
    }

    fn with(change: impl FnOnce(&mut Self)) -> (Fact<bool>, Fact<Vec<EscalationPath>>) {
        let mut world = Self::new();
        change(&mut world);
        world.derived()
    }

    fn paths(change: impl FnOnce(&mut Self)) -> Fact<usize> {
        Self::with(change).1.map(|paths| paths.len())
    }
}

#[test]
fn a_way_that_lies_in_all_policies_together() {
    let (administrator, paths) = World::new().derived();
    assert_eq!(administrator, Fact::Known(false));
    let [path] = paths.known().unwrap().clone().try_into().unwrap();
    assert_eq!(path.policies, ["developers: pass", "run"]);
    assert_eq!(World::paths(|world| world.user.groups = Fact::Known(vec![])), Fact::Known(0));
    let bounded = World::paths(|world| world.user.permissions_boundary = Fact::Known(Some("limit".to_owned())));
    assert_eq!(bounded, Fact::Known(0));
    let denied = World::paths(|world| world.user.inline_policy_documents = documents(&[("no", NO_PASS)]));
    assert_eq!(denied, Fact::Known(0));
    let admin = World::with(|world| world.user.attached_policies = attached(&["admin"]));
    assert_eq!(admin.0, Fact::Known(true));
}

/// What takes one input away, and who would have told it.
type Blank = (&'static str, fn(&mut World));

/// Each input that can be blank, and what is missing then.
fn blank() -> Vec<Blank> {
    vec![
        (DETAILS, |world| world.user.groups = unknown(DETAILS)),
        (DETAILS, |world| world.user.attached_policies = unknown(DETAILS)),
        (DETAILS, |world| world.user.inline_policy_documents = unknown(DETAILS)),
        (DETAILS, |world| world.group.as_mut().unwrap().attached_policies = unknown(DETAILS)),
        (DETAILS, |world| world.group.as_mut().unwrap().inline_policy_documents = unknown(DETAILS)),
        (DETAILS, |world| world.user.inline_policy_documents = documents(&[("broken", "{")])),
        ("iam:GetPolicyVersion", |world| world.managed[0].1 = unknown("iam:GetPolicyVersion")),
        ("iam:ListPolicies", |world| {
            world.managed.remove(0);
            world.policies_missing = Some(gap("iam:ListPolicies"));
        }),
        ("iam:ListPolicies", |world| {
            world.managed.remove(0);
        }),
        ("iam:ListGroups", |world| {
            world.group = None;
            world.groups_missing = Some(gap("iam:ListGroups"));
        }),
        ("iam:ListGroups", |world| world.group = None),
    ]
}

fn operations<T>(fact: &Fact<T>) -> Vec<String> {
    fact.gaps().unwrap().iter().filter_map(|gap| gap.operation.clone()).collect()
}

#[test]
fn what_is_missing_matters_where_it_could_open_or_close_a_way() {
    for (n, (operation, change)) in blank().into_iter().enumerate() {
        let (administrator, paths) = World::with(change);
        assert_eq!(operations(&administrator), [operation], "{n}: it could make an administrator");
        assert_eq!(operations(&paths), [operation], "{n}: it could open a way, or deny one");
        // Within a boundary that leaves no way nothing that is missing can open one.
        let bounded = World::paths(|world| {
            change(world);
            world.managed.push(("nothing", Fact::Known(READER.to_owned())));
            world.user.permissions_boundary = Fact::Known(Some("nothing".to_owned()));
        });
        assert_eq!(bounded, Fact::Known(0), "{n}");
        // One policy that makes an administrator decides.
        let (administrator, _) = World::with(|world| {
            change(world);
            match (&mut world.user.attached_policies, &mut world.user.inline_policy_documents) {
                (Fact::Known(attached), _) => {
                    attached.push(AttachedPolicy { name: "admin".to_owned(), arn: "admin".to_owned() });
                }
                (_, inline) => *inline = documents(&[("admin", ADMIN)]),
            }
        });
        assert_eq!(administrator, Fact::Known(true), "{n}");
    }
}

#[test]
fn a_boundary_that_is_missing_matters_where_there_is_a_way_to_bound() {
    let missing: fn(&mut World) = |world| world.user.permissions_boundary = unknown(DETAILS);
    assert_eq!(operations(&World::paths(missing)), [DETAILS]);
    assert_eq!(World::with(missing).0, Fact::Known(false));
    let gone = World::paths(|world| world.user.permissions_boundary = Fact::Known(Some("gone".to_owned())));
    assert_eq!(operations(&gone), ["iam:ListPolicies"]);
    let none = World::paths(|world| {
        missing(world);
        world.user.groups = Fact::Known(vec![]);
    });
    assert_eq!(none, Fact::Known(0), "there is no way, bounded or not");
}

#[test]
fn a_role_has_no_groups_and_reaches_itself() {
    let arn = "arn:aws:iam::123456789012:role/app";
    let text = format!(r#"{{"Statement":{{"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"{arn}"}}}}"#);
    let mut inventory = inventory();
    let role = Role {
        arn: Fact::Known(arn.to_owned()),
        attached_policies: attached(&[]),
        inline_policy_documents: documents(&[("self", &text)]),
        permissions_boundary: Fact::Known(None),
        ..Role::default()
    };
    inventory.insert(key(Role::KIND, arn), "app".to_owned(), role);
    derive(&mut inventory, &role::SPEC, "administrator");
    derive(&mut inventory, &role::SPEC, "escalation_paths");
    let role = only::<Role>(&inventory);
    assert_eq!(role.administrator, Fact::Known(false));
    assert_eq!(role.escalation_paths.known().unwrap()[0].path, "write an inline policy of a role");
}

const WIDE: &str = r#"{"Statement":{"Effect":"Allow","Action":["cloudtrail:*","kms:*","sts:*"],"Resource":"*"}}"#;

/// How many policies are judged, and how much each list of grants holds.
fn counts(policy: Policy) -> [Fact<usize>; 4] {
    let mut inventory = inventory();
    inventory.insert(key(Policy::KIND, "policy"), "wide".to_owned(), policy);
    let account = "123456789012".parse().unwrap();
    let singleton = Key::singleton(&organizations::Account::KIND, &account, &Region::GLOBAL);
    inventory.insert(singleton, "account".to_owned(), organizations::Account::default());
    for field in ["custom_policies", "trail_silencing_grants", "decryption_grants", "role_assumption_grants"] {
        derive(&mut inventory, &policy::SPEC, field);
    }
    let policy = only::<Policy>(&inventory);
    [
        policy.custom_policies.map(|all| all.len()),
        policy.trail_silencing_grants.map(|all| all.len()),
        policy.decryption_grants.map(|all| all.len()),
        policy.role_assumption_grants.map(|all| all.len()),
    ]
}

#[test]
fn only_what_the_customer_wrote_and_attached_is_judged() {
    let policy = |aws_managed: Fact<bool>, attachments: Fact<i64>, document: Fact<String>| {
        counts(Policy { aws_managed, attachment_count: attachments, document, ..Policy::default() })
    };
    let (own, one) = (|| Fact::Known(false), || Fact::Known(1));
    let text = |text: &str| Fact::Known(text.to_owned());
    let none = [Fact::Known(0), Fact::Known(0), Fact::Known(0), Fact::Known(0)];
    assert_eq!(policy(own(), one(), text(WIDE)), [Fact::Known(1), Fact::Known(1), Fact::Known(1), Fact::Known(1)]);
    assert_eq!(policy(own(), one(), text(READER)), [Fact::Known(1), Fact::Known(0), Fact::Known(0), Fact::Known(0)]);
    // What settles that it is not judged does so whatever else is missing.
    assert_eq!(policy(Fact::Known(true), unknown(DETAILS), unknown(DETAILS)), none);
    assert_eq!(policy(unknown(DETAILS), Fact::Known(0), unknown(DETAILS)), none);
    assert_eq!(policy(unknown(DETAILS), unknown(DETAILS), text(ADMIN)), none);
    let refused: [Fact<usize>; 4] = [unknown(DETAILS), unknown(DETAILS), unknown(DETAILS), unknown(DETAILS)];
    assert_eq!(policy(unknown(DETAILS), one(), text(WIDE)), refused);
    assert_eq!(policy(own(), unknown(DETAILS), text(WIDE)), refused);
}

#[test]
fn inline_policies_are_judged_each_by_itself() {
    let of = |inline_policy_documents: Fact<BTreeMap<String, String>>| {
        let mut inventory = inventory();
        let group = Group { inline_policy_documents, ..Group::default() };
        inventory.insert(key(Group::KIND, "group"), "group".to_owned(), group);
        derive(&mut inventory, &group::SPEC, "custom_policies");
        derive(&mut inventory, &group::SPEC, "decryption_grants");
        let group = only::<Group>(&inventory);
        (group.custom_policies, group.decryption_grants)
    };
    let (policies, grants) = of(documents(&[("admin", ADMIN), ("broken", "{"), ("reader", READER), ("wide", WIDE)]));
    let policies = policies.known().unwrap().clone();
    assert_eq!(policies.iter().filter_map(Fact::known).collect::<Vec<_>>(), ["reader", "wide"]);
    assert_eq!(policies.len(), 3, "one stands for what is not understood");
    let grants = grants.known().unwrap().clone();
    assert_eq!(grants.iter().filter_map(Fact::known).map(|grant| grant.policy.as_str()).collect::<Vec<_>>(), ["wide"]);
    assert_eq!(grants.len(), 2);
    assert_eq!(of(unknown(DETAILS)), (unknown(DETAILS), unknown(DETAILS)));
}

/// Whether a policy's assumption of any role counts as confined to the own organization.
fn confined(condition: &str, organization: Fact<Option<Organization>>) -> Fact<bool> {
    let statement = r#"{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*""#;
    let text = format!(r#"{{"Statement":[{statement},"Condition":{condition}}}]}}"#);
    let mut inventory = inventory();
    let group = Group { inline_policy_documents: documents(&[("assume", &text)]), ..Group::default() };
    inventory.insert(key(Group::KIND, "group"), "group".to_owned(), group);
    let account = "123456789012".parse().unwrap();
    let singleton = Key::singleton(&organizations::Account::KIND, &account, &Region::GLOBAL);
    let seen = organizations::Account { organization, ..organizations::Account::default() };
    inventory.insert(singleton, "account".to_owned(), seen);
    derive(&mut inventory, &group::SPEC, "role_assumption_grants");
    let grants = only::<Group>(&inventory).role_assumption_grants.known().unwrap().clone();
    grants[0].known().unwrap().own_organization_only.clone()
}

#[test]
fn roles_of_the_own_organization() {
    let own = || Fact::Known(Some(Organization { id: "o-a1b2c3d4e5".to_owned(), management_account: String::new() }));
    let describe = || unknown("organizations:DescribeOrganization");
    let to = |id: &str| format!(r#"{{"StringEquals":{{"aws:ResourceOrgID":"{id}"}}}}"#);
    assert_eq!(confined(&to("o-a1b2c3d4e5"), own()), Fact::Known(true));
    assert_eq!(confined(&to("o-z9y8x7w6v5"), own()), Fact::Known(false));
    assert_eq!(confined(&to("o-a1b2c3d4e5"), Fact::Known(None)), Fact::Known(false));
    assert_eq!(confined(&to("o-a1b2c3d4e5"), describe()), unknown("organizations:DescribeOrganization"));
    assert_eq!(confined(&to("${aws:PrincipalOrgID}"), describe()), Fact::Known(true), "whichever it is");
    assert_eq!(confined("{}", describe()), Fact::Known(false));
}
