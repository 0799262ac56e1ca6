"""Every permit that is offered can be applied for on the page, from an empty draft to a filed application."""

import re
from datetime import date

import pytest
from django import forms
from django.urls import reverse

from applications.models import Dossier
from applications.now import law_today
from applications.rulebook import questions, rulebook
from applications.vocabulary import ApplicationKind, Authority, Result, State
from portal.applicant.forms import FORMS, asked
from portal.ui.answers import PickField, WholeNumberField, YesNoField
from portal.ui.forms import DayField, MoneyField
from tests.applicant import answered
from tests.applicant.answered import send, step_url, window_of
from tests.rulebook import ninth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted_files")]

OPEN = [
    (category.code, str(kind))
    for category in rulebook().categories.values()
    if category.is_offered(authority=None, on=date(2026, 3, 2))
    for kind in category.kinds
]
CONTRACT = {"engagement": "FIXED_TERM", "end_on_day": "31", "end_on_month": "5", "end_on_year": "2031"}
PLACES = {"flanders": "2000 Antwerpen", "wallonia": "4960 Malmedy", "brussels": "1000", "ostbelgien": "4700 Eupen"}
LEFT_OPEN = frozenset(
    {
        "original_script", "earlier_names", "birth_place", "stateless", "national_number", "bis_number",
        "register_country", "register_number", "contact_phone", "end_on", "duration_months", "main_place_known",
        "main_place_nis_code", "commune_nis_code", "postal_code", "belgian_street", "belgian_nis_code",
        "fee_reference", "examined_documents", "representative_name",
    }
)  # fmt: skip
NOT_ON_A_FORM = {"held.unemployment"}  # a list of periods: an officer asks for it


@pytest.fixture
def client(client_as):
    return client_as("mandatary")


def open_draft(client, category: str, kind: str) -> Dossier:
    answer = client.post(reverse("applicant:new"), {"category": category, "kind": kind})
    assert answer.status_code == 302, answer.text
    return Dossier.objects.latest("id")


def something(name: str, field: forms.Field) -> dict[str, str]:
    """An answer to a question that only the description of its fact knows."""
    match field:
        case YesNoField():
            return {name: "yes"}
        case DayField():
            return {f"{name}_day": "1", f"{name}_month": "3", f"{name}_year": "2031"}
        case MoneyField():
            return {name: "4200"}
        case WholeNumberField():
            return {name: "1"}
        case PickField() | forms.ChoiceField():
            return {name: str(next(code for code, _label in field.choices if code))}
    return {name: "2512" if name == "isco_code" else "Something"}


def fill(client, dossier: Dossier, place: str) -> list[str]:
    """Each step that the page leads to, with what it asks; the steps in their order."""
    url, seen = step_url(dossier, "employer"), []
    elsewhere = {"seat_nis_code": place, "establishment_nis_code": place, "workplaces_0": place}
    while (found := re.search(rf"/{dossier.key}/(\w+)$", url.rstrip("/"))) and (step := found[1]) in FORMS:
        page = client.get(url)
        known = answered.STEPS.get(step, {}) | (CONTRACT if step == "job" else {})
        known = known | {name: value for name, value in elsewhere.items() if name in known}
        further = {}
        for name, field in page.context["form"].fields.items():
            if not any(each == name or each.startswith(f"{name}_") for each in known) and name not in LEFT_OPEN:
                further |= something(name, field)
        answer = client.post(url, known | further | window_of(page))
        assert answer.status_code == 302, answer.text
        seen.append(step)
        url = answer["Location"]
    assert url == reverse("applicant:documents", args=[dossier.key])
    return seen


@pytest.mark.parametrize(("category", "kind"), OPEN)
@pytest.mark.parametrize("authority", ["flanders", "ostbelgien"])
def test_it_is_filled_in_and_filed(client, category, kind, authority):
    # GIVEN an application of that kind, opened on the page
    dossier = open_draft(client, category, kind)

    # WHEN each step that it leads to is answered, and it is filed
    steps = fill(client, dossier, PLACES[authority])
    draft = Dossier.objects.get(pk=dossier.pk).draft
    wanted = asked(dossier, draft.answers, on=law_today())
    check = client.get(reverse("applicant:check", args=[dossier.key]))
    answer = client.post(reverse("applicant:check", args=[dossier.key]), {"notice": "1"})

    # THEN it stands with the authority of the place of work, and no step without a question was on the way
    assert answer.status_code == 302, check.text
    dossier.refresh_from_db()
    assert (dossier.state, dossier.authority) == (State.SUBMITTED, authority)
    assert (dossier.category, dossier.kind) == (category, kind)
    assert ("permit" in steps) == any(path.split(".")[0] in FORMS["permit"].takes for path in wanted)

    # AND whatever a rule would still know was on a page, or stands in a paper
    tree = dossier.evaluations.latest("id").tree
    open_questions = {
        path for each in [*tree["findings"], *tree["documents"]] if each["result"] == Result.UNKNOWN
        for path in each["asks"]
    }  # fmt: skip
    assert open_questions <= NOT_ON_A_FORM
    reading = client.get(reverse("applicant:dossier", args=[dossier.reference]))
    assert reading.status_code == 200
    amend = client.get(reverse("applicant:amend", args=[dossier.reference]))
    assert amend.status_code == 200


