"""The time to decide ends and nobody decided (P11): annex 47 is made ready, and an officer signs it or does not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from applications.models import ActorName, Dossier, Signatory
from applications.rulebook.model import OnExpiry
from applications.selectors import replaying, running_clocks, timeline
from applications.services import acts, closing, completeness, languages, reopening, reviews, sweeping, withdrawal
from applications.services.refusals import NotAllowed
from applications.vocabulary import ActKind, ActState, Authority, Ending, OrganisationKind, Outcome, Stage, State, Track
from exchange.models import Parcel
from tests import stories

pytestmark = pytest.mark.django_db
AT = stories.FILED_AT  # Monday 3 March 2025; completeness is notified the same day
LAST_DAY = date(2025, 7, 3)
AFTER = AT + timedelta(days=125)
BRUSSELS = {
    "establishment_nis_code": "21004",
    "establishment_number": None,
    "workplaces": [{"nis_code": "21004", "share_percent": 100}],
    "profile": "HIGHLY_SKILLED",
}


def luc():
    return stories.officer("luc", Authority.BRUSSELS, signs=True)


def jan():
    return stories.officer("jan", Authority.FEDERAL, signs=True)


@pytest.fixture
def dossier() -> Dossier:
    """An ordinary single permit in Brussels, complete; both authorities examine it."""
    stories.cast()
    stories.organisation(OrganisationKind.COMMUNE, "commune:21004", "Bruxelles", nis_code="21004", language="fr")
    ActorName.objects.create(actor_key="luc", display_name="Luc Fictif")
    Signatory.objects.create(
        authority=Authority.BRUSSELS, actor_key="luc", title="Directeur", delegation="demo delegation",
        act_kinds=[ActKind.WORK_GRANT, ActKind.WORK_REFUSAL], valid_from=AT.date(),
    )  # fmt: skip
    found = stories.filed_dossier(category="single_permit", job=BRUSSELS)
    stories.tick_everything(found, at=AT)
    completeness.declare_complete(dossier_id=found.pk, by=luc(), at=AT)
    stories.carry_post(AT)
    found.refresh_from_db()
    assert (found.authority, found.state) == (Authority.BRUSSELS, State.UNDER_REVIEW)
    return found


def silent(dossier: Dossier, *, at=AFTER) -> Dossier:
    sweeping.sweep(at=at)
    dossier.refresh_from_db()
    return dossier


def signed(dossier: Dossier, *, at=AFTER):
    """The letter in French, since no rule says in which language the Office writes in such a dossier."""
    languages.choose(dossier_id=dossier.pk, language="fr", reason="dossier in French", by=jan(), at=at)
    act = acts.preview(dossier_id=dossier.pk, by=jan(), at=at)
    return acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=jan(), at=at)


def stages(dossier: Dossier) -> dict[str, str]:
    return dict(dossier.work_items.values_list("authority", "stage"))


def differences(at=AFTER) -> list[str]:
    return list(replaying.differences(on=at.date()))


def test_silence_makes_an_act_ready_and_decides_nothing(dossier):
    assert sweeping.sweep(at=AFTER) >= 1
    dossier.refresh_from_db()
    assert dossier.state == State.UNDER_REVIEW
    entry = dossier.journal.last()
    assert (entry.kind, entry.capacity) == ("GRANT_PROPOSED", "SYSTEM")
    assert entry.said["rule"].startswith("federal.periods.single_permit@") and entry.said["ended_on"] == f"{LAST_DAY}"
    act = dossier.acts.get()
    assert (act.kind, act.track, act.authority) == (ActKind.ANNEX_47, Track.RESIDENCE, Authority.FEDERAL)
    assert (act.state, act.preview_key) == (ActState.PREPARED, "")
    assert dossier.deadlines.get(rule="federal.periods.single_permit").ended_as == Ending.LAPSED
    assert stages(dossier) == {Authority.BRUSSELS: Stage.REVIEW, Authority.FEDERAL: Stage.SIGN}
    assert differences() == []


def test_nothing_is_made_ready_before_the_last_day_is_over(dossier):
    silent(dossier, at=AT + timedelta(days=122))  # the last day itself
    assert not dossier.acts.exists()


def test_sweeping_again_changes_nothing(dossier):
    before = silent(dossier).journal.count()
    silent(dossier, at=AFTER + timedelta(days=1))
    silent(dossier, at=AFTER + timedelta(days=40))
    assert dossier.journal.count() == before and dossier.acts.count() == 1


def test_only_the_desks_see_that_something_was_made_ready(dossier):
    silent(dossier)
    assert "GRANT_PROPOSED" in {told.kind for told in timeline.of(dossier, luc())}
    assert "GRANT_PROPOSED" not in {told.kind for told in timeline.of(dossier, stories.employer_actor())}


def test_the_switch_of_the_law_keeps_the_alarm_and_proposes_nothing(dossier, monkeypatch):
    rules = running_clocks.rules

    def switched_off(dossier, *, on):
        return [replace(rule, on_expiry=OnExpiry.ALARM) for rule in rules(dossier, on=on)]

    monkeypatch.setattr(running_clocks, "rules", switched_off)
    silent(dossier)
    assert not dossier.acts.exists()
    assert dossier.deadlines.get(rule="federal.periods.single_permit").ended_as == Ending.LAPSED


def test_the_office_signs_and_the_permit_goes_to_everybody(dossier):
    act = signed(silent(dossier))
    dossier.refresh_from_db()
    assert (dossier.state, act.kind) == (State.GRANTED, ActKind.ANNEX_47)
    permit = dossier.permit
    assert (permit.act_id, permit.card, permit.because["months"]) == (act.pk, "A", 36)
    assert not dossier.reviews.filter(closed_at=None).exists()
    posted = Parcel.objects.filter(key__contains="residence_act").values_list("kind", flat=True)
    assert {str(kind) for kind in posted} == {"COMBINED_GRANT", "VISA_INSTRUCTION"}
    stories.carry_post(AFTER)
    acts.append_seal(act_id=act.pk, at=AFTER)
    assert differences() == []
    assert "annex 47" in str(timeline.told(dossier.journal.get(kind="ACT_SIGNED")).sentence)


def test_only_a_signatory_of_the_office_signs(dossier):
    silent(dossier)
    languages.choose(dossier_id=dossier.pk, language="fr", reason="x", by=jan(), at=AFTER)
    act = acts.preview(dossier_id=dossier.pk, by=stories.officer("odile", Authority.FEDERAL), at=AFTER)
    for other in (luc(), stories.officer("odile", Authority.FEDERAL), stories.employer_actor()):
        with pytest.raises(NotAllowed):
            acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=other, at=AFTER)
    Signatory.objects.filter(actor_key="jan").update(act_kinds=[ActKind.ANNEX_46])
    with pytest.raises(NotAllowed, match="no delegation"):
        acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=jan(), at=AFTER)


def test_the_region_may_still_refuse_and_what_was_made_ready_falls(dossier):
    silent(dossier)
    code = "brussels.pay.skilled"
    reviews.conclude(
        dossier_id=dossier.pk, outcome=Outcome.UNFAVOURABLE, by=luc(), at=AFTER, grounds=[code],
        sources={code: "Moniteur belge"},
    )  # fmt: skip
    languages.choose(dossier_id=dossier.pk, language="fr", reason="x", by=luc(), at=AFTER)
    act = acts.preview(dossier_id=dossier.pk, by=luc(), at=AFTER)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=luc(), at=AFTER)
    dossier.refresh_from_db()
    assert dossier.state == State.REFUSED
    assert not dossier.acts.filter(kind=ActKind.ANNEX_47).exists()
    assert differences() == []


def test_the_office_may_conclude_otherwise_after_the_regional_yes(dossier):
    silent(dossier)
    unsettled = dict.fromkeys(stories.unsettled_codes(dossier, luc()), "Moniteur belge")
    reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=luc(), at=AFTER, sources=unsettled)
    languages.choose(dossier_id=dossier.pk, language="fr", reason="x", by=luc(), at=AFTER)
    act = acts.preview(dossier_id=dossier.pk, by=luc(), at=AFTER)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=luc(), at=AFTER)
    unsettled = dict.fromkeys(stories.unsettled_codes(dossier, jan()), "Moniteur belge")
    reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=jan(), at=AFTER, sources=unsettled)
    assert not dossier.acts.filter(kind=ActKind.ANNEX_47).exists()
    assert stages(dossier)[Authority.FEDERAL] == Stage.SIGN
    assert differences() == []


def test_whoever_has_concluded_in_time_is_left_his_act(dossier):
    for by in (luc(), jan()):
        unsettled = dict.fromkeys(stories.unsettled_codes(dossier, by), "Moniteur belge")
        reviews.conclude(dossier_id=dossier.pk, outcome=Outcome.FAVOURABLE, by=by, at=AT, sources=unsettled)
        if by.authority == Authority.BRUSSELS:
            languages.choose(dossier_id=dossier.pk, language="fr", reason="x", by=by, at=AT)
            act = acts.preview(dossier_id=dossier.pk, by=by, at=AT)
            acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=by, at=AT)
    silent(dossier)
    assert not dossier.acts.filter(kind=ActKind.ANNEX_47).exists()
    assert not dossier.journal.filter(kind="GRANT_PROPOSED").exists()


@pytest.mark.parametrize("ending", ["withdrawn", "closed"])
def test_the_end_of_the_application_drops_it(dossier, ending):
    silent(dossier)
    if ending == "withdrawn":
        withdrawal.withdraw(dossier_id=dossier.pk, by=stories.employer_actor(), at=AFTER)
    else:
        closing.close_without_object(dossier_id=dossier.pk, reason="DEATH", by=luc(), at=AFTER)
    assert not dossier.acts.exists()
    assert differences() == []


def test_a_grant_by_silence_that_is_annulled_has_both_examined_anew(dossier):
    act = signed(silent(dossier))
    stories.carry_post(AFTER)
    acts.append_seal(act_id=act.pk, at=AFTER)
    later = AFTER + timedelta(days=10)
    reopening.reopen(dossier_id=dossier.pk, act_id=act.pk, reason="ANNULLED", basis="judgment 123", by=jan(), at=later)
    dossier.refresh_from_db()
    assert dossier.state == State.UNDER_REVIEW
    assert set(dossier.reviews.filter(closed_at=None).values_list("track", flat=True)) == {"WORK", "RESIDENCE"}
    assert differences(later) == []
