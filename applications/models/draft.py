from django.db import models


class Draft(models.Model):
    """What the applicant has typed so far. Nothing in it is law; it goes when the application is filed.

    `answers` has the shape of `rulebook.facts.Facts`; `typed` keeps, per step, what could not be understood yet, so
    that nothing typed is lost. `revision` tells two open windows apart. `reminded_at` says that its filer was told that
    it is going to be deleted; any change takes that back.
    """

    dossier = models.OneToOneField("Dossier", on_delete=models.CASCADE, related_name="draft", primary_key=True)
    answers = models.JSONField(default=dict)
    typed = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["saved_at"], name="drafts_by_their_last_change")]

    def __str__(self) -> str:
        return f"draft of {self.dossier_id}"
