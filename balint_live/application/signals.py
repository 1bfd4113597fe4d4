"""Presses from the closed list, passed on to the leaders and forgotten: never stored, logged or counted."""

from balint_live.application.people import Identity, Seat
from balint_live.application.ports import Broadcaster, Clock
from balint_live.application.stage import Stage
from balint_live.domain.errors import Code, DomainError, invalid
from balint_live.domain.meeting import Status
from balint_live.domain.presenter import PresenterState
from balint_live.domain.signals import KNOWN, may_send


class Signals:
    def __init__(self, clock: Clock, stage: Stage, broadcaster: Broadcaster) -> None:
        self._clock = clock
        self._stage = stage
        self._broadcaster = broadcaster

    def __call__(self, who: Identity, meeting_id: str, signal: str) -> int:
        """Send one; answers with the meeting's revision. Raises DomainError when it may not be sent."""
        seat = self._stage.seat(meeting_id, who)
        if seat is None:
            raise DomainError(Code.NOT_ALLOWED, "This session is not open to you.")
        self._require(seat, signal)
        sender = {"id": seat.member.id, "name": seat.member.name}
        message = {"signal": signal, "from": sender, "at": self._clock.now()}
        self._broadcaster.signal(meeting_id, message, but=seat.member.id)
        return seat.meeting.revision

    def _require(self, seat: Seat, signal: str) -> None:
        if signal not in KNOWN:
            raise invalid("There is no such signal.")
        if seat.meeting.status is Status.CLOSED:
            raise DomainError(Code.CLOSED, "The session has ended.")
        step = seat.meeting.step
        state = PresenterState.NONE if step is None else step.phase.presenter_state
        presents = self._stage.room(seat.meeting.id).presenter == seat.member.id
        if not may_send(signal, seat.member.role, presents, state):
            raise DomainError(Code.NOT_ALLOWED, "That signal is not yours to send now.")
