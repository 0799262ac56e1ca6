"""A yes in every category: filed, complete, concluded, both acts made ready and signed, whoever says how long."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from applications import files, permit_terms
from applications.models import Dossier, TermsStatement
from applications.rulebook import rulebook, sentences
from applications.services import acts, declarations, languages, rectifying, replaying, reviews, sweeping, terms
from applications.services.rectifying import Correction
from applications.services.refusals import NotAllowed, Stale
from applications.services.terms import TermRefused
from applications.vocabulary import (
    ActKind,
    ApplicationKind,
    Authority,
    DeclarationKind,
    EntryKind,
    Outcome,
    State,
    Term,
    Track,
)
from tests import stories
from tests.exchange.test_letters import text_of

pytestmark = pytest.mark.django_db
AT = stories.FILED_AT
LATER = AT + timedelta(days=10)
FIXED = {"engagement": "FIXED_TERM", "end_on": "2025-10-31", "highly_qualified": False}
ASKED = {
    "eu_blue_card": {},
    "single_permit": {"job": FIXED},
    "seasonal": {"job": FIXED | {"nature": "SEASONAL"}, "seasonal": {"is_seasonal": True, "days_in_365": 140}},
    "ict": {"job": FIXED | {"nature": "TRANSFER"}, "transfer": {"role": "MANAGER", "previous_months": 0}},
    "researcher": {"job": FIXED | {"nature": "RESEARCH"}, "research": {"hosting_until": "2025-12-31"}},
    "trainee": {"job": FIXED | {"nature": "TRAINEESHIP"}, "placement": {"months": 5}},
    "volunteer": {"job": FIXED | {"nature": "VOLUNTEERING"}, "placement": {"months": 5}},
}
CARDS = {"eu_blue_card": "H", "ict": "I"}
GIVEN = {Term.MONTHS: "4", Term.LABOUR_MARKET: "LIMITED"}
ON_PAPER = {Term.MONTHS: "Ministerialerlass vom 3. März", Term.LABOUR_MARKET: "Handbuch, Seite 12"}


@pytest.fixture(autouse=True)
def _trusted_files(monkeypatch):
    monkeypatch.setattr(files, "inspect", lambda _path: {"media_type": "application/pdf", "pages": 1})


def ralf():
    return stories.officer("ralf", signs=True)


def jan():
    return stories.officer("jan", Authority.FEDERAL, signs=True)


def concluded(category="single_permit", by=ralf, **changes) -> Dossier:
    """The region has concluded favourably; in Eupen no rule says how long an ordinary permit lasts."""
    dossier = stories.complete_dossier(category=category, **(ASKED[category] | changes))
    return conclude(dossier, by())


def conclude(dossier, by, outcome=Outcome.FAVOURABLE, **more) -> Dossier:
    sources = dict.fromkeys(stories.unsettled_codes(dossier, by), "demo")
    reviews.conclude(dossier_id=dossier.pk, outcome=outcome, by=by, at=LATER, sources=sources, **more)
    return dossier


def state(dossier, by=None, given=None, sources=None, at=LATER):
    given = {Term.MONTHS: "4"} if given is None else given
    sources = ON_PAPER if sources is None else sources
    return terms.state(dossier_id=dossier.pk, given=given, sources=sources, by=by or ralf(), at=at)


def preview(dossier, by=None):
    return acts.preview(dossier_id=dossier.pk, by=by or ralf(), at=LATER)


def refused(verb, *arguments, **more) -> str:
    before = TermsStatement.objects.count()
    with pytest.raises(NotAllowed) as refusal:
        verb(*arguments, **more)
    assert TermsStatement.objects.count() == before
    return str(refusal.value)


def printed(day: date) -> str:
    """A day as a letter writes it."""
    with translation.override("de"):
        return sentences.localised(day.isoformat())


def differences(dossier, at=LATER):
    dossier.refresh_from_db()
    return list(replaying.of_one(dossier, on=(at + timedelta(days=15)).date()))


@pytest.mark.parametrize("category", ASKED)
def test_a_yes_in_every_category_is_signed_by_both_and_has_its_letters(category):
    dossier = stories.granted_dossier(category=category, **ASKED[category])

    assert dossier.state == State.GRANTED
    work, combined = dossier.acts.get(track=Track.WORK), dossier.acts.get(track=Track.RESIDENCE)
    assert (work.kind, combined.kind) == (ActKind.WORK_GRANT, ActKind.ANNEX_46)
    permit = dossier.permit
    assert permit.card == CARDS.get(category, "A") and permit.labour_market == "LIMITED"
    for act in (work, combined):
        said = text_of(files.read(act.sealed_key))
        assert printed(permit.valid_until) in said
    stated = category != "eu_blue_card"
    assert permit.because["duration"].startswith("statement:") == stated
    assert dossier.journal.filter(kind=EntryKind.TERMS_STATED).count() == stated  # the region's holds for the Office
    assert differences(dossier) == []


def test_every_category_of_both_tracks_is_in_the_table():
    both = {code for code, each in rulebook().categories.items() if len(each.tracks) == 2 and not each.announced}
    assert both == set(ASKED)


def test_in_flanders_the_rules_give_an_ordinary_permit_all_it_needs():
    dossier = stories.filed_dossier(category="single_permit", job=FIXED | {"establishment_nis_code": "11002",
        "establishment_number": None, "workplaces": [{"nis_code": "11002", "share_percent": 100}],
        "profile": "HIGHLY_SKILLED"})  # fmt: skip
    file = stories.desk_file.of(dossier, jan(), on=AT.date())
    assert dossier.authority == Authority.FLANDERS and file.to_state == ()


def test_a_renewal_is_filed_granted_and_delivered():
    # GIVEN somebody who is here on a permit that runs out, and asks for it again
    held = {"held": {"expires_on": "2025-05-31"}, **stories.IN_BELGIUM}
    dossier = stories.complete_dossier(category="single_permit", kind=ApplicationKind.RENEWAL, job=FIXED, **held)
    assert dossier.facts_versions.get().facts["kind"] == "RENEWAL"

    # WHEN both say yes
    stories.decide(dossier, ralf(), at=LATER)
    stories.decide(dossier, jan(), at=LATER + timedelta(days=5))

    # THEN the commune is told, no post is, and it hands the card out
    assert dossier.state == State.GRANTED
    roles = set(dossier.notifications.filter(what="RESIDENCE_ACT").values_list("role", flat=True))
    assert "COMMUNE" in roles and "POST" not in roles
    for kind in (DeclarationKind.REGISTERED, DeclarationKind.CARD_DELIVERED):
        day = LATER + timedelta(days=12)
        declarations.declare(
            dossier_id=dossier.pk, kind=kind, happened_on=day.date(), by=stories.commune_actor(), at=day
        )
    assert dossier.journal.filter(kind=EntryKind.DECLARED).count() == 2
    assert differences(dossier) == []


# --- Stating ---------------------------------------------------------------------------------------------------------


def test_the_letter_waits_for_what_no_rule_gives_and_prints_what_was_stated():
    dossier = concluded()
    assert "State the terms first" in refused(preview, dossier)

    statement = state(dossier)
    entry = dossier.journal.get(kind=EntryKind.TERMS_STATED)
    assert entry.said == {"statement": statement.pk, "months": 4, "card": None, "labour_market": None}
    assert statement.sources == {"MONTHS": ON_PAPER[Term.MONTHS]} and "Ministerial" not in entry.payload
    assert printed(date(2025, 10, 1)) in text_of(files.read(preview(dossier).preview_key))  # four months from 2 June
    assert differences(dossier) == []


def test_stating_it_anew_takes_the_letter_back():
    dossier = concluded()
    state(dossier)
    shown = preview(dossier)
    state(dossier, given={Term.MONTHS: "5"})
    assert differences(dossier) == []
    with pytest.raises(Stale, match="what it says was changed"):
        acts.sign(dossier_id=dossier.pk, seen_sha256=shown.sha256, by=ralf(), at=LATER)
    act = preview(dossier)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf(), at=LATER)
    assert printed(date(2025, 11, 1)) in text_of(files.read(act.preview_key))
    assert "What it grants stays" in refused(state, dossier)


def test_what_is_stated_stays_in_the_database():
    statement = state(concluded())
    for change in (lambda rows: rows.update(months=60), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(TermsStatement.objects.filter(pk=statement.pk))


@pytest.mark.parametrize(
    ("given", "sources", "why"),
    [
        ({}, ON_PAPER, "whole months"),
        ({Term.MONTHS: "0"}, ON_PAPER, "whole months"),
        ({Term.MONTHS: "61"}, ON_PAPER, "whole months"),
        ({Term.MONTHS: "4.5"}, ON_PAPER, "whole months"),
        ({Term.MONTHS: "²"}, ON_PAPER, "whole months"),
        ({Term.MONTHS: "4"}, {Term.MONTHS: "  "}, "Say what you relied on"),
        ({Term.MONTHS: "4", Term.LABOUR_MARKET: "UNLIMITED"}, ON_PAPER, "A rule gives this"),
        ({Term.MONTHS: "4", Term.CARD: "B"}, ON_PAPER, "A rule gives this"),
    ],
)
def test_what_cannot_be_stated_is_refused_with_its_reason(given, sources, why):
    dossier = concluded()
    with pytest.raises(TermRefused, match=why):
        state(dossier, given=given, sources=sources)
    assert not TermsStatement.objects.exists()


def test_nothing_goes_past_the_maximum_that_a_rule_does_give():
    dossier = concluded("seasonal")  # 150 days from 2 June end on 29 October: four months do not, five do
    assert "29.10.2025" in refused(state, dossier, given={Term.MONTHS: "5"})
    state(dossier, given={Term.MONTHS: "4"})
    assert printed(date(2025, 10, 1)) in text_of(files.read(preview(dossier).preview_key))


def test_only_the_desk_that_grants_states_it():
    dossier = stories.complete_dossier(category="single_permit", job=FIXED)
    assert "Conclude favourably first" in refused(state, dossier)
    assert "Conclude favourably first" in refused(state, dossier, by=jan())
    conclude(dossier, ralf())
    refused(state, dossier, by=stories.employer_actor())
    state(dossier, by=stories.officer("lena"))  # who handles may state it; who signs reads it in the letter


def test_where_rules_give_it_all_nothing_is_stated():
    assert "Nothing is stated" in refused(state, concluded("eu_blue_card"))


def test_what_the_region_signed_is_not_asked_of_the_office_again():
    dossier = concluded()
    state(dossier)
    act = preview(dossier)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf(), at=LATER)
    conclude(dossier, jan())
    assert "Nothing is stated" in refused(state, dossier, by=jan())
    assert printed(date(2025, 10, 1)) in text_of(files.read(preview(dossier, jan()).preview_key))


def test_a_correction_prints_what_was_stated_for_the_act_it_corrects():
    dossier = stories.granted_dossier(category="single_permit", job=FIXED)
    until = dossier.permit.valid_until
    for by in (ralf(), jan()):
        old = dossier.acts.get(track="RESIDENCE" if by.authority == Authority.FEDERAL else "WORK", state="SEALED")
        at = LATER + timedelta(days=20)
        wrong = Correction(said="Der Name.", facts={"worker.family_name": f"Beispiel{by.key}"})
        act = rectifying.prepare(dossier_id=dossier.pk, act_id=old.pk, correction=wrong, by=by, at=at)
        act.refresh_from_db()
        acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=by, at=at)
        acts.append_seal(act_id=act.pk, at=at)
        assert printed(until) in text_of(files.read(act.preview_key))
    assert Dossier.objects.get(pk=dossier.pk).permit.valid_until == until


def test_the_office_states_it_where_silence_grants_and_the_region_said_nothing():
    # GIVEN an ordinary permit in Eupen on which nobody decided in four months
    dossier = stories.complete_dossier(category="single_permit", job=FIXED)
    after = AT + timedelta(days=125)
    sweeping.sweep(at=after)
    with pytest.raises(NotAllowed, match="State the terms first"):
        acts.preview(dossier_id=dossier.pk, by=jan(), at=after)

    # WHEN the Office says how long THEN annex 47 prints it, and the permit rests on it
    statement = state(dossier, by=jan(), given={Term.MONTHS: "12"}, at=after)
    act = acts.preview(dossier_id=dossier.pk, by=jan(), at=after)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=jan(), at=after)
    dossier.refresh_from_db()
    assert (dossier.state, act.kind) == (State.GRANTED, ActKind.ANNEX_47)
    assert dossier.permit.because["duration"] == f"statement:{statement.pk}"
    assert dossier.permit.valid_from == date(2025, 7, 6) and dossier.permit.valid_until == date(2026, 7, 5)
    assert differences(dossier, after) == []


def test_another_language_leaves_what_was_stated():
    dossier = concluded()
    state(dossier)
    languages.choose(dossier_id=dossier.pk, language="fr", reason="x", by=ralf(), at=LATER)
    assert "octobre 2025" in text_of(files.read(preview(dossier).preview_key))
    assert permit_terms.find_statement(dossier.reviews.get(track=Track.WORK)).months == 4
