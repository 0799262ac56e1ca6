"""Every fact, note and paper of one dossier carries a word of its own; nobody meets one that is not for him.

Looked through: every answer that any role gets at any address, by link or by guess; every parcel as it lies in the
outbox; every letter; every e-mail; every line of the log; the journal and the list of who looked. `test_disclosure`
tells the same story in a dozen words that a person can read.
"""

import html
import io
import json
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import pytest
from django.core.cache import cache as kept_pages

from applications import disclosure
from applications.disclosure import TABLE, Group, Sight, Viewer
from applications.models import AccessLog, DocumentVersion, JournalEntry
from applications.rulebook.facts import paths
from exchange.models import Parcel
from exchange.vocabulary import AddresseeKind
from portal.settings.logs import logging_for
from tests.security import addresses, canaries, policy
from tests.security.test_disclosure import _read
from tests.security.world import EVERYBODY, NOTES, PARCELS, ROLES, World, undone

# What an act itself says, to whomever it is addressed: it would be no decision on this job without it.
SAID_BY_THE_ACT = {
    "employer.name": "the act names the employer it is about, and the instruction says for whom the person will work",
    "job.title": "the act grants this function and no other",
}
UNMET = {
    "worker.email": "letters go to an inbox; the address is used, not shown, but to those who may write to it",
}
VIEWERS = {
    AddresseeKind.EMPLOYER: Viewer.APPLICANT,
    AddresseeKind.MANDATARY: Viewer.APPLICANT,
    AddresseeKind.WORKER: Viewer.WORKER,
    AddresseeKind.POST: Viewer.POST,
    AddresseeKind.COMMUNE: Viewer.COMMUNE,
}
READS_THE_NOTE = {"region-handler": ("region-handler", "region-signatory"), "federal": ("federal",)}


@dataclass(frozen=True)
class Secret:
    """A planted word, what it is, and the group it belongs to; a note belongs to the desk that wrote it."""

    what: str
    spellings: tuple[str, ...]
    group: Group | None
    readers: tuple[str, ...] = ()

    def is_for(self, sights: dict[Group, Sight]) -> bool:
        """Whether somebody with those sights may read it."""
        said = Group.DECISION if self.what in SAID_BY_THE_ACT else self.group
        return any(g is not None and sights.get(g) is Sight.FULL for g in (self.group, said))


@pytest.fixture(scope="module")
def secrets(world: World, django_db_blocker: pytest.FixtureRequest) -> list[Secret]:
    """Everything that was planted."""
    with django_db_blocker.unblock():
        return [
            *(Secret(canary.path, canary.spellings, canary.group) for canary in canaries.facts()),
            *_papers(world),
            *(Secret(f"note of {role}", (text,), None, READS_THE_NOTE[role]) for role, text in NOTES.items()),
        ]


def _papers(world: World) -> Iterator[Secret]:
    """Each paper's name, which also stands inside it."""
    versions = DocumentVersion.objects.filter(document__dossier=world.dossiers["granted"]).select_related("document")
    for version in versions:
        paper = version.document
        group = disclosure.group_of_document(track=paper.track, sealed=paper.sealed)
        yield Secret(f"paper {paper.code}", (version.original_name.removesuffix(".pdf"),), group)


@dataclass(frozen=True)
class Guesses:
    """What each role got at every address, as a person reads it, and the log that was written meanwhile."""

    answers: dict[str, list[tuple[str, str]]]
    log: str


@pytest.fixture(scope="module")
def guesses(world: World, django_db_blocker: pytest.FixtureRequest) -> Guesses:
    """Everybody opens every address that names this dossier or one of its parcels, and sends it nothing."""
    with django_db_blocker.unblock(), undone(), _logged() as lines:
        answers = {role: [(place, _words(answer)) for place, answer in _guessed(world, role)] for role in ROLES}
    return Guesses(answers, lines.getvalue())


@contextmanager
def _logged() -> Iterator[io.StringIO]:
    """The log as production writes it, kept; `conftest` has it silent otherwise."""
    kept = io.StringIO()
    how = dict(logging_for("json")["formatters"]["line"])  # type: ignore[index]
    handler, silent = logging.StreamHandler(kept), logging.root.manager.disable
    handler.setFormatter(how.pop("()")(**how))
    logging.getLogger().addHandler(handler)
    logging.disable(logging.NOTSET)
    try:
        yield kept
    finally:
        logging.disable(silent)
        logging.getLogger().removeHandler(handler)


def test_every_fact_carries_a_canary_or_tells_nothing_by_itself():
    planted = {canary.path for canary in canaries.facts()}
    assert set(canaries.UNPLANTED) <= set(paths())
    assert {path for path in paths() if canaries.carries_one(path)} == planted
    assert len({canary.value for canary in canaries.facts()}) == len(planted) > 25


def test_every_canary_is_met_by_somebody_it_is_for(world, crawl, secrets):
    """Else its absence elsewhere would prove nothing."""
    read = {role: _readable(page.answer for page in crawl.by(role)) for role in EVERYBODY}
    silent = [
        secret.what
        for secret in secrets
        if secret.what not in UNMET
        and not any(spelling in text for text in read.values() for spelling in secret.spellings)
    ]
    assert not silent


