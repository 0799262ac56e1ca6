"""The mail room and the post of a dossier: what came back is seen first, and each step of a letter is entered once."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import WorkItem
from applications.now import law_now, law_today
from applications.services import completeness, reaching
from exchange import registered
from exchange.registered import Part
from tests import stories

pytestmark = pytest.mark.django_db
ADDRESS = "Muster Automation AG\nIndustriestraße 12\n4700 Eupen"


@pytest.fixture
def returned(lately, region):
    """The notice of completeness went by letter and came back."""
    dossier = stories.filed_dossier(at=lately)
    stories.tick_everything(dossier, at=lately)
    completeness.declare_complete(dossier_id=dossier.pk, by=region["handler"], at=lately)
    notice = dossier.notifications.get(what="COMPLETENESS", role="FILER")
    reaching.choose_letter(notification_id=notice.pk, address=ADDRESS, by=region["handler"], at=lately)
    (letter,) = registered.page("ostbelgien", Part.TO_POST)
    on = (lately + timedelta(days=1)).date()
    now = law_now()
    reaching.enter_posting(letter_id=letter.id, slip_number="RR1", posted_on=on, by=region["handler"], at=now)
    reaching.enter_end(letter_id=letter.id, on=on, arrived=False, by=region["handler"], at=now)
    stories.carry_post(now)
    return dossier


def fields(day) -> dict[str, str]:
    return {"_day": str(day.day), "_month": str(day.month), "_year": str(day.year)}


def dated(name, day) -> dict[str, str]:
    return {f"{name}{part}": value for part, value in fields(day).items()}


def test_what_came_back_is_seen_on_the_list_and_first_on_the_dossier(returned, region, signed_in):
    lena = signed_in(region["handler"])
    row = re.search(rf"<tr[^>]*>(?:(?!</tr>).)*{returned.reference}.*?</tr>", lena.get("/desk/").text, re.DOTALL)
    assert "Not reached" in row[0]
    page = lena.get(f"/desk/{returned.reference}")
    assert "The applicant could not be reached on" in page.text
    assert "the period is not met until he is notified" in page.text


def test_another_way_is_chosen_posted_and_delivered_on_pages(returned, region, signed_in):
    # GIVEN the officer who follows the alarm
    lena = signed_in(region["handler"])
    place = re.search(r'href="(/desk/[^"]+/post/\d+)"', lena.get(f"/desk/{returned.reference}").text)[1]

    # WHEN he leaves the address out he is asked for it; with it the letter waits in the mail room
    page = lena.post(place, {"way": "letter"})
    assert page.status_code == 422 and "Write the address of the envelope." in page.text
    page = lena.post(place, {"way": "letter", "address": ADDRESS}, follow=True)
    assert "waits in the mail room" in page.text and "Not reached" not in lena.get("/desk/").text
    mail = lena.get("/desk/mail")
    here = re.search(r'href="(/desk/mail/letters/\d+)"', mail.text)[1]
    assert "Industriestraße 12" in mail.text

    # AND it is printed, posted and delivered, with the scan of the slip
    printed = lena.get(f"{here}/print")
    assert printed.content[:5] == b"%PDF-"
    today = law_today()
    page = lena.post(here, {"slip_number": "RR 2", **dated("posted_on", today)}, follow=True)
    assert "RR2" in page.text
    scan = SimpleUploadedFile("slip.pdf", stories.a_pdf("slip"), "application/pdf")
    page = lena.post(here, {"end": "arrived", **dated("on", today), "proof": scan}, follow=True)
    assert "Everything about this letter has been entered." in page.text
    proof = lena.get(f"{here}/proof")
    assert b"".join(proof.streaming_content)[:5] == b"%PDF-"

    # THEN he counts as notified
    stories.carry_post(law_now())
    assert "Notified on" in lena.get(f"/desk/{returned.reference}/post").text
    assert lena.get("/desk/mail?part=ended").text.count("RR2") == 0  # slips stand on the letter's own page


def test_a_day_to_come_is_asked_again(returned, region, signed_in):
    notice = returned.notifications.get(what="COMPLETENESS", role="FILER")
    reaching.choose_letter(notification_id=notice.pk, address=ADDRESS, by=region["handler"], at=law_now())
    (letter,) = registered.page("ostbelgien", Part.TO_POST)
    lena = signed_in(region["handler"])
    tomorrow = law_today() + timedelta(days=1)
    page = lena.post(f"/desk/mail/letters/{letter.id}", {"slip_number": "RR2", **dated("posted_on", tomorrow)})
    assert page.status_code == 422 and "This day has not come yet." in page.text


def test_the_other_authority_sees_the_post_and_no_button_of_it(returned, office, signed_in):
    page = signed_in(office["handler"]).get(f"/desk/{returned.reference}/post")
    assert "Notice of completeness" in page.text and "/mail/letters/" not in page.text
    assert "Reach him another way" not in page.text


def test_the_list_shows_the_day_to_sign_by(lately, region, signed_in):
    dossier = stories.complete_dossier(at=lately)
    item = WorkItem.objects.get(dossier=dossier, authority="ostbelgien")
    assert item.sign_by_on == item.due_on - timedelta(days=3)
    page = signed_in(region["handler"]).get("/desk/")
    assert f"sign by {item.sign_by_on.day}" in page.text


@pytest.mark.parametrize("letters", [1, 60])
def test_the_list_of_letters_costs_the_same_however_long(region, signed_in, django_assert_max_num_queries, letters):
    from dataclasses import replace

    from django.db import transaction

    from exchange import addressees, outbox
    from exchange.vocabulary import AddresseeKind, Channel
    from tests.exchange.test_delivery import LAW, deliver, news

    addressees.register(
        key="employer:9", kind=AddresseeKind.EMPLOYER, language="de", channel=Channel.REGISTERED, postal_address=ADDRESS
    )
    for number in range(letters):
        with transaction.atomic():
            outbox.post(replace(news(number), authority="ostbelgien"), to="employer:9", key=f"k/{number}", at=LAW)
    deliver()
    lena = signed_in(region["handler"])
    with django_assert_max_num_queries(8):
        page = lena.get("/desk/mail")
    assert page.text.count("/desk/mail/letters/") == min(letters, 50)
