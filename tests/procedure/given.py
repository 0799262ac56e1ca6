"""With what a verb is called at some turn, beside the dossier, the hand and the hour: what a page would send."""

from collections.abc import Callable
from typing import Any

from applications import calendar, files
from applications.models import Mandate, Organisation
from applications.rulebook.facts import Employer
from applications.services.completeness import Ask
from applications.services.mandate_terms import Holder, Terms
from applications.vocabulary import ApplicationKind, DeclarationKind, EmployerChange, MandateScope, Outcome, State
from tests.procedure import people, steps
from tests.procedure.scene import Scene
from tests.procedure.verb import Given


def paper(code: str = "diploma", track: str = "WORK", **more: Any) -> Callable[[Scene], Given]:
    def given(_scene: Scene) -> Given:
        key, digest = files.keep(b"%PDF-1.7 a paper")
        stored = files.Stored(key, digest, 16, "application/pdf", 1)
        return {"code": code, "track": track, "sealed": False, "stored": stored, "name": f"{code}.pdf", **more}

    return given


def by_post(code: str, track: str) -> Callable[[Scene], Given]:
    return lambda scene: paper(code, track, received_on=calendar.day_of(scene.at))(scene)


def pieces_for_work(scene: Scene) -> Given:
    """A paper that the region's law of the category asks."""
    blue_card = scene.dossier.category == BLUE_CARD["category"]
    return {"asks": [Ask(code=steps.PIECES["WORK"] if blue_card else "documents_18_3")]}


def received(**more: Any) -> Callable[[Scene], Given]:
    return lambda scene: {"received_on": calendar.day_of(scene.at), **more}


def report(kind: DeclarationKind) -> Callable[[Scene], Given]:
    return lambda scene: {"kind": kind, "happened_on": scene.at.date()}


def conclusion(outcome: Outcome, who: Callable[[], Any]) -> Callable[[Scene], Given]:
    """What a page sends; before filing there is nothing to conclude on."""
    return lambda scene: (
        {"outcome": outcome} if scene.state == State.DRAFT else steps.conclusion(scene.dossier, who(), outcome)
    )


def of_act(track: str, **more: Any) -> Callable[[Scene], Given]:
    return lambda scene: {"act_id": scene.act(track), **more}


def translation(track: str) -> Callable[[Scene], Given]:
    return lambda scene: {"act_id": scene.act(track), "language": "en", "upload": steps.a_file()}


def of_invitation(scene: Scene) -> Given:
    return {"invitation_id": scene.invitation()}


def of_mandate(**more: Any) -> Callable[[Scene], Given | None]:
    def asked(scene: Scene) -> Given | None:
        found = scene.find_mandate()
        return None if found is None else {"mandate_id": found, **more}

    return asked


def named(scene: Scene, **more: Any) -> Given | None:
    """Another person of the firm that has the mandate."""
    found = of_mandate()(scene)
    if found is None:
        return None
    firm_id = Mandate.objects.values_list("firm_id", flat=True).get(pk=found["mandate_id"])
    return {**found, "to": Holder("emil", firm_id), **more}


def stands_in(scene: Scene) -> Given | None:
    on = calendar.day_of(scene.at)
    return named(scene, valid_from=on, last_day=on)


def hands_over(scene: Scene) -> Given | None:
    return named(scene, upload=steps.a_file())


def mandate(_scene: Scene) -> Given:
    ids = {row.key: row.pk for row in Organisation.objects.filter(key__in=(steps.EMPLOYER, people.OTHER_FIRM))}
    return {
        "principal_id": ids[steps.EMPLOYER],
        "firm_id": ids[people.OTHER_FIRM],
        "holder": Holder("joris", ids[people.OTHER_FIRM]),
        "terms": Terms(scope=MandateScope.ALL, valid_from=calendar.day_of(steps.START)),
    }


def of_request(**more: Any) -> Callable[[Scene], Given | None]:
    """The notice that asks for papers, where there is one."""

    def asked(scene: Scene) -> Given | None:
        found = scene.find_notice("REQUEST")
        return None if found is None else {"notification_id": found, **more}

    return asked


def of_letter(scene: Scene, **more: Any) -> Given | None:
    found = scene.find_letter()
    return None if found is None else {"letter_id": found, **more}


def posting(scene: Scene) -> Given | None:
    return of_letter(scene, slip_number=next(steps.SLIPS), posted_on=calendar.day_of(scene.at))


def arrival(scene: Scene) -> Given | None:
    return of_letter(scene, on=calendar.day_of(scene.at), arrived=True)


def closed_days(scene: Scene) -> Given:
    return steps.closed_from(calendar.day_of(scene.at))


def ended_early(scene: Scene) -> Given:
    return {"record_id": scene.find_record(), "on": calendar.day_of(scene.at) - steps.DAY * 88, "because": "Es ging."}


def annulled(scene: Scene) -> Given:
    return {"record_id": scene.find_record(), "because": "Es war nicht so."}


SUCCESSOR: Given = {
    "why": EmployerChange.SUCCESSOR,
    "employer": Employer(identity="ENTERPRISE", name="Zweite Firma AG", enterprise_number="0200065765"),
    "reason": "Urteil vom 3. März",
}
BLUE_CARD: Given = {"category": "eu_blue_card", "kind": ApplicationKind.FIRST}
