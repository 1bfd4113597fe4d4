"""Statements given out, which outlive an erasure; and which erasures a restored backup must carry out again."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from balint_live.adapters.database.base import (
    BY_NOBODY,
    BY_WHOEVER_HAS_IT,
    FOR_TEN_YEARS,
    WITH_THE_STATEMENT,
    Base,
    Id,
    about,
    table,
)
from balint_live.adapters.database.columns import Moment
from balint_live.adapters.database.stated_columns import Credits, Sessions, StatedCredits, StatedSessions


class StatementRow(Base):
    __tablename__ = "statements"
    __table_args__ = table("Statements of attendance, as they were given out", BY_WHOEVER_HAS_IT)

    id: Mapped[str] = mapped_column(Id, primary_key=True, info=about("Tells them apart", WITH_THE_STATEMENT))
    code: Mapped[str] = mapped_column(
        String(16), unique=True, info=about("The code by which it is verified", WITH_THE_STATEMENT)
    )
    registrant_id: Mapped[str | None] = mapped_column(
        ForeignKey("registrants.id", ondelete="SET NULL"),
        index=True,
        info=about("Whose it is; nobody's any more after an erasure", WITH_THE_STATEMENT),
    )
    group_id: Mapped[str | None] = mapped_column(
        ForeignKey("groups.id", ondelete="SET NULL"),
        index=True,
        info=about("Of which group", WITH_THE_STATEMENT),
    )
    meeting_id: Mapped[str | None] = mapped_column(
        ForeignKey("meetings.id", ondelete="SET NULL"),
        index=True,
        info=about("Of which session; none for the series", WITH_THE_STATEMENT),
    )
    issued_at: Mapped[datetime] = mapped_column(
        Moment, info=about("When it was given out", WITH_THE_STATEMENT)
    )
    kept_until: Mapped[datetime] = mapped_column(
        Moment, index=True, info=about("When it is deleted", WITH_THE_STATEMENT)
    )
    replaced_at: Mapped[datetime | None] = mapped_column(
        Moment, info=about("When a newer one took its place", WITH_THE_STATEMENT)
    )
    name: Mapped[str] = mapped_column(
        String(200), info=about("The name as on the statement", WITH_THE_STATEMENT)
    )
    organisation: Mapped[str] = mapped_column(
        String(200), info=about("Who held the sessions", WITH_THE_STATEMENT)
    )
    activity: Mapped[str] = mapped_column(
        String(200), info=about("What they were called", WITH_THE_STATEMENT)
    )
    timezone: Mapped[str] = mapped_column(String(64), info=about("The zone of its times", WITH_THE_STATEMENT))
    sessions: Mapped[StatedSessions] = mapped_column(
        Sessions, info=about("Each session's times, and the seconds attended", WITH_THE_STATEMENT)
    )
    credits: Mapped[StatedCredits] = mapped_column(
        Credits, info=about("Credits by type, and each body's approval statement", WITH_THE_STATEMENT)
    )


class ErasureRow(Base):
    __tablename__ = "erasures"
    __table_args__ = table(
        "Who and what was erased, as bare random ids, so that a restored backup forgets it again", BY_NOBODY
    )

    id: Mapped[str] = mapped_column(
        Id,
        primary_key=True,
        info=about(
            "The random id that a participant, a removed leader or a deleted group had", FOR_TEN_YEARS
        ),
    )
    at: Mapped[datetime] = mapped_column(Moment, info=about("When", FOR_TEN_YEARS))
