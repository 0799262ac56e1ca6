"""Sessions in the database, as Django's own, read without the ORM: every request begins with one."""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from portal.accounts import plain_rows


class SessionStore(db.SessionStore):
    """What is written, renewed and deleted stays Django's."""

    def load(self) -> dict[str, Any]:
        stored = plain_rows.find_session(self.session_key, at=timezone.now())
        if stored is None:
            self._session_key = None  # never take over a key that somebody else chose
            return {}
        found: dict[str, Any] = self.decode(stored)
        return found
