"""Which permit do I need: every category can be the answer, and so can "none". No database is asked for."""

import io
import json
from datetime import date

import pypdf
import pytest
from django.core.management import call_command
from django.urls import reverse

from applications import finder
from applications.rulebook import Days, Facts, rulebook
from applications.rulebook.codes import Filer
from portal.public import precheck, precheck_which
from portal.ui import told
from tests.rulebook import ninth

TODAY = date(2026, 11, 22)
INDIAN = {"worker_nationalities_0": "IN", "worker_eu_family": "no", "residence_labour_market": "NONE"}
EUPEN = {"place": "4700 Eupen"}
ANSWERS = {
    "eu_blue_card": {"job_nature": "EMPLOYEE", "job_over_90_days": "yes", "qualified": "yes"},
    "single_permit": {"job_nature": "EMPLOYEE", "job_over_90_days": "yes", "qualified": "no"},
    "seasonal": {"job_nature": "SEASONAL", "job_over_90_days": "yes"},
    "ict": {"job_nature": "TRANSFER", "job_over_90_days": "yes"},
    "researcher": {"job_nature": "RESEARCH", "job_over_90_days": "yes"},
    "trainee": {"job_nature": "TRAINEESHIP", "job_over_90_days": "yes"},
    "volunteer": {"job_nature": "VOLUNTEERING", "job_over_90_days": "yes"},
    "work_permit_90": {"job_nature": "EMPLOYEE", "job_over_90_days": "no"},
    "frontier_worker": {"job_nature": "FRONTIER"},
    "teleworker_abroad": {"job_nature": "TELEWORK"},
    "au_pair": {"job_nature": "AU_PAIR"},
    "professional_card": {"job_nature": "SELF_EMPLOYED"},
    "unlimited_single_permit": {"job_nature": "EMPLOYEE", "residence_labour_market": "LIMITED"},
}


@pytest.fixture(autouse=True)
def _on_one_day(monkeypatch):
    for page in (precheck, precheck_which):
        monkeypatch.setattr(page, "law_today", lambda: TODAY)


@pytest.fixture
def with_a_ninth(tmp_path, monkeypatch):
    yield from ninth.registered(tmp_path, monkeypatch)


def which(client, **answers):
    return client.get(reverse("public:which"), answers, headers={"accept-language": "en"})


def check(client, **answers):
    return client.get(reverse("public:precheck"), answers, headers={"accept-language": "en"})


def heading(page):
    return page.text.split("<h1>")[1].split("</h1>")[0]


def section(page, anchor):
    """The part of the page under that anchor, empty where there is none."""
    return page.text.partition(f'id="{anchor}"')[2].partition("</section>")[0]


def words(answer):
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages).split())


def test_every_category_of_the_law_has_a_row_here():
    assert set(ANSWERS) == set(rulebook().categories)


@pytest.mark.parametrize("category", ANSWERS)
def test_each_permit_is_found_with_its_reason_and_its_authority(client, category):
    # GIVEN what somebody would answer for that permit
    answers = {**INDIAN, **EUPEN, **ANSWERS[category]}

    # WHEN programs and people ask
    found = {each["category"]: each for each in which(client, **answers, format="json").json()["categories"]}
    page = which(client, **answers)

    # THEN it fits, for a reason the agreement names, and says who decides
    assert found[category]["fit"] == "FITS" and found[category]["article"]
    assert found[category]["assessment"]["authority"]["because"]["code"]
    fitting = section(page, "fits")
    assert f"category={category}&amp;change=1" in fitting
    assert "Because:" in fitting

    # AND what does not fit says which answer speaks against it
    against = [each for each in found.values() if each["fit"] == "RULED_OUT"]
    assert against and all(each["against"] and each["assessment"] is None for each in against)


def test_announced_law_is_named_and_not_offered(client):
    found = which(client, **INDIAN, **EUPEN, **ANSWERS["au_pair"])
    assert "Announced law: it cannot be applied for here yet." in section(found, "fits")
    assert "Start an application" not in section(found, "fits")

    page = check(client, category="au_pair", place="4700 Eupen")
    assert "This cannot be applied for here yet" in page.text
    assert "Start an application" not in page.text


@pytest.mark.parametrize(
    ("answers", "rule", "mark"),
    [
        ({"worker_nationalities_0": "FR"}, "federal.no_permit.free_movement", "UNVERIFIED"),
        ({"worker_nationalities_0": "CH"}, "federal.no_permit.free_movement", "UNVERIFIED"),
        ({**INDIAN, "worker_nationalities_1": "PT"}, "federal.no_permit.free_movement", "UNVERIFIED"),
        ({**INDIAN, "worker_eu_family": "yes"}, "federal.no_permit.eu_family", "UNVERIFIED"),
        ({**INDIAN, "residence_labour_market": "UNLIMITED"}, "federal.no_permit.residence_status", "SOURCED"),
    ],
)
def test_that_no_permit_is_needed_is_an_answer_too_with_its_mark_in_all_three(client, answers, rule, mark):
    answers = {**ANSWERS["single_permit"], **answers}

    page = which(client, **answers)
    assert heading(page) == "Probably no permit is needed"
    said = which(client, **answers, format="json").json()["exemptions"]
    (met,) = (each for each in said if each["result"] == "MET")
    assert (met["code"], met["certainty"]) == (rule, mark)
    label = {"UNVERIFIED": "not verified", "SOURCED": "found on a public page"}[mark]
    assert label in section(page, "exempt")
    printed = words(which(client, **answers, format="pdf"))
    assert "Probably no permit is needed" in printed and f"[{label}]" in printed


