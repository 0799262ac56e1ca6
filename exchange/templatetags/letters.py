"""How days and periods are written out in a binding letter, per legal language.

Not gettext: these are the words of the law's languages in the grammar of the sentence that uses them, German periods in
the dative ("innerhalb einer Frist von 15 Werktagen").
"""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

from exchange.contracts import Appeal, Period

register = template.Library()

UNITS = {
    "de": {"DAYS": ("Tag", "Tagen"), "WORKING_DAYS": ("Werktag", "Werktagen"), "MONTHS": ("Monat", "Monaten")},
    "fr": {"DAYS": ("jour", "jours"), "WORKING_DAYS": ("jour ouvrable", "jours ouvrables"), "MONTHS": ("mois", "mois")},
    "nl": {"DAYS": ("dag", "dagen"), "WORKING_DAYS": ("werkdag", "werkdagen"), "MONTHS": ("maand", "maanden")},
}
DAY_FORMAT = {"de": "j. F Y", "fr": "j F Y", "nl": "j F Y"}


@register.filter
def day(value: date) -> str:
    """A day written out; French says "1er"."""
    language = get_language() or "de"
    written = date_format(value, DAY_FORMAT[language])
    return written.replace("1 ", "1er ", 1) if language == "fr" and value.day == 1 else written


@register.filter
def period(value: Period | Appeal) -> str:
    """The length of a period with its unit, in the form that follows "a period of"."""
    count = value.count if isinstance(value, Period) else value.within
    one, many = UNITS[get_language() or "de"][value.unit]
    return f"{count}\u00a0{one if count == 1 else many}"
