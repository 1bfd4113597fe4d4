"""Signals: presses from a closed list that go to the leaders, and word of which of them a leader has seen.

Two leaders share them: once one has seen a signal, the other and whoever sent it are told. All of it is in memory only,
never stored, logged or counted; where there are several processes each hears of it from the others.
"""

from collections.abc import Callable

from balint_live.application.identity import Identity, Seat, no_seat
from balint_live.application.live.peers import Peers
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.live.room import LiveRoom
from balint_live.application.ports import Broadcaster, Clock
from balint_live.domain.display import KNOWN, Role, may_send
from balint_live.domain.errors import Code, DomainError, invalid
from balint_live.domain.meeting import Status
from balint_live.domain.protocol import PresenterState

REMEMBERED = 200
"""Newest signals of a meeting of which it can still be said that one was seen."""


def remember(room: LiveRoom, signal_id: str, sender: str) -> None:
    """Note who sent it, to be told when a leader has seen it."""
    room.signals[signal_id] = sender
    while len(room.signals) > REMEMBERED:
        del room.signals[next(iter(room.signals))]


def forget_sender(room: LiveRoom, signal_id: str) -> str | None:
    """Note that a leader has seen it; returns who sent it, None where one had seen it before or nobody knows it."""
    sender = room.signals.get(signal_id)
    if sender is not None:
        room.signals[signal_id] = None
    return sender


class Signals:
    """Sends each on, and remembers until the meeting closes who sent it and whether it was seen. `new_id` names one."""

    def __init__(
        self,
        clock: Clock,
        publisher: SessionPublisher,
        broadcaster: Broadcaster,
        peers: Peers,
        new_id: Callable[[], str],
    ) -> None:
        self._clock = clock
        self._publisher = publisher
        self._broadcaster = broadcaster
        self._peers = peers
        self._new_id = new_id

    def send(self, who: Identity, meeting_id: str, signal: str) -> tuple[int, str]:
        """Send one; returns the meeting's revision and the signal's id. Raises DomainError when it may not be sent."""
        seat = self._seat(who, meeting_id)
        if seat.at_the_door:
            raise DomainError(Code.NOT_ALLOWED, "A leader has to let you in first.")
        self._require(seat, signal)
        sender, id = seat.member, self._new_id()
        message = {
            "signal": signal,
            "signal_id": id,
            "from": {"id": sender.id, "name": sender.name},
            "at": self._clock.now(),
        }
        remember(self._publisher.room(meeting_id), id, sender.id)
        self._broadcaster.signal(meeting_id, message, but=sender.id)
        self._peers.signal(meeting_id, message, but=sender.id)
        return seat.meeting.revision, id

    def see(self, who: Identity, meeting_id: str, signal_id: str) -> int:
        """Tell the other leaders and the sender that this leader has seen it; a second time tells nobody.

        Returns the meeting's revision. Raises DomainError for anybody but a leader, and `invalid` for a signal that nobody
        here knows, as after a restart.
        """
        seat = self._seat(who, meeting_id)
        if seat.member.role is not Role.LEADER:
            raise DomainError(Code.NOT_ALLOWED, "Only a leader says that a signal was seen.")
        room = self._publisher.room(meeting_id)
        if signal_id not in room.signals:
            raise invalid("There is no such signal any more.")
        sender = forget_sender(room, signal_id)
        if sender is not None:
            message = {"signal_id": signal_id, "by": {"id": seat.member.id, "name": seat.member.name}}
            self._broadcaster.seen(meeting_id, message, sender, but=seat.member.id)
            self._peers.seen(meeting_id, message, sender, but=seat.member.id)
        return seat.meeting.revision

    def _seat(self, who: Identity, meeting_id: str) -> Seat:
        seat = self._publisher.seat(meeting_id, who)
        if seat is None:
            raise no_seat()
        return seat

    def _require(self, seat: Seat, signal: str) -> None:
        if signal not in KNOWN:
            raise invalid("There is no such signal.")
        if seat.meeting.status is Status.CLOSED:
            raise DomainError(Code.CLOSED, "The session has ended.")
        step = seat.meeting.step
        state = PresenterState.NONE if step is None else step.phase.presenter_state
        presents = self._publisher.room(seat.meeting.id).presenter == seat.member.id
        if not may_send(signal, seat.member.role, presents, state):
            raise DomainError(Code.NOT_ALLOWED, "That signal is not yours to send now.")
