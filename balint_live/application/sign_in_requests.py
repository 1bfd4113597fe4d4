"""A sign-in that was asked for, how long it stays open, and where it is kept.

What is kept of it is who asked, from which browser and when: neither the link nor the digits, and of the browser only a
digest of its secret.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from balint_live.application.people import Identity
from balint_live.application.post.mail import NewMail

LIFE = timedelta(minutes=15)
WRONG_CODES = 5
REMEMBERED = timedelta(hours=1)
"""How long a request is kept, for counting how many mails somebody was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A sign-in that was asked for, by a browser known by the digest of its secret."""

    id: str
    browser: str
    asked_at: datetime
    wrong_codes: int = 0
    used: bool = False

    def open(self, now: datetime) -> bool:
        return not self.used and self.wrong_codes < WRONG_CODES and now < self.asked_at + LIFE


class SignInStore(Protocol):
    """Each method is one transaction, in which nobody else changes the requests it reads."""

    def ask(
        self, request: Request, email: str, may_write: Callable[[Sequence[datetime]], bool], mail: NewMail
    ) -> None:
        """Keep the request and queue its mail, for the leader with this address where `may_write`, told when the last
        hour's mails to them were asked for, agrees. Else for nobody: the same, with the mail taken back.
        """

    def request(self, id: str) -> Request | None: ...

    def use(self, id: str, now: datetime, require: Callable[[Request | None], None]) -> Identity | None:
        """Use up what passes `require`, which raises otherwise; whom it signs in, None when they are no longer there."""

    def type_code(
        self, browser: str, now: datetime, choose: Callable[[Sequence[Request]], Request | None]
    ) -> Identity | None:
        """Use up the request `choose` picks from this browser's, newest first; where it picks none, count a wrong try on
        them all.
        """

    def leader(self, id: str) -> Identity | None:
        """The leader under the version in force."""


class SignInTokens(Protocol):
    """Reading raises LinkNeverValid or LinkExpired."""

    def read_sign_in_token(self, token: str, now: datetime) -> str:
        """The request's id."""

    def is_sign_in_code(self, request_id: str, typed: str) -> bool: ...

    def read_standing_sign_in_token(self, token: str, now: datetime) -> str:
        """The leader's id."""
