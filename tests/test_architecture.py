"""The picture of the packages holds: machines check what the README draws."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("applications", "exchange", "federal", "portal", "regions")
HEIGHT = {"exchange": 0, "applications": 1, "regions": 2, "federal": 2}
PORTAL = 3  # portal, and every app that is not ours: accounts, sessions and content types belong to the web


def height(model: type[Model]) -> int:
    return HEIGHT.get(model.__module__.partition(".")[0], PORTAL)


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def test_imports_run_downwards():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "model", [model for model in apps.get_models(include_auto_created=True) if height(model) < PORTAL]
)
def test_no_relation_points_up(model):
    related = [field.related_model for field in model._meta.get_fields() if field.is_relation and field.concrete]
    assert not [other for other in related if other is None or height(other) > height(model)]


def test_the_authorities_have_no_tables():
    assert not [model for label in ("regions", "federal") for model in apps.get_app_config(label).get_models()]


def test_every_model_has_a_file_of_its_own():
    places = [model.__module__ for model in apps.get_models() if height(model) < 2]
    assert not [place for place in set(places) if not place.startswith(("applications.models.", "exchange.models."))]


def test_no_list_counts_its_way_to_a_page():
    """OFFSET reads everything it skips: lists page by key."""
    found = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            named = getattr(node, "id", None) or getattr(node, "attr", None)
            if named in {"Paginator", "paginate_by"}:
                found.append(f"{path}:{node.lineno}")
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and " OFFSET " in node.value:
                found.append(f"{path}:{node.lineno}")
    assert not found


def test_nothing_is_called_utils():
    names = {"utils.py", "helpers.py", "common.py", "managers.py", "misc.py"}
    assert not [path for path in sources() if path.name in names]
