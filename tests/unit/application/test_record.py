"""The attendance record is derived from the stored facts each time, inside the meeting's actual window."""

from balint_live.application.commands import CloseMeeting, MarkAttendance, OpenMeeting
from balint_live.domain.attendance import Mark
from tests.cast import ANA, CHIDI, LENA, MIRIAM, OLGA, TOM, at
from tests.evening import Evening


def test_before_the_opening_nobody_was_anywhere() -> None:
    evening = Evening()
    evening.admission.press(TOM.who)
    assert evening.record.present(evening.meeting) == {}


def test_a_whole_session() -> None:
    """Tom and Olga come early, Miriam leaves before the end, Lena comes by phone; Chidi's press had no page behind it."""
    evening = Evening()
    evening.clock.set(at(-10))
    for who in (TOM, OLGA, MIRIAM, CHIDI):
        evening.admission.press(who.who)
    for who in (TOM, OLGA, MIRIAM):
        evening.enters(who)
    evening.ticks(600, every=10)
    evening.sends(ANA, OpenMeeting)
    evening.ticks(1200, every=10)
    evening.sends(ANA, MarkAttendance, person=LENA.id, mark=Mark.PRESENT)
    evening.leaves(MIRIAM)
    evening.ticks(2220, every=10)
    evening.sends(ANA, CloseMeeting)
    evening.clock.wait(minutes=30)
    assert evening.record.present(evening.meeting) == {
        "ana": [],
        "ben": [],
        "chidi": [],
        "lena": [(at(20), at(57))],
        "miriam": [(at(0), at(20))],
        "olga": [(at(0), at(57))],
        "tom": [(at(0), at(57))],
    }


def test_while_it_runs_it_reaches_to_now() -> None:
    evening = Evening()
    evening.sends(ANA, OpenMeeting)
    evening.sends(ANA, MarkAttendance, person=LENA.id, mark=Mark.PRESENT)
    evening.clock.wait(minutes=12)
    assert evening.record.present(evening.meeting)["lena"] == [(at(0), at(12))]
