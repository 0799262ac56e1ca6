"""The law as this system knows it: on a day, rule by rule, between two days, and of two authorities (features 50, 52).

Nobody is known and nothing is stored; the question stands in the address. It reads what `law show`, `law diff` and
`law compare` read, and each page is JSON as well.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from applications import rulebook
from applications.now import law_today
from applications.rulebook import reading, sentences, side_by_side
from applications.rulebook.model import Rule
from applications.vocabulary import Authority
from portal.public import formats, law_answer, law_differences
from portal.public.law_form import BesideForm, ChangesForm, LawForm
from portal.ui import parts


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The rules of an authority for a category in force on a day; without either, what there is at all."""
    form = LawForm(request.GET)
    if not form.is_valid():
        return _refused(request, "public/law.html", form)
    asked = form.cleaned_data
    on, authority, category = asked["on"] or law_today(), asked["authority"] or None, asked["category"]
    book = rulebook.rulebook()
    entries = reading.on_day(book, on=on, authority=authority, category=category)
    is_covered = reading.is_covered(book, authority=authority, category=category)
    if formats.wants_json(request):
        said = {"on": on.isoformat(), "authority": authority, "category": category or None, "is_covered": is_covered}
        return formats.as_json({**said, "rules": [reading.entry_json(each) for each in entries]})
    query = {"on": on.isoformat()} if asked["on"] else {}
    content: dict[str, Any] = {
        "is_asked": True,
        "on": on,
        "whose": _authority(authority),
        "what": sentences.title(category) if category else "",
        "is_covered": is_covered,
        "chapters": [],
        "silent": [],
        "overview": [],
        "about": law_answer.about(category) if category else [],
        "also": _also(authority, category, query),
        "nothing": None,
    }
    if not authority and not category:
        content |= {
            "overview": law_answer.overview(entries, authorities=Authority.values, query=query),
            "authorities": Authority.values,
        }
    else:
        content |= {"chapters": law_answer.chapters(entries), "silent": law_answer.silent(entries)}
    if not any(each.version for each in entries):
        content |= {"nothing": _nothing(on, entries), "overview": []}
    return _page(request, "public/law.html", form, content)


