"""Giving out a statement: what it says, when it is the same again, and when a new one takes its place."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from balint_live.application.attendance.record import (
    NOTHING_TO_WRITE,
    AttendanceRecord,
    Entries,
    StatedCredit,
    StatedSession,
    Statement,
)
from balint_live.application.attendance.statements import issued, people_to_state, sessions_to_state
from balint_live.application.groups.changes import Issue
from balint_live.domain.credit import CreditLine, Policy
from balint_live.domain.errors import Code, DomainError
from balint_live.domain.roll import Correction, CorrectionReason
from tests.attendance_cast import (
    ALL_LINES,
    AMA,
    APA,
    HALF_MORE_AT_FIRST,
    OTTO,
    attendance,
    booked,
    held,
    six_sessions,
    spans,
    to_come,
)
from tests.fake_attendance import with_entries
from tests.unit.application.groups.cast import CARLA, DAN, SETTINGS, START, numbered

NOW: datetime = START + timedelta(days=400)
LATER = NOW + timedelta(days=3, microseconds=5)
HERE = {"carla": [(0, 60)]}


def issue(now: datetime = NOW, name: str = "A") -> Issue:
    return Issue(now, numbered(name.lower()), numbered(name))


def given(
    laid: AttendanceRecord, meeting_id: str | None = None, now: datetime = NOW, name: str = "A"
) -> Statement:
    return issued(laid, "carla", meeting_id, issue(now, name))[0]


def after(laid: AttendanceRecord, meeting_id: str | None = None) -> AttendanceRecord:
    """The book once Carla has been given a statement."""
    _, entries = issued(laid, "carla", meeting_id, issue())
    return replace(laid, statements=with_entries(laid.statements, entries, NOW))


def refusal(laid: AttendanceRecord, meeting_id: str | None = None, person: str = "carla") -> tuple[Code, str]:
    with pytest.raises(DomainError) as refused:
        issued(laid, person, meeting_id, issue())
    return refused.value.code, refused.value.sentence


def corrected(laid: AttendanceRecord) -> AttendanceRecord:
    """Of Carla's first session, the first twenty minutes are taken away."""
    one = laid.sessions[0]
    correction = Correction(
        "carla",
        1,
        NOW,
        "mara",
        CorrectionReason.LEADER_ERROR,
        spans(one.meeting, [(0, 60)]),
        spans(one.meeting, [(20, 60)]),
    )
    return replace(laid, sessions=(replace(one, corrections=(correction,)), *laid.sessions[1:]))


def test_one_session_as_it_was_attended() -> None:
    first = booked(1)
    laid = attendance(held(1, {"carla": [(4, 60)]}, length=62), held(2, HERE), lines=(APA, AMA))

    assert given(laid, "m1") == Statement(
        id="a-1",
        code="A-1",
        registrant_id="carla",
        group_id="tuesday",
        meeting_id="m1",
        issued_at=NOW,
        kept_until=(booked(2).end).replace(year=2032),
        name="Carla",
        organisation="The Society",
        activity="Tuesday group",
        timezone="Europe/London",
        sessions=(
            StatedSession(1, first.start, first.end, first.start, first.end + timedelta(minutes=2), 56 * 60),
        ),
        credits=(StatedCredit("APA CE", 4), StatedCredit("AMA PRA Category 1", 3)),
    )


def test_the_series_adds_up_what_can_be_stated() -> None:
    sessions = (
        held(1, HERE),
        held(2, {}, absent=["carla"]),
        held(3, HERE, confirmed=False),
        held(4, {"carla": [(0, 30)]}),
        to_come(5),
    )
    statement = given(attendance(*sessions, lines=(APA, AMA)))

    assert [(one.number, one.present_s) for one in statement.sessions] == [(1, 3600), (4, 1800)]
    assert statement.credits == (StatedCredit("APA CE", 4), StatedCredit("AMA PRA Category 1", 6))


def test_what_the_series_decides_is_stated_once() -> None:
    six = attendance(*(held(number, HERE) for number in range(1, 7)), lines=ALL_LINES)

    assert [one.credit_type for one in given(six, "m1").credits] == [
        "APA CE",
        "AMA PRA Category 1",
        "CPD points",
    ]
    assert [(one.credit_type, one.quarters) for one in given(six).credits] == [
        ("APA CE", 24),
        ("AMA PRA Category 1", 24),
        ("CPD points", 24),
        ("ABFM", 24),
    ]


def test_a_bodys_approval_stands_word_for_word() -> None:
    line = CreditLine(policy=Policy.FULL_HOUR, credit_type="APA CE", statement="Approved\nby the body.")

    assert given(attendance(held(1, HERE), lines=(line,))).credits == (
        StatedCredit("APA CE", 4, "Approved\nby the body."),
    )


