"""What a form shows and keeps: order of its parts, days as three numbers, errors that lead to their field."""

import re
from datetime import date

import pytest
from django import forms
from django.template import engines

from portal.ui.forms import DayField, MoneyField, More


class Sample(forms.Form):
    pay = MoneyField(label="Pay", help_text="A hint", unit="euros per year")
    starts_on = DayField(label="Start")
    length = forms.ChoiceField(label="Length", choices=[("a", "Open"), ("b", "Fixed")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Checked", required=False)

    more = {"pay": More("What counts?", "Basic pay.")}
    optional = {"sure"}


def posted(**data):
    return Sample({"pay": "69 300", "starts_on_day": "1", "starts_on_month": "2", "starts_on_year": "2027"} | data)


def test_a_field_reads_label_hint_error_control_help():
    html = str(posted(pay="69.300 Eur/J")["pay"].as_field_group())

    places = [html.index(part) for part in (">Pay", "A hint", 'class="wrong"', "<input", "What counts?")]
    assert places == sorted(places)
    assert "69.300 Eur/J" in html, "what was typed stays"
    assert 'aria-describedby="id_pay_helptext id_pay_error"' in html


def test_a_day_is_three_numbers():
    form = posted(length="a")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["starts_on"] == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("day", "month", "year"), [("31", "2", "2027"), ("1", "", "2027"), ("1", "2", "27"), ("x", "2", "2027")]
)
def test_half_a_day_is_refused_and_shown_again(day, month, year):
    form = posted(starts_on_day=day, starts_on_month=month, starts_on_year=year)

    assert "starts_on" in form.errors
    html = str(form["starts_on"])
    assert re.findall(r'value="([^"]*)"', html) == [part for part in (day, month, year) if part]


def test_a_day_from_the_draft_fills_its_three_numbers():
    html = str(Sample(initial={"starts_on": date(2027, 2, 1)})["starts_on"])

    assert re.findall(r'name="(\w+)" value="(\w+)"', html) == [
        ("starts_on_day", "1"),
        ("starts_on_month", "2"),
        ("starts_on_year", "2027"),
    ]


def test_each_line_of_the_error_summary_leads_to_a_control():
    # GIVEN a form with nothing in it
    form = Sample({})

    # WHEN it is printed with its summary
    html = engines["django"].from_string("{{ form }}").render({"form": form})

    # THEN every link has its target, also for fields of several controls
    targets = re.findall(r'<li><a href="#([^"]+)">', html)
    assert len(targets) == 3
    for target in targets:
        assert f'id="{target}"' in html


def test_a_form_without_errors_has_no_summary():
    assert "errors-title" not in engines["django"].from_string("{{ form }}").render({"form": Sample()})
