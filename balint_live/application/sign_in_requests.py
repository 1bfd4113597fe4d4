"""A sign-in that was asked for, how long it stays open, and where it is kept.

Only leaders' are kept: who asked, from which browser and when: neither the link nor the digits, and of the browser only a
digest of its secret.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from balint_live.application.people import Identity
from balint_live.application.post.mail import NewMail

LIFE = timedelta(minutes=15)
WRONG_CODES = 5
REMEMBERED = timedelta(hours=1)
"""How long a request is kept, for counting the wrong digits typed for one leader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A sign-in that a leader's browser, told by the digest of its secret, asked for.

    `wrong_codes` were typed in this browser since; `guesses` are all wrong ones for this leader that are remembered.
    """

    id: str
    leader_id: str
    browser: str
    asked_at: datetime
    wrong_codes: int = 0
    guesses: int = 0
    used: bool = False

    def open(self, now: datetime) -> bool:
        return not self.used and self.wrong_codes < WRONG_CODES and now < self.asked_at + LIFE


class SignInStore(Protocol):
    """Each method is one transaction, in which nobody else changes the requests it reads."""

    def leader_with(self, email: str) -> str | None:
        """The id of the leader with this address, in its normal form."""

    def ask(self, request: Request, mail: NewMail) -> None:
        """Keep the request and queue its mail; neither for a leader who has gone meanwhile."""

    def request(self, id: str) -> Request | None: ...

    def use(self, id: str, now: datetime, require: Callable[[Request | None], None]) -> Identity | None:
        """Use up what passes `require`, which raises otherwise; whom it signs in, None when they are no longer there."""

    def type_code(
        self, browser: str, now: datetime, choose: Callable[[Sequence[Request]], Request | None]
    ) -> Identity | None:
        """Use up the request `choose` picks from this browser's, newest first; where it picks none, count a wrong try on
        them all. Where there are none, nobody's turn to write is taken.
        """

    def leader(self, id: str) -> Identity | None:
        """The leader under the version in force."""


class SignInTokens(Protocol):
    """Reading raises LinkNeverValid or LinkExpired."""

    def read_sign_in_token(self, token: str, now: datetime) -> str:
        """The request's id."""

    def is_sign_in_code(self, request_id: str, typed: str) -> bool: ...
    def is_mark_of(self, leader_id: str, marks: Iterable[str]) -> bool:
        """Whether one of a known browser's marks is this leader's."""

    def read_standing_sign_in_token(self, token: str, now: datetime) -> str:
        """The leader's id."""
