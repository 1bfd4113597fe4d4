"""The leaders' list is sent when it differs from the one sent last, and at most once a second."""

from functools import partial

from balint_live.application.live.commands import MarkAttendance, SetPresenter
from balint_live.domain.display import Role
from balint_live.domain.timeline import Mark
from tests.cast import ANA, MIRIAM, OLGA, TOM
from tests.live_session import DISCUSSION, LiveSession


def watched() -> LiveSession:
    """Ana's page is open, and has had the list."""
    live = LiveSession()
    live.enters(ANA)
    live.ticks(1)
    live.pages.taken()
    return live


def test_the_whole_message() -> None:
    live = LiveSession()
    for who in (ANA, TOM, OLGA):
        live.enters(who)
    live.admission.press(TOM.who)
    live.reaches(DISCUSSION, TOM)
    live.ticks(1)
    expected = {"acknowledged": False, "presenter": False}
    assert live.pages.of("presence") == [
        {
            "people": [
                {"id": "ana", "name": "Ana", "role": Role.LEADER, "state": "here", **expected},
                {"id": "ben", "name": "Ben", "role": Role.LEADER, "state": "expected", **expected},
                {"id": "chidi", "name": "Chidi", "role": Role.REGISTRANT, "state": "expected", **expected},
                {"id": "lena", "name": "Lena", "role": Role.REGISTRANT, "state": "expected", **expected},
                {"id": "miriam", "name": "Miriam", "role": Role.REGISTRANT, "state": "expected", **expected},
                {"id": "olga", "name": "Olga", "role": Role.OBSERVER, "state": "here", **expected},
                {
                    "id": "tom",
                    "name": "Tom",
                    "role": Role.REGISTRANT,
                    "state": "here",
                    "acknowledged": True,
                    "presenter": True,
                },
            ],
            "here": 2,
            "quorum": 4,
        }
    ]


def test_nothing_new_is_not_sent() -> None:
    live = watched()
    live.ticks(60)
    assert live.pages.of("presence") == []


def test_many_changes_in_a_second_are_one_message() -> None:
    live = watched()
    live.enters(TOM)
    live.enters(MIRIAM)
    live.leaves(TOM)
    live.admission.press(OLGA.who)
    live.sends(ANA, MarkAttendance, person=TOM.id, mark=Mark.PRESENT)
    assert live.pages.of("presence") == []
    live.ticks(1)
    assert [each["here"] for each in live.pages.of("presence")] == [3]


def test_a_change_taken_back_within_the_second_is_none() -> None:
    live = watched()
    live.enters(TOM, "a look")
    live.room.pages.pop(TOM.id)
    live.ticks(1)
    assert live.pages.of("presence") == []


def test_each_turn_of_a_page_that_has_gone_is_sent_once() -> None:
    live = watched()
    live.enters(TOM)
    live.ticks(1)
    live.leaves(TOM)
    live.ticks(300, every=5)
    states = [
        next(each["state"] for each in message["people"] if each["id"] == TOM.id)
        for message in live.pages.of("presence")
    ]
    assert states == ["here", "reconnecting", "gone"]


def test_the_mark_of_the_presenter_is_on_it() -> None:
    live = watched()
    live.reaches(DISCUSSION)
    live.sends(ANA, SetPresenter, person=MIRIAM.id)
    live.ticks(1)
    (message,) = live.pages.of("presence")
    assert [each["id"] for each in message["people"] if each["presenter"]] == [MIRIAM.id]


def test_a_press_that_comes_while_the_list_is_being_read_is_not_lost() -> None:
    live = watched()
    live.room.roster_changed()
    live.attendance.meanwhile = partial(live.admission.press, TOM.who)
    live.ticks(2)
    people = live.publisher.presence(live.seat(ANA))["people"]
    assert [each["id"] for each in people if each["acknowledged"]] == [TOM.id]


def test_a_room_nobody_was_granted_a_seat_in_has_no_list() -> None:
    live = LiveSession()
    live.room.connected(TOM.id, "page", live.clock.now())
    live.ticks(20)
    assert (live.pages.of("presence"), live.faults) == ([], [])
