"""Where authorities bring their law. The packages above register their folder at start-up; it is read at first use."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from applications.rulebook.book import Category, Rulebook
from applications.rulebook.criteria import CRITERIA
from applications.rulebook.loader import Fault, LawFolder, UnsoundLaw, line_of, only, read_categories, read_folder
from applications.rulebook.model import Rule
from applications.rulebook.schema import CategoryTable
from applications.vocabulary import Authority

COMMON_LAW = Path(__file__).parents[1] / "rules"
POPULATIONS = COMMON_LAW / "populations.toml"

OPENED_FROM = date(2025, 1, 31)  # of the demo's switches: the day of the agreement that announces

_folders: dict[Authority, LawFolder] = {}


def register(folder: LawFolder) -> None:
    """Add an authority's folder, or replace it: registering twice changes nothing."""
    if _folders.get(folder.authority) != folder:
        _folders[folder.authority] = folder
        rulebook.cache_clear()


def registered() -> tuple[LawFolder, ...]:
    return tuple(_folders.values())


@cache
def rulebook() -> Rulebook:
    """The law of every registered authority. Raises UnsoundLaw with every fault of every file."""
    return load(registered())


def load(folders: Iterable[LawFolder]) -> Rulebook:
    """Read some folders into a rulebook; raises UnsoundLaw."""
    folders = tuple(folders)
    rules, categories, faults = read(folders)
    if faults:
        raise UnsoundLaw(faults)
    return Rulebook(rules, categories, has_demo_values=any(folder.demo for folder in folders))


def read(folders: Iterable[LawFolder]) -> tuple[dict[str, Rule], dict[str, Category], list[Fault]]:
    """The rules and categories of some folders, and every fault.

    That is, those of a file, criteria that nobody registered, and rules for a category that nobody described.
    """
    folders = tuple(folders)
    rules: dict[str, Rule] = {}
    faults: list[Fault] = []
    for folder in folders:
        found, wrong = read_folder(folder)
        rules |= found
        faults += wrong
    categories, wrong = _categories(folders)
    faults += wrong
    for rule in rules.values():
        if rule.criterion and rule.criterion not in CRITERIA:
            faults.append(Fault(rule.file, rule.line, rule.code, f"no criterion is registered as {rule.criterion!r}"))
        faults += [
            Fault(rule.file, rule.line, rule.code, f"no category is described as {code!r}")
            for code in rule.categories
            if code not in categories
        ]
    return rules, categories, sorted(faults)


def _categories(folders: Iterable[LawFolder]) -> tuple[dict[str, Category], list[Fault]]:
    """The categories common to all, and those that an authority's own file brings along."""
    tables, faults = read_categories(COMMON_LAW / "categories.toml", nested=False)
    for folder in folders:
        for path in sorted(folder.rules.glob("*.toml")):
            found, wrong = read_categories(path)
            text = path.read_text(encoding="utf-8")
            faults += wrong
            faults += [
                Fault(path.name, line_of(text, f"[category.{code}]"), f"category.{code}", "is described twice")
                for code in sorted(set(found) & set(tables))
            ]
            tables |= found
    open_at = tuple(folder.authority for folder in folders if folder.opens_announced)
    return {code: _opened(_category(code, table), open_at) for code, table in tables.items()}, faults


def _opened(category: Category, open_at: tuple[Authority, ...]) -> Category:
    """An announced category as the demo shows it where switches are on; marked, since its day is invented."""
    if not (category.announced and open_at):
        return category
    first_day = category.in_force_from or OPENED_FROM
    return replace(category, in_force_from=first_day, open_at=(*category.open_at, *open_at), is_demo=True)


def _category(code: str, table: CategoryTable) -> Category:
    words = {name: getattr(table, name).model_dump() if getattr(table, name) else {} for name in ("title", "help")}
    suits = tuple(only(each) for each in table.suits)
    return Category(code=code, **{**dict(table), **words, "suits": suits})
