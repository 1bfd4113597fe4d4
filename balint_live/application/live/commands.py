"""The closed set of commands, as frozen values.

Sockets, plain HTTP requests and the command line differ only in how they parse one of these. Those that change the Meeting
say how (`applied_to`); the presenter and the leaders' marks are not part of the Meeting and are handled by themselves. A
command has its own id, so that the same one sent twice has one effect, and the revision it was made for.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from balint_live.domain.display import Action
from balint_live.domain.meeting import Meeting
from balint_live.domain.timeline import Mark


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a command: taken under `revision`, or refused with a code at `revision`."""

    ok: bool
    revision: int
    code: str | None = None
    sentence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One press; `expected_revision` None stands for "whatever it is"."""

    type: ClassVar[str]
    action: ClassVar[Action] = Action.CONDUCT
    id: str
    expected_revision: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Command):
    """A command whose whole effect is a new Meeting."""

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        """The meeting after it. Raises DomainError where it cannot be done."""
        raise NotImplementedError


class OpenMeeting(Change):
    """Open the session."""

    type = "meeting.open"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.open(by, now)


class CloseMeeting(Change):
    """End the session."""

    type = "meeting.close"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.close(now)


class NextPhase(Change):
    """Go to the next step."""

    type = "phase.next"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.next(by, now)


class BackPhase(Change):
    """Go to the step before."""

    type = "phase.back"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.back(by, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class GotoPhase(Change):
    """Go to the step at `position`, from 1."""

    type = "phase.goto"
    position: int

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.goto(self.position, by, now)


class PauseTimer(Change):
    """Stop the clock."""

    type = "timer.pause"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.pause(by, now)


class ResumeTimer(Change):
    """Let the clock run again."""

    type = "timer.resume"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.resume(by, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustTimer(Change):
    """Make the current step longer or shorter."""

    type = "timer.adjust"
    by_length: timedelta

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.adjust(self.by_length, by, now)


class SpreadTimer(Change):
    """Shorten the steps to come to end on time."""

    type = "timer.spread"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.spread(by, now)


class UndoMove(Change):
    """Undo the newest move."""

    type = "move.undo"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.undo(now)


class ShowReminder(Change):
    """Show the reminder to everybody."""

    type = "reminder.show"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.show_reminder()


class HideReminder(Change):
    """Hide the reminder."""

    type = "reminder.hide"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.hide_reminder()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPresenter(Command):
    """Mark who presents."""

    type = "presenter.set"
    action = Action.MARK_PRESENTER
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearPresenter(Command):
    """Mark nobody as presenter."""

    type = "presenter.clear"
    action = Action.MARK_PRESENTER


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmitFromDoor(Command):
    """Needs no revision and raises none, as marking attendance."""

    type = "door.admit"
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkAttendance(Command):
    """Needs no revision and raises none: leaders tick a roll while the group moves on."""

    type = "attendance.mark"
    action = Action.MARK_ATTENDANCE
    person: str
    mark: Mark
