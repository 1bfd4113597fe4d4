"""Which mails an occasion asks for: one for each person it concerns, each under a key that makes it one mail."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from balint_live.application.groups.group import BookedMeeting, Registrant
from balint_live.application.post.mail import LONGEST_WAIT, MailKind, NewMail

ONE_PRESS = timedelta(minutes=10)
"""Presses on "we are running now" and "send the link again" within the same ten minutes are one."""
REMINDER_IS_TOO_LATE = timedelta(minutes=5)
"""A quarter-hour reminder that has not gone out five minutes before the start helps nobody any more."""


@dataclass(frozen=True, slots=True)
class Occasions:
    """Writes the mails of one press, at one moment, as one batch."""

    now: datetime
    new_id: Callable[[], str]
    batch: str

    def invitations(self, people: Iterable[Registrant]) -> tuple[NewMail, ...]:
        return tuple(
            self._mail(MailKind.INVITATION, one, f"invitation:{one.id}:{one.link_version}") for one in people
        )

    def link_again(self, one: Registrant) -> NewMail:
        return self._mail(MailKind.LINK_AGAIN, one, f"link_again:{one.id}:{one.link_version}:{self._press()}")

    def moved(
        self, meeting: BookedMeeting, previous_start: datetime, people: Iterable[Registrant]
    ) -> tuple[NewMail, ...]:
        return self._about(
            MailKind.MOVED, meeting, people, previous_start=previous_start, until=meeting.end, times=True
        )

    def cancelled(self, meeting: BookedMeeting, people: Iterable[Registrant]) -> tuple[NewMail, ...]:
        return self._about(MailKind.CANCELLED, meeting, people, until=meeting.end, times=True)

    def day_before(self, meeting: BookedMeeting, people: Iterable[Registrant]) -> tuple[NewMail, ...]:
        return self._about(MailKind.DAY_BEFORE, meeting, people, until=meeting.start, times=True)

    def soon(self, meeting: BookedMeeting, people: Iterable[Registrant]) -> tuple[NewMail, ...]:
        too_late = meeting.start - REMINDER_IS_TOO_LATE
        return self._about(MailKind.SOON, meeting, people, until=too_late, times=True)

    def running_now(self, meeting: BookedMeeting, people: Iterable[Registrant]) -> tuple[NewMail, ...]:
        return self._about(MailKind.RUNNING_NOW, meeting, people, until=meeting.end, suffix=self._press())

    def removed(self, one: Registrant) -> NewMail:
        return self._mail(MailKind.REMOVED, one, f"removed:{one.id}:{one.link_version}")

    def _about(
        self,
        kind: MailKind,
        meeting: BookedMeeting,
        people: Iterable[Registrant],
        *,
        until: datetime,
        times: bool = False,
        suffix: str = "",
        previous_start: datetime | None = None,
    ) -> tuple[NewMail, ...]:
        mark = str(meeting.sequence) if times else suffix
        return tuple(
            self._mail(
                kind,
                one,
                f"{kind}:{meeting.id}:{mark}:{one.id}",
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
        one: Registrant,
        key: str,
        *,
        meeting_id: str | None = None,
        expires_at: datetime | None = None,
        previous_start: datetime | None = None,
    ) -> NewMail:
        return NewMail(
            id=self.new_id(),
            key=key,
            kind=kind,
            created_at=self.now,
            expires_at=expires_at or self.now + LONGEST_WAIT,
            group_id=one.group_id,
            meeting_id=meeting_id,
            registrant_id=one.id,
            previous_start=previous_start,
            batch=self.batch,
        )
