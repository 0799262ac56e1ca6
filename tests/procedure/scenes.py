"""A dossier at every turn of the procedure.

All are made once, in a transaction that never commits; whoever tries something does so in a savepoint that is undone.
A new turn is one function with `@scene`, after the one it follows from.
"""

from datetime import datetime, timedelta

from applications import calendar
from applications.models import Dossier, Notification
from applications.services import (
    acts,
    closing,
    completeness,
    drafting,
    invitations,
    mandates,
    notifications,
    paper,
    reaching,
    rectifying,
    requests,
    submission,
    terms,
    unavailability,
    withdrawal,
)
from applications.services.completeness import Ask
from applications.vocabulary import Outcome
from exchange.models import Parcel
from exchange.vocabulary import ParcelState
from tests import stories
from tests.procedure import people, steps
from tests.procedure.scene import SCENES, Scene, scene


def all_scenes() -> dict[str, Scene]:
    """Every turn, in the order in which a dossier meets them."""
    made = {}
    for name, make in SCENES.items():
        dossier, at = make()
        dossier.refresh_from_db()
        made[name] = Scene(name, dossier, at + timedelta(minutes=30))
    return made


@scene
def draft() -> tuple[Dossier, datetime]:
    dossier = stories.draft()
    steps.upload(dossier, "diploma", at=steps.START)
    return dossier, steps.START


@scene
def draft_of_firm() -> tuple[Dossier, datetime]:
    """A firm fills in for the employer, who has given it a mandate on paper."""
    steps.written_down("anna")
    return stories.draft(by=people.anna()), steps.START


@scene
def draft_from_paper() -> tuple[Dossier, datetime]:
    """It came by post that morning; an officer types it."""
    dossier = paper.open_application(by=people.lena(), at=steps.START, **steps.FROM_PAPER)
    drafting.save_step(
        dossier_id=dossier.pk, step="all", answers=stories.ANSWERS, typed={}, by=people.lena(), at=steps.START
    )
    steps.upload(dossier, "diploma", at=steps.START, by=people.lena())
    return dossier, steps.START


@scene
def filed() -> tuple[Dossier, datetime]:
    return stories.filed_dossier(), steps.START


@scene
def filed_by_firm() -> tuple[Dossier, datetime]:
    """Under a mandate that the firm wrote down and the employer has not confirmed."""
    mandate, by = steps.written_down("anna"), people.anna()
    dossier = stories.draft(by=by)
    submission.submit(dossier_id=dossier.pk, by=by, at=steps.START)
    dossier.refresh_from_db()
    assert dossier.mandate_id == mandate.pk
    return dossier, steps.START


@scene
def handed_back() -> tuple[Dossier, datetime]:
    """The employer has revoked the mandate under which the firm filed."""
    mandate, by = steps.written_down("otto"), people.lawyer("otto")
    dossier, at = stories.draft(by=by), steps.START
    submission.submit(dossier_id=dossier.pk, by=by, at=at)
    mandates.end(mandate_id=mandate.pk, by=stories.employer_actor(), at=at)
    return dossier, at


@scene
def invited() -> tuple[Dossier, datetime]:
    """The worker has an invitation in his mailbox."""
    dossier, at = filed()
    invitations.invite(dossier_id=dossier.pk, by=stories.employer_actor(), at=at, **steps.INVITATION)
    return dossier, at


@scene
def ticked() -> tuple[Dossier, datetime]:
    dossier, at = filed()
    stories.tick_everything(dossier, at=at)
    return dossier, at


@scene
def closed_days() -> tuple[Dossier, datetime]:
    """The region has put on record that nobody could reach it for some days; no due day moves."""
    dossier, at = filed()
    on = calendar.day_of(at)
    unavailability.record(by=people.cora(), at=at, **steps.closed_from(on - timedelta(days=90)))
    return dossier, at


@scene
def asked() -> tuple[Dossier, datetime]:
    """Documents awaited: one of two has come in, the answer was not sent."""
    dossier = stories.filed_dossier(leave_out=steps.ASKED)
    stories.tick_everything(dossier, at=steps.START)
    asks = [Ask(code=code) for code in steps.ASKED]
    completeness.ask(dossier_id=dossier.pk, asks=asks, by=people.lena(), at=steps.START)
    stories.carry_post(steps.START)
    steps.upload(dossier, steps.ASKED[0], at=steps.START + timedelta(minutes=5))
    return dossier, steps.START


