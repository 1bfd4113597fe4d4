"""Who is signed in with a browser, and signing out: here, or everywhere at once.

A login is a signed cookie, which nobody can call back. So one ended "here" is remembered until every copy of it would have
ended by itself, and "everywhere" is a new version: every login of the old one is nobody's from then on. Whoever asks for a
seat under either has none; pages that are open under it must come in anew, and cannot.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from balint_live.application.groups.open_pages import OpenPages
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
    """`remember`: how long a login that was ended is remembered, at least as long as a copy of its cookie could be used."""

    clock: Clock
    store: AccountStore
    pages: OpenPages
    remember: timedelta

    def of(self, who: Identity) -> Account | None:
        name = self.store.name(who)
        return None if name is None else Account(name, who.kind)

    def sign_out(self, who: Identity) -> None:
        """End the one login under which this person asks."""
        now = self.clock.now()
        self.store.end_login(who.login, now + self.remember, now)
        self.pages.login_ended(who.login)

    def sign_out_everywhere(self, who: Identity) -> None:
        """For leaders. A registrant's other logins come with their link, and end with it."""
        if who.kind is not Kind.LEADER:
            return self.sign_out(who)
        self.store.end_logins(who, self.clock.now())
        return self.pages.changed(NO_GROUP, {who.id}, ())
