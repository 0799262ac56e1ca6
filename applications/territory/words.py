"""The reasons of the cascade in words. Codes and NIS codes are stored; communes are named when the reason is read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applications.territory.places import find_commune
from applications.vocabulary import Authority

SENTENCES: Mapping[str, Promise] = {
    # The authority was found
    "ESTABLISHMENT": _("The worker belongs to the establishment unit in %(commune)s: %(authority)s."),
    "ONE_PLACE": _("All the work is done in %(commune)s: %(authority)s."),
    "MAIN_PLACE": _("The main place of work is %(commune)s: %(authority)s."),
    "MAIN_SHARE": _("The largest part of the working time, %(share)s %%, is spent under one authority: %(authority)s."),
    "SEAT": _("No place of work is the main one, so the registered office in %(commune)s decides: %(authority)s."),
    "ACTIVITY": _(
        "The employer has neither seat nor establishment unit in Belgium, so the place of the work, %(commune)s, "
        "decides: %(authority)s."
    ),
    "RESIDENCE": _("For an unlimited permit the worker's home in %(commune)s decides: %(authority)s."),
    "BUSINESS": _("The place of business is %(commune)s: %(authority)s."),
    "BUSINESS_SEAT": _("The business is run in several regions, so its seat in %(commune)s decides: %(authority)s."),
    "BUSINESS_ACTIVITY": _("There is no place of business, so the activity in %(commune)s decides: %(authority)s."),
    # Something is missing
    "PLACE_UNKNOWN": _("Where will the work be done? The place of work decides which authority is competent."),
    "MAIN_PLACE_UNKNOWN": _("The work is done under several authorities. Which place is the main one?"),
    "SEAT_UNKNOWN": _("No place is the main one. In which commune is the registered office?"),
    "NO_SEAT_NO_MAIN_PLACE": _(
        "The employer has no seat in Belgium and no place of work is the main one: an authority has to be agreed on."
    ),
    "RESIDENCE_UNKNOWN": _("For an unlimited permit the worker's home decides. In which commune is it?"),
    "UNKNOWN_COMMUNE": _("No commune has the NIS code %(nis_code)s since the mergers of 1 January 2025."),
    # Remarks
    "GERMAN_SPEAKING": _("%(commune)s is one of the nine communes of the German-speaking Community."),
    "UNIT_ELSEWHERE": _("The establishment unit lies elsewhere, in %(commune)s."),
    "WORK_ONLY": _("This is an authorisation to work only; it gives no right of residence."),
    "HOSTING_SEAT": _(
        "One federal page names the authority of the employer's seat, here %(commune)s, for hosting agreements. "
        "It is guidance; the place of work prevails."
    ),
    "YOUNGER_TABLE": _("The list of communes used is that of %(since)s; %(commune)s is looked up in it all the same."),
}


def sentence(code: str, params: Mapping[str, Any], /) -> str:
    """The reason in the active language."""
    shown = dict(params)
    if (commune := find_commune(str(params.get("nis_code", "")))) is not None:
        shown["commune"] = commune.name(get_language() or "en")
    if "authority" in params:
        shown["authority"] = Authority(params["authority"]).label
    if "since" in params:
        shown["since"] = date_format(date.fromisoformat(params["since"]), "DATE_FORMAT")
    return str(SENTENCES[code] % shown)
