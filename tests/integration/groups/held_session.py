"""The first Tuesday session as it went: opened at 19:00 in London, ended at 20:30, and who was seen when."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from balint_live.adapters.database.tables.attendance import (
    AcknowledgementRow,
    AttendanceMarkRow,
    MeetingRow,
    PresenceRow,
)
from balint_live.adapters.database.tables.base import values_for
from balint_live.adapters.database.tables.zoom import ZoomFactRow
from balint_live.application.attendance.record import AttendanceRecord, SessionRecord
from balint_live.application.zoom.evidence import Fact, FactKind
from balint_live.domain.roll import Spans, record
from balint_live.domain.timeline import Mark, Source
from tests.integration.groups.cast import FIRST, FIRST_END, FIRST_START, MARA, TUESDAY, Site

ROLL = "/groups/tuesday/sessions/first/roll"


def at(minutes: float) -> datetime:
    """So long after the opening."""
    return FIRST_START + timedelta(minutes=minutes)


def begins(site: Site) -> None:
    _set(site, opened_at=FIRST_START)


def ends(site: Site, minutes: float = 90) -> None:
    begins(site)
    _set(site, closed_at=at(minutes), credit_windows=((FIRST_START, at(minutes)),))
    site.clock.set(FIRST_END + timedelta(minutes=1))


def seen(site: Site, who: str, *minutes: tuple[float, float]) -> None:
    """Their page pressed and answered from one minute to another; they agreed two minutes before the first."""

    def write(session: Session) -> None:
        agreed = at(minutes[0][0] - 2)
        session.add(AcknowledgementRow(meeting_id=FIRST, registrant_id=who, version="1", at=agreed))
        for join, leave in minutes:
            session.add(
                PresenceRow(
                    meeting_id=FIRST,
                    registrant_id=who,
                    source=Source.SELF_CHECKIN,
                    joined_at=at(join),
                    left_at=at(leave),
                    provisional=False,
                )
            )

    site.database.write(write)


def marked(site: Site, who: str, mark: Mark, minutes: float) -> None:
    row = AttendanceMarkRow(meeting_id=FIRST, registrant_id=who, leader_id="ana", mark=mark, at=at(minutes))
    site.database.write(lambda session: session.add(row))


def in_zoom(site: Site, who: str | None, *minutes: tuple[float, float | None]) -> None:
    """Their joins and leaves in Zoom, each of them a connection; None for a leave that never came."""

    def write(session: Session) -> None:
        for came, left in minutes:
            for kind, moment in ((FactKind.JOINED, came), (FactKind.LEFT, left)):
                if moment is not None:
                    device = f"{who}{came}"
                    fact = Fact(kind, "run", FIRST_START, at(moment), device, device)
                    values = values_for(Fact, fact, but="person")
                    key = f"{device}{kind}"
                    session.add(ZoomFactRow(key=key, meeting_id=FIRST, registrant_id=who, **values))

    site.database.write(write)


def zoom_ended(site: Site, minutes: float) -> None:
    ended = values_for(Fact, Fact(FactKind.ENDED, "run", FIRST_START, at(minutes)), but="person")
    site.database.write(lambda session: session.add(ZoomFactRow(key="end", meeting_id=FIRST, **ended)))


def attendance(site: Site) -> AttendanceRecord:
    return site.services.attendance_service.attendance(TUESDAY, MARA)


def first(site: Site) -> SessionRecord:
    one = attendance(site).session(FIRST)
    assert one is not None
    return one


def recorded(site: Site) -> dict[str, list[tuple[float, float]]]:
    """The confirmed record with its corrections, in minutes from the opening; nothing before it is confirmed."""
    roll = first(site).roll
    if roll is None:
        return {}
    said = record(roll, first(site).corrections)
    return {person: _minutes(spans) for person, spans in sorted(said.items())}


def _minutes(spans: Spans) -> list[tuple[float, float]]:
    return [
        ((join - FIRST_START) / timedelta(minutes=1), (leave - FIRST_START) / timedelta(minutes=1))
        for join, leave in spans
    ]


def _set(site: Site, **facts: object) -> None:
    def write(session: Session) -> None:
        for name, fact in facts.items():
            setattr(session.get_one(MeetingRow, FIRST), name, fact)

    site.database.write(write)
