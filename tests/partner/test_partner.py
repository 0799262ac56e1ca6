"""A post and a commune carry a decision out: what they see, what they report, who takes over."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.urls import reverse

from applications import references
from applications.models import AccessLog, Declaration, Dossier, JournalEntry, Notification
from applications.services import progress
from applications.vocabulary import EntryKind
from exchange import outbox
from exchange.contracts import from_payload
from exchange.models import Parcel
from tests import stories

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
LATER = datetime(2025, 4, 1, 9, 0, tzinfo=UTC)
PAY_AND_DIPLOMA = (
    "69300",
    "69.300",
    "69,300",
    "69 300",
    "iplom",
    "ualification",
    "ngenieur",
    "MG Road",
    "ravi@beispiel",
)


def at(name: str, dossier: Dossier) -> str:
    return reverse(f"partner:{name}", args=[dossier.reference])


def acknowledge(client, dossier: Dossier, parcel: str):
    key = f"{dossier.reference}/residence_act/{parcel}"
    return client.post(reverse("inbox:acknowledge", args=[key]), {"next": at("dossier", dossier)})


def report(client, dossier: Dossier, kind: str, day: str = "2025-04-02"):
    return client.post(at("report", dossier), {"kind": kind, "happened_on": day}, headers=ENGLISH)


def test_a_decision_goes_from_the_post_to_the_commune_to_the_card(client_as):
    # GIVEN a grant for a worker in India whose Belgian address nobody knows yet
    dossier = stories.granted_dossier()
    post, commune = client_as("post"), client_as("commune")

    # WHEN the post looks at its list THEN acknowledging comes first, and reporting before it is refused
    assert "To acknowledge" in post.get(reverse("partner:list"), headers=ENGLISH).text
    early = report(post, dossier, "VISA_ISSUED")
    assert early.status_code == 422 and "Acknowledge the decision first" in early.text

    # WHEN it acknowledges and reports the visa, twice
    assert acknowledge(post, dossier, "post")["location"] == at("dossier", dossier)
    assert report(post, dossier, "VISA_ISSUED").status_code == 302
    twice = report(post, dossier, "VISA_ISSUED")

    # THEN the second time is told so, and it is done with the dossier
    assert twice.status_code == 422 and "reported already" in twice.text
    assert Declaration.objects.filter(dossier=dossier).count() == 1
    assert dossier.reference not in post.get(reverse("partner:list")).text
    assert dossier.reference in post.get(f"{reverse('partner:list')}?finished").text

    # WHEN it names the commune, in words that fit none, then rightly; and corrects itself to and fro
    assert commune.get(at("dossier", dossier)).status_code == 404
    unknown = post.post(at("announce", dossier), {"commune": "Nirgendwo"}, headers=ENGLISH)
    assert unknown.status_code == 422 and "Nirgendwo" in unknown.text
    for line in ("4700 Eupen", "4730 Raeren", "4700 Eupen"):
        assert post.post(at("announce", dossier), {"commune": line}).status_code == 302
    stories.carry_post(LATER)

    # THEN the commune has it, once, and takes it to the card
    assert Notification.objects.filter(dossier=dossier, role="COMMUNE").count() == 1
    assert acknowledge(commune, dossier, "63023/commune").status_code == 302
    for kind in ("ARRIVED", "REGISTERED", "CARD_DELIVERED"):
        assert report(commune, dossier, kind).status_code == 302, kind
    page = commune.get(at("dossier", dossier), headers=ENGLISH)
    assert "Nothing remains to be done" in page.text
    assert dossier.reference in commune.get(f"{reverse('partner:list')}?finished").text


def test_a_post_and_a_commune_see_what_the_instruction_carries_and_nothing_else(client_as):
    # GIVEN a grant whose worker announced an address in Eupen
    dossier = stories.granted_dossier(
        residence={**stories.ANSWERS["residence"], "belgian_nis_code": "63023", "belgian_postal_code": "4700"}
    )
    pages = {}
    for subject, parcel in (("post", "post"), ("commune", "commune")):
        client = client_as(subject)
        pages[subject] = [
            client.get(place, headers=ENGLISH).text
            for place in (
                reverse("partner:list"),
                at("dossier", dossier),
                reverse("inbox:list"),
                reverse("inbox:parcel", args=[f"{dossier.reference}/residence_act/{parcel}"]),
            )
        ]

    # THEN the person and the decision are there, pay, diploma, job and home address nowhere
    for texts in pages.values():
        assert "Beispiel, Ravi" in texts[1] and "30 July 1985" in texts[1].replace("\u00a0", " ")
        for text in texts:
            assert not [word for word in PAY_AND_DIPLOMA if word in text]

    # AND the passport is for the post, which needs it, not for the commune (disclosure)
    assert "X0000000" in pages["post"][1]
    assert not any("X0000000" in text for text in pages["commune"])

    # AND the commune is told that its annexes are its own (P15)
    assert "Annexes 49 and 15" in pages["commune"][1]
    assert AccessLog.objects.filter(dossier_id=dossier.pk, capacity="COMMUNE").exists()


def test_other_offices_find_nothing_and_no_other_capacity_enters(client_as):
    dossier = stories.granted_dossier()
    post = client_as("post")

    # GIVEN a dossier addressed to the post in New Delhi only THEN for the commune it does not exist
    commune = client_as("commune")
    for name in ("dossier", "report"):
        send = commune.post if name == "report" else commune.get
        assert send(at(name, dossier)).status_code == 404
    assert post.get(reverse("partner:dossier", args=["WB-2025-9999999-00"])).status_code == 404
    assert commune.post(at("announce", dossier), {"commune": "4700 Eupen"}).status_code == 403
    for subject in ("employer", "region-handler"):
        assert client_as(subject).get(reverse("partner:list")).status_code == 403


def test_a_report_for_a_day_to_come_or_without_a_day_is_asked_again_and_nothing_is_lost(client_as):
    dossier = stories.granted_dossier()
    post = client_as("post")
    acknowledge(post, dossier, "post")

    future = report(post, dossier, "VISA_ISSUED", day="2999-01-01")
    assert future.status_code == 422 and "has not come yet" in future.text and 'value="2999"' in future.text

    none = report(post, dossier, "VISA_ISSUED", day="2025-13-45")
    assert none.status_code == 422 and "does not exist" in none.text
    assert not Declaration.objects.exists()


def test_what_was_typed_when_the_session_ended_stands_in_the_form_again(client_as):
    # GIVEN a post whose session ends while it types a commune
    dossier = stories.granted_dossier()
    post = client_as("post")
    post.get(at("dossier", dossier))
    post.cookies.pop("sessionid")
    page = "http://testserver" + at("dossier", dossier)
    sent = post.post(at("announce", dossier), {"commune": "4730 Raeren"}, headers={"referer": page})
    back = parse_qs(urlsplit(sent["location"]).query)["next"][0]

    # WHEN it has signed in again and is back THEN nothing is lost, and nothing was done
    again = client_as("post", client=post).get(back, headers=ENGLISH)
    assert again.status_code == 200 and 'value="4730 Raeren"' in again.text
    dossier.refresh_from_db()
    assert dossier.commune_nis_code == ""


def test_a_commune_calls_for_the_decision_of_whoever_stands_at_its_counter(client_as):
    # GIVEN a grant sent to the post alone
    dossier = stories.granted_dossier()
    commune = client_as("commune")
    born = {"born_day": "30", "born_month": "7", "born_year": "1985"}
    asked = {"reference": str(dossier.reference), **born}

    # WHEN it asks with a wrong birth date, or for what does not exist THEN the answer is the same
    wrong = commune.post(reverse("partner:claim"), {**asked, "born_day": "29"}, headers=ENGLISH)
    unknown = commune.post(
        reverse("partner:claim"), {**asked, "reference": "WB-2025-0099999-" + check(99999)}, headers=ENGLISH
    )
    for answer in (wrong, unknown):
        assert answer.status_code == 422 and "No decision that you could take over fits" in answer.text
    assert AccessLog.objects.filter(dossier_id=dossier.pk, what="claim-refused").count() == 1

    # WHEN it asks rightly THEN the decision comes to it, and the journal says who asked
    assert commune.post(reverse("partner:claim"), asked)["location"] == reverse("partner:list")
    entry = JournalEntry.objects.filter(dossier=dossier, kind="READDRESSED").get()
    assert entry.organisation_key == "commune:63023"
    stories.carry_post(LATER)
    assert dossier.reference in commune.get(reverse("partner:list")).text

    # AND a post cannot ask
    assert client_as("post").post(reverse("partner:claim"), asked).status_code == 403


def test_the_list_costs_the_same_at_one_and_at_fifty_and_its_pages_follow_each_other(
    client_as, django_assert_max_num_queries
):
    # GIVEN one decision, and then sixty
    dossier = stories.granted_dossier()
    post = client_as("post")
    with django_assert_max_num_queries(8):
        post.get(reverse("partner:list"))
    wanted = {copy_of(dossier, number) for number in range(1, 60)} | {dossier.reference}
    stories.carry_post(LATER)

    # WHEN both pages are opened THEN eight queries are enough, and every decision was there once
    with django_assert_max_num_queries(8):
        first = post.get(reverse("partner:list")).text
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = post.get(reverse("partner:list") + following).text
    found = [part.split("<")[0] for text in (first, second) for part in text.split('class="ref">')[1:]]
    assert len(found) == 60 and set(found) == wanted


def copy_of(dossier: Dossier, number: int) -> str:
    """Another granted dossier for the post's list: the row, its labels and its parcel, without its history."""
    instruction = Notification.objects.get(dossier=dossier, role="POST")
    parcel = Parcel.objects.get(key=instruction.parcel_key)
    reference = references.make(year=2024, number=number)
    key = f"{reference}/residence_act/post"
    work_item = dossier.work_items.first()
    other = Dossier.objects.get(pk=dossier.pk)
    other.pk, other.key, other.reference = None, uuid4(), reference
    other.save(force_insert=True)
    progress.note(
        other,
        EntryKind.READDRESSED,
        by=stories.post_actor(),
        at=LATER,
        basis="P29",
        payload={"role": "POST", "to": "post:new-delhi"},
    )
    work_item.pk, work_item.dossier, work_item.reference = None, other, reference
    work_item.save(force_insert=True)
    outbox.post(from_payload({**parcel.payload, "reference": reference}), to="post:new-delhi", key=key, at=LATER)
    instruction.pk, instruction.dossier, instruction.parcel_key = None, other, key
    instruction.save(force_insert=True)
    return reference


def check(number: int) -> str:
    return references.make(year=2025, number=number)[-2:]
