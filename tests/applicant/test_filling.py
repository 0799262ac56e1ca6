"""Filling in an application: nothing typed is lost, every mistake stands at its field, no step is a trap."""

from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext

from applications.models import Dossier
from applications.rulebook.facts import paths
from portal.applicant.forms import FORMS
from tests import stories
from tests.applicant import answered
from tests.applicant.answered import open_draft, opened, send, step_url, window_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_as):
    return client_as("employer")


@pytest.fixture
def draft(client) -> Dossier:
    return open_draft(client)


def answers(dossier: Dossier) -> dict:
    return Dossier.objects.get(pk=dossier.pk).draft.answers


@pytest.mark.parametrize("step", FORMS)
def test_every_field_of_a_step_leads_to_a_fact_and_stands_on_the_page(step):
    form = FORMS[step]
    assert set(form.facts.values()) <= set(paths())
    assert set(form.base_fields) <= set(form.facts)
    assert sorted(name for section in form.sections for name in section.fields) == sorted(form.facts)


def test_an_employer_who_files_finds_what_is_on_record_already_there(client, draft):
    # WHEN the employer opens the first step of a new draft
    page = client.get(step_url(draft, "employer"))

    # THEN his own number and name are filled in, and his only unit is the place of work
    assert 'value="0123.456.749"' in page.text
    assert 'value="Muster Automation AG"' in page.text
    assert answers(draft)["job"]["establishment_nis_code"] == "63023"


def test_a_mandatary_types_his_client(client_as):
    # GIVEN a draft of a mandatary
    client = client_as("mandatary")
    dossier = open_draft(client)

    # THEN nothing about the employer is presumed
    assert "employer" not in answers(dossier)
    assert send(client, dossier, "employer").status_code == 302
    assert answers(dossier)["employer"]["enterprise_number"] == "0123456749"


def test_every_step_is_understood_as_facts(client, draft):
    # WHEN everything is filled in without scripts
    answered.fill_in(client, draft)

    # THEN the answers are facts
    found = answers(draft)
    assert found["worker"]["birth_date"] == "1985-07-30"
    assert found["worker"]["nationalities"] == ["IN"]
    assert found["worker"]["travel_document"]["expires_on"] == "2040-08-09"
    assert found["job"]["yearly_gross"] == "69300.00"
    assert found["job"]["workplaces"] == [{"nis_code": "63023", "share_percent": 100}]
    assert found["residence"]["post_code"] == "new-delhi"


def test_what_was_typed_is_shown_again_and_the_mistake_stands_at_its_field(client, draft):
    # WHEN a pay that is no number is sent
    page = send(client, draft, "job", yearly_gross="69.300 Eur/J")

    # THEN the page stays, says what to do, and keeps every word
    assert page.status_code == 422
    assert "Give the amount as a number, for example 69300" in page.text
    assert 'value="69.300 Eur/J"' in page.text
    assert "Entwirft die Steuerung der Fertigungslinien." in page.text
    assert 'href="#id_yearly_gross"' in page.text

    # AND what was understood is kept, what was not is not a fact
    assert answers(draft)["job"]["title"] == "Softwareentwicklungsingenieur"
    assert answers(draft)["job"]["yearly_gross"] is None

    # AND coming back later shows it as it was typed, without blame
    again = client.get(step_url(draft, "job"))
    assert 'value="69.300 Eur/J"' in again.text
    assert "aria-invalid" not in again.text


