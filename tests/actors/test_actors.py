"""Who acts: a capacity alone gives nothing, an officer belongs to an authority, the platform is nobody's colleague."""

import pytest

from applications.actors import SYSTEM, Actor
from applications.vocabulary import Authority, Capacity, Role


def test_an_officer_without_an_authority_is_no_officer():
    assert Actor(key="a1", capacity=Capacity.OFFICER, authority=Authority.OSTBELGIEN).is_officer
    assert not Actor(key="a1", capacity=Capacity.OFFICER).is_officer


def test_an_authority_makes_nobody_an_officer():
    assert not Actor(key="a1", capacity=Capacity.INSPECTOR, authority=Authority.OSTBELGIEN).is_officer


def test_roles_are_those_of_the_membership():
    signatory = Actor(key="a1", capacity=Capacity.OFFICER, roles=frozenset({Role.SIGNATORY}))

    assert signatory.has_role(Role.SIGNATORY)
    assert signatory.has_any_role((Role.CASE_HANDLER, Role.SIGNATORY))
    assert not signatory.has_role(Role.CASE_HANDLER)
    assert not signatory.has_any_role(())


def test_the_platform_acts_without_any_role():
    # P11: it records and prepares, it never signs
    assert SYSTEM.is_platform
    assert not SYSTEM.is_officer
    assert not SYSTEM.has_any_role(Role)


def test_an_actor_cannot_be_changed_on_the_way():
    with pytest.raises(AttributeError):
        SYSTEM.authority = Authority.FEDERAL  # type: ignore[misc]
