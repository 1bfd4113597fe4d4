"""The sessions: what is booked and what came of it, and the one row a session has while it is live.

A meeting nobody touched has no live row and revision 0; the first change inserts the row, the close deletes it. Nothing
of who presents, who is connected or what was signalled is here: that is the LiveRoom's, in memory only.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Enum, ForeignKey, String, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from balint_live.adapters.database.base import (
    BY_THE_GROUP,
    UNTIL_CLOSE,
    WITH_THE_GROUP,
    Base,
    Id,
    about,
    table,
)
from balint_live.adapters.database.columns import (
    Countdowns,
    Moment,
    Plan,
    PlanSteps,
    ProgressBefore,
    Quarters,
    Spans,
    Stretches,
)
from balint_live.adapters.database.group_tables import GroupRow
from balint_live.domain.countdown import Countdown
from balint_live.domain.credit import Figures
from balint_live.domain.progress import Progress

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
