"""The leaders' list is sent when it differs from the one sent last, and at most once a second."""

from functools import partial

from balint_live.application.live.commands import MarkAttendance, SetPresenter
from balint_live.domain.display import Role
from balint_live.domain.timeline import Mark
from tests.cast import ANA, MIRIAM, OLGA, TOM
from tests.evening import DISCUSSION, Evening


def watched() -> Evening:
    """Ana's page is open, and has had the list."""
    evening = Evening()
    evening.enters(ANA)
    evening.ticks(1)
    evening.pages.taken()
    return evening


def test_the_whole_message() -> None:
    evening = Evening()
    for who in (ANA, TOM, OLGA):
        evening.enters(who)
    evening.admission.press(TOM.who)
    evening.reaches(DISCUSSION, TOM)
    evening.ticks(1)
    expected = {"acknowledged": False, "presenter": False}
    assert evening.pages.of("presence") == [
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
    evening = watched()
    evening.ticks(60)
    assert evening.pages.of("presence") == []


def test_many_changes_in_a_second_are_one_message() -> None:
    evening = watched()
    evening.enters(TOM)
    evening.enters(MIRIAM)
    evening.leaves(TOM)
    evening.admission.press(OLGA.who)
    evening.sends(ANA, MarkAttendance, person=TOM.id, mark=Mark.PRESENT)
    assert evening.pages.of("presence") == []
    evening.ticks(1)
    assert [each["here"] for each in evening.pages.of("presence")] == [3]


def test_a_change_taken_back_within_the_second_is_none() -> None:
    evening = watched()
    evening.enters(TOM, "a look")
    evening.room.pages.pop(TOM.id)
    evening.ticks(1)
    assert evening.pages.of("presence") == []


def test_each_turn_of_a_page_that_has_gone_is_sent_once() -> None:
    evening = watched()
    evening.enters(TOM)
    evening.ticks(1)
    evening.leaves(TOM)
    evening.ticks(300, every=5)
    states = [
        next(each["state"] for each in message["people"] if each["id"] == TOM.id)
        for message in evening.pages.of("presence")
    ]
    assert states == ["here", "reconnecting", "gone"]


def test_the_mark_of_the_presenter_is_on_it() -> None:
    evening = watched()
    evening.reaches(DISCUSSION)
    evening.sends(ANA, SetPresenter, person=MIRIAM.id)
    evening.ticks(1)
    (message,) = evening.pages.of("presence")
    assert [each["id"] for each in message["people"] if each["presenter"]] == [MIRIAM.id]


def test_a_press_that_comes_while_the_list_is_being_read_is_not_lost() -> None:
    evening = watched()
    evening.room.roster_changed()
    evening.attendance.meanwhile = partial(evening.admission.press, TOM.who)
    evening.ticks(2)
    people = evening.publisher.presence(evening.seat(ANA))["people"]
    assert [each["id"] for each in people if each["acknowledged"]] == [TOM.id]


def test_a_room_nobody_was_granted_a_seat_in_has_no_list() -> None:
    evening = Evening()
    evening.room.connected(TOM.id, "page", evening.clock.now())
    evening.ticks(20)
    assert (evening.pages.of("presence"), evening.faults) == ([], [])
