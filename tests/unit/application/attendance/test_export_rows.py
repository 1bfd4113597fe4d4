from dataclasses import replace
from datetime import datetime, timedelta

from balint_live.application.attendance.export_rows import ATTENDANCE_COLUMNS, AttendanceRow, attendance_rows
from balint_live.application.attendance.record import SessionRecord, person_records
from balint_live.application.groups.group import Registrant
from balint_live.domain.credit import CreditLine, in_credits
from balint_live.domain.display import Role
from balint_live.domain.roll import CorrectionReason, corrected
from balint_live.domain.timeline import LeaderMark, Mark
from tests.attendance_cast import (
    AMA,
    APA,
    HALF_MORE_AT_FIRST,
    OTTO,
    SIX_OF_EIGHT,
    attendance,
    held,
    six_sessions,
    spans,
    to_come,
)
from tests.unit.application.groups.cast import CARLA, DAN, START, details, person

NOW: datetime = START + timedelta(days=20)
CLARA = replace(
    CARLA,
    details=details(
        "carla", name="Clara Maria Costa", profession="GP", licence_no="7", licence_region="Ireland"
    ),
)


def rows(
    *sessions: SessionRecord,
    people: tuple[Registrant, ...] = (CLARA, DAN, OTTO),
    lines: tuple[CreditLine, ...] = (),
) -> tuple[AttendanceRow, ...]:
    laid = attendance(*sessions, people=people, lines=lines)
    return attendance_rows(laid, person_records(laid, NOW), NOW)


def told(rows: tuple[AttendanceRow, ...], *columns: str) -> list[tuple[object, ...]]:
    return [tuple(getattr(row, column) for column in columns) for row in rows]


def test_the_columns_are_those_of_the_export() -> None:
    assert ", ".join(ATTENDANCE_COLUMNS) == (
        "record_id, organisation, activity_id, activity_title, session_id, session_no, session_date, timezone, "
        "scheduled_start, scheduled_end, actual_start, actual_end, format, participant_id, family_name, given_name, "
        "email, profession, licence_no, licence_region, role, first_join, last_leave, minutes_present, "
        "minutes_creditable, intervals, evidence_sources, agreement_version, agreement_at, leader_confirmed_by, "
        "leader_confirmed_at, policy_id, credit_type, credits_awarded, credit_reason, corrections_count, "
        "export_version, exported_at"
    )


def test_a_whole_row() -> None:
    (row,) = rows(held(1, {"carla": [(-2, 20), (30.5, 60)]}), people=(CLARA,), lines=(AMA,))

    assert row == AttendanceRow(
        record_id="m1-carla",
        organisation="The Society",
        activity_id="tuesday",
        activity_title="Tuesday group",
        session_id="m1",
        session_no=1,
        session_date="2026-03-10",
        timezone="Europe/London",
        scheduled_start="2026-03-10T19:00:00+00:00",
        scheduled_end="2026-03-10T20:00:00+00:00",
        actual_start="2026-03-10T19:00:00+00:00",
        actual_end="2026-03-10T20:00:00+00:00",
        format="live online group",
        participant_id="carla",
        family_name="Costa",
        given_name="Clara Maria",
        email="carla@example.org",
        profession="GP",
        licence_no="7",
        licence_region="Ireland",
        role="member",
        first_join="2026-03-10T18:58:00+00:00",
        last_leave="2026-03-10T20:00:00+00:00",
        minutes_present=49,
        minutes_creditable=49,
        intervals=(
            "2026-03-10T18:58:00+00:00/2026-03-10T19:20:00+00:00;"
            "2026-03-10T19:30:30+00:00/2026-03-10T20:00:00+00:00"
        ),
        evidence_sources="self_checkin",
        agreement_version="1",
        agreement_at="2026-03-10T18:58:00+00:00",
        leader_confirmed_by="Ana",
        leader_confirmed_at="2026-03-10T20:02:00+00:00",
        policy_id="quarter_hour",
        credit_type="AMA PRA Category 1",
        credits_awarded=in_credits(3),
        credit_reason="quarters: 49 minutes present: 3 quarter hours.",
        corrections_count=0,
        export_version="1",
        exported_at="2026-03-30T20:00:00+01:00",
    )


def test_somebody_absent_has_a_row_with_nothing_in_it() -> None:
    (_, row) = rows(held(1, {"carla": [(0, 60)]}, absent=["dan"]), people=(CLARA, DAN))

    assert told((row,), "record_id", "first_join", "last_leave", "minutes_present", "intervals") == [
        ("m1-dan", "", "", 0, "")
    ]
    assert told((row,), "evidence_sources", "agreement_version", "agreement_at") == [("", "", "")]


def test_a_group_without_credit_lines_has_one_row_each_with_those_columns_empty() -> None:
    found = rows(held(1, {"carla": [(0, 60)]}))

    assert told(found, "policy_id", "credit_type", "credits_awarded", "credit_reason") == [("", "", None, "")]


