"""The law as this system knows it: show it, compare two days, account for every article, check it, try out a draft."""

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from applications import clock_case, rulebook
from applications.management import drafted, explaining, told
from applications.management.today import law_day
from applications.rulebook import checks, coverage, drafts, reading, registry, side_by_side
from applications.rulebook.facts import Facts
from applications.rulebook.model import Rule, RuleKind
from applications.services import simulating, simulation_csv
from applications.vocabulary import Authority, Track


class Command(BaseCommand):
    help = "law show | diff | coverage | check | explain | simulate: the law as known here, with its sources."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        show = verbs.add_parser("show", help="the rules in force on a day")
        show.add_argument("--kind", default="", choices=[str(kind) for kind in RuleKind], help="default: all kinds")
        show.add_argument("--track", default="", choices=Track.values, help="default: all tracks")
        diff = verbs.add_parser("diff", help="what differs between two days")
        compare = verbs.add_parser("compare", help="the rules of two authorities side by side")
        compare.add_argument("--with", dest="theirs", choices=Authority.values, required=True, metavar="AUTHORITY")
        for verb in (show, diff, compare):
            verb.add_argument("--authority", choices=Authority.values, required=verb is compare, help="default: all")
            verb.add_argument("--category", default="", help="default: all")
            verb.add_argument("--json", dest="as_json", action="store_true", help="as JSON")
            verb.add_argument("--language", choices=["fr", "nl", "de", "en"], default="en", help="of the titles")
        for verb in (show, compare):
            verb.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="default: today")
        diff.add_argument("--from", dest="earlier", type=date.fromisoformat, metavar="DATE", required=True)
        diff.add_argument("--to", dest="later", type=date.fromisoformat, metavar="DATE", required=True)
        covered = verbs.add_parser(
            "coverage", help="every article of the decrees, with its rules or the reason why none"
        )
        covered.add_argument("--json", dest="as_json", action="store_true", help="as JSON")
        verbs.add_parser("check", help="read every file of law and report what is wrong")
        simulate = verbs.add_parser("simulate", help="what a draft would change in what has been judged so far")
        simulate.add_argument("draft", metavar="DRAFT", help="a TOML file, or a folder of them")
        simulate.add_argument("--authority", choices=Authority.values, help="whose law; else the path names it")
        simulate.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="as if all were filed on that day")
        output = simulate.add_mutually_exclusive_group()
        output.add_argument("--json", dest="as_json", action="store_true", help="as JSON")
        output.add_argument("--csv", dest="as_csv", action="store_true", help="as CSV")
        explain = verbs.add_parser("explain", help="why a finding or a date, in words")
        explain.add_argument("code", metavar="RULE", help="code of the rule")
        explain.add_argument("--facts", metavar="FACTS.json", help="judge these facts by it")
        explain.add_argument("--events", metavar="EVENTS.json", help="count its period from these events")
        explain.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="default: today")
        explain.add_argument("--language", choices=["fr", "nl", "de", "en"], default="en", help="of the words")

    def handle(self, *, verb: str, **options: Any) -> None:
        try:
            self.verbs[verb](**options)
        except rulebook.UnknownCategory as unknown:
            raise CommandError(reading.unknown_category(unknown, rulebook.rulebook())) from None
        except rulebook.UnsoundLaw as unsound:
            raise CommandError(f"The law does not load:\n{unsound}") from None

    @property
    def verbs(self) -> dict[str, Callable[..., None]]:
        return {
            "show": self.show,
            "diff": self.diff,
            "compare": self.compare,
            "coverage": self.coverage,
            "check": self.check_files,
            "explain": self.explain,
            "simulate": self.simulate,
        }

    def show(
        self,
        *,
        authority: str | None,
        category: str,
        kind: str,
        track: str,
        on: date | None,
        language: str,
        as_json: bool,
        **_: Any,
    ) -> None:
        on, book = on or law_day(), rulebook.rulebook()
        found = reading.on_day(book, on=on, authority=authority, category=category, rule_kind=kind, track=track)
        with translation.override(language):
            rows = [reading.entry_json(each) for each in found]
        is_covered = reading.is_covered(book, authority=authority, category=category)
        if as_json:
            asked = {"on": on.isoformat(), "authority": authority, "category": category or None}
            self._print({**asked, "is_covered": is_covered, "rules": rows})
            return
        if not is_covered:
            whose = f"{authority or 'any authority'} on {category or 'anything'}"
            self.stdout.write(f"No law of {whose} is known here; only what holds for every application:")
        for row in rows:
            self.stdout.write(f"{row['code']}: {row['title']}")
            self.stdout.write(f"    {row['missing'] or row['kind'] + ', ' + row['article']}")
            if row["version"]:
                self.stdout.write(f"    {row['certainty']}: {row['source']}; since {row['in_force_from']}")
            for name, value in row["values"].items():
                self.stdout.write(f"    {name} = {value}")

    def diff(
        self,
        *,
        authority: str | None,
        category: str,
        earlier: date,
        later: date,
        language: str,
        as_json: bool,
        **_: Any,
    ) -> None:
        book = rulebook.rulebook()
        found = reading.between(book, earlier=earlier, later=later, authority=authority, category=category)
        with translation.override(language):
            changes = [reading.change_json(each) for each in found]
        if as_json:
            self._print({"from": earlier.isoformat(), "to": later.isoformat(), "changes": changes})
            return
        for change in changes:
            self.stdout.write(f"{change['code']}: {change['before'] or 'no rule'} → {change['after'] or 'no rule'}")
            for name, (before_value, after_value) in change["values"].items():
                self.stdout.write(f"    {name}: {before_value} → {after_value}")
        if not changes:
            self.stdout.write("Nothing differs between the two days.")

    def compare(
        self, *, authority: str, theirs: str, category: str, on: date | None, language: str, as_json: bool, **_: Any
    ) -> None:
        on = on or law_day()
        pairs = side_by_side.beside(rulebook.rulebook(), ours=authority, theirs=theirs, on=on, category=category)
        with translation.override(language):
            rows = [side_by_side.pair_json(pair) for pair in pairs]
        if as_json:
            asked = {"on": on.isoformat(), "authorities": [authority, theirs], "category": category or None}
            self._print({**asked, "pairs": rows})
            return
        for row in rows:
            self.stdout.write("same" if row["is_same"] else "not the same")
            for whose, side in ((authority, row["ours"]), (theirs, row["theirs"])):
                said = f"{side['code']} {side['values'] or side['missing']}" if side else "no such rule known"
                self.stdout.write(f"    {whose}: {said}")

    def coverage(self, *, as_json: bool, **_: Any) -> None:
        book = rulebook.rulebook()
        paths = [registry.POPULATIONS, *(path for folder in registry.registered() for path in folder.coverage)]
        rows = [_covered(article, book) for path in paths for article in coverage.read(path)]
        if as_json:
            self._print(rows)
            return
        for row in rows:
            self.stdout.write(f"{row['text']}, art. {row['article']}: {row['about']}")
            for line in (*row["rules"], *([row["reason"]] if row["reason"] else [])):
                self.stdout.write(f"    {line}")
            for code, authorities in row["categories"].items():
                known = ", ".join(f"{name} {said['rules']}{_gap(said)}" for name, said in authorities.items())
                self.stdout.write(f"    category {code}; rules: {known}")

    def check_files(self, **_: Any) -> None:
        if faults := checks.faults():
            raise CommandError("\n".join(str(fault) for fault in faults))
        book = rulebook.rulebook()
        marks = ", ".join(f"{count} {mark}" for mark, count in _marks(book.rules.values()).items())
        self.stdout.write(f"{len(book.rules)} rules are sound; versions: {marks}.")

    def explain(
        self, *, code: str, facts: str | None, events: str | None, on: date | None, language: str, **_: Any
    ) -> None:
        on = on or law_day()
        try:
            rule = rulebook.rulebook().rule(code)
        except rulebook.UnknownRule:
            raise CommandError(f"No rule carries the code {code!r}. `law show` lists the codes.") from None
        with translation.override(language):
            for line in explaining.rule(rule, on=on):
                self.stdout.write(line)
            if facts:
                for line in explaining.finding(rule, told.read(facts, Facts, what="facts"), on=on):
                    self.stdout.write(line)
            if events:
                case = told.read(events, clock_case.Case, what="events")
                for line in explaining.period(rule, told.clocks_of(case, on=on)):
                    self.stdout.write(line)

    def simulate(
        self, *, draft: str, authority: str | None, on: date | None, as_json: bool, as_csv: bool, **_: Any
    ) -> None:
        law = drafts.load(drafted.read(draft, authority=authority))
        report = simulating.count(draft=law, as_if_on=on, say=lambda percent: self.stderr.write(f"{percent} %"))
        if as_json:
            self._print(report)
        elif as_csv:
            self.stdout.write(simulation_csv.table(report), ending="")
        else:
            for line in drafted.told(report):
                self.stdout.write(line)

    def _print(self, value: Any) -> None:
        self.stdout.write(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def _covered(article: coverage.Covered, book: rulebook.Rulebook) -> dict[str, Any]:
    return {
        "text": article.text,
        "article": article.article,
        "about": article.about,
        "rules": list(article.rules),
        "categories": {code: _covered_by(book, code) for code in article.categories},
        "reason": article.reason,
    }


def _covered_by(book: rulebook.Rulebook, category: str) -> dict[str, dict[str, Any]]:
    """How many rules each authority has for the category, and whether its conditions are known."""
    return {
        authority: {
            "rules": sum(category in rule.categories for rule in book.select(authorities=[authority])),
            "is_known": book.knows(authority=authority, category=category),
        }
        for authority in Authority.values
    }


def _gap(said: dict[str, Any]) -> str:
    return "" if said["is_known"] or not said["rules"] else " (conditions not known)"


def _marks(rules: Iterable[Rule]) -> dict[str, int]:
    marks: dict[str, int] = {}
    for rule in rules:
        for version in rule.versions:
            marks[str(version.certainty)] = marks.get(str(version.certainty), 0) + 1
    return dict(sorted(marks.items()))
