"""The second sheet of the export: what each person's series comes to.

"Attended" is what the credit for the series counts, where the group has one, so that the figure and `minimum_met` cannot
disagree; elsewhere it is every session held and confirmed in which they were here at all.
"""

from dataclasses import dataclass
from decimal import Decimal

from balint_live.application.attendance.book import Book
from balint_live.application.attendance.credits import PersonRecord, was_held
from balint_live.application.attendance.export_rows import was_opened
from balint_live.domain.credit import CreditLine, Policy
from balint_live.domain.figures import in_credits
from balint_live.domain.reasons import ReasonCode

MINIMUM_MET = {ReasonCode.SERIES_MET: "yes", ReasonCode.SERIES_MISSED: "no", ReasonCode.SERIES_OPEN: "open"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    """One person in one group; `minimum_met` is yes, no, open, or empty where no credit asks for a minimum.

    `credits` are by type, in the order of the group's lines: a column each.
    """

    group: str
    participant_id: str
    name: str
    sessions_attended: int
    sessions_planned: int
    minimum_met: str
    credits: tuple[tuple[str, Decimal], ...] = ()


def series_rows(book: Book, records: tuple[PersonRecord, ...]) -> tuple[SeriesRow, ...]:
    """Everybody enrolled, and who has left but is on a roll, by name."""
    return tuple(_row(book, record) for record in records if _belongs(book, record))


def credit_types(lines: tuple[CreditLine, ...]) -> tuple[str, ...]:
    """Each once; two lines of one type are told as one sum."""
    return tuple(dict.fromkeys(line.credit_type for line in lines))


def _belongs(book: Book, record: PersonRecord) -> bool:
    on_a_roll = (
        was.on_roll and was_opened(one) for one, was in zip(book.sessions, record.sessions, strict=True)
    )
    return record.person.enrolled or any(on_a_roll)


def _row(book: Book, record: PersonRecord) -> SeriesRow:
    settings = book.desk.group.settings
    return SeriesRow(
        group=settings.name,
        participant_id=record.person.id,
        name=record.person.details.name,
        sessions_attended=_attended(book, record),
        sessions_planned=settings.planned_sessions,
        minimum_met=_minimum_met(settings.credit_lines, record),
        credits=_credits(settings.credit_lines, record),
    )


def _attended(book: Book, record: PersonRecord) -> int:
    decides = _deciding(book.desk.group.settings.credit_lines)
    if decides is not None:
        return record.tallies[decides].attended
    return sum(
        was_held(one) and one.roll is not None and was.time.attended > 0
        for one, was in zip(book.sessions, record.sessions, strict=True)
    )


def _minimum_met(lines: tuple[CreditLine, ...], record: PersonRecord) -> str:
    decides = _deciding(lines)
    over_all = None if decides is None else record.series[decides]
    return "" if over_all is None else MINIMUM_MET[over_all.code]


def _credits(lines: tuple[CreditLine, ...], record: PersonRecord) -> tuple[tuple[str, Decimal], ...]:
    return tuple(
        (
            kind,
            in_credits(
                sum(record.quarters(place) for place, line in enumerate(lines) if line.credit_type == kind)
            ),
        )
        for kind in credit_types(lines)
    )


def _deciding(lines: tuple[CreditLine, ...]) -> int | None:
    """The place of the first line that asks for a minimum of the series."""
    return next((place for place, line in enumerate(lines) if line.policy is Policy.SERIES_MIN), None)
