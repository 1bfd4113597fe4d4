"""Rehearsals end by themselves, and only so many go on at once."""

from collections.abc import Collection
from datetime import datetime, timedelta

import pytest

from balint_live.application.access.pretend import PretendMembers, PretendSession
from balint_live.application.access.rehearsals import (
    MOST,
    MOST_OF_ONE_NETWORK,
    Rehearsal,
    Rehearsals,
    TooMany,
)
from tests.cast import ANA, LENA, MIRIAM, THIRD, TOM
from tests.live_session import LiveSession

HERE = "192.0.2.1"
PEOPLE = tuple(each.who for each in (TOM, MIRIAM, LENA))


class Stage:
    """Books the Tuesday group's session, as often as it is asked."""

    def __init__(self) -> None:
        self.forgotten: list[str] = []
        self._numbers = iter(range(1000))

    def book(self, now: datetime) -> Rehearsal:
        number = next(self._numbers)
        meeting_id = THIRD if number == 0 else f"other-{number}"
        return Rehearsal("tuesday", ANA.who, PretendSession(meeting_id, PEOPLE))

    def forget(self, rehearsal: Rehearsal) -> None:
        self.forgotten.append(rehearsal.session.meeting_id)


class Pages:
    def __init__(self) -> None:
        self.told: list[Collection[str]] = []

    def changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        self.told.append(meetings)

    def login_ended(self, login: str) -> None:
        raise NotImplementedError

    def here(self, meeting_id: str) -> Collection[str]:
        raise NotImplementedError


def rehearsing() -> tuple[LiveSession, Rehearsals, Stage, Pages]:
    live, stage, pages = LiveSession(), Stage(), Pages()

    def members(sessions: list[PretendSession]) -> PretendMembers:
        return PretendMembers(
            live.clock, live.admission, live.publisher, live.command_handler, live.signals, str, sessions
        )

    return live, Rehearsals(live.clock, stage, members, live.publisher, pages), stage, pages  # type: ignore[arg-type]


def after(live: LiveSession, rehearsals: Rehearsals, length: timedelta) -> None:
    live.clock.wait(seconds=length.total_seconds())
    rehearsals.tick()


def test_one_that_nobody_opens_ends_after_a_quarter_of_an_hour() -> None:
    live, rehearsals, stage, pages = rehearsing()
    rehearsals.begin(1, HERE)

    after(live, rehearsals, timedelta(minutes=15) - timedelta(seconds=1))
    assert stage.forgotten == []
    after(live, rehearsals, timedelta(seconds=1))
    assert (stage.forgotten, pages.told, live.publisher.known(THIRD)) == ([THIRD], [{THIRD}], None)


def test_one_with_an_open_page_ends_after_two_hours() -> None:
    live, rehearsals, stage, _ = rehearsing()
    live.seat(ANA)
    live.publisher.room(THIRD).connected(ANA.id, "a page", live.clock.now(), leads=True)
    rehearsals.begin(1, HERE)

    for _ in range(7):
        after(live, rehearsals, timedelta(minutes=15))
    assert stage.forgotten == []
    after(live, rehearsals, timedelta(minutes=15))
    assert stage.forgotten == [THIRD]


def test_there_are_only_so_many_until_one_ends() -> None:
    live, rehearsals, stage, _ = rehearsing()
    for number in range(MOST):
        rehearsals.begin(1, f"network {number}")
    with pytest.raises(TooMany):
        rehearsals.begin(1, HERE)

    after(live, rehearsals, timedelta(minutes=15))
    rehearsals.begin(1, HERE)
    assert len(stage.forgotten) == MOST


def test_one_network_leaves_room_for_others() -> None:
    _, rehearsals, _, _ = rehearsing()
    for _ in range(MOST_OF_ONE_NETWORK):
        rehearsals.begin(1, HERE)
    with pytest.raises(TooMany):
        rehearsals.begin(1, HERE)
    rehearsals.begin(1, "elsewhere")


def test_who_begins_anew_ends_the_one_before() -> None:
    _, rehearsals, stage, _ = rehearsing()
    for _ in range(2 * MOST):
        rehearsals.begin(1, HERE, earlier=ANA.id)
    assert len(stage.forgotten) == 2 * MOST - 1
