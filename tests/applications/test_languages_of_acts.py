"""In which language an act is made (P14), and its translations, which never take its place."""

from datetime import timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from applications import files
from applications.models import JournalEntry, LanguageChoice, Signatory, Translation
from applications.selectors import letters
from applications.services import acts, languages, rectifying, reviews, translating
from applications.services.refusals import NotAllowed, Stale
from applications.vocabulary import ActKind, ActState, EntryKind, Outcome
from tests import stories
from tests.applications.test_endings import refuse
from tests.applications.test_rectifying import NAME, corrected, jan, ralf
from tests.exchange.test_letters import text_of

pytestmark = pytest.mark.django_db
AT = stories.FILED_AT
WHY = "Der Arbeitgeber hat um Französisch gebeten."
GROUND = "ostbelgien.blue_card.contract_duration"


@pytest.fixture(autouse=True)
def _trusted_files(monkeypatch):
    monkeypatch.setattr(files, "inspect", lambda _path: {"media_type": "application/pdf", "pages": 1})


def refused(verb, **arguments) -> str:
    """The sentence of the refusal; fails if the verb went through or left something behind."""
    models = (JournalEntry, LanguageChoice, Translation)
    before = [model.objects.count() for model in models]
    with pytest.raises(NotAllowed) as refusal:
        verb(**arguments)
    assert [model.objects.count() for model in models] == before
    return str(refusal.value)


def concluded(outcome=Outcome.FAVOURABLE):
    dossier = stories.complete_dossier()
    given = dict.fromkeys(stories.unsettled_codes(dossier, ralf()), "demo")
    reviews.conclude(dossier_id=dossier.pk, outcome=outcome, by=ralf(), at=AT, sources=given)
    return dossier


def choose(dossier, language="fr", *, by=None, reason=WHY):
    return languages.choose(dossier_id=dossier.pk, language=language, reason=reason, by=by or ralf(), at=AT)


def test_an_officer_changes_the_language_before_the_signature_and_the_letter_is_made_again():
    # GIVEN a letter ready in German, as the rule says
    dossier = concluded()
    shown = acts.preview(dossier_id=dossier.pk, by=ralf(), at=AT)
    assert shown.language == "de"

    # WHEN he chooses French, with a reason THEN the letter that was seen is no more
    row = choose(dossier)
    with pytest.raises(Stale, match="what it says was changed"):
        acts.sign(dossier_id=dossier.pk, seen_sha256=shown.sha256, by=ralf(), at=AT)

    # AND the next one is French; the journal says from what to what, the reason stands beside it
    act = acts.preview(dossier_id=dossier.pk, by=ralf(), at=AT)
    assert act.language == "fr"
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf(), at=AT)
    entry = dossier.journal.get(kind=EntryKind.ACT_LANGUAGE_CHANGED)
    assert entry.said == {"choice": row.pk, "before": "de", "after": "fr"}
    assert row.reason == WHY and WHY not in entry.payload
    assert "Décision" in text_of(files.read(act.preview_key))

    # AND the Office's own act keeps the language of its rule
    assert acts.language_of(dossier, "RESIDENCE", by=jan(), on=AT.date()) == "de"


def test_where_no_rule_speaks_an_officer_chooses():
    dossier = stories.filed_dossier(
        employer={"seat_nis_code": "21004"},
        job={
            "establishment_nis_code": "21004", "establishment_number": None,
            "workplaces": [{"nis_code": "21004", "share_percent": 100}],
        },
    )  # fmt: skip
    paul = stories.officer("paul", "brussels")
    with pytest.raises(NotAllowed, match="Choose its language first"):
        acts.language_of(dossier, "WORK", by=paul, on=AT.date())
    choose(dossier, "fr", by=paul)
    assert acts.language_of(dossier, "WORK", by=paul, on=AT.date()) == "fr"
    assert dossier.journal.get(kind=EntryKind.ACT_LANGUAGE_CHANGED).said["before"] is None


