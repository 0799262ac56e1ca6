"""Who gets which answer at every address: the declared policy, which the matrix compares with the site.

A row says for whom the address is at all (its audience) and what those get who know the thing it names. The rest
follows for every row alike: nobody signed in is sent to sign in, another capacity is told 403, and what is not yours
is the same 404 as what was never there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.security.world import (
    ADDRESSEES,
    BODIES,
    DOSSIERS,
    EVERYBODY,
    FILERS,
    KNOWN,
    OFFICERS,
    OFFICES,
    PARCELS,
    REGION,
    ROLES,
    UNKNOWN,
    WORKERS,
)

Status = int | Mapping[str, int]  # a mapping tells roles apart
Cells = Status | Mapping[str, Status]  # first by thing, where the address names one

READERS = (*FILERS, *WORKERS)
FILLERS = (*FILERS, *OFFICERS)
COMMUNES = ("commune", "commune-2")
POSTS = ("post", "post-2")
DRAFTS = ("own_draft", "foreign_draft")


@dataclass(frozen=True)
class Row:
    """One address, or one of its variants: `given` says which paper, step or outcome it is asked for."""

    name: str
    audience: tuple[str, ...]
    get: Cells | None = None
    post: Cells | None = None
    given: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join((self.name, *self.given.values()))

    def methods(self) -> Iterator[tuple[str, Cells]]:
        """The methods it answers to."""
        if self.get is not None:
            yield "get", self.get
        if self.post is not None:
            yield "post", self.post

    def expected(self, cells: Cells, role: str, thing: str) -> int:
        """The status of one cell of the matrix."""
        if role not in self.audience:
            return 302 if role == "anonymous" else 403
        if thing:
            if not knows(role, thing):
                return 404
            cells = cells.get(thing, 404)
        return cells if isinstance(cells, int) else cells[role]


def knows(role: str, thing: str) -> bool:
    """Whether the thing exists for that role."""
    return ADDRESSEES.get(role) == thing if thing in PARCELS else thing in KNOWN.get(role, ())


def _drafts(draft: int, filed: int) -> Cells:
    """What who fills in gets; officers type only what came on paper, and nothing here did."""
    filed_for = {**dict.fromkeys((*FILERS, *WORKERS), filed), **dict.fromkeys(OFFICERS, 404)}
    return {thing: draft if thing in DRAFTS else filed_for for thing in DOSSIERS}


def _filed(is_open: Status, granted: Status | None = None) -> Cells:
    return {"filed_own": is_open, "filed_foreign": is_open, "granted": is_open if granted is None else granted}


def _desks(*, region: int, federal: int) -> Status:
    return {role: federal if role == "federal" else region for role in OFFICERS}


def _sides(employer: int, firm: int) -> Status:
    return {"employer": employer, "employer-2": 404, "mandatary": firm}


def _under(mandatary: int) -> Cells:
    """Only a mandatary has a mandate to name; whoever files for himself is led on."""
    return {"own_draft": 302, "foreign_draft": mandatary, **_filed(302)}


def _public(name: str, get: Cells | None = 200, post: Cells | None = None) -> Row:
    return Row(name, ROLES, get, post)


def _parcels(status: int) -> Cells:
    return dict.fromkeys(PARCELS, status)


def _signed_in(anonymous: int, others: int) -> Status:
    return {role: anonymous if role == "anonymous" else others for role in ROLES}


_REGION_ONLY = _desks(region=200, federal=302)
_OFFICE_ONLY = _desks(region=302, federal=200)
_SIGNATORY_ONLY = {role: 200 if role == "region-signatory" else 302 for role in OFFICERS}
_SENDER_ONLY = {role: 200 if role in REGION else 404 for role in OFFICERS}
_SEALED_FROM_FILERS = {**dict.fromkeys(FILERS, 403), **dict.fromkeys(WORKERS, 200), **dict.fromkeys(OFFICERS, 404)}

ROWS = (
    # Anybody
    _public("live"),
    _public("ready"),
    _public("set_language", None, 302),
    _public("public:home"),
    _public("public:accessibility"),
    _public("public:privacy"),
    _public("public:verify"),
    _public("public:verify_letter", 200, 200),  # nothing to compare with: no such letter
    _public("public:information"),
    _public("public:which"),
    _public("public:precheck"),
    _public("public:communes"),
    _public("public:law"),
    Row("public:law_rule", ROLES, 200, given={"code": "federal.acts.appeal"}),
    _public("public:law_changes"),
    _public("public:law_beside"),
    _public("public:deadlines"),
    _public("public:deadlines_calendar", 302),  # without a case there are no days
    _public("public:styleguide", 404),  # shown in the demo only
    _public("account_login", _signed_in(200, 302)),
    _public("account_logout", _signed_in(302, 200), 302),
    _public("account_inactive", 403),
    _public("socialaccount_login_cancelled"),
    _public("socialaccount_login_error", 400),
    _public("openid_connect_login", 302, 404),  # no provider is known to the tests
    _public("openid_connect_callback", 404),
    Row("accounts:capacity", EVERYBODY, 200, 422),
    Row("accounts:for_oneself", EVERYBODY, None, {role: 403 if role in UNKNOWN else 302 for role in EVERYBODY}),
    # The worker's door
    _public("accounts:join", 404, 404),  # no invitation has this link
    _public("account_request_login_code", _signed_in(200, 302), _signed_in(422, 302)),
    _public("account_confirm_login_code", 302, 302),  # nobody asked for a code
    _public("accounts:passkey_options"),
    _public("accounts:passkey_sign_in", None, 302),
    Row("accounts:passkeys", WORKERS, 200, 403),  # theirs is the country's sign-in
    Row("accounts:passkey_remove", WORKERS, None, 302),
    Row("accounts:identity", WORKERS, 200, 403),
    # Who files, and the worker
    Row("applicant:dossiers", READERS, 200),
    Row("applicant:new", FILERS, 200, 422),
    Row("applicant:resume", FILLERS, _drafts(302, 302)),
    Row("applicant:beside", FILLERS, _drafts(200, 204)),
    Row("applicant:documents", FILLERS, _drafts(200, 302)),
    Row("applicant:check", FILLERS, _drafts(200, 302), _drafts(302, 302)),
    Row("applicant:discard", FILLERS, None, _drafts(302, 302)),
    Row("applicant:step", FILLERS, _drafts(200, 302), _drafts(422, 302)),
    Row("applicant:autosave", FILLERS, None, _drafts(204, 409)),
    Row(
        "applicant:document",
        (*READERS, *OFFICERS),
        {**dict.fromkeys(DRAFTS, 200), **_filed({**dict.fromkeys(READERS, 200), **dict.fromkeys(OFFICERS, 404)})},
        given={"paper": "travel_document"},
    ),
    Row(
        "applicant:document",
        (*READERS, *OFFICERS),
        {**dict.fromkeys(DRAFTS, 403), **_filed(_SEALED_FROM_FILERS)},
        given={"paper": "medical_certificate"},
    ),
    Row("applicant:part", WORKERS, _drafts(404, 302)),
    Row("applicant:door", BODIES, _drafts(200, 200), _drafts(422, 422)),
    Row("applicant:stated", WORKERS, _filed(200)),
    Row("applicant:confirm", WORKERS, None, _filed(302)),
    Row("applicant:flag", WORKERS, None, _filed(422)),
    Row("applicant:opened", (*WORKERS, "citizen"), _filed(200)),
    Row("applicant:upload", (*FILLERS, *WORKERS), None, _drafts(422, 422)),
    Row("applicant:remove", FILLERS, None, _drafts(302, 302)),
    Row("applicant:dossier", READERS, _filed(200)),
    Row("applicant:answer", FILERS, None, _filed(302)),
    Row("applicant:withdraw", FILERS, None, _filed(302)),
    Row("applicant:commune", READERS, None, _filed(422)),
    Row("applicant:filed_documents", READERS, _filed(200)),
    Row("applicant:receipt", READERS, _filed(200)),
    Row("applicant:receipt_text", READERS, _filed(200)),
    Row("applicant:receipt_json", READERS, _filed(200)),
    Row("applicant:file_under", BODIES, _under(200), _under(302)),
    Row("applicant:amend", FILERS, _filed(200, 302)),
    Row("applicant:amend_step", FILERS, _filed(200, 302), _filed(422)),
    Row("applicant:copy", FILERS, None, _filed(302)),
    # The two sides of a mandate; to other employers and firms it is what was never there
    Row("applicant:mandates", BODIES, 200),
    Row("applicant:give_mandate", BODIES, 200, 422),
    Row("applicant:mandate", BODIES, _sides(200, 200)),
    Row("applicant:mandate_paper", BODIES, _sides(200, 200)),
    Row("applicant:confirm_mandate", BODIES, None, _sides(302, 302)),
    Row("applicant:end_mandate", BODIES, _sides(200, 200), _sides(302, 302)),
    Row("applicant:substitute", BODIES, _sides(302, 200), _sides(422, 422)),
    Row("applicant:hand_over_mandate", BODIES, _sides(200, 200), _sides(422, 422)),
    # Officers
    Row("desk:queue", OFFICERS, 200),
    Row("desk:assign", OFFICERS, None, 302),
    Row("desk:signing", OFFICERS, 200),
    Row("desk:sign_many", OFFICERS, None, 302),
    Row("desk:make_many_ready", OFFICERS, None, 302),
    Row("desk:dossier", OFFICERS, _filed(200)),
    Row("desk:data", OFFICERS, _filed(200)),
    Row("desk:documents", OFFICERS, _filed(200)),
    Row("desk:deadlines", OFFICERS, _filed(200)),
    Row("desk:post", OFFICERS, _filed(200)),
    Row("desk:reach", OFFICERS, _filed(_REGION_ONLY), _filed(422)),
    Row("desk:mail", OFFICERS, 200),
    Row("desk:registered", OFFICERS, _SENDER_ONLY, _SENDER_ONLY | dict.fromkeys(REGION, 422)),
    Row("desk:registered_pdf", OFFICERS, _SENDER_ONLY),
    Row("desk:on_paper", OFFICERS, 200),
    Row("desk:on_paper_new", OFFICERS, _desks(region=200, federal=302), 422),
    Row("desk:add", OFFICERS, _filed(200, 302), _filed(422)),
    Row("desk:destination", OFFICERS, _filed(_OFFICE_ONLY), _filed(422)),
    Row("desk:unavailability", OFFICERS, 200, 422),
    Row("desk:law_drafts", OFFICERS, 200, 422),
    Row("desk:law_draft", OFFICERS, 404),  # nothing has been tried out
    Row("desk:law_draft_csv", OFFICERS, 404),
    Row("desk:unavailability_change", OFFICERS, 404, 404),  # nothing is on record
    Row("desk:registered_proof", OFFICERS, 404),  # none was scanned
    Row("desk:journal", OFFICERS, _filed(200)),
    Row("desk:notes", OFFICERS, _filed(200), _filed(422)),
    Row("desk:worker", OFFICERS, _filed(200), _filed(422)),
    Row("desk:hand_on", OFFICERS, None, _filed(302)),
    Row("desk:ask", OFFICERS, _filed(_REGION_ONLY, 302), _filed(422)),
    Row("desk:tick", OFFICERS, _filed(_OFFICE_ONLY, 302), _filed(422)),
    Row("desk:complete", OFFICERS, _filed(302), _filed(422)),
    Row("desk:assess", OFFICERS, _filed(302), _filed(422)),
    Row("desk:conclude", OFFICERS, _filed(302), _filed(422)),
    Row("desk:conclude", OFFICERS, _filed(404), _filed(404), given={"outcome": "perhaps"}),
    Row("desk:close", OFFICERS, _filed(_SIGNATORY_ONLY, 302), _filed(422)),
    Row("desk:correct", OFFICERS, _filed(200, 302), _filed(422)),
    Row("desk:employer", OFFICERS, _filed(_REGION_ONLY, 302), _filed(422)),
    Row("desk:mandate", OFFICERS, _filed(404)),  # nobody acts for an employer in these
    Row("desk:language", OFFICERS, _filed(200, 302), _filed(422)),
    Row("desk:terms", OFFICERS, _filed(302), _filed(422)),
    Row("desk:translate", OFFICERS, _filed(302, 200), _filed(302, 422)),
    Row("desk:rectify", OFFICERS, _filed(302, 200), _filed(302, 422)),
    Row("desk:drop_correction", OFFICERS, None, _filed(302)),
    Row("desk:reopen", OFFICERS, _filed(302, _SIGNATORY_ONLY), _filed(302, 422)),
    Row("desk:make_ready", OFFICERS, None, _filed(302)),
    Row("desk:sign", OFFICERS, _filed(302, 200), _filed(302)),
    Row(
        "desk:paper",
        OFFICERS,
        {thing: _desks(region=200, federal=403) for thing in ("filed_own", "filed_foreign", "granted")},
        given={"paper": "diploma"},
    ),
    Row("desk:paper", OFFICERS, _filed(_desks(region=403, federal=200)), given={"paper": "travel_document"}),
    Row("desk:paper", OFFICERS, _filed(_desks(region=403, federal=200)), given={"paper": "criminal_record"}),
    Row("desk:letter", OFFICERS, {"granted": 200}, given={"act": "WORK_GRANT"}),
    Row("desk:letter", OFFICERS, {"granted": 200}, given={"act": "ANNEX_46"}),
    Row("desk:translation", OFFICERS, {"granted": 200}),
    # Whoever gets post
    Row("inbox:list", (*READERS, *OFFICES), 200),
    Row("inbox:parcel", (*READERS, *OFFICES), _parcels(200)),
    Row("inbox:acknowledge", OFFICES, None, _parcels(302)),
    Row("inbox:letter", (*READERS, *OFFICES), _parcels(200), given={"act": "ANNEX_46"}),
    Row("inbox:letter", (*READERS, *OFFICES), _parcels(404), given={"act": "WORK_GRANT"}),  # not what it carries
    Row("inbox:translation", (*READERS, *OFFICES), _parcels(200), given={"act": "ANNEX_46"}),
    Row("inbox:translation", (*READERS, *OFFICES), _parcels(404), given={"act": "ANNEX_46", "language": "nl"}),
    # Posts and communes
    Row("partner:list", OFFICES, 200),
    Row("partner:claim", COMMUNES, 200, 422),
    Row("partner:dossier", OFFICES, {"granted": 200}),
    Row("partner:report", OFFICES, {"granted": 200}, {"granted": 422}),
    Row("partner:redirect", POSTS, {"granted": 200}, {"granted": 422}),
    Row("partner:announce", POSTS, {"granted": 200}, {"granted": 422}),
)
