"""The attendance matrix of a group: who was in which session, what it earned, and who needs every session left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from flask import Blueprint, render_template, request
from flask_babel import gettext

from balint_live.application.attendance.credits import Attended
from balint_live.application.attendance.matrix import Column, Matrix, Row, matrix
from balint_live.application.attendance.record import AttendanceRecord
from balint_live.application.groups.group import BookedMeeting, Registrant, SessionStatus
from balint_live.application.ports import directly
from balint_live.domain.credit import CreditLine, Policy, ReasonCode, in_credits
from balint_live.domain.credit_results import fraction
from balint_live.web.attendance.words import (
    SessionReasons,
    attended_words,
    earned_words,
    reasons_of,
    series_words,
    settled_words,
)
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import LOCALE, full
from balint_live.web.shared.services import GroupServices

# What the attendance page shows of the matrix: a figure for each cell, sentences for each person.
#
# A cell shows minutes, or what one credit line makes of the session. What is no figure is a mark with its words
# beside it, so that nothing is told by a shape alone; and what lies behind the figures is told session by session in
# `attendance_reasons`.


NOBODYS = (SessionStatus.NOT_HELD, SessionStatus.CANCELLED)
"""The same for everybody, whoever was enrolled."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A session above its column: its number and day; `when` in full, `words` for how far its attendance is settled.

    `most` is what it can award under the credit line that is shown; empty where minutes are, or nothing is awarded.
    """

    meeting: BookedMeeting
    day: str
    when: str
    settled: SessionStatus
    words: str
    most: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, or a mark (a name for the style sheet) with its words."""

    figure: str
    mark: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """`standing` in sentences; `reasons` behind the figures, session by session."""

    person: Registrant
    cells: list[Cell]
    together: str
    standing: list[str]
    reasons: list[SessionReasons]


@dataclass(frozen=True, slots=True)
class Concern:
    """A minimum, and the people who need every session left for it, or cannot reach it any more."""

    credit_type: str
    at_risk: list[Registrant]
    missed: list[Registrant]


def headings(columns: tuple[Column, ...], line: CreditLine | None, timezone: str) -> list[Heading]:
    zone = ZoneInfo(timezone)
    return [
        Heading(
            meeting=column.meeting,
            day=format_skeleton("MMMd", column.meeting.start, tzinfo=zone, locale=LOCALE),
            when=full(column.meeting.start, timezone),
            settled=column.status,
            words=settled_words(column.status),
            most="" if line is None or column.status in NOBODYS else _most(line, column.meeting),
        )
        for column in columns
    ]


def _most(line: CreditLine, meeting: BookedMeeting) -> str:
    return str(in_credits(line.in_session(meeting.plan.id, meeting.designated).designated_quarters))


def person_lines(shown: Matrix, line: int | None, timezone: str) -> list[PersonLine]:
    """With the figures of the credit line of this index, or with minutes."""
    return [person_line(shown.lines, shown.columns, row, line, timezone) for row in shown.rows]


def person_line(
    lines: tuple[CreditLine, ...], columns: tuple[Column, ...], row: Row, line: int | None, timezone: str
) -> PersonLine:
    figure = _figure(lines, line)
    sessions = row.record.sessions
    return PersonLine(
        person=row.person,
        cells=[_cell(column, was, figure) for column, was in zip(columns, sessions, strict=True)],
        together=_together(lines, columns, row, line),
        standing=_standing(lines, row),
        reasons=reasons_of(lines, columns, row.record, timezone),
    )


def concerns(shown: Matrix) -> list[Concern]:
    """Per line with a minimum, where there is anybody to think of."""
    found = [
        Concern(line.credit_type, shown.at_risk(place), shown.missed(place))
        for place, line in enumerate(shown.lines)
        if line.policy is Policy.SERIES_MIN
    ]
    return [each for each in found if each.at_risk or each.missed]


