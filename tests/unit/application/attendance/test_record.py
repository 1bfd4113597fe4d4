"""The attendance record is derived from the stored facts each time, inside the meeting's actual window."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from balint_live.application.attendance.record import SessionRecord
from balint_live.application.attendance.service import Confirmed, Kept
from balint_live.application.live.commands import CloseMeeting, MarkAttendance, OpenMeeting
from balint_live.domain.roll import ConfirmedRoll, Correction, CorrectionReason
from balint_live.domain.timeline import Mark, Span
from tests.attendance_cast import attendance, booked
from tests.cast import ANA, CHIDI, LENA, MIRIAM, OLGA, THIRD, TOM, at
from tests.evening import Evening


def kept(evening: Evening) -> Mapping[str, Sequence[Span]]:
    """Of a session that nobody has confirmed."""
    said = evening.record.kept(evening.meeting, "tuesday")
    assert said.confirmed is None
    return said.present


def test_before_the_opening_nobody_was_anywhere() -> None:
    evening = Evening()
    evening.admission.press(TOM.who)
    assert kept(evening) == {}


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
    assert kept(evening) == {
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
    assert kept(evening)["lena"] == [(at(0), at(12))]


def test_once_confirmed_it_is_the_leaders_word_with_its_corrections() -> None:
    evening = Evening()
    evening.sends(ANA, OpenMeeting)
    evening.sends(ANA, MarkAttendance, person=LENA.id, mark=Mark.PRESENT)
    evening.clock.wait(minutes=60)
    evening.sends(ANA, CloseMeeting)
    roll = ConfirmedRoll((at(0), at(60)), "ana", at(62), {"lena": (), "tom": ((at(-2), at(60)),)})
    corrected = Correction(
        "tom", 1, at(70), "mara", CorrectionReason.WRONG_NAME, roll.present["tom"], ((at(5), at(60)),)
    )
    meeting = replace(booked(3), id=THIRD)
    evening.attendance_record = attendance(
        SessionRecord(meeting=meeting, roll=roll, corrections=(corrected,))
    )
    assert evening.record.kept(evening.meeting, "tuesday") == Kept(
        {"lena": (), "tom": ((at(5), at(60)),)}, Confirmed("Ana", at(62))
    )


def test_a_running_session_has_only_evidence_whatever_the_book_says() -> None:
    evening = Evening()
    evening.sends(ANA, OpenMeeting)
    roll = ConfirmedRoll((at(0), at(60)), "ana", at(62), {"lena": ()})
    evening.attendance_record = attendance(SessionRecord(meeting=replace(booked(3), id=THIRD), roll=roll))
    assert evening.record.kept(evening.meeting, "tuesday").confirmed is None
