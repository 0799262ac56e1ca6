"""What everybody reaches by links: no dead end, nothing changed by reading, each answer under the same strict rules."""

import re

import pytest

from tests.security.world import EVERYBODY, ROLES

# What reading may change, and why.
CHANGED_BY_READING = {
    "exchange_receipt": "opening a parcel leaves the receipt READ, once",
    "exchange_parcel": "which is also stamped on the parcel",
}
WRITTEN_BY_READING = ("applications_accesslog",)  # who looked at what is written down (feature 130)
VIEWERS = re.compile(r"^/desk/[^/]+/(paper|letter|translation)/\d+")

PRINTED = re.compile(r"^/desk/mail/letters/\d+/print$")  # opened to be printed, in no frame


def test_every_role_finds_pages(crawl):
    assert set(crawl.counts()) == set(ROLES)
    assert min(crawl.counts()[role] for role in EVERYBODY) > 8


def test_no_link_leads_into_the_void(crawl):
    # GIVEN the rooms that each role tries in its address bar: those of others are closed
    dead = [
        f"{page.answer.status_code} {page}"
        for page in crawl.pages
        if page.answer.status_code >= 400 and page.linked_from != "the address bar"
    ]
    assert not dead


def test_reading_changes_nothing_but_what_reading_leaves_behind(crawl):
    changed = {table for table in crawl.before if crawl.before[table] != crawl.after[table]}
    unexplained = {table for table in changed - set(CHANGED_BY_READING) if not table.startswith(WRITTEN_BY_READING)}
    assert not unexplained
    assert set(crawl.new_receipts) <= {"READ"}
    assert any(table.startswith(WRITTEN_BY_READING) for table in changed), "the census sees nothing at all"


def test_every_answer_carries_the_content_policy(crawl):
    for page in crawl.pages:
        if page.answer.status_code == 204:
            continue
        policy = dict(part.strip().partition(" ")[::2] for part in page.answer["Content-Security-Policy"].split(";"))
        assert policy["default-src"] in ("'self'", "'none'"), page
        assert "unsafe" not in policy.get("script-src", ""), page
        assert "unsafe-inline" not in policy.get("style-src", "") or "sandbox" in policy, page
        is_viewer = VIEWERS.match(page.path) and page.answer.status_code == 200
        assert policy["frame-ancestors"] == ("'self'" if is_viewer else "'none'"), page
        assert page.answer["X-Frame-Options"] == ("SAMEORIGIN" if is_viewer else "DENY"), page


def test_no_answer_is_guessed_or_told_to_others(crawl):
    for page in crawl.pages:
        assert page.answer["X-Content-Type-Options"] == "nosniff", page
        assert page.answer["Referrer-Policy"] == "same-origin", page
        assert page.answer["Cross-Origin-Opener-Policy"] == "same-origin", page
        assert "Server" not in page.answer and "X-Powered-By" not in page.answer, page


def test_files_come_as_files(crawl):
    files = [page for page in crawl.pages if page.answer.status_code == 200 and not page.is_html and page.content]
    assert {page.answer["Content-Type"].partition(";")[0] for page in files} >= {"application/pdf", "application/json"}
    for page in files:
        if page.answer["Content-Type"].startswith("application/pdf"):
            disposition = page.answer["Content-Disposition"]
            shown = PRINTED.match(page.path) or (VIEWERS.match(page.path) and "download" not in page.path)
            assert disposition.startswith("inline" if shown else "attachment"), page
            assert "filename" in disposition, page
            assert "no-store" in page.answer["Cache-Control"] and "private" in page.answer["Cache-Control"], page


def test_no_page_that_is_somebodys_own_is_kept_by_a_cache(crawl):
    for page in crawl.html():
        if page.role != "anonymous" and page.answer.status_code == 200:
            kept = page.answer.get("Cache-Control", "")
            assert "no-store" in kept or "Cookie" in page.answer.get("Vary", ""), page
            assert "public" not in kept, page


def test_no_page_runs_or_dresses_itself(crawl):
    for page in crawl.html():
        text = page.answer.text
        for tag in re.findall(r"<script\b[^>]*>", text):
            assert "src=" in tag, page
        assert "<style" not in text, page
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", text), page
        assert "javascript:" not in text, page


@pytest.mark.parametrize("role", EVERYBODY)
def test_every_page_has_one_heading_and_says_its_language(crawl, role):
    for page in crawl.by(role):
        if page.is_html and "<html" in page.answer.text:
            assert '<html lang="en"' in page.answer.text, page
            assert len(re.findall(r"<h1\b", page.answer.text)) == 1, page
