"""Asking for a mail: who asks, and how often a mail is written to one address.

Whoever knows somebody's address can ask for mails to it. So the limits count who asks before they count to whom: first the
asking browser, then its network, and the address itself only at a much larger figure, so that a stranger's asking leaves
room for the one the address belongs to. A browser that has signed this leader in before is held to its own limit alone: no
number of strangers keeps it out. Everything here is in memory, of known addresses only, and forgotten after an hour.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from balint_live.application.access.links import LinkFacts
from balint_live.application.mail_queue import MailKind, NewMail
from balint_live.application.ports import Clock

FROM_ONE_BROWSER = 5
FROM_ONE_NETWORK = 30
TO_ONE_ADDRESS = 100
WINDOW = timedelta(hours=1)
BETWEEN = timedelta(seconds=30)
"""From one browser to one address; sooner, the earlier mail is still on its way."""
MOST_LEADERS = 5
"""Whom one browser is remembered to have signed in; the latest count."""


@dataclass(frozen=True, slots=True)
class KnownBrowser:
    """A browser that has signed leaders in: an id of its own, and a mark for each of them, the latest last.

    Only the server can make a mark, and nobody else can tell whose it is.
    """

    id: str
    marks: tuple[str, ...] = ()

    def with_mark(self, mark: str) -> "KnownBrowser":
        others = [each for each in self.marks if each != mark]
        return KnownBrowser(self.id, (*others, mark)[-MOST_LEADERS:])


REMEMBERED = timedelta(days=180)
"""From a leader's last sign-in; from one series to the next."""


class BrowserMarks(Protocol):
    """What a known browser keeps, signed, for as long as it is remembered."""

    def leader_mark(self, leader_id: str) -> str: ...
    def is_mark_of(self, leader_id: str, marks: Iterable[str]) -> bool: ...
    def known_browser_token(self, browser: KnownBrowser, now: datetime) -> str: ...
    def read_known_browser(self, token: str, now: datetime) -> KnownBrowser | None:
        """None for a token that was altered, is over, or never was one."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks: the browser by the secret it was marked with, its network address, and what it shows of being known."""

    browser: str
    network: str
    known: KnownBrowser | None = None

    @property
    def known_as(self) -> str | None:
        return None if self.known is None else self.known.id


@dataclass(frozen=True, slots=True)
class _Written:
    at: datetime
    address: str
    browser: str
    network: str
    by_a_known: bool


class AskLimits:
    def __init__(self, capped: Callable[[], None]) -> None:
        """`capped` is told, once in an hour for each address, that no more is written to one but for known browsers."""
        self._capped = capped
        self._written: deque[_Written] = deque()
        self._told: dict[str, datetime] = {}

    def may_write(self, address: str, by: Asking, known: bool, now: datetime) -> bool:
        """`known`: whether this browser has signed in the leader with this address."""
        while self._written and now - self._written[0].at >= WINDOW:
            self._written.popleft()
        lately = [each for each in self._written if each.address == address]
        own = [each.at for each in lately if each.browser == _counted(by, known)]
        if len(own) >= FROM_ONE_BROWSER or any(now - at < BETWEEN for at in own):
            return False
        return known or self._stranger_may(address, by, [each for each in lately if not each.by_a_known], now)

    def wrote(self, address: str, by: Asking, known: bool, now: datetime) -> None:
        self._written.append(_Written(now, address, _counted(by, known), by.network, known))

    def _stranger_may(self, address: str, by: Asking, lately: list[_Written], now: datetime) -> bool:
        if sum(each.network == by.network for each in lately) >= FROM_ONE_NETWORK:
            return False
        if len(lately) < TO_ONE_ADDRESS:
            return True
        self._told = {each: at for each, at in self._told.items() if now - at < WINDOW}
        if address not in self._told:
            self._told[address] = now
            self._capped()
        return False


def _counted(by: Asking, known: bool) -> str:
    """A known browser counts as itself, whatever else it has thrown away."""
    return by.known.id if known and by.known is not None else by.browser


# "Send me my link again": to the stored address and nowhere else, whoever asks.
#
# The answer is always the same and given before anybody is looked for (`web.shared.limits`), because that somebody is
# enrolled in a Balint group is itself private. Asked for twice within ten minutes, a link is written once: whoever asked,
# it went to the one it belongs to, and opens in any browser, so nobody can keep them from it by asking first.


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
