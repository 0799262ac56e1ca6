"""Rules as a page shows them: a sentence, the values, the article, the source, and how sure that is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from applications import rulebook
from applications.rulebook import reading, sentences
from applications.rulebook.codes import Filer
from applications.rulebook.model import ReferenceDay, Rule, Version
from applications.rulebook.reading import Chapter, Entry
from applications.vocabulary import Certainty, Track
from portal.public import law_words
from portal.ui import navigation, parts
from portal.ui.templatetags.ui import day

CHAPTERS: Mapping[Chapter, Promise] = {
    Chapter.CONDITIONS: gettext_lazy("Conditions"),
    Chapter.DOCUMENTS: gettext_lazy("Documents"),
    Chapter.FEE: gettext_lazy("Fee"),
    Chapter.DEADLINES: gettext_lazy("Periods"),
    Chapter.DURATION: gettext_lazy("How long a permit may last"),
    Chapter.ISSUED: gettext_lazy("What is issued"),
    Chapter.APPEAL: gettext_lazy("Appeal"),
    Chapter.EXEMPTIONS: gettext_lazy("Exemptions"),
    Chapter.HOLDING: gettext_lazy("While a permit is held"),
    Chapter.SETTINGS: gettext_lazy("Amounts and choices that other rules rest on"),
}
LAW_OF: Mapping[ReferenceDay, Promise] = {
    ReferenceDay.FILING: gettext_lazy("the law of the day of filing applies"),
    ReferenceDay.DECISION: gettext_lazy("the law of the day of decision applies"),
}
FILERS: Mapping[Filer, Promise] = {
    Filer.EMPLOYER: pgettext_lazy("who files", "employer"),
    Filer.MANDATARY: pgettext_lazy("who files", "mandatary"),
    Filer.WORKER: pgettext_lazy("who files", "worker"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where the article was read: the pages on the web, each by its host's name, and what the file of law remarks."""

    pages: Sequence[parts.Link]
    remark: str  # in English, as the files of law are

    @classmethod
    def of(cls, version: Version) -> "Source":
        words = version.source.split()
        pages = [word.rstrip(",;") for word in words if word.startswith("https://")]
        links = [parts.Link(page, urlsplit(page).hostname or page) for page in pages]
        return cls(links, " ".join(word for word in words if not word.startswith("https://")))


@dataclass(frozen=True, slots=True)
class Shown:
    """One version of a rule, ready to print; `missing` stands where there is none."""

    code: str
    anchor: str
    title: str
    href: str
    authority: str
    track: str
    help: str = ""
    facts: Sequence[parts.Fact] = ()
    narrowed: Sequence[str] = ()
    meta: Sequence[str] = ()
    article: str = ""
    certainty: str = ""
    source: Source | None = None
    text_fr: str = ""
    since: str = ""
    is_demo: bool = False
    missing: str = ""

    @property
    def is_verified(self) -> bool:
        return self.certainty == Certainty.VERIFIED

    @property
    def sure(self) -> str:
        return str(Certainty(self.certainty).label) if self.certainty else ""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the rules under it."""

    title: str
    anchor: str
    rules: Sequence[Shown]


def shown(each: Entry, *, is_brief: bool = True) -> Shown:
    """A rule on a day."""
    rule, version = each.rule, each.version
    common = {
        "code": rule.code,
        "anchor": rule.code,
        "title": sentences.title(rule.code),
        "href": navigation.rule_url(version.id if version else rule.code),
        "authority": str(rule.authority),
        "track": str(Track(rule.track).label),
        "help": sentences.explanation(rule.code) or sentences.explanation(rule.document),
        "meta": tuple(_meta(rule, is_brief=is_brief)),
        "narrowed": tuple(law_words.narrowed(rule)),
    }
    if version is None:
        return Shown(**common, missing=each.missing)
    return Shown(
        **common,
        facts=tuple(law_words.facts(rule, version, on=each.on, is_brief=is_brief)),
        article=sentences.article(version),
        certainty=str(version.certainty),
        source=Source.of(version),
        text_fr=version.text_fr,
        since=in_force(version),
        is_demo=version.is_demo,
    )


def chapters(entries: Iterable[Entry]) -> list[Part]:
    """The rules in force under their headings; headings without a rule are left out."""
    found: dict[Chapter, list[Shown]] = {}
    for each in entries:
        if each.version is not None:
            found.setdefault(each.chapter, []).append(shown(each))
    return [Part(str(CHAPTERS[chapter]), str(chapter), found[chapter]) for chapter in Chapter if chapter in found]


def silent(entries: Iterable[Entry]) -> list[Shown]:
    """The rules of which no version is known for the day."""
    return [shown(each) for each in entries if each.version is None]


def in_force(version: Version) -> str:
    """From its first to its last day, both included."""
    first = day(version.in_force_from)
    if version.in_force_until is None:
        return _("since %(first)s") % {"first": first}
    last = day(version.in_force_until - timedelta(days=1))
    return _("from %(first)s to %(last)s") % {"first": first, "last": last}


def about(category: str) -> list[parts.Fact]:
    """What a category is: who files, what is decided, where it stands."""
    found = rulebook.rulebook().category(category)
    facts = [
        parts.Fact(_("Who may file"), ", ".join(str(FILERS[filer]) for filer in found.filers)),
        parts.Fact(_("Decided on"), ", ".join(str(Track(track).label) for track in found.tracks)),
        parts.Fact(_("Kinds of application"), ", ".join(str(kind.label) for kind in found.kinds)),
        parts.Fact(_("Stands in"), sentences.cited(found.article, found.act), certainty=found.certainty),
    ]
    if found.announced:
        facts.append(parts.Fact(_("Not in force yet"), _("announced; its first day is not known")))
    return facts


@dataclass(frozen=True, slots=True)
class Cell:
    """How much of one authority's law on a category is known on a day."""

    authority: str
    href: str
    count: int
    is_known: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A category, and what each authority has on it."""

    title: str
    is_announced: bool
    cells: Sequence[Cell]


def overview(entries: Iterable[Entry], *, authorities: Iterable[str], query: Mapping[str, str]) -> list[Row]:
    """How many rules of each authority hold for each category, general ones left out."""
    book, here = rulebook.rulebook(), reverse("public:law")
    counts: dict[tuple[str, str], int] = {}
    for each in entries:
        if each.version is not None:
            for category in each.rule.categories:
                key = (category, str(each.rule.authority))
                counts[key] = counts.get(key, 0) + 1
    return [
        Row(
            sentences.title(category.code),
            category.announced,
            [
                Cell(
                    authority,
                    f"{here}?{urlencode({'authority': authority, 'category': category.code, **query})}",
                    counts.get((category.code, authority), 0),
                    book.knows(authority=authority, category=category.code),
                )
                for authority in authorities
            ],
        )
        for category in book.categories.values()
    ]


def first_known(entries: Iterable[Entry]) -> str:
    """The first day for which any of these rules is known."""
    return day(reading.known_from(entries))


def _meta(rule: Rule, *, is_brief: bool) -> Iterable[str]:
    if rule.kinds:
        yield ", ".join(str(kind.label) for kind in rule.kinds)
    if rule.sealed:
        yield _("sealed: only the Immigration Office opens it")
    if not is_brief:
        yield str(LAW_OF[rule.reference_day])
