"""What an officer stated of a grant, as the desk shows it: by whom, on what, and marked as not verified (P12)."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import permit_terms
from applications.selectors.desk_file import DeskFile
from applications.vocabulary import Certainty, Term, Track
from exchange.vocabulary import LabourMarket
from portal.desk.act_forms import CARDS
from portal.ui import parts
from portal.ui.templatetags.ui import day


def of(desk: DeskFile, track: Track, names: Mapping[str, str], *, is_own: bool) -> list[parts.Fact]:
    """One line per term. Of the other desk only what its signed act prints; on what it relied stays with it."""
    statement, act = desk.statement(track), desk.acts.get(track)
    if statement is None or not (is_own or (act is not None and act.in_force)):
        return []
    by = names.get(statement.stated_by, "")
    when = _("stated by the officer on %(day)s") % {"day": day(statement.stated_at)}
    if is_own and by:
        when = _("stated by %(name)s on %(day)s") % {"name": by, "day": day(statement.stated_at)}
    found = []
    for term, given in permit_terms.stated(statement).items():
        said = f"{words(term, given.value)}, {when}"
        if is_own:
            said = _("%(said)s, relying on: %(source)s") % {"said": said, "source": statement.sources[term]}
        found.append(parts.Fact(term.label, said, certainty=Certainty.UNVERIFIED))
    return found


def words(term: Term, value: str) -> str:
    """A term as a reader says it."""
    if term == Term.MONTHS:
        return ngettext("%(count)d month", "%(count)d months", int(value)) % {"count": int(value)}
    return str(CARDS.get(value, value) if term == Term.CARD else LabourMarket(value).label)
