"""The tags of the look. What each does and how to write it stands in the docstring of `portal.ui`."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm
from django.template.defaultfilters import date as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from applications.vocabulary import Authority, Certainty, Result, State
from portal.ui import fragments, icons, navigation, parts, rows

register = template.Library()
register.tag(fragments.once)

# The codes people of each office use for it. Only the federal one changes with the language.
CODES = {"flanders": "VL", "wallonia": "WAL", "brussels": "BRU", "ostbelgien": "OB"}
FEDERAL_CODES = {"nl": "DVZ", "fr": "OE", "de": "AA"}

STATE_LOOKS = {
    State.DRAFT: ("", "pencil"),
    State.SUBMITTED: ("now", "arrow"),
    State.INCOMPLETE: ("warn", "pause"),
    State.UNDER_REVIEW: ("now", "clock"),
    State.GRANTED: ("good", "tick"),
    State.REFUSED: ("bad", "cross"),
    State.INADMISSIBLE: ("bad", "cross"),
    State.WITHDRAWN: ("", "back"),
    State.WITHOUT_OBJECT: ("", "dash"),
}

UNSURE_OF = {
    "amount": gettext_lazy("amount not verified"),
    "article": gettext_lazy("article not verified"),
    "term": gettext_lazy("term not verified"),
    "rule": gettext_lazy("rule not verified"),
}

NOTE_MARKS = {"good": "tick", "bad": "triangle", "warn": "triangle", "now": "info"}
MESSAGE_TONES = {"success": "good", "error": "bad", "warning": "warn", "info": "now", "debug": ""}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside a word. An unknown name is an error, not a gap."""
    return icons.ICONS[name]


@register.simple_tag
def mark(name: str) -> SafeString:
    """A drawing at the start of a line, in the tone of the line."""
    return icons.MARKS[name]


def code_of(authority: str) -> str:
    """The short code of an authority in the language of the page."""
    if authority == Authority.FEDERAL:
        return FEDERAL_CODES.get((get_language() or "")[:2], "IO")
    return CODES[authority]


@register.simple_tag
def plate(authority: str, *, short: bool = False) -> SafeString:
    """Who decides or asks: the stripe, the code, and the name, which `short=True` leaves to screen readers."""
    if not authority:
        return SafeString("")
    name = Authority(authority).label
    if short:
        return format_html(
            '<span class="plate" data-auth="{}" title="{}"><abbr>{}</abbr><span class="unseen"> {}</span></span>',
            authority,
            name,
            code_of(authority),
            name,
        )
    return format_html(
        '<span class="plate" data-auth="{}"><abbr>{}</abbr> <span>{}</span></span>', authority, code_of(authority), name
    )


@register.simple_tag
def unsure(certainty: str, *, of: str = "", source: str = "") -> SafeString:
    """The dashed mark beside what nobody has confirmed (P12). Prints nothing for VERIFIED."""
    if certainty in ("", Certainty.VERIFIED):
        return SafeString("")
    if certainty == Certainty.UNVERIFIED:
        return format_html('<span class="unsure">? {}</span>', UNSURE_OF.get(of, Certainty.UNVERIFIED.label))
    words = Certainty(certainty).label
    if source.startswith("https://"):
        address, _space, _remark = source.partition(" ")
        return format_html('<a class="unsure" data-kind="sourced" href="{}">{}</a>', address, words)
    return format_html('<span class="unsure" data-kind="sourced" title="{}">{}</span>', source, words)


@register.simple_tag
def cite(article: str, rule: str = "") -> SafeString:
    """The article, set small; where a rule is named (`code` or `code@day`) it leads to the rule's page."""
    if not article:
        return SafeString("")
    if not rule:
        return format_html('<span class="cite">{}</span>', article)
    return format_html('<span class="cite"><a href="{}">{}</a></span>', navigation.rule_url(rule), article)


@register.simple_tag
def certainty_words(certainty: str) -> str:
    """How sure somebody is, in words alone, for paper. Nothing for VERIFIED."""
    return "" if certainty in ("", Certainty.VERIFIED) else str(Certainty(certainty).label)


@register.simple_tag
def tag_state(state: str) -> SafeString:
    """Where a dossier stands, in a word with its mark."""
    tone, name = STATE_LOOKS[State(state)]
    return _tag(tone, name, State(state).label)


@register.simple_tag
def tag_result(result: str) -> SafeString:
    """The outcome of a finding, in a word with its mark."""
    tone = parts.RESULT_TONES[result]
    return _tag(tone, parts.RESULT_ICONS.get(result) or parts.MARKS.get(tone, "dash"), Result(result).label)


