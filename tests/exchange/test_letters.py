"""Letters: whole in each legal language, archivable, tagged, and the same bytes every time."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from exchange import letters
from exchange.models.letter_text import PLACEHOLDERS, LetterText, only_known_placeholders
from exchange.vocabulary import LetterKind, StartOfWork
from tests.exchange.samples import LETTER, SAMPLES

HEADINGS = {
    LetterKind.COMPLETENESS: ("Ihr Antrag ist vollständig", "Votre demande est complète", "Uw aanvraag is volledig"),
    LetterKind.DOCUMENTS_ASKED: ("noch nicht vollständig", "n’est pas encore complète", "nog niet volledig"),
    LetterKind.WORK_GRANT: (
        "Zulassung zur Arbeit wird erteilt",
        "L’autorisation de travail est accordée",
        "De toelating tot arbeid wordt verleend",
    ),
    LetterKind.WORK_REFUSAL: (
        "Zulassung zur Arbeit wird abgelehnt",
        "L’autorisation de travail est refusée",
        "De toelating tot arbeid wordt geweigerd",
    ),
    LetterKind.ANNEX_46: ("Anlage 46", "Annexe 46", "Bijlage 46"),
    LetterKind.ANNEX_47: ("Anlage 47", "Annexe 47", "Bijlage 47"),
    LetterKind.ANNEX_48: ("Anlage 48", "Annexe 48", "Bijlage 48"),
    LetterKind.INADMISSIBLE: (
        "Der Antrag ist unzulässig",
        "La demande est irrecevable",
        "De aanvraag is onontvankelijk",
    ),
}
EVERY_LETTER = [(kind, language) for kind in SAMPLES for language in letters.LEGAL_LANGUAGES]


@cache
def drawn(kind: LetterKind, language: str) -> bytes:
    """A sample, drawn once for all the tests that read it."""
    return letters.render(SAMPLES[kind], language=language)


def text_of(pdf: bytes) -> str:
    """What a reader of the file reads, line breaks and hyphens at line ends undone."""
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return " ".join(text.replace("-\n", "").split())


@pytest.mark.parametrize(("kind", "language"), EVERY_LETTER)
def test_every_letter_is_whole_in_its_language_and_archivable(kind, language):
    # WHEN a letter is drawn
    letter, pdf = SAMPLES[kind], drawn(kind, language)

    # THEN it is a tagged archive document in that language
    with pikepdf.open(BytesIO(pdf)) as document:
        assert document.Root.Lang == language
        assert document.Root.MarkInfo.Marked and "/StructTreeRoot" in document.Root
        with document.open_metadata() as metadata:
            assert metadata.pdfa_status == "3A" and letter.reference in metadata["dc:title"]
        assert len(document.pages) <= 2

    # AND says what it has to say: the heading, the dossier, the signatory and his delegation, the articles
    text = text_of(pdf)
    assert HEADINGS[kind][letters.LEGAL_LANGUAGES.index(language)] in text
    for said in (letter.reference, letter.number, letter.subject.worker.name, letter.signature.name):
        assert said in text
    assert letter.signature.delegation in text and letter.legal_basis[1] in text
    assert "UNVERIFIED" not in text and "{" not in text and "None" not in text


@pytest.mark.parametrize("kind", [LetterKind.ANNEX_46, LetterKind.DOCUMENTS_ASKED])
def test_the_same_input_gives_the_same_bytes(kind):
    first = drawn(kind, "de")
    assert letters.render(SAMPLES[kind], language="de") == first
    assert letters.render(replace(SAMPLES[kind], number="another"), language="de") != first


def test_the_same_bytes_come_from_another_process_elsewhere_in_the_world():
    """Neither the order of hashes, nor the time zone, nor the reader's language shows in the bytes."""
    # GIVEN a letter drawn for a reader with French pages
    with override("fr"):
        here = letters.render(SAMPLES[LetterKind.ANNEX_46], language="de")

    # WHEN a fresh process draws it
    program = (
        "import sys, django; django.setup()\n"
        "from exchange import letters; from exchange.vocabulary import LetterKind\n"
        "from tests.exchange.samples import SAMPLES\n"
        "sys.stdout.buffer.write(letters.render(SAMPLES[LetterKind.ANNEX_46], language='de'))"
    )
    there = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        capture_output=True,
        check=True,
    ).stdout

    # THEN the bytes are equal
    assert there == here


@pytest.mark.parametrize(("language", "period"), [("de", "von 1 Monat"), ("fr", "de 1 mois"), ("nl", "van 1 maand")])
def test_a_refusal_says_where_and_until_when_it_can_be_contested(language, period):
    text = text_of(drawn(LetterKind.WORK_REFUSAL, language))
    assert period in text and SAMPLES[LetterKind.WORK_REFUSAL].appeal.body in text


@pytest.mark.parametrize(
    ("language", "notified", "signed"),
    [
        ("de", "nach seiner Notifizierung", "nach dem Datum dieses Schreibens"),
        ("fr", "de sa notification", "de la date de la présente lettre"),
        ("nl", "na de kennisgeving ervan", "na de datum van deze brief"),
    ],
)
def test_where_an_appeal_runs_from_the_signed_letter_the_letter_says_so(language, notified, signed):
    usual = SAMPLES[LetterKind.WORK_REFUSAL]
    flemish = replace(usual, appeal=replace(usual.appeal, from_signature=True))
    for letter, said, unsaid in ((usual, notified, signed), (flemish, signed, notified)):
        html = letters.rendered_html(letter, language=language)
        assert said in html and unsaid not in html


