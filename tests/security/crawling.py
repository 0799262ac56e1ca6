"""Everybody reads everything they can reach: each link of each page, by GET, once per role."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.urls import Resolver404, resolve

from exchange.models import Receipt
from tests.security.world import KNOWN, OFFICERS, ROLES, World

STARTS = ("/", "/desk/", "/applications/", "/inbox/", "/partner/", "/accounts/capacity", "/verify/")
LINK = re.compile(r'\b(?:href|src|data|hx-get)="([^"#]+)')
ENOUGH = {"public:law": 8, "public:law_rule": 12}  # pages by the hundred that differ in the law they show only
MOST_PAGES = 200  # per role: more would mean that a link makes new links for ever


@dataclass(frozen=True)
class Page:
    """One answer."""

    role: str
    path: str
    linked_from: str
    answer: HttpResponse

    @property
    def is_html(self) -> bool:
        return self.answer["Content-Type"].startswith("text/html") if "Content-Type" in self.answer else False

    @property
    def content(self) -> bytes:
        return getattr(self.answer, "read_bytes", None) or self.answer.content

    def __str__(self) -> str:
        return f"{self.path} as {self.role}, linked from {self.linked_from}"


@dataclass
class Crawl:
    """All answers, and how many rows of what content each table had before and after."""

    pages: list[Page] = field(default_factory=list)
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    new_receipts: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, world: World) -> "Crawl":
        last = Receipt.objects.latest("id").pk
        crawl = cls(before=census())
        for role in ROLES:
            with world.same_cookies(role):
                crawl.pages += _reachable(world, role)
        crawl.after = census()
        crawl.new_receipts = list(Receipt.objects.filter(pk__gt=last).values_list("kind", flat=True))
        return crawl

    def html(self) -> Iterator[Page]:
        return (page for page in self.pages if page.is_html)

    def by(self, role: str) -> list[Page]:
        return [page for page in self.pages if page.role == role]

    def counts(self) -> Counter[str]:
        return Counter(page.role for page in self.pages)


def census() -> dict[str, str]:
    """A digest of every row of every table."""
    found = {}
    with connection.cursor() as cursor:
        tables = [info.name for info in connection.introspection.get_table_list(cursor) if info.type in ("t", "p")]
        for table in sorted(tables):
            cursor.execute(f"SELECT count(*), md5(string_agg(t::text, ';' ORDER BY t::text)) FROM \"{table}\" t")
            found[table] = "{}:{}".format(*cursor.fetchone())
    return found


def _reachable(world: World, role: str) -> Iterator[Page]:
    waiting = [(path, "the address bar") for path in STARTS]
    if role in OFFICERS:  # what is closed has left the work list: the search finds it
        waiting += [(f"/desk/{world.dossiers[thing].reference}", "the search") for thing in KNOWN[role]]
    seen = {path for path, _from in waiting}
    visited: Counter[str] = Counter()
    client = world.clients[role]
    while waiting:
        path, linked_from = waiting.pop(0)
        cache.clear()
        answer = client.get(path)
        if answer.streaming:
            answer.read_bytes = b"".join(answer.streaming_content)
        page = Page(role, path, linked_from, answer)
        yield page
        if len(seen) > MOST_PAGES:
            raise AssertionError(f"links without end as {role}: {sorted(seen)[-10:]}")
        for link in _links(page):
            if link not in seen and not _is_enough(link, visited):
                seen.add(link)
                waiting.append((link, path))


def _is_enough(link: str, visited: Counter[str]) -> bool:
    """Whether so many pages of this kind were seen that one more would show nothing new."""
    try:
        name = resolve(urlsplit(link).path).view_name
    except Resolver404:
        return False
    visited[name] += name in ENOUGH
    return visited[name] > ENOUGH.get(name, 0)


def _links(page: Page) -> Iterator[str]:
    found = [page.answer["Location"]] if "Location" in page.answer else []
    if page.is_html:
        found += [unescape(link) for link in LINK.findall(page.answer.text)]
    for link in found:
        parts = urlsplit(urljoin(f"http://testserver{page.path}", link))
        if parts.netloc == "testserver" and not parts.path.startswith("/static/"):
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path
