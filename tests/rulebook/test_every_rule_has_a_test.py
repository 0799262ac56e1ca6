"""A rule of law without a test that names it is a claim nobody checked."""

import ast
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent


MARKS = {"pytest.mark.rule", "rule_case"}  # the mark of a test, or of one row of a table


def marked() -> Iterator[str]:
    """Marks on tests, and those on the rows of a table of cases."""
    for path in HERE.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in MARKS:
                yield ast.literal_eval(node.args[0])


def test_every_rule_has_a_marked_test_and_every_mark_names_a_rule(book):
    assert set(marked()) == set(book.rules)
