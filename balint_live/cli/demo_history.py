"""The demo's group with a history: three sessions are over, so that roll, matrix, exports and statements hold something.

They were held by the same use cases as any others, with a clock that is told what time it is: people press on the reminder,
their pages answer, a leader opens the session, moves it on and ends it, and afterwards confirms the roll.
"""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any, cast
from zoneinfo import ZoneInfo

from balint_live.adapters.memory_rooms import MemoryRooms
from balint_live.adapters.system import new_id
from balint_live.application.access.joining import Admission
from balint_live.application.access.links import Claim
from balint_live.application.attendance.own_attendance import OwnAttendances
from balint_live.application.background import Background
from balint_live.application.groups.group import BookedMeeting, Group
from balint_live.application.groups.schedule import Slot
from balint_live.application.groups.service import Founding
from balint_live.application.identity import OPERATOR, Identity, Kind
from balint_live.application.live.command_handler import CommandHandler
from balint_live.application.live.commands import Change, CloseMeeting, NextPhase, OpenMeeting
from balint_live.application.live.peers import Alone
from balint_live.application.live.publisher import SessionPublisher
from balint_live.application.live.room import nobody
from balint_live.application.live.snapshots import Snapshots
from balint_live.application.ports import Broadcaster
from balint_live.composition.services import Adapters, attendance_service, group_service, live_stores
from balint_live.domain.protocol import Protocol
from balint_live.domain.roll import CorrectionReason

AT = time(18)
A_WEEK = timedelta(weeks=1)
FOUNDED_BEFORE = timedelta(days=10)
BEFORE_THE_START, ENDS_LATE = timedelta(minutes=5), timedelta(minutes=1)
PAGES_ANSWER_EVERY = timedelta(seconds=20)
ROLL_AFTER, CORRECTED_AFTER = timedelta(minutes=5), timedelta(days=1)
PAGE = "page"


@dataclass(frozen=True, slots=True)
class Past:
    """A session that is over, minutes counted from its opening: who came or left when, by their place on the list, where
    that was not from beginning to end; who had said that they could not come; and whose record was corrected afterwards.
    """

    came: Mapping[int, int] = field(default_factory=dict)
    left: Mapping[int, int] = field(default_factory=dict)
    cannot_come: frozenset[int] = frozenset()
    corrected: frozenset[int] = frozenset()
    is_confirmed: bool = True


PAST = (
    Past(came={4: 12}, corrected=frozenset({4})),
    Past(came={2: 20}, left={5: 40}, cannot_come=frozenset({1})),
    Past(left={6: 52}, is_confirmed=False),
)