def test_a_language_is_not_changed_without_reason_or_letter_or_after_the_signature():
    dossier = concluded()
    arguments = {"dossier_id": dossier.pk, "by": ralf(), "at": AT, "reason": WHY}
    assert "German, French and Dutch" in refused(languages.choose, language="en", **arguments)
    assert "in this language already" in refused(languages.choose, language="de", **arguments)
    assert "Say why" in refused(languages.choose, language="fr", **arguments | {"reason": " "})
    by = stories.employer_actor()
    assert "another authority" in refused(languages.choose, language="fr", **arguments | {"by": by})
    act = acts.preview(dossier_id=dossier.pk, by=ralf(), at=AT)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf(), at=AT)
    assert "signed and sent" in refused(languages.choose, language="fr", **arguments)
    granted = stories.granted_dossier()
    assert "signed" in refused(languages.choose, language="fr", **arguments | {"dossier_id": granted.pk})


def test_a_choice_of_language_is_never_rewritten():
    row = choose(concluded())
    with pytest.raises(DatabaseError), transaction.atomic():
        LanguageChoice.objects.filter(pk=row.pk).update(reason="anders")


def test_the_platform_translates_an_act_from_its_own_input_marked_on_top():
    # GIVEN a German annex 46
    dossier = stories.granted_dossier()
    act = dossier.acts.get(kind=ActKind.ANNEX_46)

    # WHEN an officer adds the Dutch
    row = translating.render(
        dossier_id=dossier.pk, act_id=act.pk, language="nl", words={}, by=stories.officer("odile", "federal"), at=AT
    )

    # THEN it says first that it does not bind, and what does; it carries no seal; the act is untouched
    words = text_of(files.read(row.file_key))
    assert words.index("VERTALING – niet rechtsgeldig") < words.index("Bijlage 46")
    assert "Alleen de Duitse tekst is rechtsgeldig" in words and "get. Jan Niemand" in words
    assert "Elektronisch verzegeld" not in words and act.number in words
    sealed = act.sealed_key
    act.refresh_from_db()
    assert (act.sealed_key, act.state) == (sealed, ActState.SEALED)
    with pikepdf.open(files.open_stored(row.file_key)) as pdf:
        assert "/AcroForm" not in pdf.Root

    # AND it lies beside the letter, never in its stead
    letter = letters.enclosed([f"act:{act.pk}"])[0]
    assert letter.file_key == act.sealed_key
    assert [(each.language, each.file_key) for each in letter.translations] == [("nl", row.file_key)]
    assert dossier.journal.last().said["translation"] == row.pk


def test_the_words_of_an_officer_are_translated_by_him():
    dossier = stories.complete_dossier()
    act = refuse(dossier, ralf(), at=AT + timedelta(days=10), ground=GROUND)
    arguments = {"dossier_id": dossier.pk, "act_id": act.pk, "language": "fr", "by": ralf(), "at": AT}
    assert "words of an officer" in refused(translating.render, words={GROUND: " "}, **arguments)
    row = translating.render(words={GROUND: "Le contrat ne dure que six mois."}, **arguments)
    words = text_of(files.read(row.file_key))
    assert "Le contrat ne dure que six mois." in words and "Der Vertrag" not in words


