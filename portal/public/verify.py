"""Checking a letter: where the code printed on it leads (feature 87).

Without the letter in hand the page says only whether a decision with that reference exists, and which numbers of it
were replaced or no longer stand: a copy on paper carries its number. With the file, or its fingerprint, it says whether
that is the letter as it was issued. Files are compared and forgotten, never stored.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from axes.helpers import get_client_ip_address
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from applications import references
from applications.selectors import letters
from applications.vocabulary import ActKind
from exchange import seal
from portal.ui import limits

MOST_TRIES, WITHIN_SECONDS = 20, 60
LARGEST = 5 * 1024 * 1024
FINGERPRINT = re.compile(r"[0-9a-f]{64}")


class Verdict(StrEnum):
    """What can be said of a copy."""

    ISSUED = "ISSUED"  # the very file, with its seal
    UNSEALED = "UNSEALED"  # the text that was signed, without the seal that proves it
    REPLACED = "REPLACED"  # issued once, corrected since by another letter
    UNDONE = "UNDONE"  # issued once; an appeal, a court or the authority itself undid it
    DIFFERENT = "DIFFERENT"


@dataclass(frozen=True, slots=True)
class Compared:
    """The answer to somebody who holds a copy; the letter is named only when the copy fits."""

    verdict: Verdict
    letter: letters.Issued | None = None
    title: str = ""
    signer: str = ""


class ReferenceForm(forms.Form):
    """Without the code on the letter: the reference, typed."""

    reference = forms.CharField(label=_("Reference"), help_text=_("As on the letter, for example WB-2026-0000123-34"))

    def clean_reference(self) -> str:
        try:
            return str(references.parse(self.cleaned_data["reference"]))
        except references.InvalidReference as wrong:
            raise forms.ValidationError(wrong.sentence, code="invalid") from None


class CopyForm(forms.Form):
    """The copy to compare, or its fingerprint for those who may not pass the letter on."""

    letter = forms.FileField(label=_("The letter as a PDF file"), required=False)
    sha256 = forms.CharField(
        label=_("Or its fingerprint (SHA-256)"),
        help_text=_("64 letters and figures; nothing is sent but these"),
        required=False,
    )

    def clean_sha256(self) -> str:
        given = "".join(self.cleaned_data["sha256"].lower().split())
        if given and not FINGERPRINT.fullmatch(given):
            raise forms.ValidationError(_("A fingerprint has 64 characters: figures and the letters a to f"))
        return given

    def clean_letter(self) -> UploadedFile | None:
        given = self.cleaned_data["letter"]
        if given and given.size > LARGEST:
            raise forms.ValidationError(_("Letters are smaller than 5 MB; this file is none of them"))
        return given

    def clean(self) -> dict[str, object]:
        if not self.errors and not self.cleaned_data.get("letter") and not self.cleaned_data.get("sha256"):
            raise forms.ValidationError(_("Choose the file, or give its fingerprint"))
        return self.cleaned_data

    def digest(self) -> str:
        """The fingerprint of what was given."""
        given = self.cleaned_data.get("letter")
        return letters.digest(given.read()) if given else self.cleaned_data["sha256"]


@never_cache
@require_http_methods(["GET", "HEAD"])
def ask(request: HttpRequest) -> HttpResponse:
    """The page without a reference: type it, and go to the letter's own page."""
    form = ReferenceForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("public:verify_letter", reference=form.cleaned_data["reference"])
    return render(request, "public/verify.html", {"ask": form}, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, reference: str) -> HttpResponse:
    """Whether that decision exists; with a copy, whether it is the one that was issued."""
    if not limits.allowed(f"verify:{get_client_ip_address(request)}", most=MOST_TRIES, seconds=WITHIN_SECONDS):
        answer = render(request, "429.html", status=429)
        answer["Retry-After"] = str(WITHIN_SECONDS)
        return answer
    issued = letters.issued(reference)
    is_comparing = request.method == "POST" and bool(issued)
    form = CopyForm(request.POST, request.FILES) if is_comparing else CopyForm()
    compared = _compare(form.digest(), issued) if is_comparing and form.is_valid() else None
    return render(
        request,
        "public/verify_letter.html",
        {
            "reference": reference,
            "exists": bool(issued),
            "past": [each for each in issued if not each.is_in_force],
            "form": form,
            "compared": compared,
        },
        status=422 if is_comparing and compared is None else 200,
    )


def _compare(digest: str, issued: list[letters.Issued]) -> Compared:
    """The letter to which the fingerprint belongs. What is issued is read again, not trusted from a column."""
    for each in issued:
        sealed = letters.sealed_bytes(each)
        is_sealed = bool(sealed) and letters.digest(sealed) == digest
        if not is_sealed and each.preview_sha256 != digest:
            continue
        title = str(ActKind(each.kind).label)
        if not each.is_in_force:
            return Compared(Verdict.REPLACED if each.is_corrected else Verdict.UNDONE, each, title)
        if is_sealed:
            return Compared(Verdict.ISSUED, each, title, _signer(sealed))
        return Compared(Verdict.UNSEALED, each, title)
    return Compared(Verdict.DIFFERENT)


def _signer(sealed: bytes) -> str:
    """Whose seal is on it; empty where the seal cannot be checked on this server."""
    try:
        found = seal.verify(sealed)
    except OSError:
        return ""
    return found.signer if found.good else ""
