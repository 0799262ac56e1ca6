"""Which permit do I need: a few questions, then who needs none, which permits fit and why, and what is still open.

Nothing is stored; the answers stand in the address, as page, PDF and JSON. Each permit leads to its own check.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from applications import finder, rulebook
from applications.finder import Candidate, Fit, Found
from applications.now import law_today
from applications.rulebook import questions, sentences
from applications.rulebook.codes import Filer
from applications.rulebook.facts import Facts, missing, value_of
from applications.rulebook.model import Only
from applications.vocabulary import Result
from portal.public import precheck, precheck_answer, precheck_formats, precheck_outlook
from portal.public.precheck_answers import AnswersForm, CategoryForm, WhichForm, name_of
from portal.public.precheck_form import CATEGORY, PrecheckForm
from portal.ui import communes, facts_words, parts


@dataclass(frozen=True, slots=True)
class Option:
    """One permit that fits, or might: why, who decides, how it stands, what to ask, and where to go on."""

    title: str
    help: str
    why: str
    asks: tuple[str, ...]
    filed_by: str
    competent: precheck_answer.Competent
    outlook: str
    conditions: tuple[parts.Cond, ...]
    exemptions: tuple[parts.Cond, ...]
    documents: tuple[str, ...]
    expected: tuple[parts.Cond, ...]
    article: str
    certainty: str
    source: str
    is_announced: bool
    check_href: str
    start_href: str


@dataclass(frozen=True, slots=True)
class WhichAnswer:
    """The whole page, ready to print."""

    title: str
    exempt: tuple[parts.Cond, ...]
    perhaps_exempt: tuple[parts.Cond, ...]
    fitting: tuple[Option, ...]
    open: tuple[Option, ...]
    ruled_out: tuple[parts.Cond, ...]
    said: tuple[parts.Fact, ...]
    on: str


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The questions; with answers in the address, what follows from them."""
    wanted = precheck_formats.wanted(request)
    paths = finder.asked()
    names = WhichForm(paths=paths).fields
    answered = any(name in names or name.rpartition("_")[0] in names for name in request.GET)
    if wanted == precheck_formats.HTML and not answered:
        return render(request, "public/which_form.html", _form_page(WhichForm(paths=paths)))
    form = WhichForm(request.GET, paths=paths)
    if not form.is_valid():
        if wanted == precheck_formats.JSON:
            return precheck_formats.varied(JsonResponse({"errors": form.errors.get_json_data()}, status=422))
        return precheck_formats.varied(render(request, "public/which_form.html", _form_page(form), status=422))
    facts = form.facts()
    on = facts.filed_on or law_today()
    found = finder.find(facts, days=rulebook.Days(on=on, filing=facts.filed_on))
    if wanted == precheck_formats.JSON:
        return precheck_formats.varied(precheck_formats.json_of(found.as_json()))
    answer = _answer(found, facts, form)
    if wanted == precheck_formats.PDF:
        return precheck_formats.pdf_of(request, "public/which_pdf.html", {"answer": answer}, name="which-permit")
    if "change" in request.GET:
        return precheck_formats.varied(render(request, "public/which_form.html", _form_page(form)))
    here, query = reverse("public:which"), request.GET.copy()
    query.pop("format", None)
    page = {
        "answer": answer,
        "change_href": f"{here}?{query.urlencode()}&change=1",
        "json_href": f"{here}?{query.urlencode()}&format=json",
        "pdf_href": f"{here}?{query.urlencode()}&format=pdf",
    }
    return precheck_formats.varied(render(request, "public/which.html", page))


def _form_page(form: WhichForm) -> dict[str, object]:
    return {"form": form, "groups": list(form.groups())}


def _answer(found: Found, facts: Facts, form: AnswersForm) -> WhichAnswer:
    fitting, still_open = found.of(Fit.FITS), found.of(Fit.OPEN)
    known = {"job.workplaces", *form.paths.values()}
    return WhichAnswer(
        title=_title(found),
        exempt=tuple(precheck_answer.condition(each) for each in found.needs_none),
        perhaps_exempt=tuple(
            precheck_answer.condition(each) for each in found.exemptions if each.result == Result.FOR_OFFICER
        ),
        fitting=tuple(_option(each, facts) for each in fitting),
        open=tuple(_option(each, facts) for each in still_open),
        ruled_out=tuple(_ruled_out(each, facts) for each in found.of(Fit.RULED_OUT)),
        said=tuple(
            parts.Fact(facts_words.title(path), facts_words.shown(path, value_of(facts, path)))
            for path in questions.SCHEMA
            if path in known and not missing(facts, path)
        ),
        on=sentences.localised(found.days.on),
    )


