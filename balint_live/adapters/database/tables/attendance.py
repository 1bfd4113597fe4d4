"""The sessions: what is booked and what came of it, the one row a session has while it is live, and who was there.

Attendance is kept as facts: the press on the reminder, intervals of presence, leaders' marks; then the roll they confirmed,
and what was corrected later. Spans are bare pairs of moments, in whole seconds. A confirmed roll and a correction are
written once and never changed; what the record says today is derived from them.

A meeting nobody touched has no live row and revision 0; the first change inserts the row, the close deletes it. Nothing
of who presents, who is connected or what was signalled is here: that is the LiveRoom's, in memory only.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Enum, ForeignKey, Index, String, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from balint_live.adapters.database.tables.base import (
    BY_THE_GROUP,
    BY_THEM_AND_LEADERS,
    OF_THE_LEADER,
    UNTIL_CLOSE,
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
    about,
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

    id: Mapped[str] = mapped_column(Id, primary_key=True, info=about("Tells sessions apart", WITH_THE_GROUP))
    group_id: Mapped[str] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), info=about("Whose session it is", WITH_THE_GROUP)
    )
    number: Mapped[int] = mapped_column(info=about("Its number in the series", WITH_THE_GROUP))
    scheduled_start: Mapped[datetime] = mapped_column(Moment, info=about("The booked start", WITH_THE_GROUP))
    scheduled_end: Mapped[datetime] = mapped_column(Moment, info=about("The booked end", WITH_THE_GROUP))
    protocol_id: Mapped[str] = mapped_column(
        Id, info=about("The session plan it was made from", WITH_THE_GROUP)
    )
    protocol_name: Mapped[str] = mapped_column(String(100), info=about("That plan's name", WITH_THE_GROUP))
    plan: Mapped[PlanSteps] = mapped_column(
        Plan, info=about("The session's own copy of the plan: phases and minutes", WITH_THE_GROUP)
    )
    calendar_sequence: Mapped[int] = mapped_column(
        server_default=text("0"),
        info=about("Counts changes of its time, so that calendars take the newest", WITH_THE_GROUP),
    )
    cancelled_at: Mapped[datetime | None] = mapped_column(
        Moment, info=about("When it was cancelled", WITH_THE_GROUP)
    )
    opened_at: Mapped[datetime | None] = mapped_column(
        Moment, info=about("When it was opened, written at its end", WITH_THE_GROUP)
    )
    closed_at: Mapped[datetime | None] = mapped_column(Moment, info=about("When it ended", WITH_THE_GROUP))
    credit_windows: Mapped[Spans | None] = mapped_column(
        Stretches, info=about("When it earned credit: bare pairs of moments, without phases", WITH_THE_GROUP)
    )
    designated: Mapped[Figures | None] = mapped_column(
        Quarters,
        info=about("The most it could award under each credit line, as that was at its end", WITH_THE_GROUP),
    )
    not_held_at: Mapped[datetime | None] = mapped_column(
        Moment, info=about("When leaders said that it was broken off and earns nobody credit", WITH_THE_GROUP)
    )
    clock_set_seconds: Mapped[int | None] = mapped_column(
        info=about(
            "By how much the server's clock was set meanwhile, so that leaders check the times",
            WITH_THE_GROUP,
        )
    )
    closed_revision: Mapped[int | None] = mapped_column(
        info=about("The count of changes with which it ended, so that open pages notice", WITH_THE_GROUP)
    )


class LiveMeetingRow(Base):
    __tablename__ = "live_meetings"
    __table_args__ = table("Where a running session stands; one row, only while it is live", BY_THE_GROUP)

    meeting_id: Mapped[str] = mapped_column(
        ForeignKey("meetings.id", ondelete="CASCADE"),
        primary_key=True,
        info=about("The session that is live", UNTIL_CLOSE),
    )
    revision: Mapped[int] = mapped_column(
        info=about("Counts changes, so that two leaders' presses cannot collide", UNTIL_CLOSE)
    )
    opened_at: Mapped[datetime | None] = mapped_column(Moment, info=about("When it was opened", UNTIL_CLOSE))
    position: Mapped[int | None] = mapped_column(
        info=about("The current phase's place in the plan", UNTIL_CLOSE)
    )
    countdowns: Mapped[tuple[Countdown, ...]] = mapped_column(
        Countdowns, info=about("Each phase's length, time used and moment of starting", UNTIL_CLOSE)
    )
    credited: Mapped[Spans] = mapped_column(
        Stretches, server_default="[]", info=about("The time that has earned credit so far", UNTIL_CLOSE)
    )
    credit_since: Mapped[datetime | None] = mapped_column(
        Moment, info=about("Since when the present phase earns credit", UNTIL_CLOSE)
    )
    reminder_showing: Mapped[bool] = mapped_column(
        info=about("Whether the reminder is on everybody's page", UNTIL_CLOSE)
    )
    moved_by: Mapped[str | None] = mapped_column(
        ForeignKey("leaders.id", ondelete="SET NULL"), info=about("Which leader moved last", UNTIL_CLOSE)
    )
    moved_by_practice_leader: Mapped[str | None] = mapped_column(
        Id, info=about("… or which practice leader, while given the lead", UNTIL_CLOSE)
    )
    move_type: Mapped[str | None] = mapped_column(
        Enum(
            *MOVES,
            native_enum=False,
            create_constraint=True,
            validate_strings=True,
            length=16,
            name="move_type",
        ),
        info=about("What that move was", UNTIL_CLOSE),
    )
    moved_at: Mapped[datetime | None] = mapped_column(Moment, info=about("When it was made", UNTIL_CLOSE))
    moved_from: Mapped[Progress | None] = mapped_column(
        ProgressBefore, info=about("The state it replaced, for undoing it", UNTIL_CLOSE)
    )


def last_date() -> ColumnElement[datetime]:
    """When a series ends as it was booked (`attendance.periods.series_end`), of a group joined to its meetings, if any."""
    booked = func.max(MeetingRow.scheduled_end)
    return func.coalesce(booked.filter(MeetingRow.cancelled_at.is_(None)), booked, GroupRow.created_at)


class AcknowledgementRow(Base):
    __tablename__ = "acknowledgements"
    __table_args__ = table("Presses on the reminder", BY_THEM_AND_LEADERS)

    meeting_id: Mapped[str] = mapped_column(
        ForeignKey("meetings.id", ondelete="CASCADE"),
        primary_key=True,
        info=about("The session it was for", WITH_THE_ATTENDANCE),
    )
    registrant_id: Mapped[str] = mapped_column(
        ForeignKey("registrants.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        info=about("Who pressed", WITH_THE_ATTENDANCE),
    )
    version: Mapped[str] = mapped_column(
        String(16), primary_key=True, info=about("The version of the reminder's text", WITH_THE_ATTENDANCE)
    )
    at: Mapped[datetime] = mapped_column(WholeSecond, info=about("When", WITH_THE_ATTENDANCE))


class PresenceRow(Base):
    __tablename__ = "presence_intervals"
    __table_args__ = (
        Index(None, "meeting_id", "registrant_id"),
        table("Stretches of time in which somebody was here", BY_THEM_AND_LEADERS),
    )

    id: Mapped[int] = mapped_column(
        primary_key=True, info=about("Tells stretches apart", WITH_THE_ATTENDANCE)
    )
    meeting_id: Mapped[str] = mapped_column(
        ForeignKey("meetings.id", ondelete="CASCADE"), info=about("In which session", WITH_THE_ATTENDANCE)
    )
    registrant_id: Mapped[str] = mapped_column(
        ForeignKey("registrants.id", ondelete="CASCADE"),
        index=True,
        info=about("Who was here", WITH_THE_ATTENDANCE),
    )
    source: Mapped[Source] = mapped_column(
        words(Source),
        info=about("From what it is known", WITH_THE_ATTENDANCE),
    )
    joined_at: Mapped[datetime] = mapped_column(WholeSecond, info=about("From when", WITH_THE_ATTENDANCE))
    left_at: Mapped[datetime] = mapped_column(WholeSecond, info=about("Until when", WITH_THE_ATTENDANCE))
    provisional: Mapped[bool] = mapped_column(
        info=about(
            "A press whose page has not shown itself yet; does not count", "erased when the session ends"
        )
    )


class AttendanceMarkRow(Base):
    __tablename__ = "attendance_marks"
    __table_args__ = (Index(None, "meeting_id", "registrant_id"), table("Leaders' marks of who is here"))

    id: Mapped[int] = mapped_column(primary_key=True, info=about("Tells marks apart", WITH_THE_ATTENDANCE))
    meeting_id: Mapped[str] = mapped_column(
        ForeignKey("meetings.id", ondelete="CASCADE"), info=about("In which session", WITH_THE_ATTENDANCE)
    )
    registrant_id: Mapped[str] = mapped_column(
        ForeignKey("registrants.id", ondelete="CASCADE"),
        index=True,
        info=about("Who was marked", WITH_THE_ATTENDANCE),
    )
    leader_id: Mapped[str | None] = mapped_column(
        ForeignKey("leaders.id", ondelete="SET NULL"), info=about("By which leader", OF_THE_LEADER)
    )
    mark: Mapped[Mark] = mapped_column(
        words(Mark),
        info=about("Present or absent", WITH_THE_ATTENDANCE),
    )
    at: Mapped[datetime] = mapped_column(WholeSecond, info=about("When", WITH_THE_ATTENDANCE))


class RollRow(Base):
    __tablename__ = "rolls"
    __table_args__ = table("Confirmations of who was here: after the opening, and after the end")

    meeting_id: Mapped[str] = mapped_column(
        ForeignKey("meetings.id", ondelete="CASCADE"),
        primary_key=True,
        info=about("The session it is of", WITH_THE_GROUP),
    )
    roll_call: Mapped[RollCall] = mapped_column(
        words(RollCall),
        primary_key=True,
        info=about("After the opening, or after the end", WITH_THE_GROUP),
    )
    leader_id: Mapped[str | None] = mapped_column(
        ForeignKey("leaders.id", ondelete="SET NULL"),
        index=True,
        info=about("Which leader confirmed it", OF_THE_LEADER),
    )
    at: Mapped[datetime] = mapped_column(WholeSecond, info=about("When", WITH_THE_GROUP))


class RollEntryRow(Base):
    __tablename__ = "roll_entries"
    __table_args__ = table("The confirmed record of each person in each session", BY_THEM_AND_LEADERS)

    meeting_id: Mapped[str] = mapped_column(
        ForeignKey("meetings.id", ondelete="CASCADE"),
        primary_key=True,
        info=about("In which session", WITH_THE_ATTENDANCE),
    )
    registrant_id: Mapped[str] = mapped_column(
        ForeignKey("registrants.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        info=about("Whose record it is", WITH_THE_ATTENDANCE),
    )
    spans: Mapped[Spans] = mapped_column(
        Stretches,
        info=about("From when until when they were here; empty for nobody here", WITH_THE_ATTENDANCE),
    )


class CorrectionRow(Base):
    __tablename__ = "corrections"
    __table_args__ = table(
        "What was put right in a confirmed record; nothing is overwritten", BY_THEM_AND_LEADERS
    )

    meeting_id: Mapped[str] = mapped_column(
        ForeignKey("meetings.id", ondelete="CASCADE"),
        primary_key=True,
        info=about("In which session", WITH_THE_ATTENDANCE),
    )
    registrant_id: Mapped[str] = mapped_column(
        ForeignKey("registrants.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
        info=about("Whose record it is", WITH_THE_ATTENDANCE),
    )
    number: Mapped[int] = mapped_column(
        primary_key=True,
        autoincrement=False,
        info=about("Counts the corrections of this record", WITH_THE_ATTENDANCE),
    )
    leader_id: Mapped[str | None] = mapped_column(
        ForeignKey("leaders.id", ondelete="SET NULL"),
        index=True,
        info=about("Which leader corrected it", OF_THE_LEADER),
    )
    at: Mapped[datetime] = mapped_column(WholeSecond, info=about("When", WITH_THE_ATTENDANCE))
    reason: Mapped[CorrectionReason] = mapped_column(
        words(CorrectionReason, length=24), info=about("Why, from a fixed list", WITH_THE_ATTENDANCE)
    )
    before: Mapped[Spans] = mapped_column(
        Stretches, info=about("What the record said before", WITH_THE_ATTENDANCE)
    )
    after: Mapped[Spans] = mapped_column(Stretches, info=about("What it says since", WITH_THE_ATTENDANCE))
