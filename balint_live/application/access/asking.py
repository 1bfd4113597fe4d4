"""Asking for a mail: how often one is written to an address, and "send me my link again".

Anybody who knows somebody's address can ask for mails to it. So the limits count who asks before they count to whom:
first the asking browser, then its network, and the address itself only at a much larger number, so that a stranger who
asks leaves room for the owner of the address. A browser that has signed this leader in before has only its own limit: no
number of strangers keeps it out. All counts are in memory, of known addresses only, and forgotten after an hour.

A link is sent to the stored address and nowhere else. The answer is always the same and given before anybody is looked for
(`web.shared.limits`), because that somebody is enrolled in a Balint group is itself private. Asked for twice within ten
minutes, a link is written once: it went to its owner whoever asked, and opens in any browser, so nobody can keep them from
it by asking first.
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
LIFE = timedelta(days=1)
"""Of "send me my link again"; after that the mail would come as a surprise."""
MOST_LEADERS = 5
"""How many leaders one browser is remembered to have signed in; the latest ones."""
REMEMBERED = timedelta(days=180)
"""How long a browser is known after a leader's last sign-in: from one series to the next."""


@dataclass(frozen=True, slots=True)
class KnownBrowser:
    """A browser that has signed leaders in: its own id, and a mark for each of them, the latest last.

    Only the server can make a mark, and only the server can tell whose it is.
    """

    id: str
    marks: tuple[str, ...] = ()

    def with_mark(self, mark: str) -> "KnownBrowser":
        """The browser after it signed one more leader in."""
        others = [each for each in self.marks if each != mark]
        return KnownBrowser(self.id, (*others, mark)[-MOST_LEADERS:])


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
        """The id of the known browser, if it is one."""
        return None if self.known is None else self.known.id


@dataclass(frozen=True, slots=True)
class _Written:
    at: datetime
    address: str
    browser: str
    network: str
    by_a_known: bool


class AskLimits:
    """Counts the mails asked for in the last hour."""

    def __init__(self, capped: Callable[[], None]) -> None:
        """`capped` is told, once in an hour for each address, that no more is written to one but for known browsers."""
        self._capped = capped
        self._written: deque[_Written] = deque()
        self._told: dict[str, datetime] = {}

    def may_write(self, address: str, by: Asking, known: bool, now: datetime) -> bool:
        """Whether one more mail may be written; `known`: this browser has signed in the leader with this address."""
        while self._written and now - self._written[0].at >= WINDOW:
            self._written.popleft()
        lately = [each for each in self._written if each.address == address]
        own = [each.at for each in lately if each.browser == _counted(by, known)]
        if len(own) >= FROM_ONE_BROWSER or any(now - at < BETWEEN for at in own):
            return False
        return known or self._stranger_may(address, by, [each for each in lately if not each.by_a_known], now)

    def wrote(self, address: str, by: Asking, known: bool, now: datetime) -> None:
        """Count a mail that was written."""
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
    """The id to count under: a known browser keeps its own when it deletes its other cookies."""
    return by.known.id if known and by.known is not None else by.browser


class LinkRequests(Protocol):
    """Finds links by address and queues mails."""

    def links_of(self, email: str) -> Sequence[LinkFacts]:
        """The link of each enrolment of this address, in its normal form."""

    def send_again(self, mails: Sequence[NewMail]) -> None:
        """Queue them; one that is queued or delivered already stays as it is."""


@dataclass(frozen=True, slots=True)
class LinkAgain:
    """Sends links once more to who asks for theirs."""

    clock: Clock
    requests: LinkRequests
    limits: AskLimits
    new_id: Callable[[], str]

    def ask(self, email: str, by: Asking) -> None:
        """Send the links of this address, in its normal form. Returns nothing to tell whether there are any.

        Raises Unavailable, and has then counted nothing.
        """
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
