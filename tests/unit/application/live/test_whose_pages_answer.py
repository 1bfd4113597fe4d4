"""Presence is per person: several tabs, a reload, a phone and the plain HTTP door are one person who answers."""

import pytest

from balint_live.application.live.commands import MarkAttendance
from balint_live.domain.timeline import Mark
from tests.cast import ANA, BEN, MIRIAM, OLGA, TOM, Persona, at
from tests.evening import Evening


def state(evening: Evening, who: Persona = TOM) -> str:
    return evening.states()[who.id]


def test_nobody_is_expected_to_answer_before_they_came() -> None:
    assert set(Evening().states().values()) == {"expected"}


def test_an_open_page_is_here_for_as_long_as_it_is_open() -> None:
    evening = Evening()
    evening.enters(TOM)
    assert state(evening) == "here"
    evening.clock.wait(minutes=20)
    assert state(evening) == "here"


@pytest.mark.parametrize(
    ("closed_for", "expected"),
    [(24.9, "here"), (25, "reconnecting"), (179.9, "reconnecting"), (180, "gone"), (7200, "gone")],
)
def test_a_closed_page_becomes_a_question_step_by_step(closed_for: float, expected: str) -> None:
    evening = Evening()
    evening.enters(TOM)
    evening.leaves(TOM)
    evening.clock.wait(seconds=closed_for)
    assert state(evening) == expected


def test_silence_counts_from_when_it_fell_and_not_from_when_it_was_noticed() -> None:
    evening = Evening()
    evening.enters(TOM)
    evening.ticks(60)
    evening.leaves(TOM, silent_for=20)
    evening.clock.wait(seconds=4.9)
    assert state(evening) == "here"
    evening.clock.wait(seconds=0.1)
    assert state(evening) == "reconnecting"


def test_nobody_was_silent_before_they_came() -> None:
    evening = Evening()
    evening.enters(TOM)
    evening.clock.wait(seconds=12)
    evening.leaves(TOM, silent_for=20)
    evening.clock.wait(seconds=13)
    assert evening.room.pages[TOM.id].witness == (at(0), at(0))
    assert state(evening) == "reconnecting"


def test_coming_back_is_being_here() -> None:
    evening = Evening()
    evening.enters(TOM)
    evening.leaves(TOM)
    evening.clock.wait(minutes=2)
    evening.enters(TOM)
    assert state(evening) == "here"


def test_one_tab_of_two_closed_is_nothing() -> None:
    evening = Evening()
    evening.enters(TOM, "laptop")
    evening.enters(TOM, "phone")
    evening.leaves(TOM, "laptop")
    evening.clock.wait(minutes=10)
    assert state(evening) == "here"
    evening.leaves(TOM, "phone")
    evening.clock.wait(seconds=30)
    assert state(evening) == "reconnecting"


def test_one_tab_fallen_silent_takes_nothing_from_the_other() -> None:
    evening = Evening()
    evening.enters(TOM, "laptop")
    evening.enters(TOM, "phone")
    evening.ticks(60)
    evening.leaves(TOM, "phone", silent_for=20)
    assert evening.room.pages[TOM.id].witness == (at(0), at(1))


def test_the_end_of_a_connection_nobody_had_is_nothing() -> None:
    evening = Evening()
    evening.leaves(TOM)
    evening.enters(TOM)
    evening.clock.wait(seconds=5)
    evening.leaves(TOM, "another's")
    assert list(evening.room.pages) == [TOM.id]
    assert evening.room.pages[TOM.id].connections == ["tom's page"]


def test_a_page_without_a_socket_is_here_while_it_asks() -> None:
    evening = Evening()
    for _ in range(20):
        evening.polls(TOM)
        evening.clock.wait(seconds=5)
        assert state(evening) == "here"
    evening.clock.wait(seconds=20)
    assert state(evening) == "reconnecting"


def test_a_leader_is_on_the_list_as_everybody_is() -> None:
    evening = Evening()
    evening.enters(ANA)
    assert (state(evening, ANA), state(evening, BEN)) == ("here", "expected")


def test_after_a_restart_the_list_goes_by_what_was_last_written() -> None:
    evening = Evening()
    evening.admission.press(TOM.who)
    evening.enters(TOM)
    evening.clock.wait(seconds=30)
    evening.publisher.write_presence(evening.room)
    evening.clock.wait(seconds=20)
    evening.restart()
    assert state(evening) == "here"
    evening.clock.wait(seconds=5)
    assert (state(evening), state(evening, MIRIAM)) == ("reconnecting", "expected")
    evening.clock.wait(minutes=3)
    assert state(evening) == "gone"
    evening.enters(TOM)
    assert state(evening) == "here"


def test_a_leaders_mark_outranks_the_page() -> None:
    evening = Evening()
    evening.sends(ANA, MarkAttendance, person=OLGA.id, mark=Mark.PRESENT)
    evening.enters(TOM)
    evening.sends(ANA, MarkAttendance, person=TOM.id, mark=Mark.ABSENT)
    evening.sends(ANA, MarkAttendance, person=MIRIAM.id, mark=Mark.ABSENT)
    assert (state(evening, OLGA), state(evening), state(evening, MIRIAM)) == ("here", "gone", "expected")


def test_absent_holds_until_a_new_press() -> None:
    evening = Evening()
    evening.admission.press(TOM.who)
    evening.enters(TOM)
    evening.clock.wait(minutes=1)
    evening.sends(ANA, MarkAttendance, person=TOM.id, mark=Mark.ABSENT)
    assert state(evening) == "gone"
    evening.clock.wait(minutes=1)
    evening.admission.press(TOM.who)
    assert state(evening) == "here"


def test_the_list_counts_participants_only() -> None:
    evening = Evening()
    for who in (ANA, BEN, TOM, OLGA):
        evening.enters(who)
    evening.sends(ANA, MarkAttendance, person=MIRIAM.id, mark=Mark.PRESENT)
    evening.seat(ANA)
    listed = evening.publisher.presence(evening.seat(ANA))
    assert (listed["here"], listed["quorum"]) == (3, 4)
