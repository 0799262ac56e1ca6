"""What a letter of this dossier prints: the facts, the law and the signatory, gathered for `exchange.letters`.

The same dossier, act and day give the same input; signing compares its digest with the one of the preview. A
correction (P13) is dated on its own day and otherwise made as on the day of the decision: it decides nothing anew.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.utils import translation
from django_countries import countries

from applications import calendar, notices, permit_terms, rulebook, territory
from applications.models import Act, ActorName, Dossier, Signatory
from applications.rulebook import Evaluation, sentences
from applications.rulebook.facts import Facts
from applications.rulebook.model import ClockEvent, RuleKind
from applications.vocabulary import PERMITS, ActKind, Authority, Result
from exchange import contracts, letters
from exchange.vocabulary import Unit

REFUSALS = frozenset({ActKind.WORK_REFUSAL, ActKind.ANNEX_48, ActKind.INADMISSIBLE})


def of_act(
    dossier: Dossier,
    act: Act,
    facts: Facts,
    evaluation: Evaluation,
    signatory: Signatory,
    *,
    on: date,
    translated_to: str = "",
    words: Mapping[str, str] | None = None,
) -> letters.LetterInput:
    """The input of an act's letter, signed by that signatory on that day; or of its translation (P14).

    `words` are the officer's own words for grounds or papers in the language of the translation.
    """
    signer = ActorName.objects.filter(actor_key=signatory.actor_key).first()
    language = translated_to or act.language
    decided = decided_on(act, on=on)
    with translation.override(language):
        return letters.LetterInput(
            reference=str(dossier.reference),
            number=f"{dossier.reference}/{act.pk}",
            dated_on=on,
            sender=letters.Sender(authority=act.authority, name=str(Authority(act.authority).label)),
            addressee=_addressee(act, facts),
            subject=_subject(dossier, facts, language=language),
            content=_content(
                dossier, act, facts, evaluation, on=decided, language=language, words=own_words(act) | dict(words or {})
            ),
            signature=letters.Signature(
                name=signer.display_name if signer else signatory.title,
                capacity=signatory.title,
                delegation=signatory.delegation,
            ),
            site_url=settings.PUBLIC_URL,
            legal_basis=_legal_basis(evaluation, act.track),
            appeal=find_appeal(act, language=language, on=decided) if act.kind in REFUSALS else None,
            binding_language=act.language if translated_to else "",
            rectifies=_rectified(act, on=decided, words=words or {}),
            demo=settings.DEMO_VALUES,
        )


CORRECTION = "correction"


def decided_on(act: Act, *, on: date) -> date:
    """The day of the decision: that of the first act in a chain of corrections; `on` for an act not signed yet."""
    first = act
    while first.rectifies is not None:
        first = first.rectifies
    return calendar.day_of(first.signed_at) if first.signed_at else on


def own_words(act: Act) -> dict[str, str]:
    """What the letter prints in an officer's own words, by the code of its ground or paper: nobody else can translate
    it. The correction of an error stands under `CORRECTION`.
    """
    said = {code: text for code, text in act.grounds.get("reasons", {}).items() if text}
    if act.kind == ActKind.INADMISSIBLE:
        lines = act.dossier.requests.get(pk=act.grounds["request"]).lines.filter(code__in=act.grounds["codes"])
        said = {line.code: line.reason for line in lines if line.reason}
    elif act.kind in (ActKind.WORK_GRANT, *PERMITS):
        said = {}  # a yes prints its conditions in the law's words
    if act.grounds.get(CORRECTION):
        said[CORRECTION] = act.grounds[CORRECTION]
    return said


def _rectified(act: Act, *, on: date, words: Mapping[str, str]) -> letters.Rectified | None:
    if act.rectifies is None or act.rectifies.signed_at is None:
        return None
    return letters.Rectified(
        number=act.rectifies.number,
        dated_on=calendar.day_of(act.rectifies.signed_at),
        decided_on=on,
        correction=words.get(CORRECTION) or act.grounds.get(CORRECTION, ""),
    )


def appeal(act: Act, *, language: str, on: date) -> contracts.Appeal:
    """The appeal against an act, as letters state it: some authorities know another body for an inadmissibility."""
    against = "INADMISSIBILITY" if act.kind == ActKind.INADMISSIBLE else "DECISION"
    rule = rulebook.appeal(authority=act.authority, on=on, category=act.dossier.category, against=against)
    with translation.override(language):
        body = sentences.title(rule.body)
        how = sentences.find(f"appeal_form.{rule.body}") or ""
    return contracts.Appeal(
        body=body,
        within=rule.length,
        unit=Unit(rule.unit),
        language=language,
        article=notices.known(rule.article),
        certainty=rule.certainty,
        how=how,
        from_signature=ClockEvent.WORK_REFUSAL_SIGNED in rule.starts_with,
    )


def find_appeal(act: Act, *, language: str, on: date) -> contracts.Appeal | None:
    """The appeal against a refusal, which must have one; against an inadmissibility, where the rulebook knows one."""
    try:
        return appeal(act, language=language, on=on)
    except (rulebook.UnknownRule, rulebook.NoRuleInForce):
        if act.kind != ActKind.INADMISSIBLE:
            raise
        return None


def _content(
    dossier: Dossier,
    act: Act,
    facts: Facts,
    evaluation: Evaluation,
    *,
    on: date,
    language: str,
    words: Mapping[str, str],
) -> letters.Content:
    match act.kind:
        case ActKind.WORK_GRANT:
            given = permit_terms.of_act(act, facts, evaluation, category=dossier.category, on=on)
            return letters.WorkGrant(
                labour_market=given.labour_market,
                valid_from=given.valid_from,
                valid_until=given.valid_until,
                grounds=_conditions_met(evaluation, act),
            )
        case ActKind.ANNEX_46:
            given = permit_terms.of_act(act, facts, evaluation, category=dossier.category, on=on)
            work = _work_grant(dossier, act)
            return letters.Annex46(
                card=given.card,
                labour_market=given.labour_market,
                start_of_work=notices.start_of_work(facts),
                start_of_work_days=_days_on_annex(dossier, on=on),
                work_act=f"{Authority(work.authority).label}, {work.number}",
                office=_office(dossier, language=language),
                valid_from=given.valid_from,
                valid_until=given.valid_until,
            )
        case ActKind.ANNEX_47:
            given = permit_terms.of_act(act, facts, evaluation, category=dossier.category, on=on)
            return letters.Annex47(
                card=given.card,
                labour_market=given.labour_market,
                start_of_work=notices.start_of_work(facts),
                start_of_work_days=_days_on_annex(dossier, on=on),
                office=_office(dossier, language=language),
                time_ended_on=date.fromisoformat(act.grounds["time_ended_on"]),
                article=notices.known(act.grounds["article"]),
                valid_from=given.valid_from,
                valid_until=given.valid_until,
            )
        case ActKind.WORK_REFUSAL:
            return letters.WorkRefusal(grounds=_grounds(evaluation, act, words))
        case ActKind.ANNEX_48:
            return letters.Annex48(grounds=_grounds(evaluation, act, words))
    return _inadmissible(dossier, act, evaluation, words)


def _work_grant(dossier: Dossier, act: Act) -> Act:
    """The regional yes on which annex 46 rests: the newest signed before it, corrected or not."""
    granted = dossier.acts.filter(kind=ActKind.WORK_GRANT, signed_at__isnull=False).order_by("-signed_at", "-id")
    found = granted.filter(signed_at__lte=act.signed_at) if act.signed_at else granted
    return found[0]


def _inadmissible(dossier: Dossier, act: Act, evaluation: Evaluation, words: Mapping[str, str]) -> letters.Inadmissible:
    """What was asked and has not come, between which days."""
    request = dossier.requests.get(pk=act.grounds["request"])
    articles = {need.code: notices.known(need.article) for need in evaluation.documents}
    return letters.Inadmissible(
        missing=tuple(
            contracts.AskedDocument(
                code=line.code,
                title=sentences.title(line.code),
                article=articles.get(line.code, ""),
                asked_by=str(Authority(line.authority).label),
                remark=words.get(line.code, ""),
            )
            for line in request.lines.filter(code__in=act.grounds["codes"]).order_by("id")
        ),
        asked_on=date.fromisoformat(act.grounds["asked_on"]),
        time_ended_on=date.fromisoformat(act.grounds["time_ended_on"]),
    )


def _conditions_met(evaluation: Evaluation, act: Act) -> tuple[letters.Ground, ...]:
    findings = [f for f in evaluation.findings if f.track == act.track]
    held = [f for f in findings if f.kind == RuleKind.CONDITION and f.result == Result.MET]
    return tuple(letters.Ground(text=sentences.sentence(f), article=notices.known(f.article)) for f in held)


def _grounds(evaluation: Evaluation, act: Act, words: Mapping[str, str]) -> tuple[letters.Ground, ...]:
    """The grounds chosen for a no, in the officer's words where he gave any."""
    findings = {f.code: f for f in evaluation.findings if f.track == act.track}
    return tuple(
        letters.Ground(
            text=words.get(code) or (sentences.sentence(findings[code]) if code in findings else sentences.title(code)),
            article=notices.known(findings[code].article) if code in findings else "",
        )
        for code in act.grounds.get("codes", [])
    )


