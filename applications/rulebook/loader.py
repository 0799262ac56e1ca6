"""Read folders of law. A fault names file, line, rule and reason; a faulty folder gives no rulebook at all.

The code of a rule is where it stands: `<folder>.<file>.<table>`. `[every_rule]` and `[every_rule.version]` of a file
say once what its rules have in common.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from applications.rulebook import schema
from applications.rulebook.facts import paths
from applications.rulebook.model import JUDGED, Only, Rule, Version
from applications.vocabulary import Authority

COMMON = "every_rule"
CATEGORY = "category"
TABLE = re.compile(r"^\[+\s*([A-Za-z0-9_-]+)(\.version)?\s*\]+", re.MULTILINE)
FACT_PATHS = frozenset(paths())


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Why a file of law cannot be used."""

    file: str
    line: int
    code: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.code}: {self.reason}"


class UnsoundLaw(ValueError):
    """At least one file of law cannot be used; the rulebook does not load."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawFolder:
    """Where one authority keeps its law. Demo values are an overlay: not law, and given only when wanted.

    `opens_announced` is the demo's switch of that authority for announced law whose day nobody knows yet (P28).
    """

    authority: Authority
    rules: Path
    demo: Path | None = None
    coverage: tuple[Path, ...] = ()
    opens_announced: bool = False


def read_folder(folder: LawFolder) -> tuple[dict[str, Rule], list[Fault]]:
    """Every rule of the folder by its code, and every fault found on the way."""
    rules: dict[str, Rule] = {}
    faults: list[Fault] = []
    for path in sorted(folder.rules.glob("*.toml")):
        file = _File.read(path, authority=folder.authority, faults=faults)
        rules |= {rule.code: rule for rule in file.rules()}
    for path in sorted(folder.demo.glob("*.toml")) if folder.demo else ():
        file = _File.read(path, authority=folder.authority, faults=faults)
        rules |= {rule.code: rule for rule in file.stand_ins(rules)}
    return rules, faults


def line_of(text: str, words: str) -> int:
    """The line on which some words first stand; the first one where they do not."""
    return text.count("\n", 0, max(text.find(words), 0)) + 1


def read_categories(path: Path, *, nested: bool = True) -> tuple[dict[str, schema.CategoryTable], list[Fault]]:
    """The categories a file brings: its `[category.code]` tables, or every table of it."""
    text = path.read_text(encoding="utf-8")
    name = "/".join(path.parts[-4:]).lstrip("/")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}, []  # the reader of its rules says where
    found: dict[str, schema.CategoryTable] = {}
    faults: list[Fault] = []
    described = tables.get(CATEGORY, {}) if nested else tables
    if not isinstance(described, dict):
        return {}, [Fault(name, line_of(text, CATEGORY), CATEGORY, "a category is described in [category.<code>]")]
    for code, table in described.items():
        line = line_of(text, f"[{CATEGORY}.{code}]" if nested else f"[{code}]")
        try:
            found[code] = schema.CategoryTable.model_validate(table)
            parts = {path.partition(".")[0] for path in FACT_PATHS}
            unknown = [test.fact for test in found[code].suits if test.fact not in FACT_PATHS]
            unknown += [part for part in found[code].without if part not in parts]
            faults += [Fault(name, line, f"{CATEGORY}.{code}", f"no fact stands at {path!r}") for path in unknown]
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                reason = "unknown key" if fault["type"] == "extra_forbidden" else fault["msg"]
                where = ".".join(str(step) for step in fault["loc"])
                faults.append(Fault(name, line, f"{CATEGORY}.{code}", f"{where}: {reason}" if where else reason))
    return found, faults


@dataclass(slots=True)
class _File:
    """One file of law while it is being read."""

    name: str
    authority: Authority
    prefix: str
    tables: dict[str, Any]
    lines: dict[tuple[str, bool], list[int]]
    faults: list[Fault]

    @classmethod
    def read(cls, path: Path, *, authority: Authority, faults: list[Fault]) -> "_File":
        text = path.read_text(encoding="utf-8")
        lines: dict[tuple[str, bool], list[int]] = {}
        for found in TABLE.finditer(text):
            lines.setdefault((found[1], bool(found[2])), []).append(text.count("\n", 0, found.start()) + 1)
        prefix = f"{authority.value}.{path.stem}"
        file = cls("/".join(path.parts[-4:]).lstrip("/"), authority, prefix, {}, lines, faults)
        try:
            file.tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"line (\d+)", str(error))
            faults.append(Fault(file.name, int(at[1]) if at else 1, prefix, str(error)))
        return file

    def rules(self) -> Iterator[Rule]:
        common = self._shared(self.tables.pop(COMMON, {}), COMMON)
        common_version = self._shared(common.pop("version", {}), f"{COMMON}.version")
        self.tables.pop(CATEGORY, None)
        for key, table in self.tables.items():
            if not isinstance(table, dict):
                self._fault(key, "stands outside a rule")
                continue
            versions = table.get("version", ())
            if isinstance(versions, list):
                versions = [{**common_version, **each} if isinstance(each, dict) else each for each in versions]
            if parsed := self._parsed(key, {**common, **table, "version": versions}):
                yield self._rule(key, parsed)

    def _shared(self, table: Any, key: str) -> dict[str, Any]:
        """What the rules of a file have in common: a table, or a fault and nothing."""
        if isinstance(table, dict):
            return dict(table)
        self._fault(key, "is one table: write [every_rule] and [every_rule.version], once each")
        return {}

    def stand_ins(self, rules: Mapping[str, Rule]) -> Iterator[Rule]:
        """Demo values: versions for rules whose value the law, as we know it, does not give."""
        for key, table in self.tables.items():
            rule = rules.get(f"{self.prefix}.{key}")
            if rule is None or not isinstance(table, dict) or not rule.missing or set(table) != {"version"}:
                self._fault(key, "a demo value may only give versions to a rule whose value is missing")
                continue
            shape = {"kind": rule.kind, "track": rule.track, "category": (), "reference_day": rule.reference_day}
            if parsed := self._parsed(key, {**shape, **table}):
                invented = (replace(version, is_demo=True) for version in self._versions(key, parsed))
                yield replace(rule, versions=tuple(invented))

    def _parsed(self, key: str, table: Mapping[str, Any]) -> schema.RuleTable | None:
        try:
            return schema.RuleTable.model_validate(table)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                where = [str(step) for step in fault["loc"]]
                version = int(where[1]) if where[:1] == ["version"] and len(where) > 1 else None
                reason = "unknown key" if fault["type"] == "extra_forbidden" else fault["msg"]
                self._fault(key, f"{'.'.join(where)}: {reason}" if where else reason, version=version)
            return None

    def _rule(self, key: str, table: schema.RuleTable) -> Rule:
        narrowed = (*table.only_if, *table.unless)
        for path in (table.fact, table.valid_until, *(only.fact for only in narrowed)):
            if path and path not in FACT_PATHS:
                self._fault(key, f"no fact stands at {path!r}")
        return Rule(
            code=f"{self.prefix}.{key}",
            kind=table.kind,
            authority=self.authority,
            track=table.track,
            categories=table.category,
            kinds=table.kinds,
            reference_day=table.reference_day,
            criterion=table.criterion or (f"{self.prefix}.{key}" if table.kind in JUDGED and table.version else ""),
            fact=table.fact,
            document=table.document,
            about=table.about,
            valid_until=table.valid_until,
            sealed=table.sealed,
            only_if=tuple(only(each) for each in table.only_if),
            unless=tuple(only(each) for each in table.unless),
            occasion=table.occasion,
            missing=table.missing,
            gap=table.gap,
            title=table.title.model_dump() if table.title else {},
            help=table.help.model_dump() if table.help else {},
            versions=self._versions(key, table),
            file=self.name,
            line=self._line(key),
        )

    def _versions(self, key: str, table: schema.RuleTable) -> tuple[Version, ...]:
        values = schema.VALUES.get(table.kind)
        for number, version in enumerate(table.version):
            if values is not None and not version.missing:
                try:
                    values.model_validate(version.values)
                except ValidationError as error:
                    for fault in error.errors(include_url=False):
                        where = ".".join(str(step) for step in ("values", *fault["loc"]))
                        self._fault(key, f"{where}: {fault['msg']}", version=number)
        for number, (earlier, later) in enumerate(pairwise(table.version), start=1):
            if later.in_force_from < earlier.in_force_from:
                self._fault(key, "versions stand in the order of their days", version=number)
            elif earlier.in_force_until is None or later.in_force_from < earlier.in_force_until:
                self._fault(key, f"overlaps the version from {earlier.in_force_from}", version=number)
            elif later.in_force_from > earlier.in_force_until:
                gap = f"{earlier.in_force_until} to {later.in_force_from}"
                self._fault(key, f"leaves a gap: nothing is in force from {gap}", version=number)
        return tuple(_version(f"{self.prefix}.{key}", version) for version in table.version)

    def _fault(self, key: str, reason: str, *, version: int | None = None) -> None:
        self.faults.append(Fault(self.name, self._line(key, version), f"{self.prefix}.{key}", reason))

    def _line(self, key: str, version: int | None = None) -> int:
        found = self.lines.get((key, version is not None)) or self.lines.get((key, False)) or [1]
        return found[min(version or 0, len(found) - 1)]


def only(table: schema.OnlyTable) -> Only:
    """The one test that a table of a file of law writes down."""
    ((test, value),) = table.tests.items()
    return Only(fact=table.fact, test=test, value=value)


def _version(code: str, table: schema.VersionTable) -> Version:
    return Version(
        rule=code,
        in_force_from=table.in_force_from,
        in_force_until=table.in_force_until,
        article=table.article,
        act=table.act,
        source=table.source,
        certainty=table.certainty,
        text_fr=table.text.fr if table.text else "",
        values=table.values,
        missing=table.missing,
    )