def test_asked_again_it_is_the_same_one() -> None:
    laid = after(attendance(held(1, HERE)))

    assert issued(laid, "carla", None, issue(LATER, "B")) == (laid.statements[0], NOTHING_TO_WRITE)


def test_a_longer_series_only_keeps_it_longer() -> None:
    laid = after(attendance(held(1, HERE)))
    [kept] = laid.statements
    longer = attendance(*laid.sessions, to_come(2))
    until = booked(2).end.replace(year=2032)

    assert (
        issued(replace(longer, statements=laid.statements), "carla", "m1", issue(LATER, "B"))[0].code == "B-1"
    )
    assert issued(replace(longer, statements=laid.statements), "carla", None, issue(LATER, "B")) == (
        replace(kept, kept_until=until),
        Entries(prolonged=((kept.id, until),)),
    )


def test_a_corrected_record_gets_a_new_one_in_its_place() -> None:
    laid = corrected(after(attendance(held(1, HERE), lines=(AMA,))))
    statement, entries = issued(laid, "carla", None, issue(LATER, "B"))

    assert (statement.code, statement.issued_at) == ("B-1", LATER.replace(microsecond=0))
    assert (statement.sessions[0].present_s, statement.credits) == (
        2400,
        (StatedCredit("AMA PRA Category 1", 2),),
    )
    assert entries == Entries(statements=(statement,), replaced=("a-1",))
    assert with_entries(laid.statements, entries, LATER)[0].replaced_at == LATER


def test_it_stays_as_it_was_when_the_group_changes() -> None:
    laid = after(attendance(held(1, HERE), lines=(AMA,)))
    renamed = replace(SETTINGS, name="Thursday group", society="Another Society", timezone="Europe/Paris")
    changed = attendance(*laid.sessions, lines=(), settings=renamed)

    assert [
        (one.activity, one.organisation, one.timezone, one.credits)
        for one in (laid.statements[0], given(replace(changed, statements=laid.statements), name="B"))
    ] == [
        ("Tuesday group", "The Society", "Europe/London", (StatedCredit("AMA PRA Category 1", 4),)),
        ("Thursday group", "Another Society", "Europe/Paris", ()),
    ]


@pytest.mark.parametrize(
    "laid",
    [
        attendance(to_come(1)),
        attendance(held(1, HERE, confirmed=False)),
        attendance(held(1, {}, absent=["carla"])),
        attendance(
            replace(held(1, HERE), meeting=booked(1, opened_at=START, closed_at=START, not_held_at=NOW))
        ),
    ],
    ids=["to come", "roll open", "absent", "not held"],
)
def test_nothing_to_state(laid: AttendanceRecord) -> None:
    nothing = (Code.INVALID, "There is no confirmed attendance to state yet.")

    assert (refusal(laid), refusal(laid, "m1")) == (nothing, nothing)
    assert sessions_to_state(laid, CARLA, NOW) == people_to_state(laid, "m1", NOW) == ()


def test_nobody_and_no_session() -> None:
    laid = attendance(held(1, HERE))

    assert refusal(laid, person="nobody") == (Code.INVALID, "This person is not in this group.")
    assert refusal(laid, "m9") == (Code.INVALID, "There is no confirmed attendance to state yet.")


def test_of_what_and_to_whom_there_can_be_one() -> None:
    laid = attendance(held(1, HERE, absent=["dan"]), held(2, {"carla": [(0, 9)], "otto": [(0, 60)]}))

    assert sessions_to_state(laid, CARLA, NOW) == (laid.sessions[0].meeting, laid.sessions[1].meeting)
    assert sessions_to_state(laid, DAN, NOW) == ()
    assert people_to_state(laid, "m2", NOW) == (CARLA, OTTO)


def test_each_session_is_stated_with_its_own_figure() -> None:
    laid = attendance(*six_sessions(), lines=HALF_MORE_AT_FIRST)
    stated = {of: [each.quarters for each in given(laid, of).credits] for of in ("m1", "m2", None)}

    assert stated == {"m1": [4, 6, 6], "m2": [4, 4, 4], None: [24, 26, 26, 26]}


def test_a_statement_given_out_is_the_same_when_the_line_gets_another_figure() -> None:
    frozen = tuple((line.id, 6) for line in HALF_MORE_AT_FIRST)
    laid = attendance(*six_sessions(frozen)[:1], lines=HALF_MORE_AT_FIRST)
    later = attendance(
        *six_sessions(frozen)[:1], lines=tuple(replace(line, by_plan=()) for line in HALF_MORE_AT_FIRST)
    )

    assert (
        issued(replace(later, statements=after(laid).statements), "carla", None, issue())[1]
        == NOTHING_TO_WRITE
    )
