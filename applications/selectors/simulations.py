"""Drafts of law that an authority has tried out: its own only, and what may be seen of them."""

from applications.models import LawSimulation

PAGE = 20
UNSEEN = ("tally",)


def page(authority: str, *, before: int | None = None, limit: int = PAGE) -> list[LawSimulation]:
    """The authority's, newest first; one more than `limit` when there is another page."""
    rows = LawSimulation.objects.filter(authority=authority).defer("report", *UNSEEN).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    return list(rows[: limit + 1])


def get(authority: str, simulation_id: int) -> LawSimulation:
    """One of them. Raises `LawSimulation.DoesNotExist` for unknown and foreign alike."""
    return LawSimulation.objects.defer(*UNSEEN).get(authority=authority, pk=simulation_id)
