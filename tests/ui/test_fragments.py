"""What is rendered once per language for everybody holds nothing of anybody."""

import pytest
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.utils.translation import override

from portal.ui import navigation


def page(inside: str, tag: str = "once") -> Template:
    return Template(f"{{% load i18n ui %}}{{% {tag} %}}{inside}{{% endonce %}}")


def test_a_kept_part_is_rendered_once_and_again_in_another_language():
    asked = []
    template = page("{% translate 'Sign out' %} {{ label }}", "once with label=label")
    for language in ("en", "fr", "en", "fr"):
        with override(language):
            said = template.render(Context({"label": lambda: asked.append(1) or "here"}))
            assert said.startswith("Sign out" if language == "en" else "Se déconnecter")
    assert len(asked) == 2


def test_nothing_of_the_reader_gets_into_what_everybody_sees(rf):
    inside = "{% if request or user or chrome %}seen{% endif %}{% csrf_token %}"
    told = {"user": "Lena", "csrf_token": "secret", "chrome": {"person": "Lena"}}
    assert page(inside).render(RequestContext(rf.get("/desk/"), told)) == ""


def test_named_values_tell_renderings_apart_and_are_escaped():
    template = page("<b>{{ desk }}</b>", "once desk=actor.authority")
    first, second = ({"actor": {"authority": name}} for name in ("federal", "<i>"))
    assert template.render(Context(first)) == "<b>federal</b>"
    assert template.render(Context(second)) == "<b>&lt;i&gt;</b>"
    assert template.render(Context(first)) == "<b>federal</b>"


@pytest.mark.parametrize("tag", ["once home=chrome.home", "once with home=chrome.home"])
def test_a_page_without_its_frame_spoils_nothing_for_the_next(tag):
    template = page('<a href="{{ home }}">', tag)
    template.render(Context({}))
    assert template.render(Context({"chrome": {"home": "/"}})) == '<a href="/">'


@pytest.mark.parametrize("tag", ["once nonsense", "once with nonsense", "once a=1 b"])
def test_a_tag_that_cannot_be_read_is_an_error(tag):
    with pytest.raises(TemplateSyntaxError):
        page("", tag)


def test_a_room_that_is_not_installed_has_no_address():
    assert navigation.find_url("nowhere:at-all") == ""
    assert navigation.find_url("nowhere:at-all", "public:home") == "/"
