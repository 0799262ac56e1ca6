"""The fixtures that other tests stand on do what they say."""

import time

import httpx
import pytest

from portal.accounts.models import User
from portal.celery import app


@pytest.mark.own_database
def test_pages_served_live_see_what_the_test_committed(live_site):
    # GIVEN a row that the test committed
    User.objects.create_user(email="somebody@example.org")

    # THEN the pages answer from the same database
    assert httpx.get(f"{live_site}/health/ready").json() == {"ready": True}


@pytest.mark.own_database
def test_forms_may_lead_to_the_sign_in_and_nowhere_else(live_site, sign_in_provider):
    policy = httpx.get(f"{live_site}/health/live").headers["Content-Security-Policy"].split("; ")
    assert f"form-action 'self' {sign_in_provider}" in policy
    assert {"default-src 'self'", "script-src 'self'", "style-src 'self'", "object-src 'none'"} <= set(policy)


@pytest.mark.own_database
def test_a_real_worker_takes_what_is_sent(worker):
    # WHEN a task is sent
    app.send_task("exchange.stamp_receipts")

    # THEN the worker, a process of its own, has done it
    until = time.monotonic() + 20
    while b"exchange.stamp_receipts" not in (log := worker.log("worker").read_bytes()) or b"succeeded" not in log:
        assert time.monotonic() < until, log.decode()
        time.sleep(0.1)


@pytest.mark.browser
@pytest.mark.own_database
def test_a_browser_reaches_the_pages(live_site, page):
    page.goto(f"{live_site}/health/live")
    assert "true" in page.content()
