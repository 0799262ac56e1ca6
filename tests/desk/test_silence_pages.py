"""The desk of the Office when nobody decided in time: it reads what was made ready, and signs it or concludes."""

import pytest

from applications.services import languages
from applications.vocabulary import State
from tests.applications.test_tacit_grants import AFTER, dossier, jan, silent  # noqa: F401 - fixtures are found here

pytestmark = pytest.mark.django_db
SAID = "The time to decide has ended unused"


def test_the_office_reads_that_annex_47_is_made_ready_and_signs_it(client_as, dossier):  # noqa: F811
    silent(dossier)
    here = f"/desk/{dossier.reference}"
    office = client_as("federal-signatory")
    assert SAID in office.get(here).text

    # No rule says in which language the Office writes here: it chooses before the letter can be made
    assert "Choose its language first" in office.post(f"{here}/letter", follow=True).text
    languages.choose(dossier_id=dossier.pk, language="fr", reason="x", by=jan(), at=AFTER)
    office.post(f"{here}/letter")
    page = office.get(f"{here}/sign")
    assert page.status_code == 200 and "Annex 47" in page.text
    office.post(f"{here}/sign", {"sha256": dossier.acts.get().sha256})
    dossier.refresh_from_db()
    assert dossier.state == State.GRANTED
    assert SAID not in office.get(here).text
    later = office.get(f"{here}/deadlines").text
    assert "After the decision" in later


def test_the_region_is_not_told_to_sign_it(client_as, dossier):  # noqa: F811
    silent(dossier)
    page = client_as("brussels-handler").get(f"/desk/{dossier.reference}")
    assert page.status_code == 200 and SAID not in page.text
