"""What the worker may do, what he may not, and what whoever filed never learns of it."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from applications.models import Document, DocumentVersion, JournalEntry, WorkerStatement
from applications.now import law_now
from applications.selectors import opened_by
from applications.services import documents, reading, requests, statements, submission, withdrawal
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import Authority
from tests import stories
from tests.worker.guests import a_file, come_in, door_of, invite

pytestmark = pytest.mark.django_db

WORD = "kanari-einspruch"


@pytest.fixture
def dossier():
    return stories.filed_dossier(leave_out=("medical_certificate", "criminal_record"), at=law_now())


@pytest.fixture
def guest(dossier, visitor):
    """The worker in a browser, come in by an invitation."""
    come_in(visitor, invite(dossier))
    return visitor


@pytest.fixture
def actor(dossier, guest):
    return door_of(dossier).as_actor()


def url(name, dossier):
    return reverse(f"applicant:{name}", args=[dossier.reference])


def upload(client, dossier, code, **how):
    return client.post(reverse("applicant:upload", args=[dossier.key, code]), {"file": a_file(f"kanari-{code}")}, **how)


def flag(client, dossier, path="job.yearly_gross", text=WORD):
    return client.post(url("flag", dossier), {"path": path, "text": text}, follow=True)


# --- Papers ----------------------------------------------------------------------------------------------------------


def test_the_worker_sends_a_sealed_paper_and_the_employer_sees_that_it_came(guest, dossier, client_as):
    # WHEN the worker uploads the medical certificate
    page = upload(guest, dossier, "medical_certificate", follow=True)
    assert page.redirect_chain[-1][0].startswith(url("filed_documents", dossier))
    version = DocumentVersion.objects.get(document__code="medical_certificate")
    assert version.capacity == "WORKER" and version.document.sealed

    # THEN the employer learns that it was received: no name, no size, no fingerprint, no content, no new file over it
    employer = client_as("employer")
    for place in (url("dossier", dossier), url("filed_documents", dossier), url("receipt", dossier)):
        text = employer.get(place).text
        assert "kanari" not in text and version.sha256[:12] not in text
    slots = employer.get(url("filed_documents", dossier)).text
    assert "Received, version 1" in slots and "Only the worker can replace or remove it" in slots
    content = employer.get(reverse("applicant:document", args=[dossier.key, version.pk]))
    assert content.status_code == 403
    assert upload(employer, dossier, "medical_certificate").status_code == 422
    assert DocumentVersion.objects.filter(document__code="medical_certificate").count() == 1

    # AND the Immigration Office opens it
    desk = client_as("federal-handler").get(reverse("desk:paper", args=[dossier.reference, version.pk]))
    assert desk.status_code == 200


@pytest.mark.parametrize("code", ["contract_or_offer", "employer_identity", "fee_proof", "no_such_paper"])
def test_papers_of_the_employer_are_not_the_workers_to_send(guest, dossier, code):
    before = DocumentVersion.objects.count()
    assert upload(guest, dossier, code).status_code == 422
    assert DocumentVersion.objects.count() == before
    assert reverse("applicant:upload", args=[dossier.key, code]) not in guest.get(url("filed_documents", dossier)).text


def test_an_e_mail_address_alone_opens_no_paper(guest, dossier):
    upload(guest, dossier, "criminal_record")
    for version in DocumentVersion.objects.filter(document__dossier=dossier):
        answer = guest.get(reverse("applicant:document", args=[dossier.key, version.pk]))
        assert answer.status_code == 403 and "does not prove who you are" in answer.text
    assert "travel_document.pdf" not in guest.get(url("filed_documents", dossier)).text


def test_in_a_draft_the_worker_fills_the_sealed_slots_and_the_employer_cannot_take_them_out(visitor, client_as):
    # GIVEN a draft with the worker in it
    dossier = stories.draft(at=law_now())
    come_in(visitor, invite(dossier))
    page = visitor.get(reverse("applicant:part", args=[dossier.key]))
    assert "medical_certificate" in page.text and "contract_or_offer" not in page.text
    assert "69300" not in page.text and "69,300" not in page.text  # nothing is stated in his name before it is filed

    # WHEN he sends the certificate and a passport copy
    for code in ("medical_certificate", "travel_document"):
        assert upload(visitor, dossier, code).status_code == 302

    # THEN the employer can remove the copy and not the sealed paper
    employer = client_as("employer")
    for code, left in (("medical_certificate", 1), ("travel_document", 0)):
        employer.post(reverse("applicant:remove", args=[dossier.key, code]))
        assert Document.objects.filter(dossier=dossier, code=code).count() == left

    # AND the receipt of the filing names it without a fingerprint
    filed = submission.submit(dossier_id=dossier.pk, by=stories.employer_actor(), at=law_now())
    sha256 = DocumentVersion.objects.get(document__code="medical_certificate").sha256
    for name in ("receipt", "receipt_text", "receipt_json"):
        assert sha256 not in employer.get(url(name, filed)).text
    assert "Received from the worker, sealed" in employer.get(url("receipt", filed)).text


def test_the_drafts_of_others_are_not_there(guest):
    other = stories.draft()
    assert guest.get(reverse("applicant:part", args=[other.key])).status_code == 404


# --- What is stated --------------------------------------------------------------------------------------------------


def test_the_worker_reads_pay_and_job_as_stated_first(guest, dossier):
    text = guest.get(url("stated", dossier)).text
    assert "69,300" in text and "Softwareentwicklungsingenieur" in text
    main = text[text.index("<main") :]
    assert main.index("69,300") < main.index("Ravi")
    assert "X0000000" not in text  # the number he proved himself with is not handed out again


def test_a_flag_goes_to_both_desks_and_never_to_whoever_filed(guest, dossier, client_as):
    # WHEN the worker flags his pay, and confirms nothing
    page = flag(guest, dossier)
    assert "Both authorities read it" in page.text and WORD in page.text

    # THEN both desks read it, marked on every part of the dossier
    for officer in ("region-handler", "federal-handler"):
        desk = client_as(officer)
        assert WORD in desk.get(reverse("desk:worker", args=[dossier.reference])).text
        assert "1 objection" in desk.get(reverse("desk:dossier", args=[dossier.reference])).text
        assert "said that a stated fact is wrong" in desk.get(reverse("desk:journal", args=[dossier.reference])).text

    # AND the journal carries ids and the path, no word of it
    entry = JournalEntry.objects.get(dossier=dossier, kind="FACT_FLAGGED")
    row = WorkerStatement.objects.get()
    assert entry.said == {"statement": row.pk, "facts_version": 1, "path": "job.yearly_gross"}
    assert WORD not in entry.payload


def seen_by_employer(client, dossier):
    """Everything that whoever filed can open of the dossier, without what differs on each page."""
    key = [dossier.key]
    places = [url(n, dossier) for n in ("dossier", "filed_documents", "receipt", "receipt_text", "receipt_json")]
    places += [reverse("applicant:dossiers"), reverse("inbox:list"), reverse("applicant:door", args=key)]
    return [re.sub(r"\b[A-Za-z0-9]{64}\b", "", client.get(place).text) for place in places]


def test_whoever_filed_sees_the_very_same_pages_before_and_after_a_flag_and_a_confirmation(
    guest, dossier, actor, client_as
):
    # GIVEN what the employer sees now
    employer = client_as("employer")
    before = seen_by_employer(employer, dossier)

    # WHEN the worker flags and confirms
    statements.flag(dossier_id=dossier.pk, path="job.title", text=WORD, by=actor, at=law_now())
    statements.confirm(dossier_id=dossier.pk, facts_version=1, by=actor, at=law_now())

    # THEN not one letter has changed: neither a flag nor a missing confirmation can be told
    assert seen_by_employer(employer, dossier) == before
    for place in ("stated", "opened"):
        assert employer.get(url(place, dossier)).status_code == 403


def test_posts_and_communes_learn_nothing_of_it_either(dossier, actor):
    from applications.selectors import statements as selector
    from applications.selectors import timeline

    statements.flag(dossier_id=dossier.pk, path="job.title", text=WORD, by=actor, at=law_now())
    for other in (stories.employer_actor(), stories.post_actor(), stories.commune_actor()):
        assert not selector.seen_by(other, dossier)
        assert "FACT_FLAGGED" not in {told.kind for told in timeline.of(dossier, other)}
    assert "FACT_FLAGGED" in {told.kind for told in timeline.of(dossier, actor)}
    assert "FACT_FLAGGED" in {told.kind for told in timeline.of(dossier, stories.officer("lena"))}


def test_confirming_is_of_what_was_read(guest, dossier, actor):
    with pytest.raises(Stale, match="changed since you opened"):
        statements.confirm(dossier_id=dossier.pk, facts_version=2, by=actor, at=law_now())
    page = guest.post(url("confirm", dossier), {"version": "1"}, follow=True)
    assert "you confirmed what is stated" in page.text and "You confirmed it on" in page.text
    assert JournalEntry.objects.get(kind="FACTS_CONFIRMED").said["facts_version"] == 1


@pytest.mark.parametrize(
    ("path", "text", "sentence"),
    [("job.title", "  ", "Say in a few words"), ("filer", WORD, "from the list"), ("nothing", WORD, "from the list"),
     ("job.title", "x" * 2001, "Use fewer words")],
)  # fmt: skip
def test_a_flag_that_says_nothing_is_refused_and_not_written(dossier, actor, path, text, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        statements.flag(dossier_id=dossier.pk, path=path, text=text, by=actor, at=law_now())
    assert not WorkerStatement.objects.exists()


def test_a_flag_without_an_answer_comes_back_with_what_was_typed(guest, dossier):
    answer = guest.post(url("flag", dossier), {"path": "", "text": WORD})
    assert answer.status_code == 422 and "Choose what is wrong" in answer.text and WORD in answer.text


@pytest.mark.parametrize("statement", ["UPDATE applications_workerstatement SET text = 'x'",
                                       "DELETE FROM applications_workerstatement"])  # fmt: skip
def test_what_was_said_cannot_be_taken_back_by_the_application(dossier, actor, statement):
    statements.flag(dossier_id=dossier.pk, path="job.title", text=WORD, by=actor, at=law_now())
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkerStatement.objects.create(
            dossier=dossier, facts_version_id=WorkerStatement.objects.get().facts_version_id, kind="WRONG",
            said_at=law_now(), said_by="x",
        )  # fmt: skip


def test_somebody_else_who_came_in_later_does_not_read_what_was_said_before(guest, dossier, actor):
    """A desk may invite anew, when the first address was not the worker's: the second reads his own words only."""
    statements.flag(dossier_id=dossier.pk, path="job.title", text=WORD, by=actor, at=law_now())
    second = Client()
    come_in(second, invite(dossier, email="second@worker.example", by=stories.officer("lena")))
    for place in ("stated", "dossier"):
        text = second.get(url(place, dossier)).text
        assert WORD not in text and "said that a stated fact is wrong" not in text


