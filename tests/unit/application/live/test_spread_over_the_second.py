"""Rooms have their turns spread over the second, ask nothing of the database in them, and do nothing while nothing stirs."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

from balint_live.application.identity import RosterEntry
from balint_live.application.live.commands import MarkAttendance
from balint_live.application.live.ticker import SLICES
from balint_live.domain.timeline import Mark
from tests.cast import ANA, MIRIAM, PARTICIPANTS, THIRD, TOM
from tests.live_session import DISCUSSION, LiveSession

HUNDREDS = [f"session-{number}" for number in range(200)]


def test_hundreds_of_rooms_have_their_turns_in_many_parts_of_the_second() -> None:
    live = LiveSession(ids=HUNDREDS)
    for meeting in HUNDREDS:
        live.enters(ANA, meeting, meeting)
    told = []
    for _ in range(SLICES):
        live.ticker.tick()
        told.append([each.meeting_id for each in live.pages.taken() if each.kind == "presence"])
    assert sorted(meeting for part in told for meeting in part) == sorted(HUNDREDS)
    assert max(len(part) for part in told) < len(HUNDREDS) / 4


def test_a_roster_that_cannot_be_read_now_holds_up_no_heartbeat_and_no_presence() -> None:
    waiting: list[Callable[[], None]] = []
    live = LiveSession(soon=waiting.append)
    live.enters(ANA)
    live.publisher.presence(live.seat(ANA))
    live.admission.press(TOM.who)
    live.ticks(9)
    assert (len(live.pages.of("leaders' heartbeat")), len(live.pages.of("heartbeat"))) == (3, 1)
    live.enters(MIRIAM)
    live.ticks(1)
    assert here_and_acknowledged(live) == ({"ana", "miriam"}, set())
    for work in waiting:
        work()
    live.ticks(1)
    assert here_and_acknowledged(live) == ({"ana", "miriam", "tom"}, {"tom"})


def test_it_is_asked_for_once_however_long_it_takes() -> None:
    waiting: list[Callable[[], None]] = []
    live = LiveSession(soon=waiting.append)
    live.enters(ANA)
    live.ticks(100)
    assert len(waiting) == 1


def test_everybody_who_comes_at_the_same_time_is_one_reading() -> None:
    waiting: list[Callable[[], None]] = []
    live = LiveSession(soon=waiting.append)
    live.enters(ANA)
    for who in PARTICIPANTS:
        live.admission.press(who.who)
    assert waiting == []
    live.ticks(1)
    assert len(waiting) == 1


def test_a_leaders_own_mark_is_not_kept_waiting_for_the_next_second() -> None:
    waiting: list[Callable[[], None]] = []
    live = LiveSession(soon=waiting.append)
    live.reaches(DISCUSSION)
    live.sends(ANA, MarkAttendance, person=TOM.id, mark=Mark.PRESENT)
    assert len(waiting) == 1


def test_a_roster_that_could_not_be_read_is_read_when_it_can_be() -> None:
    live = LiveSession()
    live.enters(ANA)
    live.attendance.down = True
    live.ticks(600, every=10)
    assert live.pages.of("presence") == []
    live.attendance.down = False
    live.ticks(1)
    assert here_and_acknowledged(live) == ({"ana"}, set())


class Counted(tuple[RosterEntry, ...]):
    """A roster that notes how often somebody goes through it."""

    looks = 0

    def __iter__(self) -> Iterator[Any]:
        type(self).looks += 1
        return super().__iter__()


def test_once_nothing_has_stirred_for_the_longest_silence_nothing_is_worked_out() -> None:
    live = LiveSession()
    for who in (ANA, TOM):
        live.enters(who)
    live.reaches(DISCUSSION)
    live.ticks(200)
    live.room.roster = Counted(live.room.roster or ())
    Counted.looks = 0
    live.ticks(60)
    assert Counted.looks == 0
    live.leaves(TOM)
    live.ticks(1)
    assert Counted.looks == 2  # for the list, and for when time alone will change it


def test_a_second_that_came_late_misses_no_turn_of_anybody() -> None:
    """The machine has slept between two of them."""
    live = LiveSession()
    for who in (ANA, TOM):
        live.enters(who)
    live.ticks(1)
    live.leaves(TOM)
    live.ticks(1)
    live.clock.wait(minutes=20)
    live.second()
    assert states(live)[TOM.id] == "gone"


def test_presence_that_could_not_be_written_is_written_soon_after_it_can_be() -> None:
    live = LiveSession()
    live.enters(TOM)
    live.admission.press(TOM.who)
    live.attendance.down = True
    live.ticks(90)
    live.leaves(TOM)
    left_at = live.clock.now()
    live.ticks(30)
    live.attendance.down = False
    live.ticks(10)
    (interval,) = live.attendance.facts[THIRD][TOM.id].intervals
    assert (interval.left_at, interval.provisional) == (left_at, False)


def test_nor_is_its_room_dropped_before() -> None:
    live = LiveSession()
    live.enters(TOM)
    live.attendance.down = True
    live.ticks(60)
    live.leaves(TOM)
    live.ticks(30 * 60, every=10)
    assert [room.meeting_id for room in live.rooms.all()] == [THIRD]
    live.attendance.down = False
    live.ticks(20)
    assert live.rooms.all() == []


def test_an_idle_room_has_a_turn_only_for_its_heartbeats() -> None:
    live = LiveSession()
    for who in (ANA, TOM):
        live.enters(who)
    live.reaches(DISCUSSION)
    live.ticks(200)
    beats, writing_presence = 20, 1
    assert turns(live, 60) == beats + writing_presence


def test_and_one_when_time_alone_changes_what_leaders_see() -> None:
    """Tom's page is gone for 25 seconds, then for three minutes; each is told in the second in which it is so."""
    live = LiveSession()
    for who in (ANA, TOM):
        live.enters(who)
    live.reaches(DISCUSSION)
    live.leaves(TOM)
    live.ticks(1)
    told = {}
    for second in range(2, 200):
        live.pages.taken()
        live.ticks(1)
        if live.pages.of("presence"):
            told[second] = states(live)[TOM.id]
    assert told == {25: "reconnecting", 180: "gone"}


def test_a_room_has_one_turn_in_a_second_however_much_changes_in_it() -> None:
    live = LiveSession()
    live.enters(ANA)
    live.ticks(1)
    seen = []
    for tick in range(3 * SLICES):
        live.room.roster_changed()
        live.pages.taken()
        live.ticker.tick()
        live.room.sent_presence = None
        if live.pages.of("presence"):
            seen.append(tick)
    assert [later - earlier for earlier, later in pairwise(seen)] == [SLICES, SLICES]


def turns(live: LiveSession, seconds: int) -> int:
    """How often the room is looked at in so many seconds."""
    witnessed, count = live.room.witnessed, 0

    def counted(now: datetime) -> Any:
        nonlocal count
        count += 1
        return witnessed(now)

    live.room.witnessed = counted  # type: ignore[method-assign]
    live.ticks(seconds)
    del live.room.witnessed
    return count


def states(live: LiveSession) -> dict[str, str]:
    people = live.pages.of("presence")[-1]["people"]
    return {each["id"]: each["state"] for each in people}


def here_and_acknowledged(live: LiveSession) -> tuple[set[str], set[str]]:
    """As the leaders were told last."""
    people = live.pages.of("presence")[-1]["people"]
    return (
        {each["id"] for each in people if each["state"] == "here"},
        {each["id"] for each in people if each["acknowledged"]},
    )
