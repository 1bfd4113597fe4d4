"""The one way to change a meeting.

The order is fixed: authorise, load, decide, save where the revision is the expected one, commit, broadcast, acknowledge.
So an acknowledged command is on disk, and what pages are told has happened. Commands of one meeting pass one at a time
through its room's lock; the comparison of revisions in the database holds where several processes share a meeting.

Sockets, plain HTTP requests and the command line all come through here; they differ in parsing and in how they refuse.
"""

from collections.abc import Callable

from balint_live.application.identity import Identity, Member, Roster, Seat, no_seat
from balint_live.application.live.commands import (
    AdmitFromDoor,
    Answer,
    Change,
    ClearPresenter,
    CloseMeeting,
    Command,
    MarkAttendance,
    SetPresenter,
    UndoMove,
)
from balint_live.application.live.peers import Peers
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.live.room import LiveRoom
from balint_live.application.ports import AttendanceStore, Clock, MeetingStore, Unavailable
from balint_live.domain.display import Action, Role, may
from balint_live.domain.errors import Code, DomainError, invalid
from balint_live.domain.meeting import Meeting, Status
from balint_live.domain.protocol import FORGETS_THE_PRESENTER
from balint_live.domain.timeline import LeaderMark


class CommandHandler:
    """Carries out a command and tells every open page. Always returns an Answer."""

    def __init__(
        self,
        clock: Clock,
        meetings: MeetingStore,
        attendance: AttendanceStore,
        publisher: SessionPublisher,
        peers: Peers,
    ) -> None:
        self._clock = clock
        self._meetings = meetings
        self._attendance = attendance
        self._publisher = publisher
        self._peers = peers

    def __call__(self, who: Identity, meeting_id: str, command: Command) -> Answer:
        """Carry it out; the same command sent twice has one effect and gets one answer."""
        room = self._publisher.room(meeting_id)
        with room.lock:
            known = room.answer_to(who.id, command.id)
            known = known or self._peers.claim(meeting_id, who.id, command.id)
            return known or self._first_time(who, room, command)

    def _first_time(self, who: Identity, room: LiveRoom, command: Command) -> Answer:
        try:
            answer = Answer(True, self._carried_out(who, room, command))
        except DomainError as refusal:
            answer = Answer(False, self._revision(who, room), refusal.code, refusal.sentence)
        except Unavailable:
            self._peers.release(room.meeting_id, who.id, command.id)
            return Answer(
                False, self._revision(who, room), Code.UNAVAILABLE, "Not saved. Please press again."
            )
        room.remember(who.id, command.id, answer)
        self._peers.answered(room.meeting_id, who.id, command.id, answer)
        return answer

    def _carried_out(self, who: Identity, room: LiveRoom, command: Command) -> int:
        if isinstance(command, MarkAttendance):
            return self._mark_attendance(who, room, command)
        if isinstance(command, AdmitFromDoor):
            return self._admit(who, room, command)
        decide = self._decision(room, command)
        if isinstance(command, CloseMeeting):
            decide(self._seat(who, room))
            self._publisher.write_presence(room)
        seat = self._changed(who, room, decide)
        self._remember_presenter(room, command, seat.meeting)
        self._publisher.show(room, seat)
        self._publisher.tell_moved(room, seat.meeting)
        return seat.meeting.revision

    def _decision(self, room: LiveRoom, command: Command) -> Callable[[Seat], Meeting]:
        """A function that refuses the command or returns the next Meeting; it changes nothing, so it may run twice."""
        roster = self._publisher.roster(room)

        def decide(seat: Seat) -> Meeting:
            fits = command.expected_revision in (None, seat.meeting.revision)
            if fits and self._publisher.is_behind(room, seat.meeting):
                raise _Behind(seat.meeting)
            _authorise(seat, command, room)
            seat.meeting.require(command.expected_revision)
            return _next(seat, command, room, roster, self._clock)

        return decide

    def _changed(self, who: Identity, room: LiveRoom, decide: Callable[[Seat], Meeting]) -> Seat:
        try:
            return self._meetings.change(room.meeting_id, who, decide)
        except _Behind as behind:
            self._publisher.learn_presenter(room, behind.meeting)
            return self._changed(who, room, decide)
        except LookupError:
            raise no_seat() from None

    def _seat(self, who: Identity, room: LiveRoom) -> Seat:
        seat = self._meetings.seat(room.meeting_id, who)
        if seat is None:
            raise no_seat()
        self._publisher.learn_presenter(room, seat.meeting)
        return seat

    def _remember_presenter(self, room: LiveRoom, command: Command, meeting: Meeting) -> None:
        if isinstance(command, SetPresenter):
            room.mark_presenter(command.person)
        elif isinstance(command, ClearPresenter):
            room.mark_presenter(None)
        elif isinstance(command, UndoMove):
            room.restore_presenter()
        elif meeting.status is Status.CLOSED:
            room.forget()
        elif _has_entered_case_call(command, meeting):
            room.set_presenter_aside()
        elif meeting.last_move is not None and meeting.last_move.type == command.type:
            room.forget_set_aside()
        room.presenter_at = max(room.presenter_at, meeting.revision)

    def _mark_attendance(self, who: Identity, room: LiveRoom, command: MarkAttendance) -> int:
        seat = self._seat(who, room)
        _authorise(seat, command, room)
        seat.meeting.require(None)
        _participant(self._publisher.roster(room), command.person)
        mark = LeaderMark(command.mark, self._clock.now())
        self._attendance.mark(room.meeting_id, command.person, seat.member.id, mark)
        self._publisher.roster_changed(room.meeting_id)
        self._publisher.renew_roster(room)
        return seat.meeting.revision

    def _admit(self, who: Identity, room: LiveRoom, command: AdmitFromDoor) -> int:
        seat = self._seat(who, room)
        _authorise(seat, command, room)
        seat.meeting.require(None)
        if not self._publisher.is_at_the_door(room, command.person):
            raise invalid("Nobody of that name is at the door.")
        self._attendance.press(room.meeting_id, command.person, None, self._clock.now())
        self._publisher.roster_changed(room.meeting_id)
        self._publisher.read_roster(room)
        return seat.meeting.revision

    def _revision(self, who: Identity, room: LiveRoom) -> int:
        try:
            seat = self._meetings.seat(room.meeting_id, who)
        except Unavailable:
            return 0 if room.meeting is None else room.meeting.revision
        return 0 if seat is None else seat.meeting.revision


