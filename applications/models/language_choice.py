from django.db import models

from applications.vocabulary import Authority, Track


class LanguageChoice(models.Model):
    """An officer chose the language of the acts to come on a track, and why (P14). The newest counts; none is changed.

    Free text stands here and not in the journal, which names this row. `before` is empty where no rule said anything.
    """

    dossier = models.ForeignKey("Dossier", on_delete=models.PROTECT, related_name="language_choices")
    track = models.CharField(max_length=10, choices=Track)
    authority = models.CharField(max_length=12, choices=Authority)
    before = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=2)
    reason = models.TextField()
    chosen_at = models.DateTimeField()
    chosen_by = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["dossier", "track", "-id"], name="language_newest_first")]
        constraints = [
            models.CheckConstraint(condition=models.Q(reason__gt=""), name="a_language_is_changed_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.track} of {self.dossier_id} in {self.language}"
