"""Rooms have their turns spread over the second, ask nothing of the database in them, and do nothing while nothing stirs."""

from collections.abc import Callable, Iterator
from typing import Any

from balint_live.application.identity import RosterEntry
from balint_live.application.live.commands import MarkAttendance
from balint_live.application.live.ticker import SLICES
from balint_live.domain.timeline import Mark
from tests.cast import ANA, MIRIAM, PARTICIPANTS, THIRD, TOM
from tests.evening import DISCUSSION, Evening

HUNDREDS = [f"session-{number}" for number in range(200)]


def test_hundreds_of_rooms_have_their_turns_in_many_parts_of_the_second() -> None:
    evening = Evening(ids=HUNDREDS)
    for meeting in HUNDREDS:
        evening.enters(ANA, meeting, meeting)
    told = []
    for _ in range(SLICES):
        evening.ticker.tick()
        told.append([each.meeting_id for each in evening.pages.taken() if each.kind == "presence"])
    assert sorted(meeting for part in told for meeting in part) == sorted(HUNDREDS)
    assert max(len(part) for part in told) < len(HUNDREDS) / 4


def test_a_roster_that_cannot_be_read_now_holds_up_no_heartbeat_and_no_presence() -> None:
    waiting: list[Callable[[], None]] = []
    evening = Evening(soon=waiting.append)
    evening.enters(ANA)
    evening.publisher.presence(evening.seat(ANA))
    evening.admission.press(TOM.who)
    evening.ticks(9)
    assert (len(evening.pages.of("leaders' heartbeat")), len(evening.pages.of("heartbeat"))) == (3, 1)
    evening.enters(MIRIAM)
    evening.ticks(1)
    assert here_and_acknowledged(evening) == ({"ana", "miriam"}, set())
    for work in waiting:
        work()
    evening.ticks(1)
    assert here_and_acknowledged(evening) == ({"ana", "miriam", "tom"}, {"tom"})


def test_it_is_asked_for_once_however_long_it_takes() -> None:
    waiting: list[Callable[[], None]] = []
    evening = Evening(soon=waiting.append)
    evening.enters(ANA)
    evening.ticks(100)
    assert len(waiting) == 1


def test_everybody_who_comes_at_the_same_time_is_one_reading() -> None:
    waiting: list[Callable[[], None]] = []
    evening = Evening(soon=waiting.append)
    evening.enters(ANA)
    for who in PARTICIPANTS:
        evening.admission.press(who.who)
    assert waiting == []
    evening.ticks(1)
    assert len(waiting) == 1


def test_a_leaders_own_mark_is_not_kept_waiting_for_the_next_second() -> None:
    waiting: list[Callable[[], None]] = []
    evening = Evening(soon=waiting.append)
    evening.reaches(DISCUSSION)
    evening.sends(ANA, MarkAttendance, person=TOM.id, mark=Mark.PRESENT)
    assert len(waiting) == 1


def test_a_roster_that_could_not_be_read_is_read_when_it_can_be() -> None:
    evening = Evening()
    evening.enters(ANA)
    evening.attendance.down = True
    evening.ticks(600, every=10)
    assert evening.pages.of("presence") == []
    evening.attendance.down = False
    evening.ticks(1)
    assert here_and_acknowledged(evening) == ({"ana"}, set())


class Counted(tuple[RosterEntry, ...]):
    """A roster that notes how often somebody goes through it."""

    looks = 0

    def __iter__(self) -> Iterator[Any]:
        type(self).looks += 1
        return super().__iter__()


def test_once_nothing_has_stirred_for_the_longest_silence_nothing_is_worked_out() -> None:
    evening = Evening()
    for who in (ANA, TOM):
        evening.enters(who)
    evening.reaches(DISCUSSION)
    evening.ticks(200)
    evening.room.roster = Counted(evening.room.roster or ())
    Counted.looks = 0
    evening.ticks(60)
    assert Counted.looks == 0
    evening.leaves(TOM)
    evening.ticks(1)
    assert Counted.looks == 1


def test_a_second_that_came_late_misses_no_turn_of_anybody() -> None:
    """The machine has slept between two of them."""
    evening = Evening()
    for who in (ANA, TOM):
        evening.enters(who)
    evening.ticks(1)
    evening.leaves(TOM)
    evening.ticks(1)
    evening.clock.wait(minutes=20)
    evening.second()
    assert states(evening)[TOM.id] == "gone"


def test_presence_that_could_not_be_written_is_written_soon_after_it_can_be() -> None:
    evening = Evening()
    evening.enters(TOM)
    evening.admission.press(TOM.who)
    evening.attendance.down = True
    evening.ticks(90)
    evening.leaves(TOM)
    left_at = evening.clock.now()
    evening.ticks(30)
    evening.attendance.down = False
    evening.ticks(10)
    (interval,) = evening.attendance.facts[THIRD][TOM.id].intervals
    assert (interval.left_at, interval.provisional) == (left_at, False)


def test_nor_is_its_room_dropped_before() -> None:
    evening = Evening()
    evening.enters(TOM)
    evening.attendance.down = True
    evening.ticks(60)
    evening.leaves(TOM)
    evening.ticks(30 * 60, every=10)
    assert [room.meeting_id for room in evening.rooms.all()] == [THIRD]
    evening.attendance.down = False
    evening.ticks(20)
    assert evening.rooms.all() == []


def states(evening: Evening) -> dict[str, str]:
    people = evening.pages.of("presence")[-1]["people"]
    return {each["id"]: each["state"] for each in people}


def here_and_acknowledged(evening: Evening) -> tuple[set[str], set[str]]:
    """As the leaders were told last."""
    people = evening.pages.of("presence")[-1]["people"]
    return (
        {each["id"] for each in people if each["state"] == "here"},
        {each["id"] for each in people if each["acknowledged"]},
    )
