"""The sessions: what is booked and what came of it, the one row a session has while it is live, and who was there.

Attendance is kept as facts: the press on the reminder, intervals of presence, leaders' marks; then the roll they confirmed,
and what was corrected later. Spans are bare pairs of moments, in whole seconds. A confirmed roll and a correction are
written once and never changed; what the record says today is derived from them.

A meeting nobody touched has no live row and revision 0; the first change inserts the row, the close deletes it. Nothing
of who presents, who is connected or what was signalled is here: that is the LiveRoom's, in memory only.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Enum, ForeignKey, Index, String, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped

from balint_live.adapters.database.tables.base import (
    BY_THE_GROUP,
    BY_THEM_AND_LEADERS,
    OF_THE_LEADER,
    UNTIL_CLOSE,
    UNTIL_LONG_AFTER,
    WITH_THE_ATTENDANCE,
    WITH_THE_GROUP,
    Base,
    Countdowns,
    Id,
    Moment,
    Plan,
    PlanSteps,
    ProgressBefore,
    Quarters,
    Spans,
    Stretches,
    WholeSecond,
    column,
    table,
    words,
)
from balint_live.adapters.database.tables.groups import GroupRow
from balint_live.application.attendance.record import RollCall
from balint_live.domain.credit import Figures
from balint_live.domain.roll import CorrectionReason
from balint_live.domain.timeline import Mark, Source
from balint_live.domain.timer import Countdown, Progress

MOVES = (
    "meeting.open",
    "phase.next",
    "phase.back",
    "phase.goto",
    "timer.pause",
    "timer.resume",
    "timer.adjust",
    "timer.spread",
)
"""The moves that can be undone; the column takes these words and no others."""


class MeetingRow(Base):
    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("group_id", "number"),
        table("Booked sessions, and when they were really held"),
    )

    id: Mapped[str] = column("Tells sessions apart", WITH_THE_GROUP, Id, primary_key=True)
    group_id: Mapped[str] = column(
        "Whose session it is", WITH_THE_GROUP, ForeignKey("groups.id", ondelete="CASCADE")
    )
    number: Mapped[int] = column("Its number in the series", WITH_THE_GROUP)
    scheduled_start: Mapped[datetime] = column("The booked start", WITH_THE_GROUP, Moment)
    scheduled_end: Mapped[datetime] = column("The booked end", WITH_THE_GROUP, Moment)
    protocol_id: Mapped[str] = column("The session plan it was made from", WITH_THE_GROUP, Id)
    protocol_name: Mapped[str] = column("That plan's name", WITH_THE_GROUP, String(100))
    plan: Mapped[PlanSteps] = column(
        "The session's own copy of the plan: phases and minutes", WITH_THE_GROUP, Plan
    )
    calendar_sequence: Mapped[int] = column(
        "Counts changes of its time, so that calendars take the newest",
        WITH_THE_GROUP,
        server_default=text("0"),
    )
    cancelled_at: Mapped[datetime | None] = column("When it was cancelled", WITH_THE_GROUP, Moment)
    opened_at: Mapped[datetime | None] = column(
        "When it was opened, written at its end", WITH_THE_GROUP, Moment
    )
    closed_at: Mapped[datetime | None] = column("When it ended", WITH_THE_GROUP, Moment)
    credit_windows: Mapped[Spans | None] = column(
        "When it earned credit: bare pairs of moments, without phases", WITH_THE_GROUP, Stretches
    )
    designated: Mapped[Figures | None] = column(
        "The most it could award under each credit line, as that was at its end", WITH_THE_GROUP, Quarters
    )
    not_held_at: Mapped[datetime | None] = column(
        "When leaders said that it was cut short and earns nobody credit", WITH_THE_GROUP, Moment
    )
    clock_set_seconds: Mapped[int | None] = column(
        "By how much the server's clock was set meanwhile, so that leaders check the times", WITH_THE_GROUP
    )
    closed_revision: Mapped[int | None] = column(
        "The count of changes with which it ended, so that open pages notice", WITH_THE_GROUP
    )


class LiveMeetingRow(Base):
    __tablename__ = "live_meetings"
    __table_args__ = table("Where a running session is; one row, only while it is live", BY_THE_GROUP)

    meeting_id: Mapped[str] = column(
        "The session that is live",
        UNTIL_CLOSE,
        ForeignKey("meetings.id", ondelete="CASCADE"),
        primary_key=True,
    )
    revision: Mapped[int] = column("Counts changes, so that two leaders' presses cannot collide", UNTIL_CLOSE)
    opened_at: Mapped[datetime | None] = column("When it was opened", UNTIL_CLOSE, Moment)
    position: Mapped[int | None] = column("The current phase's place in the plan", UNTIL_CLOSE)
    countdowns: Mapped[tuple[Countdown, ...]] = column(
        "Each phase's length, time used and moment of starting", UNTIL_CLOSE, Countdowns
    )
    credited: Mapped[Spans] = column(
        "The time that has earned credit so far", UNTIL_CLOSE, Stretches, server_default="[]"
    )
    credit_since: Mapped[datetime | None] = column(
        "Since when the present phase earns credit", UNTIL_CLOSE, Moment
    )
    reminder_showing: Mapped[bool] = column("Whether the reminder is on everybody's page", UNTIL_CLOSE)
    moved_by: Mapped[str | None] = column(
        "Which leader moved last", UNTIL_CLOSE, ForeignKey("leaders.id", ondelete="SET NULL")
    )
    moved_by_practice_leader: Mapped[str | None] = column(
        "… or which practice leader, while given the lead", UNTIL_CLOSE, Id
    )
    move_type: Mapped[str | None] = column(
        "What that move was",
        UNTIL_CLOSE,
        Enum(
            *MOVES,
            native_enum=False,
            create_constraint=True,
            validate_strings=True,
            length=16,
            name="move_type",
        ),
    )
    moved_at: Mapped[datetime | None] = column("When it was made", UNTIL_CLOSE, Moment)
    moved_from: Mapped[Progress | None] = column(
        "The state it replaced, for undoing it", UNTIL_CLOSE, ProgressBefore
    )


def last_date() -> ColumnElement[datetime]:
    """When a series ends as it was booked (`attendance.record.series_end`), of a group joined to its meetings, if any."""
    booked = func.max(MeetingRow.scheduled_end)
    return func.coalesce(booked.filter(MeetingRow.cancelled_at.is_(None)), booked, GroupRow.created_at)


class AcknowledgementRow(Base):
    __tablename__ = "acknowledgements"
    __table_args__ = table("Presses on the reminder", BY_THEM_AND_LEADERS)

    meeting_id: Mapped[str] = column(
        "The session it was for",
        WITH_THE_ATTENDANCE,
        ForeignKey("meetings.id", ondelete="CASCADE"),
        primary_key=True,
    )
    registrant_id: Mapped[str] = column(
        "Who pressed",
        WITH_THE_ATTENDANCE,
        ForeignKey("registrants.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    )
    version: Mapped[str] = column(
        "The version of the reminder's text", WITH_THE_ATTENDANCE, String(16), primary_key=True
    )
    at: Mapped[datetime] = column("When", WITH_THE_ATTENDANCE, WholeSecond)


class AbsenceRow(Base):
    __tablename__ = "absences"
    __table_args__ = table("Who has said beforehand that they cannot come", BY_THEM_AND_LEADERS)

    meeting_id: Mapped[str] = column(
        "To which session",
        UNTIL_LONG_AFTER,
        ForeignKey("meetings.id", ondelete="CASCADE"),
        primary_key=True,
    )
    registrant_id: Mapped[str] = column(
        "Who cannot come",
        UNTIL_LONG_AFTER,
        ForeignKey("registrants.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    )


class PresenceRow(Base):
    __tablename__ = "presence_intervals"
    __table_args__ = (
        Index(None, "meeting_id", "registrant_id"),
        table("Stretches of time in which somebody was here", BY_THEM_AND_LEADERS),
    )

    id: Mapped[int] = column("Tells stretches apart", WITH_THE_ATTENDANCE, primary_key=True)
    meeting_id: Mapped[str] = column(
        "In which session", WITH_THE_ATTENDANCE, ForeignKey("meetings.id", ondelete="CASCADE")
    )
    registrant_id: Mapped[str] = column(
        "Who was here", WITH_THE_ATTENDANCE, ForeignKey("registrants.id", ondelete="CASCADE"), index=True
    )
    source: Mapped[Source] = column("From what it is known", WITH_THE_ATTENDANCE, words(Source))
    joined_at: Mapped[datetime] = column("From when", WITH_THE_ATTENDANCE, WholeSecond)
    left_at: Mapped[datetime] = column("Until when", WITH_THE_ATTENDANCE, WholeSecond)
    provisional: Mapped[bool] = column(
        "A press whose page has not shown itself yet; does not count", "erased when the session ends"
    )


class AttendanceMarkRow(Base):
    __tablename__ = "attendance_marks"
    __table_args__ = (Index(None, "meeting_id", "registrant_id"), table("Leaders' marks of who is here"))

    id: Mapped[int] = column("Tells marks apart", WITH_THE_ATTENDANCE, primary_key=True)
    meeting_id: Mapped[str] = column(
        "In which session", WITH_THE_ATTENDANCE, ForeignKey("meetings.id", ondelete="CASCADE")
    )
    registrant_id: Mapped[str] = column(
        "Who was marked", WITH_THE_ATTENDANCE, ForeignKey("registrants.id", ondelete="CASCADE"), index=True
    )
    leader_id: Mapped[str | None] = column(
        "By which leader", OF_THE_LEADER, ForeignKey("leaders.id", ondelete="SET NULL")
    )
    mark: Mapped[Mark] = column("Present or absent", WITH_THE_ATTENDANCE, words(Mark))
    at: Mapped[datetime] = column("When", WITH_THE_ATTENDANCE, WholeSecond)


class RollRow(Base):
    __tablename__ = "rolls"
    __table_args__ = table("Confirmations of who was here: after the opening, and after the end")

    meeting_id: Mapped[str] = column(
        "The session it is of",
        WITH_THE_GROUP,
        ForeignKey("meetings.id", ondelete="CASCADE"),
        primary_key=True,
    )
    roll_call: Mapped[RollCall] = column(
        "After the opening, or after the end", WITH_THE_GROUP, words(RollCall), primary_key=True
    )
    leader_id: Mapped[str | None] = column(
        "Which leader confirmed it", OF_THE_LEADER, ForeignKey("leaders.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[datetime] = column("When", WITH_THE_GROUP, WholeSecond)


class RollEntryRow(Base):
    __tablename__ = "roll_entries"
    __table_args__ = table("The confirmed record of each person in each session", BY_THEM_AND_LEADERS)

    meeting_id: Mapped[str] = column(
        "In which session",
        WITH_THE_ATTENDANCE,
        ForeignKey("meetings.id", ondelete="CASCADE"),
        primary_key=True,
    )
    registrant_id: Mapped[str] = column(
        "Whose record it is",
        WITH_THE_ATTENDANCE,
        ForeignKey("registrants.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    )
    spans: Mapped[Spans] = column(
        "From when until when they were here; empty for nobody here", WITH_THE_ATTENDANCE, Stretches
    )


class CorrectionRow(Base):
    __tablename__ = "corrections"
    __table_args__ = table("Corrections of a confirmed record; nothing is overwritten", BY_THEM_AND_LEADERS)

    meeting_id: Mapped[str] = column(
        "In which session",
        WITH_THE_ATTENDANCE,
        ForeignKey("meetings.id", ondelete="CASCADE"),
        primary_key=True,
    )
    registrant_id: Mapped[str] = column(
        "Whose record it is",
        WITH_THE_ATTENDANCE,
        ForeignKey("registrants.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    )
    number: Mapped[int] = column(
        "Counts the corrections of this record", WITH_THE_ATTENDANCE, primary_key=True, autoincrement=False
    )
    leader_id: Mapped[str | None] = column(
        "Which leader corrected it", OF_THE_LEADER, ForeignKey("leaders.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[datetime] = column("When", WITH_THE_ATTENDANCE, WholeSecond)
    reason: Mapped[CorrectionReason] = column(
        "Why, from a fixed list", WITH_THE_ATTENDANCE, words(CorrectionReason, length=24)
    )
    before: Mapped[Spans] = column("What the record said before", WITH_THE_ATTENDANCE, Stretches)
    after: Mapped[Spans] = column("What it says since", WITH_THE_ATTENDANCE, Stretches)
