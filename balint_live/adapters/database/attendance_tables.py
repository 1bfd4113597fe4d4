"""Who was here, as facts: the press on the reminder, intervals of presence, leaders' marks."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from balint_live.adapters.database.base import (
    BY_THEM_AND_LEADERS,
    OF_THE_LEADER,
    WITH_THE_ATTENDANCE,
    Base,
    about,
    table,
    words,
)
from balint_live.adapters.database.columns import WholeSecond
from balint_live.domain.attendance import Mark, Source


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
