"""Communes and posts: complete, found however they are typed, each commune under one authority."""

from collections import Counter

import pytest
from django.utils import translation

from applications import territory
from applications.territory import generate_communes, places
from applications.vocabulary import Authority


def test_all_565_communes_are_there_each_under_one_authority():
    communes = territory.communes()

    assert len(communes) == len({c.nis_code for c in communes}) == 565
    assert Counter(str(c.authority) for c in communes) == {
        "flanders": 285,
        "wallonia": 252,
        "brussels": 19,
        "ostbelgien": 9,
    }


@pytest.mark.parametrize("table", ["communes.csv", "postal_codes.csv"])
def test_the_tables_are_what_the_generator_writes(table, tmp_path, monkeypatch):
    # GIVEN the tables written anew elsewhere
    monkeypatch.setattr(generate_communes, "HERE", tmp_path)
    generate_communes.main()

    # THEN they are those committed, with their attribution
    written = (tmp_path / table).read_text(encoding="utf-8")
    assert written == (places.HERE / table).read_text(encoding="utf-8")
    assert written.startswith("# Statbel (CC BY 4.0)")


def test_the_nine_german_speaking_communes_have_german_names():
    nine = [c for c in territory.communes() if c.german_speaking]

    assert {c.name("de") for c in nine} == {
        "Amel", "Büllingen", "Bütgenbach", "Eupen", "Kelmis", "Lontzen", "Raeren", "Sankt Vith", "Burg-Reuland",
    }  # fmt: skip


def test_every_commune_has_names_and_a_postal_code():
    assert all(c.name_fr and c.name_nl and c.postal_codes for c in territory.communes())


@pytest.mark.parametrize(
    ("postal_code", "names", "authority"),
    [
        ("4700", ["Eupen"], "ostbelgien"),
        ("4960", ["Malmedy"], "wallonia"),
        ("4850", ["Plombières"], "wallonia"),
        ("1000", ["Bruxelles"], "brussels"),
        ("1950", ["Kraainem"], "flanders"),
    ],
)
def test_a_postal_code_leads_to_its_commune_and_authority(postal_code, names, authority):
    found = territory.communes_by_postal(postal_code)

    assert [c.name_fr for c in found] == names
    assert {str(c.authority) for c in found} == {authority}


def test_a_postal_code_nobody_uses_finds_nothing():
    assert territory.communes_by_postal("0000") == ()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("eup", "63023"),
        ("SAINT-V", "63067"),
        ("sankt v", "63067"),
        ("Bütg", "63013"),
        ("butg", "63013"),
        ("kelmis", "63040"),
        ("la cal", "63040"),
        ("calam", "63040"),
        ("liege", "62063"),
        ("luik", "62063"),
        ("4700", "63023"),
    ],
)
def test_a_commune_is_found_by_the_beginning_of_any_of_its_names(typed, first):
    assert territory.search(typed)[0].nis_code == first


@pytest.mark.parametrize("typed", ["", "  ", "%", "zzzz"])
def test_nothing_typed_or_nothing_known_finds_nothing(typed):
    assert territory.search(typed) == []


def test_a_search_is_cut_at_its_limit():
    assert len(territory.search("s", limit=5)) == 5


def test_a_commune_is_named_in_the_language_of_the_reader_or_of_the_place():
    brussels, antwerp, eupen = (territory.commune(code) for code in ("21004", "11002", "63023"))

    assert [brussels.name(language) for language in ("fr", "nl", "en")] == ["Bruxelles", "Brussel", "Bruxelles"]
    assert [antwerp.name(language) for language in ("fr", "nl", "de")] == ["Anvers", "Antwerpen", "Antwerpen"]
    assert eupen.name("de-be") == "Eupen"


def test_a_code_merged_away_or_mistyped_is_an_error():
    with pytest.raises(territory.UnknownCommune):
        territory.authority_of("44001")
    assert territory.find_commune("44001") is None


def test_the_authority_of_a_commune_is_a_word_of_the_vocabulary():
    assert territory.authority_of("63023") is Authority.OSTBELGIEN


def test_posts_are_marked_as_a_sample_and_serve_known_countries():
    posts = territory.all_posts()

    assert len({post.code for post in posts}) == len(posts) >= 25
    assert all(post.sample and post.country in post.jurisdiction for post in posts)


def test_a_country_with_several_posts_lists_the_embassy_first():
    assert [post.code for post in territory.posts_for("in")] == ["new-delhi", "mumbai"]
    assert [post.code for post in territory.posts_for("TN")] == ["tunis"]
    assert territory.posts_for("AQ") == ()


@pytest.mark.parametrize(("typed", "code"), [("neu-d", "new-delhi"), ("pék", "beijing"), ("sao", "sao-paulo")])
def test_a_post_is_found_in_any_language(typed, code):
    assert [post.code for post in territory.search_posts(typed)] == [code]


@pytest.mark.parametrize("active", ["en", "fr"])
def test_a_post_is_named_in_full_in_the_language_of_its_reader(active):
    with translation.override(active):
        assert territory.post("beijing").title("de") == "Belgische Botschaft in Peking"
    with pytest.raises(territory.UnknownPost):
        territory.post("atlantis")
