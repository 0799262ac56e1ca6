"""A dossier in Liege or Antwerp goes by the clocks and the appeals of its own region."""

from datetime import timedelta

import pytest
from django.utils import translation

from applications import letter_inputs
from applications.models import Act, Dossier
from applications.selectors import running_clocks
from applications.services import completeness, sweeping
from applications.vocabulary import ActKind, ActState, Authority, OrganisationKind
from exchange.models import Parcel
from tests import stories

pytestmark = pytest.mark.django_db
AT = stories.FILED_AT  # Monday 3 March 2025
PLACES = {Authority.WALLONIA: "62063", Authority.FLANDERS: "11002"}


def filed_in(authority: Authority) -> Dossier:
    """A dossier whose unit and only place of work are there, and that lacks the contract."""
    place = PLACES[authority]
    job = {
        "establishment_nis_code": place,
        "establishment_number": None,
        "workplaces": [{"nis_code": place, "share_percent": 100}],
    }
    dossier = stories.filed_dossier(leave_out=("contract_or_offer",), job=job)
    assert dossier.authority == authority
    stories.tick_everything(dossier, at=AT)
    return dossier


@pytest.fixture(autouse=True)
def _authorities():
    for authority in PLACES:
        key = f"authority:{authority}"
        stories.organisation(OrganisationKind.AUTHORITY, key, str(authority.label), authority=authority)


def ask(dossier: Dossier) -> None:
    completeness.ask(
        dossier_id=dossier.pk,
        asks=[completeness.Ask(code="contract_or_offer")],
        by=stories.officer("luc", Authority(dossier.authority)),
        at=AT + timedelta(days=1),
    )


def supply_clocks(dossier: Dossier, *, days: int):
    on = (AT + timedelta(days=days)).date()
    return [clock for clock in running_clocks.of(dossier, on=on) if clock.rule.endswith(".supply")]


@pytest.mark.rule("wallonia.periods.supply")
def test_a_walloon_period_begins_when_the_letter_leaves():
    # GIVEN a Walloon request of Tuesday 4 March that no post has carried yet
    dossier = filed_in(Authority.WALLONIA)
    ask(dossier)

    # THEN its fifteen working days already run: to 25 March, not to the nineteenth
    (clock,) = supply_clocks(dossier, days=2)
    assert (f"{clock.starts_on}", f"{clock.due_on}") == ("2025-03-04", "2025-03-25")

    # AND the letter says from when they count
    parcel = Parcel.objects.get(key__startswith=f"{dossier.reference}/", key__contains="request", key__endswith="filer")
    assert parcel.payload["supply_within"] | {"certainty": ""} == {
        "count": 15,
        "unit": "WORKING_DAYS",
        "article": "",
        "certainty": "",
        "from_sending": True,
    }


@pytest.mark.rule("flanders.periods.supply")
def test_a_flemish_period_waits_for_notification():
    dossier = filed_in(Authority.FLANDERS)
    ask(dossier)
    assert supply_clocks(dossier, days=2) == []

    stories.carry_post(AT + timedelta(days=3))
    dossier.refresh_from_db()
    (clock,) = supply_clocks(dossier, days=4)
    assert (f"{clock.starts_on}", f"{clock.due_on}") == ("2025-03-06", "2025-03-21")


@pytest.mark.rule("wallonia.periods.supply")
def test_unused_working_days_prepare_an_inadmissibility_that_nobody_has_signed():
    dossier = filed_in(Authority.WALLONIA)
    ask(dossier)
    stories.carry_post(AT + timedelta(days=1))

    sweeping.sweep(at=AT + timedelta(days=20))
    assert not dossier.acts.exists()
    sweeping.sweep(at=AT + timedelta(days=23))
    act = dossier.acts.get()
    assert (act.kind, act.state) == (ActKind.INADMISSIBLE, ActState.PREPARED)


@pytest.mark.rule("flanders.acts.appeal")
@pytest.mark.rule("flanders.acts.inadmissibility_appeal")
@pytest.mark.parametrize(
    ("authority", "kind", "body", "within", "from_signature"),
    [
        ("flanders", ActKind.INADMISSIBLE, "Raad van State", 60, False),
        ("flanders", ActKind.WORK_REFUSAL, "Vlaams minister van Werk", 1, True),
        ("wallonia", ActKind.INADMISSIBLE, "Waals minister van Werk", 1, False),
    ],
)
def test_a_letter_names_the_appeal_against_what_it_decides(authority, kind, body, within, from_signature):
    act = Act(dossier=Dossier(category="single_permit"), kind=kind, authority=authority)
    appeal = letter_inputs.appeal(act, language="nl", on=AT.date())
    assert (appeal.body, appeal.within, appeal.from_signature) == (body, within, from_signature)
    with translation.override("nl"):
        assert ("aangetekend" in appeal.how) is (within == 1)
