"""Other people of the same firm: who stands in, and who takes the mandate over."""

from datetime import timedelta

import pytest

from applications.models import JournalEntry, Mandate, MandateSubstitute
from applications.selectors import dossiers
from applications.services import mandates, naming
from applications.services.refusals import NotAllowed
from applications.vocabulary import EntryKind, MandateEnding
from exchange.models import Parcel
from tests.mandates import stories as mandated
from tests.mandates.stories import AT, DAY, OTHER_FIRM, TODAY, days, holder, lawyer, terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]


@pytest.fixture
def mandate():
    return mandated.given(terms=terms(**days(-1, 30)))


def refused(verb, mandate, **arguments) -> str:
    before = Mandate.objects.count(), MandateSubstitute.objects.count(), JournalEntry.objects.count()
    with pytest.raises(NotAllowed) as refusal:
        verb(mandate_id=mandate.pk, at=AT, **arguments)
    assert (Mandate.objects.count(), MandateSubstitute.objects.count(), JournalEntry.objects.count()) == before
    return str(refusal.value)


def stand_in(mandate, *, to="anna", first=0, last=5, by=None):
    return naming.substitute(
        mandate_id=mandate.pk, to=holder(to), valid_from=TODAY + first * DAY, last_day=TODAY + last * DAY,
        by=by or lawyer(), at=AT,
    )  # fmt: skip


def test_a_colleague_stands_in_for_some_days_and_the_open_applications_say_so(mandate):
    dossier = mandated.filed_by_lawyer()
    row = stand_in(mandate)
    assert row.stands_in(TODAY) and row.stands_in(TODAY + 5 * DAY) and not row.stands_in(TODAY + 6 * DAY)
    entry = dossier.journal.last()
    assert (entry.kind, entry.said["mandate"], entry.said["substitute"]) == (
        EntryKind.MANDATE_SUBSTITUTED,
        mandate.pk,
        row.pk,
    )
    assert Parcel.objects.filter(payload__topic="SUBSTITUTED", addressee__key=mandated.PRINCIPAL).exists()
    assert "anna" not in entry.payload


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"to": holder}, "names this person already"),
        ({"to": lambda: None}, "same firm"),
        ({"to": lambda: holder("stranger", OTHER_FIRM)}, "same firm"),
        ({"valid_from": TODAY + 5 * DAY, "last_day": TODAY}, "lies before the first"),
        ({"valid_from": TODAY - 5 * DAY, "last_day": TODAY - DAY}, "are over"),
        ({"last_day": TODAY + 60 * DAY}, "does not cover all of these days"),
    ],
)
def test_a_substitution_that_cannot_be_is_refused_with_its_own_sentence(mandate, changes, words):
    arguments = {"to": lambda: holder("anna"), "valid_from": TODAY, "last_day": TODAY, "by": lawyer()} | changes
    arguments["to"] = arguments["to"]()
    assert words in refused(naming.substitute, mandate, **arguments)


def test_two_people_do_not_stand_in_on_the_same_day(mandate):
    stand_in(mandate)
    again = {"to": holder("berta"), "valid_from": TODAY + 5 * DAY, "last_day": TODAY + 9 * DAY, "by": lawyer()}
    assert "stands in on some of these days" in refused(naming.substitute, mandate, **again)
    stand_in(mandate, to="berta", first=6, last=9)


def test_the_employer_does_not_say_who_stands_in_at_the_firm(mandate):
    again = {"to": holder("anna"), "valid_from": TODAY, "last_day": TODAY, "by": mandated.employer()}
    assert "Only the firm" in refused(naming.substitute, mandate, **again)


def test_the_employer_names_another_person_and_the_applications_stay_with_the_firm(mandate):
    # GIVEN an application under the mandate, and a draft that names it
    dossier = mandated.filed_by_lawyer()

    # WHEN the employer names Anna
    after = naming.hand_over(mandate_id=mandate.pk, to=holder("anna"), by=mandated.employer(), at=AT)

    # THEN a new mandate with the same terms follows the old one at once
    mandate.refresh_from_db()
    assert (mandate.ended_as, after.follows, after.holder_key) == (MandateEnding.HANDED_OVER, mandate, "anna")
    assert (after.scope, after.valid_until, after.is_confirmed) == (mandate.scope, mandate.valid_until, True)
    dossier.refresh_from_db()
    assert dossier.mandate == after and dossier in dossiers.visible_to(lawyer())
    assert dossier.journal.last().said == {"mandate": mandate.pk, "to": after.pk}

    # AND revoking the new one ends the firm's access
    mandates.end(mandate_id=after.pk, by=mandated.employer(), at=AT + DAY)
    assert dossier not in dossiers.visible_to(lawyer())


def test_the_firm_needs_the_new_paper_and_the_employers_word(mandate):
    assert "signed paper" in refused(naming.hand_over, mandate, to=holder("anna"), by=lawyer())
    after = naming.hand_over(
        mandate_id=mandate.pk, to=holder("anna"), by=lawyer(), at=AT, upload=mandated.a_paper("neu.pdf")
    )
    assert not after.is_confirmed and after.evidence_name == "neu.pdf"


@pytest.mark.parametrize("to", [None, "same", "stranger"])
def test_handing_over_to_nobody_to_himself_or_outside_is_refused(mandate, to):
    person = {None: None, "same": holder(), "stranger": holder("stranger", OTHER_FIRM)}[to]
    assert refused(naming.hand_over, mandate, to=person, by=mandated.employer())


def test_what_has_run_out_or_ended_is_not_handed_over(mandate):
    late = AT + timedelta(days=60)
    with pytest.raises(NotAllowed, match="run out"):
        naming.hand_over(mandate_id=mandate.pk, to=holder("anna"), by=mandated.employer(), at=late)
    mandates.end(mandate_id=mandate.pk, by=lawyer(), at=AT)
    assert "has ended" in refused(naming.hand_over, mandate, to=holder("anna"), by=mandated.employer())
