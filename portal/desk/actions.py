"""The bar of decisions: every verb of this desk, always shown, refused ones with the policy's own sentence."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from applications import permit_terms, policies
from applications.policies import Verdict
from applications.selectors import running_clocks
from applications.selectors.desk_file import DeskFile
from applications.services import acts, closing, completeness, reopening, reviews
from applications.vocabulary import ACT_OF, CLOSED_STATES, ActKind, ActState, Authority, Outcome, Role, State, Track
from portal.desk import papers
from portal.ui import parts


def of(desk: DeskFile) -> list[parts.Action]:
    """The verbs in the order in which a dossier meets them; the next one stands out."""
    federal = desk.actor.authority == Authority.FEDERAL
    own = _of_office(desk) if federal else _of_region(desk)
    found = [*own, *_concluding(desk), *([] if federal else [_closing(desk)])]
    return _with_one_main(desk, found)


def may_declare_complete(desk: DeskFile) -> Verdict:
    """The policy, with what it needs to know of the Immigration Office's check."""
    ready = completeness.residence_is_ready(desk.dossier, on=desk.on)
    return policies.may_declare_complete(desk.actor, desk.dossier, residence_ready=ready)


def may_tick(desk: DeskFile) -> Verdict:
    """The policy, with whether there is any paper to tick."""
    return policies.may_tick_residence(desk.actor, desk.dossier, has_papers=bool(papers.to_tick(desk)))


def may_conclude(desk: DeskFile) -> Verdict:
    """The policy, with what it needs to know of the review and of the regional decision."""
    return policies.may_conclude(
        desk.actor,
        desk.dossier,
        track=desk.track,
        already=bool(desk.review and desk.review.outcome and not desk.file.changed_since(desk.review.concluded_at)),
        work_granted=work_granted(desk),
        awaiting=running_clocks.answering(desk.clocks, desk.track) is not None,
    )


def may_make_ready(desk: DeskFile) -> Verdict:
    """The policy; once signed there is nothing left to make ready."""
    if desk.correction is not None:
        return policies.may_rectify(desk.actor, desk.dossier, in_force=True)
    if desk.act is not None and desk.act.in_force:
        return policies.no(_("This act has been signed already."))
    if desk.dossier.state == State.INCOMPLETE:  # after the applicant's time the act follows from no review (P11)
        return policies.may_prepare_act(
            desk.actor, desk.dossier, track=Track.WORK, concluded=desk.acts.get(Track.WORK) is not None
        )
    concluded = bool(desk.review and desk.review.outcome and desk.review.closed_at is None)
    concluded = concluded or is_granted_by_silence(desk)
    verdict = policies.may_prepare_act(desk.actor, desk.dossier, track=desk.track, concluded=concluded)
    return policies.no(policies.TERMS_FIRST) if verdict and lacks_statement(desk) else verdict


def may_state_terms(desk: DeskFile) -> Verdict:
    """The policy, with what the desk would grant and whether anybody says all of it."""
    return policies.may_state_terms(
        desk.actor,
        desk.dossier,
        grants=is_granting(desk),
        lacks=bool(desk.to_state),
        signed=desk.act is not None and desk.act.in_force,
    )


def is_granting(desk: DeskFile) -> bool:
    """Whether an act of grant is the desk's next: it concluded favourably, or silence grants."""
    review = desk.review
    concluded = review is not None and review.closed_at is None and review.outcome == Outcome.FAVOURABLE
    return concluded or is_granted_by_silence(desk)


def lacks_statement(desk: DeskFile) -> bool:
    """Whether the desk's grant waits for an officer to state what no rule gives."""
    if not is_granting(desk):
        return False
    stated = permit_terms.stated(desk.statement(desk.track))
    return any(term not in stated for term in desk.to_state)


def is_granted_by_silence(desk: DeskFile) -> bool:
    """Whether the time to decide ended unused and an annex 47 waits for the desk's signature (P11)."""
    act = desk.acts.get(desk.track)
    return act is not None and act.kind == ActKind.ANNEX_47 and not act.in_force


