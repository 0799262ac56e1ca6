"""Everything a desk looks at when it opens a dossier, read together. What of it may be shown is `disclosure`'s word."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from applications import permit_terms, policies
from applications.actors import Actor
from applications.clocks import Clock
from applications.models import (
    Act,
    Document,
    DocumentRequest,
    DocumentVersion,
    Dossier,
    JournalEntry,
    Message,
    Reopening,
    ResidenceTick,
    Review,
    TermsStatement,
    Translation,
    WorkItem,
)
from applications.rulebook.facts import Facts
from applications.selectors import case_file, running_clocks
from applications.vocabulary import ActKind, ActState, Term, Track


@dataclass(frozen=True, kw_only=True)
class DeskFile:
    """A filed dossier as one desk has it before itself."""

    dossier: Dossier
    actor: Actor
    on: date
    file: case_file.CaseFile
    items: dict[str, WorkItem]
    reviews: dict[str, Review]
    acts: dict[str, Act]
    corrections: dict[str, Act]
    earlier: list[Act]
    reopenings: list[Reopening]
    statements: dict[int, TermsStatement]
    ticks: dict[str, ResidenceTick]
    documents: dict[str, Document]
    requests: list[DocumentRequest]
    entries: list[JournalEntry]

    @property
    def facts(self) -> Facts:
        return self.file.facts

    @property
    def track(self) -> Track:
        """The track this desk decides on."""
        return policies.track_of(self.actor.authority)

    @property
    def item(self) -> WorkItem | None:
        """What this desk has to do."""
        return self.items.get(self.actor.authority)

    @property
    def review(self) -> Review | None:
        return self.reviews.get(self.track)

    @property
    def act(self) -> Act | None:
        return self.acts.get(self.track)

    @property
    def correction(self) -> Act | None:
        """The correction of the desk's own act that waits for its signature (P13)."""
        return self.corrections.get(self.track)

    @property
    def at_hand(self) -> Act | None:
        """The act that the desk would sign next, or else the one it has signed."""
        return self.correction or self.act

    def statement(self, track: str) -> TermsStatement | None:
        """What an officer stated of the grant in the newest review of a track; the newest statement counts."""
        review = self.reviews.get(track)
        return self.statements.get(review.pk) if review is not None else None

    @property
    def to_state(self) -> tuple[Term, ...]:
        """What the desk's own grant would say and nobody gives but its officer (P12), stated already or not."""
        work = self.acts.get(Track.WORK)
        granted = work is not None and work.in_force and work.kind == ActKind.WORK_GRANT
        return permit_terms.to_state(
            self.facts,
            self.file.evaluation,
            category=self.dossier.category,
            track=self.track,
            on=self.on,
            by_region=permit_terms.stated(self.statement(Track.WORK)) if granted else {},
        )

    @cached_property
    def clocks(self) -> list[Clock]:
        """Every clock as it stands today, folded from the journal already read."""
        return running_clocks.of(self.dossier, on=self.on, entries=self.entries)


def of(dossier: Dossier, actor: Actor, *, on: date) -> DeskFile:
    """Read the dossier's parts; the number of queries does not depend on how many there are."""
    every = list(dossier.acts.select_related("signatory", "rectifies").order_by("id"))
    standing = [act for act in every if act.state != ActState.SUPERSEDED]
    return DeskFile(
        dossier=dossier,
        actor=actor,
        on=on,
        file=case_file.of(dossier),
        items={item.authority: item for item in dossier.work_items.all()},
        reviews={review.track: review for review in dossier.reviews.order_by("id")},
        acts={act.track: act for act in standing if act.rectifies_id is None or act.in_force},
        reopenings=list(dossier.reopenings.order_by("-id")),
        earlier=[act for act in every if act.state == ActState.SUPERSEDED],
        corrections={act.track: act for act in standing if act.rectifies_id is not None and not act.in_force},
        statements={each.review_id: each for each in _statements(dossier)},
        ticks={tick.code: tick for tick in dossier.residence_ticks.all()},
        documents=case_file.documents(dossier),
        requests=list(dossier.requests.prefetch_related("lines").order_by("-number")),
        entries=list(dossier.journal.order_by("seq")),
    )


def _statements(dossier: Dossier) -> list[TermsStatement]:
    return list(TermsStatement.objects.filter(review__dossier=dossier).order_by("id"))


def notes(dossier: Dossier, actor: Actor) -> list[Message]:
    """The internal notes of the actor's own authority, oldest first."""
    return list(dossier.messages.filter(authority=actor.authority).order_by("id"))


def version(dossier: Dossier, version_id: int) -> DocumentVersion:
    """One version of a paper of this dossier, with the paper. Raises `DocumentVersion.DoesNotExist`."""
    return DocumentVersion.objects.select_related("document").get(document__dossier=dossier, pk=version_id)


def act_of(dossier: Dossier, act_id: int) -> Act:
    """One act of this dossier. Raises `Act.DoesNotExist`."""
    return dossier.acts.get(pk=act_id)


def translation_of(dossier: Dossier, translation_id: int) -> Translation:
    """One translation of an act of this dossier. Raises `Translation.DoesNotExist`."""
    return Translation.objects.select_related("act").get(act__dossier=dossier, pk=translation_id)
