//! The root user, how people sign in, who may open support cases, and which accounts roles trust.

use super::*;
use crate::provider::aws::organizations::{self, Organization};
use crate::provider::aws::sso_admin::{self, Instance};

/// An account with everything derived that these fields need.
fn account(account: Account, fill: impl FnOnce(&mut Inventory), fields: &[&str]) -> Account {
    let mut inventory = inventory();
    inventory.insert(key(Account::KIND, "account"), "account".to_owned(), account);
    fill(&mut inventory);
    for field in fields {
        derive(&mut inventory, &account::SPEC, field);
    }
    only::<Account>(&inventory)
}

type Use = Fact<Option<Timestamp>>;

fn root(uses: [Use; 3], generated: Fact<Timestamp>) -> (Use, Fact<Option<i64>>) {
    let [root_password_last_used, root_access_key_1_last_used, root_access_key_2_last_used] = uses;
    let given = Account {
        root_password_last_used,
        root_access_key_1_last_used,
        root_access_key_2_last_used,
        credential_report_generated: generated,
        ..Account::default()
    };
    let derived = account(given, |_| {}, &["root_last_used", "root_unused_days"]);
    (derived.root_last_used, derived.root_unused_days)
}

#[test]
fn the_latest_use_of_root_counts_to_the_time_of_the_report() {
    let on = |text: &str| Fact::Known(Some(at(text)));
    let report = || Fact::Known(at("2025-01-01T00:00:00Z"));
    let uses = [on("2024-12-01T00:00:00Z"), on("2024-12-20T12:00:00Z"), Fact::Known(None)];
    assert_eq!(root(uses.clone(), report()), (on("2024-12-20T12:00:00Z"), Fact::Known(Some(11))));
    let never = [Fact::Known(None), Fact::Known(None), Fact::Known(None)];
    assert_eq!(root(never.clone(), report()), (Fact::Known(None), Fact::Known(None)));
    assert_eq!(root(never, unknown("iam:GetCredentialReport")).1, Fact::Known(None), "however old the report is");
    for blank in 0..3 {
        let mut uses = uses.clone();
        uses[blank] = unknown("iam:GetCredentialReport");
        let (last, days) = root(uses, report());
        assert_eq!((last, days), (unknown("iam:GetCredentialReport"), unknown("iam:GetCredentialReport")));
    }
    let (last, days) = root(uses, unknown("iam:GetCredentialReport"));
    assert_eq!((last, days), (on("2024-12-20T12:00:00Z"), unknown("iam:GetCredentialReport")));
}

#[test]
fn users_who_have_or_may_have_a_password() {
    let of = |passwords: &[Fact<Option<ConsolePassword>>], missing: Option<Gap>| {
        let fill = |inventory: &mut Inventory| {
            for (n, password) in passwords.iter().enumerate() {
                let user = User { console_password: password.clone(), ..User::default() };
                inventory.insert(key(User::KIND, &format!("user-{n}")), format!("user-{n}"), user);
            }
            listed::<User>(inventory, missing);
        };
        account(Account::default(), fill, &["console_users"]).console_users
    };
    let some = Fact::Known(Some(ConsolePassword::new(at("2024-01-01T00:00:00Z"), None)));
    let seen = |arn: &str, has_password| Fact::Known(ConsoleUser { arn: arn.to_owned(), has_password });
    assert_eq!(of(&[Fact::Known(None)], None), Fact::Known(vec![]));
    let found = of(&[some, Fact::Known(None), unknown("iam:GetLoginProfile")], Some(gap("iam:ListUsers")));
    let expected = vec![
        seen("user-0", Fact::Known(true)),
        seen("user-2", unknown("iam:GetLoginProfile")),
        unknown("iam:ListUsers"),
    ];
    assert_eq!(found, Fact::Known(expected));
}

fn identity_center(instances: &[Fact<String>], missing: Option<Gap>, all_regions: bool) -> Fact<bool> {
    let fill = |inventory: &mut Inventory| {
        for (n, status) in instances.iter().enumerate() {
            let instance = Instance { status: status.clone() };
            inventory.insert(key(Instance::KIND, &format!("instance-{n}")), "instance".to_owned(), instance);
        }
        listed::<Instance>(inventory, missing);
        let account = &"123456789012".parse().unwrap();
        let asked = sso_admin::Account { all_regions: Fact::Known(all_regions) };
        let singleton = Key::singleton(&sso_admin::ACCOUNT, account, &Region::GLOBAL);
        inventory.insert(singleton, "account".to_owned(), asked);
    };
    account(Account::default(), fill, &["identity_center"]).identity_center
}

#[test]
fn an_instance_that_is_active_somewhere() {
    let (active, going) = (Fact::Known("ACTIVE".to_owned()), Fact::Known("DELETE_IN_PROGRESS".to_owned()));
    let denied = || Some(gap("sso-admin:ListInstances"));
    assert_eq!(identity_center(&[], None, true), Fact::Known(false));
    assert_eq!(identity_center(std::slice::from_ref(&going), None, true), Fact::Known(false));
    assert_eq!(identity_center(&[going.clone(), active.clone()], None, true), Fact::Known(true));
    assert_eq!(identity_center(&[active], denied(), false), Fact::Known(true), "one decides");
    assert_eq!(identity_center(&[going], denied(), true), unknown("sso-admin:ListInstances"));
    let gaps = identity_center(&[], None, false).gaps().unwrap().clone();
    let left_out = gaps.iter().next().unwrap();
    assert_eq!((left_out.kind, &left_out.region), (GapKind::NotCollected, &Region::EVERY), "nobody asked elsewhere");
}