@scene
def unreached() -> tuple[Dossier, datetime]:
    """Documents awaited, of an employer whom the request did not reach."""
    dossier = stories.filed_dossier(leave_out=steps.ASKED)
    completeness.ask(
        dossier_id=dossier.pk, asks=[Ask(code=code) for code in steps.ASKED], by=people.lena(), at=steps.START
    )
    notice = Notification.objects.get(dossier=dossier, what="REQUEST", role="FILER")
    Parcel.objects.filter(key=notice.parcel_key).update(state=ParcelState.DEAD)
    notifications.record(parcel_key=notice.parcel_key, kind="FAILED", happened_at=steps.START)
    return dossier, steps.START


@scene
def letter_chosen() -> tuple[Dossier, datetime]:
    """The request goes by registered letter; it lies in the mail room."""
    dossier, at = unreached()
    notice = Notification.objects.get(dossier=dossier, what="REQUEST", role="FILER")
    reaching.choose_letter(notification_id=notice.pk, address=steps.ADDRESS, by=people.lena(), at=at)
    return dossier, at


@scene
def letter_posted() -> tuple[Dossier, datetime]:
    dossier, at = letter_chosen()
    letter = Scene("letter_posted", dossier, at).find_letter()
    assert letter is not None
    slip, day = next(steps.SLIPS), calendar.day_of(at)
    reaching.enter_posting(letter_id=letter, slip_number=slip, posted_on=day, by=people.lena(), at=at)
    return dossier, at


@scene
def lapsed() -> tuple[Dossier, datetime]:
    dossier, _at = asked()
    at = steps.START + timedelta(days=30)
    steps.sweep(dossier, at=at)
    return dossier, at


@scene
def lapsed_letter_ready() -> tuple[Dossier, datetime]:
    dossier, at = lapsed()
    acts.preview(dossier_id=dossier.pk, by=people.ralf(), at=at)
    return dossier, at


@scene
def inadmissible() -> tuple[Dossier, datetime]:
    dossier, at = lapsed_letter_ready()
    steps.sign(dossier, "WORK", people.ralf(), at)
    return dossier, at


@scene
def inadmissible_sealed() -> tuple[Dossier, datetime]:
    dossier, at = inadmissible()
    steps.seal(dossier, at)
    return dossier, at


@scene
def check_reopened() -> tuple[Dossier, datetime]:
    """An inadmissibility was annulled: the check of the papers begins anew."""
    dossier, at = inadmissible_sealed()
    steps.reopen(dossier, "WORK", people.ralf(), at)
    return dossier, at


@scene
def under_review() -> tuple[Dossier, datetime]:
    return stories.complete_dossier(), steps.START + timedelta(hours=3)


@scene
def pieces_asked() -> tuple[Dossier, datetime]:
    """Both desks have asked; both papers have come in, neither answer was sent."""
    dossier, at = under_review()
    for track, by in (("WORK", people.lena()), ("RESIDENCE", people.odile())):
        requests.ask(dossier_id=dossier.pk, asks=[Ask(code=steps.PIECES[track])], by=by, at=at)
        steps.upload(dossier, steps.PIECES[track], at=at + timedelta(minutes=5))
    return dossier, at


@scene
def work_concluded() -> tuple[Dossier, datetime]:
    dossier, at = under_review()
    steps.conclude(dossier, people.lena(), at)
    return dossier, at


@scene
def work_letter_ready() -> tuple[Dossier, datetime]:
    dossier, at = work_concluded()
    acts.preview(dossier_id=dossier.pk, by=people.ralf(), at=at)
    return dossier, at


@scene
def work_granted() -> tuple[Dossier, datetime]:
    dossier, at = work_letter_ready()
    steps.sign(dossier, "WORK", people.ralf(), at)
    return dossier, at


@scene
def work_granted_sealed() -> tuple[Dossier, datetime]:
    dossier, at = work_granted()
    steps.seal(dossier, at)
    return dossier, at


@scene
def correction_ready() -> tuple[Dossier, datetime]:
    """The regional yes has a misspelt name; its correction waits for the signature."""
    dossier, at = work_granted_sealed()
    act = Scene("correction_ready", dossier, at).act("WORK")
    rectifying.prepare(dossier_id=dossier.pk, act_id=act, correction=steps.MISSPELT, by=people.lena(), at=at)
    return dossier, at


