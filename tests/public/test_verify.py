"""Where the code on a letter leads: an answer about the file, nothing about the person."""

import hashlib
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications import files, references
from applications.models import Act
from applications.services import reopening
from tests import stories
from tests.applications.test_rectifying import corrected, jan

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()
    yield
    cache.clear()


def test_a_letter_is_recognised_by_its_bytes_and_nothing_is_said_without_them(client):
    # GIVEN an annex 46 that was issued
    dossier = stories.granted_dossier()
    act = Act.objects.get(dossier=dossier, kind="ANNEX_46")
    sealed, preview = files.read(act.sealed_key), files.read(act.preview_key)
    place = reverse("public:verify_letter", args=[dossier.reference])

    # WHEN somebody with the reference alone asks THEN it exists, and that is all
    page = client.get(place, headers=ENGLISH).text
    assert "A decision with this reference exists" in page
    assert not [
        word
        for word in ("Beispiel", "Muster", "Annex 46", "granted", "Blue")
        if word in page.split("<main")[1].split("</main>")[0]
    ]

    # WHEN the file comes THEN it is the letter; without its seal it is only the text; with one byte more it is nothing
    def say(content):
        given = SimpleUploadedFile("letter.pdf", content, content_type="application/pdf")
        return client.post(place, {"letter": given, "sha256": ""}, headers=ENGLISH).text

    assert "This is the letter as it was issued" in say(sealed)
    assert "this copy has no seal" in say(preview)
    assert "not a letter that was issued" in say(sealed + b" ")

    # AND its fingerprint does as well, while a wrong one is asked again
    assert "This is the letter as it was issued" in client.post(place, {"sha256": sha256(sealed)}, headers=ENGLISH).text
    assert client.post(place, {"sha256": "12"}).status_code == 422
    assert client.post(place, {"sha256": ""}).status_code == 422

    # AND once it was corrected the old letter says so and names the new one; a paper copy is told by its number
    new = corrected(dossier, jan(), kind="ANNEX_46")
    assert "has been replaced since" in say(sealed) and f"It has the number {new.number}" in say(sealed)
    assert "This is the letter as it was issued" in say(files.read(new.sealed_key))
    page = client.get(place, headers=ENGLISH).text
    assert act.number in page and "replaced by" in page and new.number in page

    # AND once the decision was undone, that too
    at = stories.FILED_AT + timedelta(days=60)
    reopening.reopen(dossier_id=dossier.pk, act_id=new.pk, reason="ANNULLED", basis="Urteil", by=jan(), at=at)
    assert "no longer stands" in say(files.read(new.sealed_key))
    page = client.get(place, headers=ENGLISH).text
    assert "no longer stands since" in page and "Urteil" not in page and "annulled" not in page


def test_an_unknown_reference_is_told_so_and_typing_is_helped(client, db):
    page = client.get(reverse("public:verify_letter", args=["WB-2025-9999999-00"]), headers=ENGLISH)
    assert "No decision has this reference" in page.text

    assert client.get(reverse("public:verify")).status_code == 200
    assert client.get(reverse("public:verify"), {"reference": "WB-1"}).status_code == 422
    good = references.make(year=2025, number=7)
    found = client.get(reverse("public:verify"), {"reference": good.lower()})
    assert found["location"] == reverse("public:verify_letter", args=[good])


def test_guessing_ends_after_twenty_tries_a_minute(client, db):
    place = reverse("public:verify_letter", args=["WB-2025-9999999-00"])
    answers = [client.get(place).status_code for _number in range(21)]
    assert answers == [200] * 20 + [429]


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
