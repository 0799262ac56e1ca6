"""One filled-in letter of each kind, as an authority would send it. Names and figures are invented."""

from dataclasses import replace
from datetime import date

from exchange import letters
from exchange.contracts import Appeal, AskedDocument, Period, Person
from exchange.vocabulary import LabourMarket, LetterKind, StartOfWork, Unit

OSTBELGIEN = letters.Sender(
    authority="ostbelgien",
    name="Ministerium der Deutschsprachigen Gemeinschaft",
    department="Fachbereich Beschäftigung",
    address=("Gospertstraße 1", "4700 Eupen"),
    email="arbeitserlaubnis@example.org",
    phone="+32 87 00 00 00",
)
FEDERAL = letters.Sender(
    authority="federal",
    name="Ausländeramt",
    department="Föderaler Öffentlicher Dienst Inneres",
    address=("Pachecolaan 44", "1000 Brüssel"),
    email="arbeit@example.org",
)
DIPLOMA = AskedDocument(
    code="diploma",
    title="Kopie des Diploms mit Übersetzung ins Deutsche, legalisiert durch die zuständige Vertretung",
    article="Art. 18/14 § 1 Abs. 1 Nr. 2 Buchst. b",
    asked_by="Deutschsprachige Gemeinschaft",
    remark="Die eingereichte Kopie ist auf Seite 2 nicht lesbar.",
)
RECORD = AskedDocument(
    code="criminal_record",
    title="Auszug aus dem Strafregister",
    article="Gesetz vom 15. Dezember 1980",
    asked_by="Ausländeramt",
)
GROUND = letters.Ground(
    text="Die vorgelegten Unterlagen belegen keine hohe berufliche Qualifikation: Der Studiengang umfasst zwei statt "
    "der verlangten drei Jahre, und die nachgewiesene Berufserfahrung betrifft einen anderen Tätigkeitsbereich.",
    article="Königlicher Erlass vom 9. Juni 1999, Art. 9 Abs. 1 Nr. 4 und Art. 18/14",
)
TO_THE_MINISTER = Appeal(
    body="Minister für Beschäftigung der Deutschsprachigen Gemeinschaft",
    within=1,
    unit=Unit.MONTHS,
    language="de",
    article="Gesetz vom 30. April 1999, Art. 10",
    certainty="UNVERIFIED",
    how="Er ist zu begründen und per Einschreiben einzureichen.",
)
PERIOD = Period(
    count=90, unit=Unit.DAYS, article="Königlicher Erlass vom 9. Juni 1999, Art. 18.37", certainty="UNVERIFIED"
)

LETTER = letters.LetterInput(
    reference="WB-2026-0000042-55",
    number="OB/2026/0042/A1",
    dated_on=date(2026, 3, 1),
    sender=OSTBELGIEN,
    addressee=("Hertogenwald Optik AG", "Frau Nathalie Keutgen", "Industriestraße 12", "4700 Eupen"),
    subject=letters.Subject(
        worker=Person(name="Priya Lakshmi Raman", born="14.07.1991", nationality="indisch"),
        employer_name="Hertogenwald Optik AG",
        employer_number="0123.456.749",
        job_title="Entwicklungsingenieurin für optische Messtechnik",
        place_of_work="Industriestraße 12, 4700 Eupen",
        category="Blaue Karte EU",
    ),
    content=letters.Completeness(complete_on=date(2026, 3, 1), decide_within=PERIOD),
    signature=letters.Signature(
        name="Miriam Pauquet",
        capacity="Fachbereichsleiterin",
        delegation="Aufgrund der Vollmacht vom 3. Januar 2024",
    ),
    legal_basis=(
        "Gesetz vom 30. April 1999 über die Beschäftigung ausländischer Arbeitnehmer",
        "Königlicher Erlass vom 9. Juni 1999, Art. 9 Abs. 1 Nr. 4, Art. 18/14 und Art. 30.9",
        "Zusammenarbeitsabkommen vom 2. Februar 2018",
    ),
    site_url="https://window.example.org",
    place="Eupen",
    handled_by="Andreas Thönnes",
)
GRANT = letters.WorkGrant(
    labour_market=LabourMarket.LIMITED,
    valid_from=date(2026, 5, 1),
    valid_until=date(2028, 4, 30),
    conditions=("Das Bruttojahresgehalt erreicht während der gesamten Dauer die für die Kategorie geltende Schwelle.",),
)
ANNEX_46 = letters.Annex46(
    card="H",
    labour_market=LabourMarket.LIMITED,
    start_of_work=StartOfWork.ON_NOTIFICATION,
    start_of_work_days=90,
    work_act="Ministerium der Deutschsprachigen Gemeinschaft, Nr. OB/2026/0042/A2 vom 20. April 2026",
    office=letters.Office(is_post=True, name="Belgische Botschaft in Neu-Delhi"),
    valid_from=date(2026, 5, 1),
    valid_until=date(2028, 4, 30),
)
SAMPLES = {
    LetterKind.COMPLETENESS: LETTER,
    LetterKind.DOCUMENTS_ASKED: replace(
        LETTER,
        content=letters.DocumentsRequest(
            documents=(DIPLOMA, RECORD), supply_within=replace(PERIOD, count=15, unit=Unit.WORKING_DAYS)
        ),
    ),
    LetterKind.WORK_GRANT: replace(LETTER, content=GRANT),
    LetterKind.WORK_REFUSAL: replace(
        LETTER, content=letters.WorkRefusal(grounds=(GROUND,)), appeal=TO_THE_MINISTER, demo=True
    ),
    LetterKind.ANNEX_46: replace(LETTER, content=ANNEX_46, sender=FEDERAL, number="IO/2026/0042", place="Brüssel"),
    LetterKind.ANNEX_47: replace(
        LETTER,
        content=letters.Annex47(
            card="A",
            labour_market=ANNEX_46.labour_market,
            start_of_work=ANNEX_46.start_of_work,
            office=ANNEX_46.office,
            time_ended_on=date(2026, 5, 2),
            article="Art. 24–33",
            valid_from=ANNEX_46.valid_from,
            valid_until=ANNEX_46.valid_until,
        ),
        sender=FEDERAL,
        number="IO/2026/0043",
        place="Brüssel",
    ),
    LetterKind.ANNEX_48: replace(
        LETTER, content=letters.Annex48(grounds=(GROUND,)), sender=FEDERAL, number="IO/2026/0042", place="Brüssel"
    ),
    LetterKind.INADMISSIBLE: replace(
        LETTER,
        content=letters.Inadmissible(
            missing=(DIPLOMA, RECORD), asked_on=date(2026, 2, 2), time_ended_on=date(2026, 2, 23)
        ),
        appeal=replace(TO_THE_MINISTER, body="Staatsrat", within=60, unit=Unit.DAYS, how=""),
    ),
}
