"""A commune typed in one line, in every room that asks for one: "4700 Eupen", "4700" or "Eupen"."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applications import territory
from applications.references import search_name
from portal.ui.forms import PostalCommuneInput

MOST_SUGGESTED = 10
SUGGESTIONS = reverse_lazy("public:communes")


class CommuneField(forms.CharField):
    """Gives the NIS code of the commune that was meant; what fits several communes is asked again, never guessed."""

    default_error_messages = {
        "required": _("Give the postal code and the commune, for example 4700 Eupen"),
        "unknown": _("No Belgian commune is found under this. Give its postal code and name, for example 4700 Eupen"),
        "several": _("Several communes fit: %(names)s. Write postal code and name of the right one"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=PostalCommuneInput(suggestions_url=SUGGESTIONS), max_length=120, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A code that is known already is shown as it would be typed."""
        place = territory.find_commune(value) if isinstance(value, str) and len(value) == 5 else None
        return line(place) if place else value

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).strip()
        if not text:
            return ""
        found = meant(text)
        if len(found) == 1:
            return found[0].nis_code
        if not found:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        names = ", ".join(line(place) for place in found[:5])
        raise forms.ValidationError(self.error_messages["several"], code="several", params={"names": names})


def line(place: territory.Commune) -> str:
    """How a commune is written in one line: its first postal code and its name for the reader."""
    return f"{place.postal_codes[0] if place.postal_codes else ''} {name(place)}".strip()


def name_line(nis_code: str) -> str:
    """The line of a code; the code itself for one that the table no longer has."""
    place = territory.find_commune(nis_code)
    return line(place) if place else nis_code


def name(place: territory.Commune) -> str:
    """Its name for the reader of the page."""
    return place.name(get_language() or "en")


def name_of(nis_code: str) -> str:
    """The name behind a code; the code itself for one that the table no longer has."""
    place = territory.find_commune(nis_code)
    return name(place) if place else nis_code


def meant(text: str) -> list[territory.Commune]:
    """The communes that a line may mean: by postal code, narrowed by the name; else by the name itself."""
    code, _space, written = text.partition(" ") if text[:1].isdigit() else ("", "", text)
    wanted = search_name(written)
    if not code:
        found = territory.search(text, limit=6)
        return [place for place in found if wanted in _names(place)] or found
    places = list(territory.communes_by_postal(code))
    named = [place for place in places if wanted and any(each.startswith(wanted) for each in _names(place))]
    return named or places


def suggestions(text: str) -> list[str]:
    """Lines to offer while somebody types."""
    typed = text.partition(" ")[0] if text[:1].isdigit() else text
    return [line(place) for place in territory.search(typed, limit=MOST_SUGGESTED)]


def _names(place: territory.Commune) -> set[str]:
    return {search_name(each) for each in (place.name_fr, place.name_nl, place.name_de) if each}
