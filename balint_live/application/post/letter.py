"""A letter: everything its words are made of, at the moment of sending. Adapters turn it into a message."""

from dataclasses import dataclass
from datetime import datetime

from balint_live.application.attendance.statement import Statement
from balint_live.application.groups.group import BookedMeeting, Settings
from balint_live.application.post.mail import MailKind


@dataclass(frozen=True, slots=True)
class Addressee:
    """`timezone` is the reader's own (IANA), where it is known."""

    id: str
    name: str
    email: str
    timezone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail to one person.

    `id` makes the Message-ID and `written_at` the Date, so that a letter sent again is the same letter. `meeting` is the
    session a notice is about; `meetings` are those it speaks of: all to come for `INVITATION`, `LINK_AGAIN` and `REMOVED`,
    for `CANCELLED` after the one that is. `link` is the personal address (for `SIGN_IN` the sign-in address), `code` what is
    typed instead, and `leave_link` the address that withdraws the reader from the group. `statement` is what stays of
    somebody who was erased.
    """

    id: str
    kind: MailKind
    to: Addressee
    written_at: datetime
    site: str
    settings: Settings | None = None
    group_id: str | None = None
    meeting: BookedMeeting | None = None
    previous_start: datetime | None = None
    meetings: tuple[BookedMeeting, ...] = ()
    link: str | None = None
    code: str | None = None
    leave_link: str | None = None
    statement: Statement | None = None
