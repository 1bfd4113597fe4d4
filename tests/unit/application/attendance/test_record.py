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
from tests.live_session import LiveSession


def kept(live: LiveSession) -> Mapping[str, Sequence[Span]]:
    """Of a session that nobody has confirmed."""
    said = live.record.kept(live.meeting, "tuesday")
    assert said.confirmed is None
    return said.present


def test_before_the_opening_nobody_was_anywhere() -> None:
    live = LiveSession()
    live.admission.press(TOM.who)
    assert kept(live) == {}


def test_a_whole_session() -> None:
    """Tom and Olga come early, Miriam leaves before the end, Lena comes by phone; Chidi's press had no page behind it."""
    live = LiveSession()
    live.clock.set(at(-10))
    for who in (TOM, OLGA, MIRIAM, CHIDI):
        live.admission.press(who.who)
    for who in (TOM, OLGA, MIRIAM):
        live.enters(who)
    live.ticks(600, every=10)
    live.sends(ANA, OpenMeeting)
    live.ticks(1200, every=10)
    live.sends(ANA, MarkAttendance, person=LENA.id, mark=Mark.PRESENT)
    live.leaves(MIRIAM)
    live.ticks(2220, every=10)
    live.sends(ANA, CloseMeeting)
    live.clock.wait(minutes=30)
    assert kept(live) == {
        "ana": [],
        "ben": [],
        "chidi": [],
        "lena": [(at(20), at(57))],
        "miriam": [(at(0), at(20))],
        "olga": [(at(0), at(57))],
        "tom": [(at(0), at(57))],
    }


def test_while_it_runs_it_reaches_to_now() -> None:
    live = LiveSession()
    live.sends(ANA, OpenMeeting)
    live.sends(ANA, MarkAttendance, person=LENA.id, mark=Mark.PRESENT)
    live.clock.wait(minutes=12)
    assert kept(live)["lena"] == [(at(0), at(12))]


def test_once_confirmed_it_is_the_leaders_word_with_its_corrections() -> None:
    live = LiveSession()
    live.sends(ANA, OpenMeeting)
    live.sends(ANA, MarkAttendance, person=LENA.id, mark=Mark.PRESENT)
    live.clock.wait(minutes=60)
    live.sends(ANA, CloseMeeting)
    roll = ConfirmedRoll((at(0), at(60)), "ana", at(62), {"lena": (), "tom": ((at(-2), at(60)),)})
    corrected = Correction(
        "tom", 1, at(70), "mara", CorrectionReason.WRONG_NAME, roll.present["tom"], ((at(5), at(60)),)
    )
    meeting = replace(booked(3), id=THIRD)
    live.attendance_record = attendance(SessionRecord(meeting=meeting, roll=roll, corrections=(corrected,)))
    assert live.record.kept(live.meeting, "tuesday") == Kept(
        {"lena": (), "tom": ((at(5), at(60)),)}, Confirmed("Ana", at(62))
    )


def test_a_running_session_has_only_evidence_whatever_the_book_says() -> None:
    live = LiveSession()
    live.sends(ANA, OpenMeeting)
    roll = ConfirmedRoll((at(0), at(60)), "ana", at(62), {"lena": ()})
    live.attendance_record = attendance(SessionRecord(meeting=replace(booked(3), id=THIRD), roll=roll))
    assert live.record.kept(live.meeting, "tuesday").confirmed is None
