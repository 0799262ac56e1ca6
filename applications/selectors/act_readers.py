"""Who was sent an act, and in which language each of them reads; which translations there are (P14)."""

from collections.abc import Iterator
from dataclasses import dataclass

from applications.models import Act, Organisation, Translation


@dataclass(frozen=True, slots=True)
class Reader:
    """One addressee of an act. `has_own` says that the act or a translation is in his language."""

    role: str
    language: str
    has_own: bool


def of(act: Act) -> list[Reader]:
    """The addressees, each once per role, in the order in which they were written to."""
    have = {act.language, *(row.language for row in translations(act) if row.is_readable)}
    return [Reader(role, language, language in have) for role, language in _languages(act)]


def translations(act: Act) -> list[Translation]:
    """Every translation added, newest first."""
    return list(act.translations.order_by("-id"))


def _languages(act: Act) -> Iterator[tuple[str, str]]:
    rows = list(act.notifications.order_by("id").values_list("role", "addressee_key"))
    keys = [key for role, key in rows if role != "WORKER"]
    spoken = dict(Organisation.objects.filter(key__in=keys).values_list("key", "language"))
    worker = act.dossier.worker
    for role, key in dict(rows).items():
        yield role, (worker.language if role == "WORKER" and worker else spoken.get(key, ""))
