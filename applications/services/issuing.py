"""What follows from a signature: the state, the permit, and a parcel for everybody whom the act concerns (P8, P29).

`take_effect` is for a decision, `take_the_place` for a correction of one: the application stays where it is, and
everybody who had the old letter gets the new one (P13).
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from applications import calendar, letter_inputs, notices, permit_terms
from applications.actors import Actor
from applications.models import Act, Dossier, Organisation, Permit
from applications.models.act import IN_PREPARATION
from applications.selectors import duties
from applications.selectors.case_file import CaseFile
from applications.services import posting, progress
from applications.services.corrections import Written
from applications.vocabulary import PERMITS, ActKind, ActState, EntryKind, OrganisationKind, Track, UndoneBecause
from exchange import contracts

STEPS = {
    ActKind.INADMISSIBLE: "sign_inadmissible",
    ActKind.WORK_GRANT: "grant_work_alone",
    ActKind.WORK_REFUSAL: "refuse_work",
    ActKind.ANNEX_46: "sign_grant",
    ActKind.ANNEX_47: "attest_silence",
    ActKind.ANNEX_48: "refuse_residence",
}


def take_effect(dossier: Dossier, act: Act, file: CaseFile, *, by: Actor, at: datetime) -> None:
    """State, permit and parcels that follow from the signature."""
    payload = {
        "act": act.pk,
        "kind": act.kind,
        "language": act.language,
        "sha256": act.sha256,
        "signatory": act.signatory_id,
    }
    if act.kind == ActKind.WORK_GRANT and Track.RESIDENCE in file.evaluation.tracks:
        progress.note(dossier, EntryKind.ACT_SIGNED, by=by, at=at, basis="P9, P12", track=act.track, payload=payload)
    else:
        step = STEPS[ActKind(act.kind)]
        progress.advance(dossier, step, EntryKind.ACT_SIGNED, by=by, at=at, track=act.track, payload=payload)
    if act.kind == ActKind.WORK_REFUSAL:
        dossier.reviews.filter(track=Track.RESIDENCE, closed_at=None).update(closed_at=at, without_object=True)
        dossier.acts.filter(kind=ActKind.ANNEX_47, state__in=IN_PREPARATION, rectifies=None).delete()
    if act.kind == ActKind.ANNEX_47:  # silence granted both: nothing is left to examine
        dossier.reviews.filter(closed_at=None).update(closed_at=at, without_object=True)
        dossier.acts.filter(state__in=IN_PREPARATION, rectifies=None).delete()
    _deliver(dossier, act, file, extra=(), at=at)


def take_the_place(
    dossier: Dossier, old: Act, act: Act, file: CaseFile, written: Written | None, *, by: Actor, at: datetime
) -> None:
    """The correction is in the journal, and goes to everybody who had the letter it replaces (P13)."""
    progress.note(
        dossier,
        EntryKind.ACT_RECTIFIED,
        by=by,
        at=at,
        basis="P12, P13",
        track=act.track,
        payload={
            "act": act.pk,
            "kind": act.kind,
            "language": act.language,
            "sha256": act.sha256,
            "signatory": act.signatory_id,
            "rectifies": old.pk,
            "facts_version": written.facts_version.pk if written else None,
            "evaluation": written.evaluation.pk if written else None,
            "corrected": sorted(act.grounds.get("facts", {})),
        },
    )
    _deliver(dossier, act, file, extra=offices_told_of(old), at=at)


def undo(act: Act, *, because: UndoneBecause, at: datetime) -> None:
    """The act no longer stands, and a permit it made has ended."""
    act.state, act.superseded_at, act.superseded_because = ActState.SUPERSEDED, at, because
    act.save(update_fields=["state", "superseded_at", "superseded_because"])
    Permit.objects.filter(act=act, ended_at=None).update(ended_at=at, ended_because=because)


def topic_of(act: Act) -> str:
    """What tells the parcels of two acts of one meaning apart: nothing for the first, its number for the second."""
    what = duties.AWAITED[ActKind(act.kind)]
    alike = [kind for kind, meaning in duties.AWAITED.items() if meaning == what]
    earlier = Act.objects.filter(dossier=act.dossier_id, kind__in=alike, signed_at__isnull=False).exclude(pk=act.pk)
    count = earlier.filter(Q(signed_at__lt=act.signed_at) | Q(signed_at=act.signed_at, id__lt=act.pk)).count()
    return str(count + 1) if count else ""


def offices(dossier: Dossier) -> list[Organisation]:
    """The post abroad, and the commune as soon as the Belgian address is known (P29)."""
    found: list[Organisation] = []
    if dossier.post_code:
        found += Organisation.objects.filter(kind=OrganisationKind.POST, post_code=dossier.post_code)
    if dossier.commune_nis_code:
        found += Organisation.objects.filter(kind=OrganisationKind.COMMUNE, nis_code=dossier.commune_nis_code)
    return found


def offices_told_of(act: Act) -> list[Organisation]:
    """The posts and communes that were sent this act, also those that another has taken over from since."""
    keys = act.notifications.filter(role__in=("POST", "COMMUNE")).values_list("addressee_key", flat=True)
    return list(Organisation.objects.filter(key__in=list(keys)).order_by("id"))


def _deliver(dossier: Dossier, act: Act, file: CaseFile, *, extra: Sequence[Organisation], at: datetime) -> None:
    """One parcel each: applicant and worker; for a grant also its post and commune; and the offices in `extra`."""
    on = letter_inputs.decided_on(act, on=calendar.day_of(at))
    permit = _issue_permit(dossier, act, file, on=on) if act.kind in PERMITS else None
    bodies = {body.pk: body for body in [*(offices(dossier) if permit else ()), *extra]}

    def notice(to: posting.Recipient) -> contracts.Notice:
        if permit is not None:
            build = {"POST": notices.visa_instruction, "COMMUNE": notices.commune_instruction}
            built = build.get(to.role, notices.combined_grant)
            return built(dossier, file.facts, act, permit, language=to.language, on=on)
        return _single_track(dossier, act, file, language=to.language, on=on)

    posting.send(
        dossier,
        what=duties.AWAITED[ActKind(act.kind)],
        topic=topic_of(act),
        to=[*posting.recipients(dossier), *map(posting.partner, bodies.values())],
        notice=notice,
        at=at,
        act=act,
    )


def _single_track(dossier: Dossier, act: Act, file: CaseFile, *, language: str, on: date) -> contracts.Notice:
    appeal = None
    if act.kind in letter_inputs.REFUSALS:
        appeal = letter_inputs.find_appeal(act, language=language, on=on)
    build = {ActKind.INADMISSIBLE: notices.inadmissibility, ActKind.ANNEX_48: notices.residence_refusal}
    built = build.get(ActKind(act.kind), notices.work_decision)
    return built(dossier, file.facts, act, language=language, on=on, appeal=appeal)


def _issue_permit(dossier: Dossier, act: Act, file: CaseFile, *, on: date) -> Permit:
    given = permit_terms.of_act(act, file.facts, file.evaluation, category=dossier.category, on=on)
    return Permit.objects.create(
        dossier=dossier,
        act=act,
        card=given.card,
        labour_market=given.labour_market,
        may_work_from=given.may_work_from,
        valid_from=given.valid_from,
        valid_until=given.valid_until,
        because=given.because,
    )
