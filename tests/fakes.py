"""The world, small: a clock moved by hand, a lock for one thread, pages that only listen. The stores: `fake_stores`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from balint_live.adapters.system import MonotonicClock
from balint_live.application.identity import Member
from balint_live.application.ports import View, Views


class ManualClock:
    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def check(self) -> timedelta:
        """Nobody sets it by accident."""
        return timedelta()

    def follow(self) -> None: ...

    def wait(self, minutes: float = 0, seconds: float = 0) -> None:
        self._now += timedelta(minutes=minutes, seconds=seconds)

    def set(self, now: datetime) -> None:
        self._now = now


class MachineClock(ManualClock):
    """The server's clock on a machine whose wall clock somebody sets; `wait` lets time pass on both of the machine's."""

    def __init__(self, now: datetime) -> None:
        super().__init__(now)
        self._began = now
        self.wall_is_ahead = timedelta()
        self._server = MonotonicClock(self._wall, self._seconds)

    def now(self) -> datetime:
        return self._server.now()

    def check(self) -> timedelta:
        return self._server.check()

    def follow(self) -> None:
        self._server.follow()

    def set_wall(self, minutes: float = 0, seconds: float = 0) -> None:
        """Somebody sets it by so much; negative for back."""
        self.wall_is_ahead += timedelta(minutes=minutes, seconds=seconds)

    def _wall(self) -> datetime:
        return self._now + self.wall_is_ahead

    def _seconds(self) -> float:
        return 1000 + (self._now - self._began).total_seconds()


class PlainLock:
    """For one thread: taken twice it says so, where a real one would wait for ever."""

    def __init__(self) -> None:
        self.taken = False

    def __enter__(self) -> None:
        assert not self.taken, "taken twice"
        self.taken = True

    def __exit__(self, *_: object) -> None:
        self.taken = False


@dataclass(frozen=True, slots=True)
class Sent:
    """One message to open pages: what, in which meeting, and the message itself."""

    kind: str
    meeting_id: str
    message: Any


class RecordingBroadcaster:
    """Keeps what pages were told, in order."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []

    def snapshots(self, meeting_id: str, views: Views) -> None:
        self.sent.append(Sent("snapshots", meeting_id, views))

    def leaders_snapshot(self, meeting_id: str, view: View) -> None:
        self.sent.append(Sent("leaders' snapshot", meeting_id, view))

    def presence(self, meeting_id: str, presence: View) -> None:
        self.sent.append(Sent("presence", meeting_id, presence))

    def signal(self, meeting_id: str, signal: View, but: str) -> None:
        self.sent.append(Sent("signal", meeting_id, (signal, but)))

    def seen(self, meeting_id: str, seen: View, sender: str, but: str) -> None:
        self.sent.append(Sent("seen", meeting_id, (seen, sender, but)))

    def alarm(self, meeting_id: str, alarm: View) -> None:
        self.sent.append(Sent("alarm", meeting_id, alarm))

    def aside(self, meeting_id: str, aside: View) -> None:
        self.sent.append(Sent("aside", meeting_id, aside))

    def heartbeat(self, meeting_id: str, leaders: bool, beat: View) -> None:
        self.sent.append(Sent("leaders' heartbeat" if leaders else "heartbeat", meeting_id, beat))

    def at_the_door(self, meeting_id: str, person: str, view: View) -> None:
        self.sent.append(Sent("at the door", meeting_id, (person, view)))

    def let_in(self, meeting_id: str, member: Member, view: View, aside: View) -> None:
        self.sent.append(Sent("let in", meeting_id, (member.id, view, aside)))

    def of(self, kind: str, meeting_id: str | None = None) -> list[Any]:
        """Every message of one kind so far."""
        return [
            each.message for each in self.sent if each.kind == kind and meeting_id in (None, each.meeting_id)
        ]

    def taken(self) -> list[Sent]:
        """What was sent since this was last asked."""
        sent, self.sent = self.sent, []
        return sent


def at_once(work: Callable[[], None]) -> None:
    """Spawns nothing: does the work before it returns."""
    work()