def test_another_language_is_uploaded_as_a_pdf_and_the_newest_counts():
    dossier = stories.granted_dossier()
    act = dossier.acts.get(kind=ActKind.ANNEX_46)
    arguments = {"dossier_id": dossier.pk, "act_id": act.pk, "language": "en", "by": jan(), "at": AT}
    for words in ("first", "second"):
        given = SimpleUploadedFile("annex.pdf", stories.a_pdf(words), content_type="application/pdf")
        row = translating.upload(upload=given, **arguments)
    letter = letters.enclosed([f"act:{act.pk}"])[0]
    assert [each.file_key for each in letter.translations] == [row.file_key]
    assert letter.translations[0].name.endswith("_en_translation.pdf")

    # AND what the scanner has not seen yet, or has found infected, is handed out to nobody
    waiting = Translation.objects.create(
        act=act, language="tr", origin="UPLOADED", file_key="x", sha256="0" * 64, added_at=AT, added_by="jan",
        scan_status="PENDING",
    )  # fmt: skip
    assert translating.pending_scans(limit=5) == [(waiting.pk, "x")]
    translating.record_scan(translation_id=waiting.pk, infected=True, at=AT)
    assert {each.language for each in letters.enclosed([f"act:{act.pk}"])[0].translations} == {"en"}


def test_what_is_no_pdf_is_not_kept(monkeypatch):
    monkeypatch.setattr(files, "inspect", lambda _path: {"media_type": "image/png", "pages": 1})
    dossier = stories.granted_dossier()
    act = dossier.acts.get(kind=ActKind.ANNEX_46)
    forgotten = []
    monkeypatch.setattr(files, "forget", forgotten.append)
    given = SimpleUploadedFile("annex.png", b"png", content_type="image/png")
    sentence = refused(
        translating.upload, dossier_id=dossier.pk, act_id=act.pk, language="en", upload=given, by=jan(), at=AT
    )
    assert "A translation is a PDF" in sentence and len(forgotten) == 1


def test_a_translation_follows_a_signed_act_of_ones_own_desk():
    dossier = stories.work_granted_dossier()
    act = dossier.acts.get(kind=ActKind.WORK_GRANT)
    arguments = {"dossier_id": dossier.pk, "act_id": act.pk, "language": "fr", "words": {}, "at": AT}
    assert "No act of your authority" in refused(translating.render, by=jan(), **arguments)
    assert "another authority" in refused(translating.render, by=stories.employer_actor(), **arguments)
    assert "nothing to translate" in refused(translating.render, by=ralf(), **arguments | {"language": "de"})
    assert "Upload" in refused(translating.render, by=ralf(), **arguments | {"language": "en"})
    assert "replaced since" in refused(translating.render, by=ralf(), **arguments | {"act_id": act.pk + 1})


def test_when_the_input_cannot_be_had_any_more_the_translation_is_uploaded():
    # GIVEN the title of who signed has changed since
    dossier = stories.granted_dossier()
    act = dossier.acts.get(kind=ActKind.ANNEX_46)
    Signatory.objects.filter(actor_key="jan").update(title="Direktor")
    sentence = refused(
        translating.render, dossier_id=dossier.pk, act_id=act.pk, language="fr", words={}, by=jan(), at=AT
    )
    assert "has changed since" in sentence


def test_a_corrected_act_is_translated_as_corrected():
    dossier = stories.granted_dossier()
    new = corrected(dossier, jan(), kind=ActKind.ANNEX_46)
    row = translating.render(
        dossier_id=dossier.pk, act_id=new.pk, language="fr", words={"correction": "Le nom était mal écrit."},
        by=jan(), at=AT + timedelta(days=41),
    )  # fmt: skip
    words = text_of(files.read(row.file_key))
    assert "rectifie la décision" in words and "Beispielmann" in words and "Le nom était mal écrit." in words


def test_a_correction_keeps_the_language_of_the_act_it_corrects():
    dossier = concluded()
    choose(dossier, "nl")
    act = acts.preview(dossier_id=dossier.pk, by=ralf(), at=AT)
    acts.sign(dossier_id=dossier.pk, seen_sha256=act.sha256, by=ralf(), at=AT)
    acts.append_seal(act_id=act.pk, at=AT)
    new = rectifying.prepare(dossier_id=dossier.pk, act_id=act.pk, correction=NAME, by=ralf(), at=AT)
    new.refresh_from_db()
    assert new.language == "nl" and "verbetert" in text_of(files.read(new.preview_key))
