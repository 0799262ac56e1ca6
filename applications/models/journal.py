import json
from functools import cached_property
from typing import Any

from django.db import models

from applications.vocabulary import Capacity, EntryKind, State, Track


class JournalEntry(models.Model):
    """One step, written in its own transaction: who, what, when, by which rule. Append-only, chained per dossier.

    The database sets `seq`, `prev`, `hash` and `recorded_at` (migration 0002) and refuses UPDATE, DELETE and TRUNCATE.
    `payload` is canonical JSON text (RFC 8785): codes, days, row ids and hashes only, never names or free text.
    """

    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="journal")
    seq = models.PositiveIntegerField(default=0)
    prev = models.CharField(max_length=64, default="")
    hash = models.CharField(max_length=64, default="")
    kind = models.CharField(max_length=24, choices=EntryKind)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=False, null=True)
    actor_key = models.CharField(max_length=64)
    capacity = models.CharField(max_length=10, choices=Capacity)
    organisation_key = models.CharField(max_length=80, blank=True)
    track = models.CharField(max_length=10, choices=Track, blank=True)
    state_before = models.CharField(max_length=16, choices=State)
    state_after = models.CharField(max_length=16, choices=State)
    basis = models.CharField(max_length=120)
    payload = models.TextField(default="{}")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "seq"], name="one_journal_entry_per_number")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"

    @cached_property
    def said(self) -> dict[str, Any]:
        """The payload, read."""
        return dict(json.loads(self.payload))
