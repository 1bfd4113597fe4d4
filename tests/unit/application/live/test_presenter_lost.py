"""While the presenter sits back nobody would see them drop: leaders are told of a page gone quiet, once, to its end."""

import pytest

from balint_live.application.live.commands import (
    ClearPresenter,
    CloseMeeting,
    NextPhase,
    SetPresenter,
    UndoMove,
)
from tests.cast import ANA, MIRIAM, TOM
from tests.evening import CLARIFYING, DISCUSSION, PRESENTATION, PUSHBACK, RETURN, Evening

LOST = {"alarm": "presenter_lost", "person": MIRIAM.id}
OVER = {"alarm": "presenter_lost", "over": True}


def with_miriam_presenting(position: int = DISCUSSION) -> Evening:
    """Leaders, Miriam and Tom on the page."""
    evening = Evening()
    for who in (ANA, MIRIAM, TOM):
        evening.enters(who)
    evening.reaches(position, MIRIAM)
    return evening


def lost() -> Evening:
    evening = with_miriam_presenting()
    evening.leaves(MIRIAM)
    evening.ticks(15)
    assert evening.pages.of("alarm") == [LOST]
    return evening


@pytest.mark.parametrize("position", [PUSHBACK, DISCUSSION])
def test_closed_for_fifteen_seconds(position: int) -> None:
    evening = with_miriam_presenting(position)
    evening.leaves(MIRIAM)
    evening.ticks(14)
    assert evening.pages.of("alarm") == []
    evening.ticks(1)
    assert evening.pages.of("alarm") == [LOST]


@pytest.mark.parametrize("position", [PRESENTATION, CLARIFYING, RETURN])
def test_where_everybody_can_see_them_there_is_no_alarm(position: int) -> None:
    evening = with_miriam_presenting(position)
    evening.leaves(MIRIAM)
    evening.ticks(60)
    assert evening.pages.of("alarm") == []


def test_silent_for_twenty_five_seconds() -> None:
    """The transport notices after twenty; the five that are left are waited for."""
    evening = with_miriam_presenting()
    evening.ticks(30)
    evening.leaves(MIRIAM, silent_for=20)
    evening.ticks(4)
    assert evening.pages.of("alarm") == []
    evening.ticks(1)
    assert evening.pages.of("alarm") == [LOST]


def test_without_a_socket_it_is_twenty_five_seconds_from_the_last_request() -> None:
    evening = Evening()
    evening.reaches(DISCUSSION, MIRIAM)
    evening.polls(MIRIAM)
    evening.ticks(24)
    assert evening.pages.of("alarm") == []
    evening.ticks(1)
    assert evening.pages.of("alarm") == [LOST]


def test_nor_earlier_where_a_socket_was_given_up_for_plain_requests() -> None:
    evening = with_miriam_presenting()
    evening.leaves(MIRIAM)
    evening.ticks(5)
    evening.polls(MIRIAM)
    evening.ticks(24)
    assert evening.pages.of("alarm") == []
    evening.ticks(1)
    assert evening.pages.of("alarm") == [LOST]


def test_a_reload_raises_none() -> None:
    evening = with_miriam_presenting()
    for _ in range(3):
        evening.leaves(MIRIAM)
        evening.ticks(14)
        evening.enters(MIRIAM)
        evening.ticks(1)
    assert evening.pages.of("alarm") == []


def test_a_second_tab_is_enough() -> None:
    evening = with_miriam_presenting()
    evening.enters(MIRIAM, "phone")
    evening.leaves(MIRIAM)
    evening.ticks(60)
    assert evening.pages.of("alarm") == []
    evening.leaves(MIRIAM, "phone")
    evening.ticks(15)
    assert evening.pages.of("alarm") == [LOST]


def test_the_drop_of_another_raises_none() -> None:
    evening = with_miriam_presenting()
    evening.leaves(TOM)
    evening.ticks(60)
    assert evening.pages.of("alarm") == []


def test_a_presenter_without_a_page_cannot_be_lost() -> None:
    evening = Evening()
    evening.enters(ANA)
    evening.reaches(DISCUSSION, MIRIAM)
    evening.ticks(60)
    assert evening.pages.of("alarm") == []


def test_it_is_raised_once() -> None:
    evening = lost()
    evening.ticks(60)
    assert evening.pages.of("alarm") == [LOST]


def test_it_ends_when_they_are_back() -> None:
    evening = lost()
    evening.enters(MIRIAM)
    evening.ticks(2)
    assert evening.pages.of("alarm") == [LOST, OVER]


def test_it_ends_when_they_ask_over_http() -> None:
    evening = lost()
    evening.polls(MIRIAM)
    evening.ticks(2)
    assert evening.pages.of("alarm") == [LOST, OVER]


def test_it_ends_when_the_mark_is_cleared() -> None:
    evening = lost()
    evening.sends(ANA, ClearPresenter)
    evening.ticks(2)
    assert evening.pages.of("alarm") == [LOST, OVER]


def test_it_ends_when_somebody_else_is_marked() -> None:
    evening = lost()
    evening.sends(ANA, SetPresenter, person=TOM.id)
    evening.ticks(2)
    assert evening.pages.of("alarm") == [LOST, OVER]


def test_it_ends_with_the_return_and_comes_back_with_an_undo() -> None:
    evening = lost()
    evening.sends(ANA, NextPhase)
    evening.ticks(2)
    assert evening.pages.of("alarm") == [LOST, OVER]
    evening.sends(ANA, UndoMove)
    evening.ticks(2)
    assert evening.pages.of("alarm") == [LOST, OVER, LOST]


def test_it_ends_with_the_session() -> None:
    evening = lost()
    evening.sends(ANA, CloseMeeting)
    evening.ticks(2)
    assert evening.pages.of("alarm") == [LOST, OVER]
    assert (evening.room.presenter, evening.room.alarms) == (None, {})


def test_it_can_be_raised_again() -> None:
    evening = lost()
    evening.enters(MIRIAM)
    evening.ticks(1)
    evening.leaves(MIRIAM)
    evening.ticks(15)
    assert evening.pages.of("alarm") == [LOST, OVER, LOST]