# --- Not his ---------------------------------------------------------------------------------------------------------


def test_the_worker_neither_withdraws_nor_answers_nor_edits(dossier, actor):
    at = law_now()
    with pytest.raises(NotAllowed, match="Only the organisation that filed"):
        withdrawal.withdraw(dossier_id=dossier.pk, by=actor, at=at)
    with pytest.raises(NotAllowed, match="Only the organisation that filed"):
        requests.answer(dossier_id=dossier.pk, track="WORK", by=actor, at=at)
    draft = stories.draft()
    with pytest.raises(NotAllowed, match="Only the organisation that opened"):
        submission.submit(dossier_id=draft.pk, by=actor, at=at)
    with pytest.raises(NotAllowed, match="Only the organisation that opened"):
        documents.remove(dossier_id=draft.pk, code="diploma", by=actor, at=at)


def test_nothing_is_said_or_sent_in_the_name_of_another_worker(actor):
    other = stories.filed_dossier()
    with pytest.raises(NotAllowed, match="Only the worker of this application"):
        statements.confirm(dossier_id=other.pk, facts_version=1, by=actor, at=law_now())
    with pytest.raises(NotAllowed, match="Only the worker of this application"):
        documents.attach(
            dossier_id=other.pk, code="diploma", track="WORK", sealed=False, upload=a_file(), by=actor, at=law_now()
        )


