"""The queue of mails (that one is due, for whom, and what came of it), statements given out, and notes of erasures.

A statement outlives an erasure; a note of one tells a restored backup whom to erase again.

No link and no word of a mail is kept, neither before nor after: they are put together at the moment of sending. So is the
address, but where somebody is told that they were erased. What remains of a delivered mail is that it was delivered, which
leaders see beside the name.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Dialect, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from balint_live.adapters.database.tables.base import (
    BY_ITS_HOLDERS,
    BY_NOBODY,
    EPOCH,
    FOR_TEN_YEARS,
    MICROSECOND,
    WITH_THE_MAIL,
    WITH_THE_STATEMENT,
    Base,
    Id,
    Moment,
    about,
    table,
    words,
)
from balint_live.application.attendance.record import StatedCredit, StatedSession
from balint_live.application.mail_queue import MailKind, MailState


class MailRow(Base):
    __tablename__ = "mails"
    __table_args__ = (
        Index(None, "state", "due_at"),
        Index(None, "group_id", "kind"),
        table("Mails that are due, and what came of each"),
    )

    id: Mapped[str] = mapped_column(
        Id, primary_key=True, info=about("Tells mails apart, and makes the Message-ID", WITH_THE_MAIL)
    )
    key: Mapped[str] = mapped_column(
        String(200), unique=True, info=about("What makes it one mail: nobody gets it twice", WITH_THE_MAIL)
    )
    kind: Mapped[MailKind] = mapped_column(words(MailKind), info=about("What it is about", WITH_THE_MAIL))
    group_id: Mapped[str | None] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), info=about("For which group", WITH_THE_MAIL)
    )
    meeting_id: Mapped[str | None] = mapped_column(
        ForeignKey("meetings.id", ondelete="CASCADE"),
        index=True,
        info=about("About which session", WITH_THE_MAIL),
    )
    registrant_id: Mapped[str | None] = mapped_column(
        ForeignKey("registrants.id", ondelete="CASCADE"),
        index=True,
        info=about("To whom", WITH_THE_MAIL),
    )
    leader_id: Mapped[str | None] = mapped_column(
        ForeignKey("leaders.id", ondelete="CASCADE"), index=True, info=about("To which leader", WITH_THE_MAIL)
    )
    sign_in_id: Mapped[str | None] = mapped_column(
        ForeignKey("sign_ins.id", ondelete="CASCADE"),
        index=True,
        info=about("For which sign-in", WITH_THE_MAIL),
    )
    statement_id: Mapped[str | None] = mapped_column(
        ForeignKey("statements.id", ondelete="CASCADE"),
        index=True,
        info=about("About which statement", WITH_THE_MAIL),
    )
    address: Mapped[str | None] = mapped_column(
        String(254),
        info=about(
            "Only in the mail that tells somebody they were erased: where to",
            "until it is delivered or given up",
        ),
    )
    batch: Mapped[str | None] = mapped_column(
        Id, index=True, info=about("Which press it belongs to, to show how far that has got", WITH_THE_MAIL)
    )
    previous_start: Mapped[datetime | None] = mapped_column(
        Moment, info=about("The time a moved session had before", WITH_THE_MAIL)
    )
    created_at: Mapped[datetime] = mapped_column(Moment, info=about("When it was asked for", WITH_THE_MAIL))
    expires_at: Mapped[datetime] = mapped_column(
        Moment, info=about("When it would come too late", WITH_THE_MAIL)
    )
    due_at: Mapped[datetime] = mapped_column(Moment, info=about("When it is tried next", WITH_THE_MAIL))
    state: Mapped[MailState] = mapped_column(words(MailState), info=about("What came of it", WITH_THE_MAIL))
    state_at: Mapped[datetime] = mapped_column(Moment, info=about("Since when", WITH_THE_MAIL))
    attempts: Mapped[int] = mapped_column(info=about("How often it was tried", WITH_THE_MAIL))
    problem: Mapped[str | None] = mapped_column(
        String(16), info=about("The mail server's status code, where it said no", WITH_THE_MAIL)
    )
    claim: Mapped[str | None] = mapped_column(Id, info=about("Who is sending it right now", WITH_THE_MAIL))
    claimed_until: Mapped[datetime | None] = mapped_column(
        Moment, info=about("Until when nobody else may", WITH_THE_MAIL)
    )


StatedSessions = tuple[StatedSession, ...]
StatedCredits = tuple[StatedCredit, ...]


class Sessions(TypeDecorator[StatedSessions]):
    """`[[number, booked start, booked end, actual start, actual end, seconds present], …]`."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: StatedSessions | None, dialect: Dialect) -> Any:
        return None if value is None else [_session_out(each) for each in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> StatedSessions | None:
        return None if value is None else tuple(_session_in(*each) for each in value)


class Credits(TypeDecorator[StatedCredits]):
    """`[[what the body calls it, quarters, its approval statement], …]`."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: StatedCredits | None, dialect: Dialect) -> Any:
        return None if value is None else [_credit_out(each) for each in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> StatedCredits | None:
        return None if value is None else tuple(_credit_in(*each) for each in value)


def _session_out(one: StatedSession) -> list[int]:
    moments = (one.scheduled_start, one.scheduled_end, one.actual_start, one.actual_end)
    return [one.number, *((each - EPOCH) // MICROSECOND for each in moments), one.present_s]


def _session_in(number: int, *rest: int) -> StatedSession:
    booked_from, booked_until, opened_at, closed_at = (EPOCH + each * MICROSECOND for each in rest[:4])
    return StatedSession(number, booked_from, booked_until, opened_at, closed_at, rest[4])


def _credit_out(one: StatedCredit) -> list[str | int]:
    return [one.credit_type, one.quarters, one.approval]


def _credit_in(credit_type: str, quarters: int, approval: str) -> StatedCredit:
    return StatedCredit(credit_type, quarters, approval)


class StatementRow(Base):
    __tablename__ = "statements"
    __table_args__ = table("Statements of attendance, as they were given out", BY_ITS_HOLDERS)

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
