"""Every component on one page, with made-up values: to look at, to test, to copy from. In the demo only."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from applications.vocabulary import Authority, Result, State
from portal.ui import parts
from portal.ui.forms import DayField, MoneyField, More, PostalCommuneInput

MADE_UP = "art. 0, made-up act of 1 January 2000"
AT = datetime(2026, 11, 20, 14, 32, tzinfo=UTC)


class SampleForm(forms.Form):
    """One control of each kind."""

    job = forms.CharField(label="Funktion laut Vertrag", initial="Softwareentwicklungsingenieur")
    unit = forms.ChoiceField(
        label="Niederlassungseinheit",
        help_text="Sie bestimmt die zuständige Behörde.",
        choices=[("1", "2.123.456.791, Industriestraße 8, 4700 Eupen")],
    )
    place = forms.CharField(label="Arbeitsort", widget=PostalCommuneInput(options=["4700 Eupen", "4780 Sankt Vith"]))
    pay = MoneyField(label="Bruttojahreslohn", unit="Euro pro Jahr", help_text="Ohne freiwillige Prämien.")
    starts_on = DayField(label="Beginn der Beschäftigung", help_text="Zum Beispiel 1 2 2027")
    length = forms.ChoiceField(
        label="Dauer des Vertrags",
        widget=forms.RadioSelect,
        choices=[("open", "Unbefristet"), ("fixed", "Befristet")],
        initial="open",
    )
    papers = forms.MultipleChoiceField(
        label="Nachweise",
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", "Krankenversicherungsnachweis"), ("b", "Reisepass")],
        required=False,
    )
    tasks = forms.CharField(label="Tätigkeitsbeschreibung", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    scan = forms.FileField(label="Vertrag", required=False)
    sure = forms.BooleanField(label="Ich habe die Angaben geprüft")

    more = {"pay": More("Was zählt zum Lohn?", "Grundlohn und feste Zulagen.")}
    optional = {"tasks"}


def _clock() -> parts.Clock:
    return parts.Clock(
        title="Die Frist für die Arbeit",
        authority=Authority.OSTBELGIEN,
        day=41,
        total=90,
        strip=[parts.Segment("run", 0, 12), parts.Segment("pause", 12, 10), parts.Segment("run", 22, Decimal(29))],
        ends=["30. Sept.", "10 Tage Pause", "8. Jan."],
        sum=[
            parts.SumRow("Tage seit dem 30. September", "51"),
            parts.SumRow("Pause, während Sie das Organigramm beschafften", "− 10"),
            parts.SumRow("Tag der Frist", "41", is_total=True),
        ],
        due_on=date(2027, 1, 8),
        article=MADE_UP,
        certainty="UNVERIFIED",
        note="Schweigen ist hier keine Zulassung.",
    )


def _tracks() -> list[parts.TrackView]:
    step = parts.TrackStep
    return [
        parts.TrackView(
            "Arbeit",
            Authority.OSTBELGIEN,
            [
                step("Vollständig", "30. September", "good"),
                step("Prüfung", "Tag 41 von 90", "now"),
                step("Entscheidung"),
            ],
        ),
        parts.TrackView(
            "Aufenthalt",
            Authority.FEDERAL,
            [
                step("Eingegangen", "1. Oktober", "good"),
                step("Wartet auf Sie", "seit 20. November", "now"),
                step("Akt"),
            ],
        ),
    ]


def _conds() -> list[parts.Cond]:
    look = [parts.Link("#", "ansehen")]
    return [
        parts.Cond("Vertrag über ein Jahr", "good", "Erfüllt", "Sie sagten: unbefristet.", article=MADE_UP, links=look),
        parts.Cond(
            "Lohn über der Schwelle",
            "warn",
            "Noch offen",
            "Die Schwelle ist nicht bekannt.",
            article=MADE_UP,
            certainty="UNVERIFIED",
            unsure_of="amount",
            actions=[
                parts.Action("Annehmen mit Grund", "#", method="get", kind="quiet"),
                parts.Action(
                    "Ablehnen", is_allowed=False, kind="refuse", why="Ein ungeprüfter Betrag begründet nichts."
                ),
            ],
        ),
        parts.Cond(
            "Krankenversicherungsnachweis",
            "bad",
            "Fehlt",
            article=MADE_UP,
            certainty="SOURCED",
            source="https://example.org/",
        ),
        parts.Cond("Mitteilung", authority=Authority.BRUSSELS, meta="läuft am 1. März ab"),
    ]


def _queue() -> parts.Queue:
    column = parts.QueueColumn
    columns = [
        column("Dossier"),
        column("Noch", "end", sort_href="#", sorted="ascending"),
        column("Arbeitnehmer", "name", is_cut=True),
        column("Arbeitgeber", is_optional=True, is_cut=True),
        column("Arbeit", "more"),
        column("Aufenthalt", is_optional=True),
    ]
    cell = parts.QueueCell
    rows = [
        parts.QueueRow(
            str(number),
            f"WB-2026-00{number}",
            "#",
            [
                cell(f"{days} T", icon, tone, detail, strong=True),
                cell(f"Beispiel, Ravi Maximilian {number}"),
                cell("Muster Automation AG"),
                cell("Prüfung", "half"),
                cell("Günstig", "full"),
            ],
            is_chosen=number == 40102,
            is_current=number == 40103,
        )
        for number, days, icon, tone, detail in [
            (40102, 2, "triangle", "bad", "läuft ab"),
            (40103, 9, "clock", "warn", "bald"),
            (40104, 11, "pause", "", "steht still"),
            (40105, 31, "clock", "", ""),
        ]
    ]
    return parts.Queue("Dossiers", columns, rows, chosen_name="chosen")


def _slots() -> list[parts.UploadSlot]:
    stored = parts.StoredFile(
        "Vertrag-unterschrieben.pdf", 1_240_000, AT, "#", "9f2c41ab" * 8, "Geprüft, sauber", remove_href="#"
    )
    return [
        parts.UploadSlot(
            "contract", "Arbeitsvertrag", "#", "Weil Sie eine Anstellung angaben.", MADE_UP, files=[stored]
        ),
        parts.UploadSlot(
            "diploma",
            "Diplom mit Übersetzung",
            "#",
            errors=["Die Datei ist verschlüsselt. Laden Sie sie ohne Kennwort hoch."],
        ),
        parts.UploadSlot(
            "medical", "Ärztliches Zeugnis", "#", is_sealed=True, limit="höchstens 50 MB", certainty="UNVERIFIED"
        ),
    ]


def _context() -> dict[str, Any]:
    wrong = SampleForm(
        {"job": "", "pay": "69.300 Eur/J", "starts_on_day": "31", "starts_on_month": "2", "starts_on_year": "2027"}
    )
    return {
        "authorities": list(Authority),
        "states": list(State),
        "results": list(Result),
        "clock": _clock(),
        "folded_clock": replace(_clock(), title="Die Frist für die Arbeit, kurz"),
        "unstarted": parts.Clock("Frist für den Aufenthalt", Authority.FEDERAL, total=90, state="Noch nicht begonnen"),
        "track_views": _tracks(),
        "story_items": [
            parts.StoryItem(
                date(2026, 11, 20), "Das AA bat Sie noch einmal um ein Dokument.", "Die Frist steht seit heute still."
            ),
            parts.StoryItem(
                date(2026, 9, 24),
                "Sie haben eingereicht.",
                links=[parts.Link("#", "Empfangsbestätigung")],
                article=MADE_UP,
            ),
        ],
        "cond_items": _conds(),
        "fact_items": [
            parts.Fact("Arbeitgeber", "Muster Automation AG"),
            parts.Fact("Unternehmensnummer", "0123.456.749", is_reference=True),
            parts.Fact("Beschäftigungsbedingungen", "1.234,00 Euro brutto im Monat", certainty="UNVERIFIED"),
        ],
        "tabs": [
            parts.Tab("#", "Meine Arbeit", 16, is_current=True),
            parts.Tab("#", "Läuft in 14 Tagen ab", 6),
            parts.Tab("#", "Wartet auf Antragsteller", "100+"),
        ],
        "steps": [
            parts.Stage("Arbeitgeber", "#", is_done=True),
            parts.Stage("Arbeitnehmer", "#", is_done=True),
            parts.Stage("Arbeitsplatz und Lohn", is_current=True),
            parts.Stage("Unterlagen"),
            parts.Stage("Prüfen und einreichen"),
        ],
        "queue": _queue(),
        "page": parts.Paging(next_href="#", first_href="#", shown="4 Dossiers, kürzeste Frist zuerst"),
        "actions": [
            parts.Action("Günstig abschließen", is_allowed=False, why="Zwei Feststellungen warten auf Ihr Urteil."),
            parts.Action(
                "Dokument anfordern", "#", method="get", kind="quiet", why="Die Frist steht dann still.", key="d"
            ),
            parts.Action("Ablehnen", kind="refuse", is_allowed=False, why="Wählen Sie zuerst einen Grund."),
        ],
        "slots": _slots(),
        "doc": parts.ViewerDoc(
            "Auszug aus dem Strafregister",
            kind="",
            facts="Version 1 · 2 Seiten",
            fingerprint="9f2c41ab" * 8,
            position="4 von 13",
            previous=parts.Link("#", "Voriges"),
            next=parts.Link("#", "Nächstes"),
            closed_because="Versiegelt: nur das Ausländeramt darf dieses Dokument öffnen.",
        ),
        "messages_here": [
            parts.Message("Karin Erfunden", AT, "Reicht eine beglaubigte Kopie?", is_ours=True),
            parts.Message("Ausländeramt", AT, "Ja, wenn jede Seite den Stempel trägt.", authority=Authority.FEDERAL),
        ],
        "changes": [
            parts.Difference("Bruttojahreslohn", "68.000 Euro", "69.300 Euro"),
            parts.Difference("Telefon", "", "+32 87 00 00 00"),
        ],
        "nothing": parts.Empty(
            "Kein Dossier wartet auf Sie",
            "Neue Dossiers erscheinen hier nach der Einreichung.",
            parts.Link("#", "Alle ansehen"),
        ),
        "done": parts.Confirmation(
            "Ihr Antrag ist eingereicht",
            "Sie finden die Empfangsbestätigung in Ihrem Posteingang.",
            "WB-2026-0040102-17",
            [parts.Fact("Eingereicht", "20. November 2026")],
            ["Die Behörde prüft, ob alles da ist.", "Danach beginnt die Frist."],
            [parts.Link("#", "Zum Dossier")],
        ),
        "form": wrong,
        "fresh": SampleForm(auto_id="fresh_%s"),
    }


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The style guide, or nothing outside the demo. `?desk` shows it in the desk's density."""
    if not settings.DEMO_CLOCK:
        raise Http404
    frame = "desk_base.html" if "desk" in request.GET else "base.html"
    return render(request, "ui/styleguide.html", _context() | {"frame": frame})
