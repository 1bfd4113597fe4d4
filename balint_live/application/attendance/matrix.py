"""The attendance matrix: everybody of a group by every session of it, and how far each has got with the series.

It adds to the records only each session's status, and who can miss how many of the sessions left. People keep the order of
their names, because any other order would be a ranking. Somebody who left the group stays in it if any session's record is
about them, but is not listed as at risk.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from balint_live.application.attendance.record import (
    AttendanceRecord,
    PersonRecord,
    person_record,
    person_records,
)
from balint_live.application.groups.group import BookedMeeting, Registrant, SessionStatus
from balint_live.domain.credit import CreditLine, Policy, ReasonCode, SeriesCount
from balint_live.domain.credit_results import can_still_miss, series_count


@dataclass(frozen=True, slots=True)
class Column:
    """A session and its status; never `HELD`, but whether its roll is confirmed."""

    meeting: BookedMeeting
    status: SessionStatus


@dataclass(frozen=True, slots=True)
class SeriesStanding:
    """How far somebody has got towards the minimum of the line with this index.

    They can miss `spare` of the sessions left; None once it is certain.
    """

    line: int
    count: SeriesCount
    spare: int | None

    @property
    def at_risk(self) -> bool:
        """Every session left is needed."""
        return self.spare == 0

    @property
    def missed(self) -> bool:
        return self.count.code is ReasonCode.SERIES_MISSED


@dataclass(frozen=True, slots=True)
class Row:
    """One person: `attended` of the `confirmed` sessions whose record is about them, and their standing per series line."""

    record: PersonRecord
    attended: int
    confirmed: int
    series: tuple[SeriesStanding, ...]

    @property
    def person(self) -> Registrant:
        return self.record.person


@dataclass(frozen=True, slots=True)
class Matrix:
    """`columns` by number, `rows` by name; each record's sessions stand in the order of the columns."""

    lines: tuple[CreditLine, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def unconfirmed(self) -> tuple[BookedMeeting, ...]:
        """The sessions whose roll waits for the leaders."""
        return tuple(one.meeting for one in self.columns if one.status is SessionStatus.ROLL_OPEN)

    def at_risk(self, line: int) -> list[Registrant]:
        """Who can still reach the minimum of this line, and needs every session left for it."""
        return [row.person for row, one in self._enrolled(line) if one.at_risk]

    def missed(self, line: int) -> list[Registrant]:
        """Who cannot reach the minimum of this line any more."""
        return [row.person for row, one in self._enrolled(line) if one.missed]

    def _enrolled(self, line: int) -> list[tuple[Row, SeriesStanding]]:
        return [
            (row, one) for row in self.rows if row.person.enrolled for one in row.series if one.line == line
        ]


def matrix(attendance: AttendanceRecord, now: datetime) -> Matrix:
    """The whole matrix: of people enrolled, or in the record of a session that was held."""
    lines, columns = attendance.group.settings.credit_lines, columns_of(attendance, now)
    over = (SessionStatus.ROLL_OPEN, SessionStatus.CONFIRMED)
    rows = (
        _row(lines, columns, one)
        for one in person_records(attendance, now)
        if one.person.enrolled
        or any(
            was.on_roll and column.status in over for was, column in zip(one.sessions, columns, strict=True)
        )
    )
    return Matrix(lines, columns, tuple(rows))


def row_of(attendance: AttendanceRecord, person: Registrant, now: datetime) -> Row:
    """One person's row by itself."""
    lines = attendance.group.settings.credit_lines
    return _row(lines, columns_of(attendance, now), person_record(attendance, person, now))


def columns_of(attendance: AttendanceRecord, now: datetime) -> tuple[Column, ...]:
    """Its columns by themselves."""
    return tuple(Column(one.meeting, one.status(now)) for one in attendance.sessions)


def _row(lines: Sequence[CreditLine], columns: Sequence[Column], record: PersonRecord) -> Row:
    confirmed = [
        was
        for was, column in zip(record.sessions, columns, strict=True)
        if was.on_roll and column.status is SessionStatus.CONFIRMED
    ]
    series = tuple(
        SeriesStanding(place, series_count(line, tally), can_still_miss(line, tally))
        for place, (line, tally) in enumerate(zip(lines, record.tallies, strict=True))
        if line.policy is Policy.SERIES_MIN
    )
    return Row(record, sum(was.time.attended > 0 for was in confirmed), len(confirmed), series)