def caption(lines: tuple[CreditLine, ...], line: int | None) -> str:
    """What the figures are."""
    if line is None:
        return gettext("Minutes attended in each session, rounded down; only time that earns credit.")
    if lines[line].policy is Policy.SERIES_MIN:
        return gettext(
            "Which sessions count for %(credit)s, and the most each can award.",
            credit=lines[line].credit_type,
        )
    return gettext(
        "Credits in each session, of the most it can award: %(credit)s.", credit=lines[line].credit_type
    )


Figure = Callable[[Attended], str]


def _figure(lines: tuple[CreditLine, ...], line: int | None) -> Figure:
    if line is None:
        return lambda was: str(was.time.attended // 60)
    if lines[line].policy is not Policy.SERIES_MIN:
        return lambda was: str(was.outcomes[line].credits)
    return lambda was: gettext("yes") if _counts(lines[line], was) else gettext("no")


def _counts(line: CreditLine, was: Attended) -> bool:
    return fraction(line, was.time).code is ReasonCode.FRACTION_MET


def _cell(column: Column, was: Attended, figure: Figure) -> Cell:
    if column.status is SessionStatus.CONFIRMED and was.on_roll:
        return Cell(figure(was))
    if not was.on_roll and column.status not in NOBODYS:
        return Cell("", "none", gettext("not enrolled then"))
    return Cell("", column.status.value, settled_words(column.status))


def _together(lines: tuple[CreditLine, ...], columns: tuple[Column, ...], row: Row, line: int | None) -> str:
    if line is None:
        seconds = sum(
            was.time.attended
            for was, column in zip(row.record.sessions, columns, strict=True)
            if column.status is SessionStatus.CONFIRMED
        )
        return str(seconds // 60)
    if lines[line].policy is Policy.SERIES_MIN:
        return str(row.record.tallies[line].attended)
    return str(in_credits(row.record.quarters(line)))


def _standing(lines: tuple[CreditLine, ...], row: Row) -> list[str]:
    minima = [series_words(lines[stands.line], stands) for stands in row.series]
    earned = [
        earned_words(line, row.record.quarters(place))
        for place, line in enumerate(lines)
        if line.policy is not Policy.SERIES_MIN
    ]
    return [*(minima or [attended_words(row)]), *earned]


MANY_PEOPLE = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """What the cells may show."""

    words: str
    address: str
    chosen: bool


def attendance_pages(services: GroupServices) -> Blueprint:
    pages = Blueprint("attendance", __name__, url_prefix="/groups/<group_id>/attendance")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def show(group_id: str) -> str:
        attendance = services.attendance(group_id)
        now, group = services.clock.now(), attendance.group
        shown = _worked_out(services, attendance, now)
        line = _line_asked_for(shown.lines)
        return render_template(
            "pages/attendance/matrix.html",
            group=attendance.group,
            unconfirmed=shown.unconfirmed,
            concerns=concerns(shown),
            choices=_choices(group_id, shown.lines, line),
            caption=caption(shown.lines, line),
            headings=headings(
                shown.columns, None if line is None else shown.lines[line], group.settings.timezone
            ),
            people=person_lines(shown, line, group.settings.timezone),
        )

    return pages


def _worked_out(services: GroupServices, attendance: AttendanceRecord, now: datetime) -> Matrix:
    """Here for a group of the usual size: some milliseconds' work, for which a child process would take longer."""
    return (services.elsewhere if len(attendance.group.registrants) > MANY_PEOPLE else directly)(
        matrix, attendance, now
    )


def _line_asked_for(lines: Sequence[CreditLine]) -> int | None:
    """Minutes, where no credit line of the group is meant."""
    asked = request.args.get("line", type=int)
    return asked if asked in range(len(lines)) else None


def _choices(group_id: str, lines: Sequence[CreditLine], line: int | None) -> list[Choice]:
    address = f"/groups/{group_id}/attendance"
    minutes = Choice(gettext("Minutes"), address, line is None)
    credits = [
        Choice(each.credit_type, f"{address}?line={place}", line == place) for place, each in enumerate(lines)
    ]
    return [minutes, *credits]
