"""Periods and appeals of the law as the clocks read them."""

from applications.rulebook.facts import Facts, missing, value_of
from applications.rulebook.model import ClockEvent, ClockRule, OnExpiry, Only, Rule, Unit, Version
from applications.vocabulary import Track


def concerns(rule: Rule, facts: Facts | None) -> bool:
    """Whether the tests of a period hold. An unknown fact makes no special case."""
    if rule.only_if and not (facts and all(_is_so(only, facts) for only in rule.only_if)):
        return False
    return not (rule.unless and facts and all(_is_so(only, facts) for only in rule.unless))


def clock_rule(rule: Rule, version: Version, *, switched: bool) -> ClockRule:
    """A deadline as the clocks read it. What its end proposes is proposed only while its switch is on (P11)."""
    values = version.values
    events = ("starts_with", "restarts_with", "met_by", "stopped_by", "pauses_with", "resumes_with", "extends_with")
    on_expiry = OnExpiry(values.get("on_expiry", OnExpiry.ALARM)) if switched else OnExpiry.ALARM
    return ClockRule(
        code=rule.code,
        version=version.id,
        track=rule.track,
        unit=Unit(values["unit"]),
        length=values["length"],
        on_expiry=on_expiry,
        rollover=values.get("rollover"),
        extension=values.get("extension", 0),
        counts_back_from=values.get("counts_back_from", ""),
        article=version.article,
        certainty=version.certainty,
        **{name: tuple(values.get(name, ())) for name in events},
    )


def appeal_clock(rule: Rule, version: Version) -> ClockRule:
    return ClockRule(
        code=rule.code,
        version=version.id,
        track=rule.track,
        unit=Unit(version.values["unit"]),
        length=version.values["length"],
        starts_with=appeal_starts(rule, version),
        met_by=(ClockEvent.APPEAL_LODGED,),
        article=version.article,
        certainty=version.certainty,
    )


def against(version: Version) -> tuple[str, ...]:
    return tuple(version.values.get("against", ("DECISION", "INADMISSIBILITY")))


def appeal_starts(rule: Rule, version: Version) -> tuple[str, ...]:
    """The events the rule names, else the notification of what it is against, on its own track."""
    if named := version.values.get("starts_with"):
        return tuple(named)
    refusal = (
        ClockEvent.RESIDENCE_REFUSAL_NOTIFIED if rule.track == Track.RESIDENCE else ClockEvent.WORK_REFUSAL_NOTIFIED
    )
    by_kind = {"DECISION": refusal, "INADMISSIBILITY": ClockEvent.INADMISSIBLE_NOTIFIED}
    wanted = [kind for kind in against(version) if kind != "INADMISSIBILITY" or rule.track != Track.RESIDENCE]
    return tuple(by_kind[kind] for kind in wanted)


def _is_so(only: Only, facts: Facts) -> bool:
    return not missing(facts, only.fact) and only.holds(value_of(facts, only.fact))
