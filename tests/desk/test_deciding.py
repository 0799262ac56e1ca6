"""The verbs of the desk through its pages: from intake to two signatures, and every refusal with its sentence."""

import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Act, RequestLine, ResidenceTick, WorkItem
from applications.now import law_now
from applications.services import completeness, documents
from applications.vocabulary import ActState, Authority, Role, State
from portal.accounts.models import User
from tests import stories

pytestmark = pytest.mark.django_db


def source_fields(page) -> list[str]:
    return re.findall(r'name="(source-[^"]+)"', page.text)


def refusal_of(page, label: str) -> str:
    """The reason under a refused action of the bar."""
    found = re.search(
        rf'aria-disabled="true" aria-describedby="(why-\d+)">(?:<svg.*?</svg>) {re.escape(label)}</button>'
        r'<p class="why" id="\1">(.*?)</p>',
        page.text,
    )
    return found[2] if found else ""


def conclude_favourably(client, reference: str):
    url = f"/desk/{reference}/conclude/favourable"
    said = dict.fromkeys(source_fields(client.get(url)), "Belgian Official Gazette, 12 January 2024")
    return client.post(url, {**said, "sent": "1"}, follow=True)


def sha_shown(page) -> str:
    return re.search(r'name="sha256" value="(\w{64})"', page.text)[1]


def test_a_dossier_goes_from_intake_to_the_combined_permit_on_both_desks(region, office, signed_in, lately):
    dossier = stories.filed_dossier(at=lately)
    base = f"/desk/{dossier.reference}"
    lena, ralf = signed_in(region["handler"]), signed_in(region["signatory"])
    odile, jan = signed_in(office["handler"]), signed_in(office["signatory"])

    # WHEN the Immigration Office ticks its papers
    ticks = re.findall(r'name="(tick-[\w]+)"', odile.get(f"{base}/tick").text)
    page = odile.post(f"{base}/tick", dict.fromkeys(ticks, "here"), follow=True)
    assert "The residence papers are complete." in page.text

    # AND the region declares the whole application complete
    page = lena.post(f"{base}/complete", {"sure": "1"}, follow=True)
    assert "90 calendar days to decide start when the applicant is notified" in page.text
    stories.carry_post(lately)

    # AND concludes, makes the letter ready, and its signatory signs what he sees
    assert "Conclude the review first" in refusal_of(ralf.get(base), "Make the letter ready")
    assert "The review is concluded." in conclude_favourably(lena, dossier.reference).text
    page = ralf.post(f"{base}/letter", follow=True)
    assert "The letter is ready." in page.text
    page = ralf.post(f"{base}/sign", {"sha256": sha_shown(page)}, follow=True)
    assert "Signed: favourable work decision." in page.text

    # AND the Immigration Office does the same
    assert "The review is concluded." in conclude_favourably(odile, dossier.reference).text
    page = jan.post(f"{base}/letter", follow=True)
    page = jan.post(f"{base}/sign", {"sha256": sha_shown(page)}, follow=True)

    # THEN the combined permit is granted, and the officer is told what follows
    assert "Signed: the combined permit is granted." in page.text
    dossier.refresh_from_db()
    assert dossier.state == State.GRANTED
    assert "This act has been signed already." in refusal_of(jan.get(base), "Sign")
    for client in (lena, odile):
        for part in ("", "/data", "/documents", "/deadlines", "/journal", "/notes", "/sign"):
            assert client.get(base + part).status_code == 200, part


