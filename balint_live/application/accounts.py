"""Who is signed in with a browser, and signing out: here, or everywhere at once.

A login is a signed cookie, which nobody can call back; what can be ended is the version it claims. So "everywhere" is a new
version, and every login of the old one is nobody's from then on; pages that are open under it must come in anew, and cannot.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from balint_live.application.groups.ports import OpenPages
from balint_live.application.people import Identity, Kind
from balint_live.application.ports import Clock

NO_GROUP = ""
"""Nothing about any group has changed."""


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    kind: Kind


class AccountStore(Protocol):
    def name(self, who: Identity) -> str | None:
        """The person's name; None when this login no longer holds."""

    def end_logins(self, leader: Identity, now: datetime) -> None:
        """End every login of this version; one that has ended already stays as it is."""


@dataclass(frozen=True, slots=True)
class Accounts:
    clock: Clock
    store: AccountStore
    pages: OpenPages

    def of(self, who: Identity) -> Account | None:
        name = self.store.name(who)
        return None if name is None else Account(name, who.kind)

    def sign_out_everywhere(self, who: Identity) -> None:
        """For leaders. A registrant's logins come with their link, and end with it."""
        if who.kind is Kind.LEADER:
            self.store.end_logins(who, self.clock.now())
            self.pages.changed(NO_GROUP, {who.id}, ())
