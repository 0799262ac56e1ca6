"""Letters: everything that is printed goes in, `pdf/a-3a` bytes come out. `render` reads no
database, no file and no clock; only `own_words` looks something up, before the input is complete.

One whole template per legal language (German, French, Dutch) says what the letter says; there is no translation by
phrase, because each of them is authentic. The same input gives the same bytes: what was previewed is what is issued.
"""

from exchange.letters.cover import cover
from exchange.letters.inputs import (
    Annex46,
    Annex47,
    Annex48,
    Completeness,
    Content,
    DocumentsRequest,
    Ground,
    Inadmissible,
    LetterInput,
    Office,
    Rectified,
    Sender,
    Signature,
    Subject,
    WorkGrant,
    WorkRefusal,
)
from exchange.letters.own_words import own_words
from exchange.letters.rendering import LEGAL_LANGUAGES, NotALegalLanguage, render, rendered_html

__all__ = [
    "LEGAL_LANGUAGES",
    "Annex46",
    "Annex47",
    "Annex48",
    "Completeness",
    "Content",
    "DocumentsRequest",
    "Ground",
    "Inadmissible",
    "LetterInput",
    "NotALegalLanguage",
    "Office",
    "Rectified",
    "Sender",
    "Signature",
    "Subject",
    "WorkGrant",
    "WorkRefusal",
    "cover",
    "own_words",
    "render",
    "rendered_html",
]
