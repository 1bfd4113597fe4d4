"""Mails that become due by themselves: reminders before a session, and afterwards about open rolls and complete series.

They are looked for, never scheduled. Twice a minute the sessions that are near are read and a mail is queued for each
person who was invited, a day and a quarter of an hour before, and for each leader, a day and half an hour before; its key
makes it one mail, and has the session's sequence in it, so a session that was moved is reminded of again. A server that
was away sends what it missed, as long as it still helps.

After a session leaders have an hour, in which most rolls are confirmed anyway; then each gets one mail about that session
and no second one, because what is open is on the group's page. Participants are told once, after the last planned
session, where they can see their attendance, while their link still opens it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from balint_live.application.access.links import LINKS_END_AFTER
from balint_live.application.groups.changes import REMINDER_IS_TOO_LATE, MailBatch
from balint_live.application.groups.group import BookedMeeting, Leading, Reader, Registrant
from balint_live.application.mail_queue import LONGEST_WAIT, MailKind, NewMail

AN_HOUR = timedelta(hours=1)
OF_NO_USE_ANY_MORE = timedelta(days=3)
DAY = timedelta(days=1)
NOT_A_DAY_ANY_MORE = timedelta(hours=6)
QUARTER_HOUR = timedelta(minutes=15)
HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class OpenRoll:
    """A session that was held and whose attendance nobody has confirmed, with its group's leaders."""

    group_id: str
    meeting_id: str
    leader_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompleteSeries:
    """A series with every planned session behind it and every roll confirmed, and those enrolled who were seen in it."""

    group_id: str
    registrant_ids: tuple[str, ...]


class MailQueue(Protocol):
    """The mails to be sent."""

    def queue(self, mails: Sequence[NewMail]) -> int:
        """Queue those that were never queued before, whatever became of the others; how many."""


class AfterwardsStore(MailQueue, Protocol):
    """Reads what has ended."""

    def open_rolls(self, after: datetime, until: datetime) -> Sequence[OpenRoll]:
        """Of sessions that ended in `[after, until)`."""

    def complete_series(self, after: datetime, until: datetime) -> Sequence[CompleteSeries]:
        """Whose last session ended in `[after, until)`."""


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Mails about open rolls and complete series."""

    store: AfterwardsStore
    new_id: Callable[[], str]

    def look(self, now: datetime) -> int:
        """Queue what has become due; returns how many mails."""
        mails = [*self._about_open_rolls(now), *self._about_complete_series(now)]
        return self.store.queue(mails) if mails else 0

    def _about_open_rolls(self, now: datetime) -> list[NewMail]:
        return [
            NewMail(
                id=self.new_id(),
                key=f"{MailKind.ROLL_OPEN}:{one.meeting_id}:{leader_id}",
                kind=MailKind.ROLL_OPEN,
                created_at=now,
                expires_at=now + LONGEST_WAIT,
                group_id=one.group_id,
                meeting_id=one.meeting_id,
                leader_id=leader_id,
            )
            for one in self.store.open_rolls(now - OF_NO_USE_ANY_MORE, now - AN_HOUR)
            for leader_id in one.leader_ids
        ]

    def _about_complete_series(self, now: datetime) -> list[NewMail]:
        return [
            NewMail(
                id=self.new_id(),
                key=f"{MailKind.STATEMENT}:{one.group_id}:{registrant_id}",
                kind=MailKind.STATEMENT,
                created_at=now,
                expires_at=now + LONGEST_WAIT,
                group_id=one.group_id,
                registrant_id=registrant_id,
            )
            for one in self.store.complete_series(now - LINKS_END_AFTER + LONGEST_WAIT, now)
            for registrant_id in one.registrant_ids
        ]


@dataclass(frozen=True, slots=True)
class Near:
    """A session to come, with its leaders, and those who were invited and have not said that they cannot come."""

    meeting: BookedMeeting
    people: tuple[Registrant, ...]
    leaders: tuple[Leading, ...]


class ReminderStore(MailQueue, Protocol):
    """Reads what is about to begin."""

    def starting(self, after: datetime, until: datetime) -> Sequence[Near]:
        """Sessions to come that start in `[after, until)`."""


@dataclass(frozen=True, slots=True)
class Reminders:
    """Reminders before a session."""

    store: ReminderStore
    new_id: Callable[[], str]

    def look(self, now: datetime) -> int:
        """Queue what has become due; returns how many mails."""
        mails: list[NewMail] = []
        for near in self.store.starting(now + NOT_A_DAY_ANY_MORE, now + DAY):
            mails += self._batch(now).day_before(near.meeting, _known_for_a_day(near))
        for near in self.store.starting(now + REMINDER_IS_TOO_LATE, now + HALF_HOUR):
            people = near.people if near.meeting.start < now + QUARTER_HOUR else ()
            mails += self._batch(now).soon(near.meeting, (*people, *near.leaders))
        return self.store.queue(mails) if mails else 0

    def _batch(self, now: datetime) -> MailBatch:
        """A batch for one session: a group's page shows no other group's mails."""
        return MailBatch(now, self.new_id, self.new_id())


def _known_for_a_day(near: Near) -> list[Reader]:
    """Anybody else has just read the date."""
    before = near.meeting.start - DAY
    return [
        *(one for one in near.people if one.link_issued_at <= before),
        *(one for one in near.leaders if one.dates_sent_at is None or one.dates_sent_at <= before),
    ]
