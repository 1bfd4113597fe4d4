"""The meeting: gathering, running, closed, and every move a leader can make in it, and what credit needs.

A Meeting is a frozen value; each method returns the next one, its revision one higher, or raises DomainError and
leaves nothing changed. Nothing here moves by itself: reaching zero is a fact about a clock, not an event.

Keeping the previous `Progress` inside the last move makes "undo restores the exact state" true by construction, where a
list of inverse operations would have to be proven. The reminder and the presenter have their own switch-back and are no
moves.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from balint_live.domain import timer
from balint_live.domain.credit import FULL_HOUR, CreditLine, Policy
from balint_live.domain.errors import Code, DomainError, invalid
from balint_live.domain.protocol import PresenterState, Protocol, Step
from balint_live.domain.timeline import clip, whole_second
from balint_live.domain.timer import Countdown, Progress

UNDO_WINDOW = timedelta(seconds=10)
LONGEST_STEP = timedelta(hours=24)


class Status(StrEnum):
    """The state of a live meeting, as it is sent to pages; a booked session has a `SessionStatus`."""

    GATHERING = "gathering"
    RUNNING = "running"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Move:
    """The newest move: who made it, what it was, when, and the progress it replaced."""

    by: str
    type: str
    at: datetime
    before: Progress

    @property
    def undo_until(self) -> datetime:
        return self.at + UNDO_WINDOW


@dataclass(frozen=True, slots=True)
class Meeting:
    """One sitting. Moments are aware UTC datetimes, lengths timedeltas, positions count from 1."""

    id: str
    protocol: Protocol
    scheduled_start: datetime
    scheduled_end: datetime
    revision: int
    progress: Progress
    last_move: Move | None = None
    reminder_showing: bool = False
    closed_at: datetime | None = None

    @property
    def status(self) -> Status:
        if self.closed_at is not None:
            return Status.CLOSED
        return Status.GATHERING if self.progress.position is None else Status.RUNNING

    @property
    def step(self) -> Step | None:
        """The current step, or None while gathering and after the close."""
        return None if self.progress.position is None else self.protocol.step(self.progress.position)

    @property
    def is_with_a_case(self) -> bool:
        """See `Protocol.is_with_a_case`."""
        position = self.progress.position
        return self.closed_at is None and position is not None and self.protocol.is_with_a_case(position)

    @property
    def countdown(self) -> Countdown | None:
        position = self.progress.position
        return None if position is None else self.progress.countdowns[position - 1]

    def require(self, revision: int | None) -> None:
        """Refuse a command made for another state: `closed`, or `stale_revision`. None stands for "whatever it is"."""
        if self.status is Status.CLOSED:
            raise DomainError(Code.CLOSED, "The session has ended.")
        if revision is not None and revision != self.revision:
            raise DomainError(Code.STALE_REVISION, "The group had already moved. Nothing was changed.")

    def open(self, by: str, now: datetime) -> Self:
        """Begin the first step."""
        self.require(None)
        if self.status is not Status.GATHERING:
            raise invalid("The session is already open.")
        return self._moved(
            "meeting.open", by, now, self._entered(replace(self.progress, opened_at=now), 1, now)
        )

    def next(self, by: str, now: datetime) -> Self:
        """Go on to the next step."""
        position = self._position()
        if position == len(self.protocol.steps):
            raise invalid("This is the last phase. To end the session, press “End session”.")
        return self._moved("phase.next", by, now, self._moved_to(position + 1, now))

    def back(self, by: str, now: datetime) -> Self:
        """Go back to the step before."""
        position = self._position()
        if position == 1:
            raise invalid("This is the first phase.")
        return self._moved("phase.back", by, now, self._moved_to(position - 1, now))

    def goto(self, position: int, by: str, now: datetime) -> Self:
        """Go to the step at a position, counted from 1."""
        if position == self._position() or not 1 <= position <= len(self.protocol.steps):
            raise invalid("The group is there already, or there is no such phase.")
        return self._moved("phase.goto", by, now, self._moved_to(position, now))

    def pause(self, by: str, now: datetime) -> Self:
        """Stop the clock of the current step."""
        countdown = self._running_countdown()
        if not countdown.running:
            raise invalid("The clock is already paused.")
        return self._moved("timer.pause", by, now, self._with_current(countdown.stopped(now)))

    def resume(self, by: str, now: datetime) -> Self:
        """Let the clock of the current step run again."""
        countdown = self._running_countdown()
        if countdown.running:
            raise invalid("The clock is already running.")
        return self._moved("timer.resume", by, now, self._with_current(countdown.started(now)))

    def adjust(self, by_length: timedelta, by: str, now: datetime) -> Self:
        """Lengthen or shorten the current step; it may then be over its time, but never below zero."""
        countdown = self._running_countdown().lengthened(by_length)
        if not timedelta() <= countdown.length <= LONGEST_STEP:
            raise invalid("That is more time than this phase can take or give up.")
        return self._moved("timer.adjust", by, now, self._with_current(countdown))

    def spread(self, by: str, now: datetime) -> Self:
        """Shorten the steps to come so that the session ends as booked, as far as that can be done (rule 9)."""
        self._running_countdown()
        shortened = timer.shortened(
            self.protocol, self.progress.countdowns, self.late_by(now), self._position()
        )
        if shortened == self.progress.countdowns:
            raise invalid(
                "There is nothing to shorten: the session is on time, or what is left cannot be shortened."
            )
        return self._moved("timer.spread", by, now, replace(self.progress, countdowns=shortened))

    def undo(self, now: datetime) -> Self:
        """Put back the progress before the newest move; any leader may, within ten seconds of it."""
        self.require(None)
        if self.last_move is None or now > self.last_move.undo_until:
            raise DomainError(Code.NOTHING_TO_UNDO, "There is no move of the last ten seconds to undo.")
        return replace(self, revision=self.revision + 1, progress=self.last_move.before, last_move=None)

    def show_reminder(self) -> Self:
        """Show the reminder to everybody."""
        return self._with_reminder(True)

    def hide_reminder(self) -> Self:
        """Hide it again."""
        return self._with_reminder(False)

    def touched(self) -> Self:
        """The same meeting under a new revision: the presenter changed, which the meeting itself does not know."""
        self._position()
        return replace(self, revision=self.revision + 1)

    def close(self, now: datetime) -> Self:
        """End it: position, clocks and undo memory are gone; when it opened, earned credit, and closed remains.

        It never closes before it opened, not even at the booked end of a session opened after that.
        """
        self._position()
        opened_at = self.progress.opened_at or now
        closed_at = max(now, opened_at)
        credited = clip(self.progress.earning(False, closed_at).credited, (opened_at, closed_at))
        at_rest = replace(
            Progress.before_opening(self.protocol), opened_at=opened_at, credited=tuple(credited)
        )
        return replace(
            self,
            revision=self.revision + 1,
            progress=at_rest,
            last_move=None,
            reminder_showing=False,
            closed_at=closed_at,
        )

    def projected_end(self, now: datetime) -> datetime | None:
        """When it would end if each step took its length: never before what this step still needs."""
        if self.status is not Status.RUNNING:
            return None
        left = (
            max(clock.remaining_at(now), timedelta())
            for clock in self.progress.countdowns[self._position() - 1 :]
        )
        return now + sum(left, timedelta())

    def late_by(self, now: datetime) -> timedelta:
        """How far the projected end lies past the booked one; negative is time in hand."""
        projected = self.projected_end(now)
        return timedelta() if projected is None else projected - self.scheduled_end

    def latest_return(self) -> datetime | None:
        """The booked end less every step from the next one in which the presenter has returned (rule 8)."""
        if self.status is not Status.RUNNING:
            return None
        for index in range(self._position(), len(self.protocol.steps)):
            if self.protocol.steps[index].phase.presenter_state is PresenterState.RETURNED:
                rest = (clock.length for clock in self.progress.countdowns[index:])
                return self.scheduled_end - sum(rest, timedelta())
        return None

    def _position(self) -> int:
        self.require(None)
        if self.progress.position is None:
            raise DomainError(Code.NOT_OPEN, "The session has not been opened yet.")
        return self.progress.position

    def _running_countdown(self) -> Countdown:
        return self.progress.countdowns[self._position() - 1]

    def _with_current(self, countdown: Countdown) -> Progress:
        return self.progress.with_countdown(self._position(), countdown)

    def _moved_to(self, position: int, now: datetime) -> Progress:
        left = self._with_current(self._running_countdown().stopped(now))
        return self._entered(left, position, now)

    def _entered(self, progress: Progress, position: int, now: datetime) -> Progress:
        """Entering a step always starts its clock, with the time it had already used."""
        entered = progress.with_countdown(position, progress.countdowns[position - 1].started(now))
        return replace(entered, position=position).earning(self.protocol.step(position).phase.credit, now)

    def _moved(self, type: str, by: str, now: datetime, progress: Progress) -> Self:
        move = Move(by, type, now, self.progress)
        return replace(self, revision=self.revision + 1, progress=progress, last_move=move)

    def _with_reminder(self, showing: bool) -> Self:
        self.require(None)
        if self.reminder_showing == showing:
            raise invalid("The reminder is already so.")
        return replace(self, revision=self.revision + 1, reminder_showing=showing)


def credit_needs(
    opened_at: datetime, credited: timedelta, uncredited: timedelta, lines: Iterable[CreditLine]
) -> datetime | None:
    """The first moment at which the session may end with every full hour of its plan; to be shown in minutes rounded up.

    `credited` and `uncredited` are the time in steps that earn credit and in steps that do not. None when no line asks for
    full hours, or the plan holds none: time attended and fractions are measured on whatever was held, but an hour cut short
    by a second is none. The hours are those of the plan, and they count from the actual start, so a late opening moves the
    moment.
    """
    hours = credited // FULL_HOUR
    if not hours or all(line.policy is not Policy.FULL_HOUR for line in lines):
        return None
    return whole_second(opened_at) + hours * FULL_HOUR + uncredited
