"""Credit that no session by a plan can earn, said of every plan a group may choose, with its own phases without credit."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask_babel import Babel

from balint_live.application.groups.group import Group
from balint_live.domain.credit import CreditLine, Policy
from balint_live.web.groups.credit_lines import unearnable
from tests.unit.application.groups.cast import SETTINGS, group
from tests.unit.domain.shipped import SHIPPED, plan

HOURS = CreditLine(policy=Policy.FULL_HOUR, credit_type="CE")
TIME = CreditLine(policy=Policy.QUARTER_HOUR, credit_type="CME")
ABS60, FIRST90 = SHIPPED.protocols["abs60"], SHIPPED.protocols["first90"]
TOO_SHORT = ("CE", "ABS-style, 60 minutes")


@pytest.fixture(autouse=True)
def reader() -> Iterator[None]:
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        yield


def granting(*uncredited: str) -> Group:
    """Two sessions are booked by the plan of an hour."""
    return group(settings=replace(SETTINGS, credit_lines=(HOURS, TIME), uncredited_phases=uncredited))


def test_a_plan_that_holds_a_full_hour_is_not_spoken_of() -> None:
    assert unearnable(granting()) == []
    assert unearnable(granting(), [ABS60, FIRST90]) == []


def test_a_shipped_plan_is_too_short_once_the_group_leaves_a_phase_out() -> None:
    assert unearnable(granting("opening"), [ABS60, FIRST90]) == [TOO_SHORT]


def test_what_several_sessions_have_in_common_is_said_once() -> None:
    assert unearnable(granting("opening")) == [TOO_SHORT]


def test_a_phase_the_plan_does_not_have_changes_nothing() -> None:
    assert unearnable(granting("checkin"), [plan("opening 5", "case_call 60")]) == []