def _title(found: Found) -> str:
    if found.needs_none:
        return _("Probably no permit is needed")
    names = [sentences.title(each.category.code) for each in found.of(Fit.FITS)]
    if len(names) == 1:
        return _("This permit fits: %(permit)s") % {"permit": names[0]}
    if names:
        return _("These permits fit: %(permits)s") % {"permits": ", ".join(names)}
    if found.of(Fit.OPEN):
        return _("Which permit fits cannot be said yet")
    return _("No permit known here fits these answers")


def _option(each: Candidate, facts: Facts) -> Option:
    category, judged = each.category, each.assessment
    assert judged is not None  # nothing speaks against it
    form = (
        PrecheckForm()
        if category.code == CATEGORY
        else CategoryForm(category=category.code, on=judged.evaluation.days.on)
    )
    answer = precheck_answer.of(judged, form)
    told = facts.model_copy(update={"category": category.code, "kind": judged.evaluation.kind})
    return Option(
        title=sentences.title(category.code),
        help=sentences.explanation(category.code),
        why=_words(each.met, facts),
        asks=tuple(facts_words.title(path) for path in each.asks),
        filed_by=_filed_by(each),
        competent=answer.competent,
        outlook=precheck_outlook.why(judged, answer.outlook),
        conditions=tuple(cond for cond in (*answer.on_work, *answer.on_residence) if cond.tone in ("good", "bad")),
        exemptions=tuple(precheck_answer.condition(finding) for finding in each.exemptions),
        documents=tuple(sentences.title(need.code) for need in judged.documents if need.required),
        expected=answer.expected,
        article=sentences.cited(category.article, category.act),
        certainty=category.certainty,
        source=category.source,
        is_announced=not each.is_offered,
        check_href=_check_href(category.code, told),
        start_href=precheck.start_href(category.code, told) if each.is_offered else "",
    )


def _ruled_out(each: Candidate, facts: Facts) -> parts.Cond:
    return parts.Cond(
        sentences.title(each.category.code),
        "",
        _("Not for this"),
        why=_words(each.against, facts),
        article=sentences.cited(each.category.article, each.category.act),
        certainty=each.category.certainty,
        source=each.category.source,
        icon="dash",
    )


def _words(tests: tuple[Only, ...], facts: Facts) -> str:
    """What was answered, where a category looks: "Kind of work: seasonal work"."""
    said = ((only.fact, value_of(facts, only.fact)) for only in tests)
    return "; ".join(f"{facts_words.title(path)}: {facts_words.shown(path, value)}" for path, value in said)


def _filed_by(each: Candidate) -> str:
    if not each.filed_by_another:
        return ""
    if Filer.WORKER in each.category.filers:
        return _("The worker files this application, not the employer.")
    return _("The employer, or somebody with their mandate, files this application.")


def _check_href(category: str, facts: Facts) -> str:
    """The check of one permit with what was answered here already."""
    form = PrecheckForm() if category == CATEGORY else CategoryForm(category=category, on=facts.filed_on or law_today())
    query = {"category": category, "change": "1"}
    for path in questions.SCHEMA:
        name = name_of(path)
        if name in form.fields and not missing(facts, path):
            query |= _parameters(name, path, value_of(facts, path))
    if facts.filed_on:
        query["on"] = facts.filed_on.isoformat()
    return precheck_formats.address(reverse("public:precheck"), query)


def _parameters(name: str, path: str, value: object) -> dict[str, str]:
    if path == "job.workplaces":
        return {name: communes.name_line(value[0].nis_code)} if isinstance(value, tuple) else {}
    if path.startswith("residence.") and name == "where":
        return {}
    if isinstance(value, bool):
        return {name: "yes" if value else "no"}
    if isinstance(value, tuple):
        return {f"{name}_{number}": str(each) for number, each in enumerate(value)}
    return {name: str(value)}
