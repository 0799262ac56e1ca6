"""Filing under a mandate: whatever it lacks is warned, with its rule and its consequence, and filed anyway (P16)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from applications import representation
from applications.models import Mandate
from applications.selectors import case_file, filing_check
from applications.selectors import mandates as mandate_selector
from applications.services import mandates, representing
from applications.services.refusals import NotAllowed
from applications.vocabulary import Certainty, MandateGap, MandateScope
from tests import stories
from tests.mandates import stories as mandated
from tests.mandates.stories import AT, TODAY, days, holder, lawyer, row, terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]


def lacking(dossier, *, actor_key="joris") -> list[str]:
    """What the draft's own page warns of."""
    return [lack.gap for lack in filing_check.check(dossier, on=TODAY, actor_key=actor_key).lacks]


def draft(**changes):
    return stories.draft(at=AT, by=lawyer(), **changes)


def test_under_a_sound_mandate_nothing_is_warned_and_the_application_names_it():
    mandate = mandated.given()
    dossier = mandated.filed_by_lawyer()
    assert dossier.mandate == mandate
    filing = dossier.journal.first().said
    assert filing["mandate"] == mandate.pk and not [code for code in filing["warnings"] if "mandate" in code]


@pytest.mark.parametrize(
    ("changes", "gaps"),
    [
        (None, [MandateGap.MISSING]),
        ({"terms": terms(**days(3))}, [MandateGap.NOT_YET]),
        (
            {"terms": terms(scope=MandateScope.CATEGORIES, categories=["single_permit"], **days(0))},
            [MandateGap.OUT_OF_SCOPE],
        ),
        ({"holder": "anna"}, [MandateGap.OTHER_PERSON]),
        ({"by": "firm"}, [MandateGap.NOT_CONFIRMED]),
        ({"upload": None}, [MandateGap.NO_PAPER]),
        ({"terms": terms(resides_in_belgium=False)}, [MandateGap.ABROAD]),
        ({"terms": terms(resides_in_belgium=None)}, [MandateGap.RESIDENCE_UNKNOWN]),
    ],
)
def test_each_gap_is_warned_recorded_and_filed_anyway(changes, gaps):
    # GIVEN a mandate that lacks something, or none
    if changes is not None:
        by = lawyer() if changes.pop("by", "") == "firm" else None
        if "holder" in changes:
            changes["holder"] = holder(changes["holder"])
        mandated.given(by=by, **changes)

    # WHEN the draft is looked at THEN it is said, with a rule and a consequence
    dossier = draft()
    assert lacking(dossier) == gaps
    for lack in filing_check.check(dossier, on=TODAY, actor_key="joris").lacks:
        assert lack.rule is not None and lack.rule.source and str(lack.consequence)

    # AND when it is filed it is filed, and the journal keeps what was lacking
    filed = mandated.filed_by_lawyer()
    warned = filed.journal.first().said["warnings"]
    assert [code for code in warned if code.startswith("mandate.")] == [f"mandate.{gap}" for gap in gaps]


def test_a_mandate_that_ran_out_or_was_revoked_is_said_while_the_draft_names_it():
    dossier = draft()
    short = mandated.given(terms=terms(**days(-9, 5)))
    representing.file_under(dossier_id=dossier.pk, mandate_id=short.pk, by=lawyer())
    dossier.refresh_from_db()
    later = filing_check.check(dossier, on=TODAY + timedelta(days=9), actor_key="joris")
    assert [lack.gap for lack in later.lacks] == [MandateGap.EXPIRED]

    mandates.end(mandate_id=short.pk, by=mandated.employer(), at=AT)
    assert lacking(dossier) == [MandateGap.ENDED]


def test_a_mandate_of_another_employer_is_warned_on_the_draft_and_no_evidence_when_it_is_filed():
    # GIVEN a mandate of Muster, and a draft for somebody else that names it all the same
    mandate = mandated.given()
    dossier = draft(employer={"name": "Zweite Firma AG", "enterprise_number": "0200065765"})
    representing.file_under(dossier_id=dossier.pk, mandate_id=mandate.pk, by=lawyer())
    dossier.refresh_from_db()
    assert lacking(dossier) == [MandateGap.OTHER_EMPLOYER]

    # WHEN it is filed
    from applications.services import submission

    stories.attach_everything(dossier, by=lawyer(), at=AT)
    filed = submission.submit(dossier_id=dossier.pk, by=lawyer(), at=AT)

    # THEN the warning is kept, the mandate is not
    said = filed.journal.first().said
    assert "mandate.OTHER_EMPLOYER" in said["warnings"] and said["mandate"] is None
    assert filed.mandate is None


