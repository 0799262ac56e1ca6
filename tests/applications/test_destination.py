"""Re-addressing (P29): what nobody took over is sent on, whoever had it is told to stop, the next is instructed."""

from datetime import timedelta

import pytest

from applications.actors import Actor
from applications.models import Notification, Organisation
from applications.selectors import partner_lists
from applications.services import declarations, destination, notifications
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import Authority, Capacity, DeclarationKind, OrganisationKind, Role
from exchange import reception
from exchange.models import Parcel
from tests import stories

pytestmark = pytest.mark.django_db
AT = stories.FILED_AT + timedelta(days=40)
EUPEN, RAEREN, LIEGE = "63023", "63061", "62063"


@pytest.fixture(autouse=True)
def _offices() -> None:
    stories.cast()
    stories.organisation(OrganisationKind.COMMUNE, f"commune:{RAEREN}", "Raeren", nis_code=RAEREN, language="de")
    stories.organisation(OrganisationKind.POST, "post:london", "London", post_code="london", language="en")


def odile():
    return stories.officer("odile", Authority.FEDERAL)


def agent(key: str, capacity: Capacity = Capacity.COMMUNE):
    office = Organisation.objects.get(key=key)
    return Actor(
        key="x", capacity=capacity, organisation_id=office.pk, organisation_key=key, roles=frozenset({Role.AGENT})
    )


def granted(*, commune: str = EUPEN):
    """Granted, the post told; and the commune, once it was named."""
    dossier = stories.granted_dossier()
    if commune:
        destination.announce_commune(dossier_id=dossier.pk, nis_code=commune, by=odile(), at=AT)
    stories.carry_post(AT)
    return dossier


def acknowledged(dossier, key: str) -> None:
    parcel = the_instruction(dossier, key)
    reception.acknowledge(addressee_keys=[key], key=parcel, by="somebody", at=AT)
    stories.carry_post(AT)


def the_instruction(dossier, key: str) -> str:
    return Notification.objects.get(dossier=dossier, what="RESIDENCE_ACT", addressee_key=key).parcel_key


def topics_for(dossier, key: str) -> list[str]:
    rows = Parcel.objects.filter(subject_reference=dossier.reference, addressee__key=key, kind="NEWS")
    return [payload["topic"] for payload in rows.order_by("id").values_list("payload", flat=True)]


def to_do(actor) -> list[str]:
    return [row.reference for row in partner_lists.to_do(actor)]


def test_a_move_after_the_grant_takes_back_what_the_old_commune_has_not_acknowledged():
    # GIVEN an instruction that has arrived in Eupen, which nobody there has taken over
    dossier = granted()
    parcel = the_instruction(dossier, f"commune:{EUPEN}")

    # WHEN the worker moves to Raeren before that
    destination.announce_commune(dossier_id=dossier.pk, nis_code=RAEREN, by=odile(), at=AT)
    stories.carry_post(AT)

    # THEN the very same parcel lies there, and in Eupen nothing does
    assert the_instruction(dossier, f"commune:{RAEREN}") == parcel
    assert to_do(agent(f"commune:{RAEREN}")) == [dossier.reference]
    assert to_do(stories.commune_actor()) == [] and topics_for(dossier, f"commune:{EUPEN}") == []
    acknowledged(dossier, f"commune:{RAEREN}")
    assert Notification.objects.get(parcel_key=parcel).notified_at is not None


def test_the_old_commune_that_had_taken_over_is_told_to_stop_and_the_new_one_instructed():
    dossier = granted()
    acknowledged(dossier, f"commune:{EUPEN}")
    destination.announce_commune(dossier_id=dossier.pk, nis_code=RAEREN, by=odile(), at=AT)
    stories.carry_post(AT)
    assert topics_for(dossier, f"commune:{EUPEN}") == ["HANDED_OVER"]
    assert the_instruction(dossier, f"commune:{RAEREN}") != the_instruction(dossier, f"commune:{EUPEN}")
    assert to_do(agent(f"commune:{RAEREN}")) == [dossier.reference] and to_do(stories.commune_actor()) == []
    assert dossier.journal.filter(kind="READDRESSED").last().said["to"] == f"commune:{RAEREN}"


