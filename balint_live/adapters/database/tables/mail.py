"""The queue of mails (that one is due, for whom, and what came of it), statements given out, and notes of erasures.

A statement outlives an erasure; a note of one tells a restored backup whom to erase again.

No link and no word of a mail is kept, neither before nor after: they are put together at the moment of sending. So is the
address, but where somebody is told that they were erased. What remains of a delivered mail is that it was delivered, which
leaders see beside the name.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from balint_live.adapters.database.tables.base import (
    BY_ITS_HOLDERS,
    BY_NOBODY,
    FOR_TEN_YEARS,
    WITH_THE_MAIL,
    WITH_THE_STATEMENT,
    Base,
    Credits,
    Id,
    Moment,
    Sessions,
    StatedCredits,
    StatedSessions,
    column,
    table,
    words,
)
from balint_live.application.mail_queue import MailKind, MailState


class MailRow(Base):
    __tablename__ = "mails"
    __table_args__ = (
        Index(None, "state", "due_at"),
        Index(None, "group_id", "kind"),
        table("E-mails that are due, and what came of each"),
    )

    id: Mapped[str] = column(
        "Tells e-mails apart, and makes the Message-ID", WITH_THE_MAIL, Id, primary_key=True
    )
    key: Mapped[str] = column(
        "What makes it one e-mail: nobody gets it twice", WITH_THE_MAIL, String(200), unique=True
    )
    kind: Mapped[MailKind] = column("What it is about", WITH_THE_MAIL, words(MailKind))
    group_id: Mapped[str | None] = column(
        "For which group", WITH_THE_MAIL, ForeignKey("groups.id", ondelete="CASCADE")
    )
    meeting_id: Mapped[str | None] = column(
        "About which session", WITH_THE_MAIL, ForeignKey("meetings.id", ondelete="CASCADE"), index=True
    )
    registrant_id: Mapped[str | None] = column(
        "To whom", WITH_THE_MAIL, ForeignKey("registrants.id", ondelete="CASCADE"), index=True
    )
    leader_id: Mapped[str | None] = column(
        "To which leader", WITH_THE_MAIL, ForeignKey("leaders.id", ondelete="CASCADE"), index=True
    )
    sign_in_id: Mapped[str | None] = column(
        "For which sign-in", WITH_THE_MAIL, ForeignKey("sign_ins.id", ondelete="CASCADE"), index=True
    )
    statement_id: Mapped[str | None] = column(
        "About which statement", WITH_THE_MAIL, ForeignKey("statements.id", ondelete="CASCADE"), index=True
    )
    address: Mapped[str | None] = column(
        "Only in the e-mail that tells somebody they were erased: where to",
        "until it is delivered or given up",
        String(254),
    )
    batch: Mapped[str | None] = column(
        "Which press it belongs to, to show how far that has got", WITH_THE_MAIL, Id, index=True
    )
    previous_start: Mapped[datetime | None] = column(
        "The time a moved session had before", WITH_THE_MAIL, Moment
    )
    created_at: Mapped[datetime] = column("When it was asked for", WITH_THE_MAIL, Moment)
    expires_at: Mapped[datetime] = column("When it would come too late", WITH_THE_MAIL, Moment)
    due_at: Mapped[datetime] = column("When it is tried next", WITH_THE_MAIL, Moment)
    state: Mapped[MailState] = column("What came of it", WITH_THE_MAIL, words(MailState))
    state_at: Mapped[datetime] = column("Since when", WITH_THE_MAIL, Moment)
    attempts: Mapped[int] = column("How often it was tried", WITH_THE_MAIL)
    problem: Mapped[str | None] = column(
        "The mail server's status code, where it said no", WITH_THE_MAIL, String(16)
    )
    claim: Mapped[str | None] = column("Who is sending it right now", WITH_THE_MAIL, Id)
    claimed_until: Mapped[datetime | None] = column("Until when nobody else may", WITH_THE_MAIL, Moment)


class StatementRow(Base):
    __tablename__ = "statements"
    __table_args__ = table("Statements of attendance, as they were given out", BY_ITS_HOLDERS)

    id: Mapped[str] = column("Tells them apart", WITH_THE_STATEMENT, Id, primary_key=True)
    code: Mapped[str] = column(
        "The code by which it is verified", WITH_THE_STATEMENT, String(16), unique=True
    )
    registrant_id: Mapped[str | None] = column(
        "Whose it is; nobody's any more after an erasure",
        WITH_THE_STATEMENT,
        ForeignKey("registrants.id", ondelete="SET NULL"),
        index=True,
    )
    group_id: Mapped[str | None] = column(
        "Of which group", WITH_THE_STATEMENT, ForeignKey("groups.id", ondelete="SET NULL"), index=True
    )
    meeting_id: Mapped[str | None] = column(
        "Of which session; none for the series",
        WITH_THE_STATEMENT,
        ForeignKey("meetings.id", ondelete="SET NULL"),
        index=True,
    )
    issued_at: Mapped[datetime] = column("When it was given out", WITH_THE_STATEMENT, Moment)
    kept_until: Mapped[datetime] = column("When it is deleted", WITH_THE_STATEMENT, Moment, index=True)
    replaced_at: Mapped[datetime | None] = column(
        "When a newer one took its place", WITH_THE_STATEMENT, Moment
    )
    name: Mapped[str] = column("The name as on the statement", WITH_THE_STATEMENT, String(200))
    organisation: Mapped[str] = column("Who held the sessions", WITH_THE_STATEMENT, String(200))
    activity: Mapped[str] = column("What they were called", WITH_THE_STATEMENT, String(200))
    timezone: Mapped[str] = column("The zone of its times", WITH_THE_STATEMENT, String(64))
    sessions: Mapped[StatedSessions] = column(
        "Each session's times, and the seconds attended", WITH_THE_STATEMENT, Sessions
    )
    credits: Mapped[StatedCredits] = column(
        "Credits by type, and each body's approval statement", WITH_THE_STATEMENT, Credits
    )


class ErasureRow(Base):
    __tablename__ = "erasures"
    __table_args__ = table(
        "Who and what was erased, as bare random ids, so that a restored backup forgets it again", BY_NOBODY
    )

    id: Mapped[str] = column(
        "The random id that a participant, a removed leader or a deleted group had",
        FOR_TEN_YEARS,
        Id,
        primary_key=True,
    )
    at: Mapped[datetime] = column("When", FOR_TEN_YEARS, Moment)
