"""What a calendar program is told that asks somebody's calendar address: all their sessions, moved and cancelled ones too.

A registrant's are those of their group; a leader's those of every group they lead. The reader is whoever holds the address,
and calendars are shared: so it tells dates and the group's name, and neither people nor any way in.
"""

from dataclasses import dataclass
from typing import Protocol

from balint_live.application.access.links import LinkExpired, PersonalLinks
from balint_live.application.groups.group import BookedMeeting, GroupBasics
from balint_live.application.identity import Identity, Kind
from balint_live.application.mail.contents import SeriesFacts, for_calendars
from balint_live.application.ports import Clock

Series = tuple[GroupBasics, tuple[BookedMeeting, ...]]
"""A group with all its sessions."""


@dataclass(frozen=True, slots=True)
class SessionCalendar:
    """The sessions of one person. `site` is the public address."""

    who: Identity
    site: str
    series: tuple[Series, ...]


class CalendarFacts(Protocol):
    """Reads whose sessions they are."""

    def series(self, registrant_id: str) -> SeriesFacts | None: ...
    def led_by(self, leader_id: str) -> tuple[Series, ...]: ...


@dataclass(frozen=True, slots=True)
class SessionCalendars:
    """Reads calendar addresses."""

    clock: Clock
    links: PersonalLinks
    facts: CalendarFacts
    site: str

    def read(self, token: str) -> SessionCalendar:
        """The calendar behind this address. Raises LinkNeverValid; LinkExpired for one that was withdrawn or has ended."""
        who = self.links.read_calendar(token, self.clock.now())
        series = self.facts.led_by(who.id) if who.kind is Kind.LEADER else self._own(who.id)
        return SessionCalendar(who, self.site, series)

    def _own(self, registrant_id: str) -> tuple[Series, ...]:
        facts = self.facts.series(registrant_id)
        if facts is None:
            raise LinkExpired  # erased since the address was read
        return ((facts.group, tuple(for_calendars(one, facts.registrant) for one in facts.meetings)),)
