"""Reminders, a day and a quarter of an hour before: looked for, never scheduled.

Twice a minute the sessions that are near are looked up and a mail is queued for each person who was invited; its key
makes it one mail, and carries the session's sequence, so a session that has moved is reminded of anew. A server that was
away sends what it missed, as long as it still helps.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from balint_live.application.groups.group import BookedMeeting, Registrant
from balint_live.application.groups.occasions import REMINDER_IS_TOO_LATE, Occasions
from balint_live.application.post.mail import NewMail

DAY = timedelta(days=1)
NOT_A_DAY_ANY_MORE = timedelta(hours=6)
QUARTER_HOUR = timedelta(minutes=15)

Near = tuple[BookedMeeting, tuple[Registrant, ...]]


class ReminderStore(Protocol):
    def starting(self, after: datetime, until: datetime) -> Sequence[Near]:
        """Sessions to come that start in `[after, until)`, each with the people who were invited."""

    def queue(self, mails: Sequence[NewMail]) -> int:
        """Queue those that were never queued before, whatever came of the others; how many that were."""


@dataclass(frozen=True, slots=True)
class Reminders:
    store: ReminderStore
    new_id: Callable[[], str]

    def look(self, now: datetime) -> int:
        """Queue what has become due; how many mails that were."""
        mails: list[NewMail] = []
        for meeting, people in self.store.starting(now + NOT_A_DAY_ANY_MORE, now + DAY):
            mails += self._of_one_session(now).day_before(meeting, _known_before(people, meeting.start - DAY))
        for meeting, people in self.store.starting(now + REMINDER_IS_TOO_LATE, now + QUARTER_HOUR):
            mails += self._of_one_session(now).soon(meeting, people)
        return self.store.queue(mails) if mails else 0

    def _of_one_session(self, now: datetime) -> Occasions:
        """Each is a batch of its own: a group's page shows no other group's mails."""
        return Occasions(now, self.new_id, self.new_id())


def _known_before(people: Sequence[Registrant], moment: datetime) -> list[Registrant]:
    """Whoever got their link within the last day has just read the date."""
    return [one for one in people if one.link_issued_at <= moment]
