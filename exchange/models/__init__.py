"""One model per file. Only `outbox`, `delivery`, `receipts`, `reception`, `registered`, `addressees` write them."""

from exchange.models.addressee import Addressee
from exchange.models.letter_text import LetterText
from exchange.models.parcel import Parcel
from exchange.models.receipt import Receipt
from exchange.models.registered_letter import RegisteredLetter
from exchange.models.send_intent import SendIntent

__all__ = ["Addressee", "LetterText", "Parcel", "Receipt", "RegisteredLetter", "SendIntent"]
