"""The people of the demo: whom the stand-in for the identity provider knows, and what each of them may do here.

All invented. The subject is what the provider calls them and the button to press on its page. This module knows no
database, since the launcher reads it before Django is set up; `portal.accounts.seeding` gives them their places.
"""

import json
from dataclasses import dataclass
from urllib.parse import quote
from urllib.request import Request, urlopen

from applications.vocabulary import Capacity, Role

WORKER_NUMBER = "85473003317"  # a bis number with valid check digits that nobody carries: born on a 30th, "month 47"


def gettext_noop(message: str) -> str:
    """Mark a message for translation without loading the settings, as Django's own of that name would."""
    return message


class UnknownAccount(LookupError):
    """No account of the demo has that subject."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody to sign in as, and in one line (a message to translate) what they do."""

    subject: str
    name: str
    language: str
    does: str
    capacity: Capacity
    organisation: str = ""  # the key of the organisation, empty for who acts for himself
    roles: tuple[Role, ...] = ()
    title: str = ""
    more_claims: tuple[tuple[str, str], ...] = ()

    @property
    def email(self) -> str:
        return f"{self.subject}@demo.example"

    def claims(self) -> dict[str, str]:
        """What the provider says about them."""
        return {
            "sub": self.subject,
            "name": self.name,
            "email": self.email,
            "locale": self.language,
            **dict(self.more_claims),
        }


ACCOUNTS = (
    DemoAccount(
        "employer", "Karin Erfunden", "de", gettext_noop("files for a company in Eupen"),
        Capacity.EMPLOYER, "employer:0123456749", (Role.FILER,), "Personalabteilung",
    ),
    DemoAccount(
        "mandatary", "Joris Verzonnen", "nl", gettext_noop("lawyer, files for companies that gave a mandate"),
        Capacity.MANDATARY, "mandatary:0899999949", (Role.FILER,), "Advocaat",
    ),
    DemoAccount(
        "citizen", "Amina Modelo", "fr", gettext_noop("files for herself what only the worker may file"),
        Capacity.CITIZEN,
    ),
    DemoAccount(
        "worker", "Ananya Voorbeeld", "en", gettext_noop("follows the application made in her name"),
        Capacity.WORKER, more_claims=(("egovNRN", WORKER_NUMBER),),
    ),
    DemoAccount(
        "region-handler", "Lena Muster", "de", gettext_noop("handles dossiers of the German-speaking Community"),
        Capacity.OFFICER, "authority:ostbelgien", (Role.CASE_HANDLER, Role.COORDINATOR, Role.POLICY),
        "Sachbearbeiterin",
    ),
    DemoAccount(
        "region-signatory", "Ralf Beispiel", "de", gettext_noop("signs for the German-speaking Community"),
        Capacity.OFFICER, "authority:ostbelgien", (Role.CASE_HANDLER, Role.SIGNATORY), "Fachbereichsleiter",
    ),
    DemoAccount(
        "federal-handler", "Odile Personne", "fr", gettext_noop("handles dossiers of the Immigration Office"),
        Capacity.OFFICER, "authority:federal", (Role.CASE_HANDLER, Role.COORDINATOR, Role.POLICY),
        "Gestionnaire de dossiers",
    ),
    DemoAccount(
        "federal-signatory", "Jan Niemand", "nl", gettext_noop("signs for the Immigration Office"),
        Capacity.OFFICER, "authority:federal", (Role.CASE_HANDLER, Role.SIGNATORY), "Attaché",
    ),
    DemoAccount(
        "post", "Mira Exemplo", "en", gettext_noop("receives decisions at a Belgian post in India"),
        Capacity.POST, "post:new-delhi", (Role.AGENT,), "Visa section",
    ),
    DemoAccount(
        "commune", "Petra Probe", "de", gettext_noop("receives decisions at the commune of Eupen"),
        Capacity.COMMUNE, "commune:63023", (Role.AGENT,), "Bevölkerungsdienst",
    ),
    DemoAccount(
        "brussels-handler", "Paul Fictif", "fr", gettext_noop("handles dossiers of Brussels and sees no others"),
        Capacity.OFFICER, "authority:brussels", (Role.CASE_HANDLER,), "Gestionnaire de dossiers",
    ),
)  # fmt: skip


def find(subject: str) -> DemoAccount:
    """The account with that subject."""
    for account in ACCOUNTS:
        if account.subject == subject:
            return account
    raise UnknownAccount(f"{subject}; there are {', '.join(account.subject for account in ACCOUNTS)}")


def provision(provider_url: str) -> None:
    """Tell a running stand-in who these people are; it answers with these claims from then on."""
    for account in ACCOUNTS:
        claims = {key: value for key, value in account.claims().items() if key != "sub"}
        request = Request(  # noqa: S310 - an address of ours
            f"{provider_url.rstrip('/')}/users/{quote(account.subject)}",
            data=json.dumps(claims).encode(),
            headers={"Content-Type": "application/json"},
            method="PUT",
        )
        with urlopen(request, timeout=5):  # noqa: S310 - an address of ours
            pass
