"""What a dossier consists of right now: facts in force, their evaluation, papers with their newest versions."""

from dataclasses import dataclass
from datetime import datetime

from applications.models import Act, Document, DocumentRequest, DocumentVersion, Dossier, Evaluation, FactsVersion
from applications.rulebook import Evaluation as Judged
from applications.rulebook.facts import Facts


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Facts and evaluation of a filed dossier."""

    facts: Facts
    facts_version: FactsVersion
    evaluation: Judged
    evaluation_id: int

    def changed_since(self, moment: datetime | None) -> bool:
        """Whether the facts were changed after that moment: what somebody concluded then rests on others (P22)."""
        version = self.facts_version
        return moment is not None and version.number > 1 and version.recorded_at > moment


def of(dossier: Dossier) -> CaseFile:
    """The newest evaluation with the facts it was made from."""
    return _read(Evaluation.objects.select_related("facts_version").filter(dossier=dossier).order_by("-id")[0])


def as_decided(act: Act) -> CaseFile:
    """The evaluation an act was made from, whatever was corrected since."""
    if act.evaluation_id is None:
        return of(act.dossier)
    return _read(Evaluation.objects.select_related("facts_version").get(pk=act.evaluation_id))


def _read(stored: Evaluation) -> CaseFile:
    return CaseFile(
        Facts.model_validate(stored.facts_version.facts), stored.facts_version, Judged.from_json(stored.tree), stored.pk
    )


def documents(dossier: Dossier) -> dict[str, Document]:
    """Papers by code, each with its versions loaded, oldest first."""
    rows = dossier.documents.prefetch_related("versions")
    return {row.code: row for row in rows}


def answers_to(request: DocumentRequest) -> dict[str, DocumentVersion]:
    """The newest of what has come in since the request, by the code it was asked under; a file from before is none."""
    codes = [line.code for line in request.lines.all()]
    versions = DocumentVersion.objects.filter(document__dossier=request.dossier_id, document__code__in=codes)
    since = versions.filter(added_at__gte=request.asked_at).select_related("document").order_by("number")
    return {version.document.code: version for version in since}
