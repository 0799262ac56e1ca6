"""What differs, in words: a rule's versions over time, between two days, and between two authorities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from applications.rulebook import reading, sentences
from applications.rulebook.model import Rule, Version
from applications.rulebook.reading import Change, Chapter
from applications.rulebook.side_by_side import Pair
from portal.public import law_answer, law_words
from portal.public.law_answer import Shown
from portal.ui import parts


@dataclass(frozen=True, slots=True)
class Dated:
    """A version in the life of a rule, and what it changed."""

    anchor: str
    title: str
    is_current: bool
    shown: Shown
    changed: Sequence[parts.Difference]


@dataclass(frozen=True, slots=True)
class Changed:
    """A rule that is not the same on two days."""

    shown: Shown
    state: str
    tone: str
    values: Sequence[parts.Difference]


@dataclass(frozen=True, slots=True)
class Beside:
    """What two authorities say of one thing; None where one of them says nothing here."""

    title: str
    ours: Shown | None
    theirs: Shown | None
    is_same: bool


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """A heading and what stands side by side under it."""

    title: str
    anchor: str
    pairs: Sequence[Beside]


def versions(rule: Rule, *, today: date) -> list[Dated]:
    """All versions, newest first, each with what it changed of the one before."""
    found = []
    before: Version | None = None
    for version in rule.versions:
        each = reading.entry(rule, on=version.in_force_from)
        if before is None or version.missing or before.missing:
            changed: list[parts.Difference] = []
        else:
            changed = _values(reading.Change.of(rule, before, version))
        found.append(
            Dated(
                f"since-{version.in_force_from.isoformat()}",
                _sentence_case(law_answer.in_force(version)),
                version.covers(today),
                law_answer.shown(each, is_brief=False),
                changed,
            )
        )
        before = version
    return found[::-1]


def changed(change: Change, *, later: date) -> Changed:
    """What became of a rule between two days."""
    if change.before is None:
        state, tone = _("New"), "good"
    elif change.after is None:
        state, tone = _("No longer known"), "bad"
    else:
        state, tone = _("Changed"), "now"
    on = later if change.after else change.version.in_force_from
    return Changed(law_answer.shown(reading.entry(change.rule, on=on)), state, tone, _values(change))


def compared(pairs: Iterable[Pair]) -> list[ComparedPart]:
    """Pairs under their headings, what differs first."""
    found: dict[Chapter, list[Beside]] = {}
    for pair in pairs:
        side = pair.ours or pair.theirs
        if side is not None and (pair.ours is None or pair.theirs is None or pair.ours.version or pair.theirs.version):
            found.setdefault(side.chapter, []).append(_beside(pair, sentences.title(side.rule.code)))
    return [
        ComparedPart(
            str(law_answer.CHAPTERS[chapter]), str(chapter), sorted(found[chapter], key=lambda each: each.is_same)
        )
        for chapter in Chapter
        if chapter in found
    ]


def _beside(pair: Pair, title: str) -> Beside:
    ours, theirs = (law_answer.shown(each) if each else None for each in (pair.ours, pair.theirs))
    return Beside(title, ours, theirs, pair.is_same)


def _values(change: Change) -> list[parts.Difference]:
    """The values that differ, then the article and how sure we are; the source where nothing else differs."""
    before, after = change.before, change.after
    found = [
        parts.Difference(
            law_words.name(name),
            law_words.shown(name, old, values=before.values if before else None),
            law_words.shown(name, new, values=after.values if after else None),
        )
        for name, old, new in change.values
    ]
    if before and after:
        sides = [(_("Article"), sentences.article(before), sentences.article(after))]
        sides.append((_("How sure"), str(before.certainty.label), str(after.certainty.label)))
        found += [parts.Difference(label, old, new) for label, old, new in sides if old != new]
    if before and after and not found:
        found.append(parts.Difference(_("Source"), _read_at(before), _read_at(after)))
    return found


def _read_at(version: Version) -> str:
    source = law_answer.Source.of(version)
    return ", ".join(words for words in (*(str(page.label) for page in source.pages), source.remark) if words)


def _sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]
