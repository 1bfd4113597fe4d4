"""Rehearsals: a session with pretend people, for somebody who wants to try leading one.

Everything of a rehearsal is in memory and goes with it: it has stores of its own (`composition.rehearsals`), and its ids
begin in a way that no other does, which is how its pages and commands find them. Who rehearses is signed in to that one
session and to nothing else. There are only so many at once, and each ends by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from balint_live.application.access.pretend import PretendMembers, PretendSession
from balint_live.application.identity import Identity
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.ports import Clock, OpenPages

MARK = "reh"
"""How the ids of rehearsals begin. All others are hexadecimal."""
MOST, MOST_OF_ONE_NETWORK = 20, 5
LONGEST = timedelta(hours=2)
LEFT_FOR = timedelta(minutes=15)
"""Without a page of whoever rehearses; then it is over."""


def is_rehearsal(id: str) -> bool:
    """Whether this is the id of a rehearsal, or of somebody or something in one."""
    return id.startswith(MARK)


class TooMany(Exception):
    """As many people rehearse as may at once, in all or from one network."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """One of them; `leader` is who rehearses."""

    group_id: str
    leader: Identity
    session: PretendSession


class Stage(Protocol):
    """Where rehearsals are kept. Raises Unavailable."""

    def book(self, now: datetime) -> Rehearsal:
        """A group of pretend people with a session that may begin."""

    def forget(self, rehearsal: Rehearsal) -> None:
        """Leave nothing of it."""


@dataclass(slots=True)
class _Running:
    rehearsal: Rehearsal
    network: str
    members: PretendMembers
    seen_at: datetime
    until: datetime


class Rehearsals:
    """Those that go on in this process. `members` makes the pretend people of a session act."""

    def __init__(
        self,
        clock: Clock,
        stage: Stage,
        members: Callable[[Sequence[PretendSession]], PretendMembers],
        publisher: SessionPublisher,
        pages: OpenPages,
    ) -> None:
        self._clock, self._stage, self._members = clock, stage, members
        self._publisher, self._pages = publisher, pages
        self._running: dict[str, _Running] = {}

    def begin(self, speed: int, network: str, earlier: str = "") -> Rehearsal:
        """One more, asked for from there, whose people act so fast, from 1 to 10. It takes the place of the one that the
        leader `earlier` is in, where that still goes on. Raises TooMany, and Unavailable.
        """
        for one in list(self._running.values()):
            if one.rehearsal.leader.id == earlier:
                self._end(one.rehearsal)
        from_there = sum(one.network == network for one in self._running.values())
        if len(self._running) >= MOST or from_there >= MOST_OF_ONE_NETWORK:
            raise TooMany
        now = self._clock.now()
        rehearsal = self._stage.book(now)
        members = self._members([rehearsal.session])
        members.speed = speed
        self._running[rehearsal.session.meeting_id] = _Running(
            rehearsal, network, members, now, now + LONGEST
        )
        return rehearsal

    def tick(self) -> None:
        """What is due in each; called once a second."""
        now = self._clock.now()
        for one in list(self._running.values()):
            if self._is_there(one):
                one.seen_at = now
            if now >= min(one.until, one.seen_at + LEFT_FOR):
                self._end(one.rehearsal)
            else:
                one.members.tick()

    def _is_there(self, one: _Running) -> bool:
        room = self._publisher.known(one.rehearsal.session.meeting_id)
        page = None if room is None else room.pages.get(one.rehearsal.leader.id)
        return page is not None and bool(page.connections)

    def _end(self, rehearsal: Rehearsal) -> None:
        meeting_id = rehearsal.session.meeting_id
        del self._running[meeting_id]
        self._stage.forget(rehearsal)
        self._pages.changed(rehearsal.group_id, (), {meeting_id})
        room = self._publisher.known(meeting_id)
        if room is not None:
            self._publisher.drop(room)
