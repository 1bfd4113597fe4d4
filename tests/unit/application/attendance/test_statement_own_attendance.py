"""A registrant's own attendance: everything of theirs, and nothing of anybody else's."""

from dataclasses import replace
from datetime import timedelta

from balint_live.application.attendance.own_attendance import OwnCredit, OwnSession, own_attendance
from balint_live.application.attendance.statements import issued
from balint_live.application.groups.changes import Issue
from balint_live.application.groups.group import SessionStatus
from balint_live.domain.credit import ReasonCode, SeriesCount
from balint_live.domain.roll import Correction, CorrectionReason
from tests.attendance_cast import APA, SIX_OF_EIGHT, attendance, booked, held, spans, to_come
from tests.fake_attendance import with_entries
from tests.unit.application.groups.cast import CARLA, START, details, numbered, person

NOW = START + timedelta(days=100)
CORRECTION = Correction(
    "carla",
    1,
    NOW,
    "mara",
    CorrectionReason.JOINED_BY_PHONE,
    spans(booked(1), [(10, 60)]),
    spans(booked(1), [(0, 60)]),
)


def test_each_session_that_is_over_with_its_outcomes() -> None:
    laid = attendance(
        held(1, {"carla": [(10, 60)]}, corrections=(CORRECTION,)),
        held(2, {"carla": [(-5, 30)]}, confirmed=False),
        held(3, {"dan": [(0, 60)]}, absent=["carla"]),
        held(4, {"dan": [(0, 60)]}),
        to_come(5),
        lines=(APA,),
    )
    own = own_attendance(laid, "carla", NOW)

    assert [
        (one.number, one.status, one.attended, one.total, one.corrected, one.to_state, one.outcomes[0].code)
        for one in own.sessions
    ] == [
        (1, SessionStatus.CONFIRMED, 3600, 3600, True, True, ReasonCode.FULL_HOURS),
        (2, SessionStatus.ROLL_OPEN, 1800, 3600, False, False, ReasonCode.ROLL_OPEN),
        (3, SessionStatus.CONFIRMED, 0, 3600, False, False, ReasonCode.HOUR_MISSED),
    ]
    assert own.sessions[1].spans == spans(booked(2), [(0, 30)]), "the time in the door is not of the session"
    assert own.to_state


def test_one_that_was_broken_off_says_so() -> None:
    session = held(1, {"carla": [(0, 60)]})
    [one] = own_attendance(
        attendance(replace(session, meeting=replace(session.meeting, not_held_at=NOW)), lines=(APA,)),
        "carla",
        NOW,
    ).sessions

    assert (one.status, one.outcomes[0].code, one.to_state) == (
        SessionStatus.NOT_HELD,
        ReasonCode.NOT_HELD,
        False,
    )


def test_where_a_series_stands() -> None:
    laid = attendance(*(held(number, {"carla": [(0, 60)]}) for number in (1, 2)), lines=(APA, SIX_OF_EIGHT))
    own = own_attendance(laid, "carla", START + timedelta(days=15))

    assert own.credits == (
        OwnCredit("APA CE", 8, None, None),
        OwnCredit("ABFM", 0, SeriesCount(ReasonCode.SERIES_OPEN, 2, 8, 6), 2),
    )


def test_how_long_it_is_kept() -> None:
    end = booked(1).end
    earned = own_attendance(attendance(held(1, {"carla": [(0, 60)]}), lines=(APA,)), "carla", NOW)
    nothing = own_attendance(attendance(held(1, {"carla": [(0, 60)]}), lines=()), "carla", NOW)

    assert (earned.credited, earned.kept_until) == (True, end.replace(year=2032))
    assert (nothing.credited, nothing.kept_until) == (False, end + timedelta(days=90))


def test_nothing_of_anybody_else_is_in_it() -> None:
    """Dan, whose name nobody could mistake, was there, corrected, and given a statement; Mara corrected him."""
    dan = person("dan", details=details("dan", name="Dan Zweistein", email="zweistein@example.org"))
    correction = replace(
        CORRECTION,
        person="dan",
        by="mara",
        before=spans(booked(1), [(11, 47)]),
        after=spans(booked(1), [(12, 46)]),
    )
    laid = attendance(
        held(1, {"carla": [(0, 60)], "dan": [(11, 47)]}, corrections=(correction,)), people=(CARLA, dan)
    )
    _, entries = issued(laid, "dan", None, Issue(NOW, numbered("dans-statement"), numbered("DANS-CODE")))
    laid = replace(laid, statements=with_entries((), entries, NOW))
    whole, own = repr(laid), repr(own_attendance(laid, "carla", NOW))
    others = (
        "Zweistein",
        "dans-statement",
        "DANS-CODE",
        "mara",
        "Mara",
        "'dan'",
        "'ana'",
        "19, 12",
        "19, 11",
    )

    assert [each for each in others if each in whole] == list(others), "it could have leaked"
    assert [each for each in others if each in own] == []


def test_a_session_is_a_value_without_room_for_others() -> None:
    assert set(OwnSession.__slots__) == {
        "meeting_id",
        "number",
        "start",
        "status",
        "spans",
        "attended",
        "total",
        "outcomes",
        "corrected",
        "to_state",
    }
