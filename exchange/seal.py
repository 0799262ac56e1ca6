"""The electronic seal: a PAdES signature appended to the bytes that were previewed, which stay as they are.

`sealed[:len(preview)] == preview`: the seal is an incremental update, so what the officer saw is what was issued, byte
by byte. Level B-B: there is no time-stamp service here, the time in the seal is the machine's word.

The keys are PKCS#12 files in `SEAL_FOLDER` (beside the stored files unless set), one per authority, with the root that
vouches for them. The demonstration makes its own (`manage.py make_demo_seals`); a real authority brings a certificate
from a qualified provider.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings

ROOT = "root.pem"
FIELD = "Seal"


class NoSealKey(LookupError):
    """No key is kept for that authority; nothing may go out unsealed in its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """What can be said of a sealed document. All three must hold for it to count as the authority's own."""

    intact: bool
    trusted: bool
    covers_entire_file: bool
    signer: str
    sealed_at: datetime | None

    @property
    def good(self) -> bool:
        return self.intact and self.trusted and self.covers_entire_file


def folder() -> Path:
    """Where the keys are kept."""
    return Path(getattr(settings, "SEAL_FOLDER", "") or Path(settings.FILES_ROOT).parent / "seals")


def passphrase() -> bytes | None:
    """What opens the keys; the demonstration's have none."""
    return str(getattr(settings, "SEAL_PASSPHRASE", "")).encode() or None


def seal(pdf: bytes, *, authority: str) -> bytes:
    """Append the authority's seal. Raises NoSealKey."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    key = folder() / f"{authority}.p12"
    if not key.is_file():
        raise NoSealKey(authority)
    signer = signers.SimpleSigner.load_pkcs12(str(key), passphrase=passphrase())  # type: ignore[no-untyped-call]
    if signer is None:
        raise NoSealKey(f"{authority}: the key cannot be opened")
    sealer = signers.PdfSigner(
        signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            reason=f"Electronic seal of {authority}",
        ),
        signer=signer,
    )
    sealed: bytes = _apart(lambda: bytes(sealer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue()))
    return sealed


def verify(pdf: bytes, *, roots: Sequence[bytes] | None = None) -> Seal:
    """Check the seal offline, against the roots given (PEM) or the one in the folder.

    Without a root nothing is trusted; without a seal nothing is intact.
    """
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    root = folder() / ROOT
    known = roots if roots is not None else ([root.read_bytes()] if root.is_file() else [])
    trusted = [certificate for pem in known for certificate in load_certs_from_pemder_data(pem)]
    nothing = Seal(intact=False, trusted=False, covers_entire_file=False, signer="", sealed_at=None)
    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if not found:
            return nothing
        context = ValidationContext(trust_roots=trusted, allow_fetching=False)
        status = _apart(lambda: validate_pdf_signature(found[-1], signer_validation_context=context))
    except (PdfError, SigningError, SignatureValidationError, ValueError, KeyError):
        return nothing
    return Seal(
        intact=bool(status.intact and status.valid),
        trusted=bool(status.trusted),
        covers_entire_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        and status.modification_level in (None, ModificationLevel.NONE),
        signer=str(status.signing_cert.subject.native.get("common_name", "")),
        sealed_at=status.signer_reported_dt,
    )


def _apart(work: Callable[[], Any]) -> Any:
    """Do it in a thread of its own: pyHanko runs an event loop, which a thread that has one already refuses."""
    with ThreadPoolExecutor(max_workers=1) as one:
        return one.submit(work).result()