def test_what_the_place_makes_needless_is_no_longer_asked(client):
    # GIVEN a Blue Card for a place that nobody knows yet: any of the four laws may ask
    dossier = open_draft(client, "eu_blue_card", "FIRST")
    assert 'name="translated_into_german"' in client.get(step_url(dossier, "job")).text

    # WHEN the work is in Brussels
    place = {"establishment_nis_code": "1000", "establishment_number": "", "workplaces_0": "", "workplaces_1": ""}
    assert send(client, dossier, "job", **place).status_code == 302

    # THEN only what Brussels reads is asked
    page = client.get(step_url(dossier, "job")).text
    assert 'name="translated_into_german"' not in page and 'name="isco_code"' in page

    # AND what was answered for Eupen stays in the draft, but is not filed
    assert Dossier.objects.get(pk=dossier.pk).draft.answers["qualification"]["translated_into_german"] is True
    for step in ("employer", "worker", "residence"):
        assert send(client, dossier, step).status_code == 302
    client.post(reverse("applicant:check", args=[dossier.key]), {"notice": "1"})
    dossier.refresh_from_db()
    filed = dossier.facts_versions.get().facts
    assert dossier.authority == "brussels" and filed["qualification"]["route"] == "DIPLOMA"
    assert "translated_into_german" not in filed["qualification"]


def test_a_step_without_a_question_is_no_page(client):
    dossier = open_draft(client, "eu_blue_card", "FIRST")

    assert client.get(step_url(dossier, "permit"))["Location"] == reverse("applicant:documents", args=[dossier.key])
    assert "About this permit" not in client.get(step_url(dossier, "job")).text


def test_a_kind_that_a_permit_does_not_know_is_refused_with_what_it_knows(client):
    page = client.post(reverse("applicant:new"), {"category": "seasonal", "kind": "LONG_TERM_MOBILITY"})

    assert page.status_code == 422
    assert "There is no such application for this permit" in page.text


def test_announced_law_is_not_offered(client):
    page = client.get(reverse("applicant:new")).text

    for category in rulebook().categories.values():
        assert (f'value="{category.code}"' in page) == (not category.announced)
    refused = client.post(reverse("applicant:new"), {"category": "au_pair", "kind": "FIRST"})
    assert refused.status_code == 422


def test_every_part_of_the_facts_stands_in_one_step():
    parts = [part for form in FORMS.values() for part in form.takes]

    assert len(parts) == len(set(parts))
    assert {path.split(".")[0] for path in questions.SCHEMA} == set(parts)
    assert {str(kind) for _category, kind in OPEN} == set(ApplicationKind.values)
    assert set(PLACES) == set(Authority.values) - {"federal"}


@pytest.fixture
def with_a_ninth(tmp_path, monkeypatch):
    yield from ninth.registered(tmp_path, monkeypatch)


@pytest.mark.usefixtures("with_a_ninth")
def test_a_ninth_population_is_applied_for_without_a_line_of_python(client_as):
    # GIVEN one file of law more, which lets the employer file
    client = client_as("employer")
    assert "Astronaut" in client.get(reverse("applicant:new"), headers={"accept-language": "en"}).text
    assert "Astronaut" not in client_as("mandatary").get(reverse("applicant:new")).text

    # WHEN the employer fills it in
    dossier = open_draft(client, "astronaut", "FIRST")
    steps = fill(client, dossier, PLACES["ostbelgien"])

    # THEN its own question was asked, its paper has a slot, and it is filed
    assert steps == list(FORMS)
    assert Dossier.objects.get(pk=dossier.pk).draft.answers["placement"]["months"] == 1
    assert "Helm" in client.get(reverse("applicant:documents", args=[dossier.key])).text
    assert client.post(reverse("applicant:check", args=[dossier.key]), {"notice": "1"}).status_code == 302
    dossier.refresh_from_db()
    assert (dossier.category, dossier.state) == ("astronaut", State.SUBMITTED)


def test_the_check_before_signing_in_becomes_the_draft(client):
    # GIVEN the way from the check to the page that opens an application
    brought = {
        "category": "seasonal",
        "kind": "FIRST",
        "f.seasonal.days_in_365": "120",
        "f.residence.outside_eu": "True",
    }
    address = reverse("applicant:new", query=brought)
    assert "Your answers from the check come along" in client.get(address, headers={"accept-language": "en"}).text

    # WHEN it is opened
    assert client.post(address, {"category": "seasonal", "kind": "FIRST"}).status_code == 302

    # THEN the answers stand in the draft, each in its step
    dossier = Dossier.objects.latest("id")
    assert dossier.draft.answers["seasonal"]["days_in_365"] == 120
    assert 'value="120"' in client.get(step_url(dossier, "permit")).text
    assert dossier.draft.answers["residence"]["outside_eu"] is True