@pytest.mark.parametrize(
    ("step", "changes", "sentence"),
    [
        ("employer", {"enterprise_number": "0123.456.789"}, "The last two digits do not fit the others"),
        ("employer", {"enterprise_number": "123"}, "An enterprise number has ten digits"),
        ("employer", {"enterprise_number": ""}, "Give the enterprise number"),
        ("employer", {"identity": "FOREIGN_REGISTER"}, "Give the number in the foreign register"),
        ("employer", {"seat_nis_code": "Nowhere"}, "No Belgian commune is found under this"),
        ("worker", {"birth_date_day": "31", "birth_date_month": "2"}, "This date does not exist"),
        ("worker", {"birth_date_month": ""}, "A day needs its month"),
        ("worker", {"national_number": "85073003329"}, "The last two digits do not fit the others"),
        ("worker", {"stateless": "yes"}, "contradiction.stateless_with_nationality"),
        ("worker", {"email": "ravi"}, "Enter a valid email address."),
        ("job", {"workplaces_1": "140"}, "Give a number of at most 100"),
        ("job", {"weekly_hours": "200"}, "Give a number of at most 168"),
        ("job", {"end_on_day": "1", "end_on_month": "1", "end_on_year": "2029"}, "contradiction.ends_before_start"),
        ("job", {"experience_months": "a year"}, "Give a whole number"),
        ("residence", {"in_belgium": ""}, "Choose yes or no"),
        ("residence", {"country": ""}, "Choose the country where the worker lives"),
    ],
)
def test_each_mistake_says_what_to_do(client, draft, step, changes, sentence):
    page = send(client, draft, step, **changes)

    assert page.status_code == 422
    assert 'id="errors"' in page.text
    assert escape(gettext(sentence)) in page.text


def test_a_birth_year_alone_and_a_single_name_are_enough(client, draft):
    # GIVEN a passport that gives one name and a year of birth (P17)
    changes = {"given_names": "", "birth_date_day": "", "birth_date_month": "", "birth_date_year": "1985"}

    # WHEN it is typed as it is
    answer = send(client, draft, "worker", **changes)

    # THEN it is accepted, and shown again as a year
    assert answer.status_code == 302
    assert answers(draft)["worker"]["birth_date"] == "1985"
    assert 'name="birth_date_year" value="1985"' in client.get(step_url(draft, "worker")).text


def test_a_commune_is_found_by_code_or_name_and_several_are_asked_apart(client, draft):
    assert send(client, draft, "job", establishment_nis_code="sankt vith").status_code == 302
    assert answers(draft)["job"]["establishment_nis_code"] == "63067"
    options = client.get(reverse("public:communes"), {"establishment_nis_code": "eup"}).text
    assert '<option value="4700 Eupen">' in options


def test_the_place_of_work_says_at_once_which_authority_decides_and_why(client, draft):
    # WHEN the place of work is Brussels instead of Eupen
    elsewhere = {"establishment_number": "", "workplaces_0": "", "workplaces_1": ""}
    send(client, draft, "job", establishment_nis_code="1000 Bruxelles", **elsewhere)

    # THEN the side names Brussels with the reason
    side = client.get(reverse("applicant:beside", args=[draft.key])).text
    assert 'data-auth="brussels"' in side
    assert "The worker belongs to the establishment unit in Bruxelles" in side


def test_saving_while_typing_keeps_what_cannot_be_read_and_answers_nothing(client, draft):
    # WHEN half a step is saved on its own
    url = reverse("applicant:autosave", args=[draft.key, "job"])
    answer = client.post(url, opened(client, draft, "job") | {"title": "Ingenieur", "yearly_gross": "about 70"})

    # THEN it is 204 and everything is still there
    assert (answer.status_code, answer.content) == (204, b"")
    page = client.get(step_url(draft, "job"))
    assert 'value="about 70"' in page.text and 'value="Ingenieur"' in page.text
    assert "Saved at" in page.text


def test_what_no_database_keeps_is_no_reason_to_lose_the_rest(client, draft):
    url = reverse("applicant:autosave", args=[draft.key, "job"])

    answer = client.post(
        url, opened(client, draft, "job") | {"title": "In\x00genieur", "description": "Plant", "junk": "x" * 9}
    )

    assert answer.status_code == 204
    assert answers(draft)["job"]["description"] == "Plant"
    assert "junk" not in Dossier.objects.get(pk=draft.pk).draft.typed["job"]["fields"]


def test_one_window_may_save_as_often_as_it_likes_even_when_an_answer_got_lost(client, draft):
    # GIVEN one open window that never hears of its own saves
    window = opened(client, draft, "job")
    url = reverse("applicant:autosave", args=[draft.key, "job"])

    # THEN each save is taken, also after another step was saved elsewhere
    for title in ("A", "Ab", "Abc"):
        assert client.post(url, window | {"title": title}).status_code == 204
        send(client, draft, "employer")
    assert answers(draft)["job"]["title"] == "Abc"


