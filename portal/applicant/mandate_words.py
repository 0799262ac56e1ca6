"""A mandate in words: how it stands, for what, until when, and what it lacks for an application."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.rulebook import sentences
from applications.selectors.mandates import MOST_COUNTED, Listed
from applications.vocabulary import MandateEnding, MandateScope
from portal.ui import lacking, parts
from portal.ui.templatetags.ui import day

if TYPE_CHECKING:
    from applications.models import Mandate
    from applications.selectors.filing_check import FilingCheck


def standing(mandate: "Mandate", *, on: date) -> tuple[str, str]:
    """Tone and words of how it stands on that day."""
    if mandate.ended_at is not None:
        return "", f"{MandateEnding(mandate.ended_as).label}, {day(mandate.ended_at)}"
    if mandate.valid_until is not None and mandate.valid_until <= on:
        return "", _("Ran out on %(day)s") % {"day": day(mandate.last_day)}
    if mandate.valid_from > on:
        return "now", _("Begins on %(day)s") % {"day": day(mandate.valid_from)}
    if not mandate.is_confirmed:
        return "warn", _("Not confirmed by the employer")
    return "good", _("Runs")


def days(mandate: "Mandate") -> str:
    """From when until when."""
    if mandate.valid_until is None:
        return _("from %(first)s, without an end") % {"first": day(mandate.valid_from)}
    return _("%(first)s to %(last)s") % {"first": day(mandate.valid_from), "last": day(mandate.last_day)}


def scope(mandate: "Mandate") -> str:
    """For what."""
    if mandate.scope == MandateScope.CATEGORIES:
        return ", ".join(sentences.title(code) for code in mandate.categories)
    return str(MandateScope(mandate.scope).label)


def line(listed: Listed, *, for_firm: bool, on: date) -> parts.Cond:
    """A line of the list: the other side, the person, scope and days, open applications."""
    mandate = listed.mandate
    tone, words = standing(mandate, on=on)
    other = mandate.principal if for_firm else mandate.firm
    return parts.Cond(
        title=other.name,
        tone=tone,
        state=words,
        icon="" if tone else "dash",
        why=_("%(person)s: %(scope)s") % {"person": listed.holder or _("a former colleague"), "scope": scope(mandate)},
        meta=" · ".join((days(mandate), open_files(listed.open_files))),
        links=[parts.Link(reverse("applicant:mandate", args=[mandate.key]), _("Open the mandate"))],
    )


def open_files(count: int) -> str:
    """How many open applications hang on it, as far as they are counted."""
    if count >= MOST_COUNTED:
        return _("%(count)d or more open applications") % {"count": count}
    return ngettext("%(count)d open application", "%(count)d open applications", count) % {"count": count}


def facts(listed: Listed, *, on: date) -> list[parts.Fact]:
    """Everything on one mandate."""
    mandate, fact = listed.mandate, parts.Fact
    resides = {True: _("Yes"), False: _("No"), None: _("not said")}[mandate.resides_in_belgium]
    found = [
        fact(_("Number"), mandate.number, is_reference=True),
        fact(_("Employer"), mandate.principal.name),
        fact(_("Firm"), mandate.firm.name),
        fact(_("Person named"), listed.holder or _("a former colleague")),
        fact(_("Resides in Belgium"), resides),
        fact(_("For"), scope(mandate)),
        fact(_("Days"), days(mandate)),
        fact(_("State"), standing(mandate, on=on)[1]),
        fact(_("Open applications"), open_files(listed.open_files)),
    ]
    if mandate.has_paper:
        pages = ngettext("%(count)d page", "%(count)d pages", mandate.evidence_pages or 1)
        link = parts.Link(reverse("applicant:mandate_paper", args=[mandate.key]), mandate.evidence_name)
        name = f"{mandate.evidence_name}, {pages % {'count': mandate.evidence_pages or 1}}"
        found.append(fact(_("Signed paper"), name, link=link))
        found.append(fact(_("Fingerprint"), mandate.evidence_sha256, is_reference=True))
    else:
        found.append(fact(_("Signed paper"), _("none was added")))
    return found


def of_draft(check: "FilingCheck") -> dict[str, object]:
    """The section of the last page before filing: the mandate found or named, and what is warned of."""
    mandate = check.mandate
    named = {"number": mandate.number, "employer": mandate.principal.name} if mandate else {}
    return {
        "named": _("Mandate %(number)s of %(employer)s") % named if named else "",
        "lacks": lacking.conds(check.lacks),
    }
