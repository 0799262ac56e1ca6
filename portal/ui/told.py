"""Answers as they are kept: plain JSON in the shape of the facts, read and written by dotted path.

An address can carry them: one parameter a fact, `f.<path>`. What is no fact there is left out, never repaired.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from applications.rulebook import questions
from applications.rulebook.facts import Facts
from applications.rulebook.questions import Shape

IN_ADDRESS = "f."
PLACES = "job.workplaces"


def dig(answers: Mapping[str, Any], path: str) -> Any:
    """The answer at a dotted path; None where there is none."""
    value: Any = answers
    for name in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def put(answers: dict[str, Any], path: str, value: Any) -> None:
    """Set the answer at a dotted path."""
    *way, last = path.split(".")
    for name in way:
        answers = answers.setdefault(name, {})
    answers[last] = value


def merged(known: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Both, the new answers over the known ones, down to the last fact."""
    whole = dict(known)
    for name, value in new.items():
        both = isinstance(value, Mapping) and isinstance(whole.get(name), Mapping)
        whole[name] = merged(whole[name], value) if both else value
    return whole


def carried(facts: Facts, paths: Iterable[str]) -> dict[str, str]:
    """Those of the facts that are known, as parameters of an address."""
    told = facts.model_dump(mode="json")
    found: dict[str, str] = {}
    for path in paths:
        value = dig(told, path)
        if path == PLACES and value:
            value = value[0]["nis_code"]
        if value not in (None, "", [], ()):
            found[IN_ADDRESS + path] = ",".join(value) if isinstance(value, list) else str(value)
    return found


def from_address(parameters: Mapping[str, str], *, category: str, kind: str) -> dict[str, Any]:
    """The answers that an address carries, each tried as a fact by itself."""
    answers: dict[str, Any] = {}
    for name, text in parameters.items():
        path = name.removeprefix(IN_ADDRESS)
        if name == path or path not in questions.SCHEMA:
            continue
        alone: dict[str, Any] = {"category": category, "kind": kind}
        put(alone, path, _value(path, text))
        try:
            fact = Facts.model_validate(alone).model_dump(mode="json")
        except ValidationError:
            continue
        put(answers, path, dig(fact, path))
    return answers


def _value(path: str, text: str) -> Any:
    if path == PLACES:
        return [{"nis_code": text}]
    match questions.question(path).shape:
        case Shape.YES_NO:
            return {"True": True, "False": False}.get(text, text)
        case Shape.COUNTRIES:
            return text.split(",")
    return text
