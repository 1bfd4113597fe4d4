"""What the processes that serve the same sessions tell one another, as one Protocol; and the stand-in for one process alone.

Any process takes any request of any session. The database is the truth: it decides which change comes first, and every
process looks there again for what it may have missed. What passes here is what no database may hold (who presents, whose
page answers, signals, answers to repeated commands) and hints that something has changed. So a lost message costs time and
nothing else. Nothing here raises, and nothing waits for longer than half a second: while the others cannot be reached,
`in_touch` is False, and each process goes on with what it knows.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, Self

from balint_live.application.live.commands import Answer
from balint_live.application.live.room import LiveRoom, Presenting
from balint_live.application.ports import OpenPages, View
from balint_live.domain.meeting import Meeting, Move
from balint_live.domain.timer import Progress


@dataclass(frozen=True, slots=True)
class State:
    """What a move can have changed about a meeting."""

    progress: Progress
    last_move: Move | None
    reminder_showing: bool
    closed_at: datetime | None

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        return cls(meeting.progress, meeting.last_move, meeting.reminder_showing, meeting.closed_at)

    def in_the(self, meeting: Meeting, revision: int) -> Meeting:
        """The meeting after the move that made this revision of it."""
        return replace(
            meeting,
            revision=revision,
            progress=self.progress,
            last_move=self.last_move,
            reminder_showing=self.reminder_showing,
            closed_at=self.closed_at,
        )


class Peers(Protocol):
    """The other processes."""

    several: bool
    """Whether there may be any."""

    @property
    def in_touch(self) -> bool:
        """Whether this process hears the others, as far as it can tell; always for one alone."""

    def enter(self, room: LiveRoom) -> None:
        """Bring a room up to what the others know of it."""

    def presenting(self, meeting_id: str, revision: int) -> Presenting | None:
        """Who presents as of this revision; older where whoever made it says nothing, None where nobody says anything."""

    def claim(self, meeting_id: str, person: str, command: str) -> Answer | None:
        """What this command was answered by another process; None when it is ours to carry out."""

    def release(self, meeting_id: str, person: str, command: str) -> None:
        """It was not carried out after all, and may be tried again anywhere."""

    def answered(self, meeting_id: str, person: str, command: str, answer: Answer) -> None:
        """It was carried out, or refused."""

    def moved(self, meeting_id: str, now: Presenting, state: State | None) -> None:
        """The meeting has changed, or it is said again who presents in it."""

    def drop_oldest(self, meeting_id: str, person: str, connection: str, most: int) -> list[str]:
        """One more connection of this person comes: which of those here are too many; the others close theirs."""

    def left(self, meeting_id: str, person: str, connection: str) -> None:
        """A connection has ended."""

    def pages_changed(self, room: LiveRoom, person: str) -> None:
        """Something about this person's pages here has changed; the others hear of it within a moment."""

    def roster_changed(self, meeting_id: str) -> None:
        """Its roster is to be read again."""

    def signal(self, meeting_id: str, signal: View, but: str) -> None:
        """For the leaders' pages, except those of the person `but`."""

    def seen(self, meeting_id: str, seen: View, sender: str, but: str) -> None:
        """For the leaders' pages, except those of the person `but`, and for the sender's."""

    def recording(self, meeting_id: str, at: datetime, on: bool) -> None:
        """Zoom keeps what is said in it since `at`, or no longer does."""

    def group_changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        """See `application.ports.OpenPages`."""

    def login_ended(self, login: str) -> None:
        """See `application.ports.OpenPages`."""


@dataclass(frozen=True, slots=True)
class PagesEverywhere:
    """The live pages of all processes; `pages_here` are this one's. Implements `application.ports.OpenPages`."""

    pages_here: OpenPages
    peers: Peers

    def changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None:
        self.pages_here.changed(group_id, people, meetings)
        self.peers.group_changed(group_id, people, meetings)

    def login_ended(self, login: str) -> None:
        self.pages_here.login_ended(login)
        self.peers.login_ended(login)

    def here(self, meeting_id: str) -> Collection[str]:
        return self.pages_here.here(meeting_id)


class Alone:
    """One process for everything: there is nobody to tell."""

    several = False
    in_touch = True

    def enter(self, room: LiveRoom) -> None:
        """Nobody knows anything of it."""

    def presenting(self, meeting_id: str, revision: int) -> Presenting | None:
        return None

    def claim(self, meeting_id: str, person: str, command: str) -> Answer | None:
        return None

    def release(self, meeting_id: str, person: str, command: str) -> None: ...
    def answered(self, meeting_id: str, person: str, command: str, answer: Answer) -> None: ...
    def moved(self, meeting_id: str, now: Presenting, state: State | None) -> None: ...
    def drop_oldest(self, meeting_id: str, person: str, connection: str, most: int) -> list[str]:
        return []

    def left(self, meeting_id: str, person: str, connection: str) -> None: ...
    def pages_changed(self, room: LiveRoom, person: str) -> None: ...
    def roster_changed(self, meeting_id: str) -> None: ...
    def signal(self, meeting_id: str, signal: View, but: str) -> None: ...
    def seen(self, meeting_id: str, seen: View, sender: str, but: str) -> None: ...
    def recording(self, meeting_id: str, at: datetime, on: bool) -> None: ...
    def group_changed(self, group_id: str, people: Collection[str], meetings: Collection[str]) -> None: ...
    def login_ended(self, login: str) -> None: ...
