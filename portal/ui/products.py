"""What can be applied for on this platform, whoever fills the form in: what the rulebook describes and offers."""

from collections.abc import Iterable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.rulebook import Category, rulebook, sentences
from applications.vocabulary import ApplicationKind

KINDS: dict[str, Promise] = {
    ApplicationKind.FIRST: _("A first permit: the worker has none, or the one of another State is not used."),
    ApplicationKind.RENEWAL: _("A renewal: the worker holds this permit here and goes on with it."),
    ApplicationKind.LONG_TERM_MOBILITY: _(
        "Long-term mobility: the worker holds a valid permit of another Member State and moves here with it."
    ),
}
NOT_THIS_KIND = _("There is no such application for this permit. Choose one of: %(kinds)s.")


def offered(*, on: date, authority: str | None = None, filers: Iterable[str] = ()) -> list[Category]:
    """What one may apply for on that day, in the order of the law; with `filers`, what one of them may file."""
    by = set(filers)
    return [
        each
        for each in rulebook().categories.values()
        if each.is_offered(authority=authority, on=on) and (not by or by & set(each.filers))
    ]


def named(categories: Iterable[Category]) -> list[tuple[str, str]]:
    """Categories as choices of a form."""
    return [(each.code, sentences.title(each.code)) for each in categories]


def kinds(categories: Iterable[Category]) -> list[tuple[str, Promise]]:
    """The kinds of application that at least one of the categories knows, as choices of a form."""
    known = {kind for each in categories for kind in each.kinds}
    return [(kind, words) for kind, words in KINDS.items() if kind in known]


def wrong_kind(category: str, kind: str) -> str:
    """Why that kind cannot be applied for in that category, and what can; empty where it can."""
    known = rulebook().category(category).kinds
    if ApplicationKind(kind) in known:
        return ""
    return NOT_THIS_KIND % {"kinds": ", ".join(str(each.label) for each in known)}
