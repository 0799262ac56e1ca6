"""A whole application as a browser posts it, step by step, and the verbs of somebody without JavaScript."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from applications.models import Dossier
from tests import stories

EMPLOYER = {
    "identity": "ENTERPRISE",
    "enterprise_number": "BE 0123.456.749",
    "name": "Muster Automation AG",
    "seat_in_belgium": "yes",
    "seat_nis_code": "4700 Eupen",
    "establishment_count": "1",
    "contact_name": "Karin Erfunden",
    "contact_email": "hr@muster-automation.example",
}
WORKER = {
    "family_name": "Beispiel",
    "given_names": "Ravi",
    "birth_date_day": "30",
    "birth_date_month": "7",
    "birth_date_year": "1985",
    "birth_country": "IN",
    "sex": "M",
    "nationalities_0": "IN",
    "document_kind": "PASSPORT",
    "document_country": "IN",
    "document_number": "X0000000",
    "issued_on_day": "10",
    "issued_on_month": "8",
    "issued_on_year": "2020",
    "expires_on_day": "9",
    "expires_on_month": "8",
    "expires_on_year": "2040",
    "email": "ravi@beispiel.example",
    "language": "en",
}
JOB = {
    "title": "Softwareentwicklungsingenieur",
    "description": "Entwirft die Steuerung der Fertigungslinien.",
    "highly_qualified": "yes",
    "ict_role": "NONE",
    "regulated_profession": "no",
    "engagement": "INDEFINITE",
    "signed_by_both": "yes",
    "start_on_day": "1",
    "start_on_month": "6",
    "start_on_year": "2030",
    "yearly_gross": "69.300,00",
    "weekly_hours": "38",
    "establishment_nis_code": "4700 Eupen",
    "establishment_number": "2.123.456.791",
    "workplaces_0": "4700 Eupen",
    "workplaces_1": "100",
    "route": "DIPLOMA",
    "higher_education_years": "4",
    "recognised_institution": "yes",
    "diploma_language": "en",
    "translated_into_german": "yes",
    "legalisation": "BY_POST",
    "employed_under_art9_6": "no",
}
RESIDENCE = {
    "in_belgium": "no",
    "country": "IN",
    "street": "12 MG Road",
    "city": "Pune",
    "post_code": "new-delhi",
    "fee_paid": "yes",
}
STEPS = {"employer": EMPLOYER, "worker": WORKER, "job": JOB, "residence": RESIDENCE}


def open_draft(client: Client, kind: str = "FIRST") -> Dossier:
    """A draft opened on the page."""
    answer = client.post(reverse("applicant:new"), {"category": "eu_blue_card", "kind": kind})
    assert answer.status_code == 302, answer.text
    return Dossier.objects.latest("id")


def window_of(page: Any) -> dict[str, str]:
    """The hidden fields that say which window a page is."""
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page.text).group(1) for name in ("window", "opened")}


def opened(client: Client, dossier: Dossier, step: str) -> dict[str, str]:
    """Open a step in a new window; its hidden fields."""
    return window_of(client.get(step_url(dossier, step)))


def step_url(dossier: Dossier, step: str) -> str:
    return reverse("applicant:step", args=[dossier.key, step])


def send(client: Client, dossier: Dossier, step: str, **changes: str) -> Any:
    """Fill in a step as a browser without scripts does, and press Continue."""
    return client.post(step_url(dossier, step), STEPS[step] | opened(client, dossier, step) | changes)


def fill_in(client: Client, dossier: Dossier) -> None:
    """Every step, each accepted."""
    for step in STEPS:
        answer = send(client, dossier, step)
        assert answer.status_code == 302, answer.text


def upload(client: Client, dossier: Dossier, code: str, content: bytes | None = None, name: str = "paper.pdf") -> Any:
    """Send a file to a slot."""
    sent = SimpleUploadedFile(name, stories.a_pdf() if content is None else content)
    return client.post(reverse("applicant:upload", args=[dossier.key, code]), {"file": sent})
