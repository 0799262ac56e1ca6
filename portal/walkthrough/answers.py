"""What the people of the walkthrough type into the forms."""

from datetime import date

EMPLOYER = {
    "identity": "ENTERPRISE",
    "name": "Muster Automation AG",
    "enterprise_number": "0123.456.749",
    "seat_in_belgium": "yes",
    "seat_nis_code": "4700 Eupen",
    "establishment_count": "1",
    "contact_name": "Karin Erfunden",
    "contact_email": "hr@muster-automation.example",
}
WORKER = {
    "birth_date_day": "30",
    "birth_date_month": "7",
    "birth_date_year": "1985",
    "birth_place": "Pune",
    "birth_country": "IN",
    "sex": "M",
    "nationalities_0": "IN",
    "stateless": "no",
    "document_kind": "PASSPORT",
    "document_country": "IN",
    "document_number": "X0000000",
    "issued_on_day": "10",
    "issued_on_month": "8",
    "issued_on_year": "2022",
    "expires_on_day": "9",
    "expires_on_month": "8",
    "expires_on_year": "2032",
    "language": "en",
}
JOB = {
    "title": "Softwareentwicklungsingenieur",
    "description": "Entwirft und prüft die Steuerung der Fertigungslinien.",
    "highly_qualified": "yes",
    "ict_role": "NONE",
    "regulated_profession": "no",
    "engagement": "INDEFINITE",
    "signed_by_both": "yes",
    "yearly_gross": "69.300,00",
    "weekly_hours": "38",
    "establishment_nis_code": "4700 Eupen",
    "establishment_number": "2.123.456.791",
    "route": "DIPLOMA",
    "higher_education_years": "4",
    "recognised_institution": "yes",
    "diploma_language": "en",
    "translated_into_german": "yes",
    "legalisation": "BY_POST",
    "employed_under_art9_6": "no",
}
ABROAD = {"in_belgium": "no", "country": "IN", "street": "12 MG Road", "city": "Pune", "post_code": "new-delhi"}
AT_HOME = {
    "in_belgium": "yes",
    "stay_kind": "LONG_STAY",
    "right_of_stay_valid": "yes",
    "country": "BE",
    "street": "Klosterstraße 3",
    "postal_code": "4700",
    "city": "Eupen",
    "commune_nis_code": "4700 Eupen",
}


def day_fields(name: str, day: date) -> dict[str, str]:
    """A day as three fields post it."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