@scene
def work_refused() -> tuple[Dossier, datetime]:
    dossier, at = under_review()
    steps.conclude(dossier, people.lena(), at, Outcome.UNFAVOURABLE)
    acts.preview(dossier_id=dossier.pk, by=people.ralf(), at=at)
    steps.sign(dossier, "WORK", people.ralf(), at)
    return dossier, at


@scene
def work_refused_sealed() -> tuple[Dossier, datetime]:
    dossier, at = work_refused()
    steps.seal(dossier, at)
    return dossier, at


@scene
def work_reopened() -> tuple[Dossier, datetime]:
    """The appeal against the regional no was upheld: both desks examine anew."""
    dossier, at = work_refused_sealed()
    steps.reopen(dossier, "WORK", people.ralf(), at)
    return dossier, at


@scene
def residence_concluded() -> tuple[Dossier, datetime]:
    dossier, at = work_granted()
    steps.conclude(dossier, people.odile(), at)
    return dossier, at


@scene
def residence_letter_ready() -> tuple[Dossier, datetime]:
    dossier, at = residence_concluded()
    acts.preview(dossier_id=dossier.pk, by=people.jan(), at=at)
    return dossier, at


@scene
def granted() -> tuple[Dossier, datetime]:
    """Granted; the commune is known and told."""
    dossier, at = residence_letter_ready()
    dossier.refresh_from_db()
    dossier.commune_nis_code = "63023"
    dossier.save(update_fields=["commune_nis_code"])
    steps.sign(dossier, "RESIDENCE", people.jan(), at)
    return dossier, at


@scene
def granted_sealed() -> tuple[Dossier, datetime]:
    dossier, at = granted()
    steps.seal(dossier, at)
    return dossier, at


@scene
def residence_refused() -> tuple[Dossier, datetime]:
    dossier, at = work_granted()
    steps.conclude(dossier, people.odile(), at, Outcome.UNFAVOURABLE)
    acts.preview(dossier_id=dossier.pk, by=people.jan(), at=at)
    steps.sign(dossier, "RESIDENCE", people.jan(), at)
    return dossier, at


@scene
def residence_refused_sealed() -> tuple[Dossier, datetime]:
    dossier, at = residence_refused()
    steps.seal(dossier, at)
    return dossier, at


@scene
def residence_reopened() -> tuple[Dossier, datetime]:
    """The Office has withdrawn its refusal; the regional yes stands."""
    dossier, at = residence_refused_sealed()
    steps.reopen(dossier, "RESIDENCE", people.jan(), at)
    return dossier, at


@scene
def terms_lacking() -> tuple[Dossier, datetime]:
    """The region has said yes to an ordinary permit, and no rule of Eupen says how long it lasts."""
    dossier = stories.complete_dossier(category="single_permit")
    at = steps.START + timedelta(hours=3)
    steps.conclude(dossier, people.lena(), at)
    return dossier, at


@scene
def silence() -> tuple[Dossier, datetime]:
    """Nobody decided in four months: annex 47 is prepared, and lacks its duration."""
    dossier = stories.complete_dossier(category="single_permit")
    at = steps.START + timedelta(days=125)
    steps.sweep(dossier, at=at)
    return dossier, at


@scene
def silence_letter_ready() -> tuple[Dossier, datetime]:
    dossier, at = silence()
    terms.state(dossier_id=dossier.pk, by=people.odile(), at=at, **steps.LASTS)
    acts.preview(dossier_id=dossier.pk, by=people.jan(), at=at)
    return dossier, at


@scene
def granted_by_silence() -> tuple[Dossier, datetime]:
    dossier, at = silence_letter_ready()
    dossier.refresh_from_db()
    dossier.commune_nis_code = "63023"
    dossier.save(update_fields=["commune_nis_code"])
    steps.sign(dossier, "RESIDENCE", people.jan(), at)
    return dossier, at


@scene
def granted_by_silence_sealed() -> tuple[Dossier, datetime]:
    dossier, at = granted_by_silence()
    steps.seal(dossier, at)
    return dossier, at


@scene
def withdrawn() -> tuple[Dossier, datetime]:
    dossier, at = filed()
    withdrawal.withdraw(dossier_id=dossier.pk, by=stories.employer_actor(), at=at)
    return dossier, at


@scene
def closed() -> tuple[Dossier, datetime]:
    dossier, at = filed()
    closing.close_without_object(dossier_id=dossier.pk, reason="DUPLICATE", by=people.ralf(), at=at)
    return dossier, at
