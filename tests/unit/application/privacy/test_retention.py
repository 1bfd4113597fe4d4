from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from balint_live.application.attendance.record import AttendanceRecord, SessionRecord, years_after
from balint_live.application.attendance.statements import issued
from balint_live.application.groups.changes import Issue
from balint_live.application.groups.group import Registrant
from balint_live.application.privacy.retention import Due, due, is_reduced
from tests.attendance_cast import APA, OTTO, attendance, booked, held, to_come
from tests.unit.application.groups.cast import CARLA, DAN, NOW, SETTINGS, TUESDAY, numbered

HELD = held(1, {"carla": [(0, 60)], "dan": [(0, 20)]}, absent=["otto"])
END = booked(1).end
"""Of the series, as long as nothing else is booked."""
A_SECOND = timedelta(seconds=1)
DAYS_14, DAYS_90 = END + timedelta(days=14), END + timedelta(days=90)
SIX_YEARS = years_after(END, 6)
NOTHING = Due(group_id=TUESDAY, group="Tuesday group")


def series(*sessions: SessionRecord, people: tuple[Registrant, ...] = (CARLA, DAN, OTTO)) -> AttendanceRecord:
    return attendance(*(sessions or (HELD,)), people=people, lines=(APA,))


def reduced(person: Registrant) -> Registrant:
    details = replace(person.details, email="", timezone=None)
    return replace(person, details=details, join_code=None, withdrawn_at=DAYS_90)


def stated(of: AttendanceRecord, person: str, **changes: object) -> AttendanceRecord:
    """With a statement given out after the session."""
    statement, _ = issued(of, person, None, Issue(END, numbered("s"), numbered("CODE")))
    return replace(of, statements=(*of.statements, replace(statement, **changes)))  # type: ignore[arg-type]


@pytest.mark.parametrize("now", [NOW, END, DAYS_14 - A_SECOND])
def test_for_two_weeks_nothing_is_due(now: datetime) -> None:
    assert due(series(), 7, now) == NOTHING
    assert NOTHING.nothing


def test_after_two_weeks_the_codes_end_with_the_links() -> None:
    without_code = replace(DAN, join_code=None)

    for now in (DAYS_14, DAYS_90 - A_SECOND):
        assert due(series(people=(CARLA, without_code, OTTO)), 7, now) == replace(
            NOTHING, codes=("carla", "otto")
        )


def test_after_ninety_days_credit_is_all_that_is_left() -> None:
    assert due(series(), 7, DAYS_90) == replace(
        NOTHING, whole=("dan", "otto"), reduced=("carla",), codes=(), mails=7
    )


def test_what_was_done_is_not_due_again() -> None:
    assert due(series(people=(reduced(CARLA),)), 0, DAYS_90 + timedelta(days=1)) == NOTHING


@pytest.mark.parametrize(
    "left",
    [
        replace(reduced(CARLA), details=replace(reduced(CARLA).details, email="carla@example.org")),
        replace(reduced(CARLA), details=replace(reduced(CARLA).details, timezone="Europe/Rome")),
        replace(reduced(CARLA), join_code="ACDE2346"),
        replace(reduced(CARLA), withdrawn_at=None),
    ],
    ids=["address", "zone", "code", "enrolled"],
)
def test_whatever_is_known_again_of_somebody_is_due_again(left: Registrant) -> None:
    assert (is_reduced(reduced(CARLA)), is_reduced(left)) == (True, False)
    assert due(series(people=(left,)), 0, DAYS_90).reduced == ("carla",)


def test_at_its_date_the_credited_record_goes_too() -> None:
    left = series(people=(reduced(CARLA),))

    assert due(left, 0, SIX_YEARS - A_SECOND) == NOTHING
    assert due(left, 0, SIX_YEARS) == replace(NOTHING, whole=("carla",))


def test_the_sponsor_sets_the_years() -> None:
    ten = attendance(
        HELD, lines=(APA,), people=(reduced(CARLA),), settings=replace(SETTINGS, retention_years=10)
    )

    assert due(ten, 0, years_after(END, 10) - A_SECOND) == NOTHING
    assert due(ten, 0, years_after(END, 10)).whole == ("carla",)