def test_a_draft_cannot_name_a_mandate_of_another_firm():
    foreign = mandated.given(
        firm_id=row(mandated.OTHER_FIRM).pk, holder=holder("stranger", mandated.OTHER_FIRM), upload=None
    )
    dossier = draft()
    with pytest.raises(NotAllowed, match="own firm"):
        representing.file_under(dossier_id=dossier.pk, mandate_id=foreign.pk, by=lawyer())


def test_who_stands_in_may_file_in_the_place_of_the_person_named():
    from applications.services import naming

    mandate = mandated.given(holder=holder("anna"))
    assert lacking(draft()) == [MandateGap.OTHER_PERSON]
    naming.substitute(
        mandate_id=mandate.pk, to=holder("joris"), valid_from=TODAY, last_day=TODAY, by=lawyer("anna"), at=AT
    )
    assert lacking(draft()) == []


def test_of_several_mandates_the_one_that_lacks_least_is_taken():
    mandated.given(terms=terms(**days(5)))
    sound = mandated.given(holder=holder("anna"))
    found, gaps = mandate_selector.of_draft(draft(), case_file_facts(), on=TODAY, actor_key="anna")
    assert (found, gaps) == (sound, ())


def case_file_facts():
    return filing_check.check(draft(), on=TODAY).facts


def test_the_desks_see_what_the_mandate_lacks_today_and_that_another_person_filed():
    mandate = mandated.given(holder=holder("anna"), by=lawyer("anna"))
    dossier = mandated.filed_by_lawyer()
    file, entries = case_file.of(dossier), list(dossier.journal.all())
    seen = mandate_selector.of_filed(dossier, file.facts, on=TODAY, entries=entries)
    assert seen.holder == "Anna Verzonnen"
    assert [lack.gap for lack in seen.lacks] == [MandateGap.NOT_CONFIRMED, MandateGap.OTHER_PERSON]

    # once confirmed, only what stays true is left
    mandates.confirm(mandate_id=mandate.pk, by=mandated.employer(), at=AT)
    seen = mandate_selector.of_filed(dossier, file.facts, on=TODAY, entries=entries)
    assert [lack.gap for lack in seen.lacks] == [MandateGap.OTHER_PERSON]


def test_a_foreign_employer_who_files_himself_is_warned_and_one_in_belgium_is_not():
    case = representation.Case(by_mandatary=False, category="eu_blue_card", on=TODAY, seat_in_belgium=False)
    assert representation.gaps(None, case) == (MandateGap.FOREIGN_EMPLOYER,)
    assert representation.gaps(None, replace(case, seat_in_belgium=True)) == ()


def test_only_brussels_is_said_to_declare_an_application_inadmissible_without_a_mandate():
    on = date(2025, 3, 3)
    for authority in ("flanders", "wallonia", "ostbelgien"):
        (lack,) = representation.lacks([MandateGap.MISSING], authority=authority, on=on)
        assert "inadmissible" not in str(lack.consequence) and lack.rule.certainty == Certainty.UNVERIFIED
    (lack,) = representation.lacks([MandateGap.MISSING], authority="brussels", on=on)
    assert "inadmissible" in str(lack.consequence) and lack.rule.certainty == Certainty.SOURCED
    (lack,) = representation.lacks([MandateGap.MISSING], authority="", on=on)
    assert lack.rule is None  # no authority is derived yet: nothing is claimed


def test_an_employer_who_files_costs_no_query_for_mandates(django_assert_num_queries):
    dossier = stories.draft()
    facts = filing_check.check(dossier, on=TODAY).facts
    with django_assert_num_queries(0):
        assert mandate_selector.of_draft(dossier, facts, on=TODAY) == (None, ())
    assert not Mandate.objects.exists()