def test_each_refused_action_stands_there_with_the_policys_sentence(region, office, signed_in, lately):
    dossier = stories.filed_dossier(at=lately)
    lena, odile = signed_in(region["handler"]), signed_in(office["handler"])
    early, office_page = lena.get(f"/desk/{dossier.reference}"), odile.get(f"/desk/{dossier.reference}")
    assert "while the application is under review" in refusal_of(early, "Conclude favourably")
    assert "You have no delegation" in refusal_of(early, "Sign")
    assert "while the application is under review" in refusal_of(office_page, "Assess provisionally")
    stories.tick_everything(dossier, at=lately)
    completeness.declare_complete(dossier_id=dossier.pk, by=region["handler"], at=lately)
    later, office_later = lena.get(f"/desk/{dossier.reference}"), odile.get(f"/desk/{dossier.reference}")
    assert "joins the region" in refusal_of(office_page, "Ask for documents")
    assert not refusal_of(later, "Ask for documents")  # of its own track, while it examines (P5)
    assert "already been declared complete" in refusal_of(later, "Declare complete")
    assert "The work decision comes first." in refusal_of(office_later, "Conclude favourably")
    assert "before the application is declared complete" in refusal_of(office_later, "Tick residence papers")


def test_a_reader_sees_every_action_refused_and_posting_changes_nothing(region, signed_in, lately):
    dossier = stories.filed_dossier(at=lately)
    reader = replace(stories.officer("rita"), roles=frozenset({Role.READER}))
    client = signed_in(reader)
    page = client.get(f"/desk/{dossier.reference}")
    assert "Your role lets you read dossiers, not handle them." in refusal_of(page, "Ask for documents")
    answer = client.post(f"/desk/{dossier.reference}/complete", {"sure": "1"})
    assert answer.status_code == 422 and "not handle them" in answer.text
    dossier.refresh_from_db()
    assert dossier.state == State.SUBMITTED


def test_the_region_waits_for_the_offices_check(region, signed_in):
    dossier = stories.filed_dossier(at=law_now())
    client = signed_in(region["handler"])
    page = client.get(f"/desk/{dossier.reference}")
    assert "has not checked the residence papers yet" in refusal_of(page, "Declare complete")
    turned_back = client.get(f"/desk/{dossier.reference}/complete", follow=True)
    assert "has not checked the residence papers yet" in turned_back.text


def test_documents_are_asked_with_a_reason_each_and_the_offices_missing_ones_join(region, office, signed_in, lately):
    # GIVEN a dossier without contract, of which the Immigration Office misses the insurance
    dossier = stories.filed_dossier(at=lately, leave_out=("contract_or_offer", "sickness_insurance"))
    odile, lena = signed_in(office["handler"]), signed_in(region["handler"])
    shown = odile.get(f"/desk/{dossier.reference}/tick").text
    given = dict.fromkeys(re.findall(r'name="(tick-[\w]+)"', shown), "here")
    page = odile.post(
        f"/desk/{dossier.reference}/tick",
        {**given, "tick-sickness_insurance": "missing", "reason-sickness_insurance": "No cover in Belgium."},
        follow=True,
    )
    assert "joins the work authority" in page.text
    assert ResidenceTick.objects.filter(dossier=dossier, present=False).get().code == "sickness_insurance"

    # WHEN the region asks; the missing contract is chosen already
    form = lena.get(f"/desk/{dossier.reference}/ask")
    assert re.search(r'name="ask-contract_or_offer"[^>]* checked', form.text)
    assert "No cover in Belgium." in form.text
    page = lena.post(
        f"/desk/{dossier.reference}/ask",
        {"ask-contract_or_offer": "on", "ask-diploma": "on", "reason-diploma": "Page 2 cannot be read."},
        follow=True,
    )

    # THEN one request carries all three, and the officer hears which clock follows
    assert "The applicant has 15 calendar days from the day he is notified." in page.text
    lines = RequestLine.objects.filter(request__dossier=dossier).values_list("code", "authority", "reason")
    assert set(lines) == {
        ("contract_or_offer", "ostbelgien", ""),
        ("diploma", "ostbelgien", "Page 2 cannot be read."),
        ("sickness_insurance", "federal", "No cover in Belgium."),
    }
    assert "Documents are still awaited" in refusal_of(lena.get(f"/desk/{dossier.reference}"), "Declare complete")


