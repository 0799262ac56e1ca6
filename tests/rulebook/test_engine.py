"""The engine: days, generic criteria, one line per document, and the same bytes for the same question."""

import json
from datetime import date
from itertools import product

import pytest

from applications.rulebook import UnknownRule, sentences
from applications.rulebook import facts as told
from applications.rulebook.contradictions import contradictions
from applications.rulebook.criteria import CRITERIA, CriterionTaken, Provision, criterion, judge
from applications.rulebook.evaluation import Evaluation, canonical, evaluate
from applications.rulebook.model import Days, Only, ReferenceDay, Rule, RuleKind, Version
from applications.vocabulary import ApplicationKind, Authority, Certainty, Result, Track

ON = date(2026, 3, 2)


def provision(name, *, values=None, **rule):
    """A rule of one version, judged by a generic criterion."""
    version = Version(
        rule="flanders.giants.rule",
        in_force_from=date(2024, 1, 1),
        in_force_until=None,
        article="art. 1",
        act="platform",
        source="a test",
        certainty=Certainty.SOURCED,
        values=values or {},
    )
    made = Rule(
        code="flanders.giants.rule",
        kind=RuleKind.CONDITION,
        authority=Authority.FLANDERS,
        track=Track.WORK,
        categories=(),
        kinds=(),
        reference_day=ReferenceDay.FILING,
        criterion=name,
        versions=(version,),
        **rule,
    )
    return Provision(made, version, ON, {made.code: made}.__getitem__)


@pytest.mark.parametrize(
    ("name", "values", "given", "result"),
    [
        ("at_least", {"minimum": 3}, 3, Result.MET),
        ("at_least", {"minimum": 3}, 2, Result.NOT_MET),
        ("at_least", {"minimum": 3}, None, Result.UNKNOWN),
        ("at_most", {"maximum": 3}, 3, Result.MET),
        ("at_most", {"maximum": 3}, 4, Result.NOT_MET),
        ("at_most", {"maximum": 3}, None, Result.UNKNOWN),
        ("present", {}, 4, Result.MET),
        ("present", {}, None, Result.UNKNOWN),
    ],
)
def test_generic_criteria_judge_without_python_of_their_own(facts, name, values, given, result):
    law = provision(name, values=values, fact="qualification.higher_education_years")
    assert judge(facts({"qualification.higher_education_years": given}), law).result == result


@pytest.mark.parametrize(
    ("only", "given", "result"),
    [
        (Only(fact="job.duration_months", test="at_least", value=6), 6, Result.MET),
        (Only(fact="job.duration_months", test="at_least", value=6), 5, Result.NOT_APPLICABLE),
        (Only(fact="job.duration_months", test="below", value=6), 5, Result.MET),
        (Only(fact="job.duration_months", test="below", value=6), 6, Result.NOT_APPLICABLE),
        (Only(fact="job.duration_months", test="equals", value=6), None, Result.UNKNOWN),
    ],
)
def test_a_rule_may_concern_some_facts_only(facts, only, given, result):
    law = provision("present", fact="job.duration_months", only_if=(only,))
    assert judge(facts({"job.duration_months": given}), law).result == result


def test_two_laws_may_not_claim_one_criterion():
    with pytest.raises(CriterionTaken):
        criterion("at_least", Result.MET)(lambda _facts, law: law.met())


def test_every_criterion_of_law_tells_what_it_decides_and_cites_its_article():
    for name, registered in CRITERIA.items():
        assert registered.judge.__doc__, name
        if name.startswith("ostbelgien."):
            assert "Art. " in registered.judge.__doc__, name


def test_law_that_is_not_in_force_is_no_question_to_those_it_would_not_concern(before):
    # GIVEN thresholds for artists that were printed for 2025 only, and a year later
    law, code, later = before("flanders"), "flanders.pay.artist", date(2026, 6, 1)
    asked = {"category": "single_permit", "job.occupation": "NONE"}

    # THEN only an artist, or somebody who may be one, hears that no rule is known
    assert law.finding(code, asked, filed=later).result == Result.NOT_APPLICABLE
    for occupation in ("ARTIST", None):
        finding = law.finding(code, {**asked, "job.occupation": occupation}, filed=later)
        assert (finding.result, finding.criterion) == (Result.UNKNOWN, "no_rule")


def test_days_not_come_yet_borrow_the_day_asked_for():
    days = Days(on=ON, filing=date(2026, 1, 5))
    assert days.of(ReferenceDay.FILING) == date(2026, 1, 5)
    assert days.of(ReferenceDay.DECISION) == ON


def test_an_unknown_rule_is_an_error(book):
    with pytest.raises(UnknownRule):
        book.rule("ostbelgien.blue_card.celery")


def test_the_same_question_gives_the_same_bytes(law):
    changes = {"documents": ["contract_or_offer", "diploma"]}
    assert law.evaluate(changes).to_json() == law.evaluate(changes).to_json()


def test_a_stored_evaluation_comes_back_whole(demo_law):
    evaluation = demo_law.evaluate({"documents": ["contract_or_offer"]})
    stored = json.loads(evaluation.to_json())
    assert canonical(Evaluation.from_json(stored).as_json()) == evaluation.to_json()
    assert Evaluation.from_json(stored).demo_values


