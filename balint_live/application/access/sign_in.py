"""Signing in by mail, for leaders and coordinators.

Only a press signs in, never opening a page; once; within a quarter of an hour; and only in the browser that asked,
because some mail filters press buttons. When the mail is read on another device, its six digits are typed where it was
asked for. Neither link nor digits are stored: both are derived from the request's id and the server's secret. Of a
request is stored who asked, from which browser (a digest of its secret) and when, and only for leaders.

Nobody learns from an answer whether an address is known: requests are answered before they are looked at
(`web.shared.limits`), and nothing is kept of one for an address that is no leader's. Digits are tried against every open
request of the browser, so that asking twice does not make the first mail's digits wrong; five wrong ones end them all.
Since strangers may ask for many mails to one leader, wrong digits are counted over all browsers too, except in those that
have signed this leader in before.

Whoever runs the server gets a link at the terminal instead, which opens in any browser: it goes by no mail, and who may use
that terminal may read the database anyway.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

from balint_live.application.access.asking import Asking, AskLimits, KnownBrowser
from balint_live.application.access.links import LinkExpired, LinkNeverValid, Over
from balint_live.application.identity import Identity
from balint_live.application.mail_queue import MailKind, NewMail
from balint_live.application.ports import Clock
from balint_live.domain.meeting import Meeting, Status
from balint_live.domain.names import letters_and_digits

LIFE = timedelta(minutes=15)
WRONG_CODES = 5
REMEMBERED = timedelta(hours=1)
"""How long a request is kept, for counting the wrong digits typed for one leader."""
CODE_DIGITS = 6
GUESSES_IN_AN_HOUR = 25
"""Wrong digits for one leader, in all browsers that have not signed them in before."""
NEAR = timedelta(hours=2)
"""Somebody who signs in so long before the booked start of a session has come for that session."""
ANY_BROWSER = ""
"""The browser of a request that none asked for; no digest is empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A sign-in that a leader's browser asked for; `browser` is the digest of its secret.

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
        """Whether it can still be used."""
        return not self.used and self.wrong_codes < WRONG_CODES and now < self.asked_at + LIFE


class SignInStore(Protocol):
    """Each method is one transaction, in which nobody else changes the requests it reads."""

    def leader_with(self, email: str) -> str | None:
        """The id of the leader with this address, in its normal form."""

    def ask(self, request: Request, mail: NewMail | None) -> None:
        """Keep the request and queue its mail, if any; neither for a leader who has gone meanwhile."""

    def request(self, id: str) -> Request | None: ...

    def use(self, id: str, now: datetime, require: Callable[[Request | None], None]) -> Identity | None:
        """Use up a request that passes `require`, which raises otherwise; who is signed in, None when they are gone."""

    def type_code(
        self, browser: str, now: datetime, choose: Callable[[Sequence[Request]], Request | None]
    ) -> Identity | None:
        """Use up the request that `choose` picks from this browser's, newest first; where it picks none, count a wrong try
        on them all. Without any request nothing is written.
        """

    def leader(self, id: str) -> Identity | None:
        """The leader with this id, under the present version."""


class SignInTokens(Protocol):
    """Reading raises LinkNeverValid or LinkExpired."""

    def sign_in_token(self, request_id: str, issued_at: datetime) -> str: ...
    def read_sign_in_token(self, token: str, now: datetime) -> str:
        """The request's id."""

    def is_sign_in_code(self, request_id: str, typed: str) -> bool: ...
    def is_mark_of(self, leader_id: str, marks: Iterable[str]) -> bool:
        """Whether one of a known browser's marks is this leader's."""

    def read_standing_sign_in_token(self, token: str, now: datetime) -> str:
        """The leader's id."""


class AnotherBrowser(Exception):
    """The link is good, but not here; it stays good there."""


class CodeRefused(Exception):
    """Not the digits of any mail this browser asked for; a `slip` (not six digits) does not count as a guess."""

    def __init__(self, slip: bool) -> None:
        super().__init__(slip)
        self.slip = slip


