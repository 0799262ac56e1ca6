"""Rows of tables that test one rule each."""

from typing import Any

import pytest


def rule_case(code: str, *values: Any) -> Any:
    """One row: the rule, and what the test needs to know about it. The row carries the mark of the rule."""
    name = " ".join(str(value) for value in (code, *values) if isinstance(value, str | int))
    return pytest.param(code, *values, marks=pytest.mark.rule(code), id=name)