@pytest.mark.parametrize(
    ("language", "notified", "sent"),
    [
        ("de", "nach der Notifizierung dieses Schreibens", "nach dem Versand dieses Schreibens"),
        ("fr", "de la notification de la présente", "de l’envoi de la présente"),
        ("nl", "na de kennisgeving van deze brief", "na de verzending van deze brief"),
    ],
)
def test_where_a_period_runs_from_sending_the_letter_says_so(language, notified, sent):
    usual = SAMPLES[LetterKind.DOCUMENTS_ASKED]
    within = replace(usual.content.supply_within, from_sending=True)
    walloon = replace(usual, content=replace(usual.content, supply_within=within))
    for letter, said, unsaid in ((usual, notified, sent), (walloon, sent, notified)):
        html = letters.rendered_html(letter, language=language)
        assert said in html and unsaid not in html


def test_a_letter_without_appeal_does_not_speak_of_one():
    assert "Rechtsbehelf" not in text_of(drawn(LetterKind.COMPLETENESS, "de"))


@pytest.mark.parametrize("start", StartOfWork)
@pytest.mark.parametrize(
    ("language", "asked"), [("de", "Arbeit darf"), ("fr", "travail peut commencer"), ("nl", "werk mag beginnen")]
)
def test_a_grant_always_says_from_when_work_may_start(language, asked, start):
    grant = SAMPLES[LetterKind.ANNEX_46]
    html = letters.rendered_html(replace(grant, content=replace(grant.content, start_of_work=start)), language=language)
    assert html.count(asked) == 1


def test_the_first_of_the_month_is_written_as_french_writes_it():
    assert "1er mars 2026" in text_of(drawn(LetterKind.COMPLETENESS, "fr"))


def test_a_demonstration_letter_says_so_and_a_real_one_does_not():
    real = replace(SAMPLES[LetterKind.WORK_REFUSAL], demo=False)
    assert "VORFÜHRUNG" in text_of(drawn(LetterKind.WORK_REFUSAL, "de"))
    assert "VORFÜHRUNG" not in text_of(letters.render(real, language="de"))


def test_a_translation_is_marked_not_authentic():
    words = text_of(letters.render(replace(LETTER, binding_language="de"), language="fr"))
    assert "TRADUCTION" in words and "établi en allemand fait foi" in words
    assert "Cachet électronique apposé" not in words


def test_a_correction_names_the_letter_it_replaces_and_decides_nothing_anew():
    rectifies = letters.Rectified(
        number="OB/2026/0042/A0", dated_on=date(2026, 2, 2), decided_on=date(2026, 2, 1), correction="Der Vorname."
    )
    corrected = replace(LETTER, rectifies=rectifies)
    for language, word in {"de": "berichtigt", "fr": "rectifie", "nl": "verbetert"}.items():
        words = text_of(letters.render(corrected, language=language))
        assert word in words and "OB/2026/0042/A0" in words and "Der Vorname." in words
    assert corrected.decided_on == date(2026, 2, 1)
    assert corrected.substance(language="de") == LETTER.substance(language="de")
    assert corrected.digest(language="de") != LETTER.digest(language="de")


def test_names_of_the_whole_world_are_drawn_and_markup_in_them_is_harmless():
    # GIVEN names in three scripts, and one with markup
    worker = replace(LETTER.subject.worker, name="王小明 · محمد · Nguyễn <b>&")
    pdf = letters.render(replace(LETTER, subject=replace(LETTER.subject, worker=worker)), language="nl")

    # THEN each glyph exists in an embedded font and the markup is text
    text = text_of(pdf)
    assert "王小明" in text and "Nguyễn <b>&" in text
    assert b"LastResort" not in pdf


def test_nothing_is_fetched_from_outside(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("not for print")
    letter = replace(LETTER, own_words=f'<img src="file://{secret}"><link rel=attachment href="file://{secret}">')
    assert "not for print" not in text_of(letters.render(letter, language="de"))


def test_an_authoritys_own_words_fill_only_what_is_allowed():
    letter = replace(LETTER, own_words="Zu {reference}: {worker} wende sich an {settings}.")
    assert f"Zu {LETTER.reference}: Priya Lakshmi Raman wende sich an {{settings}}." in letters.rendered_html(
        letter, language="de"
    )
    assert set(LETTER.placeholders()) == PLACEHOLDERS
    only_known_placeholders("Zu {reference}.")
    for refused in ("{settings}", "{{ worker }}", "{worker", "{worker.name}"):
        with pytest.raises(ValidationError):
            only_known_placeholders(refused)


def test_an_authoritys_own_words_are_those_of_the_day(db):
    # GIVEN a paragraph in force from March and its successor from June
    for month, body in ((3, "Sprechstunde dienstags."), (6, "Sprechstunde montags.")):
        LetterText.objects.create(
            kind=LetterKind.WORK_GRANT,
            language="de",
            authority="ostbelgien",
            valid_from=date(2026, month, 1),
            body=body,
        )
    ours = {"kind": LetterKind.WORK_GRANT, "language": "de", "authority": "ostbelgien"}

    # THEN each day has its own, and days before, other authorities and other languages have none
    assert letters.own_words(**ours, on=date(2026, 5, 31)) == "Sprechstunde dienstags."
    assert letters.own_words(**ours, on=date(2026, 6, 1)) == "Sprechstunde montags."
    assert letters.own_words(**ours, on=date(2026, 2, 28)) == ""
    assert letters.own_words(**ours | {"authority": "flanders"}, on=date(2026, 6, 1)) == ""


def test_there_are_no_binding_letters_in_english():
    with pytest.raises(letters.NotALegalLanguage):
        letters.render(LETTER, language="en")