def test_an_acknowledgement_that_was_faster_than_its_receipt_is_respected():
    # GIVEN an acknowledgement of which the dossier has not heard yet
    dossier = granted()
    key = f"commune:{EUPEN}"
    reception.acknowledge(addressee_keys=[key], key=the_instruction(dossier, key), by="somebody", at=AT)

    # WHEN the worker moves, THEN nothing is taken away from who has taken it over
    destination.announce_commune(dossier_id=dossier.pk, nis_code=RAEREN, by=odile(), at=AT)
    stories.carry_post(AT)
    assert Notification.objects.get(dossier=dossier, addressee_key=key, what="RESIDENCE_ACT").notified_at
    assert topics_for(dossier, key) == ["HANDED_OVER"]


def test_a_commune_that_is_not_connected_gets_nothing_and_the_old_one_hears_it():
    dossier = granted()
    acknowledged(dossier, f"commune:{EUPEN}")
    destination.announce_commune(dossier_id=dossier.pk, nis_code=LIEGE, by=odile(), at=AT)
    assert topics_for(dossier, f"commune:{EUPEN}") == ["HANDED_OVER"]
    assert to_do(stories.commune_actor()) == []


def test_back_and_forth_tells_each_change_once():
    dossier = granted()
    acknowledged(dossier, f"commune:{EUPEN}")
    for code in (RAEREN, EUPEN, RAEREN):
        destination.announce_commune(dossier_id=dossier.pk, nis_code=code, by=odile(), at=AT)
        stories.carry_post(AT)
    assert topics_for(dossier, f"commune:{EUPEN}") == ["HANDED_OVER", "TAKEN_BACK", "HANDED_OVER"]
    assert to_do(agent(f"commune:{RAEREN}")) == [dossier.reference]


def test_who_comes_before_the_visa_needs_none_and_the_post_hears_it():
    dossier = granted()
    declarations.declare(
        dossier_id=dossier.pk,
        kind=DeclarationKind.REGISTERED,
        happened_on=AT.date(),
        by=stories.commune_actor(),
        at=AT,
    )
    dossier.refresh_from_db()
    assert dossier.post_code == ""
    assert "NOT_NEEDED" in topics_for(dossier, "post:new-delhi")
    assert to_do(stories.post_actor()) == []
    entry = dossier.journal.filter(kind="READDRESSED").last()
    assert (entry.said["role"], entry.said["to"], entry.said["reason"]) == ("POST", "nobody", "ENTERED")


def test_after_the_visa_the_arrival_changes_nothing_for_the_post():
    dossier = granted()
    for kind, by in (
        (DeclarationKind.VISA_ISSUED, stories.post_actor()),
        (DeclarationKind.ARRIVED, stories.commune_actor()),
    ):
        declarations.declare(dossier_id=dossier.pk, kind=kind, happened_on=AT.date(), by=by, at=AT)
    dossier.refresh_from_db()
    assert dossier.post_code == "new-delhi" and "NOT_NEEDED" not in topics_for(dossier, "post:new-delhi")


def test_the_office_says_that_the_worker_is_here_already():
    dossier = granted(commune="")
    destination.announce_entry(dossier_id=dossier.pk, by=odile(), at=AT)
    assert topics_for(dossier, "post:new-delhi") == ["NOT_NEEDED"]
    with pytest.raises(NotAllowed, match="No diplomatic post"):
        destination.announce_entry(dossier_id=dossier.pk, by=odile(), at=AT)