def test_attendance_nobody_confirmed_earns_no_credit_and_is_not_kept_for_it() -> None:
    unconfirmed = held(1, {"carla": [(0, 60)]}, confirmed=False)

    assert due(series(unconfirmed, people=(CARLA,)), 0, DAYS_90).whole == ("carla",)


def test_another_session_moves_everything() -> None:
    went_on = series(HELD, to_come(2))

    assert due(went_on, 7, DAYS_14) == NOTHING
    assert due(went_on, 7, DAYS_90) == replace(NOTHING, codes=("carla", "dan", "otto"))
    assert due(went_on, 7, DAYS_90 + timedelta(days=14)).whole == ("dan", "otto")


def test_a_cancelled_session_moves_nothing() -> None:
    cancelled = SessionRecord(meeting=booked(2, cancelled_at=END))

    assert due(series(HELD, cancelled), 0, DAYS_90).whole == ("dan", "otto")


def test_where_all_sessions_were_cancelled_the_last_date_counts() -> None:
    cancelled = tuple(SessionRecord(meeting=booked(number, cancelled_at=NOW)) for number in (1, 2))
    last = booked(2).end

    assert due(series(*cancelled), 7, last + timedelta(days=14) - A_SECOND) == NOTHING
    assert due(series(*cancelled), 7, last + timedelta(days=14)).codes == ("carla", "dan", "otto")
    assert due(series(*cancelled), 7, last + timedelta(days=90)) == replace(
        NOTHING, whole=("carla", "dan", "otto"), mails=7
    )


def test_where_none_was_ever_booked_the_making_of_the_group_counts() -> None:
    undated = replace(series(), sessions=(), group=replace(series().group, meetings=()))
    made = undated.group.created_at

    assert due(undated, 7, made + timedelta(days=14) - A_SECOND) == NOTHING
    assert due(undated, 7, made + timedelta(days=14)).codes == ("carla", "dan", "otto")
    assert due(undated, 7, made + timedelta(days=90)) == replace(
        NOTHING, whole=("carla", "dan", "otto"), mails=7
    )


def test_a_session_that_ended_late_counts_from_its_end() -> None:
    overran = held(1, {"carla": [(0, 60)]}, length=75)

    assert due(series(overran), 0, DAYS_90) == replace(NOTHING, codes=("carla", "dan", "otto"))
    assert due(series(overran), 0, DAYS_90 + timedelta(minutes=15)).whole == ("dan", "otto")


def test_while_a_session_runs_nothing_is_due() -> None:
    running = SessionRecord(meeting=booked(1, opened_at=booked(1).start))

    assert due(series(running), 7, DAYS_90) == NOTHING


def test_a_statement_goes_with_the_person_it_is_about() -> None:
    left = stated(series(people=(reduced(CARLA),)), "carla")

    assert due(left, 0, SIX_YEARS - A_SECOND).statements == ()
    assert due(left, 0, SIX_YEARS) == replace(NOTHING, whole=("carla",), statements=("s-1",))


def test_a_statement_is_kept_as_long_as_it_was_given_out_for() -> None:
    promised = stated(series(people=(reduced(CARLA),)), "carla", kept_until=SIX_YEARS + A_SECOND)

    assert due(promised, 0, SIX_YEARS) == replace(NOTHING, whole=("carla",))


def test_a_series_that_goes_on_keeps_an_earlier_statement_with_the_person() -> None:
    went_on = stated(series(HELD, to_come(2), people=(reduced(CARLA),)), "carla", kept_until=SIX_YEARS)

    assert due(went_on, 0, SIX_YEARS) == NOTHING


def test_a_statement_of_nobody_is_none_of_the_groups_business() -> None:
    of_nobody = stated(series(people=(CARLA,)), "carla", registrant_id=None, kept_until=END)

    assert due(of_nobody, 0, SIX_YEARS).statements == ()
