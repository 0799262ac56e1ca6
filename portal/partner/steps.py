"""What an office does next with a decision, in words. The course itself is `selectors.partner_lists`."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.selectors.partner_lists import Standing
from applications.vocabulary import Capacity, DeclarationKind

REPORT_NEXT: dict[DeclarationKind, tuple[Promise, Promise]] = {
    DeclarationKind.VISA_ISSUED: (_("Issue the visa"), _("Report the day on which the visa was issued.")),
    DeclarationKind.ARRIVED: (_("Awaiting arrival"), _("Report the arrival when the person comes to your counter.")),
    DeclarationKind.REGISTERED: (_("Register the person"), _("Report the day on which the person was registered.")),
    DeclarationKind.CARD_DELIVERED: (_("Deliver the card"), _("Report the day on which the card was handed over.")),
}


@dataclass(frozen=True, slots=True)
class Step:
    """Where the work stands: a word with its mark, and the sentence that says what to do."""

    tone: str
    icon: str
    state: Promise | str
    sentence: Promise | str


ACKNOWLEDGE = Step("warn", "mail", _("To acknowledge"), _("Acknowledge that your office takes this decision over."))
MOVED = Step("", "arrow", _("Passed on"), _("The person lives elsewhere: another commune has taken over."))
SPARED = Step(
    "", "arrow", _("Passed on"), _("Nothing is asked of your post any more: another one has it, or no visa is needed.")
)
VISA_DONE = Step("good", "tick", _("Finished"), _("The visa has been issued. The commune takes over."))
UNDONE = Step(
    "bad", "cross", _("No longer stands"), _("The decision was undone. Do nothing on it; a new one may follow.")
)
CARD_DONE = Step("good", "tick", _("Finished"), _("The card has been delivered. Nothing remains to be done."))


def of(row: Standing, capacity: str, *, is_acknowledged: bool) -> Step:
    """The step at which a decision stands with this office."""
    if row.undone_because:
        return UNDONE
    if row.taken_over:
        if capacity != Capacity.POST:
            return MOVED
        return SPARED if row.still_open else VISA_DONE
    if row.next is None:
        return VISA_DONE if capacity == Capacity.POST else CARD_DONE
    if not is_acknowledged:
        return ACKNOWLEDGE
    state, sentence = REPORT_NEXT[row.next]
    return Step("now", "clock" if row.next == DeclarationKind.ARRIVED else "open", state, sentence)
