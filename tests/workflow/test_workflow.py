"""The table of steps: what it allows, what it refuses and how it says so."""

import itertools

import pytest
from django.conf import settings
from django.core.management import CommandError

from applications import workflow
from applications.management.commands import show_workflow
from applications.vocabulary import CLOSED_STATES, State

OPEN_STATES = {State.SUBMITTED, State.INCOMPLETE, State.UNDER_REVIEW}


def test_a_dossier_walks_from_draft_to_grant_with_one_request_for_documents():
    # GIVEN a draft
    state = State.DRAFT

    # WHEN the story of the main job is told
    for name in ("submit", "ask_documents", "supply", "declare_complete", "sign_grant"):
        state = workflow.step(name, state).target

    # THEN it ends in a grant
    assert state == State.GRANTED


def test_what_is_not_in_the_table_is_refused_with_a_sentence():
    with pytest.raises(workflow.NotAllowedStep) as refusal:
        workflow.step("sign_grant", State.SUBMITTED)

    assert str(refusal.value) == "“Sign the grant” is not possible for an application in the state “Submitted”."


def test_a_step_nobody_knows_is_refused_like_any_other():
    with pytest.raises(workflow.NotAllowedStep, match="no_such_step"):
        workflow.step("no_such_step", State.SUBMITTED)


def test_no_step_has_two_outcomes_from_one_state():
    assert len(workflow.TABLE) == len(workflow.STEPS)


def test_every_step_names_its_basis_and_can_be_read_aloud():
    assert all(row.basis and str(row.label) for row in workflow.STEPS)
    assert {row.name for row in workflow.STEPS} == set(workflow.NAMES)


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_every_open_application_can_be_withdrawn_or_closed_without_object(state):
    assert {"withdraw", "close_without_object"} <= {row.name for row in workflow.steps_from(state)}


@pytest.mark.parametrize("state", sorted(CLOSED_STATES))
def test_what_is_closed_can_only_be_reopened(state):
    assert {row.name for row in workflow.steps_from(state)} <= {"reopen"}


def test_a_withdrawn_application_stays_withdrawn():
    assert workflow.steps_from(State.WITHDRAWN) == ()


def test_every_state_can_be_reached_from_a_draft():
    # GIVEN all that follows from a draft
    reached = {State.DRAFT}
    for _round in State:
        reached |= {row.target for row, state in itertools.product(workflow.STEPS, set(reached)) if row.source == state}

    assert reached == set(State)


def test_the_readme_is_checked_against_the_table(tmp_path):
    # GIVEN a file with the markers around an old table
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{show_workflow.BEGIN}\n| old |\n{show_workflow.END}\nafter\n")
    check = show_workflow.Command()

    # THEN the check refuses it, until the table is written
    with pytest.raises(CommandError, match="another workflow"):
        check.handle(check=readme)
    check.handle(write=readme)
    check.handle(check=readme)
    assert readme.read_text().startswith("before\n") and readme.read_text().endswith("\nafter\n")


def test_the_readme_shows_the_workflow_as_it_is():
    show_workflow.Command().handle(check=settings.BASE_DIR / "README.md")


def test_a_file_without_markers_is_an_error_and_never_passes(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("nothing here")

    with pytest.raises(CommandError, match="lacks the markers"):
        show_workflow.Command().handle(check=readme)
