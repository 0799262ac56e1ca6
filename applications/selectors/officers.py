"""The names behind actor keys, for colleagues of the same authority. Others see the authority (P30)."""

from collections.abc import Iterable

from applications.models import ActorName


def names(keys: Iterable[str]) -> dict[str, str]:
    """The display name of each key that still has one; erased people are missing. One query, none without keys."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    return dict(ActorName.objects.filter(actor_key__in=wanted).values_list("actor_key", "display_name"))
