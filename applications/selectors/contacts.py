"""Where to write to an authority, when what is to be settled is not a matter for the pages (P22)."""

from applications.models import Organisation


def find_of(authority: str) -> Organisation | None:
    """The authority's own record, with its name and address for mail; None where none was entered."""
    return Organisation.objects.filter(authority=authority).order_by("id").first()