def test_of_two_windows_the_slower_is_told_and_keeps_its_text(client, draft):
    # GIVEN the same step open twice
    first, second = opened(client, draft, "job"), opened(client, draft, "job")

    # WHEN both save
    assert client.post(step_url(draft, "job"), answered.JOB | first | {"title": "Erste"}).status_code == 302
    page = client.post(step_url(draft, "job"), answered.JOB | second | {"title": "Zweite"})

    # THEN the second is told, nothing is overwritten, its text stands there
    assert page.status_code == 422
    assert "This draft was changed in another window" in page.text
    assert 'value="Zweite"' in page.text
    assert answers(draft)["job"]["title"] == "Erste"
    late = client.post(reverse("applicant:autosave", args=[draft.key, "job"]), second | {"title": "Dritte"})
    assert late.status_code == 409

    # AND sending it again after that is a decision
    assert client.post(step_url(draft, "job"), answered.JOB | window_of(page) | {"title": "Zweite"}).status_code == 302
    assert answers(draft)["job"]["title"] == "Zweite"


def test_a_session_that_ended_keeps_what_was_being_sent(client, client_as, draft):
    # GIVEN a step being filled in while the session ends
    cache.clear()
    url = step_url(draft, "job")
    window = opened(client, draft, "job")
    client.cookies.pop("sessionid")

    # WHEN it is sent all the same
    answer = client.post(
        url, answered.JOB | window | {"title": "Nicht verloren"}, headers={"referer": f"http://testserver{url}"}
    )
    kept = answer["Location"].split("next=")[1]

    # THEN after signing in the page shows it again
    page = client_as("employer", client=client).get(unquote(kept))
    assert 'value="Nicht verloren"' in page.text


def test_save_and_go_on_later_never_refuses(client, draft):
    answer = send(client, draft, "job", yearly_gross="later", title="", go="later")

    assert answer.status_code == 302 and answer["Location"] == reverse("applicant:dossiers")
    assert 'value="later"' in client.get(step_url(draft, "job")).text


def test_a_strangers_draft_is_not_found_on_any_page(client_as, draft):
    # GIVEN a draft of the employer, WHEN somebody else asks for it
    stranger = client_as("mandatary")
    for name, args in (
        ("resume", [draft.key]),
        ("step", [draft.key, "job"]),
        ("documents", [draft.key]),
        ("check", [draft.key]),
        ("beside", [draft.key]),
    ):
        assert stranger.get(reverse(f"applicant:{name}", args=args)).status_code == 404
    for name, args in (("step", [draft.key, "job"]), ("autosave", [draft.key, "job"]), ("check", [draft.key]),
                       ("discard", [draft.key]), ("upload", [draft.key, "diploma"])):  # fmt: skip
        assert stranger.post(reverse(f"applicant:{name}", args=args), answered.JOB).status_code == 404


def test_long_term_mobility_asks_for_the_card_of_the_other_state(client):
    first, mobile = open_draft(client), open_draft(client, kind="LONG_TERM_MOBILITY")

    assert "first_state" not in client.get(step_url(first, "residence")).text
    assert "first_state" in client.get(step_url(mobile, "residence")).text
    answer = send(client, mobile, "residence", first_state="DE", months_worked_in_first_state="14")
    assert answer.status_code == 302
    assert answers(mobile)["mobility"]["first_state"] == "DE"


@pytest.mark.usefixtures("trusted_files")
@pytest.mark.parametrize("step", ["employer", "worker", "job", "residence"])
def test_a_step_costs_the_same_number_of_queries_with_or_without_papers(client, step, django_assert_max_num_queries):
    bare = open_draft(client)
    whole = stories.draft()
    stories.attach_everything(whole, by=stories.employer_actor(), at=stories.FILED_AT)
    for dossier in (bare, whole):
        client.get(step_url(dossier, step))
        with django_assert_max_num_queries(8):
            assert client.get(step_url(dossier, step)).status_code == 200
