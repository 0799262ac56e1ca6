"""The pre-check: before anybody signs in, what the rulebook says of a few answers (features 4, 5, 6 and 50).

Nothing is stored and nobody is known: the answers stand in the address, which can be kept, shared, printed as PDF or
asked as JSON. What comes out is an indication; only an officer decides.
"""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.views.decorators.http import require_safe

from applications import assessment, rulebook
from applications.now import law_today
from applications.rulebook import questions, sentences
from applications.rulebook.facts import Facts
from applications.vocabulary import ApplicationKind
from portal.accounts.access import sign_in_url
from portal.public import precheck_answer, precheck_formats
from portal.public.precheck_answers import CategoryForm
from portal.public.precheck_form import CATEGORY, PrecheckForm
from portal.ui import communes as commune_lines
from portal.ui import navigation, told

AS_TYPED = 60  # no commune's name is longer
NOT_ANSWERS = frozenset({"category", "change", "format"})


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The questions on one permit; with answers in the address, what follows. `change` shows the questions again."""
    category = request.GET.get("category", CATEGORY)
    if category not in rulebook.rulebook().categories:
        raise Http404
    wanted = precheck_formats.wanted(request)
    if wanted == precheck_formats.HTML and not _is_asked_about(request, category):
        return render(request, "public/precheck_form.html", _form_page(_form(None, category), category))
    form = _form(request.GET, category)
    if not form.is_valid():
        if wanted == precheck_formats.JSON:
            return precheck_formats.varied(JsonResponse({"errors": form.errors.get_json_data()}, status=422))
        page = _form_page(form, category)
        return precheck_formats.varied(render(request, "public/precheck_form.html", page, status=422))
    facts = form.facts()
    day = facts.filed_on or law_today()
    found = assessment.assess(facts, days=rulebook.Days(on=day, filing=facts.filed_on))
    if wanted == precheck_formats.JSON:
        return precheck_formats.varied(precheck_formats.json_of(found.as_json()))
    answer = precheck_answer.of(found, form)
    if wanted == precheck_formats.PDF:
        page = {"answer": answer, "said": precheck_answer.said(form.cleaned_data)}
        return precheck_formats.pdf_of(request, "public/precheck_pdf.html", page, name=f"check-{category}")
    if "change" in request.GET:
        page = {**_form_page(form, category), "answer": answer}
        return precheck_formats.varied(render(request, "public/precheck_form.html", page))
    return precheck_formats.varied(render(request, "public/precheck.html", _page(request, form, facts, answer)))


@require_safe
def communes(request: HttpRequest) -> HttpResponse:
    """Communes that fit what is being typed, as options of its list, for every room that asks for one."""
    typed = next((value for value in request.GET.values() if value.strip()), "")[:AS_TYPED]
    lines = [(line,) for line in commune_lines.suggestions(typed)] if len(typed) > 1 else []
    return HttpResponse(format_html_join("", '<option value="{}"></option>', lines))


def start_href(category: str, facts: Facts) -> str:
    """Where an application begins with these answers, after signing in."""
    new = navigation.find_url("applicant:new")
    query = {"category": category, "kind": facts.kind, **told.carried(facts, questions.SCHEMA)}
    return sign_in_url(precheck_formats.address(new, query))


def _form(data: "forms.utils.DataAsType | None", category: str) -> PrecheckForm | CategoryForm:
    if category == CATEGORY:
        return PrecheckForm(data)
    return CategoryForm(data, category=category, on=law_today())


def _form_page(form: forms.Form, category: str) -> dict[str, object]:
    return {
        "form": form,
        "answer": None,
        "category": category,
        "permit": sentences.title(category),
        "groups": list(form.groups()) if isinstance(form, CategoryForm) else [],
    }


def _page(
    request: HttpRequest, form: PrecheckForm | CategoryForm, facts: Facts, answer: precheck_answer.Answer
) -> dict[str, object]:
    here, query = reverse("public:precheck"), request.GET.copy()
    query.pop("format", None)
    is_open = not answer.is_announced and ApplicationKind.FIRST in rulebook.rulebook().category(answer.category).kinds
    return {
        "answer": answer,
        "said": precheck_answer.said(form.cleaned_data),
        "start_href": start_href(answer.category, facts) if is_open else "",
        "change_href": f"{here}?{query.urlencode()}&change=1",
        "json_href": f"{here}?{query.urlencode()}&format=json",
        "pdf_href": f"{here}?{query.urlencode()}&format=pdf",
    }


def _is_asked_about(request: HttpRequest, category: str) -> bool:
    """Whether an address carries answers at all, even empty ones."""
    names = _form(None, category).fields
    return any(each in names or each.rpartition("_")[0] in names for each in request.GET if each not in NOT_ANSWERS)
