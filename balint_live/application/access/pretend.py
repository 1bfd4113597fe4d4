"""Pretend members of a demo's session: they arrive, one of them presents, one asks for a word, and the presenter drops.

They come in by the same use cases as anybody: they press on the reminder, their pages are noted in the room, and what they
do are commands and signals. They react to what the group does and move nothing: that is for whoever tries it out. They begin
once a leader's page is open, so that a leader sees them come.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from balint_live.application.access.joining import Admission
from balint_live.application.identity import Identity
from balint_live.application.live.command_handler import CommandHandler
from balint_live.application.live.commands import SetPresenter
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.live.room import LiveRoom, leader_seen_at
from balint_live.application.live.signals import Signals
from balint_live.application.ports import Clock
from balint_live.domain.errors import DomainError
from balint_live.domain.meeting import Status
from balint_live.domain.timeline import NEVER

SLOWEST, FASTEST = 1, 10
ALL_HAVE_COME = timedelta(seconds=20)
PRESENTS_AFTER = timedelta(seconds=8)
"""In “Who has a case?”."""
ASKS_AFTER = timedelta(seconds=12)
DROPS_AFTER = timedelta(seconds=25)
"""In the discussion, while the presenter sits back."""
AWAY_FOR = timedelta(seconds=30)
"""Not shortened by the speed: leaders are told of it only after fifteen seconds."""
PAGE = "pretend"
"""The name of a pretend page's connection."""


@dataclass(frozen=True, slots=True)
class PretendSession:
    """A session and those of its participants who act by themselves; the first presents, the last asks for a word. Where
    somebody rehearses alone, a pretend co-leader is there with them."""

    meeting_id: str
    people: tuple[Identity, ...]
    co_leader: Identity | None = None


class PretendMembers:
    """`speed` is from 1 to 10: how fast they act."""

    def __init__(
        self,
        clock: Clock,
        admission: Admission,
        publisher: SessionPublisher,
        command_handler: CommandHandler,
        signals: Signals,
        new_id: Callable[[], str],
        sessions: Sequence[PretendSession],
    ) -> None:
        self.speed = SLOWEST
        self._clock = clock
        self._admission = admission
        self._publisher = publisher
        self._command_handler = command_handler
        self._signals = signals
        self._new_id = new_id
        self._sessions = sessions
        self._acts = {one.meeting_id: _Acts() for one in sessions}

    def tick(self) -> None:
        """What is due in each session; called once a second."""
        now = self._clock.now()
        for session in self._sessions:
            room = self._publisher.known(session.meeting_id)
            if room is not None and room.booking is not None and session.people:
                self._act(session, room, self._acts[session.meeting_id], now)

    def _act(self, session: PretendSession, room: LiveRoom, acts: "_Acts", now: datetime) -> None:
        if acts.began is None:
            if leader_seen_at(room, now) is None:
                return
            acts.began = now
            if session.co_leader is not None:
                room.connected(session.co_leader.id, PAGE, now, leads=True)
        meeting = room.meeting
        if meeting is None or meeting.status is Status.CLOSED:
            return
        acts.notice(meeting.progress.position, now)
        self._arrive(session, room, acts, now)
        phase = "" if meeting.step is None else meeting.step.phase.id
        for act, in_phase, after, do in (
            ("present", "case_call", PRESENTS_AFTER, self._present),
            ("ask", "discussion", ASKS_AFTER, self._ask),
            ("drop", "discussion", DROPS_AFTER, self._drop),
        ):
            if phase == in_phase and act not in acts.done and now - acts.entered >= after / self.speed:
                acts.done.add(act)
                do(session, room)
        if "drop" in acts.done and "return" not in acts.done and now - acts.entered >= self._returns_after():
            acts.done.add("return")
            room.connected(session.people[0].id, PAGE, now)

    def _returns_after(self) -> timedelta:
        return DROPS_AFTER / self.speed + AWAY_FOR

    def _arrive(self, session: PretendSession, room: LiveRoom, acts: "_Acts", now: datetime) -> None:
        """One after the other, until all have come."""
        since, count = now - (acts.began or now), len(session.people)
        while acts.arrived < count and since >= ALL_HAVE_COME * (acts.arrived + 1) / count / self.speed:
            who = session.people[acts.arrived]
            self._admission.press(who)
            room.connected(who.id, PAGE, now)
            acts.arrived += 1

    def _present(self, session: PretendSession, room: LiveRoom) -> None:
        if room.presenter is None:
            who = session.people[0]
            command = SetPresenter(id=self._new_id(), expected_revision=None, person=who.id)
            self._command_handler(who, session.meeting_id, command)

    def _ask(self, session: PretendSession, room: LiveRoom) -> None:
        try:
            self._signals.send(session.people[-1], room.meeting_id, "word_with_leader")
        except DomainError:
            return  # the group has moved on meanwhile

    def _drop(self, session: PretendSession, room: LiveRoom) -> None:
        """Only whoever presents is missed; somebody else may have been marked meanwhile."""
        now = self._clock.now()
        room.disconnected(session.people[0].id, PAGE, None, now)


class _Acts:
    """What has been done in a session."""

    def __init__(self) -> None:
        self.began: datetime | None = None
        self.arrived = 0
        self.position: int | None = None
        self.entered = NEVER
        self.done: set[str] = set()

    def notice(self, position: int | None, now: datetime) -> None:
        """The group is in this step now."""
        if position != self.position or self.entered is NEVER:
            self.position, self.entered = position, now
