"""Taking a dossier, passing it to a colleague, or giving it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.now import law_now
from applications.services import desk
from applications.services.refusals import NotAllowed
from applications.vocabulary import Capacity
from portal.accounts import colleagues
from portal.accounts.access import actor_required
from portal.desk import opening
from portal.desk.forms import HandOnForm

MYSELF = "me"


@require_POST
@actor_required(Capacity.OFFICER)
def hand_on(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the desk's part of the dossier to a colleague, to oneself or to nobody; who was quicker keeps it."""
    dossier = opening.found(request, reference)
    form = HandOnForm(request.POST)
    to = form.cleaned_data["to"] if form.is_valid() else "?"
    to = request.actor.key if to == MYSELF else to
    names = {each.key: each.name for each in colleagues.of(request.actor, on=request.law_day)}
    if to and to not in names:
        messages.error(request, _("Nobody of your authority answers to this. Choose a colleague from the list."))
        return redirect("desk:dossier", reference=reference)
    try:
        desk.assign(
            dossier_id=dossier.pk, to=to, by=request.actor, at=law_now(), expected=form.cleaned_data["expected"]
        )
    except NotAllowed as refusal:
        messages.warning(request, str(refusal))
    else:
        said = _("The dossier is with %(name)s now.") % {"name": names[to]} if to else _("The dossier is nobody's now.")
        messages.success(request, said)
    return redirect("desk:dossier", reference=reference)
