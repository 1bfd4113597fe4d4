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
    type = "meeting.open"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.open(by, now)


class CloseMeeting(Change):
    type = "meeting.close"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.close(now)


class NextPhase(Change):
    type = "phase.next"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.next(by, now)


class BackPhase(Change):
    type = "phase.back"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.back(by, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class GotoPhase(Change):
    type = "phase.goto"
    position: int

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.goto(self.position, by, now)


class PauseTimer(Change):
    type = "timer.pause"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.pause(by, now)


class ResumeTimer(Change):
    type = "timer.resume"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.resume(by, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustTimer(Change):
    type = "timer.adjust"
    by_length: timedelta

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.adjust(self.by_length, by, now)


class SpreadTimer(Change):
    type = "timer.spread"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.spread(by, now)


class UndoMove(Change):
    type = "move.undo"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.undo(now)


class ShowReminder(Change):
    type = "reminder.show"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.show_reminder()


class HideReminder(Change):
    type = "reminder.hide"

    def applied_to(self, meeting: Meeting, by: str, now: datetime) -> Meeting:
        return meeting.hide_reminder()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPresenter(Command):
    type = "presenter.set"
    action = Action.MARK_PRESENTER
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearPresenter(Command):
    type = "presenter.clear"
    action = Action.MARK_PRESENTER


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkAttendance(Command):
    """Needs no revision and raises none: leaders tick a roll while the group moves on."""

    type = "attendance.mark"
    action = Action.MARK_ATTENDANCE
    person: str
    mark: Mark
