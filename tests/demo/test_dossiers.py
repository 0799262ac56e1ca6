"""The demo's dossiers are true: their journal verifies, and each desk has something to do."""

import pytest
from django.core.management import call_command

from applications.now import law_now
from applications.vocabulary import Stage, State
from portal.demo import dossiers

pytestmark = pytest.mark.django_db


def test_the_demo_has_a_dossier_at_each_turn_and_a_true_journal(capsys):
    made = dossiers.make(now=law_now())
    for dossier in made:
        dossier.refresh_from_db()
    assert {d.state for d in made} == {
        State.DRAFT, State.SUBMITTED, State.INCOMPLETE, State.UNDER_REVIEW, State.GRANTED,
    }  # fmt: skip
    stages = {item.stage for d in made for item in d.work_items.all()}
    assert {Stage.INTAKE, Stage.TICK, Stage.WAITING, Stage.REVIEW} <= stages
    call_command("verify_journal")
    assert "sound" in capsys.readouterr().out
