"""Which pages are visited, by whom, in which state; a page without a stop fails a test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse

from applications.vocabulary import Stage

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from portal.shots.scene import Scene

NOBODY = ""
STEPS = ("employer", "worker", "job", "residence")
UNKNOWN = "WB-2026-0999999-99"
ANSWERS = {  # to the check before applying
    "place": "4700 Eupen",
    "pay": "69300",
    "job": "Automation engineer",
    "engagement": "INDEFINITE",
    "route": "DIPLOMA",
    "years": "4",
    "recognised": "yes",
    "where": "ABROAD",
}
SIMULATED = {  # a case for the deadline simulator
    "category": "eu_blue_card",
    "authority": "ostbelgien",
    "start": "2026-03-02",
    "e1-what": "COMPLETE_DECLARED",
    "e1-day": "2026-03-10",
    "e2-what": "COMPLETENESS_NOTIFIED",
    "e2-day": "2026-03-12",
    "w-what": "PIECES_ASKED",
    "w-day": "2026-04-07",
    "w-track": "RESIDENCE",
    "w-by": "federal",
}
WHICH = {  # to the question which permit is needed
    "job_nature": "SEASONAL",
    "job_over_90_days": "yes",
    "place": "4700 Eupen",
    "worker_nationalities_0": "IN",
    "worker_eu_family": "no",
    "residence_labour_market": "NONE",
}
SINGLE_PERMIT = {
    "category": "single_permit",
    "place": "2000 Antwerpen",
    "job_profile": "HIGHLY_SKILLED",
    "pay": "45000",
}

NOT_PAGES = {
    "live", "ready",  # for machines
    "set_language", "openid_connect_login", "openid_connect_callback",  # on the way to another page
    "applicant:resume", "applicant:discard", "applicant:upload", "applicant:remove", "applicant:answer",
    "applicant:commune", "applicant:withdraw", "applicant:autosave", "applicant:copy",
    "applicant:confirm_mandate",  # posts; their pages are the forms they stand on
    "applicant:beside", "public:communes",  # parts of a page
    "applicant:document", "applicant:receipt_text", "applicant:receipt_json", "desk:paper", "desk:letter",
    "desk:registered_pdf", "desk:registered_proof", "desk:law_draft_csv",
    "inbox:letter", "applicant:mandate_paper", "desk:mandate", "desk:translation", "inbox:translation",  # files
    "public:deadlines_calendar",
    "desk:sign_many", "desk:make_many_ready", "desk:drop_correction",  # posts
    "desk:assign", "desk:hand_on", "desk:make_ready", "inbox:acknowledge",  # posts
    "partner:report", "partner:announce", "partner:redirect",  # posts
    "accounts:for_oneself",  # a post
    "accounts:passkey_options",  # for the browser's own ceremony
    "accounts:passkey_sign_in", "accounts:passkey_remove", "applicant:confirm", "applicant:flag",  # posts
    "account_confirm_login_code",  # shown by sending the form before it
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stop:
    """One page to look at: who opens it, where, what is done there before the picture, and the answer expected."""

    name: str
    person: str
    address: str
    do: "Callable[[Page], None] | None" = None
    status: int = 200


def stops(scene: "Scene") -> list[Stop]:
    """All of them, room by room; neighbours share a person where they can."""
    return [*_public(scene), *_before(), *_law(), *_faults(scene), *_drafts(scene), *_followed(scene),
            *_mandates(scene),
            *_changes(scene), *_inboxes(scene), *_partners(scene),
            *_queues(), *_region(scene), *_office(scene)]  # fmt: skip


# --- Everybody ---------------------------------------------------------------------------------------------------


def _public(scene: "Scene") -> Iterator[Stop]:
    yield Stop("public/home", NOBODY, reverse("public:home"))
    yield Stop("public/accessibility", NOBODY, reverse("public:accessibility"))
    yield Stop("public/privacy", NOBODY, reverse("public:privacy"))
    yield Stop("public/information", NOBODY, reverse("public:information"))
    yield Stop("public/verify", NOBODY, reverse("public:verify"))
    yield Stop("public/verify-invalid", NOBODY, reverse("public:verify"), _filled("reference", "WB-1"), 422)
    yield Stop("public/verify-issued", NOBODY, reverse("public:verify_letter", args=[scene.granted]))
    yield Stop(
        "public/verify-different",
        NOBODY,
        reverse("public:verify_letter", args=[scene.granted]),
        _filled("sha256", "0" * 64),
    )
    yield Stop("public/verify-act-corrected", NOBODY, reverse("public:verify_letter", args=[scene.corrected]))
    yield Stop("public/verify-act-undone", NOBODY, reverse("public:verify_letter", args=[scene.reopened]))
    yield Stop("public/styleguide", NOBODY, reverse("public:styleguide"))
    yield Stop("public/styleguide-desk", NOBODY, reverse("public:styleguide") + "?desk")
    yield Stop("accounts/sign-in", NOBODY, reverse("account_login"))
    yield Stop("accounts/code", NOBODY, reverse("account_request_login_code"))
    yield Stop("accounts/code-sent", NOBODY, reverse("account_request_login_code"), _filled("email", "a@demo.example"))
    yield Stop("accounts/invitation", NOBODY, f"{reverse('accounts:join')}?t={scene.invitation}")
    yield Stop(
        "accounts/invitation-wrong",
        NOBODY,
        f"{reverse('accounts:join')}?t={scene.invitation}",
        _sent(reverse("accounts:join")),
        422,
    )
    yield Stop("accounts/invitation-unknown", NOBODY, f"{reverse('accounts:join')}?t=nothing", status=404)
    yield Stop("accounts/cancelled", NOBODY, reverse("socialaccount_login_cancelled"))
    yield Stop("accounts/failed", NOBODY, reverse("socialaccount_login_error"), status=400)
    yield Stop("accounts/inactive", NOBODY, reverse("account_inactive"), status=403)
    yield Stop("accounts/capacity", "employer", reverse("accounts:capacity"))
    yield Stop("accounts/sign-out", "employer", reverse("account_logout"))


def _before() -> Iterator[Stop]:
    check = reverse("public:precheck")
    which = reverse("public:which")
    yield Stop("public/which", NOBODY, which)
    yield Stop("public/which-seasonal", NOBODY, f"{which}?{urlencode(WHICH)}")
    yield Stop("public/which-exempt", NOBODY, f"{which}?{urlencode(WHICH | {'worker_nationalities_0': 'FR'})}")
    yield Stop("public/which-open", NOBODY, f"{which}?{urlencode({'job_over_90_days': 'yes'})}")
    yield Stop("public/check-seasonal", NOBODY, f"{check}?{urlencode({'category': 'seasonal'})}")
    yield Stop("public/check-single-permit", NOBODY, f"{check}?{urlencode(SINGLE_PERMIT)}")
    yield Stop("public/precheck", NOBODY, check)
    yield Stop("public/precheck-likely", NOBODY, f"{check}?{urlencode(ANSWERS)}")
    yield Stop("public/precheck-brussels", NOBODY, f"{check}?{urlencode(ANSWERS | {'place': '1000'})}")
    yield Stop("public/precheck-invalid", NOBODY, f"{check}?{urlencode(ANSWERS | {'pay': 'much'})}", status=422)


def _law() -> Iterator[Stop]:
    law = reverse("public:law")
    yield Stop("public/law", NOBODY, law)
    yield Stop("public/law-rules", NOBODY, f"{law}?authority=flanders&category=eu_blue_card&on=2026-03-02")
    yield Stop("public/law-nothing", NOBODY, f"{law}?authority=wallonia&category=eu_blue_card&on=1999-01-01")
    yield Stop("public/law-invalid", NOBODY, f"{law}?category=astronaut&on=2026-02-30", status=422)
    yield Stop("public/law-rule", NOBODY, reverse("public:law_rule", args=["flanders.pay.blue_card"]))
    yield Stop("public/law-rule-missing", NOBODY, reverse("public:law_rule", args=["ostbelgien.periods.decision"]))
    changes = reverse("public:law_changes")
    yield Stop("public/law-changes", NOBODY, changes)
    yield Stop("public/law-changed", NOBODY, f"{changes}?authority=flanders&earlier=2024-12-31&later=2025-01-01")
    beside = reverse("public:law_beside")
    yield Stop("public/law-beside", NOBODY, f"{beside}?ours=flanders&theirs=ostbelgien&category=eu_blue_card")
    deadlines = reverse("public:deadlines")
    yield Stop("public/deadlines", NOBODY, deadlines)
    yield Stop("public/deadlines-answer", NOBODY, f"{deadlines}?{urlencode(SIMULATED)}")
    yield Stop("public/deadlines-invalid", NOBODY, f"{deadlines}?category=seasonal&e1-what=PERMIT_ISSUED", status=422)


def _faults(scene: "Scene") -> Iterator[Stop]:
    yield Stop("faults/404", NOBODY, "/no-such-page", status=404)
    yield Stop("faults/403", "commune", reverse("desk:queue"), status=403)
    yield Stop("faults/foreign", "brussels-handler", reverse("desk:dossier", args=[scene.filed]), status=404)
    for template in ("429", "500", "503"):
        yield Stop(f"faults/{template}", NOBODY, reverse("public:home"), _shows(f"{template}.html"))


# --- Applicants --------------------------------------------------------------------------------------------------


def _drafts(scene: "Scene") -> Iterator[Stop]:
    yield Stop("applicant/list", "employer", reverse("applicant:dossiers"))
    yield Stop("applicant/new", "employer", reverse("applicant:new"))
    yield Stop("applicant/new-invalid", "employer", reverse("applicant:new"), _sent("/applications/new"), 422)
    for key, state in ((scene.full_draft, "full"), (scene.empty_draft, "empty")):
        for step in STEPS:
            yield Stop(f"applicant/{step}-{state}", "employer", reverse("applicant:step", args=[key, step]))
        for page in ("documents", "check"):
            yield Stop(f"applicant/{page}-{state}", "employer", reverse(f"applicant:{page}", args=[key]))
    for step in ("job", "residence"):
        address = reverse("applicant:step", args=[scene.empty_draft, step])
        yield Stop(f"applicant/{step}-invalid", "employer", address, _sent(address), 422)
    first = "form[action*='/upload']"
    address = reverse("applicant:documents", args=[scene.empty_draft])
    yield Stop("applicant/upload-refused", "employer", address, _uploaded(first, b"MZ is no document"), 422)


def _followed(scene: "Scene") -> Iterator[Stop]:
    for state in (
        "filed",
        "with_gaps",
        "asked",
        "under_review",
        "work_granted",
        "granted",
        "at_home",
        "refused",
        "reopened",
    ):
        reference = getattr(scene, state)
        yield Stop(f"applicant/dossier-{state}", "employer", reverse("applicant:dossier", args=[reference]))
    yield Stop("applicant/receipt", "employer", reverse("applicant:receipt", args=[scene.with_gaps]))
    yield Stop("applicant/more-documents", "employer", reverse("applicant:filed_documents", args=[scene.filed]))
    yield Stop("worker/list", "worker", reverse("applicant:dossiers"))
    yield Stop("worker/dossier", "worker", reverse("applicant:dossier", args=[scene.work_granted]))
    yield Stop("worker/stated", "worker", reverse("applicant:stated", args=[scene.work_granted]))
    wrong = reverse("applicant:flag", args=[scene.work_granted])
    yield Stop(
        "worker/stated-invalid", "worker", reverse("applicant:stated", args=[scene.work_granted]), _sent(wrong), 422
    )
    yield Stop("worker/opened", "worker", reverse("applicant:opened", args=[scene.work_granted]))
    yield Stop("worker/papers", "worker", reverse("applicant:filed_documents", args=[scene.work_granted]))
    yield Stop("worker/passkeys", "worker", reverse("accounts:passkeys"))
    yield Stop("worker/identity", "worker", reverse("accounts:identity"))
    yield Stop("worker/part-of-draft", "worker", reverse("applicant:part", args=[scene.joined_draft]))
    yield Stop("oneself/capacity", "worker", reverse("accounts:capacity"))
    yield Stop("oneself/list", "citizen", reverse("applicant:dossiers"))
    yield Stop("oneself/new", "citizen", reverse("applicant:new"))
    yield Stop("oneself/dossier", "citizen", reverse("applicant:dossier", args=[scene.own]))
    yield Stop("oneself/documents", "citizen", reverse("applicant:filed_documents", args=[scene.own]))
    yield Stop("oneself/inbox", "citizen", reverse("inbox:list"))
    yield Stop("desk/filed-by-worker", "region-handler", reverse("desk:dossier", args=[scene.own]))
    yield Stop("desk/nothing-to-tick", "federal-handler", reverse("desk:dossier", args=[scene.own]))
    yield Stop("applicant/door", "employer", reverse("applicant:door", args=[scene.invited]))
    door = reverse("applicant:door", args=[scene.full_draft])
    yield Stop("applicant/door-invalid", "employer", door, _sent(door), 422)
    yield Stop("mandatary/list", "mandatary", reverse("applicant:dossiers"))


def _mandates(scene: "Scene") -> Iterator[Stop]:
    listing, giving = reverse("applicant:mandates"), reverse("applicant:give_mandate")
    for person, key in (("employer", scene.asserted), ("mandatary", scene.mandate)):
        yield Stop(f"mandates/{person}-list", person, listing)
        yield Stop(f"mandates/{person}-give", person, giving)
        yield Stop(f"mandates/{person}-give-invalid", person, giving, _sent(giving), 422)
        yield Stop(f"mandates/{person}-mandate", person, reverse("applicant:mandate", args=[key]))
        yield Stop(f"mandates/{person}-end", person, reverse("applicant:end_mandate", args=[key]))
        yield Stop(f"mandates/{person}-other", person, reverse("applicant:hand_over_mandate", args=[key]))
    standing_in = reverse("applicant:substitute", args=[scene.mandate])
    yield Stop("mandates/substitute", "mandatary", standing_in)
    yield Stop("mandates/substitute-invalid", "mandatary", standing_in, _sent(standing_in), 422)
    yield Stop("mandates/draft", "mandatary", reverse("applicant:file_under", args=[scene.mandatary_draft]))
    yield Stop("mandates/check", "mandatary", reverse("applicant:check", args=[scene.mandatary_draft]))
    yield Stop("mandates/dossier", "mandatary", reverse("applicant:dossier", args=[scene.by_mandatary]))
    for part in ("dossier", "data"):
        yield Stop(f"mandates/desk-{part}", "region-handler", reverse(f"desk:{part}", args=[scene.by_mandatary]))


def _changes(scene: "Scene") -> Iterator[Stop]:
    yield Stop("changes/dossier", "employer", reverse("applicant:dossier", args=[scene.amended]))
    yield Stop("changes/steps", "employer", reverse("applicant:amend", args=[scene.filed]))
    step = reverse("applicant:amend_step", args=[scene.filed, "job"])
    yield Stop("changes/step", "employer", step)
    yield Stop("changes/differences", "employer", step, _filled("title", "Leiterin der Fertigung"))
    elsewhere = _filled("establishment_nis_code", "1000 Bruxelles", workplaces_0="1000 Bruxelles")
    yield Stop("changes/elsewhere", "employer", step, elsewhere, 422)
    for subject in ("region-signatory", "federal-handler"):
        yield Stop(f"changes/{subject}-data", subject, reverse("desk:data", args=[scene.amended]))
    yield Stop("changes/desk-after-conclusion", "region-signatory", reverse("desk:dossier", args=[scene.amended]))
    correct = reverse("desk:correct", args=[scene.filed])
    yield Stop("changes/desk-which-fact", "region-handler", correct)
    yield Stop("changes/desk-correct", "region-handler", f"{correct}?{urlencode({'fact': 'job.weekly_hours'})}")
    yield Stop("changes/desk-employer", "region-handler", reverse("desk:employer", args=[scene.filed]))


def _inboxes(scene: "Scene") -> Iterator[Stop]:
    for subject, keys in scene.parcels.items():
        yield Stop(f"inbox/{subject}", subject, reverse("inbox:list"))
        for key in keys:
            kind = key.split("/", 1)[-1].replace("/", "-")
            yield Stop(f"inbox/{subject}-{kind}", subject, reverse("inbox:parcel", args=[key]))
    yield Stop("inbox/unread", "employer", reverse("inbox:list") + "?unread")
    yield Stop("inbox/nothing-unread", "worker", reverse("inbox:list") + "?unread")


def _partners(scene: "Scene") -> Iterator[Stop]:
    yield Stop("partner/post", "post", reverse("partner:list"))
    yield Stop("partner/post-dossier", "post", reverse("partner:dossier", args=[scene.granted]))
    yield Stop("partner/commune", "commune", reverse("partner:list"))
    yield Stop("partner/commune-dossier", "commune", reverse("partner:dossier", args=[scene.at_home]))
    yield Stop("partner/claim", "commune", reverse("partner:claim"))
    yield Stop("partner/claim-invalid", "commune", reverse("partner:claim"), _sent(reverse("partner:claim")), 422)


# --- Desks -------------------------------------------------------------------------------------------------------


def _queues() -> Iterator[Stop]:
    queue = reverse("desk:queue")
    for subject, first in (("region-handler", Stage.INTAKE), ("federal-handler", Stage.TICK)):
        yield Stop(f"desk/{subject}-queue", subject, queue)
        for view in ("mine", "nobody", first, Stage.WAITING, Stage.REVIEW, Stage.SIGN, Stage.ISSUED):
            yield Stop(f"desk/{subject}-queue-{view.lower()}", subject, f"{queue}?{urlencode({'view': view})}")
    yield Stop("desk/search", "region-handler", f"{queue}?{urlencode({'q': 'Muestra'})}")
    yield Stop("desk/search-nothing", "region-handler", f"{queue}?{urlencode({'q': 'Niemand'})}")
    yield Stop("desk/queue-empty", "brussels-handler", queue)


def _region(scene: "Scene") -> Iterator[Stop]:
    yield from _tabs("region-handler", scene.with_gaps)
    yield from (
        Stop(f"desk/region-{state}", "region-handler", reverse("desk:dossier", args=[getattr(scene, state)]))
        for state in ("filed", "asked", "under_review", "granted", "refused")
    )
    yield Stop("desk/ask", "region-handler", reverse("desk:ask", args=[scene.with_gaps]))
    asking = reverse("desk:ask", args=[scene.filed])
    yield Stop("desk/ask-invalid", "region-handler", asking, _sent(asking), 422)
    yield from _conclusions("region-signatory", scene.under_review)
    yield Stop("desk/close", "region-signatory", reverse("desk:close", args=[scene.under_review]))
    favourable = reverse("desk:conclude", args=[scene.under_review, "favourable"])
    yield Stop("desk/region-favourable-invalid", "region-signatory", favourable, _sent(favourable), 422)
    yield Stop("desk/act-signing", "region-signatory", reverse("desk:signing"))
    language = reverse("desk:language", args=[scene.under_review])
    yield Stop("desk/act-language", "region-handler", language)
    yield Stop("desk/act-language-invalid", "region-handler", language, _sent(language), 422)
    stating = reverse("desk:terms", args=[scene.terms_lacking])
    yield Stop("desk/terms", "region-signatory", stating)
    yield Stop("desk/terms-invalid", "region-signatory", stating, _sent(stating), 422)
    yield Stop("desk/terms-again", "region-signatory", reverse("desk:terms", args=[scene.terms_stated]))
    for name in ("terms_lacking", "terms_stated"):
        at_hand = reverse("desk:dossier", args=[getattr(scene, name)])
        yield Stop(f"desk/{name.replace('_', '-')}", "region-signatory", at_hand)
    undoing = reverse("desk:reopen", args=[scene.refused])
    yield Stop("desk/act-reopen", "region-signatory", undoing)
    yield Stop("desk/act-reopen-invalid", "region-signatory", undoing, _sent(undoing), 422)
    correcting = reverse("desk:rectify", args=[scene.refused])
    yield Stop("desk/act-rectify-refusal", "region-signatory", correcting)
    yield Stop("desk/act-rectify-invalid", "region-signatory", correcting, _sent(correcting), 422)
    yield Stop("desk/act-translate-refusal", "region-signatory", reverse("desk:translate", args=[scene.refused]))
    yield Stop("desk/act-reopened", "region-handler", reverse("desk:dossier", args=[scene.reopened]))
    yield Stop("desk/region-sign", "region-signatory", reverse("desk:sign", args=[scene.work_to_sign]))
    yield Stop("desk/region-may-not-sign", "region-handler", reverse("desk:sign", args=[scene.work_to_sign]))


def _office(scene: "Scene") -> Iterator[Stop]:
    yield from _tabs("federal-handler", scene.under_review)
    yield Stop("desk/tick", "federal-handler", reverse("desk:tick", args=[scene.with_gaps]))
    yield Stop("desk/assess", "federal-handler", reverse("desk:assess", args=[scene.under_review]))
    yield from _conclusions("federal-signatory", scene.work_granted)
    yield Stop("desk/federal-sign", "federal-signatory", reverse("desk:sign", args=[scene.residence_to_sign]))
    yield Stop("desk/act-rectify", "federal-signatory", reverse("desk:rectify", args=[scene.granted]))
    yield Stop("desk/act-translate", "federal-signatory", reverse("desk:translate", args=[scene.granted]))
    yield Stop("desk/act-federal-signing", "federal-signatory", reverse("desk:signing"))
    yield Stop("desk/act-correction-to-sign", "federal-signatory", reverse("desk:sign", args=[scene.corrected]))
    yield from _mail(scene)
    yield Stop("desk/complete", "region-handler", reverse("desk:complete", args=[scene.to_complete]))


def _mail(scene: "Scene") -> Iterator[Stop]:
    yield Stop("desk/unreached", "region-handler", reverse("desk:dossier", args=[scene.unreached]))
    yield Stop("desk/post", "region-handler", reverse("desk:post", args=[scene.unreached]))
    reach = reverse("desk:reach", args=[scene.unreached, scene.missed_notice])
    yield Stop("desk/reach", "region-handler", reach)
    yield Stop("desk/mail", "region-handler", reverse("desk:mail"))
    yield Stop("desk/mail-ended", "region-handler", reverse("desk:mail") + "?part=ended")
    yield Stop("desk/paper", "region-handler", reverse("desk:on_paper"))
    paper = reverse("desk:on_paper_new")
    yield Stop("desk/paper-new", "region-handler", paper)
    yield Stop("desk/paper-new-invalid", "region-handler", paper, _sent(paper), 422)
    yield Stop("desk/paper-typing", "region-handler", reverse("applicant:step", args=[scene.paper_draft, "worker"]))
    add = reverse("desk:add", args=[scene.with_gaps])
    yield Stop("desk/add", "region-handler", add)
    yield Stop("desk/add-invalid", "region-handler", add, _sent(add), 422)
    where = reverse("desk:destination", args=[scene.granted])
    yield Stop("desk/destination", "federal-handler", where)
    closures = reverse("desk:unavailability")
    yield Stop("desk/unavailability", "region-handler", closures)
    yield Stop("desk/unavailability-invalid", "region-handler", closures, _sent(closures), 422)
    yield Stop("desk/unavailability-reader", "region-signatory", closures)
    change = reverse("desk:unavailability_change", args=[scene.closure])
    yield Stop("desk/unavailability-change", "region-handler", change)
    rules = reverse("desk:law_drafts")
    yield Stop("desk/rules", "region-handler", rules)
    yield Stop("desk/rules-invalid", "region-handler", rules, _sent(rules), 422)
    yield Stop("desk/rules-reader", "region-signatory", rules)
    yield Stop("desk/rules-counted", "region-handler", reverse("desk:law_draft", args=[scene.counted_draft]))
    yield Stop("desk/rules-failed", "region-handler", reverse("desk:law_draft", args=[scene.failed_draft]))
    letter = reverse("desk:registered", args=[scene.letter])
    yield Stop("desk/registered", "region-handler", letter)
    yield Stop("desk/registered-invalid", "region-handler", letter, _sent(letter), 422)


def _tabs(subject: str, reference: str) -> Iterator[Stop]:
    for part in ("dossier", "data", "documents", "deadlines", "journal", "worker", "notes"):
        yield Stop(f"desk/{subject}-tab-{part}", subject, reverse(f"desk:{part}", args=[reference]))


def _conclusions(subject: str, reference: str) -> Iterator[Stop]:
    favourable, unfavourable = (
        reverse("desk:conclude", args=[reference, outcome]) for outcome in ("favourable", "unfavourable")
    )
    yield Stop(f"desk/{subject}-favourable", subject, favourable)
    yield Stop(f"desk/{subject}-unfavourable", subject, unfavourable)
    yield Stop(f"desk/{subject}-unfavourable-invalid", subject, unfavourable, _sent(unfavourable), 422)


# --- What is done there ------------------------------------------------------------------------------------------


def _sent(action: str) -> "Callable[[Page], None]":
    """Send a form as it stands, past what the browser itself would refuse."""

    def do(page: "Page") -> None:
        with page.expect_navigation():
            page.evaluate(
                "end => [...document.forms].find(f => f.method === 'post' && f.action.split('?')[0].endsWith(end)"
                " && !f.action.endsWith('/language')).submit()",
                action,
            )

    return do


def _filled(name: str, value: str, **others: str) -> "Callable[[Page], None]":
    """Type into a field, after some others, and send its form."""

    def do(page: "Page") -> None:
        for other, text in others.items():
            page.fill(f"main [name={other}]", text)
        page.fill(f"main [name={name}]", value)
        with page.expect_navigation():
            page.press(f"main [name={name}]", "Enter")

    return do


def _uploaded(form: str, content: bytes) -> "Callable[[Page], None]":
    """Choose a file in the first form of that kind and send it."""

    def do(page: "Page") -> None:
        chosen = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": content}
        page.set_input_files(f"{form} input[type=file] >> nth=0", files=[chosen])
        with page.expect_navigation():
            page.evaluate("form => document.querySelector(form).submit()", form)

    return do


def _shows(template: str) -> "Callable[[Page], None]":
    """What the server says when it cannot say anything else, since it cannot be made to on request."""

    def do(page: "Page") -> None:
        page.set_content(render_to_string(template))

    return do