@register.simple_tag
def tag(words: str, tone: str = "", name: str = "") -> SafeString:
    """A count or a state that is not a dossier's. Say which drawing, or the tone's own is taken."""
    return _tag(tone, name or parts.MARKS.get(tone, "dash"), words)


def _tag(tone: str, name: str, words: object) -> SafeString:
    stands = format_html(' data-s="{}"', tone) if tone else ""
    return format_html('<span class="tag"{}>{} {}</span>', stands, icons.ICONS[name], words)


def _day_pattern(month: str) -> str:
    """German puts a point after the day; Django's own English format is American."""
    return f"j. {month} Y" if (get_language() or "").startswith("de") else f"j {month} Y"


@register.filter
def day(value: date | datetime | None) -> str:
    """A day with the month in words: 4 December 2026."""
    return format_date(value, _day_pattern("F")).replace(" ", "\u00a0") if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """A day with its weekday, for where somebody must act: Friday 4 December 2026."""
    return f"{format_date(value, 'l')} {day(value)}" if value else ""


@register.filter
def short_day(value: date | datetime | None) -> str:
    """A day in a narrow column: 4 Dec 2026."""
    return format_date(value, _day_pattern("M")).replace(" ", "\u00a0") if value else ""


@register.filter
def unlocalised(value: float) -> str:
    """A number for an SVG attribute: a point, whatever the language of the page."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


@register.simple_block_tag
def note(content: str, tone: str = "", title: str = "", *, anchor: str = "", level: int = 2) -> SafeString:
    """One thing to know or to do now. Not three in a row."""
    heading = format_html("<h{}>{}</h{}>", level, title, level) if title else SafeString("")
    return format_html(
        '<div class="note" data-s="{}"{}>{}<div class="flow">{}{}</div></div>',
        tone,
        _id(anchor),
        icons.ICONS[NOTE_MARKS.get(tone, "info")],
        heading,
        content,
    )


@register.simple_block_tag
def panel(content: str, title: str = "", *, authority: str = "", anchor: str = "", level: int = 2) -> SafeString:
    """A subject that can be lifted out of the page, under its title. Never inside another panel."""
    anchor = anchor or f"panel-{parts.hash_words(title)}"
    return format_html(
        '<section class="panel flow"{} aria-labelledby="{}"><h{} id="{}">{}</h{}>{}</section>',
        format_html(' data-auth="{}"', authority) if authority else "",
        anchor,
        level,
        anchor,
        title,
        level,
        content,
    )


@register.simple_block_tag
def fold(content: str, title: str = "", summary: str = "", *, authority: str = "", anchor: str = "") -> SafeString:
    """A panel that shows its title and summary only, until it is opened; wide pages open it by themselves."""
    return format_html(
        '<details class="panel fold"{}{}><summary><h2>{}</h2> <span>{}</span></summary>'
        '<div class="flow">{}</div></details>',
        format_html(' data-auth="{}"', authority) if authority else "",
        _id(anchor),
        title,
        summary,
        content,
    )


@register.simple_block_tag
def section(content: str, title: str = "", *, anchor: str = "", level: int = 2) -> SafeString:
    """A part of the page under its title, on the paper."""
    anchor = anchor or f"part-{parts.hash_words(title)}"
    return format_html(
        '<section class="flow" aria-labelledby="{}"><h{} id="{}">{}</h{}>{}</section>',
        anchor,
        level,
        anchor,
        title,
        level,
        content,
    )


def _id(anchor: str) -> SafeString:
    return format_html(' id="{}"', anchor) if anchor else SafeString("")


@register.inclusion_tag("ui/clock.html")
def clock_panel(clock: parts.Clock, *, level: int = 2, folded: bool = False) -> Mapping[str, Any]:
    """One legal term in a panel; `folded=True` keeps the arithmetic behind a click, for desks."""
    return {"clock": clock, "level": level, "folded": folded, "anchor": f"clock-{parts.hash_words(clock.title)}"}


@register.inclusion_tag("ui/tracks.html")
def tracks(views: Sequence[parts.TrackView], join: str, detail: str = "") -> Mapping[str, Any]:
    """The two reviews and the decision they end in."""
    return {"tracks": views, "join": join, "detail": detail}


@register.inclusion_tag("ui/story.html")
def story(items: Sequence[parts.StoryItem]) -> Mapping[str, Any]:
    """What happened, newest first."""
    return {"items": items}


@register.inclusion_tag("ui/conds.html", takes_context=True)
def conds(context: template.Context, items: Sequence[parts.Cond], *, level: int = 3) -> Mapping[str, Any]:
    """Conditions, findings or documents between hairlines."""
    return {"items": items, "level": level, "csrf_token": context.get("csrf_token", "")}


@register.inclusion_tag("ui/facts.html")
def facts(items: Sequence[parts.Fact]) -> Mapping[str, Any]:
    """Terms and values that are read."""
    return {"items": items}


@register.simple_tag
def views(tabs: Sequence[parts.Tab], label: str) -> SafeString:
    """Saved views or the parts of a dossier."""
    return rows.views(tabs, label)


@register.inclusion_tag("ui/stages.html")
def stages(steps: Sequence[parts.Stage]) -> Mapping[str, Any]:
    """The steps of a form."""
    return {"steps": steps}


@register.inclusion_tag("ui/queue.html")
def queue_table(queue: parts.Queue) -> Mapping[str, Any]:
    """The desk's work list."""
    return {"queue": queue, "rows": rows.body(queue)}


