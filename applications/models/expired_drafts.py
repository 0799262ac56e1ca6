from django.db import models


class ExpiredDrafts(models.Model):
    """How many drafts were deleted on a day because nobody changed them any more. Nothing else of them is kept."""

    on = models.DateField(unique=True)
    number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.on}: {self.number}"
