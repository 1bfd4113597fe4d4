"""Signing in by mail, for leaders and coordinators.

A press signs in, never a look; once; within a quarter of an hour; and only in the browser that asked, because some mail
filters press buttons. Mail read on another device is served by its six digits, typed where the mail was asked for. Neither
link nor digits are stored: both are derived from the request's id and the server's secret.

Nobody learns from an answer whether an address is known. For an address that is not, or that has been written to often
enough, the same row is written and the same work done, for nobody. Digits are tried against every open request of the
browser, so that asking twice does not make the first mail's digits wrong; five wrong ones end them all.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from balint_live.application.links import LinkExpired, LinkNeverValid, Over
from balint_live.application.people import Identity
from balint_live.application.ports import Clock
from balint_live.application.post.mail import MailKind, NewMail
from balint_live.application.sign_in_requests import (
    LIFE,
    REMEMBERED,
    WRONG_CODES,
    Request,
    SignInStore,
    SignInTokens,
)
from balint_live.domain.meeting import Meeting, Status

CODE_DIGITS = 6
MAILS_IN_AN_HOUR = 5
BETWEEN_MAILS = timedelta(seconds=30)
NEAR = timedelta(hours=2)
"""Before the booked start of a session: whoever signs in then has come for that session."""


class AnotherBrowser(Exception):
    """The link is good, but not here; it stays good there."""


class CodeRefused(Exception):
    """Not the digits of any mail this browser asked for; `again` while another try may be made."""

    def __init__(self, again: bool) -> None:
        super().__init__(again)
        self.again = again


class SignIn:
    def __init__(
        self,
        clock: Clock,
        store: SignInStore,
        tokens: SignInTokens,
        new_id: Callable[[], str],
        standing_links: bool = False,
    ) -> None:
        """`standing_links`: the demo's, for pretend people, which sign in any number of times and from anywhere."""
        self._clock = clock
        self._store = store
        self._tokens = tokens
        self._new_id = new_id
        self._standing_links = standing_links

    def ask(self, email: str, browser: str) -> None:
        """`email` in its normal form, `browser` the asking browser's secret. Tells nothing."""
        now = self._clock.now()
        request = Request(id=self._new_id(), browser=_digest(browser), asked_at=now)
        mail = NewMail(
            id=self._new_id(),
            key=f"sign_in:{request.id}",
            kind=MailKind.SIGN_IN,
            created_at=now,
            expires_at=now + LIFE,
            sign_in_id=request.id,
        )
        self._store.ask(request, email, lambda earlier: _may_write(earlier, now), mail)

    def look(self, token: str, browser: str | None) -> None:
        """Pure looking. Raises as `press` does."""
        now = self._clock.now()
        if self._standing(token, now) is None:
            _require_open(self._store.request(self._request_id(token, now)), browser, now)

    def press(self, token: str, browser: str | None) -> Identity:
        """Whom the link signs in. Raises LinkNeverValid, LinkExpired, and AnotherBrowser, which uses nothing up."""
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

    def type_code(self, typed: str, browser: str | None) -> Identity:
        """Whom these digits sign in, in the browser that asked. Raises CodeRefused."""
        now = self._clock.now()
        digits = "".join(typed.split()).replace("-", "")
        if len(digits) != CODE_DIGITS or not (digits.isascii() and digits.isdecimal()):
            raise CodeRefused(again=True)  # a slip of the finger is no guess
        attempt = _Attempt(now, lambda id: self._tokens.is_sign_in_code(id, digits))
        who = self._store.type_code(_digest(browser or ""), now, attempt.choose)
        if who is None:
            raise CodeRefused(again=attempt.left > 0)
        return who

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


class _Attempt:
    """One typing of six digits; afterwards, `left` is how many more may follow."""

    def __init__(self, now: datetime, is_code: Callable[[str], bool]) -> None:
        self._now = now
        self._is_code = is_code
        self.left = 0

    def choose(self, requests: Sequence[Request]) -> Request | None:
        open_ones = [each for each in requests if each.open(self._now)]
        self.left = max((WRONG_CODES - each.wrong_codes - 1 for each in open_ones), default=0)
        right = [each for each in open_ones if self._is_code(each.id)]
        return right[0] if right else None


def is_near(meeting: Meeting, now: datetime) -> bool:
    """Whether somebody who signs in now has come for this session."""
    if meeting.status is Status.GATHERING:
        return meeting.scheduled_start - NEAR <= now < meeting.scheduled_end
    return meeting.status is Status.RUNNING


def _may_write(earlier: Sequence[datetime], now: datetime) -> bool:
    """So that nobody can fill a leader's mailbox, or buy more guesses by asking."""
    lately = [at for at in earlier if now - at < REMEMBERED]
    return len(lately) < MAILS_IN_AN_HOUR and all(now - at >= BETWEEN_MAILS for at in lately)


def _require_open(request: Request | None, browser: str | None, now: datetime) -> None:
    if request is None or not request.open(now):
        raise LinkExpired(Over.SIGN_IN)
    if browser is None or request.browser != _digest(browser):
        raise AnotherBrowser


def _digest(browser: str) -> str:
    return sha256(browser.encode()).hexdigest()
