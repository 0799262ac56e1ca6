"""The components say in words what they show, and say nothing they should not."""

import re
from datetime import date

import pytest
from django.template import Context, engines
from django.utils import translation

from applications.vocabulary import Authority, Result, State
from portal.ui import icons, navigation, parts
from portal.ui.templatetags import ui


def render(source, **context):
    return engines["django"].from_string("{% load ui %}" + source).render(context)


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_every_state_result_and_authority_has_a_mark_and_a_word(language):
    with translation.override(language):
        for state in State:
            html = ui.tag_state(state)
            assert "<svg" in html and str(state.label) in html
        for result in Result:
            html = ui.tag_result(result)
            assert "<svg" in html and str(result.label) in html
        for authority in Authority:
            assert f'data-auth="{authority}"' in ui.plate(authority)


@pytest.mark.parametrize(("language", "code"), [("fr", "OE"), ("nl", "DVZ"), ("de", "AA"), ("en", "IO")])
def test_the_immigration_office_is_called_as_its_readers_call_it(language, code):
    with translation.override(language):
        assert f"<abbr>{code}</abbr>" in ui.plate("federal")


def test_only_what_nobody_confirmed_is_marked_unsure():
    assert ui.unsure("VERIFIED") == ""
    assert "?" in ui.unsure("UNVERIFIED", of="amount")
    assert 'href="https://example.org/"' in ui.unsure("SOURCED", source="https://example.org/")
    assert "href" not in ui.unsure("SOURCED", source="javascript:alert(1)")


def test_a_refused_action_is_shown_with_its_reason_and_cannot_be_sent():
    html = render("{% decide actions %}", actions=[parts.Action("Grant", "/grant", is_allowed=False, why="Not ready.")])

    assert 'aria-disabled="true"' in html
    assert "<form" not in html and "/grant" not in html
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described and f'id="{described[1]}">Not ready.' in html


def test_an_allowed_action_carries_the_token_against_forged_forms(rf):
    template = engines["django"].from_string("{% load ui %}{% decide actions %}")

    html = template.render({"actions": [parts.Action("Grant", "/grant")]}, rf.get("/"))

    assert 'action="/grant"' in html and "csrfmiddlewaretoken" in html


def test_the_strip_of_a_clock_says_what_it_draws():
    clock = parts.Clock(
        "Work", "flanders", day=41, total=90, due_on=date(2027, 1, 8),
        strip=[parts.Segment("run", 0, 12), parts.Segment("pause", 12, 10), parts.Segment("run", 22, 29)],
    )  # fmt: skip

    # THEN the strip ends on the due day: the term and its pauses
    assert clock.span == 100
    with translation.override("en"):
        assert clock.strip_in_words == "12 days run, 10 days paused, 29 days run, 49 days to go"
    # AND its numbers have points, whatever the language
    with translation.override("de"):
        html = render("{% clock_panel clock %}", clock=clock)
    assert 'width="0.62"' in html
    assert not re.search(r'(?:width|x)="\d+,\d', html)


def test_a_row_of_the_queue_has_a_cell_for_every_column():
    columns = [parts.QueueColumn("Dossier"), parts.QueueColumn("Left", "end")]
    queue = parts.Queue("Dossiers", columns, [parts.QueueRow("1", "WB-1", "/1", [])])

    with pytest.raises(ValueError, match="shorter"):
        render("{% queue_table queue %}", queue=queue)


def test_names_on_the_queue_stay_text():
    cell = parts.QueueCell("<b>Eve</b>", detail='"><script>', strong=True, tone="bad")
    queue = parts.Queue(
        "D", [parts.QueueColumn("D"), parts.QueueColumn("N")], [parts.QueueRow('"', "<i>", '"', [cell])], "c"
    )

    html = render("{% queue_table queue %}", queue=queue)

    assert "<b>" not in html and "<script>" not in html and "<i>" not in html
    assert 'value="&quot;"' in html


def test_text_of_people_stays_text():
    html = render("{% story items %}{% note 'warn' title %}{{ title }}{% endnote %}", title="<b>x</b>", items=[
        parts.StoryItem(date(2027, 1, 1), "<script>alert(1)</script>"),
    ])  # fmt: skip

    assert "<script>" not in html and "<b>" not in html
    assert html.count("&lt;b&gt;") == 2


def test_an_unknown_drawing_is_an_error():
    with pytest.raises(KeyError):
        ui.icon("nothing")
    assert set(parts.MARKS.values()) | set(parts.RESULT_ICONS.values()) <= set(icons.ICONS)


def test_the_place_one_is_in_is_marked_once(monkeypatch):
    monkeypatch.setattr(navigation, "find_url", {"desk:queue": "/desk/"}.get)

    assert [place.is_current for place in navigation.places(capacity="OFFICER", path="/desk/WB-1")] == [True]
    assert [place.is_current for place in navigation.places(capacity="OFFICER", path="/")] == [False]


def test_the_csrf_token_reaches_the_forms_inside_components():
    slot = parts.UploadSlot("contract", "Contract", "/up", files=[parts.StoredFile("a.pdf", 10, remove_href="/rm")])
    template = engines["django"].engine.from_string("{% load ui %}{% upload_slot slot %}")

    html = template.render(Context({"slot": slot, "csrf_token": "token"}))

    assert html.count('name="csrfmiddlewaretoken"') == 2