class SignIn:
    """Signs leaders in."""

    def __init__(
        self,
        clock: Clock,
        store: SignInStore,
        tokens: SignInTokens,
        limits: AskLimits,
        new_id: Callable[[], str],
        standing_links: bool = False,
    ) -> None:
        """`standing_links`: the demo's, for pretend people, which sign in any number of times and from anywhere."""
        self._clock = clock
        self._store = store
        self._tokens = tokens
        self._limits = limits
        self._new_id = new_id
        self._standing_links = standing_links

    def ask(self, email: str, by: Asking) -> None:
        """Mail a sign-in to this address, in its normal form, if it is a leader's. Returns nothing to tell whether it is.

        Raises Unavailable, and has then counted nothing.
        """
        now = self._clock.now()
        leader = self._store.leader_with(email)
        if leader is None:
            return
        known = self._knows(by.known, leader)
        if self._limits.may_write(email, by, known, now):
            self._write(leader, by.browser, now)
            self._limits.wrote(email, by, known, now)

    def at_the_terminal(self, leader_id: str) -> str:
        """A token that signs this leader in, once and in any browser: for whoever runs the server."""
        now = self._clock.now()
        request = Request(id=self._new_id(), leader_id=leader_id, browser=ANY_BROWSER, asked_at=now)
        self._store.ask(request, None)
        return self._tokens.sign_in_token(request.id, now)

    def _write(self, leader: str, browser: str, now: datetime) -> None:
        request = Request(id=self._new_id(), leader_id=leader, browser=_digest(browser), asked_at=now)
        mail = NewMail(
            id=self._new_id(),
            key=f"sign_in:{request.id}",
            kind=MailKind.SIGN_IN,
            created_at=now,
            expires_at=now + LIFE,
            leader_id=leader,
            sign_in_id=request.id,
        )
        self._store.ask(request, mail)

    def look(self, token: str, browser: str | None) -> None:
        """Check a link without using it. Raises as `press` does."""
        now = self._clock.now()
        if self._standing(token, now) is None:
            _require_open(self._store.request(self._request_id(token, now)), browser, now)

    def press(self, token: str, browser: str | None) -> Identity:
        """Sign in by the link. Raises LinkNeverValid, LinkExpired, and AnotherBrowser, which uses nothing up."""
        now = self._clock.now()
        standing = self._standing(token, now)
        if standing is None:
            id = self._request_id(token, now)
            who = self._store.use(id, now, lambda request: _require_open(request, browser, now))
        else:
            who = self._store.leader(standing)
        if who is None:
            raise LinkExpired(Over.SIGN_IN)
        return who

    def type_code(self, typed: str, browser: str | None, known: KnownBrowser | None = None) -> Identity:
        """Sign in by these digits, in the browser that asked. Raises CodeRefused."""
        now = self._clock.now()
        digits = letters_and_digits(typed)
        if len(digits) != CODE_DIGITS or not (digits.isascii() and digits.isdecimal()):
            raise CodeRefused(slip=True)

        def choose(requests: Sequence[Request]) -> Request | None:
            """The open request whose digits these are."""
            for each in requests:
                may_guess = each.guesses < GUESSES_IN_AN_HOUR or self._knows(known, each.leader_id)
                if each.open(now) and may_guess and self._tokens.is_sign_in_code(each.id, digits):
                    return each
            return None

        who = None if browser is None else self._store.type_code(_digest(browser), now, choose)
        if who is None:
            raise CodeRefused(slip=False)
        return who

    def _knows(self, known: KnownBrowser | None, leader_id: str) -> bool:
        return known is not None and self._tokens.is_mark_of(leader_id, known.marks)

    def _standing(self, token: str, now: datetime) -> str | None:
        if not self._standing_links:
            return None
        try:
            return self._tokens.read_standing_sign_in_token(token, now)
        except LinkNeverValid:
            return None

    def _request_id(self, token: str, now: datetime) -> str:
        try:
            return self._tokens.read_sign_in_token(token, now)
        except LinkExpired:
            raise LinkExpired(Over.SIGN_IN) from None


def is_near(meeting: Meeting, now: datetime) -> bool:
    """Whether somebody who signs in now has come for this session."""
    if meeting.status is Status.GATHERING:
        return meeting.scheduled_start - NEAR <= now < meeting.scheduled_end
    return meeting.status is Status.RUNNING


def _require_open(request: Request | None, browser: str | None, now: datetime) -> None:
    if request is None or not request.open(now):
        raise LinkExpired(Over.SIGN_IN)
    if request.browser != ANY_BROWSER and (browser is None or request.browser != _digest(browser)):
        raise AnotherBrowser


def _digest(browser: str) -> str:
    return sha256(browser.encode()).hexdigest()