@require_safe
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """One rule with all its versions, newest first."""
    try:
        found = rulebook.rulebook().rule(code)
    except rulebook.UnknownRule:
        raise Http404 from None
    today = law_today()
    now = reading.entry(found, on=today)
    if formats.wants_json(request):
        versions = [{**reading.version_json(each), "missing": each.missing} for each in found.versions]
        return formats.as_json({**reading.entry_json(now), "versions": versions})
    content = {
        "rule": law_answer.shown(now, is_brief=False),
        "versions": law_differences.versions(found, today=today),
        "about": _about(found),
        "json_href": formats.json_href(request),
        "tabs": tabs(""),
    }
    return formats.varied(render(request, "public/law_rule.html", content))


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What is not the same on two days."""
    form = ChangesForm(request.GET)
    if not form.is_valid():
        return _refused(request, "public/law_changes.html", form)
    if not form.is_asked:
        if formats.wants_json(request):
            form.add_error("earlier", _("Give the day to compare with"))
            return formats.faults(form)
        return _page(request, "public/law_changes.html", form, {"is_asked": False})
    earlier, later = form.days(today=law_today())
    authority, category = form.cleaned_data["authority"] or None, form.cleaned_data["category"]
    if later < earlier:
        form.add_error("earlier", _("This day is still to come. Give the other day too"))
        return _refused(request, "public/law_changes.html", form)
    found = reading.between(rulebook.rulebook(), earlier=earlier, later=later, authority=authority, category=category)
    if formats.wants_json(request):
        said = {"from": earlier.isoformat(), "to": later.isoformat()}
        return formats.as_json({**said, "changes": [reading.change_json(each) for each in found]})
    content = {
        "is_asked": True,
        "earlier": earlier,
        "later": later,
        "whose": _authority(authority),
        "what": sentences.title(category) if category else "",
        "changes": [law_differences.changed(each, later=later) for each in found],
    }
    return _page(request, "public/law_changes.html", form, content)


@require_safe
def beside(request: HttpRequest) -> HttpResponse:
    """Two authorities side by side: what one has and the other has not, what differs, what is the same."""
    is_asked = "theirs" in request.GET
    form = BesideForm(request.GET) if is_asked else BesideForm(initial=request.GET.dict())
    if not is_asked:
        if formats.wants_json(request):
            return formats.faults(BesideForm({}))
        return _page(request, "public/law_beside.html", form, {"is_asked": False})
    if not form.is_valid():
        return _refused(request, "public/law_beside.html", form)
    asked = form.cleaned_data
    on = asked["on"] or law_today()
    book = rulebook.rulebook()
    pairs = side_by_side.beside(book, ours=asked["ours"], theirs=asked["theirs"], on=on, category=asked["category"])
    if formats.wants_json(request):
        said = {"on": on.isoformat(), "authorities": [asked["ours"], asked["theirs"]]}
        said["category"] = asked["category"] or None
        return formats.as_json({**said, "pairs": [side_by_side.pair_json(pair) for pair in pairs]})
    content = {
        "is_asked": True,
        "on": on,
        "ours": asked["ours"],
        "theirs": asked["theirs"],
        "what": sentences.title(asked["category"]) if asked["category"] else "",
        "parts": law_differences.compared(pairs),
        "unknown": [
            str(Authority(each).label)
            for each in (asked["ours"], asked["theirs"])
            if not reading.is_covered(book, authority=each, category=asked["category"])
        ],
    }
    return _page(request, "public/law_beside.html", form, content)


def _page(request: HttpRequest, template: str, form: Any, content: Mapping[str, Any]) -> HttpResponse:
    here = request.resolver_match.view_name if request.resolver_match else ""
    common = {"form": form, "tabs": tabs(here), "json_href": formats.json_href(request)}
    return formats.varied(render(request, template, {**common, **content}))


def _refused(request: HttpRequest, template: str, form: Any) -> HttpResponse:
    """The question again with what is wrong at its field; nothing typed is lost."""
    if formats.wants_json(request):
        return formats.faults(form)
    here = request.resolver_match.view_name if request.resolver_match else ""
    content = {"form": form, "tabs": tabs(here), "is_asked": False}
    return formats.varied(render(request, template, content, status=422))


def tabs(here: str) -> list[parts.Tab]:
    """The ways to read the law."""
    ways = (
        ("public:law", _("On a day")),
        ("public:law_changes", _("Between two days")),
        ("public:law_beside", _("Two authorities")),
        ("public:deadlines", _("Deadline simulator")),
    )
    return [parts.Tab(reverse(name), label, is_current=name == here) for name, label in ways]


def _authority(code: str | None) -> str:
    return str(Authority(code).label) if code else ""


def _also(authority: str | None, category: str, query: Mapping[str, str]) -> list[parts.Link]:
    """Where somebody who reads this may want to go next, with the same choices."""
    what = {"category": category} if category else {}
    whose = {"authority": authority} if authority else {}
    found = []
    if authority != Authority.FEDERAL and category:
        there = _href("public:law", {"authority": Authority.FEDERAL, **what, **query})
        found.append(parts.Link(there, _("Residence: the federal rules on the same")))
    if authority:
        there = _href("public:law_beside", {"ours": authority, **what, **query})
        found.append(parts.Link(there, _("Compare with another authority")))
    found.append(parts.Link(_href("public:law_changes", {**whose, **what}), _("Compare with another day")))
    if category and authority != Authority.FEDERAL:
        found.append(parts.Link(_href("public:deadlines", {**what, **whose}), _("Simulate its deadlines")))
    return found


def _href(name: str, query: Mapping[str, str]) -> str:
    return f"{reverse(name)}?{urlencode(query)}"


def _nothing(on: Any, entries: Sequence[reading.Entry]) -> parts.Empty:
    """Outside what the rulebook covers: said, and never filled with the nearest rule."""
    day = sentences.localised(on)
    title = _("No rule known for %(day)s") % {"day": day}
    first = law_answer.first_known(entries)
    text = _("The law here begins on %(day)s. The nearest rule is never shown instead.") % {"day": first}
    return parts.Empty(title, text if first else "", icon="question")


def _about(found: Rule) -> list[parts.Fact]:
    """For what a rule holds, and where it stands."""
    categories = ", ".join(sentences.title(code) for code in found.categories) or _("all")
    return [parts.Fact(_("For what"), categories), parts.Fact(_("Code"), found.code, is_reference=True)]
