"""What a turn is: one dossier, the hour, and how what hangs on it is found."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from applications.models import Act, Dossier, Invitation, Notification, Unavailability
from applications.selectors import case_file
from applications.vocabulary import EntryKind, State
from exchange import registered
from tests.procedure import steps


@dataclass(frozen=True)
class Scene:
    """One dossier, and the instant at which somebody tries something: after all that has happened, the same day.

    What hangs on the dossier is found as a page would name it; what there is none of has nobody's number.
    """

    name: str
    dossier: Dossier
    at: datetime

    @property
    def state(self) -> State:
        return State(self.dossier.state)

    def letter(self, track: str) -> str:
        """The fingerprint of the newest letter of a track."""
        newest = Act.objects.filter(dossier=self.dossier, track=track).order_by("-id").first()
        return newest.sha256 if newest and newest.sha256 else "0" * 64

    def act(self, track: str) -> int:
        """The act of a track that stands."""
        standing = steps.find_standing(self.dossier, track)
        return standing.pk if standing else 0

    def invitation(self) -> int:
        """The newest invitation."""
        newest = Invitation.objects.filter(dossier=self.dossier).order_by("-id").first()
        return newest.pk if newest else 0

    def find_record(self) -> int | None:
        """The newest record of days on which the region could not be reached."""
        own = Unavailability.objects.filter(authority=self.dossier.authority).order_by("-id")
        return own.values_list("pk", flat=True).first()

    def facts_version(self) -> int:
        """The number of the facts in force."""
        return 0 if self.state == State.DRAFT else case_file.of(self.dossier).facts_version.number

    def find_mandate(self) -> int | None:
        """The mandate under which it stands, or stood."""
        ended = self.dossier.journal.filter(kind=EntryKind.MANDATE_ENDED).first()
        return self.dossier.mandate_id or (ended.said["mandate"] if ended else None)

    def find_notice(self, what: str) -> int | None:
        """The newest notice of that kind to whoever filed."""
        notices = Notification.objects.filter(dossier=self.dossier, what=what, role="FILER").order_by("-id")
        return notices.values_list("pk", flat=True).first()

    def find_letter(self) -> int | None:
        """The newest registered letter."""
        keys = Notification.objects.filter(dossier=self.dossier).values_list("parcel_key", flat=True)
        return max((line.id for line in registered.of_parcels(list(keys)).values()), default=None)


SCENES: dict[str, Callable[[], tuple[Dossier, datetime]]] = {}


def scene(make: Callable[[], tuple[Dossier, datetime]]) -> Callable[[], tuple[Dossier, datetime]]:
    """Name a turn after its function."""
    SCENES[make.__name__] = make
    return make


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside has not happened."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
