"""Facts that change while an application is open: a new version, judged anew, and no clock moves (P22)."""

import hashlib
from datetime import timedelta

import pytest
import rfc8785
from django.db import connection

from applications.models import Evaluation, FactsVersion, JournalEntry, PersonName, WorkItem
from applications.selectors import case_file, running_clocks
from applications.services import acts, amending, new_facts, reviews
from applications.services.refusals import NotAllowed, Stale
from applications.services.submission import CannotBeProcessed
from applications.vocabulary import Authority, EntryKind, Outcome, Result
from exchange.models import Parcel
from tests import stories

pytestmark = pytest.mark.django_db
AT = stories.FILED_AT + timedelta(days=3)
LATER = stories.FILED_AT + timedelta(days=12)


def amend(dossier, answers, *, by=None, at=AT, **more):
    return amending.amend(dossier_id=dossier.pk, answers=answers, by=by or stories.employer_actor(), at=at, **more)


def refused(dossier, answers, expected=NotAllowed, **more) -> str:
    """The sentence; fails if a row was written."""
    before = rows()
    with pytest.raises(expected) as refusal:
        amend(dossier, answers, **more)
    assert rows() == before
    return str(refusal.value)


def rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (FactsVersion, Evaluation, JournalEntry, Parcel, PersonName))


def finding(dossier, code):
    return next(found for found in case_file.of(dossier).evaluation.findings if found.code == code)


def test_a_new_version_is_kept_beside_the_former_and_judged_anew():
    # GIVEN a contract that both have signed
    dossier = stories.filed_dossier()
    signed = "ostbelgien.blue_card.contract_signed"
    assert finding(dossier, signed).result == Result.MET
    first = dict(dossier.facts_versions.get().facts)

    # WHEN the employer says that they have not, after all, and pays more
    version = amend(dossier, {"job": {"signed_by_both": False, "yearly_gross": "72000.00"}}, seen=1)

    # THEN there are two versions, the first as it was, and the finding follows the second
    assert (version.number, version.recorded_by, version.reason) == (2, "karin", "")
    assert dossier.facts_versions.get(number=1).facts == first
    assert finding(dossier, signed).result == Result.NOT_MET

    # AND the journal names version, fingerprint, evaluation and which facts, without a value
    entry = dossier.journal.last()
    assert entry.kind == EntryKind.FACTS_AMENDED
    assert entry.said == {
        "facts_version": 2,
        "facts_sha256": hashlib.sha256(rfc8785.dumps(version.facts)).hexdigest(),
        "evaluation": Evaluation.objects.latest("id").pk,
        "changed": ["job.yearly_gross", "job.signed_by_both"],
        "clerical": False,
    }
    assert "72000" not in entry.payload
    connection.check_constraints()


@pytest.mark.parametrize("tell", [stories.filed_dossier, stories.complete_dossier, stories.work_granted_dossier])
def test_no_clock_moves(tell):
    dossier = tell()
    before = repr(running_clocks.of(dossier, on=LATER.date()))
    deadlines = list(dossier.deadlines.order_by("id").values())
    amend(dossier, {"job": {"weekly_hours": "36"}}, at=LATER)
    assert repr(running_clocks.of(dossier, on=LATER.date())) == before
    assert list(dossier.deadlines.order_by("id").values()) == deadlines


def test_the_worker_is_told_that_facts_changed_not_which():
    dossier = stories.filed_dossier()
    amend(dossier, {"job": {"yearly_gross": "72000.00"}})
    told = Parcel.objects.filter(payload__topic="FACTS_CHANGED")
    assert [parcel.addressee.key for parcel in told] == [dossier.worker.addressee_key]
    assert "72000" not in str(told.get().payload)


def test_names_on_the_work_list_and_of_the_person_follow():
    dossier = stories.filed_dossier()
    amend(dossier, {"worker": {"family_name": "Muster-Neu", "bis_number": "85473003317"}})
    assert set(WorkItem.objects.values_list("worker_name", flat=True)) == {"Muster-Neu, Ravi"}
    assert all("muster neu" in item.search_name for item in WorkItem.objects.all())
    names = dossier.worker.names.order_by("valid_from").values_list("family_name", flat=True)
    assert list(names) == ["Beispiel", "Muster-Neu"]
    assert dossier.worker.identifiers.get().value == "85473003317"


def test_a_worker_who_comes_to_belgium_is_no_longer_the_posts():
    dossier = stories.filed_dossier()
    assert dossier.post_code == "new-delhi"
    amend(dossier, {"residence": {**stories.IN_BELGIUM["residence"], "post_code": None}})
    dossier.refresh_from_db()
    assert (dossier.post_code, dossier.commune_nis_code) == ("", "63023")
    assert [entry.kind for entry in dossier.journal.order_by("-seq")[:2]] == ["READDRESSED", "FACTS_AMENDED"]


def test_where_another_authority_would_decide_nothing_is_changed_and_the_way_on_is_said():
    dossier = stories.filed_dossier()
    brussels = {
        "job": {
            "establishment_nis_code": "21004",
            "establishment_number": None,
            "workplaces": [{"nis_code": "21004", "share_percent": 100}],
        }
    }
    sentence = refused(dossier, brussels, new_facts.CompetenceMoves)
    assert "Brussels" in sentence and "Open a new application" in sentence and "P22" in sentence


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "Nothing differs"),
        ({"job": {"yearly_gross": "69300.00"}}, "Nothing differs"),
        ({"job": {"yearly_gross": "a lot"}}, "cannot be read"),
        ({"kind": "RENEWAL"}, "fixed by filing"),
        ({"filed_on": "2024-01-01"}, "fixed by filing"),
        ({"documents": ["diploma", "forged"]}, "Nothing differs"),
        ({"employer": {"enterprise_number": "0200065765"}}, "another employer"),
        ({"employer": {"identity": "HOUSEHOLD"}}, "another employer"),
        ({"nothing": {"of": "the kind"}}, "cannot be read"),
    ],
)
def test_what_cannot_be_a_change_of_facts_has_its_own_sentence(answers, words):
    assert words in refused(stories.filed_dossier(), answers)