def may_sign(desk: DeskFile) -> Verdict:
    """The policy, with the officer's own delegation for the kind of act at hand."""
    act = desk.at_hand
    if act is not None and act.in_force:
        return policies.no(_("This act has been signed already."))
    kind = kind_at_hand(desk)
    own = desk.actor.has_role(Role.SIGNATORY) if kind is None else _is_delegated(desk, kind)
    has_preview = act is not None and act.state == ActState.PREVIEWED
    return policies.may_sign(desk.actor, desk.dossier, track=desk.track, has_preview=has_preview, has_delegation=own)


def kind_at_hand(desk: DeskFile) -> ActKind | None:
    """Which act the desk's conclusion leads to; None before there is one."""
    if desk.at_hand is not None:
        return ActKind(desk.at_hand.kind)
    if desk.review is not None and desk.review.outcome:
        return ACT_OF[desk.track, Outcome(desk.review.outcome)]
    return None


def work_granted(desk: DeskFile) -> bool:
    """Whether the regional yes is signed."""
    act = desk.acts.get(Track.WORK)
    return act is not None and act.in_force and act.kind == ActKind.WORK_GRANT


def may_ask_pieces(desk: DeskFile) -> Verdict:
    """The policy, with what it needs to know of the desk's review and of its last question."""
    return policies.may_ask_pieces(
        desk.actor,
        desk.dossier,
        concluded=desk.review is None or bool(desk.review.outcome) or desk.review.closed_at is not None,
        awaiting=running_clocks.answering(desk.clocks, desk.track) is not None,
    )


def may_close(desk: DeskFile) -> Verdict:
    """The policy, with the officer's delegation."""
    delegated = _is_delegated(desk, closing.CLOSES)
    return policies.may_close_without_object(desk.actor, desk.dossier, has_delegation=delegated)


def may_rectify(desk: DeskFile) -> Verdict:
    """The policy, with what it needs to know of the desk's act and of a correction in preparation."""
    return policies.may_rectify(
        desk.actor,
        desk.dossier,
        in_force=desk.act is not None and desk.act.in_force,
        sealed=desk.act is not None and desk.act.state == ActState.SEALED,
        prepared=desk.correction is not None,
    )


def may_reopen(desk: DeskFile) -> Verdict:
    """The policy, with whether the desk's act ended the application and whether the officer may undo it."""
    act = desk.act
    ours = act is not None and act.in_force and act.kind in reopening.DECISIVE.get(State(desk.dossier.state), ())
    return policies.may_reopen(
        desk.actor,
        desk.dossier,
        ended_by_us=ours,
        sealed=not ours or act.state == ActState.SEALED,
        has_delegation=ours and _is_delegated(desk, ActKind(act.kind)),
    )


def may_choose_language(desk: DeskFile) -> Verdict:
    """The policy, with whether the desk has signed."""
    signed = desk.act is not None and desk.act.in_force
    return policies.may_change_act_language(desk.actor, desk.dossier, signed=signed)


def may_translate(desk: DeskFile) -> Verdict:
    """The policy, with what it needs to know of the desk's act."""
    act = desk.act
    return policies.may_translate_act(
        desk.actor,
        desk.dossier,
        in_force=act is not None and act.in_force,
        sealed=act is not None and act.state == ActState.SEALED,
    )


def _is_delegated(desk: DeskFile, kind: ActKind) -> bool:
    """Whether the officer signs, and has a delegation for acts of that kind."""
    signs = desk.actor.has_role(Role.SIGNATORY)
    return signs and acts.find_signatory(desk.dossier, kind, by=desk.actor, on=desk.on) is not None


def may_ask(desk: DeskFile) -> Verdict:
    """Before completeness the region asks for both desks; while they examine, each asks for its own papers (P5)."""
    if desk.dossier.state == State.UNDER_REVIEW:
        return may_ask_pieces(desk)
    if desk.actor.authority == Authority.FEDERAL and desk.dossier.state not in CLOSED_STATES:
        return policies.no(_("What is missing joins the region's request when you tick the residence papers."))
    return policies.may_ask_documents(desk.actor, desk.dossier)


def _asking(desk: DeskFile) -> parts.Action:
    then = _("The applicant's time starts when he is notified.")
    if desk.dossier.state == State.UNDER_REVIEW:
        then = _("You ask for papers of your own track; the examination goes on.")
    return _action(desk, _("Ask for documents"), "desk:ask", may_ask(desk), then=then, key="d")