@pytest.mark.parametrize("has_acknowledged", [False, True])
@pytest.mark.parametrize("who", ["office", "post"])
def test_a_post_that_is_not_competent_passes_the_decision_on(who, has_acknowledged):
    dossier = granted(commune="")
    parcel = the_instruction(dossier, "post:new-delhi")
    if has_acknowledged:
        acknowledged(dossier, "post:new-delhi")
    by = odile() if who == "office" else stories.post_actor()
    destination.name_post(dossier_id=dossier.pk, post_code="london", reason="JURISDICTION", by=by, at=AT)
    stories.carry_post(AT)
    assert (the_instruction(dossier, "post:london") == parcel) is not has_acknowledged
    assert topics_for(dossier, "post:new-delhi") == (["HANDED_OVER"] if has_acknowledged else [])
    assert to_do(agent("post:london", Capacity.POST)) == [dossier.reference] and to_do(stories.post_actor()) == []
    entry = dossier.journal.filter(kind="READDRESSED").last()
    assert entry.said == {"role": "POST", "to": "post:london", "reason": "JURISDICTION"}


def test_before_the_grant_only_the_address_changes():
    dossier = stories.complete_dossier()
    destination.name_post(dossier_id=dossier.pk, post_code="london", reason="WORKER_MOVED", by=odile(), at=AT)
    dossier.refresh_from_db()
    assert dossier.post_code == "london"
    assert not Notification.objects.filter(role="POST").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"by": "lena"}, "Only the Immigration Office"),
        ({"by": "london"}, "Only the Immigration Office"),
        ({"by": "karin"}, "Only the Immigration Office"),
        ({"post_code": "new-delhi"}, "has the application already"),
        ({"post_code": "tokyo"}, "does not receive decisions here"),
        ({"reason": "BECAUSE"}, "one of the reasons"),
    ],
)
def test_who_or_what_cannot_is_told_why(change, sentence):
    dossier = granted(commune="")
    people = {
        "lena": stories.officer("lena"),
        "london": agent("post:london", Capacity.POST),
        "karin": stories.employer_actor(),
    }
    arguments = {"post_code": "london", "reason": "JURISDICTION", "by": odile()} | change
    if isinstance(arguments["by"], str):
        arguments["by"] = people[arguments["by"]]
    with pytest.raises(NotAllowed, match=sentence):
        destination.name_post(dossier_id=dossier.pk, **arguments, at=AT)


def test_after_the_visa_no_other_post_is_named():
    dossier = granted(commune="")
    declarations.declare(
        dossier_id=dossier.pk,
        kind=DeclarationKind.VISA_ISSUED,
        happened_on=AT.date(),
        by=stories.post_actor(),
        at=AT,
    )
    with pytest.raises(Stale, match="visa has been issued"):
        destination.name_post(dossier_id=dossier.pk, post_code="london", reason="JURISDICTION", by=odile(), at=AT)


def test_a_call_to_an_office_that_fails_alarms_the_immigration_office_and_sending_on_ends_it():
    dossier = granted(commune="")
    parcel = the_instruction(dossier, "post:new-delhi")
    notifications.record(parcel_key=parcel, kind="FAILED", happened_at=AT)
    assert dossier.work_items.get(authority="federal").alarm == "UNREACHED"
    destination.name_post(dossier_id=dossier.pk, post_code="london", reason="OFFICE_CLOSED", by=odile(), at=AT)
    assert dossier.work_items.get(authority="federal").alarm == ""


def test_the_post_and_the_office_do_it_on_their_pages(client_as):
    dossier = granted(commune="")
    post, place = client_as("post"), f"/partner/{dossier.reference}"
    assert "Your post is not competent" in post.get(place).text
    page = post.post(f"{place}/post", {"post_code": "london"})
    assert page.status_code == 422 and "Choose one of the reasons." in page.text
    page = post.post(f"{place}/post", {"post_code": "london", "reason": "JURISDICTION"}, follow=True)
    assert "The decision is sent on to" in page.text and post.get(place).status_code == 404

    office, place = client_as("federal-handler"), f"/desk/{dossier.reference}/destination"
    page = office.post(place, {"what": "commune", "commune": "4730 Raeren"}, follow=True)
    assert "the new one gets it" in page.text
    page = office.post(place, {"what": "entered"}, follow=True)
    assert "no visa is needed any more" in page.text
    assert office.post(place, {"what": "nothing"}).status_code == 422
