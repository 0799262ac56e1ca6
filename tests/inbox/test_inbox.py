"""Every addressee has an inbox: what is in it, what opening and acknowledging leave behind, who gets the letter."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from types import SimpleNamespace

import pytest
from django.urls import reverse

from applications.models import AccessLog, Act, Notification
from applications.selectors.letters import Served
from applications.services import acts, completeness, reopening, reviews
from applications.vocabulary import ActState, Outcome
from exchange import addressees, contracts, delivery, outbox
from exchange.models import Receipt
from exchange.vocabulary import (
    AddresseeKind,
    CommuneTask,
    LabourMarket,
    MandateTopic,
    NewsTopic,
    NoticeKind,
    StartOfWork,
    Unit,
)
from portal.inbox import telling
from tests import stories
from tests.applications.test_rectifying import corrected, jan, signed_only

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
LATER = datetime(2025, 4, 1, 9, 0, tzinfo=UTC)
HEAD = {"reference": "WB-2025-0000007-32", "language": "de", "authority": "ostbelgien"}
WORKER = {"worker_name": "Beispiel, Ravi"}
DAY = LATER.date()
PERIOD = contracts.Period(count=15, unit=Unit.WORKING_DAYS, article="Art. 5", certainty="UNVERIFIED")
APPEAL = contracts.Appeal(
    body="Minister", within=1, unit=Unit.MONTHS, language="de", article="Art. 9", certainty="SOURCED"
)
FROM_SENDING, FROM_SIGNATURE = replace(PERIOD, from_sending=True), replace(APPEAL, from_signature=True)
PERSON = contracts.Person(name="Beispiel, Ravi", born="1985", nationality="IN")
PERMIT = {"decided_on": DAY, "category": "eu_blue_card", "employer_name": "Muster Automation AG"}
EVERY_KIND = [
    contracts.ReceiptOfFiling(
        **HEAD, **WORKER, filed_at=LATER, category="eu_blue_card", employer_name="Muster", documents_received=3,
        documents_missing=("Diplom",),
    ),
    contracts.DocumentsAsked(
        **HEAD, **WORKER, asked_on=DAY, supply_within=PERIOD,
        documents=(
            contracts.AskedDocument(code="x.y", title="Pass", article="", asked_by="federal", remark="Seite 2"),
        ),
    ),
    contracts.DocumentsAsked(**HEAD, **WORKER, asked_on=DAY, supply_within=FROM_SENDING, documents=()),
    contracts.CompletenessNotice(**HEAD, **WORKER, complete_on=DAY, decide_within=PERIOD),
    contracts.CompletenessNotice(**HEAD, **WORKER, complete_on=DAY),
    contracts.Inadmissibility(
        **HEAD, **WORKER, decided_on=DAY, grounds=("Pass fehlt",), articles=("Art. 4",), appeal=APPEAL
    ),
    contracts.WorkDecision(**HEAD, **WORKER, **PERMIT, favourable=False, grounds=("Gehalt",), appeal=APPEAL),
    contracts.WorkDecision(**HEAD, **WORKER, **PERMIT, favourable=False, appeal=FROM_SIGNATURE),
    contracts.WorkDecision(**HEAD, **WORKER, **PERMIT, favourable=True, valid_from=DAY, valid_until=DAY),
    contracts.CombinedGrant(
        **HEAD, **WORKER, **PERMIT, card="H", labour_market=LabourMarket.LIMITED,
        start_of_work=StartOfWork.ON_NOTIFICATION,
    ),
    contracts.ResidenceRefusal(**HEAD, **WORKER, decided_on=DAY, articles=("Art. 61",), appeal=APPEAL),
    contracts.VisaInstruction(**HEAD, **PERMIT, person=PERSON, visa="D"),
    contracts.CommuneInstruction(
        **HEAD, **PERMIT, person=PERSON, task=CommuneTask.ISSUE_CARD, address="", card="H",
        labour_market=LabourMarket.NO,
    ),
    *(
        contracts.DecisionUndone(
            **HEAD, **WORKER, decision=decision, decided_on=DAY, number="WB-2025-0000007-32/4", undone_on=DAY,
            reason="ANNULLED", ends_permit=decision == "ANNEX_46",
        )
        for decision in ("ANNEX_46", "WORK_REFUSAL")
    ),
    contracts.ResidenceRefusal(**HEAD, **WORKER, decided_on=DAY, appeal=APPEAL, replaces_letter_of=DAY),
    *(contracts.News(**HEAD, **WORKER, topic=topic, happened_on=DAY) for topic in NewsTopic),
    *(
        contracts.MandateNews(
            reference="M-000001", language="de", authority="", topic=topic, happened_on=DAY, valid_from=DAY,
            principal_name="Beispiel, Ravi", firm_name="Kanzlei",
        )
        for topic in MandateTopic
    ),
]  # fmt: skip


def test_an_employer_reads_a_grant_with_its_letter_and_the_reading_is_written_down_once(granted, client_as):
    # GIVEN the employer's inbox, where nothing has been opened
    employer = client_as("employer")
    page = employer.get(reverse("inbox:list"), headers={"accept-language": "en"})
    assert page.text.count("Not opened yet") > 3

    # WHEN the grant is opened, twice
    place = address("residence_act", granted, "filer")
    assert f'href="{place}"' in page.text
    opened = employer.get(place)
    employer.get(place)

    # THEN it says what was granted, the receipt "read" exists once, and both openings are in the access log
    assert "Beispiel, Ravi" in opened.text and "Muster Automation AG" in opened.text
    parcel = f"{granted.reference}/residence_act/filer"
    assert Receipt.objects.filter(parcel__key=parcel, kind="READ").count() == 1
    assert AccessLog.objects.filter(dossier_id=granted.pk, what=f"parcel:{parcel}").count() == 2

    # AND the sealed letter is the very file of the act
    act = Act.objects.get(dossier=granted, kind="ANNEX_46")
    letter = employer.get(reverse("inbox:letter", args=[parcel, act.pk]))
    assert letter["content-type"] == "application/pdf"
    assert letter["content-disposition"].startswith("attachment")
    assert letter["x-content-type-options"] == "nosniff"
    assert b"".join(letter.streaming_content).startswith(b"%PDF")
    assert AccessLog.objects.filter(dossier_id=granted.pk, what=f"letter:{act.pk}").count() == 1


def test_each_kind_of_notice_on_the_way_to_a_grant_reads_as_a_page_in_the_language_of_the_screen(granted, client_as):
    # WHEN employer, worker and post open everything that arrived, in English and in German
    for subject in ("employer", "worker", "post"):
        client = client_as(subject, person=granted.worker) if subject == "worker" else client_as(subject)
        links = [part.split('"')[0] for part in client.get(reverse("inbox:list")).text.split('<h3><a href="')[1:]]
        assert links
        for link in links:
            for language in ("en", "de"):
                page = client.get(link, headers={"accept-language": language})
                assert page.status_code == 200, link
                assert f'<html lang="{language}">' in page.text


def test_a_parcel_is_opened_by_its_addressee_alone(granted, client_as):
    # GIVEN the post's instruction and the employer's letter
    act = Act.objects.get(dossier=granted, kind="ANNEX_46")
    work_act = Act.objects.get(dossier=granted, kind="WORK_GRANT")
    posts = f"{granted.reference}/residence_act/post"

    # THEN for the employer it does not exist, nor does what is not there at all
    employer, post = client_as("employer"), client_as("post")
    assert employer.get(reverse("inbox:parcel", args=[posts])).status_code == 404
    assert employer.get(reverse("inbox:parcel", args=["WB-2025-9999999-00/complete/filer"])).status_code == 404
    assert employer.get(reverse("inbox:letter", args=[posts, act.pk])).status_code == 404
    assert not Receipt.objects.filter(parcel__key=posts, kind="READ").exists()

    # AND a parcel gives out the letter it carries, no other one of the same dossier
    assert post.get(reverse("inbox:letter", args=[posts, act.pk])).status_code == 200
    assert post.get(reverse("inbox:letter", args=[posts, work_act.pk])).status_code == 404

    # AND an employer cannot acknowledge, an officer has no inbox
    own = f"{granted.reference}/residence_act/filer"
    assert employer.post(reverse("inbox:acknowledge", args=[own])).status_code == 403
    assert client_as("region-handler").get(reverse("inbox:list")).status_code == 403


def test_acknowledging_notifies_the_post_and_a_second_time_changes_nothing(granted, client_as):
    # GIVEN the post's instruction, delivered but not acknowledged: the post is not notified (P1)
    key = f"{granted.reference}/residence_act/post"
    assert Notification.objects.get(parcel_key=key).notified_at is None
    post = client_as("post")

    # WHEN it acknowledges twice
    first = post.post(reverse("inbox:acknowledge", args=[key]), headers={"accept-language": "en"}, follow=True)
    assert "You have taken this decision over." in first.text
    second = post.post(reverse("inbox:acknowledge", args=[key]), headers={"accept-language": "en"}, follow=True)

    # THEN the page says so, one receipt exists, and it becomes the notification
    assert "This had been acknowledged before." in second.text
    assert Receipt.objects.filter(parcel__key=key, kind="ACKNOWLEDGED").count() == 1
    stories.carry_post(LATER)
    assert Notification.objects.get(parcel_key=key).notified_at is not None


def test_a_letter_without_its_seal_is_promised_not_given(db, client_as):
    # GIVEN an act that is signed and delivered, and waits for its seal
    dossier = stories.complete_dossier()
    act = signed_only(dossier)
    stories.carry_post(LATER)
    assert act.state == ActState.SIGNED

    # WHEN the employer asks for the letter
    key = f"{dossier.reference}/work_act/filer"
    page = client_as("employer").get(reverse("inbox:letter", args=[key, act.pk]), headers={"accept-language": "en"})

    # THEN he is told to come back, in words and for machines
    assert page.status_code == 202
    assert page["retry-after"] == "5"
    assert "is being sealed" in page.text
    assert not page.text.startswith("%PDF")


def test_a_refusal_says_where_to_appeal_and_the_last_day(db, client_as):
    # GIVEN a refusal of the work, available to the employer on 13 March 2025
    dossier = stories.complete_dossier()
    refuse_work(dossier, at=stories.FILED_AT + timedelta(days=10))

    # WHEN he opens it
    page = client_as("employer").get(address("work_act", dossier, "filer"), headers={"accept-language": "en"})

    # THEN the period is there with its last day, worked out from his own notification
    served = Notification.objects.get(dossier=dossier, what="WORK_ACT", role="FILER")
    assert served.notified_at is not None
    assert "You can contest this decision" in page.text
    assert "is known once notification" not in page.text
    assert "<time datetime" in page.text.split("Last day")[1]


def test_a_request_names_the_last_day_to_the_applicant_and_falls_silent_once_answered(db, client_as):
    # GIVEN a request for the diploma, available on 4 March 2025
    dossier = stories.filed_dossier()
    asked_at = stories.FILED_AT + timedelta(days=1)
    ask = completeness.Ask(code=dossier.documents.filter(track="WORK").first().code, reason="Seite 2 fehlt.")
    completeness.ask(dossier_id=dossier.pk, asks=[ask], by=stories.officer("lena"), at=asked_at)
    stories.carry_post(asked_at)
    request = dossier.requests.get()
    parcel = Notification.objects.get(request=request, role="FILER").parcel_key
    place, employer = reverse("inbox:parcel", args=[parcel]), client_as("employer")

    # WHEN he opens it THEN he reads by when, and what is wrong
    page = employer.get(place, headers={"accept-language": "en"})
    assert "Send the documents by" in page.text and "Seite 2 fehlt." in page.text

    # WHEN it has been answered THEN nothing is asked any more
    request.answered_at = LATER
    request.save()
    page = employer.get(place, headers={"accept-language": "en"})
    assert "Send the documents" not in page.text and "Answered" in page.text


@pytest.mark.parametrize("notice", EVERY_KIND, ids=lambda notice: f"{notice.kind}-{getattr(notice, 'topic', '')}")
def test_every_kind_of_notice_has_a_page_even_before_its_meaning_is_known(db, client_as, notice):
    # GIVEN the notice alone, of which the dossier has no record yet
    stories.cast()
    deliver([outbox.Posting(notice=notice, to="employer:0123456749", key="one/notice")])

    # WHEN it is opened THEN the strict templates find every name, and no date is invented
    page = client_as("employer").get(reverse("inbox:parcel", args=["one/notice"]), headers={"accept-language": "en"})
    assert page.status_code == 200
    assert "Beispiel, Ravi" in page.text or notice.kind == NoticeKind.NEWS
    assert "Last day" not in page.text or "is known once notification is recorded" in page.text


@pytest.mark.parametrize("count", [1, 50])
def test_the_inbox_costs_the_same_however_much_is_in_it(db, client_as, django_assert_max_num_queries, count):
    # GIVEN so many letters
    fill_inbox(client_as, count)
    client = client_as("employer")

    # WHEN the list is opened THEN eight queries are enough
    with django_assert_max_num_queries(8):
        page = client.get(reverse("inbox:list"))
    assert page.text.count("<time") == min(count, 25)


def test_pages_of_the_inbox_follow_each_other_without_gap_or_repetition(db, client_as):
    # GIVEN more letters than a page holds, all of the same instant
    fill_inbox(client_as, 60)
    client, found, place = client_as("employer"), [], reverse("inbox:list")

    # WHEN the pages are followed to the end
    while place:
        text = client.get(place).text
        found += [part.split("<")[0] for part in text.split('class="ref">')[1:]]
        following = re.search(r'href="([^"]+)" rel="next"', text)
        place = reverse("inbox:list") + unescape(following[1]) if following else ""

    # THEN every letter was there once
    assert len(found) == len(set(found)) == 60
    assert client.get(reverse("inbox:list"), {"before": "nonsense_1"}).status_code == 200


def address(kind: str, dossier, role: str) -> str:
    return reverse("inbox:parcel", args=[f"{dossier.reference}/{kind}/{role}"])


def refuse_work(dossier, *, at):
    by, ground = stories.officer("ralf", signs=True), "ostbelgien.blue_card.salary"
    reviews.conclude(
        dossier_id=dossier.pk,
        outcome=Outcome.UNFAVOURABLE,
        by=by,
        at=at,
        grounds=[ground],
        reasons={ground: "Das Gehalt erreicht die Schwelle nicht."},
        sources={ground: "demo"},
    )
    act = acts.preview(dossier_id=dossier.pk, by=by, at=at)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=by, at=at)
    stories.carry_post(at)


def fill_inbox(client_as, count: int) -> None:
    stories.cast()
    addressees.register(key="employer:0123456749", kind=AddresseeKind.EMPLOYER, language="de")
    news = [
        outbox.Posting(
            notice=contracts.News(
                reference=f"WB-2025-{number:07d}-11",
                language="de",
                authority="ostbelgien",
                topic=NewsTopic.ARRIVED,
                happened_on=LATER.date(),
            ),
            to="employer:0123456749",
            key=f"fill/{number}",
        )
        for number in range(count)
    ]
    deliver(news)


def deliver(postings) -> None:
    outbox.post_many(postings, at=LATER)
    while delivery.deliver_due(now=datetime.now(UTC) + timedelta(seconds=1), worker_id="t", at=LATER):
        pass


def test_a_corrected_letter_stands_in_the_old_ones_place_and_both_say_so(granted, client_as):
    # GIVEN annex 46 was corrected
    new = corrected(granted, jan(), kind="ANNEX_46")
    employer = client_as("employer")

    # THEN the new parcel says which letter it replaces, and the old one that it was replaced
    page = employer.get(reverse("inbox:parcel", args=[f"{granted.reference}/residence_act/2/filer"]), headers=ENGLISH)
    assert "This letter replaces an earlier one" in page.text and f"/letter/{new.pk}" in page.text
    page = employer.get(reverse("inbox:parcel", args=[f"{granted.reference}/residence_act/filer"]), headers=ENGLISH)
    assert "replaced by a corrected letter" in page.text


def test_everybody_who_had_a_grant_reads_that_it_no_longer_stands(granted, client_as):
    # GIVEN the Office withdrew annex 46
    act = granted.acts.get(kind="ANNEX_46")
    row = reopening.reopen(
        dossier_id=granted.pk, act_id=act.pk, reason="OWN_WITHDRAWAL", basis="Irrtum", by=jan(), at=LATER
    )
    stories.carry_post(LATER)
    key = f"{granted.reference}/reopened/{row.pk}"

    # THEN the employer reads why, and has nothing to acknowledge
    page = client_as("employer").get(reverse("inbox:parcel", args=[f"{key}/filer"]), headers=ENGLISH)
    assert "The authority withdrew it itself" in page.text and "The permit has ended" in page.text
    assert "Irrtum" not in page.text and "/acknowledge" not in page.text

    # AND the post is told to issue no visa, and takes that over
    post = client_as("post")
    page = post.get(reverse("inbox:parcel", args=[f"{key}/post"]), headers=ENGLISH)
    assert "Issue no visa on it." in page.text and "/acknowledge" in page.text
    page = post.get(reverse("partner:dossier", args=[granted.reference]), headers=ENGLISH)
    assert "No longer stands" in page.text and "/report" not in page.text
    assert post.post(reverse("inbox:acknowledge", args=[f"{key}/post"])).status_code == 302
    stories.carry_post(LATER)
    assert Notification.objects.get(parcel_key=f"{key}/post").notified_at is not None


@pytest.mark.parametrize("notified", [None, LATER + timedelta(days=5)])
def test_what_runs_from_sending_or_from_the_signed_letter_waits_for_nobody_to_be_notified(notified):
    # GIVEN a Walloon request and a Flemish refusal of 1 April, notified five days later or not at all
    served = Served(dossier_id=1, what="REQUEST", role="FILER", notified_at=notified, answered_at=None)
    request = contracts.DocumentsAsked(**HEAD, **WORKER, asked_on=DAY, supply_within=FROM_SENDING, documents=())
    refusal = contracts.WorkDecision(**HEAD, **WORKER, **PERMIT, favourable=False, appeal=FROM_SIGNATURE)

    # THEN their last days are the same
    lines = [SimpleNamespace(notice=each, line=SimpleNamespace(kind=each.kind)) for each in (request, refusal)]
    told = [telling.of(line, served) for line in lines]
    assert told[0].answer_by == DAY + timedelta(days=22)  # fifteen working days; Easter Monday is none
    assert told[1].appeal_by == DAY.replace(month=5)
