"""Personal links of registrants and the codes they may type instead: what they claim, and when they no longer hold.

A link holds ids and a version; whether it is still valid is in the database, so that it can be replaced or withdrawn, and
so that it lives as long as its series and two weeks more, however often dates are changed. Reading one returns what it
claims, never whose it is.

A code is the link in short, for typing where a mail system has damaged the link, or on another device: it leads to the same
page, holds as long, and ends with it. Short codes can be guessed, so every wrong one gets the same answer, whether it never
was a code, has ended or was withdrawn; somebody who tries too often must wait.

A calendar's address shows the dates of one registrant or leader, and opens nothing. It has a version of its own, so that it
can be withdrawn alone. A registrant's ends with their link; a leader's with their account.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from balint_live.application.identity import Identity, Kind
from balint_live.domain.names import as_stored

LINKS_END_AFTER = timedelta(days=14)
"""So long after the end of the series, because people look for statements afterwards."""


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
    """It was ours and is no longer valid; `why` where that can be told without telling whose it was."""

    def __init__(self, why: Over | None = None) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Claim:
    """What a registrant's link claims: who, under which version, in which group."""

    who: Identity
    group_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFacts:
    """A registrant's valid link. `last_end` is the booked end of the series' last session that was not
    cancelled; where there is none, of the last that was; and where none was ever booked, when the group was made.
    """

    who: Identity
    group_id: str
    issued_at: datetime
    withdrawn: bool
    last_end: datetime
    calendar_version: int = 1

    def over(self, now: datetime) -> Over | None:
        """Why the link no longer holds; None while it does."""
        if self.withdrawn:
            return Over.WITHDRAWN
        if now >= self.last_end + LINKS_END_AFTER:
            return Over.ENDED
        return None


class Links(Protocol):
    """Makes and reads the tokens in `/join/`, `/leave/`, `/sign-in/` and `/calendar/`; what `calendar_token` is given, and
    its reading returns, has the version of the person's calendar address.

    Making one is deterministic: the same facts and moment of issue always give the same link, so a link can be written
    again without being stored. Reading raises LinkNeverValid or LinkExpired.
    """

    def join_token(self, registrant_id: str, group_id: str, version: int, issued_at: datetime) -> str: ...
    def read_join_token(self, token: str, now: datetime) -> Claim: ...
    def leave_token(self, registrant_id: str, group_id: str, version: int, issued_at: datetime) -> str: ...
    def read_leave_token(self, token: str, now: datetime) -> Claim: ...
    def sign_in_token(self, request_id: str, issued_at: datetime) -> str: ...
    def calendar_token(self, who: Identity) -> str: ...
    def read_calendar_token(self, token: str) -> Identity: ...


class LinkHolders(Protocol):
    """Finds the links in force."""

    def link(self, registrant_id: str) -> LinkFacts | None:
        """The link of this registrant, or None for somebody who is not there."""

    def link_with_code(self, code: str) -> LinkFacts | None:
        """The link of the registrant with exactly this code, or None."""

    def leaders_calendar(self, leader_id: str) -> int | None:
        """The version of this leader's calendar address, or None for somebody who is not there."""


@dataclass(frozen=True, slots=True)
class PersonalLinks:
    """Reads links against the database. All readings raise LinkNeverValid for what never was a link of ours, and
    LinkExpired for one that no longer holds.
    """

    links: Links
    people: LinkHolders

    def read(self, token: str, now: datetime) -> Identity:
        """Who a join link stands for."""
        return self.read_claim(token, now).who

    def read_claim(self, token: str, now: datetime) -> Claim:
        """The same, with the group."""
        return self._holding(self.links.read_join_token(token, now), now)

    def read_leaving(self, token: str, now: datetime) -> Claim:
        """Who would leave which group by this link."""
        return self._holding(self.links.read_leave_token(token, now), now)

    def join_token(self, who: Identity, group_id: str) -> str:
        """A registrant's own link made again, to lead them to the reminder. Raises LookupError for a stranger."""
        facts = self.people.link(who.id)
        if facts is None or (facts.who, facts.group_id) != (who, group_id):
            raise LookupError(who.id)
        return self.links.join_token(who.id, group_id, who.version, facts.issued_at)

    def calendar_token(self, who: Identity) -> str:
        """What stands in the address of this person's calendar. Raises LinkExpired for somebody who is no longer there."""
        version = self._calendar_version(who)
        if version is None:
            raise LinkExpired
        return self.links.calendar_token(replace(who, version=version))

    def read_calendar(self, token: str, now: datetime) -> Identity:
        """Whose calendar it is."""
        who = self.links.read_calendar_token(token)
        facts = self.people.link(who.id) if who.kind is Kind.REGISTRANT else None
        over = None if facts is None else facts.over(now)
        if over is None and self._calendar_version(who) != who.version:
            over = Over.REPLACED
        if over is not None:
            raise LinkExpired(over)
        return who

    def _calendar_version(self, who: Identity) -> int | None:
        if who.kind is Kind.LEADER:
            return self.people.leaders_calendar(who.id)
        facts = self.people.link(who.id)
        return None if facts is None else facts.calendar_version

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


@dataclass(frozen=True, slots=True)
class TypedCodes:
    """Reads typed codes against the database."""

    links: Links
    people: LinkHolders

    def join_token(self, typed: str, now: datetime) -> str | None:
        """The token of the link this code stands for; None for every code that opens nothing, for whatever reason."""
        code = as_stored(typed)
        facts = None if code is None else self.people.link_with_code(code)
        if facts is None or facts.over(now) is not None:
            return None
        who = facts.who
        return self.links.join_token(who.id, facts.group_id, who.version, facts.issued_at)