class _ToldClock:
    """Shows the time it was told last."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def tell(self, now: datetime) -> None:
        self._now = now


class _NobodyWatches:
    """Has no page to send anything to."""

    def __getattr__(self, _message: str) -> Callable[..., None]:
        return nobody


def past_and_next(now: datetime, zone: str, plan: Protocol) -> list[Slot]:
    """One evening a week, the last one that is over yesterday, and the next one after it."""
    local = now.astimezone(ZoneInfo(zone))
    yesterday = local.date() - timedelta(days=1)
    days = [yesterday + A_WEEK * (week + 1 - len(PAST)) for week in range(len(PAST) + 1)]
    return [Slot(datetime.combine(day, AT, ZoneInfo(zone)).astimezone(now.tzinfo), plan) for day in days]


def found_with_history(adapters: Adapters, founding: Founding) -> None:
    """Make a group as it would have been made, and hold its first sessions."""
    settings, _, slots, _ = founding
    clock = _ToldClock(slots[0].start - FOUNDED_BEFORE)
    then = replace(adapters, clock=clock)
    groups = group_service(then)
    groups.create_all(OPERATOR, [founding])
    [group] = [one for one in groups.groups(OPERATOR) if one.settings.name == settings.name]
    history = _History(then, clock, group)
    for meeting, past in zip(sorted(group.meetings, key=lambda one: one.start), PAST, strict=False):
        history.hold(meeting, past)


class _History:
    """Holds the sessions of a group, one after the other."""

    def __init__(self, adapters: Adapters, clock: _ToldClock, group: Group) -> None:
        self._clock, self._group = clock, group
        self._people = [Identity(Kind.REGISTRANT, one.id, one.link_version) for one in group.enrolled]
        self._leaders = [Identity(Kind.LEADER, one.id, 1) for one in group.leaders]
        self._own = OwnAttendances(clock, adapters.attendance_records)
        self._attendance = attendance_service(adapters)
        stores, others, reminder = live_stores(adapters), Alone(), adapters.texts.reminder.version
        self._publisher = SessionPublisher(
            clock,
            MemoryRooms(nullcontext, clock),
            stores.meetings,
            stores.attendance,
            Snapshots(adapters.catalogue, reminder),
            cast(Broadcaster, _NobodyWatches()),
            Background(lambda work: work(), nullcontext, adapters.log.fault),
            others,
        )
        self._admission = Admission(clock, stores.meetings, stores.attendance, self._publisher, reminder)
        self._command_handler = CommandHandler(
            clock, stores.meetings, stores.attendance, self._publisher, others
        )

    def hold(self, meeting: BookedMeeting, past: Past) -> None:
        """From the first who comes to the roll."""
        self._clock.tell(meeting.start - BEFORE_THE_START)
        for place in past.cannot_come:
            claim = Claim(self._people[place], self._group.id)
            self._own.say_cannot_come(claim, meeting.id, cannot=True)
        for moment, happens in sorted(self._programme(meeting, past), key=lambda each: each[0]):
            self._wait_until(meeting, moment)
            happens()
        self._publisher.drop(self._publisher.room(meeting.id))
        if past.is_confirmed:
            self._confirm(meeting, past)

    def _programme(self, meeting: BookedMeeting, past: Past) -> list[tuple[datetime, Callable[[], Any]]]:
        """What happens when; of two things at one moment the first here."""
        first, id = meeting.start - BEFORE_THE_START, meeting.id
        at = [
            meeting.start + timedelta(minutes=each)
            for each in range(meeting.plan.total // timedelta(minutes=1) + 1)
        ]
        programme: list[tuple[datetime, Callable[[], Any]]] = [
            (first, partial(self._connect, id, leader, leads=True)) for leader in self._leaders
        ]
        for place, who in enumerate(self._people):
            if place not in past.cannot_come:
                comes = at[past.came[place]] if place in past.came else first
                programme.append((comes, partial(self._come, id, who)))
            if place in past.left:
                programme.append((at[past.left[place]], partial(self._leave, id, who)))
        programme.append((meeting.start, partial(self._press, id, OpenMeeting)))
        moves_on = meeting.start
        for step in meeting.plan.steps[:-1]:
            moves_on += step.planned
            programme.append((moves_on, partial(self._press, id, NextPhase)))
        return [*programme, (at[-1] + ENDS_LATE, partial(self._press, id, CloseMeeting))]

    def _wait_until(self, meeting: BookedMeeting, moment: datetime) -> None:
        """Meanwhile every open page answers."""
        room = self._publisher.room(meeting.id)
        while (now := self._clock.now()) < moment:
            self._clock.tell(min(moment, now + PAGES_ANSWER_EVERY))
            room.witnessed(self._clock.now())

    def _come(self, meeting_id: str, who: Identity) -> None:
        self._admission.press(who)
        self._connect(meeting_id, who)

    def _connect(self, meeting_id: str, who: Identity, leads: bool = False) -> None:
        self._publisher.room(meeting_id).connected(who.id, PAGE, self._clock.now(), leads)

    def _leave(self, meeting_id: str, who: Identity) -> None:
        self._publisher.room(meeting_id).disconnected(who.id, PAGE, None, self._clock.now())

    def _press(self, meeting_id: str, kind: type[Change]) -> None:
        command = kind(id=new_id(), expected_revision=None)
        answer = self._command_handler(self._leaders[0], meeting_id, command)
        if not answer.ok:
            raise RuntimeError(answer.sentence)

    def _confirm(self, meeting: BookedMeeting, past: Past) -> None:
        """The first leader confirms; the other corrects on the next day."""
        who, other = self._leaders
        ended_at = self._clock.now()
        self._clock.tell(ended_at + ROLL_AFTER)
        self._attendance.confirm(who, self._group.id, meeting.id, {})
        self._clock.tell(ended_at + CORRECTED_AFTER)
        for place in past.corrected:
            came = meeting.start + timedelta(minutes=past.came[place])
            self._attendance.correct(
                other,
                self._group.id,
                meeting.id,
                self._people[place].id,
                before=((came, ended_at),),
                after=((meeting.start, ended_at),),
                reason=CorrectionReason.CONNECTION_PROBLEM,
            )
