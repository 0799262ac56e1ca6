"""A notice as its reader needs it: a title that is the news itself, the words behind its codes, its last days.

The sentences are in `templates/inbox/notices`; here is what they need beyond the notice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applications import calendar
from applications.rulebook import sentences
from applications.selectors.letters import Letter, Served
from applications.vocabulary import ActKind, Authority, UndoneBecause
from exchange.contracts import (
    CompletenessNotice,
    DecisionUndone,
    DocumentsAsked,
    MandateNews,
    News,
    Notice,
    WorkDecision,
)
from exchange.selectors import InboxItem
from exchange.vocabulary import NoticeKind, Unit
from portal.ui import instructions
from portal.ui.parts import Fact

TITLES: dict[NoticeKind, Promise] = {
    NoticeKind.RECEIPT_OF_FILING: _("The application has been received"),
    NoticeKind.DOCUMENTS_ASKED: _("Documents are asked for"),
    NoticeKind.COMPLETENESS: _("The application is complete"),
    NoticeKind.INADMISSIBILITY: _("The application is inadmissible"),
    NoticeKind.COMBINED_GRANT: _("The permit to work and stay is granted"),
    NoticeKind.RESIDENCE_REFUSAL: _("Residence is refused"),
    NoticeKind.VISA_INSTRUCTION: _("A visa is to be issued"),
    NoticeKind.COMMUNE_INSTRUCTION: _("A person is to be registered and given a card"),
    NoticeKind.DECISION_UNDONE: _("A decision no longer stands"),
}
WORK_GRANTED, WORK_REFUSED = _("Work is allowed"), _("Work is refused")
PLATFORM = _("This platform")  # a mandate is between two others: no authority speaks
FILER = "FILER"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """A document of a request, named in the language of the screen."""

    title: str
    authority: str
    article: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What `inbox/parcel.html` and the page of the kind print. Days are None while notification is awaited (P1)."""

    template: str
    title: Promise | str
    notice: Notice
    category: str
    authority: Promise | str
    asked: Sequence[AskedFor]
    answer_by: date | None
    appeal_by: date | None
    is_applicant: bool
    answered_at: datetime | None
    period: str
    person: Sequence[Fact]
    decision: Sequence[Fact]
    act: Promise | str
    because: Promise | str


def of(item: InboxItem, served: Served | None) -> Told:
    """The parcel in words."""
    notice = item.notice
    category = getattr(notice, "category", "")
    return Told(
        template=f"inbox/notices/{item.line.kind.lower()}.html",
        title=_title(notice),
        notice=notice,
        category=sentences.title(category) if category else "",
        authority=Authority(notice.authority).label if notice.authority else PLATFORM,
        asked=_asked(notice),
        answer_by=_answer_by(notice, served),
        appeal_by=_appeal_by(notice, served),
        is_applicant=served is not None and served.role == FILER,
        answered_at=served.answered_at if served else None,
        period=_period(notice),
        person=instructions.person(notice),
        decision=instructions.decision(notice),
        act=ActKind(notice.decision).label if isinstance(notice, DecisionUndone) else "",
        because=UndoneBecause(notice.reason).label if isinstance(notice, DecisionUndone) else "",
    )


def letter_title(letter: Letter) -> Promise | str:
    """What the letter is, not how its file is called."""
    return ActKind(letter.kind).label


def no_longer(letter: Letter) -> Promise | str:
    """Why the letter no longer stands; empty while it does."""
    if not letter.undone_because:
        return ""
    return _("replaced by a corrected letter") if letter.is_corrected else _("no longer valid")


def _title(notice: Notice) -> Promise | str:
    if isinstance(notice, WorkDecision):
        return WORK_GRANTED if notice.favourable else WORK_REFUSED
    if isinstance(notice, News | MandateNews):
        return notice.topic.label
    return TITLES[notice.kind]


def _asked(notice: Notice) -> list[AskedFor]:
    if not isinstance(notice, DocumentsAsked):
        return []
    return [
        AskedFor(title=sentences.title(line.code), authority=line.asked_by, article=line.article, remark=line.remark)
        for line in notice.documents
    ]


def _answer_by(notice: Notice, served: Served | None) -> date | None:
    """The period is the applicant's, whoever else received a copy: from his own notification, or from the question of
    a desk that examines already."""
    if not isinstance(notice, DocumentsAsked) or served is None or served.role != FILER:
        return None
    if notice.examined_meanwhile or notice.supply_within.from_sending:
        return calendar.add(notice.asked_on, length=notice.supply_within.count, unit=notice.supply_within.unit)
    return _last_day(served, notice.supply_within.count, notice.supply_within.unit)


def _appeal_by(notice: Notice, served: Served | None) -> date | None:
    """Counted from the reader's own notification, each addressee has his own; or from the signed letter."""
    if notice.appeal is None or served is None:
        return None
    if notice.appeal.from_signature and isinstance(notice, WorkDecision):
        return calendar.add(notice.decided_on, length=notice.appeal.within, unit=notice.appeal.unit)
    return _last_day(served, notice.appeal.within, notice.appeal.unit)


def _period(notice: Notice) -> str:
    """The period that the notice gives to its reader or to the authorities, in words; empty without one."""
    if isinstance(notice, DocumentsAsked):
        return lasting(notice.supply_within.count, notice.supply_within.unit)
    if isinstance(notice, CompletenessNotice) and notice.decide_within:
        return lasting(notice.decide_within.count, notice.decide_within.unit)
    return lasting(notice.appeal.within, notice.appeal.unit) if notice.appeal else ""


def lasting(count: int, unit: Unit) -> str:
    """A period in words, one or several of its unit."""
    match unit:
        case Unit.DAYS:
            said = ngettext("%(count)d day", "%(count)d days", count)
        case Unit.WORKING_DAYS:
            said = ngettext("%(count)d working day", "%(count)d working days", count)
        case Unit.MONTHS:
            said = ngettext("%(count)d month", "%(count)d months", count)
    return said % {"count": count}


def _last_day(served: Served, length: int, unit: str) -> date | None:
    if served.notified_at is None:
        return None
    return calendar.add(calendar.day_of(served.notified_at), length=length, unit=unit)
