"""The page of closures: a coordinator records, everybody else reads and is told why he cannot."""

from datetime import timedelta

import pytest

from applications.models import Unavailability
from applications.now import law_today

pytestmark = pytest.mark.django_db
HERE = "/desk/mail/unavailability"


def dated(name, day) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def typed(first, last) -> dict[str, object]:
    return {"reason": "STRIKE", "tracks": ["WORK", "OVERALL"], **dated("from_on", first), **dated("until_on", last)}


def test_a_coordinator_records_ends_early_and_is_told_of_an_overlap(client_as):
    lena, today = client_as("region-handler"), law_today()
    page = lena.post(HERE, typed(today, today + timedelta(days=4)), follow=True)
    assert "On record." in page.text and Unavailability.objects.count() == 2
    page = lena.post(HERE, typed(today, today))
    assert page.status_code == 422 and "stands on record already" in page.text
    row = Unavailability.objects.first()
    page = lena.post(f"{HERE}/{row.pk}", {"change": "early", "because": "over"})
    assert page.status_code == 422 and "Give the last day." in page.text
    sent = {"change": "early", "because": "it was over sooner", **dated("on", today)}
    page = lena.post(f"{HERE}/{row.pk}", sent, follow=True)
    assert "it was over sooner" in page.text
    assert lena.post(f"{HERE}/{row.pk}", sent).status_code == 409


def test_who_does_not_coordinate_reads_why_he_cannot(client_as):
    ralf, today = client_as("region-signatory"), law_today()
    assert "Only a coordinator" in ralf.get(HERE).text
    page = ralf.post(HERE, typed(today, today))
    assert page.status_code == 422 and "Only a coordinator" in page.text
    assert not Unavailability.objects.exists()


@pytest.mark.parametrize("rows", [1, 60])
def test_the_page_costs_the_same_however_much_is_on_record(client_as, django_assert_max_num_queries, rows):
    lena, today = client_as("region-handler"), law_today()
    Unavailability.objects.bulk_create(
        Unavailability(
            authority="ostbelgien", track="WORK", from_on=today + timedelta(days=n), until_on=today + timedelta(days=n),
            reason="CLOSURE", recorded_at="2025-01-01T00:00Z", recorded_by="x",
        )
        for n in range(rows)
    )  # fmt: skip
    with django_assert_max_num_queries(8):
        page = lena.get(HERE)
    assert page.text.count("End early or annul") == min(rows, 50)
