"""The Tuesday group as it is late in a long series: many people, many sessions held, most rolls confirmed, some corrected.

Session n is held every other week from 10 March 2026 on, for 60 minutes. Person k misses every (k + 3)rd session, comes 16
minutes late to the one before, and somebody's record is corrected in every session.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from balint_live.adapters.database.tables.attendance import MeetingRow, PresenceRow
from balint_live.adapters.database.tables.groups import RegistrantRow
from balint_live.application.groups.changes import Changes
from balint_live.application.groups.group import BookedMeeting, Registrant
from balint_live.domain.credit import CreditLine, Policy
from balint_live.domain.roll import CorrectionReason
from balint_live.domain.timeline import Source
from tests.integration.groups.cast import ANA, FIRST_START, TUESDAY, Site, booked, registrant

FORTNIGHT = timedelta(days=14)
LATE = timedelta(minutes=16)
LINES = (
    CreditLine(policy=Policy.FULL_HOUR, credit_type="APA CE"),
    CreditLine(policy=Policy.QUARTER_HOUR, credit_type="AMA PRA Category 1"),
    CreditLine(policy=Policy.SERIES_MIN, credit_type="ABFM", required_sessions=18),
)


def long_series(site: Site, names: Sequence[str], sessions: int, held: int, confirmed: int) -> None:
    """Nobody else is in the group afterwards; of the sessions booked so many were held, and of these so many confirmed."""
    people = [_named(name, number) for number, name in enumerate(names, 1)]
    booked = [_session(number) for number in range(1, sessions + 1)]
    _settle(site, people, booked)
    site.clock.set(booked[held - 1].end + timedelta(days=1))
    site.database.write(lambda session: _hold(session, people, booked[:held]))
    for meeting in booked[:confirmed]:
        site.services.attendance_service.confirm(ANA, TUESDAY, meeting.id, {})
        _correct(site, people[meeting.number % len(people)].id, meeting)


def _named(name: str, number: int) -> Registrant:
    one = registrant(f"person-{number:02}")
    return replace(one, details=replace(one.details, name=name))


def _session(number: int) -> BookedMeeting:
    return booked(f"session-{number:02}", number, FIRST_START + FORTNIGHT * (number - 1))


def _settle(site: Site, people: list[Registrant], sessions: list[BookedMeeting]) -> None:
    """In place of whoever was in the group, and of what was booked."""
    group = site.group()
    site.database.write(_clear)
    site.change(
        Changes(
            settings=replace(group.settings, planned_sessions=len(sessions), credit_lines=LINES),
            registrants=tuple(people),
            meetings=tuple(sessions),
        )
    )


def _clear(session: Session) -> None:
    session.execute(delete(MeetingRow).where(MeetingRow.group_id == TUESDAY))
    session.execute(delete(RegistrantRow).where(RegistrantRow.group_id == TUESDAY))


def _hold(session: Session, people: list[Registrant], meetings: list[BookedMeeting]) -> None:
    for meeting in meetings:
        row = session.get_one(MeetingRow, meeting.id)
        row.opened_at, row.closed_at = meeting.start, meeting.end
        row.credit_windows = ((meeting.start, meeting.end),)
        for number, person in enumerate(people, 1):
            session.add_all(_seen(meeting, person.id, number))


def _seen(meeting: BookedMeeting, person: str, number: int) -> Iterator[PresenceRow]:
    rhythm = number + 3
    if meeting.number % rhythm == 0:
        return
    late = LATE if meeting.number % rhythm == rhythm - 1 else timedelta()
    yield PresenceRow(
        meeting_id=meeting.id,
        registrant_id=person,
        source=Source.SELF_CHECKIN,
        joined_at=meeting.start + late,
        left_at=meeting.end,
        provisional=False,
    )


def _correct(site: Site, person: str, meeting: BookedMeeting) -> None:
    """They were there from the third minute on, whatever the roll says."""
    one = site.services.attendance_service.attendance(TUESDAY, ANA).session(meeting.id)
    assert one is not None
    assert one.roll is not None
    said = (meeting.start + timedelta(minutes=2), meeting.end)
    reason = CorrectionReason.CONNECTION_PROBLEM
    before = one.roll.present[person]
    site.services.attendance_service.correct(ANA, TUESDAY, meeting.id, person, before, (said,), reason)