def _legal_basis(evaluation: Evaluation, track: str) -> tuple[str, ...]:
    """The texts the decision rests on, each named once, in the order of the law's files."""
    named: dict[str, None] = {}
    for finding in evaluation.findings:
        if finding.track == track and finding.act and finding.act != "platform":
            named.setdefault(sentences.title(finding.act), None)
    return tuple(named)


def _subject(dossier: Dossier, facts: Facts, *, language: str) -> letters.Subject:
    place = territory.commune(facts.job.establishment_nis_code) if facts.job.establishment_nis_code else None
    return letters.Subject(
        worker=_worker(facts),
        employer_name=notices.employer_name(facts),
        employer_number=facts.employer.enterprise_number or facts.employer.register_number or "",
        job_title=facts.job.title or "",
        place_of_work=place.name(language) if place else "",
        category=sentences.title(dossier.category),
    )


def _worker(facts: Facts) -> contracts.Person:
    """The worker as a letter names him: days and countries in its language."""
    person = notices.person(facts)
    nationalities = ", ".join(str(countries.name(code)) for code in facts.worker.nationalities)
    return replace(person, born=sentences.localised(person.born), nationality=nationalities)


def _addressee(act: Act, facts: Facts) -> tuple[str, ...]:
    """The firm and its contact person, or the worker where no employer takes part.

    A permit is read by post and commune too, who have no business with the contact person.
    """
    contact = "" if act.kind in PERMITS else facts.employer.contact_name
    return tuple(part for part in (notices.employer_name(facts) or notices.person(facts).name, contact) if part)


def _office(dossier: Dossier, *, language: str) -> letters.Office:
    if dossier.post_code:
        return letters.Office(is_post=True, name=territory.post(dossier.post_code).name(language))
    commune = territory.commune(dossier.commune_nis_code) if dossier.commune_nis_code else None
    return letters.Office(is_post=False, name=commune.name(language) if commune else "")


def _days_on_annex(dossier: Dossier, *, on: date) -> int | None:
    """How long one may work on annex 46 while the card is made; None where no rule says."""
    value = rulebook.rulebook().find_issued("days", category=dossier.category, kind=dossier.kind, on=on)
    return int(value.values["days"]) if value else None
