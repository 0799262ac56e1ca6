"""The seal: appended, verifiable offline, and broken by any change."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pikepdf
import pytest

from exchange import demo_seals, letters, seal
from exchange.vocabulary import LetterKind
from tests.exchange.samples import SAMPLES

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def preview() -> bytes:
    return letters.render(SAMPLES[LetterKind.ANNEX_46], language="de")


@pytest.fixture
def keys(settings, tmp_path):
    settings.SEAL_FOLDER = tmp_path / "seals"
    demo_seals.make(
        names={"federal": "Immigration Office", "ostbelgien": "German-speaking Community"}, at=datetime.now(UTC)
    )
    return settings.SEAL_FOLDER


def test_the_sealed_act_begins_with_the_bytes_that_were_previewed(keys, preview):
    # WHEN the preview is sealed
    sealed = seal.seal(preview, authority="federal")

    # THEN it only grew, and the seal is whole, trusted and covers everything
    assert sealed[: len(preview)] == preview and len(sealed) > len(preview)
    checked = seal.verify(sealed)
    assert checked.good and checked.signer == "Immigration Office (demonstration seal)"


def test_the_sealed_act_is_still_an_archive_document(keys, preview, tmp_path):
    path = tmp_path / "act.pdf"
    path.write_bytes(seal.seal(preview, authority="federal"))
    with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"


def test_one_changed_byte_breaks_the_seal(keys, preview):
    sealed = bytearray(seal.seal(preview, authority="federal"))
    sealed[len(preview) // 2] ^= 1
    assert not seal.verify(bytes(sealed)).intact


def test_what_is_added_after_the_seal_is_not_covered(keys, preview, tmp_path):
    # GIVEN a sealed act to which somebody appends another version of a page
    from io import BytesIO

    from pyhanko.pdf_utils.generic import NameObject, pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(seal.seal(preview, authority="federal")))
    writer.root[NameObject("/Forged")] = pdf_string("yes")
    writer.update_root()
    forged = BytesIO()
    writer.write(forged)

    # THEN it does not pass for the authority's document
    checked = seal.verify(forged.getvalue())
    assert not checked.covers_entire_file and not checked.good


def test_a_seal_under_another_root_is_not_trusted(keys, preview, settings, tmp_path):
    sealed = seal.seal(preview, authority="federal")
    settings.SEAL_FOLDER = tmp_path / "others"
    demo_seals.make(names={"federal": "Impostor"}, at=datetime.now(UTC))
    checked = seal.verify(sealed)
    assert checked.intact and not checked.trusted and not checked.good


def test_without_any_root_nothing_is_trusted(keys, preview, settings, tmp_path):
    sealed = seal.seal(preview, authority="federal")
    settings.SEAL_FOLDER = tmp_path / "empty"
    checked = seal.verify(sealed)
    assert checked.intact and not checked.trusted


def test_an_unsealed_letter_is_not_good(keys, preview):
    assert not seal.verify(preview).good


def test_without_a_key_nothing_is_sealed(keys, preview):
    with pytest.raises(seal.NoSealKey):
        seal.seal(preview, authority="flanders")


def test_keys_are_made_once_and_only_their_owner_can_read_them(keys):
    before = {path.name: path.read_bytes() for path in keys.iterdir()}
    assert demo_seals.make(names={"federal": "Immigration Office"}, at=AT) == []
    assert {path.name: path.read_bytes() for path in keys.iterdir()} == before
    assert all(path.stat().st_mode & 0o077 == 0 for path in keys.glob("*.p12"))


def test_a_thread_with_an_event_loop_of_its_own_can_seal_and_verify(keys, preview):
    """A browser test, or a server of the other kind, runs in such a thread; pyHanko alone would refuse."""

    async def in_a_loop() -> seal.Seal:
        return seal.verify(seal.seal(preview, authority="federal"))

    with ThreadPoolExecutor(max_workers=1) as one:
        assert one.submit(lambda: asyncio.run(in_a_loop())).result().good
