"""The queue of mails: that one is due, for whom, and what came of it.

No link and no word of a mail is kept, neither before nor after: they are put together at the moment of sending. So is the
address, but where somebody is told that they were erased. What remains of a delivered mail is that it was delivered, which
leaders see beside the name.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from balint_live.adapters.database.base import WITH_THE_MAIL, Base, Id, about, table, words
from balint_live.adapters.database.columns import Moment
from balint_live.application.post.mail import MailKind, MailState


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
