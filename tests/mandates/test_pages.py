"""The pages of both sides: who represents us, our clients, and the mandate of a draft."""

from datetime import date

import pytest
from django.urls import reverse

from applications.models import Mandate
from applications.vocabulary import Capacity, Role
from portal.accounts import memberships
from portal.accounts.models import User
from tests import stories
from tests.mandates import stories as mandated
from tests.mandates.stories import FIRM, PRINCIPAL, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
FORM = {
    "firm": "0899.999.949",
    "person": "verzonnen joris",
    "resides": "yes",
    "scope": "ALL",
    "valid_from_day": "1",
    "valid_from_month": "3",
    "valid_from_year": "2025",
}


@pytest.fixture
def employer(client_as):
    return client_as("employer")


@pytest.fixture
def lawyer(client_as):
    return client_as("mandatary")


@pytest.fixture
def colleague(lawyer):
    user = User.objects.create(display_name="Anna Beispielhaft", language="nl")
    memberships.grant(
        user=user, organisation=row(FIRM), capacity=Capacity.MANDATARY, roles=[Role.FILER], on=date(2024, 1, 1)
    )
    return str(user.key)


@pytest.fixture
def joris(membership_of):
    return membership_of("mandatary").as_actor()


def held(joris, **changes) -> Mandate:
    """A mandate that names the lawyer of the demo, given by the employer of the demo."""
    return mandated.given(holder=mandated.Holder(joris.key, joris.organisation), **changes)


def url(name, mandate):
    return reverse(f"applicant:{name}", args=[mandate.key])


def test_an_employer_gives_a_mandate_by_number_and_name_and_both_lists_show_it(employer, lawyer):
    # GIVEN an employer whom nobody represents
    assert "Nobody represents you" in employer.get(reverse("applicant:mandates")).text

    # WHEN he gives a mandate to a firm by its number and to a person by name, with the paper
    answer = employer.post(reverse("applicant:give_mandate"), FORM | {"paper": mandated.a_paper()}, follow=True)

    # THEN it runs, and the firm finds the client in its own list
    mandate = Mandate.objects.get()
    assert mandate.number in answer.text and "Joris Verzonnen" in answer.text and "vollmacht.pdf" in answer.text
    assert "Runs" in employer.get(reverse("applicant:mandates")).text
    page = lawyer.get(reverse("applicant:mandates")).text
    assert "Our clients" in page and "Muster Automation AG" in page and "0 open applications" in page

    # AND the paper is handed out to both sides
    for client in (employer, lawyer):
        paper = client.get(url("mandate_paper", mandate))
        assert b"".join(paper.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"firm": "0123456749"}, "is known here"),
        ({"firm": "Kanzlei Unbekannt"}, "is known here"),
        ({"person": "Joris"}, "is known here"),
        ({"last_day_day": "1", "last_day_month": "2", "last_day_year": "2025"}, "lies before the first"),
        ({"scope": "CATEGORIES"}, "at least one of the kinds"),
        ({"scope": ""}, "Choose one of the answers"),
        ({"valid_from_month": "13"}, "does not exist"),
    ],
)
def test_what_is_wrong_is_said_on_the_form_which_keeps_what_was_typed(employer, lawyer, changes, words):
    answer = employer.post(reverse("applicant:give_mandate"), FORM | changes)
    assert answer.status_code == 422
    assert words in answer.text and f'value="{(FORM | changes)["person"]}"' in answer.text
    assert not Mandate.objects.exists()


def test_guessing_names_is_counted(employer, lawyer, monkeypatch):
    monkeypatch.setattr("portal.applicant.mandates.MOST_TRIES", 1)
    employer.post(reverse("applicant:give_mandate"), FORM | {"person": "A B"})
    assert employer.post(reverse("applicant:give_mandate"), FORM | {"person": "C D"}).status_code == 429


def test_a_firm_records_a_mandate_and_the_employer_confirms_it_on_its_page(employer, lawyer, joris):
    given = {key: value for key, value in FORM.items() if key not in ("firm", "person")}
    given |= {"number": "0123.456.749", "name": "Muster Automation AG", "person": joris.key}
    answer = lawyer.post(reverse("applicant:give_mandate"), given)
    assert answer.status_code == 422 and "signed paper" in answer.text
    lawyer.post(reverse("applicant:give_mandate"), given | {"paper": mandated.a_paper()})
    mandate = Mandate.objects.get()
    assert "Not confirmed by the employer" in lawyer.get(url("mandate", mandate)).text

    page = employer.get(url("mandate", mandate)).text
    assert "Is this so?" in page and url("confirm_mandate", mandate) in page
    answer = employer.post(url("confirm_mandate", mandate), follow=True)
    assert "The mandate is confirmed" in answer.text
    assert "confirmed already" in employer.post(url("confirm_mandate", mandate), follow=True).text


def test_revoking_says_first_what_happens_and_then_does_it(employer, lawyer, joris):
    # GIVEN an application under the mandate
    mandate = held(joris)
    dossier = stories.filed_dossier(by=joris)

    # WHEN the employer looks at the page THEN it says what follows, and nothing has happened
    page = employer.get(url("end_mandate", mandate)).text
    assert "Every clock runs on as it was" in page and "1 open application" in page
    assert lawyer.get(reverse("applicant:dossier", args=[dossier.reference])).status_code == 200

    # WHEN he does it THEN the firm's next request finds nothing, and the employer may withdraw
    assert "has ended" in employer.post(url("end_mandate", mandate), follow=True).text
    assert lawyer.get(reverse("applicant:dossier", args=[dossier.reference])).status_code == 404
    assert "Withdraw this application" in employer.get(reverse("applicant:dossier", args=[dossier.reference])).text

    # AND again it is refused with its own sentence
    again = employer.post(url("end_mandate", mandate))
    assert again.status_code == 409 and "ended on" in again.text
    assert "Revoked by the employer" in lawyer.get(url("mandate", mandate)).text


