"""The worker's application and, in code, everything that happens by the clock.

A task is an alarm clock: it finds candidates and calls a service that looks again under a lock. What has to happen
after a commit is a row waiting to be claimed; waking a task only makes it happen sooner, so a lost message costs
seconds, never work.
"""

import os
from typing import Any

from celery import Celery
from celery.app.amqp import AMQP
from kombu import Connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")


class PromptConnection(Connection):
    """Looks for a lost queue every second. Left to itself the worker waits longer with each try, up to half a minute,
    and with it everything that the queue only wakes.
    """

    def ensure_connection(self, *args: Any, **kwargs: Any) -> Connection:
        """As kombu's own, with other pauses for whoever does not ask for some."""
        return super().ensure_connection(*args, **({"interval_start": 1, "interval_step": 0} | kwargs))

    def _do_close_transport(self) -> None:
        """Let the transport go without taking from it where it led, as kombu's own does: whatever still holds a bell of
        the lost queue then fails as a lost connection does, which the worker survives, and not with an AttributeError,
        which ends it.
        """
        self._transport = None


class PromptQueue(AMQP):
    """Makes such connections."""

    Connection = PromptConnection


def every(seconds: float, task: str) -> dict[str, Any]:
    """Ring so often. A bell nobody has heard when the next one rings is dropped: after a standstill one is enough."""
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


app = Celery("portal", amqp=PromptQueue)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "deliver the post": every(5.0, "exchange.deliver"),
    "take in receipts": every(5.0, "applications.take_in_receipts"),
    "seal signed acts": every(5.0, "applications.seal_acts"),
    "scan new documents": every(5.0, "applications.scan_documents"),
    "send invitations": every(5.0, "applications.send_invitations"),
    "end deadlines that ran out": every(2.0, "applications.lapse_overdue"),  # finding nothing costs one probe
    "follow closures and outages": every(60.0, "applications.follow_unavailability"),
    "try out drafts of law": every(30.0, "applications.simulate_law"),
    "expire drafts": every(600.0, "applications.expire_drafts"),
}