def test_limited_on_the_card_is_for_an_officer(client):
    page = which(client, **{**INDIAN, **ANSWERS["single_permit"], "residence_labour_market": "LIMITED"})

    assert heading(page) != "Probably no permit is needed"
    assert "Students and others may work within limits" in section(page, "perhaps-exempt")


def test_another_states_blue_card_for_ninety_days_is_an_exemption_of_the_permit_itself(client):
    # GIVEN a Blue Card of France, sixty days here, valid throughout
    answers = {
        "category": "work_permit_90", "place": "4700 Eupen", "mobility_days_in_180": "60",
    }  # fmt: skip
    page = check(client, **answers)

    # THEN what the law of the place says of it is asked, never guessed
    assert page.status_code == 200
    said = check(client, **answers, format="json").json()
    assert any(each["code"] == "ostbelgien.exemptions.mobile_blue_card" for each in said["findings"])


def test_what_is_not_said_stays_open_and_is_asked(client):
    # GIVEN only what kind of work it is
    page = which(client, job_nature="SEASONAL")
    found = {
        each["category"]: each
        for each in which(client, job_nature="SEASONAL", format="json").json()["categories"]
    }  # fmt: skip

    # THEN nothing fits yet, and what to answer is named
    assert heading(page) == "Which permit fits cannot be said yet"
    assert found["seasonal"]["fit"] == "OPEN" and found["seasonal"]["asks"] == ["job.over_90_days"]
    assert "To be answered: Work of more than ninety days." in section(page, "open")
    assert found["seasonal"]["assessment"]["authority"]["code"] is None


def test_who_asks_is_told_who_files(client):
    answers = {**INDIAN, **EUPEN, **ANSWERS["seasonal"]}

    assert "somebody with their mandate, files" in section(which(client, **answers, filer=Filer.WORKER), "fits")
    assert "files this application" not in section(which(client, **answers, filer=Filer.EMPLOYER), "fits")


@pytest.mark.parametrize("category", [code for code in ANSWERS if code != "eu_blue_card"])
def test_each_permit_has_a_check_of_its_own_with_what_its_rules_read(client, category):
    # GIVEN its questions
    form = check(client, category=category)
    assert form.status_code == 200
    assert f'name="category" value="{category}"' in form.text

    # WHEN only the place is answered
    page = check(client, category=category, place="2000 Antwerpen")
    said = check(client, category=category, place="2000 Antwerpen", format="json").json()

    # THEN the same is said in three forms: authority, conditions, papers, days, each with its mark
    assert said["authority"]["code"] in ("flanders", None)
    printed = words(check(client, category=category, place="2000 Antwerpen", format="pdf"))
    assert heading(page) in page.text and "only an officer decides" in printed
    if any(each["certainty"] == "SOURCED" for each in said["findings"]):
        assert "found on a public page" in page.text and "[found on a public page]" in printed
    if any(need["required"] and need["certainty"] == "UNVERIFIED" for need in said["documents"]):
        assert "not verified" in page.text and "[not verified]" in printed
    for identifying in ("worker_family_name", "worker_birth_date", "worker_travel_document_number"):
        assert f'name="{identifying}' not in form.text


def test_pay_is_held_against_the_threshold_of_the_place_with_article_and_amount(client):
    answers = {"category": "single_permit", "place": "2000 Antwerpen", "job_profile": "HIGHLY_SKILLED"}
    answers |= {"job_occupation": "NONE"}

    low, high = check(client, **answers, pay="20000"), check(client, **answers, pay="90000")

    assert heading(low) == "Single permit: not likely"
    assert "euros are missing." in low.text and "Flemish Government decree" in low.text
    assert "euros above it." in high.text
    assert heading(high) != heading(low)


def test_a_stay_that_is_too_long_is_not_likely(client):
    page = check(client, category="seasonal", place="4700 Eupen", seasonal_days_in_365="200")

    assert heading(page) == "Seasonal worker: not likely"
    assert "Not met: At most 150 days in 365." in page.text


def test_a_day_outside_the_rulebook_has_no_rule_and_never_the_nearest(client):
    page = check(client, category="seasonal", place="4700 Eupen", on="2001-01-01")
    said = check(client, category="seasonal", place="4700 Eupen", on="2001-01-01", format="json").json()

    assert "No rule known for At most 150 days in 365 on 1 January 2001." in page.text
    assert {each["result"] for each in said["findings"]} == {"UNKNOWN"}
    assert said["deadlines"] == []


