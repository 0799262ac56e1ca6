"""Addresses of the applicant's room. A draft is found by its key, a filed dossier by its reference."""

from django.urls import path, register_converter

from portal.applicant import (
    amending,
    filing,
    filling,
    following,
    inviting,
    listing,
    mandate_people,
    mandates,
    opened,
    papers,
    part,
    stating,
)
from portal.applicant.forms import FORMS

app_name = "applicant"


class StepConverter:
    """A step that has a form."""

    regex = "|".join(FORMS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(StepConverter, "step")

urlpatterns = [
    path("", listing.dossiers_page, name="dossiers"),
    path("new", listing.new, name="new"),
    path("mandates", mandates.mandates_page, name="mandates"),
    path("mandates/new", mandates.give, name="give_mandate"),
    path("mandates/<uuid:mandate_key>", mandates.mandate, name="mandate"),
    path("mandates/<uuid:mandate_key>/paper", mandates.paper, name="mandate_paper"),
    path("mandates/<uuid:mandate_key>/confirm", mandates.confirm, name="confirm_mandate"),
    path("mandates/<uuid:mandate_key>/end", mandates.end, name="end_mandate"),
    path("mandates/<uuid:mandate_key>/substitute", mandate_people.substitute, name="substitute"),
    path("mandates/<uuid:mandate_key>/person", mandate_people.hand_over, name="hand_over_mandate"),
    path("draft/<uuid:key>", filling.resume, name="resume"),
    path("draft/<uuid:key>/part", part.part, name="part"),
    path("draft/<uuid:key>/beside", filling.beside, name="beside"),
    path("draft/<uuid:key>/documents", filling.documents, name="documents"),
    path("draft/<uuid:key>/check", filing.check, name="check"),
    path("draft/<uuid:key>/mandate", mandate_people.file_under, name="file_under"),
    path("draft/<uuid:key>/discard", listing.discard, name="discard"),
    path("draft/<uuid:key>/<step:step>", filling.step, name="step"),
    path("draft/<uuid:key>/<step:step>/autosave", filling.autosave, name="autosave"),
    path("<uuid:key>/worker", inviting.door, name="door"),
    path("<uuid:key>/documents/<int:version_id>", papers.document, name="document"),
    path("<uuid:key>/documents/<slug:code>/upload", papers.upload, name="upload"),
    path("<uuid:key>/documents/<slug:code>/remove", papers.remove, name="remove"),
    path("<str:reference>", following.dossier, name="dossier"),
    path("<str:reference>/answer", following.answer, name="answer"),
    path("<str:reference>/withdraw", following.withdraw, name="withdraw"),
    path("<str:reference>/commune", following.commune, name="commune"),
    path("<str:reference>/stated", stating.stated, name="stated"),
    path("<str:reference>/stated/right", stating.confirm, name="confirm"),
    path("<str:reference>/stated/wrong", stating.flag, name="flag"),
    path("<str:reference>/opened", opened.opened, name="opened"),
    path("<str:reference>/documents", following.documents, name="filed_documents"),
    path("<str:reference>/amend", amending.overview, name="amend"),
    path("<str:reference>/amend/<step:step>", amending.step, name="amend_step"),
    path("<str:reference>/copy", amending.copy, name="copy"),
    path("<str:reference>/receipt", filing.receipt, name="receipt"),
    path("<str:reference>/receipt.txt", filing.receipt_text, name="receipt_text"),
    path("<str:reference>/receipt.json", filing.receipt_json, name="receipt_json"),
]