class _Behind(Exception):
    """Another process has changed the meeting, and who presents is to be learnt before the decision."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__()
        self.meeting = meeting


def _authorise(seat: Seat, command: Command, room: LiveRoom) -> None:
    member = seat.member
    if may(member.role, command.action):
        return
    if seat.at_the_door:
        raise DomainError(Code.NOT_ALLOWED, "A leader has to let you in first.")
    if may(member.role, Action.MARK_SELF_AS_PRESENTER) and _concerns_only(member, command, room):
        return
    raise DomainError(Code.NOT_ALLOWED, "Only a leader can do that.")


def _concerns_only(member: Member, command: Command, room: LiveRoom) -> bool:
    """Whether it is about themselves: registrants may offer to present while nobody does, and take that back."""
    if isinstance(command, SetPresenter):
        return command.person == member.id and room.presenter in (None, member.id)
    return isinstance(command, ClearPresenter) and room.presenter == member.id


def _next(seat: Seat, command: Command, room: LiveRoom, roster: Roster, clock: Clock) -> Meeting:
    if isinstance(command, Change):
        return command.applied_to(seat.meeting, seat.member.id, clock.now())
    touched = seat.meeting.touched()
    if isinstance(command, SetPresenter):
        if (
            _participant(roster, command.person).role is not Role.REGISTRANT
            or command.person == room.presenter
        ):
            raise invalid("That person cannot be marked as presenter now.")
    elif room.presenter is None:
        raise invalid("Nobody is marked as presenter.")
    return touched


def _participant(roster: Roster, person: str) -> Member:
    for entry in roster:
        if entry.member.id == person and entry.member.role is not Role.LEADER:
            return entry.member
    raise invalid("That person is not enrolled in this group.")


def _has_entered_case_call(command: Command, meeting: Meeting) -> bool:
    """Whether the command moved to that phase: adding a minute while somebody has just been marked forgets nobody."""
    entered = meeting.step is not None and meeting.step.phase.id == FORGETS_THE_PRESENTER
    return entered and command.type in ("phase.next", "phase.back", "phase.goto")
