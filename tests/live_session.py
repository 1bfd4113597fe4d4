"""The Tuesday group's live session: every use case joined as in production, over fakes, and ways to press buttons in it."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from balint_live.adapters.memory_rooms import MemoryRooms
from balint_live.application.access.joining import Admission
from balint_live.application.attendance.service import LiveAttendance
from balint_live.application.background import Background, Spawn
from balint_live.application.identity import Seat
from balint_live.application.live.command_handler import CommandHandler
from balint_live.application.live.commands import Answer, Command, GotoPhase, OpenMeeting, SetPresenter
from balint_live.application.live.peers import Alone, Peers
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.live.room import LiveRoom
from balint_live.application.live.signals import Signals
from balint_live.application.live.snapshots import Snapshots
from balint_live.application.live.ticker import SLICES, Abandoned, ClockWatch, Ticker
from balint_live.application.ports import View, Views
from balint_live.domain.display import LateComers, ParticipantClock, Role
from balint_live.domain.meeting import Meeting
from tests.attendance_cast import attendance
from tests.cast import ANA, CHARLIE, ELSEWHERE, REMINDER, START, THIRD, TUESDAY, Persona, booking, gathering
from tests.fake_stores import FakeAttendance, FakeMeetings
from tests.fakes import ManualClock, PlainLock, RecordingBroadcaster, at_once
from tests.unit.domain.shipped import SHIPPED

CASE_CALL, PRESENTATION, CLARIFYING, PUSHBACK, DISCUSSION, RETURN, CLOSING = range(2, 9)
"""Positions in abs60, the plan unless another is asked for; 1 is the opening."""


class LiveSession:
    """Begins at the booked start with nobody there; `ids` are the group's sessions, all of them booked for now.

    `soon` is given what asks the database in the background, and does it at once unless a test has it wait. `peers` are
    other processes.
    """

    def __init__(
        self,
        plan: str = "abs60",
        participant_clock: ParticipantClock = ParticipantClock.SOFT,
        ids: Sequence[str] = (THIRD,),
        soon: Spawn = at_once,
        clock: ManualClock | None = None,
        peers: Peers | None = None,
        late_comers: LateComers = LateComers.ADMIT,
    ) -> None:
        self.peers = peers or Alone()
        self.clock = clock or ManualClock(START)
        self.attendance = FakeAttendance({id: [each.member for each in TUESDAY] for id in ids})
        self.meetings = FakeMeetings(self.attendance)
        self.pages = RecordingBroadcaster()
        self.faults: list[tuple[str, Exception]] = []
        self.clock_was_set: list[timedelta] = []
        self.attendance_record = attendance()
        self._soon = soon
        self._ids = (f"press-{number}" for number in count(1))
        for id in ids:
            people = {each.who: each.member for each in TUESDAY}
            self.meetings.add(booking(participant_clock, id, late_comers), gathering(plan, id), people)
        self.meetings.add(
            booking(meeting_id=ELSEWHERE), gathering(plan, ELSEWHERE), {CHARLIE.who: CHARLIE.member}
        )
        self._wire()

    def _wire(self) -> None:
        self.rooms = MemoryRooms(PlainLock, self.clock, self.peers)
        self.snapshots = snapshots = Snapshots(SHIPPED, REMINDER)
        background = Background(self._soon, PlainLock, self._report)
        self.publisher = SessionPublisher(
            self.clock,
            self.rooms,
            self.meetings,
            self.attendance,
            snapshots,
            self.pages,
            background,
            self.peers,
        )
        self.command_handler = CommandHandler(
            self.clock, self.meetings, self.attendance, self.publisher, self.peers
        )
        self.signals = Signals(
            self.clock, self.publisher, self.pages, self.peers, map("signal-{}".format, count(1)).__next__
        )
        self.admission = Admission(self.clock, self.meetings, self.attendance, self.publisher, REMINDER)
        self.record = LiveAttendance(
            self.clock, self.attendance, lambda _group_id, _who: self.attendance_record
        )
        self.clock_watch = ClockWatch(
            self.clock, self.publisher, self.meetings, background, self.clock_was_set.append
        )
        abandoned = Abandoned(self.clock, self.meetings, self.publisher)
        self.ticker = Ticker(
            self.clock,
            self.publisher,
            self.pages,
            abandoned,
            background,
            self._report,
            lambda work, *about: work(*about),
        )

    def restart(self) -> None:
        """The server is another process: what was in memory only is gone."""
        self._wire()

    @property
    def meeting(self) -> Meeting:
        """The meeting as it is on disk."""
        return self.meetings.stored[THIRD]

    @property
    def room(self) -> LiveRoom:
        return self.rooms.of(THIRD)

    # Presses

    def sends(
        self,
        who: Persona,
        kind: type[Command],
        *,
        id: str | None = None,
        revision: int | None = None,
        meeting: str = THIRD,
        **facts: Any,
    ) -> Answer:
        """A command, made for the revision in force unless another is named."""
        in_force = self.meetings.stored[meeting].revision if meeting in self.meetings.stored else 0
        command = kind(
            id=id or next(self._ids),
            expected_revision=in_force if revision is None else revision,
            **facts,
        )
        return self.command_handler(who.who, meeting, command)

    def reaches(self, position: int, presenter: Persona | None = None) -> None:
        """Ana opens and goes to a step, marks a presenter there, and everybody has heard."""
        assert self.sends(ANA, OpenMeeting).ok
        if position > 1:
            assert self.sends(ANA, GotoPhase, position=position).ok
        if presenter is not None:
            assert self.sends(ANA, SetPresenter, person=presenter.id).ok
        self.pages.taken()

    # Pages

    def enters(self, who: Persona, connection: str | None = None, meeting: str = THIRD) -> str:
        """A page of this person connects; answers with the connection."""
        seat = self.publisher.seat(meeting, who.who)
        assert seat is not None
        connection = connection or f"{who.id}'s page"
        self.rooms.of(meeting).connected(who.id, connection, self.clock.now(), who.role is Role.LEADER)
        self.publisher.came(self.rooms.of(meeting), seat)
        return connection

    def leaves(self, who: Persona, connection: str | None = None, silent_for: float | None = None) -> None:
        """A connection ends: closed, or noticed to have been silent for so many seconds."""
        now = self.clock.now()
        silent_since = None if silent_for is None else now - timedelta(seconds=silent_for)
        self.room.disconnected(who.id, connection or f"{who.id}'s page", silent_since, now)

    def polls(self, who: Persona) -> None:
        """A page of this person asks over plain HTTP."""
        assert self.publisher.seat(THIRD, who.who) is not None
        self.room.answered(who.id, self.clock.now(), who.role is Role.LEADER)

    def ticks(self, seconds: float = 1, every: float = 1) -> None:
        """So much time passes; the pulse goes round once in `every` seconds of it."""
        for _ in range(round(seconds / every)):
            self.clock.wait(seconds=every)
            self.second()

    def second(self) -> None:
        """One second's ticks, all at this moment."""
        self.clock_watch.tick()
        for _ in range(SLICES):
            self.ticker.tick()

    # What is seen

    def seat(self, who: Persona) -> Seat:
        seat = self.publisher.seat(THIRD, who.who)
        assert seat is not None
        return seat

    def views(self) -> Views:
        """What everybody would be shown now."""
        seat, presenter = self.seat(ANA), self.room.presenter
        return self.snapshots.views(seat.booking, seat.meeting, presenter, self.clock.now())

    def view(self, who: Persona) -> View:
        """What this person reads."""
        return self.publisher.view(self.seat(who))

    def states(self) -> dict[str, str]:
        """The leaders' list: each participant's and leader's state by id."""
        self.seat(ANA)
        return {each["id"]: each["state"] for each in self.publisher.presence(self.seat(ANA))["people"]}

    def _report(self, where: str, fault: Exception) -> None:
        self.faults.append((where, fault))