def test_what_was_typed_comes_back_when_something_is_wrong(region, signed_in, lately):
    dossier = stories.filed_dossier(at=lately)
    client = signed_in(region["handler"])
    url = f"/desk/{dossier.reference}/ask"
    nothing = client.post(url, {"reason-diploma": "Typed but not ticked."})
    assert nothing.status_code == 422
    assert "Choose at least one document to ask for." in nothing.text and "Typed but not ticked." in nothing.text
    why = client.post(url, {"ask-diploma": "on"})
    assert why.status_code == 422 and "Say what is wrong with it" in why.text


def test_declaring_complete_warns_of_what_is_missing_and_lets_it_pass(region, signed_in, lately):
    dossier = stories.filed_dossier(at=lately, leave_out=("contract_or_offer",))
    stories.tick_everything(dossier, at=lately)
    client = signed_in(region["handler"])
    page = client.get(f"/desk/{dossier.reference}/complete")
    assert "One required document is missing:" in page.text and "Declare complete all the same" in page.text
    client.post(f"/desk/{dossier.reference}/complete", {"sure": "1"})
    dossier.refresh_from_db()
    assert dossier.state == State.UNDER_REVIEW


def test_a_conclusion_names_what_it_relied_on_for_each_rule_nobody_verified(region, signed_in, lately):
    dossier = stories.complete_dossier(at=lately)
    client = signed_in(region["handler"])
    url = f"/desk/{dossier.reference}/conclude/favourable"
    fields = source_fields(client.get(url))
    assert "source-ostbelgien.blue_card.salary" in fields
    # WHEN one is left empty
    answer = client.post(url, {**dict.fromkeys(fields, "Gazette"), "source-ostbelgien.blue_card.salary": ""})
    # THEN the form says which, keeps the rest and nothing is concluded
    assert answer.status_code == 422 and "Say what you relied on." in answer.text
    assert not dossier.reviews.exclude(outcome="").exists()


def test_an_unfavourable_conclusion_needs_grounds_and_leads_to_a_refusal(region, signed_in, lately):
    dossier = stories.complete_dossier(at=lately)
    client = signed_in(region["signatory"])
    url = f"/desk/{dossier.reference}/conclude/unfavourable"
    none = client.post(url, {"sent": "1"})
    assert none.status_code == 422 and "Choose at least one ground" in none.text
    ground = "ostbelgien.blue_card.salary"
    unsure = client.post(url, {"grounds": [ground], f"reason-{ground}": "The bonus is not fixed."})
    assert unsure.status_code == 422 and source_fields(unsure) == [f"source-{ground}"]
    assert "The bonus is not fixed." in unsure.text
    done = client.post(
        url,
        {"grounds": [ground], f"reason-{ground}": "The bonus is not fixed.", f"source-{ground}": "Gazette"},
        follow=True,
    )
    assert "The review is concluded." in done.text
    page = client.post(f"/desk/{dossier.reference}/letter", follow=True)
    page = client.post(f"/desk/{dossier.reference}/sign", {"sha256": sha_shown(page)}, follow=True)
    assert "the work authorisation is refused" in page.text
    dossier.refresh_from_db()
    assert dossier.state == State.REFUSED
    # an outcome nobody knows is no page
    assert client.get(f"/desk/{dossier.reference}/conclude/perhaps").status_code == 404


def test_two_officers_at_once_one_wins_and_the_other_is_told(region, signed_in, lately):
    dossier = stories.complete_dossier(at=lately)
    first, second = signed_in(region["handler"]), signed_in(region["signatory"])
    url = f"/desk/{dossier.reference}/conclude/favourable"
    fields = source_fields(second.get(url))
    conclude_favourably(first, dossier.reference)
    late = second.post(url, {**dict.fromkeys(fields, "My own source"), "sent": "1"})
    assert late.status_code == 409
    assert "This review has been concluded already." in late.text and "My own source" in late.text
    # taking a dossier that a colleague took meanwhile
    first.post(f"/desk/{dossier.reference}/take", {"to": "me", "expected": ""})
    told = second.post(f"/desk/{dossier.reference}/take", {"to": "me", "expected": ""}, follow=True)
    assert "Somebody else has taken this dossier" in told.text
    holder = str(User.objects.get(pk=first.session["_auth_user_id"]).key)
    assert WorkItem.objects.get(dossier=dossier, authority=Authority.OSTBELGIEN).assignee == holder


