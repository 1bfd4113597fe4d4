""" "Send me my link again": to the stored address and nowhere else, whoever asks.

The answer is always the same, and so is the work, because that somebody is enrolled in a Balint group is itself private.
Asked for twice within ten minutes, a link is written once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from balint_live.application.links import LinkFacts
from balint_live.application.ports import Clock
from balint_live.application.post.mail import MailKind, NewMail

LIFE = timedelta(days=1)
"""After that the mail would come as a surprise."""


class LinkRequests(Protocol):
    def send_again(self, email: str, mail: Callable[[LinkFacts], NewMail | None], to_nobody: NewMail) -> None:
        """Queue what `mail` makes of each enrolment of this address; where that comes to nothing, go to the same length with
        a mail to nobody, and take it back.
        """


@dataclass(frozen=True, slots=True)
class LinkAgain:
    clock: Clock
    requests: LinkRequests
    new_id: Callable[[], str]

    def ask(self, email: str) -> None:
        """`email` in its normal form. Tells nothing."""
        now = self.clock.now()
        self.requests.send_again(email, lambda facts: self._mail(facts, now), self._to_nobody(now))

    def _mail(self, facts: LinkFacts, now: datetime) -> NewMail | None:
        if facts.over(now) is not None:
            return None
        return NewMail(
            id=self.new_id(),
            key=f"link_again:{facts.who.id}:{facts.who.version}:{_ten_minutes(now)}",
            kind=MailKind.LINK_AGAIN,
            created_at=now,
            expires_at=now + LIFE,
            group_id=facts.group_id,
            registrant_id=facts.who.id,
        )

    def _to_nobody(self, now: datetime) -> NewMail:
        id = self.new_id()
        return NewMail(
            id=id, key=f"nobody:{id}", kind=MailKind.LINK_AGAIN, created_at=now, expires_at=now + LIFE
        )


def _ten_minutes(now: datetime) -> str:
    """ "2026-03-05T18:50" for all of the ten minutes that begin then."""
    return f"{now:%Y-%m-%dT%H}:{now.minute // 10}0"
