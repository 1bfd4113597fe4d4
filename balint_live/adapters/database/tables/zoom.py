"""What we know of Zoom: the meetings and registrants we made there, how often we asked today, which events have come, and
what they said of who was there.

Zoom's ids and our pseudonymous addresses are all there is: no link, no name and no topic. A Zoom meeting's row outlives the
session, and a registration's the person, so that they can still be taken away in Zoom.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from balint_live.adapters.database.tables.base import (
    BY_NOBODY,
    BY_THEM_AND_LEADERS,
    FOR_A_DAY,
    FOR_A_WEEK,
    FOR_TWO_DAYS,
    WITH_THE_ZOOM_MEETING,
    Base,
    Id,
    Moment,
    WholeSecond,
    WordList,
    column,
    table,
    words,
)
from balint_live.application.zoom.evidence import FactKind


class ZoomEventRow(Base):
    __tablename__ = "zoom_events"
    __table_args__ = table("Which events of Zoom's have come, so that each counts once", BY_NOBODY)

    key: Mapped[str] = column(
        "A digest that tells events apart; nothing can be read from it",
        FOR_TWO_DAYS,
        String(64),
        primary_key=True,
    )
    received_at: Mapped[datetime] = column("When it came", FOR_TWO_DAYS, Moment, index=True)


class ZoomMeetingRow(Base):
    __tablename__ = "zoom_meetings"
    __table_args__ = table("The Zoom meeting of each session, and what is still to be done there")

    id: Mapped[str] = column(
        "Tells them apart; by it we find the meeting in Zoom, where it says nothing",
        WITH_THE_ZOOM_MEETING,
        Id,
        primary_key=True,
    )
    meeting_id: Mapped[str | None] = column(
        "Of which session; none once that is deleted",
        WITH_THE_ZOOM_MEETING,
        ForeignKey("meetings.id", ondelete="SET NULL"),
        unique=True,
    )
    number: Mapped[str | None] = column("Zoom's number of it", WITH_THE_ZOOM_MEETING, String(20), unique=True)
    start: Mapped[datetime | None] = column("The start Zoom was told", WITH_THE_ZOOM_MEETING, Moment)
    end: Mapped[datetime | None] = column("The end Zoom was told", WITH_THE_ZOOM_MEETING, Moment)
    ready_at: Mapped[datetime | None] = column(
        "When it was last read back with every setting as it should be", WITH_THE_ZOOM_MEETING, Moment
    )
    differing: Mapped[tuple[str, ...]] = column(
        "Names of Zoom's settings that were not so", WITH_THE_ZOOM_MEETING, WordList, server_default="[]"
    )
    since: Mapped[datetime | None] = column(
        "Since when Zoom is behind; none while it is not", WITH_THE_ZOOM_MEETING, Moment
    )
    due_at: Mapped[datetime | None] = column(
        "When it is looked at next", WITH_THE_ZOOM_MEETING, Moment, index=True
    )
    attempts: Mapped[int] = column(
        "How often that failed", WITH_THE_ZOOM_MEETING, server_default=text("0"), default=0
    )
    problem: Mapped[str | None] = column(
        "What to do about it: Zoom's status and code, in a sentence of ours",
        WITH_THE_ZOOM_MEETING,
        String(500),
    )
    claim: Mapped[str | None] = column("Who is at it right now", WITH_THE_ZOOM_MEETING, Id)
    claimed_until: Mapped[datetime | None] = column(
        "Until when nobody else is", WITH_THE_ZOOM_MEETING, Moment
    )
    reported_at: Mapped[datetime | None] = column(
        "When Zoom's list of who was there was read", WITH_THE_ZOOM_MEETING, Moment
    )


class ZoomRegistrantRow(Base):
    __tablename__ = "zoom_registrants"
    __table_args__ = (
        UniqueConstraint("meeting_id", "registrant_id"),
        table("Under which pseudonymous address Zoom knows somebody, anew for each session"),
    )

    address: Mapped[str] = column(
        "A random address that says nothing and receives nothing",
        WITH_THE_ZOOM_MEETING,
        String(128),
        primary_key=True,
    )
    meeting_id: Mapped[str] = column(
        "For which session", WITH_THE_ZOOM_MEETING, ForeignKey("meetings.id", ondelete="CASCADE")
    )
    registrant_id: Mapped[str | None] = column(
        "Who; nobody any more after an erasure",
        WITH_THE_ZOOM_MEETING,
        ForeignKey("registrants.id", ondelete="SET NULL"),
        index=True,
    )
    zoom_id: Mapped[str | None] = column(
        "Zoom's id of this registration", WITH_THE_ZOOM_MEETING, String(64), index=True
    )
    tries: Mapped[int] = column(
        "How often we asked for it that day: Zoom takes three",
        WITH_THE_ZOOM_MEETING,
        server_default=text("0"),
        default=0,
    )
    tried_on: Mapped[str | None] = column("On which day, UTC", WITH_THE_ZOOM_MEETING, String(10))


class ZoomDayRow(Base):
    __tablename__ = "zoom_days"
    __table_args__ = table(
        "How many meetings we made or changed in Zoom today: Zoom takes a hundred", BY_NOBODY
    )

    day: Mapped[str] = column("Which day, UTC", FOR_A_DAY, String(10), primary_key=True)
    changes: Mapped[int] = column("How many", FOR_A_DAY)


class ZoomFactRow(Base):
    __tablename__ = "zoom_facts"
    __table_args__ = table("Who came into and left a session's Zoom meeting", BY_THEM_AND_LEADERS)

    key: Mapped[str] = column("A digest that tells events apart", FOR_A_WEEK, Id, primary_key=True)
    meeting_id: Mapped[str] = column(
        "In which session", FOR_A_WEEK, ForeignKey("meetings.id", ondelete="CASCADE"), index=True
    )
    registrant_id: Mapped[str | None] = column(
        "Whose registration; none for somebody unknown, and for the meeting itself",
        FOR_A_WEEK,
        ForeignKey("registrants.id", ondelete="CASCADE"),
        index=True,
    )
    host: Mapped[bool] = column("Whether it was whoever holds the Zoom meeting", FOR_A_WEEK)
    kind: Mapped[FactKind] = column("What happened", FOR_A_WEEK, words(FactKind))
    at: Mapped[datetime] = column("When", FOR_A_WEEK, WholeSecond)
    run: Mapped[str] = column("A digest that tells apart how often the Zoom meeting ran", FOR_A_WEEK, Id)
    began_at: Mapped[datetime] = column("When that began", FOR_A_WEEK, WholeSecond)
    connection: Mapped[str] = column("A digest that tells devices apart", FOR_A_WEEK, Id)
    stay: Mapped[str] = column("A digest that tells a device's stays in rooms apart", FOR_A_WEEK, Id)
