"""A new application from an old one: its answers and its papers, each a file of its own (features 9 and 58)."""

import pytest
from django.core.files.storage import default_storage

from applications import files
from applications.models import Document, Dossier
from applications.services import copying
from applications.services.refusals import NotAllowed
from applications.vocabulary import Authority, State
from tests import stories

pytestmark = pytest.mark.django_db
IN_BRUSSELS = {
    "job": {
        "establishment_nis_code": "21004",
        "establishment_number": None,
        "workplaces": [{"nis_code": "21004", "share_percent": 100}],
    }
}


def copy(dossier, **more) -> Dossier:
    return copying.copy_as_draft(dossier_id=dossier.pk, by=stories.employer_actor(), at=stories.FILED_AT, **more)


def test_answers_and_papers_are_there_and_what_belongs_to_one_filing_or_to_the_worker_is_not():
    # GIVEN a filed application with every paper
    source = stories.filed_dossier()
    codes = set(source.documents.values_list("code", flat=True))
    assert {"fee_proof", "medical_certificate", "criminal_record", "diploma"} <= codes

    # WHEN it is copied
    draft = copy(source)

    # THEN the draft holds its answers, without fee and days of filing
    assert draft.state == State.DRAFT and draft.category == source.category
    answers = draft.draft.answers
    assert answers["worker"]["family_name"] == "Beispiel" and answers["filer"] == "EMPLOYER"
    assert not {"fee", "filed_on", "documents", "category"} & set(answers)

    # AND the open papers, each a file of its own with the same bytes
    taken = {document.code for document in draft.documents.all()}
    assert taken == codes - {"fee_proof", "medical_certificate", "criminal_record"}
    old, new = (Document.objects.get(dossier=each, code="diploma").versions.get() for each in (source, draft))
    assert (old.sha256, old.original_name) == (new.sha256, new.original_name) and old.file_key != new.file_key
    assert files.read(old.file_key) == files.read(new.file_key)
    assert source.journal.count() == 1  # copying is nothing that happened to the first


def test_another_place_of_work_goes_along_into_the_copy():
    draft = copy(stories.filed_dossier(), answers=IN_BRUSSELS)
    from applications.selectors import filing_check

    check = filing_check.check(Dossier.objects.get(pk=draft.pk), on=stories.FILED_AT.date())
    assert check.assessment.authority.code == Authority.BRUSSELS


def test_a_decided_application_can_be_copied_and_a_draft_or_a_foreign_one_cannot():
    assert copy(stories.granted_dossier()).is_draft
    with pytest.raises(NotAllowed, match="still a draft"):
        copy(stories.draft())
    with pytest.raises(NotAllowed, match="Only an employer, a mandatary or a person"):
        copying.copy_as_draft(dossier_id=stories.filed_dossier().pk, by=stories.officer("lena"), at=stories.FILED_AT)


def test_a_copy_that_fails_halfway_leaves_no_files(monkeypatch):
    source = stories.filed_dossier()
    kept: list[str] = []
    original = files.copy
    monkeypatch.setattr(files, "copy", lambda key: kept.append(original(key)) or kept[-1])

    def refuse(**_arguments):
        raise NotAllowed("full")

    monkeypatch.setattr(copying.documents, "record", refuse)
    with pytest.raises(NotAllowed, match="full"):
        copy(source)
    assert kept and not any(default_storage.exists(key) for key in kept)
    assert Dossier.objects.count() == 1