def _of_region(desk: DeskFile) -> list[parts.Action]:
    complete = may_declare_complete(desk)
    return [
        _asking(desk),
        _action(
            desk, _("Declare complete"), "desk:complete", complete, then=_("Both authorities begin to examine it.")
        ),
    ]


def _of_office(desk: DeskFile) -> list[parts.Action]:
    ticking = may_tick(desk)
    assessing = policies.may_assess_provisionally(desk.actor, desk.dossier)
    if assessing and desk.review is not None and desk.review.outcome:
        assessing = policies.no(_("This review has been concluded already."))
    return [
        _asking(desk),
        _action(
            desk, _("Tick residence papers"), "desk:tick", ticking, then=_("Missing ones join the region's request.")
        ),
        _action(
            desk,
            _("Assess provisionally"),
            "desk:assess",
            assessing,
            then=_("No act, no notification; you can change it."),
        ),
    ]


def _concluding(desk: DeskFile) -> list[parts.Action]:
    concluding = may_conclude(desk)
    unsure = reviews.unsettled(desk.file, desk.track, Outcome.FAVOURABLE, ())
    asks_source = _("You will be asked what you relied on where a rule is open or not verified.") if unsure else ""
    return [
        _action(desk, _("Conclude favourably"), "desk:conclude", concluding, Outcome.FAVOURABLE, then=asks_source),
        _action(
            desk,
            _("Conclude unfavourably"),
            "desk:conclude",
            concluding,
            Outcome.UNFAVOURABLE,
            kind="refuse",
            then=_("You choose the grounds."),
        ),
        *_stating(desk),
        _action(desk, _("Make the letter ready"), "desk:make_ready", may_make_ready(desk), method="post"),
        _action(desk, _("Sign"), "desk:sign", may_sign(desk), then=_("You see the letter first.")),
    ]


def _stating(desk: DeskFile) -> list[parts.Action]:
    """Only where no rule says all that the grant says: in most dossiers nobody is asked."""
    if not (verdict := may_state_terms(desk)):
        return []
    then = _("No rule says how long, which card or which mention. You say it, and what you rely on.")
    return [_action(desk, _("State the terms"), "desk:terms", verdict, then=then)]


def _closing(desk: DeskFile) -> parts.Action:
    return _action(
        desk, _("Close without object"), "desk:close", may_close(desk), kind="refuse", then=_("You choose the reason.")
    )


def about_the_act(desk: DeskFile) -> list[parts.Action]:
    """What may still be done about an act, before it is signed and after: never the next step of a dossier."""
    return [
        _action(
            desk,
            _("Language of the act"),
            "desk:language",
            may_choose_language(desk),
            then=_("You say why; the letter is made ready again."),
        ),
        _action(desk, _("Translate"), "desk:translate", may_translate(desk), then=_("For information, never binding.")),
        _action(
            desk,
            _("Correct the act"),
            "desk:rectify",
            may_rectify(desk),
            then=_("A clerical error only: nothing is decided anew."),
        ),
        _action(
            desk,
            _("Reopen"),
            "desk:reopen",
            may_reopen(desk),
            kind="refuse",
            then=_("The decision no longer stands, and the examination begins anew."),
        ),
    ]


def _action(
    desk: DeskFile,
    label: str,
    url: str,
    verdict: Verdict,
    outcome: Outcome | None = None,
    *,
    kind: str = "quiet",
    method: str = "get",
    then: str = "",
    key: str = "",
) -> parts.Action:
    args = [desk.dossier.reference] + ([outcome.lower()] if outcome else [])
    return parts.Action(
        label,
        reverse(url, args=args),
        method=method,
        kind=kind,
        is_allowed=bool(verdict),
        why=then if verdict else str(verdict.why),
        key=key if verdict else "",
    )


def _with_one_main(desk: DeskFile, found: list[parts.Action]) -> list[parts.Action]:
    """The last allowed step is where the dossier wants to go; but while papers are missing it is to ask for them."""
    allowed = [action for action in found if action.is_allowed and action.kind != "refuse"]
    if not allowed:
        return found
    lacks = bool(papers.missing(desk)) or not all(tick.present for tick in desk.ticks.values())
    main = allowed[0] if lacks and desk.dossier.state == State.SUBMITTED else allowed[-1]
    return [replace(action, kind="") if action is main else action for action in found]
