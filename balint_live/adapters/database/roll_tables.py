"""The roll: the leaders' word on who was here, and what was put right later.

Spans are stored as bare pairs of moments, in whole seconds. A confirmed roll and a correction are written once and never
changed; what the record says today is derived from the one and the others.
"""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from balint_live.adapters.database.base import (
    BY_THEM_AND_LEADERS,
    OF_THE_LEADER,
    WITH_THE_ATTENDANCE,
    WITH_THE_GROUP,
    Base,
    about,
    table,
    words,
)
from balint_live.adapters.database.columns import Spans, Stretches, WholeSecond
from balint_live.application.attendance.book import RollCall
from balint_live.domain.corrections import CorrectionReason


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
