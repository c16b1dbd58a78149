//! Which analyzers cover a region, where the organization may have some out of sight.

use super::*;
use crate::inventory::{Gap, GapKind};
use crate::provider::aws::organizations::{DelegatedAdministrator, Organization};

const OWN: &str = "123456789012";
const MANAGEMENT: &str = "210987654321";
const SECURITY: &str = "333333333333";

fn id(account: &str) -> AccountId {
    account.parse().unwrap()
}

fn gap(kind: GapKind, operation: Option<&str>, account: &str) -> Gap {
    let operation = operation.map(str::to_owned);
    Gap { operation, kind, code: None, account: id(account), region: "eu-west-1".parse().unwrap() }
}

fn unknown<T>(operation: &str) -> Fact<T> {
    gap(GapKind::Denied, Some(operation), OWN).into()
}

fn managed_by(account: &str) -> Fact<Option<Organization>> {
    Fact::Known(Some(Organization { id: "o-a1b2c3d4e5".to_owned(), management_account: account.to_owned() }))
}

fn administered(services: &[&str]) -> Fact<Option<Vec<DelegatedAdministrator>>> {
    let services = services.iter().map(|service| (*service).to_owned()).collect();
    Fact::Known(Some(vec![DelegatedAdministrator { account: SECURITY.to_owned(), services }]))
}

fn own_analyzer() -> Analyzer {
    let arn = format!("arn:aws:access-analyzer:eu-west-1:{OWN}:analyzer/a");
    Analyzer { arn, analyzer_type: "ACCOUNT".to_owned(), status: "ACTIVE".to_owned() }
}

fn covering(
    analyzers: Fact<Vec<Analyzer>>,
    organization: Fact<Option<Organization>>,
    delegated_administrators: Fact<Option<Vec<DelegatedAdministrator>>>,
) -> Fact<Vec<Fact<Analyzer>>> {
    let mut inventory = Inventory::new(vec![id(OWN)]);
    let account = Key::singleton(&Organizations::KIND, &id(OWN), &Place::GLOBAL);
    let seen = Organizations { organization, delegated_administrators, ..Organizations::default() };
    inventory.insert(account, OWN.to_owned(), seen);
    let key = Key::singleton(&Region::KIND, &id(OWN), &"eu-west-1".parse().unwrap());
    inventory.insert(key.clone(), "eu-west-1".to_owned(), Region { analyzers, ..Region::default() });
    covering_analyzers(&mut inventory);
    inventory.get::<Region>(&key).known().unwrap().unwrap().covering_analyzers.clone()
}

fn none() -> Fact<Vec<Analyzer>> {
    Fact::Known(Vec::new())
}

fn elsewhere_in(account: &str) -> Fact<Vec<Fact<Analyzer>>> {
    Fact::Known(vec![gap(GapKind::Elsewhere, None, account).into()])
}

#[test]
fn outside_an_organization_an_account_sees_all_there_is() {
    assert_eq!(covering(none(), Fact::Known(None), Fact::Known(None)), Fact::Known(Vec::new()));
    let own = covering(Fact::Known(vec![own_analyzer()]), Fact::Known(None), Fact::Known(None));
    assert_eq!(own, Fact::Known(vec![Fact::Known(own_analyzer())]));
}

#[test]
fn a_member_does_not_see_what_the_organization_has() {
    let denied = unknown("organizations:ListDelegatedAdministrators");
    assert_eq!(covering(none(), managed_by(MANAGEMENT), denied), elsewhere_in(MANAGEMENT));
    let own = covering(Fact::Known(vec![own_analyzer()]), managed_by(MANAGEMENT), administered(&[]));
    assert_eq!(own.known().unwrap().len(), 2, "its own, and what may be elsewhere");
}

#[test]
fn the_management_account_does_not_see_what_its_administrator_has() {
    let with = |services: &[&str]| covering(none(), managed_by(OWN), administered(services));
    assert_eq!(with(&["guardduty.amazonaws.com"]), Fact::Known(Vec::new()));
    assert_eq!(with(&["guardduty.amazonaws.com", PRINCIPAL]), elsewhere_in(SECURITY));
}

#[test]
fn each_input_that_is_not_known_leaves_open_what_it_would_tell() {
    let analyzers = "accessanalyzer:ListAnalyzers";
    assert_eq!(covering(unknown(analyzers), Fact::Known(None), Fact::Known(None)), unknown(analyzers));
    let organization = "organizations:DescribeOrganization";
    let open = covering(none(), unknown(organization), unknown(organization));
    assert_eq!(open, Fact::Known(vec![unknown(organization)]));
    let administrators = "organizations:ListDelegatedAdministrators";
    let open = covering(none(), managed_by(OWN), unknown(administrators));
    assert_eq!(open, Fact::Known(vec![unknown(administrators)]));
    // Outside an organization there is nobody to hand anything to.
    assert_eq!(covering(none(), Fact::Known(None), unknown(administrators)), Fact::Known(Vec::new()));
}
