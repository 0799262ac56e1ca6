"""The page on which an officer says what no rule gives of a grant: how long, which card, which mention (P12)."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications import permit_terms
from applications.now import law_now
from applications.rulebook import sentences
from applications.selectors.desk_file import DeskFile
from applications.services import terms
from applications.vocabulary import Capacity, Term
from portal.accounts.access import actor_required
from portal.desk import actions, opening
from portal.desk.act_forms import TermsForm
from portal.desk.answering import form_page, refused
from portal.ui.templatetags.ui import day


@require_http_methods(["GET", "HEAD", "POST"])
@actor_required(Capacity.OFFICER)
def state_terms(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for each term that is lacking; the letter is made ready afterwards."""
    desk = opening.opened(request, reference)
    if (answer := refused(request, actions.may_state_terms(desk), reference)) is not None:
        return answer
    sent = request.POST if request.method == "POST" else None
    form = TermsForm(sent, terms=desk.to_state, known=_known(desk), limit=_limit(desk))

    def do() -> str:
        try:
            terms.state(
                dossier_id=desk.dossier.pk, given=form.given, sources=form.sources, by=request.actor, at=law_now()
            )
        except terms.TermRefused as refusal:
            name = refusal.term.lower()
            field = f"source-{name}" if refusal.of_source else name
            form.add_error(field if field in form.fields else None, str(refusal))
            raise
        return _("It is stated, and marked as not verified. Make the letter ready next: it prints what you stated.")

    by_rule = permit_terms.by_rule(desk.facts, desk.file.evaluation, category=desk.dossier.category, on=desk.on)
    return form_page(request, desk, "desk/terms.html", form, do, given=[term.label for term in by_rule])


def _known(desk: DeskFile) -> dict[str, str]:
    """What was stated before, with its sources, as the form shows it again."""
    statement = desk.statement(desk.track)
    if statement is None:
        return {}
    known = {term.value: given.value for term, given in permit_terms.stated(statement).items()}
    return known | {f"source-{term}": text for term, text in statement.sources.items()}


def _limit(desk: DeskFile) -> str:
    """How far the rules let a grant go that is decided today, and from when it would count."""
    start = permit_terms.first_day(desk.facts, on=desk.on)
    limit = permit_terms.find_limit(desk.facts, desk.file.evaluation, on=desk.on)
    if Term.MONTHS not in desk.to_state:
        return ""
    if limit is None:
        return _("Whole months, from %(start)s.") % {"start": day(start)}
    return _("Whole months, from %(start)s. By the rule “%(rule)s” not past %(last)s.") % {
        "start": day(start),
        "rule": sentences.title(limit.finding.code),
        "last": day(limit.last_day),
    }