def test_one_row_for_each_credit_line_and_the_record_repeats() -> None:
    found = rows(held(1, {"carla": [(0, 60)]}, absent=["dan"]), lines=(APA, AMA))

    assert told(found, "record_id", "policy_id", "credits_awarded", "credit_reason") == [
        ("m1-carla", "full_hour", in_credits(4), "full_hours: Present for 1 of 1 full hour."),
        ("m1-carla", "quarter_hour", in_credits(4), "quarters: 60 minutes present: 4 quarter hours."),
        (
            "m1-dan",
            "full_hour",
            in_credits(0),
            "hour_missed: Away 60 minutes on end in hour 1; the limit is 15.",
        ),
        ("m1-dan", "quarter_hour", in_credits(0), "quarters: 0 minutes present: 0 quarter hours."),
    ]


def test_an_open_roll_is_told_with_what_has_been_seen_and_no_credit() -> None:
    found = rows(held(1, {"carla": [(0, 60)]}, confirmed=False), people=(CLARA,), lines=(APA, SIX_OF_EIGHT))

    assert told(found, "minutes_present", "leader_confirmed_by", "leader_confirmed_at", "credit_reason") == [
        (60, "", "", "roll_open: Attendance is not yet confirmed."),
        (60, "", "", "roll_open: Attendance is not yet confirmed."),
    ]
    assert told(found, "credits_awarded") == [(in_credits(0),), (in_credits(0),)]


def test_a_session_that_was_broken_off_is_told_with_its_reason() -> None:
    one = held(1, {"carla": [(0, 60)]})
    broken_off = replace(one, meeting=replace(one.meeting, not_held_at=one.meeting.closed_at))

    assert told(rows(broken_off, lines=(APA,)), "credits_awarded", "credit_reason") == [
        (in_credits(0), "not_held: The session was not held.")
    ]


def test_what_was_cancelled_or_never_opened_is_left_out() -> None:
    one, cancelled = to_come(2), held(1, {"carla": [(0, 60)]})
    cancelled = replace(cancelled, meeting=replace(cancelled.meeting, cancelled_at=START))

    assert rows(one, cancelled) == ()


def test_a_running_session_is_told_as_far_as_it_has_got() -> None:
    one = held(1, {"carla": [(0, 20)]}, confirmed=False)
    running = replace(one, meeting=replace(one.meeting, closed_at=None), windows=())
    laid = attendance(running, people=(CLARA,), lines=(APA,))
    now = START + timedelta(minutes=25)

    found = attendance_rows(laid, person_records(laid, now), now)

    assert told(found, "actual_end", "minutes_present", "minutes_creditable", "credit_reason") == [
        ("", 20, 0, "roll_open: Attendance is not yet confirmed.")
    ]


def test_minutes_outside_the_windows_of_credit_are_present_and_not_creditable() -> None:
    one = held(1, {"carla": [(-5, 60)]})
    later = replace(one, windows=((START + timedelta(minutes=11), START + timedelta(minutes=60)),))

    assert told(rows(later), "minutes_present", "minutes_creditable") == [(60, 49)]


def test_roles_and_who_is_on_the_roll() -> None:
    trainee, observer = (
        person("priya", details=details("priya", practice_leader=True)),
        person("otto", details=details("otto", role=Role.OBSERVER)),
    )
    one = held(1, {"carla": [(0, 60)]}, absent=["priya", "otto"])

    assert told(rows(one, people=(CLARA, DAN, trainee, observer)), "participant_id", "role") == [
        ("carla", "member"),
        ("priya", "trainee"),
        ("otto", "observer"),
    ]


def test_a_leaders_mark_is_named_among_the_sources() -> None:
    one = held(1, {"carla": [(0, 60)]}, absent=["dan"])
    intervals, _ = one.evidence["carla"]
    marked = LeaderMark(Mark.PRESENT, START)
    evidence = {"carla": (intervals, [marked]), "dan": ([], [marked])}

    assert told(rows(replace(one, evidence=evidence)), "evidence_sources") == [
        ("leader_mark;self_checkin",),
        ("leader_mark",),
    ]


def test_a_corrected_record_is_told_as_it_is_today() -> None:
    one = held(1, {"carla": [(0, 60)]}, absent=["dan"])
    assert one.roll is not None
    correction = corrected(
        one.roll,
        (),
        person="dan",
        before=(),
        after=spans(one.meeting, [(0, 44.99)]),
        reason=CorrectionReason.JOINED_BY_PHONE,
        by="mara",
        now=NOW,
    )

    found = rows(replace(one, corrections=(correction,)), lines=(APA,))

    assert told(found, "participant_id", "minutes_present", "credit_reason", "corrections_count") == [
        ("carla", 60, "full_hours: Present for 1 of 1 full hour.", 0),
        ("dan", 44, "hour_missed: Away 15:01 minutes on end in hour 1; the limit is 15.", 1),
    ]


def test_a_leader_whose_account_is_gone_has_no_name_left() -> None:
    assert told(rows(held(1, {"carla": [(0, 60)]}, by="")), "leader_confirmed_by", "leader_confirmed_at") == [
        ("", "2026-03-10T20:02:00+00:00")
    ]


def test_a_longer_first_session_awards_its_own_figure() -> None:
    found = rows(*six_sessions()[:2], people=(CLARA,), lines=HALF_MORE_AT_FIRST[1:3])

    assert told(found, "session_no", "policy_id", "credits_awarded") == [
        (1, "quarter_hour", in_credits(6)),
        (1, "min_fraction", in_credits(6)),
        (2, "quarter_hour", in_credits(4)),
        (2, "min_fraction", in_credits(4)),
    ]
