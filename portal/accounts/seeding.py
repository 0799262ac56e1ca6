"""Bodies and places of the demo, brought into being again and again with the same result.

Organisations, who belongs to them, who may sign and who can be written to. Dossiers are not made here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from applications import territory
from applications.models import EstablishmentUnit, Organisation, Signatory
from applications.services import names, posting
from applications.vocabulary import ActKind, Authority, Capacity, EmployerIdentity, OrganisationKind
from portal.accounts import demo, memberships
from portal.accounts.models import Membership, User

PROVIDER = "fas"
SINCE = date(2024, 1, 1)
DELEGATION = "demo delegation"
EUPEN_UNIT = "2123456791"
OTHER_COMMUNES = ("21004", "11002", "44021", "62063", "92094")
AUTHORITIES: Mapping[Authority, tuple[str, str]] = MappingProxyType(
    {
        Authority.FLANDERS: ("nl", "Vlaanderen"),
        Authority.WALLONIA: ("fr", "Wallonie"),
        Authority.BRUSSELS: ("fr", "Bruxelles-Capitale"),
        Authority.OSTBELGIEN: ("de", "Deutschsprachige Gemeinschaft Belgiens"),
        Authority.FEDERAL: ("fr", "Office des étrangers"),
    }
)


EMPLOYER = "employer:0123456749"
MANDATARY = "mandatary:0899999949"
FILERS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        EMPLOYER: {
            "kind": OrganisationKind.EMPLOYER,
            "name": "Muster Automation AG",
            "language": "de",
            "email": "employer@demo.example",
            "identity": EmployerIdentity.ENTERPRISE,
            "enterprise_number": "0123456749",
        },
        MANDATARY: {
            "kind": OrganisationKind.MANDATARY,
            "name": "Advocatenkantoor Verzonnen",
            "language": "nl",
            "email": "mandatary@demo.example",
            "identity": EmployerIdentity.ENTERPRISE,
            "enterprise_number": "0899999949",
        },
    }
)
UNIT: Mapping[str, str] = MappingProxyType(
    {
        "name": "Muster Automation AG, Werk Eupen",
        "street": "Musterweg 1",
        "postal_code": "4700",
        "nis_code": "63023",
    }
)


@dataclass(frozen=True, slots=True)
class SigningRight:
    """What one of the demo's signatories may sign, for which authority."""

    authority: Authority
    kinds: tuple[ActKind, ...]


SIGNATORIES: Mapping[str, SigningRight] = MappingProxyType(
    {
        "region-signatory": SigningRight(
            Authority.OSTBELGIEN, (ActKind.WORK_GRANT, ActKind.WORK_REFUSAL, ActKind.INADMISSIBLE)
        ),
        "federal-signatory": SigningRight(Authority.FEDERAL, (ActKind.ANNEX_46, ActKind.ANNEX_47, ActKind.ANNEX_48)),
    }
)


@transaction.atomic
def seed() -> None:
    """Everything the demo needs before its first dossier."""
    ensure_organisations()
    ensure_memberships()


def ensure_organisations() -> None:
    """The five authorities, the two that file, the communes and the posts."""
    communes = (place for place in territory.communes() if place.german_speaking or place.nis_code in OTHER_COMMUNES)
    for key in (
        *(f"authority:{authority}" for authority in Authority),
        *FILERS,
        *(f"commune:{commune.nis_code}" for commune in communes),
        *(f"post:{post.code}" for post in territory.all_posts()),
    ):
        ensure_organisation(key)


@transaction.atomic
def ensure_organisation(key: str) -> Organisation:
    """One of them, by its key, reachable for whoever writes to it. Raises LookupError for a key nobody has."""
    organisation, _created = Organisation.objects.update_or_create(key=key, defaults=_described(key))
    if key == EMPLOYER:
        EstablishmentUnit.objects.update_or_create(number=EUPEN_UNIT, defaults={**UNIT, "organisation": organisation})
    posting.register_organisation(organisation)
    return organisation


def ensure_memberships() -> None:
    """An account for each of the demo's people, found by their subject when they sign in, with their place."""
    for account in demo.ACCOUNTS:
        ensure_account(account)


@transaction.atomic
def ensure_account(account: demo.DemoAccount) -> User:
    """One of them: account, place and right to sign, and the organisation if it is not there.

    The worker gets a place by her number: as many as persons carry it, none before the first application names her.
    """
    known = SocialAccount.objects.filter(provider=PROVIDER, uid=account.subject).select_related("user").first()
    user = known.user if known else _make_user(account)
    names.remember(actor_key=str(user.key), display_name=account.name)
    if account.capacity == Capacity.WORKER:
        memberships.link_persons(user=user, number=demo.WORKER_NUMBER, on=SINCE)
        return user
    if account.capacity == Capacity.CITIZEN:
        memberships.grant_own(user=user, on=SINCE)
        return user
    membership = memberships.grant(
        user=user,
        organisation=Organisation.objects.filter(key=account.organisation).first()
        or ensure_organisation(account.organisation),
        capacity=account.capacity,
        roles=account.roles,
        title=account.title,
        on=SINCE,
    )
    if account.subject in SIGNATORIES:
        _delegate(membership, SIGNATORIES[account.subject])
    return user


def _make_user(account: demo.DemoAccount) -> User:
    user = User.objects.create_user(email=account.email, display_name=account.name, language=account.language)
    SocialAccount.objects.create(user=user, provider=PROVIDER, uid=account.subject)
    return user


def _delegate(membership: Membership, right: SigningRight) -> None:
    Signatory.objects.update_or_create(
        authority=right.authority,
        actor_key=str(membership.user.key),
        defaults={
            "title": membership.title,
            "act_kinds": [str(kind) for kind in right.kinds],
            "delegation": DELEGATION,
            "valid_from": SINCE,
        },
    )


def _described(key: str) -> Mapping[str, Any]:
    """The columns of an organisation whose key says what it is."""
    what, _, code = key.partition(":")
    match what:
        case "authority":
            language, name = AUTHORITIES[Authority(code)]
            return {"kind": OrganisationKind.AUTHORITY, "name": name, "language": language, "authority": code}
        case "commune":
            commune = territory.commune(code)
            language, _name = AUTHORITIES[commune.authority]
            name = commune.name(language)
            return {"kind": OrganisationKind.COMMUNE, "name": name, "language": language, "nis_code": code}
        case "post":
            name = territory.post(code).title("fr")
            return {"kind": OrganisationKind.POST, "name": name, "language": "fr", "post_code": code}
    return FILERS[key]
