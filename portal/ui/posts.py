"""Choosing another diplomatic post, in every room that may: which one, and why (P29)."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applications import territory
from applications.selectors import addressees
from applications.vocabulary import RedirectReason


class NamePostForm(forms.Form):
    """The post that is competent instead, and the reason."""

    post_code = forms.ChoiceField(label=_("The competent post"), error_messages={"required": _("Choose a post.")})
    reason = forms.ChoiceField(
        label=_("Why another post"),
        choices=RedirectReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the reasons.")},
    )

    def __init__(self, *args: Any, without: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [code for code in addressees.connected_posts() if code != without]
        self.fields["post_code"].choices = [("", _("Choose a post")), *((code, name_of(code)) for code in codes)]


def name_of(code: str) -> str:
    """The post's name for the reader of the page; its code where the table does not know it."""
    post = territory.find_post(code)
    return post.title(get_language() or "en") if post else code