@pytest.mark.parametrize("role", ROLES)
def test_no_page_that_anybody_reaches_shows_what_is_not_for_him(world, crawl, secrets, role):
    found = [
        f"{word} on {page}"
        for page in crawl.by(role)
        for word in _met(_readable([page.answer]), _hidden_from(role, world, secrets))
    ]
    assert not found


@pytest.mark.parametrize("role", ROLES)
def test_no_address_that_anybody_guesses_shows_what_is_not_for_him(world, guesses, secrets, role):
    hidden = _hidden_from(role, world, secrets)
    found = [f"{word} at {place}" for place, text in guesses.answers[role] for word in _met(text, hidden)]
    assert not found
    assert len(guesses.answers[role]) > 80


def test_no_parcel_carries_what_is_not_for_its_addressee(world, secrets):
    parcels = list(
        Parcel.objects.filter(subject_reference=world.dossiers["granted"].reference).select_related("addressee")
    )
    assert {parcel.addressee.kind for parcel in parcels} >= {"EMPLOYER", "WORKER", "POST", "COMMUNE"}
    found = []
    for parcel in parcels:
        sights = TABLE[VIEWERS[AddresseeKind(parcel.addressee.kind)]]
        hidden = [secret for secret in secrets if not secret.is_for(sights)]
        text = json.dumps(parcel.payload, ensure_ascii=False)
        found += [f"{word} in {parcel.key}" for word in _met(text, hidden)]
    assert not found


def test_an_e_mail_says_only_that_there_is_news(world, secrets):
    assert world.mails, "no mail went out: nothing is proven"
    for message in world.mails:
        headers = "\n".join(f"{name}: {value}" for name, value in message.extra_headers.items())
        assert not _met(f"{message.subject}\n{message.body}\n{headers}", secrets)
        assert world.dossiers["granted"].reference not in f"{message.subject}{message.body}{headers}"
        assert len(message.to) == 1 and not message.attachments


def test_neither_journal_nor_access_log_says_anything_of_anybody(world, secrets):
    # GIVEN people who look at the dossier and at its papers
    reference = world.dossiers["granted"].reference
    for role in ("region-handler", "federal"):
        for part in ("", "/documents", "/journal"):
            world.clients[role].get(f"/desk/{reference}{part}")

    # THEN who looked and what happened is written down, and nothing of what they saw
    told = [f"{entry.payload} {entry.basis} {entry.actor_key}" for entry in JournalEntry.objects.all()]
    looked = [f"{row.what} {row.actor_key} {row.organisation_key}" for row in AccessLog.objects.all()]
    assert len(told) > 15 and looked
    assert not _met("\n".join((*told, *looked)), secrets)


def test_no_line_of_the_log_says_anything_of_anybody(guesses, secrets):
    assert guesses.log.count("\n") > 100
    assert not _met(guesses.log, secrets)


# --- Inside ----------------------------------------------------------------------------------------------------------


def _hidden_from(role: str, world: World, secrets: list[Secret]) -> list[Secret]:
    """What that role may not meet: by the table if he knows the dossier, else all of it."""
    knows = policy.knows(role, "granted")
    sights = {group: disclosure.sight(world.actors[role], group) for group in Group} if knows else {}
    return [secret for secret in secrets if role not in secret.readers and not secret.is_for(sights)]


def _guessed(world: World, role: str) -> Iterator[tuple[str, object]]:
    """Every address that names this dossier or one of its parcels, opened and sent to with nothing."""
    for row in policy.ROWS:
        address = next(each for each in addresses.every() if each.name == row.name)
        things = PARCELS if address.names_a_parcel else ("granted",) if address.names_a_dossier else ("",)
        for thing in things:
            if (place := addresses.url(world, address, thing, **row.given)) is None:
                continue
            for method in ("get", "post"):
                kept_pages.clear()
                yield f"{method} {place}", world.ask(role, method, place)


def _readable(answers: Iterable[object]) -> str:
    """Everything a person can read in those answers: pages, files and their names, letters as text."""
    return "\n".join(_words(answer) for answer in answers)


def _words(answer) -> str:
    content = getattr(answer, "read_bytes", None) or (b"" if answer.streaming else answer.content)
    text = content.decode("utf-8", "replace")
    if content.startswith(b"%PDF"):
        text += _read(content)
    elif answer.get("Content-Type", "").startswith("text/html"):
        text = html.unescape(text)
    return f"{text}\n{answer.get('Content-Disposition', '')}\n{answer.get('Location', '')}"


def _met(text: str, secrets: list[Secret]) -> list[str]:
    """What of these stands in the text."""
    if not secrets or not _pattern(tuple(s for secret in secrets for s in secret.spellings)).search(text):
        return []
    return [secret.what for secret in secrets if _pattern(secret.spellings).search(text)]


@cache
def _pattern(spellings: tuple[str, ...]) -> re.Pattern[str]:
    """One of them, standing for itself: not in the middle of a longer number, an hour or a fingerprint."""
    return re.compile("|".join(rf"(?<![\w:.]){re.escape(spelling)}(?!\w)" for spelling in spellings))
