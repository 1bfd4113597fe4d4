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
from tests.live_session import CLARIFYING, DISCUSSION, PRESENTATION, PUSHBACK, RETURN, LiveSession

LOST = {"alarm": "presenter_lost", "person": MIRIAM.id}
OVER = {"alarm": "presenter_lost", "over": True}


def with_miriam_presenting(position: int = DISCUSSION) -> LiveSession:
    """Leaders, Miriam and Tom on the page."""
    live = LiveSession()
    for who in (ANA, MIRIAM, TOM):
        live.enters(who)
    live.reaches(position, MIRIAM)
    return live


def lost() -> LiveSession:
    live = with_miriam_presenting()
    live.leaves(MIRIAM)
    live.ticks(15)
    assert live.pages.of("alarm") == [LOST]
    return live


@pytest.mark.parametrize("position", [PUSHBACK, DISCUSSION])
def test_closed_for_fifteen_seconds(position: int) -> None:
    live = with_miriam_presenting(position)
    live.leaves(MIRIAM)
    live.ticks(14)
    assert live.pages.of("alarm") == []
    live.ticks(1)
    assert live.pages.of("alarm") == [LOST]


@pytest.mark.parametrize("position", [PRESENTATION, CLARIFYING, RETURN])
def test_where_everybody_can_see_them_there_is_no_alarm(position: int) -> None:
    live = with_miriam_presenting(position)
    live.leaves(MIRIAM)
    live.ticks(60)
    assert live.pages.of("alarm") == []


def test_silent_for_twenty_five_seconds() -> None:
    """The transport notices after twenty; the five that are left are waited for."""
    live = with_miriam_presenting()
    live.ticks(30)
    live.leaves(MIRIAM, silent_for=20)
    live.ticks(4)
    assert live.pages.of("alarm") == []
    live.ticks(1)
    assert live.pages.of("alarm") == [LOST]


def test_without_a_socket_it_is_twenty_five_seconds_from_the_last_request() -> None:
    live = LiveSession()
    live.reaches(DISCUSSION, MIRIAM)
    live.polls(MIRIAM)
    live.ticks(24)
    assert live.pages.of("alarm") == []
    live.ticks(1)
    assert live.pages.of("alarm") == [LOST]


def test_nor_earlier_where_a_socket_was_given_up_for_plain_requests() -> None:
    live = with_miriam_presenting()
    live.leaves(MIRIAM)
    live.ticks(5)
    live.polls(MIRIAM)
    live.ticks(24)
    assert live.pages.of("alarm") == []
    live.ticks(1)
    assert live.pages.of("alarm") == [LOST]


def test_a_reload_raises_none() -> None:
    live = with_miriam_presenting()
    for _ in range(3):
        live.leaves(MIRIAM)
        live.ticks(14)
        live.enters(MIRIAM)
        live.ticks(1)
    assert live.pages.of("alarm") == []


def test_a_second_tab_is_enough() -> None:
    live = with_miriam_presenting()
    live.enters(MIRIAM, "phone")
    live.leaves(MIRIAM)
    live.ticks(60)
    assert live.pages.of("alarm") == []
    live.leaves(MIRIAM, "phone")
    live.ticks(15)
    assert live.pages.of("alarm") == [LOST]


def test_the_drop_of_another_raises_none() -> None:
    live = with_miriam_presenting()
    live.leaves(TOM)
    live.ticks(60)
    assert live.pages.of("alarm") == []


def test_a_presenter_without_a_page_cannot_be_lost() -> None:
    live = LiveSession()
    live.enters(ANA)
    live.reaches(DISCUSSION, MIRIAM)
    live.ticks(60)
    assert live.pages.of("alarm") == []


def test_it_is_raised_once() -> None:
    live = lost()
    live.ticks(60)
    assert live.pages.of("alarm") == [LOST]


def test_it_ends_when_they_are_back() -> None:
    live = lost()
    live.enters(MIRIAM)
    live.ticks(2)
    assert live.pages.of("alarm") == [LOST, OVER]


def test_it_ends_when_they_ask_over_http() -> None:
    live = lost()
    live.polls(MIRIAM)
    live.ticks(2)
    assert live.pages.of("alarm") == [LOST, OVER]


def test_it_ends_when_the_mark_is_cleared() -> None:
    live = lost()
    live.sends(ANA, ClearPresenter)
    live.ticks(2)
    assert live.pages.of("alarm") == [LOST, OVER]


def test_it_ends_when_somebody_else_is_marked() -> None:
    live = lost()
    live.sends(ANA, SetPresenter, person=TOM.id)
    live.ticks(2)
    assert live.pages.of("alarm") == [LOST, OVER]


def test_it_ends_with_the_return_and_comes_back_with_an_undo() -> None:
    live = lost()
    live.sends(ANA, NextPhase)
    live.ticks(2)
    assert live.pages.of("alarm") == [LOST, OVER]
    live.sends(ANA, UndoMove)
    live.ticks(2)
    assert live.pages.of("alarm") == [LOST, OVER, LOST]


def test_it_ends_with_the_session() -> None:
    live = lost()
    live.sends(ANA, CloseMeeting)
    live.ticks(2)
    assert live.pages.of("alarm") == [LOST, OVER]
    assert (live.room.presenter, live.room.alarms) == (None, {})


def test_it_can_be_raised_again() -> None:
    live = lost()
    live.enters(MIRIAM)
    live.ticks(1)
    live.leaves(MIRIAM)
    live.ticks(15)
    assert live.pages.of("alarm") == [LOST, OVER, LOST]
