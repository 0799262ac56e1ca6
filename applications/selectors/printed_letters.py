"""A registered letter as it goes into the envelope: a cover with the address and the notice, then the sealed letter.

The cover says what the inbox page says; a decision follows it unchanged. Printed again it is the same.
"""

import io

import pikepdf
from django.conf import settings
from django.utils import translation

from applications import calendar, files
from applications.models import Notification
from applications.selectors import letters as acts
from applications.vocabulary import Authority
from exchange import letters, registered
from exchange.registered import LetterLine

LANGUAGE_OF = {Authority.OSTBELGIEN: "de", Authority.FLANDERS: "nl"}  # of a cover whose addressee reads English


class NotSealedYet(Exception):
    """The decision that the letter encloses waits for its seal: nothing unsealed leaves the house."""


def pdf(letter: LetterLine) -> bytes:
    """The pages to print. Raises NotSealedYet."""
    notice = registered.notice_of(letter)
    enclosed = acts.enclosed(attachment.file_key for attachment in notice.attachments)
    if not all(each.is_sealed for each in enclosed):
        raise NotSealedYet(letter.id)
    legal = notice.language in letters.LEGAL_LANGUAGES
    language = notice.language if legal else LANGUAGE_OF.get(Authority(notice.authority), "fr")
    with translation.override(language):
        sender = str(Authority(notice.authority).label)
    cover = letters.cover(
        notice,
        address=letter.address.splitlines(),
        sender=sender,
        dated_on=calendar.day_of(letter.asked_at),
        language=language,
        demo=settings.DEMO_VALUES,
    )
    if not enclosed:
        return cover
    with pikepdf.open(io.BytesIO(cover)) as whole:
        for each in enclosed:
            with pikepdf.open(io.BytesIO(files.read(each.file_key))) as pages:
                whole.add_pages_from(pages, forms="strip")
        printed = io.BytesIO()
        whole.save(printed, deterministic_id=True)
    return printed.getvalue()


def dossier_of(letter: LetterLine) -> int:
    """The row of the dossier the letter belongs to."""
    found: int = Notification.objects.values_list("dossier_id", flat=True).get(parcel_key=letter.parcel_key)
    return found
