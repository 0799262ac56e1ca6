"""Whatever is typed, pasted or forged, the answer is a sentence or a refusal: never an error of ours.

The fields are read from the forms of the crawl, so that a new field is tried without anybody thinking of it.
"""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote, urlencode, urljoin, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve

from tests import stories
from tests.security import policy
from tests.security.test_matrix import ROWS, things, url

NASTY = {
    "long": "x" * 20_000,
    "nul": "a\x00b",
    "right to left": "\u202egnp.exe",
    "half a character": "\ud83d".encode("utf-8", "surrogatepass"),
    "negative": "-1",
    "huge": "9" * 30,
    "a day that is none": "2025-02-30",
    "markup": "<script>alert(1)</script>{{ 7|add:7 }}%s%(x)s",
    "other figures": "٣²½",
    "line breaks": "a\r\nX-Injected: yes\r\n\r\nb",
}
WORST = ("nul", "half a character", "huge", "a day that is none")
# What a query may carry, whether or not a page offers it at this moment.
PARAMETERS = (
    "after", "back", "before", "category", "commune", "download", "finished", "from", "kept", "next", "paper", "q",
    "reference", "unread", "view",
)  # fmt: skip
FORM = re.compile(r"<form\b(?P<own>[^>]*)>(?P<inside>.*?)</form>", re.DOTALL)
CURSORS = (
    "2025-01-01_1", "9999-12-31T23:59:59+00:00_1", "0001-01-01T00:00:00+14:00_1", "2025-01-01T00:00:00+00:00_-5", "x_",
)  # fmt: skip
LISTS = {  # what each list reads of its address
    "desk:queue": ("after", "category", "q", "view"),
    "applicant:dossiers": ("before",),
    "applicant:mandates": ("before",),
    "inbox:list": ("before", "unread"),
    "partner:list": ("from", "finished"),
    "public:verify": ("reference",),
    "public:communes": ("commune",),
    "public:law": ("authority", "category", "on", "on_day", "format"),
    "public:law_changes": ("earlier", "later_year", "category"),
    "public:law_beside": ("ours", "theirs", "on"),
    "public:deadlines": ("category", "start", "start_year", "returning", "e1-what", "e1-day", "e9999-what", "w-until"),
    "public:deadlines_calendar": ("category", "start", "w-day"),
}
NUMBERED = ("after", "before", "from")


@pytest.mark.parametrize(
    "kind", [name if name in WORST else pytest.param(name, marks=pytest.mark.slow) for name in NASTY]
)
def test_no_form_falls_over(world, crawl, kind):
    """Every field of the form at once; what the form keeps hidden too."""
    fallen = []
    for role, action, fields in forms(crawl):
        answer = _sent(world, role, "post", action, dict.fromkeys(fields, NASTY[kind]))
        if answer not in (200, 302, 400, 403, 404, 405, 409, 422, 429):
            fallen.append(f"{answer}: {action} as {role}")
    assert not fallen


@pytest.mark.slow
@pytest.mark.parametrize("kind", NASTY)
def test_no_field_alone_makes_a_form_fall_over(world, crawl, kind):
    """One field at a time where there are most, the others as they stand: what is checked last is reached too."""
    fallen = []
    for role, action, fields in _largest(crawl):
        for name in fields:
            answer = _sent(world, role, "post", action, {**fields, name: NASTY[kind]})
            if answer not in (200, 204, 302, 400, 404, 409, 422):
                fallen.append(f"{answer}: {name} of {action} as {role}")
    assert not fallen


@ROWS
def test_no_query_makes_a_page_fall_over(world, row):
    if row.get is None:
        return
    role = next(role for role in row.audience if role != "anonymous")
    place = next(filter(None, (url(world, row, thing) for thing in reversed(things(row)) if _opens(role, thing))))
    fallen = []
    for query in queries(row):
        answer = _sent(world, role, "get", f"{place}?{query}")
        if answer not in (200, 202, 204, 302, 400, 403, 404, 422):
            fallen.append(f"{answer}: {query[:80]}")
    assert not fallen


def queries(row) -> Iterator[str]:
    """Every parameter at once; on lists, which read them, one by one as well."""
    for name in WORST:
        yield "&".join(f"{parameter}={quote(NASTY[name])}" for parameter in PARAMETERS)
    for parameter in LISTS.get(row.name, ()):
        yield from (f"{parameter}={quote(value)}" for value in NASTY.values())
        if parameter in NUMBERED:
            yield from (f"{parameter}={quote(value)}" for value in CURSORS)