def test_the_worker_says_where_he_will_live(guest, dossier):
    page = guest.post(url("commune", dossier), {"commune": "4700 Eupen"}, follow=True)
    assert "The commune hears of the decision" in page.text
    dossier.refresh_from_db()
    assert dossier.commune_nis_code == "63023"


# --- Who opened it ---------------------------------------------------------------------------------------------------


def test_the_worker_sees_who_opened_the_file_without_an_officers_name(guest, dossier, client_as):
    for officer in ("region-handler", "federal-handler"):
        client_as(officer).get(reverse("desk:data", args=[dossier.reference]))
    client_as("employer").get(url("dossier", dossier))
    text = guest.get(url("opened", dossier)).text
    assert text.count("Officer, opened the application") == 2
    assert "Muster Automation AG, opened the application" in text
    assert "Lena Muster" not in text and "Odile Personne" not in text and "Karin Erfunden" not in text


def test_the_list_of_readers_pages_by_key_and_costs_the_same(guest, dossier, django_assert_max_num_queries):
    at = law_now()
    officer = stories.officer("odile", Authority.FEDERAL)
    for minute in range(opened_by.PAGE + 5):
        reading.record(dossier_id=dossier.pk, by=officer, what="page", at=at + timedelta(minutes=minute))
    guest.get(url("opened", dossier))
    with django_assert_max_num_queries(8):
        first = guest.get(url("opened", dossier)).text
    following = re.search(r'href="([^"]+\?before=\d+)" rel="next"', first).group(1)
    with django_assert_max_num_queries(8):
        second = guest.get(following).text
    assert first.count("opened the application") == opened_by.PAGE and 'rel="first"' in second


@pytest.mark.parametrize("name", ["stated", "filed_documents"])
def test_the_workers_pages_cost_few_queries(guest, dossier, django_assert_max_num_queries, name):
    guest.get(url(name, dossier))
    with django_assert_max_num_queries(12):
        guest.get(url(name, dossier))