@register.inclusion_tag("ui/paging.html")
def paging(page: parts.Paging) -> Mapping[str, Any]:
    """On to the next rows, or back to the first."""
    return {"page": page}


@register.inclusion_tag("ui/decide.html")
def decide(actions: Sequence[parts.Action], label: str = "") -> Mapping[str, Any]:
    """Deciding on one dossier: every action that the law knows, allowed or with its reason."""
    return {"actions": actions, "label": label or _("Decide")}


@register.inclusion_tag("ui/action.html")
def action(action: parts.Action) -> Mapping[str, Any]:
    """One action by itself, with its reason below."""
    return {"action": action}


@register.inclusion_tag("ui/upload.html")
def upload_slot(slot: parts.UploadSlot, *, level: int = 3) -> Mapping[str, Any]:
    """A line of the checklist that takes a file. Goes inside `<ul class="conds">`."""
    return {"slot": slot, "level": level}


@register.inclusion_tag("ui/viewer.html")
def viewer(doc: parts.ViewerDoc) -> Mapping[str, Any]:
    """A document beside its data."""
    return {"doc": doc}


@register.inclusion_tag("ui/thread.html")
def thread(messages: Sequence[parts.Message]) -> Mapping[str, Any]:
    """A conversation, oldest first."""
    return {"thread": messages}


@register.inclusion_tag("ui/differences.html")
def differences(items: Sequence[parts.Difference], before: str = "", after: str = "") -> Mapping[str, Any]:
    """What changed between two versions."""
    return {"items": items, "before": before or _("Before"), "after": after or _("After")}


@register.inclusion_tag("ui/confirmation.html")
def confirmation(done: parts.Confirmation) -> Mapping[str, Any]:
    """The page after something has been done."""
    return {"done": done}


@register.inclusion_tag("ui/empty.html")
def empty(state: parts.Empty) -> Mapping[str, Any]:
    """Why there is nothing here, and what would fill it."""
    return {"empty": state}


@register.inclusion_tag("forms/errors.html")
def error_summary(*forms: BaseForm) -> Mapping[str, Any]:
    """What is wrong in these forms, each line a link to its field; prints nothing if all is well."""
    wrong = []
    for form in forms:
        if not form.is_bound:
            continue
        wrong += [("", message) for message in form.non_field_errors()]
        for field in form.visible_fields():
            wrong += [(field.anchor, format_lazy("{}: {}", field.label, message)) for message in field.errors]
    return {"wrong": wrong}


@register.inclusion_tag("ui/saved.html")
def saved(words: str = "") -> Mapping[str, Any]:
    """The quiet line that says when a draft was saved. Put it once in a page whose form uses `{% autosave %}`."""
    return {"words": words}


@register.simple_tag
def autosave(url: str) -> SafeString:
    """The attributes that make a form save itself while it is being filled. Sending it stays what it was."""
    return format_html(
        ' data-autosave hx-post="{}" hx-trigger="input changed delay:1500ms, change delay:400ms"'
        ' hx-swap="none" hx-sync="this:replace"',
        url,
    )


@register.filter
def message_tone(level_tag: str) -> str:
    """The tone for one of Django's messages."""
    return MESSAGE_TONES.get(level_tag, "")


@register.simple_tag
def optional_word() -> str:
    """Beside the label of what may stay empty."""
    return pgettext("beside the label of a field", "(optional)")
