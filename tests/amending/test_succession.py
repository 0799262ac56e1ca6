"""A curator or a successor in the employer's place (P13)."""

from datetime import timedelta

import pytest

from applications.models import FactsVersion, JournalEntry, Organisation
from applications.rulebook.facts import Employer
from applications.selectors import case_file, dossiers, running_clocks
from applications.services import completeness, posting, succession
from applications.services.refusals import NotAllowed
from applications.vocabulary import Authority, EmployerChange, EntryKind
from exchange.models import Parcel
from tests import stories
from tests.mandates import stories as mandated

pytestmark = pytest.mark.django_db
AT = stories.FILED_AT + timedelta(days=4)
NEW = Employer(
    identity="ENTERPRISE", name="Nachfolge AG", enterprise_number="0200065765", contact_email="post@nachfolge.example"
)
KEY, OLD = "employer:0200065765", "employer:0123456749"


def replace(dossier, *, why=EmployerChange.SUCCESSOR, employer=NEW, reason="Urteil vom 3. März", by=None, **more):
    return succession.replace_employer(
        dossier_id=dossier.pk,
        why=why,
        employer=employer,
        reason=reason,
        by=by or stories.officer("lena"),
        at=AT,
        **more,
    )


def test_a_successor_is_the_employer_from_here_on_and_is_written_to():
    # GIVEN an application with a request still in the post
    dossier = stories.filed_dossier(leave_out=("diploma",))
    asks = [completeness.Ask(code="diploma")]
    completeness.ask(dossier_id=dossier.pk, asks=asks, by=stories.officer("lena"), at=stories.FILED_AT)
    clocks = repr(running_clocks.of(dossier, on=AT.date()))
    paper = dossier.documents.get(code="contract_or_offer").versions.get()

    # WHEN the region writes the successor down
    replace(dossier, document_id=paper.pk)

    # THEN facts, workspace and addressee are his, and the former version stays
    dossier.refresh_from_db()
    assert (dossier.employer.key, dossier.workspace.key) == (KEY, KEY)
    assert case_file.of(dossier).facts.employer.name == "Nachfolge AG"
    assert dossier.facts_versions.get(number=1).facts["employer"]["name"] == "Muster Automation AG"
    assert Parcel.objects.get(key=f"{dossier.reference}/request/1/filer").addressee.key == KEY
    assert {to.key for to in posting.recipients(dossier)} == {KEY, dossier.worker.addressee_key}
    assert {item.employer_name for item in dossier.work_items.all()} == {"Nachfolge AG"}

    # AND the journal says why, by what paper, and no clock has moved; the former employer sees it no more and is told
    entry = dossier.journal.get(kind=EntryKind.EMPLOYER_REPLACED)
    assert (entry.said["why"], entry.said["document"]) == ("SUCCESSOR", paper.pk)
    assert "Urteil" not in entry.payload and dossier.facts_versions.get(number=2).reason == "Urteil vom 3. März"
    assert repr(running_clocks.of(dossier, on=AT.date())) == clocks
    assert dossier not in dossiers.visible_to(stories.employer_actor())
    told = Parcel.objects.filter(payload__topic="EMPLOYER_REPLACED")
    assert {parcel.addressee.key for parcel in told} == {KEY, OLD, dossier.worker.addressee_key}


def test_a_curator_acts_for_the_employer_who_stays_in_the_facts():
    dossier = stories.filed_dossier()
    replace(dossier, why=EmployerChange.CURATOR, employer=NEW.model_copy(update={"name": "RA Kurator"}))
    dossier.refresh_from_db()
    facts = case_file.of(dossier).facts.employer
    assert (facts.name, facts.enterprise_number) == ("Muster Automation AG", "0123456749")
    assert (facts.representative_name, facts.contact_email) == ("RA Kurator", "post@nachfolge.example")
    assert dossier.employer.key == KEY


def test_a_mandatary_goes_on_and_the_desks_see_that_his_mandate_is_another_employers():
    from applications.selectors import mandates

    mandated.cast()
    mandated.given(upload=None)
    dossier = mandated.filed_by_lawyer()
    replace(dossier)
    dossier.refresh_from_db()
    assert dossier.workspace.key == mandated.FIRM
    seen = mandates.of_filed(dossier, case_file.of(dossier).facts, on=AT.date())
    assert "OTHER_EMPLOYER" in [lack.gap for lack in seen.lacks]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"why": "TAKEOVER"}, "Choose whether"),
        ({"reason": " "}, "on what you rely"),
        ({"employer": Employer(identity="ENTERPRISE", name="Ohne Nummer")}, "name and the number"),
        ({"employer": Employer(identity="HOUSEHOLD")}, "name and the number"),
        ({"document_id": 999_999}, "not in the dossier"),
        ({"employer": Employer(identity="ENTERPRISE", name="X", enterprise_number="0123456749")}, "on record already"),
        ({"by": "office"}, "work authority"),
        ({"by": "employer"}, "another authority"),
    ],
)
def test_what_has_no_ground_is_refused_and_writes_nothing(changes, words):
    dossier = stories.filed_dossier()
    if "by" in changes:
        office = stories.officer("odile", Authority.FEDERAL)
        changes = {"by": office if changes["by"] == "office" else stories.employer_actor()}
    before = (FactsVersion.objects.count(), JournalEntry.objects.count(), Parcel.objects.count())
    with pytest.raises(NotAllowed, match=words):
        replace(dossier, **changes)
    assert (FactsVersion.objects.count(), JournalEntry.objects.count(), Parcel.objects.count()) == before


def test_a_decided_application_keeps_its_employer():
    dossier = stories.granted_dossier()
    with pytest.raises(NotAllowed, match="closed"):
        replace(dossier)
    assert not Organisation.objects.filter(key=KEY).exists()
