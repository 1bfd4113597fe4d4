"""The way into Zoom for one person, asked for at the press: their own link, or for a leader the one that starts the meeting.

Nothing of it is kept, not even for a moment: a start link makes its bearer the host, and a personal one counts as that
person. Zoom has two seconds; whoever it does not answer in time gets the group's pasted address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from balint_live.application.ports import ZoomDoor
from balint_live.application.zoom.meetings import ZoomFault

PATIENCE = timedelta(seconds=2)
LOOK_AGAIN = timedelta(milliseconds=20)


class Links(Protocol):
    """Both raise ZoomFault."""

    def start_link(self, number: str) -> str | None: ...
    def own_link(self, number: str, address: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class ZoomLinks:
    """`zoom` is None where Zoom is not connected."""

    zoom: Links | None
    spawn: Callable[[Callable[[], None]], None]
    sleep: Callable[[float], None]

    def __call__(self, door: ZoomDoor, starts: bool) -> str | None:
        """Where to go; None where nobody knows. `starts`: a leader, who may start the meeting."""
        zoom, number, address = self.zoom, door.number, door.address
        if zoom is None or number is None:
            return door.pasted
        if starts:
            return self._within_patience(lambda: zoom.start_link(number)) or door.pasted
        if address is None:
            return door.pasted
        return self._within_patience(lambda: zoom.own_link(number, address)) or door.pasted

    def _within_patience(self, ask: Callable[[], str | None]) -> str | None:
        """The answer, if it comes in time; one that comes later is nobody's."""
        answers: list[str | None] = []

        def asked() -> None:
            try:
                answers.append(ask())
            except ZoomFault:
                answers.append(None)

        self.spawn(asked)
        for _ in range(PATIENCE // LOOK_AGAIN):
            self.sleep(LOOK_AGAIN.total_seconds())
            if answers:
                return answers[0]
        return None