def test_an_evaluation_stores_codes_and_no_sentences(law):
    stored = json.loads(law.evaluate().to_json())
    for finding in stored["findings"]:
        assert set(finding) >= {"code", "result", "because", "article", "certainty", "version"}
        assert all(" " not in str(value) for value in finding["because"].values())


def test_a_document_has_one_line_however_many_rules_ask_for_it(law):
    codes = [need.code for need in law.evaluate({"kind": "LONG_TERM_MOBILITY"}).documents]
    assert len(codes) == len(set(codes))


def test_work_comes_before_residence(law):
    tracks = [finding.track for finding in law.evaluate().findings]
    assert tracks == sorted(tracks, key=[Track.WORK, Track.RESIDENCE].index)


def test_every_unknown_says_what_to_ask(law, facts):
    # GIVEN an application of which nothing is known
    empty = told.Facts(category="eu_blue_card", kind="FIRST")

    # WHEN it is judged
    evaluation = evaluate(empty, book=law.book, authority="ostbelgien", days=Days(on=ON))

    # THEN each open finding names facts to ask for, or the value that the law does not give us
    unknown = [*evaluation.findings, *(need.finding for need in evaluation.documents)]
    for finding in unknown:
        if finding.result == Result.UNKNOWN:
            assert finding.asks or "missing_value" in finding.because, finding.code
            assert all(told.missing(empty, path) for path in finding.asks)


def test_whatever_the_facts_each_judgement_keeps_to_its_results_and_speaks(law, demo_law, facts):
    # GIVEN many applications, with facts missing here and there
    for kind, engagement, months, route, examined, paper in product(
        ApplicationKind.values,
        (None, "INDEFINITE", "FIXED_TERM", "FIRM_OFFER"),
        (None, 5, 11, 12),
        (None, "DIPLOMA", "EXPERIENCE"),
        (None, True),
        ([], ["diploma", "travel_document", "fee_proof"]),
    ):
        changes = {
            "kind": kind,
            "job.engagement": engagement,
            "job.duration_months": months,
            "job.highly_qualified": True if months == 12 else None,
            "qualification.route": route,
            "qualification.experience_months": months,
            "job.employed_under_art9_6": examined,
            "job.examined_documents": examined,
            "mobility.first_state": "FR" if months else None,
            "mobility.months_worked_in_first_state": months,
            "documents": paper,
        }

        # WHEN each is judged
        evaluation = (demo_law if months else law).evaluate(changes)

        # THEN no judgement answers what it did not announce, and each answer can be said
        for each in (*evaluation.findings, *(need.finding for need in evaluation.documents)):
            assert each.result in CRITERIA[each.criterion].results, (each.code, each.result)
            assert sentences.sentence(each)


def test_a_fact_nobody_described_is_an_error(facts):
    with pytest.raises(told.UnknownFact):
        told.value_of(facts({}), "job.shoe_size")


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        (
            {"job.engagement": "FIXED_TERM", "job.start_on": "2026-05-02", "job.end_on": "2026-05-01"},
            "job.end_on",
            "ends_before_start",
        ),
        ({"job.end_on": "2026-05-01"}, "job.end_on", "indefinite_with_end"),
        ({"job.duration_months": 12}, "job.duration_months", "indefinite_with_end"),
        (
            {
                "job.engagement": "FIXED_TERM",
                "job.duration_months": 24,
                "job.start_on": "2026-05-01",
                "job.end_on": "2027-04-30",
            },
            "job.duration_months",
            "duration_differs_from_dates",
        ),
        ({"filed_on": "2026-03-02", "decided_on": "2026-03-01"}, "decided_on", "decided_before_filed"),
        ({"filed_on": "1990-01-01"}, "worker.birth_date", "born_after_filing"),
        ({"worker.stateless": True}, "worker.stateless", "stateless_with_nationality"),
        (
            {"worker.travel_document": {"issued_on": "2026-02-01", "expires_on": "2026-01-01"}},
            "worker.travel_document.expires_on",
            "expires_before_issue",
        ),
        (
            {
                "job.workplaces": [
                    {"nis_code": "63023", "share_percent": 60},
                    {"nis_code": "63001", "share_percent": 41},
                ]
            },
            "job.workplaces",
            "shares_above_whole",
        ),
        (
            {"job.employed_under_art9_6": False, "job.examined_documents": True},
            "job.examined_documents",
            "examined_without_employment",
        ),
        (
            {"qualification.experience_months": 30, "qualification.experience_months_last_7_years": 31},
            "qualification.experience_months_last_7_years",
            "part_above_whole",
        ),
        ({"residence.in_belgium": True}, "residence.country", "in_belgium_but_abroad"),
        ({"residence.country": "BE"}, "residence.country", "abroad_but_in_belgium"),
        (
            {"residence": {"in_belgium": True, "post_code": "NDE"}},
            "residence.post_code",
            "post_for_worker_in_belgium",
        ),
        ({"mobility.first_state": "BE"}, "mobility.first_state", "first_state_is_belgium"),
    ],
)
def test_contradictory_facts_are_named_by_field(facts, changes, field, why):
    assert [(found.field, found.why) for found in contradictions(facts(changes))] == [(field, why)]


def test_facts_that_fit_together_contradict_nothing(facts):
    assert contradictions(facts({})) == ()
