"""Saying how long a grant lasts, which card and which mention, where no rule does (P12).

What a rule gives is not asked and cannot be overruled here; nor what the region has signed. It is stated before the
letter is made, by the desk that concluded favourably, or by the Immigration Office where silence grants (P11).
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications import calendar, permit_terms, policies
from applications.actors import Actor
from applications.models import Dossier, Review, TermsStatement
from applications.models.act import IN_FORCE
from applications.rulebook import sentences
from applications.selectors import case_file
from applications.selectors.case_file import CaseFile
from applications.services import progress, tacit_grants
from applications.services.refusals import NotAllowed
from applications.vocabulary import ActState, EntryKind, Outcome, Term, Track


class TermRefused(NotAllowed):
    """One of the terms cannot stand as it was given: `of_source` where what was relied on is missing."""

    def __init__(self, term: Term, why: Promise | str, *, of_source: bool = False) -> None:
        self.term = term
        self.of_source = of_source
        super().__init__(why)


@transaction.atomic
def state(
    *, dossier_id: int, given: Mapping[Term, str], sources: Mapping[Term, str], by: Actor, at: datetime
) -> TermsStatement:
    """State each term that is lacking, with what was relied on. A letter made ready before is no more.

    `given` are whole months, and codes among `permit_terms.choices`. Raises NotAllowed, TermRefused.
    """
    dossier = progress.lock(dossier_id)
    track, on = policies.track_of(by.authority), calendar.day_of(at)
    review = dossier.reviews.filter(track=track, closed_at=None).first()
    file = case_file.of(dossier) if review is not None else None
    lacking = _to_state(dossier, track, file, on=on) if file is not None else ()
    verdict = policies.may_state_terms(
        by,
        dossier,
        grants=_grants(dossier, review, track),
        lacks=bool(lacking),
        signed=dossier.acts.filter(track=track, state__in=IN_FORCE).exists(),
    )
    if not verdict or review is None or file is None:
        raise NotAllowed(verdict.why)
    given = {term: text.strip() for term, text in given.items() if text.strip()}
    _refuse_what_is_given(given, lacking)
    for term in lacking:
        _check(term, given.get(term, ""), file, on=on)
        if not sources.get(term, "").strip():
            raise TermRefused(term, _("Say what you relied on."), of_source=True)
    months = given.get(Term.MONTHS)
    statement = TermsStatement.objects.create(
        review=review,
        authority=by.authority,
        months=int(months) if months else None,
        card=given.get(Term.CARD, ""),
        labour_market=given.get(Term.LABOUR_MARKET, ""),
        sources={term.value: sources[term].strip() for term in lacking},
        stated_at=at,
        stated_by=by.key,
    )
    dossier.acts.filter(track=track, state=ActState.PREVIEWED, rectifies=None).update(
        state=ActState.PREPARED, preview_key="", sha256="", input_hash="", substance=""
    )
    progress.note(
        dossier,
        EntryKind.TERMS_STATED,
        by=by,
        at=at,
        basis="P12",
        track=track,
        payload={
            "statement": statement.pk,
            "months": statement.months,
            "card": statement.card or None,
            "labour_market": statement.labour_market or None,
        },
    )
    progress.project(dossier, at=at)
    return statement


def _to_state(dossier: Dossier, track: Track, file: CaseFile, *, on: date) -> tuple[Term, ...]:
    return permit_terms.to_state(
        file.facts,
        file.evaluation,
        category=dossier.category,
        track=track,
        on=on,
        by_region=permit_terms.stated_by_region(dossier.pk),
    )


def _grants(dossier: Dossier, review: Review | None, track: Track) -> bool:
    """Whether an act of grant is next: the review was concluded favourably, or silence grants."""
    concluded = review is not None and review.outcome == Outcome.FAVOURABLE
    return concluded or tacit_grants.find_proposed(dossier, track) is not None


def _refuse_what_is_given(given: Mapping[Term, str], lacking: tuple[Term, ...]) -> None:
    for term in given:
        if term not in lacking:
            raise TermRefused(term, _("A rule gives this, or the region's decision: it is not stated by hand."))


def _check(term: Term, text: str, file: CaseFile, *, on: date) -> None:
    """Raises TermRefused for what is missing, is no choice, or runs past what the rules allow."""
    if term != Term.MONTHS:
        if text not in permit_terms.choices(term):
            raise TermRefused(term, _("Choose one of these."))
        return
    most = permit_terms.MOST_MONTHS
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= most:
        raise TermRefused(term, _("Give whole months, from 1 to %(most)d.") % {"most": most})
    limit = permit_terms.find_limit(file.facts, file.evaluation, on=on)
    start = permit_terms.first_day(file.facts, on=on)
    last_day = calendar.add_months(start, int(text)) - timedelta(days=1)
    if limit is not None and last_day > limit.last_day:
        raise TermRefused(
            term,
            _("It would last until %(last)s; by the rule “%(rule)s” it may not go past %(limit)s.")
            % {
                "last": last_day.strftime("%d.%m.%Y"),
                "rule": sentences.title(limit.finding.code),
                "limit": limit.last_day.strftime("%d.%m.%Y"),
            },
        )
