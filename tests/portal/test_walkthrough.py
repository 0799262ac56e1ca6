"""The walkthrough plays every end a dossier may come to, and all of it comes true."""

import subprocess
import sys

import pytest

from applications.vocabulary import CLOSED_STATES
from portal import embedded
from portal.walkthrough.branches import BRANCHES, SHORT


def test_every_end_is_played_and_every_branch_says_what_happens():
    assert {branch.ends for branch in BRANCHES.values()} >= CLOSED_STATES
    assert set(SHORT) <= set(BRANCHES)
    assert all(branch.sentence.endswith(".") for branch in BRANCHES.values())


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_every_branch_comes_true_and_follows_from_its_journal():
    done = subprocess.run(
        [sys.executable, "-m", "portal.walkthrough", "--all"],
        cwd=embedded.CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout[-3000:]
    assert all(f"— {name}: " in done.stdout for name in BRANCHES)
    assert "replay: states, deadlines, reviews, acts and work items" in done.stdout
