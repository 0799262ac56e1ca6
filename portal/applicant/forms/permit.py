"""Step 5, for the permits that need it: what only the rules of this permit read. No field is written here by hand."""

from collections.abc import Iterator
from itertools import groupby
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.applicant.forms.steps import Section, StepForm

TITLES: dict[str, Promise] = {
    "seasonal": _("Seasonal work"),
    "transfer": _("The transfer"),
    "research": _("The research"),
    "placement": _("Traineeship or volunteering"),
    "held": _("The permit held now"),
}


class PermitForm(StepForm):
    """Seasonal work, a transfer, research, a placement, or the permit that is renewed."""

    takes = tuple(TITLES)
    facts = MappingProxyType({})
    sections = ()

    def _further(self, names: list[str]) -> Iterator[Section]:
        """One section for each part of the facts."""
        for part, those in groupby(names, key=lambda name: self.facts[name].split(".")[0]):
            yield Section(TITLES[part], tuple(those))
