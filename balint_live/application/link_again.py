""" "Send me my link again": to the stored address and nowhere else, whoever asks.

The answer is always the same and given before anybody is looked for (`web.asks`), because that somebody is enrolled in a
Balint group is itself private. Asked for twice within ten minutes, a link is written once: whoever asked, it went to the one
it belongs to, and opens in any browser, so nobody can keep them from it by asking first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from balint_live.application.asking import Asking, AskLimits
from balint_live.application.links import LinkFacts
from balint_live.application.ports import Clock
from balint_live.application.post.mail import MailKind, NewMail

LIFE = timedelta(days=1)
"""After that the mail would come as a surprise."""


class LinkRequests(Protocol):
    def links_of(self, email: str) -> Sequence[LinkFacts]:
        """The link of each enrolment of this address, in its normal form."""

    def send_again(self, mails: Sequence[NewMail]) -> None:
        """Queue them; one that is queued or delivered already stays as it is."""


@dataclass(frozen=True, slots=True)
class LinkAgain:
    clock: Clock
    requests: LinkRequests
    limits: AskLimits
    new_id: Callable[[], str]

    def ask(self, email: str, by: Asking) -> None:
        """`email` in its normal form. Tells nothing. Raises Unavailable, and has then counted nothing."""
        now = self.clock.now()
        mails = [self._mail(facts, now) for facts in self.requests.links_of(email)]
        due = [each for each in mails if each is not None]
        if due and self.limits.may_write(email, by, False, now):
            self.requests.send_again(due)
            self.limits.wrote(email, by, False, now)

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


def _ten_minutes(now: datetime) -> str:
    """ "2026-03-05T18:50" for all of the ten minutes that begin then."""
    return f"{now:%Y-%m-%dT%H}:{now.minute // 10}0"
