"""What each work authority is known to do without a mandate, and who may hold one: with its source, never more."""

from datetime import date

import pytest

from applications.vocabulary import WORK_AUTHORITIES, Certainty

ON = date(2026, 3, 2)


@pytest.mark.rule("brussels.intake.mandate")
@pytest.mark.rule("flanders.intake.mandate")
@pytest.mark.rule("wallonia.intake.mandate")
@pytest.mark.rule("ostbelgien.intake.mandate")
def test_only_brussels_is_sourced_as_declaring_inadmissible_without_a_mandate(book):
    found = {code: book.rule(f"{code}.intake.mandate").in_force(ON) for code in WORK_AUTHORITIES}
    severe = {code for code, version in found.items() if version.values["missing"] == "INADMISSIBLE"}
    assert severe == {"brussels"}
    assert found["brussels"].certainty == Certainty.SOURCED and found["brussels"].source.startswith("https://")
    others = [version for code, version in found.items() if code != "brussels"]
    assert all(version.certainty == Certainty.UNVERIFIED and "assumption" in version.source for version in others)


@pytest.mark.rule("brussels.intake.mandatary")
@pytest.mark.rule("flanders.intake.mandatary")
@pytest.mark.rule("wallonia.intake.mandatary")
@pytest.mark.rule("ostbelgien.intake.mandatary")
@pytest.mark.parametrize("authority", WORK_AUTHORITIES)
def test_a_mandatary_is_a_natural_person_residing_in_belgium_as_the_named_page_says(book, authority):
    version = book.rule(f"{authority}.intake.mandatary").in_force(ON)
    assert version.values == {"natural_person": True, "resides_in_belgium": True}
    assert version.certainty == Certainty.SOURCED and version.source.startswith("https://")
