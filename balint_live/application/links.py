"""Personal links of registrants: what they claim, and how each can come to open nothing.

A link carries ids and a version; whether it still holds is in the database, so that it can be replaced or withdrawn, and so
that it lives as long as its series and two weeks more, however often dates are changed. Reading one answers with what it
claims, never with whose it is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from balint_live.application.people import Identity

LINKS_END_AFTER = timedelta(days=14)
"""So long after the end of the series: statements are sought afterwards."""


class Over(StrEnum):
    """What became of a link that once held."""

    ENDED = "ended"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    SIGN_IN = "sign_in"
    """A sign-in that was used, or is too old."""


class LinkNeverValid(Exception):
    """Altered, truncated, made for something else, or signed by nobody we know."""


class LinkExpired(Exception):
    """It was ours and its time is over; `why` where that can be told without telling whose it was."""

    def __init__(self, why: Over | None = None) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Claim:
    """What a registrant's link says of its bearer: who, under which version, in which group."""

    who: Identity
    group_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFacts:
    """A registrant's link as it is in force. `last_end` is the booked end of the series' last session that was not
    cancelled; where there is none, of the last that was; and where none was ever booked, when the group was made.
    """

    who: Identity
    group_id: str
    issued_at: datetime
    withdrawn: bool
    last_end: datetime

    def over(self, now: datetime) -> Over | None:
        if self.withdrawn:
            return Over.WITHDRAWN
        if now >= self.last_end + LINKS_END_AFTER:
            return Over.ENDED
        return None


class Links(Protocol):
    """Makes and reads the tokens in `/join/`, `/leave/` and `/sign-in/`.

    Making one is deterministic: the same facts and moment of issue give the same link for ever, so a link can be written
    again without having been kept. Reading raises LinkNeverValid or LinkExpired.
    """

    def join_token(self, registrant_id: str, group_id: str, version: int, issued_at: datetime) -> str: ...
    def read_join_token(self, token: str, now: datetime) -> Claim: ...
    def leave_token(self, registrant_id: str, group_id: str, version: int, issued_at: datetime) -> str: ...
    def read_leave_token(self, token: str, now: datetime) -> Claim: ...
    def sign_in_token(self, request_id: str, issued_at: datetime) -> str: ...


class LinkHolders(Protocol):
    def link(self, registrant_id: str) -> LinkFacts | None:
        """The link in force of this registrant, or None for somebody who is not there."""


class Leaving(Protocol):
    def leave(self, claim: Claim) -> None:
        """Take this registrant out of their group, as they asked."""


@dataclass(frozen=True, slots=True)
class PersonalLinks:
    """Reads links against the database. All readings raise LinkNeverValid for what never was a link of ours, and
    LinkExpired for one that no longer holds.
    """

    links: Links
    people: LinkHolders

    def read(self, token: str, now: datetime) -> Identity:
        """Whom a join link speaks for."""
        return self.read_claim(token, now).who

    def read_claim(self, token: str, now: datetime) -> Claim:
        """The same, with the group in which it does."""
        return self._holding(self.links.read_join_token(token, now), now)

    def read_leaving(self, token: str, now: datetime) -> Claim:
        """Who would leave which group."""
        return self._holding(self.links.read_leave_token(token, now), now)

    def join_token(self, who: Identity, group_id: str) -> str:
        """A registrant's own link made again, to lead them to the reminder. Raises LookupError for a stranger."""
        facts = self.people.link(who.id)
        if facts is None or (facts.who, facts.group_id) != (who, group_id):
            raise LookupError(who.id)
        return self.links.join_token(who.id, group_id, who.version, facts.issued_at)

    def _holding(self, claim: Claim, now: datetime) -> Claim:
        facts = self.people.link(claim.who.id)
        if facts is None:
            raise LinkExpired
        over = facts.over(now)
        if over is None and (facts.who, facts.group_id) != (claim.who, claim.group_id):
            over = Over.REPLACED
        if over is not None:
            raise LinkExpired(over)
        return claim
