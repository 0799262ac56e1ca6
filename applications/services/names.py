"""The names behind actor keys: the one table to erase from when a person's data must go."""

from applications.models import ActorName


def remember(*, actor_key: str, display_name: str) -> None:
    """Write down, or correct, the name shown for whoever acts under this key."""
    ActorName.objects.update_or_create(actor_key=actor_key, defaults={"display_name": display_name[:160]})


def forget(*, actor_key: str) -> None:
    """Erase the name; what was done under the key stays, without it."""
    ActorName.objects.filter(actor_key=actor_key).delete()
