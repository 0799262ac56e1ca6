"""Words planted in a granted dossier: every reader meets those the disclosure table gives him, and no other."""

import subprocess
from functools import cache

import pytest

from applications import disclosure
from applications.disclosure import Group, Sight
from tests.security import canaries
from tests.security.world import EVERYBODY, FILE_WORDS, FLAG, KNOWN

# A word, in every way a page may write it, and the group it belongs to.
WORDS: dict[str, tuple[Group, tuple[str, ...]]] = {
    "pay": (Group.PAY, ("87654", "87.654", "87,654", "87 654", "87\u00a0654", "87\u202f654")),
    "what the worker will do": (Group.EMPLOYMENT, (canaries.DESCRIPTION,)),
    "passport number": (Group.TRAVEL_DOCUMENT, (canaries.PASSPORT,)),
    "bis number": (Group.NUMBERS, (canaries.NUMBER, "85.47.30-033.17", "854730-033-17", "854730 033 17")),
    "worker's address for mail": (Group.CONTACT, (canaries.CONTACT,)),
    "reference of the fee": (Group.FEE, (canaries.FEE,)),
    "street": (Group.RESIDENCE, (canaries.STREET,)),
    "name of the diploma": (Group.WORK_PAPERS, (f"{FILE_WORDS['diploma']}-granted",)),
    "name of the contract": (Group.WORK_PAPERS, (f"{FILE_WORDS['contract_or_offer']}-granted",)),
    "name of the passport's copy": (Group.RESIDENCE_PAPERS, (f"{FILE_WORDS['travel_document']}-granted",)),
    "name of the medical certificate": (Group.SEALED_PAPERS, (f"{FILE_WORDS['medical_certificate']}-granted",)),
    "name of the criminal record": (Group.SEALED_PAPERS, (f"{FILE_WORDS['criminal_record']}-granted",)),
}
# Words that each of these must meet somewhere, or the test would prove nothing.
MET = {
    "employer": ("pay", "passport number", "what the worker will do", "street", "name of the diploma"),
    "worker": ("pay", "name of the medical certificate", "name of the criminal record"),
    "region-handler": ("pay", "what the worker will do", "name of the diploma", "name of the contract"),
    "federal": ("pay", "passport number", "name of the medical certificate", "name of the passport's copy"),
    "post": ("passport number",),
    "commune": ("bis number",),
}


@pytest.mark.parametrize("role", EVERYBODY)
def test_nobody_meets_a_word_that_is_not_for_him(world, crawl, role):
    for word, (group, spellings) in WORDS.items():
        knows_it = "granted" in KNOWN.get(role, ()) and disclosure.sight(world.actors[role], group) is Sight.FULL
        if not knows_it:
            assert not met(crawl, role, spellings), f"{role} reads the {word}"


@pytest.mark.parametrize("role", MET)
def test_everybody_meets_the_words_that_are_for_him(crawl, role):
    assert not [word for word in MET[role] if not met(crawl, role, WORDS[word][1])]


@pytest.mark.parametrize("role", ["employer", "employer-2", "mandatary"])
def test_who_filed_never_sees_a_sealed_file_again_by_name_or_content(crawl, role):
    sealed = (FILE_WORDS["medical_certificate"], FILE_WORDS["criminal_record"])
    assert not met(crawl, role, sealed)


@pytest.mark.parametrize("role", EVERYBODY)
def test_what_the_worker_says_is_wrong_reaches_both_desks_and_nobody_else(crawl, role):
    readers = ("worker", "region-handler", "region-signatory", "federal")
    assert bool(met(crawl, role, (FLAG,))) == (role in readers)
    assert bool(met(crawl, role, ("stated fact is wrong", "says that something stated is wrong"))) == (role in readers)


def test_a_stranger_to_a_dossier_does_not_meet_its_reference(world, crawl):
    for thing in ("filed_own", "filed_foreign", "granted"):
        reference = world.dossiers[thing].reference
        for role in EVERYBODY:
            if thing not in KNOWN.get(role, ()):
                assert not met(crawl, role, (reference,)), (role, thing)


def test_a_visitor_meets_nothing_of_anybody(world, crawl):
    words = [spelling for _group, spellings in WORDS.values() for spelling in spellings]
    references = [dossier.reference for dossier in world.dossiers.values() if dossier.reference]
    assert not met(crawl, "anonymous", (*words, *references, "Beispiel"))


def met(crawl, role: str, spellings: tuple[str, ...]) -> list[str]:
    """The pages on which one of the spellings stands, letters as PDF included."""
    found = []
    for page in crawl.by(role):
        if page.answer.status_code != 200:
            continue
        text = page.content.decode("utf-8", "replace")
        if page.content.startswith(b"%PDF"):
            text += _read(page.content)
        text += page.answer.get("Content-Disposition", "")
        found += [f"{spelling} on {page}" for spelling in spellings if spelling in text]
    return found


@cache
def _read(pdf: bytes) -> str:
    """What a person reads in a PDF."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=False)
    return done.stdout.decode("utf-8", "replace")
