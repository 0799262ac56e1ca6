from django.db import models


class ActorName(models.Model):
    """The name behind a pseudonymous actor key: the one table to erase from when a person's data must go.

    Everything else (journal, acts, notes) carries the key only.
    """

    actor_key = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=160)

    def __str__(self) -> str:
        return self.display_name