def test_a_letter_is_signed_only_as_it_was_seen(region, signed_in, lately):
    dossier = stories.complete_dossier(at=lately)
    base = f"/desk/{dossier.reference}"
    ralf = signed_in(region["signatory"])
    conclude_favourably(ralf, dossier.reference)
    seen = sha_shown(ralf.post(f"{base}/letter", follow=True))

    # WHEN another letter was seen
    page = ralf.post(f"{base}/sign", {"sha256": "0" * 64}, follow=True)
    assert "This is not the newest letter." in page.text and sha_shown(page) == seen

    # WHEN a paper comes in after the letter was made ready
    documents.attach(
        dossier_id=dossier.pk, code="diploma", track="WORK", sealed=False,
        upload=SimpleUploadedFile("late.pdf", stories.a_pdf("late")), by=stories.employer_actor(), at=law_now(),
    )  # fmt: skip
    page = ralf.post(f"{base}/sign", {"sha256": seen}, follow=True)
    assert "A paper came in at" in page.text

    # THEN nothing was issued, and making it ready again leads on
    assert Act.objects.get(dossier=dossier).state == ActState.PREVIEWED
    again = sha_shown(ralf.post(f"{base}/letter", follow=True))
    assert "Signed: favourable work decision." in ralf.post(f"{base}/sign", {"sha256": again}, follow=True).text


def test_a_handler_sees_the_letter_and_only_a_signatory_signs_it(region, office, signed_in, lately):
    dossier = stories.complete_dossier(at=lately)
    base = f"/desk/{dossier.reference}"
    lena = signed_in(region["handler"])
    conclude_favourably(lena, dossier.reference)
    page = lena.post(f"{base}/letter", follow=True)
    assert "You have no delegation to sign this kind of act." in refusal_of(page, "Sign")
    refused = lena.post(f"{base}/sign", {"sha256": sha_shown(page)}, follow=True)
    assert "You have no delegation" in refused.text
    act = Act.objects.get(dossier=dossier)
    assert act.state == ActState.PREVIEWED
    # the letter streams to its own desk; before the signature the other desk has no letter
    assert lena.get(f"{base}/letter/{act.pk}").getvalue().startswith(b"%PDF")
    assert signed_in(office["handler"]).get(f"{base}/letter/{act.pk}").status_code == 404


def test_a_dossier_is_passed_to_a_colleague_of_the_same_authority_only(region, office, signed_in, lately):
    dossier = stories.filed_dossier(at=lately)
    lena, _ralf, odile = signed_in(region["handler"]), signed_in(region["signatory"]), signed_in(office["handler"])
    options = dict(
        re.findall(r'<option value="([\w-]{36})"[^>]*>([^<]+)</option>', lena.get(f"/desk/{dossier.reference}").text)
    )
    assert sorted(options.values()) == ["lena", "ralf"]
    stranger = str(User.objects.get(pk=odile.session["_auth_user_id"]).key)
    assert (
        "Nobody of your authority" in lena.post(f"/desk/{dossier.reference}/take", {"to": stranger}, follow=True).text
    )
    ralf = next(key for key, name in options.items() if name == "ralf")
    page = lena.post(f"/desk/{dossier.reference}/take", {"to": ralf, "expected": ""}, follow=True)
    assert "The dossier is with ralf now." in page.text
    assert WorkItem.objects.get(dossier=dossier, authority=Authority.OSTBELGIEN).assignee == ralf
