"""The contact sheet leaves no page out, and its checks of translations find what they are for."""

import json
from uuid import UUID

import pytest
from django.urls import URLPattern, get_resolver, resolve
from django.utils.translation import gettext, override, trans_real

from portal.shots import noting, stops, words
from portal.shots.scene import Scene

REFERENCE = "WB-2026-0000001-59"
NUMBERS = ("missed_notice", "letter", "closure", "counted_draft", "failed_draft")
KEYS = (
    "empty_draft", "full_draft", "invited", "joined_draft", "paper_draft", "mandatary_draft", "mandate", "asserted",
)  # fmt: skip
SCENE = Scene(
    **{name: REFERENCE for name in Scene.__slots__ if name not in {*KEYS, *NUMBERS, "parcels"}},
    **{name: UUID(int=number) for number, name in enumerate(KEYS)},
    **dict.fromkeys(NUMBERS, 7),
    parcels={"employer": (f"{REFERENCE}/receipt/filer",)},
)


def test_every_page_is_on_the_sheet_or_said_to_be_no_page():
    seen = {resolve(stop.address.split("?")[0]).view_name for stop in stops.stops(SCENE) if stop.name != "faults/404"}

    named = set(_names(get_resolver().url_patterns, ""))

    assert named - seen - stops.NOT_PAGES == set(), "these pages need a stop in portal/shots/stops.py"
    assert named >= stops.NOT_PAGES
    assert not seen & stops.NOT_PAGES


def test_each_stop_has_a_name_of_its_own():
    names = [stop.name for stop in stops.stops(SCENE)]

    assert len(names) == len(set(names))


def test_gaps_in_a_catalogue_are_told(tmp_path, settings):
    # GIVEN a catalogue with a translation, a gap and a doubt
    folder = tmp_path / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Yes"\nmsgstr "Ja"\n\nmsgid "Nobody has said this yet"\nmsgstr ""\n\n'
        '#, fuzzy\nmsgid "Perhaps"\nmsgstr "Vielleicht"\n'
    )
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]

    found = words.faults(["de"], noted=tmp_path / "none")

    assert found == [
        "locale/de/LC_MESSAGES/django.po has 1 untranslated entries: “Nobody has said this yet”",
        "locale/de/LC_MESSAGES/django.po has 1 fuzzy entries: “Perhaps”",
    ]


@pytest.fixture
def _unwatched(monkeypatch):
    for method in ("gettext", "ngettext"):
        monkeypatch.setattr(trans_real.DjangoTranslation, method, getattr(trans_real.DjangoTranslation, method))


@pytest.mark.usefixtures("_unwatched")
def test_a_sentence_shown_without_translation_is_noted_once(tmp_path):
    noted = tmp_path / "noted"
    noting.begin(noted)

    with override("de"):
        for _again in range(2):
            assert gettext("Nobody has ever said this") == "Nobody has ever said this"
        gettext("Yes")

    assert [json.loads(line) for line in noted.read_text().splitlines()] == [["de", "Nobody has ever said this"]]


def _names(patterns, inside):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield f"{inside}{pattern.name}"
        else:
            namespace = f"{inside}{pattern.namespace}:" if pattern.namespace else inside
            yield from _names(pattern.url_patterns, namespace)
