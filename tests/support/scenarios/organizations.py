"""An organization, as its management account sees it, or (with `member`) as another of its accounts does.

The management account has `security`, to which it hands services, and `sister`. With `pages` lists come in two.
"""

SERVICES = ("access-analyzer.amazonaws.com", "guardduty.amazonaws.com")


def seed(aws, member=False, pages=False):
    if member:
        # moto lets everyone ask.
        for operation in ("ListAccounts", "ListDelegatedAdministrators"):
            aws.answer("organizations", operation, error=("AccessDeniedException", 400))
        return {}
    organizations = aws.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    made = {}
    for name in ("security", "sister"):
        status = organizations.create_account(AccountName=name, Email=f"{name}@example.com")["CreateAccountStatus"]
        made[name] = status["AccountId"]
    for service in SERVICES:
        organizations.register_delegated_administrator(AccountId=made["security"], ServicePrincipal=service)
    if pages:
        aws.in_two_pages("organizations", "ListAccounts", "Accounts")
        aws.in_two_pages("organizations", "ListDelegatedAdministrators", "DelegatedAdministrators")
        of = {"AccountId": made["security"]}
        aws.in_two_pages("organizations", "ListDelegatedServicesForAccount", "DelegatedServices", **of)
    return made