def test_a_colleague_stands_in_and_takes_over(lawyer, employer, joris, colleague):
    mandate = held(joris)
    form = {"person": colleague} | {f"{name}_{part}": value for name in ("valid_from", "last_day")
            for part, value in (("day", "1"), ("month", "6"), ("year", "2090"))}  # fmt: skip
    assert "Anna Beispielhaft" in lawyer.get(url("substitute", mandate)).text
    lawyer.post(url("substitute", mandate), form)
    assert "Anna Beispielhaft" in employer.get(url("mandate", mandate)).text

    # the employer names her for good
    answer = employer.post(url("hand_over_mandate", mandate), {"person": "Anna Beispielhaft"}, follow=True)
    assert "Another person is named now" in answer.text
    assert Mandate.objects.get(follows=mandate).holder_key == colleague


def test_a_mandate_of_others_is_the_same_404_as_none(employer, lawyer, joris):
    foreign = mandated.given(
        by=mandated.lawyer("stranger", mandated.OTHER_FIRM),
        firm_id=row(mandated.OTHER_FIRM).pk,
        holder=mandated.holder("stranger", mandated.OTHER_FIRM),
    )
    unknown = "00000000-0000-4000-8000-000000000000"
    for name in ("mandate", "mandate_paper", "end_mandate", "substitute", "hand_over_mandate"):
        theirs = lawyer.get(url(name, foreign))
        nobodys = lawyer.get(reverse(f"applicant:{name}", args=[unknown]))
        assert (theirs.status_code, nobodys.status_code) == (404, 404)


@pytest.mark.parametrize("rows", [1, 25])
def test_the_list_costs_at_most_eight_queries(lawyer, joris, rows, django_assert_max_num_queries):
    for number in range(rows):
        held(joris, terms=mandated.terms(**mandated.days(2 * number, 2 * number)), upload=None)
    lawyer.get(reverse("applicant:mandates"))
    with django_assert_max_num_queries(8):
        page = lawyer.get(reverse("applicant:mandates"))
    assert page.text.count("Muster Automation AG") == rows


def test_the_list_goes_on_by_key(lawyer, joris):
    for number in range(27):
        held(joris, terms=mandated.terms(**mandated.days(2 * number, 2 * number)), upload=None)
    place = reverse("applicant:mandates")
    last = Mandate.objects.order_by("-id")[24]
    assert f"before={last.pk}" in lawyer.get(place).text
    assert lawyer.get(place, {"before": last.pk}).text.count("Muster Automation AG") == 2


def test_a_draft_says_under_which_mandate_it_is_filed_and_what_that_lacks(lawyer, joris):
    # GIVEN a draft without any mandate
    dossier = stories.draft(by=joris)
    check = reverse("applicant:check", args=[dossier.key])
    page = lawyer.get(check).text
    assert "No mandate is named" in page and "File anyway" in page

    # WHEN there is one, it is found by itself
    mandate = held(joris, upload=None)
    page = lawyer.get(check).text
    assert mandate.number in page and "No signed paper of the mandate is here" in page

    # AND another can be chosen
    place = reverse("applicant:file_under", args=[dossier.key])
    assert "Joris Verzonnen" in lawyer.get(place).text
    assert lawyer.post(place, {"mandate": mandate.pk}).status_code == 302
    dossier.refresh_from_db()
    assert dossier.mandate == mandate
    assert lawyer.post(place, {"mandate": "999999"}).status_code == 422


def test_both_desks_read_who_acts_and_what_his_mandate_lacks(lawyer, joris, client_as):
    held(joris, upload=None)
    dossier = stories.filed_dossier(by=joris)
    for desk in ("region-handler", "federal-handler"):
        page = client_as(desk).get(reverse("desk:data", args=[dossier.reference])).text
        assert "Joris Verzonnen" in page and "No signed paper of the mandate is here" in page
        assert (
            "The mandate lacks something" in client_as(desk).get(reverse("desk:dossier", args=[dossier.reference])).text
        )


def test_a_desk_opens_the_signed_paper_and_that_is_written_down(lawyer, joris, client_as):
    from applications.models import AccessLog

    held(joris)
    dossier = stories.filed_dossier(by=joris)
    answer = client_as("region-handler").get(reverse("desk:mandate", args=[dossier.reference]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert AccessLog.objects.filter(dossier_id=dossier.pk, what__startswith="mandate:").exists()
    assert client_as("brussels-handler").get(reverse("desk:mandate", args=[dossier.reference])).status_code == 404


def test_the_employer_reads_along_and_sees_who_represents_him(employer, lawyer, joris):
    held(joris)
    dossier = stories.filed_dossier(by=joris)
    page = employer.get(reverse("applicant:dossier", args=[dossier.reference])).text
    assert "Represented by" in page and "Joris Verzonnen" in page
    assert "Withdraw this application" not in page
    assert row(PRINCIPAL).pk == dossier.employer_id
