"""Removing leaders and coordinators, or making a coordinator a leader only: what depends on them, and whether it is
allowed.

A society always has a coordinator, and a group that still meets always has a leader. Everything else about somebody who is
removed is their account: without it no login holds, no page stays open, and what they once confirmed names nobody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from balint_live.application.access.joining import NO_GROUP
from balint_live.application.groups.group import Staff
from balint_live.application.identity import Asker
from balint_live.application.ports import Clock, OpenPages
from balint_live.domain.errors import invalid


@dataclass(frozen=True, slots=True)
class Lead:
    """A group somebody leads: `alone`, and whether it still `meets`, in a session that runs or is to come."""

    group_id: str
    group: str
    alone: bool
    meets: bool


@dataclass(frozen=True, slots=True)
class Duties:
    """What somebody who signs in is needed for."""

    person: Staff
    leads: tuple[Lead, ...]
    last_coordinator: bool


class NoSuchPerson(LookupError):
    """Nobody who signs in has this id."""


Require = Callable[[Duties], None]


class StaffStore(Protocol):
    """Each method raises NoSuchGroup for anybody but a coordinator, and NoSuchPerson."""

    def duties(self, who: Asker, leader_id: str, now: datetime) -> Duties: ...

    def remove(self, who: Asker, leader_id: str, now: datetime, require: Require) -> Duties:
        """Delete the account, in one transaction, unless `require` raises."""

    def demote(self, who: Asker, leader_id: str, now: datetime, require: Require) -> Duties:
        """Make them no longer a coordinator, in one transaction, unless `require` raises."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """Every method raises NoSuchGroup for anybody but a coordinator, and NoSuchPerson; the last two DomainError."""

    clock: Clock
    store: StaffStore
    pages: OpenPages

    def duties(self, who: Asker, leader_id: str) -> Duties:
        """What somebody is needed for."""
        return self.store.duties(who, leader_id, self.clock.now())

    def remove(self, who: Asker, leader_id: str) -> Duties:
        """Delete their account, and with it every login, every group they lead, and every page that is open."""
        removed = self.store.remove(who, leader_id, self.clock.now(), require_spared)
        for group_id in (*(one.group_id for one in removed.leads), NO_GROUP):
            self.pages.changed(group_id, {leader_id}, ())
        return removed

    def demote(self, who: Asker, leader_id: str) -> Duties:
        """Make a coordinator a leader only, of the groups they lead."""
        return self.store.demote(who, leader_id, self.clock.now(), require_demotable)


def require_spared(duties: Duties) -> None:
    """Raises DomainError for the last coordinator, and for the last leader of a group that still meets."""
    _require_another_coordinator(duties)
    orphaned = [one.group for one in duties.leads if one.alone and one.meets]
    if orphaned:
        raise invalid(_without_a_leader(duties.person.name, orphaned))


def require_demotable(duties: Duties) -> None:
    """Raises DomainError for the last coordinator, and for somebody who is none."""
    if not duties.person.coordinator:
        raise invalid(f"{duties.person.name} is not a coordinator.")
    _require_another_coordinator(duties)


def _require_another_coordinator(duties: Duties) -> None:
    if duties.last_coordinator:
        raise invalid(f"{duties.person.name} is the only coordinator. Make somebody else one first.")


def _without_a_leader(name: str, groups: Sequence[str]) -> str:
    if len(groups) == 1:
        return (
            f"{name} is the only leader of {groups[0]}, which still meets."
            " Add another leader there first, or cancel its sessions."
        )
    return (
        f"{name} is the only leader of groups that still meet: {', '.join(groups)}."
        " Add another leader to each first, or cancel their sessions."
    )
