from django.db import models

from applications.vocabulary import Authority


class Message(models.Model):
    """An internal note of one desk: only officers of that authority read it. Free text, so outside the journal."""

    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="messages")
    authority = models.CharField(max_length=12, choices=Authority)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"note {self.pk}"
