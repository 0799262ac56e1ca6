"""The pages about an act in a browser, judged by axe on a telephone and on a desk's screen."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from applications.now import law_now
from applications.selectors import case_file
from applications.services import acts, reviews
from applications.vocabulary import Outcome, Track
from portal.accounts import demo, seeding
from portal.accounts.models import Membership
from tests import stories

WIDTHS = (390, 1280)


def signatory():
    """The demo's signatory in Eupen, as whoever signs in acts."""
    user = seeding.ensure_account(demo.find("region-signatory"))
    return Membership.objects.select_related("user", "organisation", "person").get(user=user).as_actor()


def concluded(by, *, at, outcome):
    dossier = stories.complete_dossier(at=at)
    grounds = [f.code for f in case_file.of(dossier).evaluation.findings if f.track == Track.WORK][:1]
    sources = dict.fromkeys([*stories.unsettled_codes(dossier, by), *grounds], "Staatsblatt")
    reasons = dict.fromkeys(grounds, "Der Vertrag trägt nur eine Unterschrift.")
    given = {"grounds": grounds, "reasons": reasons} if outcome == Outcome.UNFAVOURABLE else {}
    reviews.conclude(dossier_id=dossier.pk, outcome=outcome, by=by, at=law_now(), sources=sources, **given)
    act = acts.preview(dossier_id=dossier.pk, by=by, at=law_now())
    return dossier, act


@pytest.mark.browser
@pytest.mark.own_database
@pytest.mark.timeout(600)
@pytest.mark.filterwarnings("ignore::pytest.PytestRemovedIn10Warning")
def test_the_pages_about_an_act_have_no_barrier(live_site, page):
    # GIVEN a letter that waits for its signature, one that waits for its terms, and a refusal that was signed
    stories.cast()
    by, at = signatory(), law_now() - timedelta(days=20)
    waiting, _act = concluded(by, at=at, outcome=Outcome.FAVOURABLE)
    lasting = stories.complete_dossier(at=at, category="single_permit")
    sources = dict.fromkeys(stories.unsettled_codes(lasting, by), "demo")
    reviews.conclude(dossier_id=lasting.pk, outcome=Outcome.FAVOURABLE, by=by, at=law_now(), sources=sources)
    refused, act = concluded(by, at=at, outcome=Outcome.UNFAVOURABLE)
    acts.sign(dossier_id=refused.pk, seen_sha256=act.sha256, by=by, at=law_now())
    acts.append_seal(act_id=act.pk, at=law_now())

    # WHEN the signatory opens each page
    page.goto(f"{live_site}/accounts/login/")
    page.locator("main form[action*='/oidc/'] button").click()
    page.get_by_role("button", name="region-signatory").click()
    page.wait_for_url(f"{live_site}/**")
    base = f"/desk/{refused.reference}"
    pages = ["/desk/signing", f"/desk/{waiting.reference}/act-language", f"/desk/{lasting.reference}/terms", base]
    pages += [f"{base}/{part}" for part in ("rectify", "reopen", "translate")]

    # THEN axe finds nothing, and nothing scrolls sideways on a telephone
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for path in pages:
            page.goto(f"{live_site}{path}")
            assert page.url.endswith(path), f"{path} is not for her: {page.url}"
            found = Axe().run(page, options={"iframes": False})
            assert not found.response["violations"], f"{path} at {width}\n{found.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} at {width}"