@pytest.mark.parametrize("kind", [*NASTY, "slashes", "dots"])
def test_no_path_makes_a_page_fall_over(world, kind):
    reference = world.dossiers["granted"].reference
    value = {"slashes": "a/b//c", "dots": "../../etc/passwd", "another case": reference.lower()}.get(kind) or NASTY[
        kind
    ]
    sent = quote(value[:4000])
    number = value if isinstance(value, str) and value.isdecimal() else "9" * 30
    for role, path in (
        ("anonymous", f"/verify/{sent}"),
        ("employer", f"/applications/{sent}"),
        ("employer", f"/applications/{sent}/receipt.json"),
        ("employer", f"/applications/draft/{world.dossiers['own_draft'].key}/{sent}"),
        ("employer", f"/applications/{world.dossiers['granted'].key}/documents/{quote(number)}"),
        ("federal", f"/desk/{sent}"),
        ("federal", f"/desk/{reference}/paper/{quote(number)}"),
        ("federal", f"/desk/{reference}/letter/{quote(number)}"),
        ("federal", f"/desk/{reference}/conclude/{sent}"),
        ("commune", f"/partner/{sent}"),
        ("post", f"/inbox/{sent}"),
        ("post", f"/inbox/{sent}/letter/{quote(number)}"),
        ("post", f"/inbox/{sent}/acknowledge"),
    ):
        for method in ("get", "post"):
            answer = _sent(world, role, method, path)
            if path.startswith("/verify/"):
                assert answer in (200, 404, 405, 422), (method, path[:80])
            else:
                assert answer in (404, 405), (method, path[:80], answer)


@pytest.mark.parametrize(
    "name", ["../../x.pdf", "a\x00b.pdf", "\u202efdp.exe", "x" * 4000 + ".pdf", "CON.pdf", 'a"\r\nX-Injected: yes.pdf']
)
def test_a_file_by_any_name_comes_back_under_a_harmless_one(world, name, monkeypatch):
    # GIVEN a sound file with a bad name, as an employer's browser may send it
    from applications import files
    from applications.models import DocumentVersion

    monkeypatch.setattr(files, "inspect", lambda _path: {"media_type": "application/pdf", "pages": 1})
    draft, client = world.dossiers["own_draft"], world.clients["employer"]
    sent = SimpleUploadedFile("x.pdf", stories.a_pdf(), content_type="application/pdf")
    sent._name = name
    with world.same_cookies("employer"):
        answer = client.post(f"/applications/{draft.key}/documents/diploma/upload", {"file": sent})
    assert answer.status_code in (302, 400, 422)
    if answer.status_code != 302:
        return

    # WHEN it is fetched again
    version = DocumentVersion.objects.filter(document__dossier=draft).latest("id")
    fetched = client.get(f"/applications/{draft.key}/documents/{version.pk}")
    fetched.getvalue()

    # THEN neither the store nor the browser has anything to do with that name
    assert name not in version.file_key and ".." not in version.file_key
    assert fetched["Content-Disposition"].startswith("attachment")
    assert not re.search(r"[\x00-\x1f\u202a-\u202e/\\]", version.original_name)
    assert len(version.original_name) <= 200 and "X-Injected" not in fetched.headers


def test_an_empty_file_is_refused_with_a_sentence(world):
    draft = world.dossiers["own_draft"]
    place = f"/applications/{draft.key}/documents/diploma/upload"
    answer = world.ask("employer", "post", place, {"file": SimpleUploadedFile("empty.pdf", b"")})
    assert answer.status_code == 422 and "slot-diploma" in answer.text


def test_what_was_typed_comes_back_as_text_never_as_markup(world):
    typed = "<b onclick=alert(1)>\"'"
    for role, path in (("federal", "/desk/"), ("anonymous", "/verify/")):
        page = world.ask(role, "get", path, {"q": typed, "reference": typed})
        assert "<b onclick" not in page.text and "&lt;b onclick" in page.text, path


def forms(crawl) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Each form that posts, once per address name and set of fields: by whom, where to, with what it holds."""
    seen = set()
    for page in crawl.html():
        for form in FORM.finditer(page.answer.text):
            if 'method="post"' not in form["own"].lower():
                continue
            action = re.search(r'action="([^"]*)"', form["own"])
            target = urlsplit(urljoin(f"http://testserver{page.path}", unescape(action[1]) if action else "")).path
            fields = dict(_fields(form["inside"]))
            mark = (resolve(target).view_name, tuple(sorted(fields)))
            if mark not in seen and not target.startswith("/accounts/"):
                seen.add(mark)
                yield page.role, target, fields


def _largest(crawl) -> list[tuple[str, str, dict[str, str]]]:
    found = [form for form in forms(crawl) if form[0] == "employer"]
    return sorted(found, key=lambda form: -len(form[2]))[:2]


def _fields(inside: str) -> Iterator[tuple[str, str]]:
    for tag in re.findall(r"<(?:input|select|textarea|button)\b[^>]*>", inside):
        name, value = (re.search(rf'\b{what}="([^"]*)"', tag) for what in ("name", "value"))
        if name and name[1] != "csrfmiddlewaretoken":
            is_chosen = not re.search(r'type="(radio|checkbox)"', tag) or "checked" in tag
            yield unescape(name[1]), unescape(value[1]) if value and is_chosen else ""


def _opens(role: str, thing: str) -> bool:
    return not thing or policy.knows(role, thing)


def _sent(world, role: str, method: str, path: str, data: dict[str, object] | None = None) -> int | str:
    """The status, or what was raised."""
    form = "application/x-www-form-urlencoded"
    try:
        if data is None:
            return world.ask(role, method, path).status_code
        return world.ask(role, method, path, urlencode(data), content_type=form).status_code
    except Exception as raised:  # noqa: BLE001 - whatever it is, it is the finding
        return f"{type(raised).__name__} {raised}"[:200]
