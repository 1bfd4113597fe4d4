"""Personal links, and the two ways in which one can fail to open anything.

A link carries ids and a version; whether it still holds is in the database, so that it can be withdrawn. Reading one
answers with what it claims, never with whose it is.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from balint_live.application.people import Identity, Kind
from balint_live.application.ports import PeopleStore


class LinkNeverValid(Exception):
    """Altered, truncated, made for something else, or signed by nobody we know."""


class LinkExpired(Exception):
    """It was ours and its time is over."""


class Links(Protocol):
    """Makes and reads the tokens in `/join/<token>` and `/sign-in/<token>`.

    Making one is deterministic: the same person, version and moment of issue give the same link for ever, so a link can
    be printed again without having been kept. Reading raises LinkNeverValid or LinkExpired.
    """

    def join_token(self, registrant_id: str, group_id: str, version: int, issued_at: datetime) -> str: ...
    def read_join_token(self, token: str, now: datetime) -> Identity: ...
    def sign_in_token(self, leader_id: str, version: int, issued_at: datetime) -> str: ...
    def read_sign_in_token(self, token: str, now: datetime) -> Identity: ...


@dataclass(frozen=True, slots=True)
class PersonalLinks:
    """Reads links against the database. A link that was withdrawn does not tell whose it was."""

    links: Links
    people: PeopleStore

    def read(self, kind: Kind, token: str, now: datetime) -> Identity:
        """Whom a link speaks for. Raises LinkNeverValid for what never was one, LinkExpired for one that no longer holds."""
        reading = self.links.read_join_token if kind is Kind.REGISTRANT else self.links.read_sign_in_token
        claimed = reading(token, now)
        if self.people.identity(kind, claimed.id) != claimed:
            raise LinkExpired
        return claimed

    def join_token(self, who: Identity, group_id: str) -> str:
        """A registrant's own link made again, to lead them to the reminder. Raises LookupError for a stranger."""
        return self.links.join_token(who.id, group_id, who.version, self.people.issued_at(who))
