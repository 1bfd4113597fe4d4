"""Who is signed in with a browser, and signing out: here, or everywhere at once.

A login is a signed cookie, which nobody can call back. So one ended "here" is remembered until it would have ended by
itself, and "everywhere" is a new version: every login of the old one is nobody's from then on. Whoever asks for a seat under
either has none; pages that are open under it must come in anew, and cannot.
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

    def end_login(self, login: str, until: datetime, now: datetime) -> None:
        """Remember until then that the login with this id was ended; a second time changes nothing."""

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

    def sign_out(self, who: Identity, until: datetime) -> None:
        """End the one login under which this person asks, and which would have ended at `until` by itself."""
        self.store.end_login(who.login, until, self.clock.now())
        self.pages.login_ended(who.login)

    def sign_out_everywhere(self, who: Identity, until: datetime) -> None:
        """For leaders. A registrant's other logins come with their link, and end with it."""
        if who.kind is not Kind.LEADER:
            return self.sign_out(who, until)
        self.store.end_logins(who, self.clock.now())
        return self.pages.changed(NO_GROUP, {who.id}, ())
