"""Which article of a published text is covered by which rule, and why the others have none.

The populations of the agreement on the platform are read the same way: what covers them is a category.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator


@dataclass(frozen=True, slots=True)
class Covered:
    """One article: the rules or categories that carry it, or the reason why none does."""

    text: str
    article: int
    about: str
    rules: tuple[str, ...]
    categories: tuple[str, ...]
    reason: str


class _Article(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int = Field(gt=0)
    about: str = Field(min_length=3)
    rules: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    reason: str = ""

    @model_validator(mode="after")
    def _has_rules_or_a_reason(self) -> "_Article":
        if not (self.rules or self.categories or self.reason):
            raise ValueError("an article has rules or categories, or the reason why it has none")
        return self


class _Decree(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    title: str
    articles: int
    article: tuple[_Article, ...]


def read(path: Path) -> tuple[Covered, ...]:
    """Every article of one text, in order. Raises ValueError where a number is left out."""
    decree = _Decree.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    numbers = [article.number for article in decree.article]
    if numbers != list(range(1, decree.articles + 1)):
        raise ValueError(f"{path.name}: articles 1 to {decree.articles}, each once and in order; found {numbers}")
    return tuple(
        Covered(decree.text, each.number, each.about, each.rules, each.categories, each.reason)
        for each in decree.article
    )