def test_what_nobody_could_process_is_not_amended():
    nobody = {"worker": {"family_name": None, "given_names": None}}
    assert "nobody can be identified" in refused(stories.filed_dossier(), nobody, CannotBeProcessed)


def test_two_windows_do_not_overwrite_each_other():
    dossier = stories.filed_dossier()
    amend(dossier, {"job": {"weekly_hours": "36"}}, seen=1)
    assert "since this page was opened" in refused(dossier, {"job": {"weekly_hours": "30"}}, Stale, seen=1)


def test_after_the_decision_the_facts_stay_and_what_to_do_instead_is_said():
    dossier = stories.granted_dossier()
    sentence = refused(dossier, {"job": {"weekly_hours": "36"}})
    assert "rectify" in sentence and "copy this application" in sentence


def test_only_who_filed_amends():
    dossier = stories.filed_dossier()
    for by in (stories.officer("lena"), stories.post_actor()):
        assert "Only the organisation that filed" in refused(dossier, {"job": {"weekly_hours": "36"}}, by=by)


# --- Officers -----------------------------------------------------------------------------------------------------


def correct(dossier, path, value, *, by=None, reason="Laut Vertrag", **more):
    by = by or stories.officer("lena")
    return amending.correct(dossier_id=dossier.pk, path=path, value=value, reason=reason, by=by, at=AT, **more)


def test_an_officer_mends_a_clerical_error_with_his_reason_which_the_journal_does_not_hold():
    dossier = stories.filed_dossier()
    version = correct(dossier, "job.weekly_hours", "83.5")
    assert version.reason == "Laut Vertrag"
    entry = dossier.journal.last()
    assert entry.said["clerical"] and "Vertrag" not in entry.payload
    told = Parcel.objects.filter(payload__topic="FACTS_CHANGED")
    assert {parcel.addressee.key for parcel in told} == {"employer:0123456749", dossier.worker.addressee_key}


@pytest.mark.parametrize(
    ("path", "value", "more", "words"),
    [
        ("job.weekly_hours", "36", {"reason": "  "}, "Say what was wrong"),
        ("worker.travel_document.number", "X1", {}, "does not see it"),
        ("kind", "RENEWAL", {}, "does not see it"),
        ("job.weekly_hours", "many", {}, "cannot be read"),
        ("employer.enterprise_number", "0200065765", {}, "another employer"),
        ("job.weekly_hours", "36", {"by": "brussels"}, "another authority"),
    ],
)
def test_a_correction_that_is_none_is_refused(path, value, more, words):
    dossier = stories.filed_dossier()
    more = {
        name: stories.officer("paul", Authority.BRUSSELS) if name == "by" else value for name, value in more.items()
    }
    before = rows()
    with pytest.raises(NotAllowed, match=words):
        correct(dossier, path, value, **more)
    assert rows() == before


def test_the_immigration_office_corrects_the_number_of_the_passport():
    dossier = stories.filed_dossier()
    correct(dossier, "worker.travel_document.number", "X0000001", by=stories.officer("odile", Authority.FEDERAL))
    assert dossier.worker.travel_documents.filter(number="X0000001").exists()


# --- What was decided on former facts -------------------------------------------------------------------------------


def concluded(dossier, outcome=Outcome.FAVOURABLE, at=LATER, **more):
    ralf = stories.officer("ralf", signs=True)
    sources = dict.fromkeys(stories.unsettled_codes(dossier, ralf), "gelesen")
    return reviews.conclude(dossier_id=dossier.pk, outcome=outcome, by=ralf, at=at, sources=sources, **more)


def test_a_letter_made_ready_before_the_change_is_not_signed_even_if_it_would_say_the_same():
    # GIVEN a letter, and a change of something that no letter prints
    dossier, ralf = stories.complete_dossier(), stories.officer("ralf", signs=True)
    concluded(dossier)
    act = acts.preview(dossier_id=dossier.pk, by=ralf, at=LATER)
    amend(dossier, {"qualification": {"higher_education_years": 5}}, at=LATER + timedelta(minutes=1))

    # WHEN the signatory signs what he saw THEN he is told; made ready again, it can be signed
    later = LATER + timedelta(minutes=5)
    with pytest.raises(Stale, match=r"The facts were changed on 15\.03\.2025"):
        acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf, at=later)
    act = acts.preview(dossier_id=dossier.pk, by=ralf, at=later)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf, at=later)


def test_after_a_change_the_desk_may_conclude_once_more_and_the_letter_of_the_former_conclusion_is_gone():
    dossier, ralf = stories.complete_dossier(), stories.officer("ralf", signs=True)
    concluded(dossier)
    with pytest.raises(Stale, match="concluded already"):
        concluded(dossier, at=LATER + timedelta(minutes=1))

    amend(dossier, {"job": {"signed_by_both": False}}, at=LATER + timedelta(minutes=2))
    acts.preview(dossier_id=dossier.pk, by=ralf, at=LATER + timedelta(minutes=3))
    ground = "ostbelgien.blue_card.contract_signed"
    again = concluded(dossier, Outcome.UNFAVOURABLE, at=LATER + timedelta(minutes=4), grounds=[ground])

    assert again.outcome == Outcome.UNFAVOURABLE and not dossier.acts.exists()
    with pytest.raises(Stale, match="concluded already"):
        concluded(dossier, at=LATER + timedelta(minutes=5))
