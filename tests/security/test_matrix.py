"""Every address × every role × every thing answers as declared in `policy`; an address without a row fails."""

import re

import pytest

from tests.security import addresses, policy
from tests.security.world import DOSSIERS, EVERYBODY, PARCELS, ROLES

ADDRESSES = {address.name: address for address in addresses.every()}
ROWS = pytest.mark.parametrize("row", policy.ROWS, ids=str)


def test_every_address_has_a_row_and_every_row_an_address():
    assert {row.name for row in policy.ROWS} == set(ADDRESSES)


@ROWS
def test_each_role_gets_the_declared_answer(world, row):
    """Who is not of the audience is refused before anything is looked up: one thing that exists is enough for them."""
    assert not differences(world, row, all_things_for=row.audience)


@pytest.mark.slow
@ROWS
def test_each_role_gets_the_declared_answer_whatever_it_names(world, row):
    assert not differences(world, row, all_things_for=ROLES)


@ROWS
def test_what_is_not_yours_looks_like_what_was_never_there(world, row):
    method = next(method for method, _cells in row.methods())
    for role in row.audience:
        foreign = next((thing for thing in things(row) if thing and not policy.knows(role, thing)), None)
        if foreign is None or (place := url(world, row, foreign)) is None:
            continue
        unknown = url(world, row, "unknown")
        theirs, nobodys = (world.ask(role, method, each) for each in (place, unknown))
        assert (theirs.status_code, nobodys.status_code) == (404, 404), (role, place)
        assert bare(theirs, place) == bare(nobodys, unknown), (role, place)


@ROWS
def test_a_method_that_is_not_declared_does_nothing(world, row):
    declared = {method for method, _cells in row.methods()}
    role = row.audience[-1]
    place = next(filter(None, (url(world, row, thing) for thing in reversed(things(row)))))
    for method in {"get", "post", "put", "patch", "delete"} - declared:
        answer = world.ask(role, method, place)
        assert answer.status_code in (404, 405), (role, method)


@ROWS
def test_htmx_is_sent_to_sign_in_by_header(world, row):
    if "anonymous" in row.audience or row.name.startswith("accounts:"):
        return
    place = next(filter(None, (url(world, row, thing) for thing in reversed(things(row)))))
    for method, _cells in row.methods():
        answer = world.ask("anonymous", method, place, headers={"HX-Request": "true"})
        assert answer.status_code == 401
        assert answer["HX-Redirect"].startswith("/accounts/login/?next=")


def test_the_people_of_the_matrix_are_who_they_say(world):
    assert set(world.clients) == set(ROLES)
    assert len({world.actors[role].key for role in EVERYBODY}) == len(EVERYBODY)
    found = [(dossier.state, dossier.authority) for dossier in world.dossiers.values()]
    assert found == [
        ("DRAFT", ""), ("DRAFT", ""), ("SUBMITTED", "ostbelgien"), ("SUBMITTED", "brussels"), ("GRANTED", "ostbelgien"),
    ]  # fmt: skip


def differences(world, row, *, all_things_for) -> list[str]:
    """The cells where the site and the policy disagree."""
    found = []
    for method, cells in row.methods():
        for role in ROLES:
            wanted = things(row) if role in all_things_for else things(row)[-1:]
            for thing in wanted:
                place = url(world, row, thing)
                if place is None:
                    continue
                answer = world.ask(role, method, place)
                expected = row.expected(cells, role, thing)
                if answer.status_code != expected:
                    found.append(f"{method} {row} {thing} as {role}: {answer.status_code}, declared {expected}")
                if expected == 302 and role not in row.audience and "/accounts/login/" not in answer["Location"]:
                    found.append(f"{method} {row} {thing} as {role}: to {answer['Location']}")
    return found


def things(row) -> tuple[str, ...]:
    address = ADDRESSES[row.name]
    return PARCELS if address.names_a_parcel else DOSSIERS if address.names_a_dossier else ("",)


def url(world, row, thing: str) -> str | None:
    return addresses.url(world, ADDRESSES[row.name], thing, **row.given)


def bare(answer, place: str) -> str:
    """The page without what differs on every page: its own address and the token."""
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", answer.text.replace(place, ""))