def test_the_days_to_expect_are_counted_from_the_day_asked_about(client):
    page = check(client, category="seasonal", place="4700 Eupen", on="2026-12-01", seasonal_stays_last_5_years="0")

    assert "By 1 March 2027, if it is filed and found complete on 1 December 2026." in page.text


def test_it_says_what_assess_says(client, tmp_path, capsys):
    said = check(client, category="ict", place="2000 Antwerpen", transfer_role="MANAGER", format="json").json()
    file = tmp_path / "facts.json"
    facts = {"category": "ict", "kind": "FIRST", "job": {"workplaces": [{"nis_code": "11002"}]}}
    file.write_text(json.dumps(facts | {"transfer": {"role": "MANAGER"}}))

    call_command("assess", str(file), "--on", TODAY.isoformat())

    assert json.loads(capsys.readouterr().out) == said


def test_wrong_answers_are_told_at_their_field_in_every_form(client):
    page = check(client, category="seasonal", seasonal_days_in_365="many")
    assert page.status_code == 422 and 'href="#id_seasonal_days_in_365"' in page.text
    assert which(client, place="Nowhere", format="json").status_code == 422
    assert check(client, category="seasonal", place="Nowhere", format="pdf").status_code == 422
    assert check(client, category="no_such_permit").status_code == 404


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_it_answers_in_four_languages_without_a_session(client, language):
    for address, answers in (
        (reverse("public:which"), {}),
        (reverse("public:which"), {**INDIAN, **EUPEN, **ANSWERS["researcher"]}),
        (reverse("public:precheck"), {"category": "researcher", "place": "1000"}),
    ):
        page = client.get(address, answers, headers={"accept-language": language})
        assert page.status_code == 200
        assert f'<html lang="{language}">' in page.text
        assert "fact." not in page.text and "federal.no_permit" not in page.text
        assert "sessionid" not in page.cookies


def test_drawing_papers_has_a_limit(client, monkeypatch):
    monkeypatch.setattr("portal.public.precheck_formats.limits.allowed", lambda *_args, **_kwargs: False)

    assert which(client, job_nature="SEASONAL", format="pdf").status_code == 429


def test_answers_travel_in_an_address_and_what_is_no_fact_is_left_behind():
    answers = {"f.job.yearly_gross": "30000.00", "f.job.workplaces": "63023", "f.worker.nationalities": "IN,LK"}
    wrong = {"f.seasonal.days_in_365": "many", "f.nowhere": "x", "f.held.unemployment": "[]", "kind": "FIRST"}

    carried = told.from_address(answers | wrong, category="seasonal", kind="FIRST")

    assert carried == {
        "job": {"yearly_gross": "30000.00", "workplaces": [{"nis_code": "63023", "share_percent": None}]},
        "worker": {"nationalities": ["IN", "LK"]},
    }


@pytest.mark.usefixtures("with_a_ninth")
def test_a_ninth_population_appears_without_a_line_of_python(client, tmp_path, capsys):
    # GIVEN one file of law more
    facts = Facts.model_validate({"category": "seasonal", "kind": "FIRST"})
    assert "astronaut" in {each.category.code for each in finder.find(facts, days=Days(on=TODAY)).candidates}

    # THEN it is found, checked in three forms, and assessed
    page = which(client, **INDIAN, **EUPEN, job_nature="RESEARCH", job_over_90_days="yes")
    assert '<h3 class="row">Astronaut' in section(page, "fits") and "Goes far." in section(page, "fits")
    form = check(client, category="astronaut")
    assert 'name="placement_months"' in form.text and 'name="job_weekly_hours"' in form.text
    answers = {"category": "astronaut", "place": "4700 Eupen", "placement_months": "3", "job_weekly_hours": "40"}
    page = check(client, **answers)
    assert heading(page) == "Astronaut: not likely" and "Helmet" in page.text and "Training in months" in page.text
    assert "not verified" in page.text and "[not verified]" in words(check(client, **answers, format="pdf"))
    said = check(client, **answers, format="json").json()
    file = tmp_path / "facts.json"
    facts = {"category": "astronaut", "kind": "FIRST", "job": {"workplaces": [{"nis_code": "63023"}]}}
    facts["job"]["weekly_hours"] = "40.00"
    file.write_text(json.dumps(facts | {"placement": {"months": 3}}))
    call_command("assess", str(file), "--on", TODAY.isoformat())
    assert json.loads(capsys.readouterr().out) == said

    # AND the law's own pages show it, in its chapter and rule by rule
    law = client.get(reverse("public:law"), {"authority": "ostbelgien", "category": "astronaut"})
    assert "Training in months" in law.text and "Helmet" in law.text
    assert "Training in months" in client.get(reverse("public:law_rule", args=["ostbelgien.astronaut.training"])).text
