"""What a decision about a group changes: rows, and the mails that tell of it.

Use cases decide purely, from a `Group` to `Changes`; the store writes both rows and mails in one transaction, so a mail is
in the queue exactly when what it tells of is in the database.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from balint_live.application.groups.group import BookedMeeting, Leading, Reader, Registrant, Settings
from balint_live.application.mail_queue import LONGEST_WAIT, MailKind, NewMail
from balint_live.domain.credit import Figures
from balint_live.domain.protocol import Protocol

ONE_PRESS = timedelta(minutes=10)
"""Presses on "we are running now" and "send the link again" within the same ten minutes are one."""
REMINDER_IS_TOO_LATE = timedelta(minutes=5)
"""A quarter-hour reminder that has not gone out five minutes before the start helps nobody any more."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What a new link or statement is made of: fresh ids and codes, at this moment."""

    now: datetime
    new_id: Callable[[], str]
    new_code: Callable[[], str]


@dataclass(frozen=True, slots=True)
class MailBatch:
    """Writes the mails of one press, one for each person it concerns, under a key that makes it one mail; and all to
    registrants under one `batch`, by which their progress can be followed.
    """

    now: datetime
    new_id: Callable[[], str]
    batch: str

    def invitation(self, one: Registrant) -> NewMail:
        """The first mail with somebody's link."""
        return self._mail(MailKind.INVITATION, one, f"invitation:{one.id}:{one.link_version}")

    def link_again(self, one: Registrant) -> NewMail:
        """The same link once more."""
        return self._mail(MailKind.LINK_AGAIN, one, f"link_again:{one.id}:{one.link_version}:{self._press()}")

    def removed(self, one: Registrant) -> NewMail:
        """That somebody is no longer in the group."""
        return self._mail(MailKind.REMOVED, one, f"removed:{one.id}:{one.link_version}")

    def leads(self, one: Leading) -> NewMail:
        """Which group somebody leads, when, and where they sign in."""
        return self._mail(MailKind.LEADS, one, f"leads:{one.group_id}:{self._press()}:{one.id}")

    def dates_added(self, added: Sequence[BookedMeeting], leaders: Iterable[Leading]) -> tuple[NewMail, ...]:
        """That a group has more sessions, to its leaders; participants are told by their reminders."""
        return tuple(
            self._mail(MailKind.DATES_ADDED, one, f"dates_added:{added[0].id}:{one.id}") for one in leaders
        )

    def moved(
        self, meeting: BookedMeeting, previous_start: datetime, people: Iterable[Reader]
    ) -> tuple[NewMail, ...]:
        """That a session has another time."""
        return self._about(MailKind.MOVED, meeting, people, meeting.end, previous_start=previous_start)

    def cancelled(self, meeting: BookedMeeting, people: Iterable[Reader]) -> tuple[NewMail, ...]:
        """That a session does not take place."""
        return self._about(MailKind.CANCELLED, meeting, people, meeting.end)

    def day_before(self, meeting: BookedMeeting, people: Iterable[Reader]) -> tuple[NewMail, ...]:
        """The reminder a day before."""
        return self._about(MailKind.DAY_BEFORE, meeting, people, meeting.start)

    def soon(self, meeting: BookedMeeting, people: Iterable[Reader]) -> tuple[NewMail, ...]:
        """The reminder shortly before."""
        return self._about(MailKind.SOON, meeting, people, meeting.start - REMINDER_IS_TOO_LATE)

    def running_now(self, meeting: BookedMeeting, people: Iterable[Registrant]) -> tuple[NewMail, ...]:
        """That a session has begun without them."""
        return self._about(MailKind.RUNNING_NOW, meeting, people, meeting.end, mark=self._press())

    def _about(
        self,
        kind: MailKind,
        meeting: BookedMeeting,
        people: Iterable[Reader],
        until: datetime,
        *,
        mark: str = "",
        previous_start: datetime | None = None,
    ) -> tuple[NewMail, ...]:
        """One mail each. Without a `mark`, the session's sequence is in the key: a session moved again is another mail."""
        return tuple(
            self._mail(
                kind,
                one,
                f"{kind}:{meeting.id}:{mark or meeting.sequence}:{one.id}",
                meeting_id=meeting.id,
                expires_at=until,
                previous_start=previous_start,
            )
            for one in people
        )

    def _press(self) -> str:
        return str(int(self.now.timestamp()) // int(ONE_PRESS.total_seconds()))

    def _mail(
        self,
        kind: MailKind,
        one: Reader,
        key: str,
        *,
        meeting_id: str | None = None,
        expires_at: datetime | None = None,
        previous_start: datetime | None = None,
    ) -> NewMail:
        leads = isinstance(one, Leading)
        return NewMail(
            id=self.new_id(),
            key=key,
            kind=kind,
            created_at=self.now,
            expires_at=expires_at or self.now + LONGEST_WAIT,
            group_id=one.group_id,
            meeting_id=meeting_id,
            registrant_id=None if leads else one.id,
            leader_id=one.id if leads else None,
            previous_start=previous_start,
            batch=None if leads else self.batch,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """`meetings`, `registrants` and `plans` are added, or replace those with the same id.

    `designated` is by session: what those that have ended could award, where a credit line came or was put right later.
    """

    settings: Settings | None = None
    designated: tuple[tuple[str, Figures], ...] = ()
    meetings: tuple[BookedMeeting, ...] = ()
    registrants: tuple[Registrant, ...] = ()
    departed_leaders: tuple[str, ...] = ()
    plans: tuple[Protocol, ...] = ()
    dropped_plans: tuple[str, ...] = ()
    mails: tuple[NewMail, ...] = ()

    @property
    def people(self) -> frozenset[str]:
        """Everybody whose seat may have changed."""
        return frozenset((*(one.id for one in self.registrants), *self.departed_leaders))


NOTHING = Changes()
