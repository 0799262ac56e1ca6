"""The list of letters to sign: many at a time, each told apart (P11)."""

import re
from datetime import timedelta

import pytest

from applications.now import law_now
from applications.selectors import to_sign
from applications.services import completeness, documents, sweeping
from applications.vocabulary import State
from tests import stories

pytestmark = pytest.mark.django_db
LIST = "/desk/signing"


def lapsed(lately, count: int):
    """Asked forty days ago for two papers, notified, nothing came."""
    at = lately - timedelta(days=20)
    found = [stories.filed_dossier(leave_out=("diploma", "contract_or_offer"), at=at) for _each in range(count)]
    asks = [completeness.Ask(code=code) for code in ("diploma", "contract_or_offer")]
    for dossier in found:
        completeness.ask(dossier_id=dossier.pk, asks=asks, by=stories.officer("lena"), at=at)
    stories.carry_post(at)
    sweeping.sweep(at=law_now())
    return found


def ticks(page) -> list[str]:
    return re.findall(r'name="chosen" value="([^"]+)"', page.text)


def upload(dossier) -> None:
    content = stories.a_pdf("late")
    key, digest = stories.files.keep(content)
    documents.record(
        dossier_id=dossier.pk, code="diploma", track="WORK", sealed=False, name="x.pdf", by=stories.employer_actor(),
        stored=stories.files.Stored(key, digest, len(content), "application/pdf", 1), at=law_now(),
    )  # fmt: skip


def test_a_signatory_makes_letters_ready_and_signs_them_together(lately, region, signed_in):
    # GIVEN three applications whose time has ended
    first, second, third = lapsed(lately, 3)
    ralf = signed_in(region["signatory"])
    page = ralf.get(LIST)
    assert page.text.count("To be made ready") == 3 and "Inadmissibility" in page.text

    # WHEN he makes all ready THEN each letter can be looked at
    page = ralf.post(f"{LIST}/ready", {"chosen": ticks(page)}, follow=True)
    assert "3 letters are ready." in page.text and page.text.count("Look at the letter") == 3
    chosen = ticks(page)

    # WHEN a paper comes in for one of them and he signs all three
    upload(second)
    page = ralf.post(f"{LIST}/sign", {"chosen": chosen}, follow=True)

    # THEN two are signed, and of the third he reads why not
    assert "2 letters are signed." in page.text
    assert f"{second.reference}: A paper came in at" in page.text
    assert "A paper came in: read it first" in page.text
    states = []
    for dossier in (first, second, third):
        dossier.refresh_from_db()
        states.append(dossier.state)
    assert states == [State.INADMISSIBLE, State.INCOMPLETE, State.INADMISSIBLE]


def test_nothing_chosen_and_what_is_not_on_this_desk_are_told(lately, region, office, signed_in):
    ralf = signed_in(region["signatory"])
    assert "Choose at least one letter first." in ralf.post(f"{LIST}/sign", {}, follow=True).text
    page = ralf.post(f"{LIST}/sign", {"chosen": ["WB-2025-9999999-00 x", "nonsense"]}, follow=True)
    assert "not on this desk" in page.text
    assert "No letter waits for a signature" in signed_in(office["signatory"]).get(LIST).text


def test_a_handler_sees_the_list_and_signs_nothing(lately, region, signed_in):
    [dossier] = lapsed(lately, 1)
    lena = signed_in(region["handler"])
    page = lena.post(f"{LIST}/ready", {"chosen": ticks(lena.get(LIST))}, follow=True)
    assert "Ready, for another signatory" in page.text
    page = lena.post(f"{LIST}/sign", {"chosen": ticks(page)}, follow=True)
    assert f"{dossier.reference}: You have no delegation" in page.text


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_takes_at_most_eight_queries(lately, region, signed_in, django_assert_max_num_queries, count):
    lapsed(lately, count)
    ralf = signed_in(region["signatory"])
    ralf.get(LIST)
    with django_assert_max_num_queries(8):
        page = ralf.get(LIST)
    assert len(ticks(page)) == count


def test_the_next_page_begins_where_this_one_ended(lately, region, signed_in, monkeypatch):
    monkeypatch.setattr(to_sign, "PAGE", 2)
    monkeypatch.setattr(to_sign.of, "__kwdefaults__", {**to_sign.of.__kwdefaults__, "limit": 2})
    lapsed(lately, 3)
    ralf = signed_in(region["signatory"])
    page = ralf.get(LIST)
    further = re.search(rf'href="({LIST}\?after=[^"]+)"', page.text)[1]
    rest = ralf.get(further.replace("&amp;", "&"))
    assert len(ticks(page)) == 2 and len(ticks(rest)) == 1
    assert not set(ticks(page)) & set(ticks(rest))
    assert len(ticks(ralf.get(f"{LIST}?after=forged"))) == 2
