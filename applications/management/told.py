"""What somebody tells a command in JSON: a file, or standard input; a fault is named by its field."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TypeVar

from django.core.management.base import CommandError
from pydantic import BaseModel, ValidationError

from applications import clock_case, clocks, rulebook

Told = TypeVar("Told", bound=BaseModel)


def read(name: str, model: type[Told], *, what: str) -> Told:
    """Read a file, or standard input for "-". Raises CommandError with every fault."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        return model.model_validate(json.loads(text))
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from None
    except json.JSONDecodeError as error:
        raise CommandError(f"{name} is not JSON: line {error.lineno}, {error.msg}.") from None
    except ValidationError as error:
        raise CommandError(faults(error, what=what)) from None


def clocks_of(case: clock_case.Case, *, on: date) -> list[clocks.Clock]:
    """Every clock of a case. Raises CommandError where something told cannot be used."""
    try:
        return clock_case.fold(case, on=on)
    except rulebook.UnsoundLaw as unsound:
        raise CommandError(f"The law does not load:\n{unsound}") from None
    except ValidationError as error:
        raise CommandError(faults(error, what="facts")) from None
    except clock_case.Unusable as error:
        raise CommandError(str(error)) from None


def faults(error: ValidationError, *, what: str) -> str:
    """Every fault, by field."""
    said = (f"{'.'.join(map(str, fault['loc'])) or what}: {fault['msg']}" for fault in error.errors(include_url=False))
    return f"The {what} cannot be used:\n" + "\n".join(said)