#[test]
fn a_role_that_may_open_support_cases() {
    let attached = |arn: &str| Fact::Known(vec![AttachedPolicy { name: "policy".to_owned(), arn: arn.to_owned() }]);
    let of = |policies: &[Fact<Vec<AttachedPolicy>>], missing: Option<Gap>| {
        let fill = |inventory: &mut Inventory| {
            for (n, policies) in policies.iter().enumerate() {
                let role = Role { attached_policies: policies.clone(), ..Role::default() };
                inventory.insert(key(Role::KIND, &format!("role-{n}")), format!("role-{n}"), role);
            }
            listed::<Role>(inventory, missing);
        };
        let derived = account(Account::default(), fill, &["has_support_role", "support_roles"]);
        (derived.has_support_role, derived.support_roles)
    };
    let support = attached("arn:aws-us-gov:iam::aws:policy/AWSSupportAccess");
    let other = attached("arn:aws:iam::123456789012:policy/AWSSupportAccess");
    let details = || unknown::<Vec<AttachedPolicy>>("iam:GetAccountAuthorizationDetails");
    assert_eq!(
        of(std::slice::from_ref(&other), None),
        (Fact::Known(false), Fact::Known(vec![])),
        "the customer's own of that name"
    );
    let (has, roles) = of(&[support, other.clone(), details()], Some(gap("iam:ListRoles")));
    assert_eq!(has, Fact::Known(true));
    let rest = [unknown("iam:GetAccountAuthorizationDetails"), unknown("iam:ListRoles")];
    assert_eq!(roles.known().unwrap()[0], Fact::Known("role-0".to_owned()));
    assert_eq!(roles.known().unwrap()[1..], rest);
    assert_eq!(of(&[other.clone(), details()], None).0, unknown("iam:GetAccountAuthorizationDetails"));
    assert_eq!(of(&[other], Some(gap("iam:ListRoles"))).0, unknown("iam:ListRoles"));
}

fn seen(organization: Fact<Option<Organization>>, accounts: Fact<Option<Vec<String>>>) -> organizations::Account {
    organizations::Account { organization, organization_accounts: accounts, ..organizations::Account::default() }
}

/// What is found of a trust in the account 210000000001 under a condition.
fn trusted(organization: organizations::Account, condition: &str) -> ExternalTrust {
    let mut inventory = inventory();
    let statement = r#"{"Effect":"Allow","Principal":{"AWS":"210000000001"},"Action":"sts:AssumeRole""#;
    let text = format!(r#"{{"Statement":[{statement},"Condition":{condition}}}]}}"#);
    let role = Role { trust_policy: Fact::Known(text), ..Role::default() };
    inventory.insert(key(Role::KIND, "role"), "role".to_owned(), role);
    let account = "123456789012".parse().unwrap();
    let singleton = Key::singleton(&organizations::Account::KIND, &account, &Region::GLOBAL);
    inventory.insert(singleton, "account".to_owned(), organization);
    derive(&mut inventory, &role::SPEC, "external_trusts");
    let [trust] = only::<Role>(&inventory).external_trusts.known().unwrap().clone().try_into().unwrap();
    trust
}

#[test]
fn whether_a_trusted_account_is_of_the_organization() {
    let organization = |management: &str| {
        let (id, management_account) = ("o-a1b2c3d4e5".to_owned(), management.to_owned());
        Fact::Known(Some(Organization { id, management_account }))
    };
    let accounts = |account: &str| Fact::Known(Some(vec![account.to_owned()]));
    let list = || unknown("organizations:ListAccounts");
    let member = |seen: organizations::Account| trusted(seen, "{}").in_organization;
    assert_eq!(member(seen(organization("1"), accounts("210000000001"))), Fact::Known(true));
    assert_eq!(member(seen(organization("1"), accounts("210000000002"))), Fact::Known(false));
    assert_eq!(member(seen(organization("210000000001"), list())), Fact::Known(true), "it manages the organization");
    assert_eq!(member(seen(organization("1"), list())), unknown("organizations:ListAccounts"));
    assert_eq!(member(seen(Fact::Known(None), Fact::Known(None))), Fact::Known(false), "in none");
    let describe = || unknown("organizations:DescribeOrganization");
    let refused = seen(describe(), unknown("organizations:DescribeOrganization"));
    assert_eq!(member(refused.clone()), unknown("organizations:DescribeOrganization"));

    let bound = r#"{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#;
    let own = |seen: organizations::Account, condition: &str| trusted(seen, condition).own_organization_only;
    assert_eq!(own(seen(organization("1"), list()), bound), Fact::Known(true));
    assert_eq!(own(seen(organization("1"), list()), &bound.replace("a1", "z9")), Fact::Known(false));
    assert_eq!(own(seen(Fact::Known(None), Fact::Known(None)), bound), Fact::Known(false));
    assert_eq!(own(refused.clone(), bound), unknown("organizations:DescribeOrganization"));
    assert_eq!(own(refused, "{}"), Fact::Known(false), "nothing is asked of the caller");
}
