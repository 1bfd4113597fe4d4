"""One whole snapshot per kind of reader, built from the meeting and nothing else.

Always whole, never a delta: connecting, reconnecting and "your command was stale" all get the same message. Each reader's
view is built up from what that reader may have, not cut down from the leaders', so that a new leaders' field cannot reach
a participant by being forgotten. Under a `hidden` or `soft` clock a participant's view holds no length and no time spent.
"""

from datetime import datetime
from typing import Any

from balint_live.application.identity import Booking, Member
from balint_live.application.ports import View, Views
from balint_live.domain.display import ParticipantClock, Role, band_at
from balint_live.domain.meeting import Meeting, Status
from balint_live.domain.protocol import Catalogue, Phase, PresenterState
from balint_live.domain.timer import Countdown

SHARED_PRESENTER_TEXT = "checkin"
"""In this phase nobody may know who presented last time, so everybody reads the presenter's text, below their own."""


class Snapshots:
    """Builds views; `reminder_version` is the version of the reminder text in force."""

    def __init__(self, catalogue: Catalogue, reminder_version: str) -> None:
        self._catalogue = catalogue
        self._reminder_version = reminder_version

    def views(self, booking: Booking, meeting: Meeting, presenter: str | None, now: datetime) -> Views:
        """One view for each kind of reader."""

        def participant(role: Role, presents: bool = False) -> View:
            return self._participant(booking, meeting, role, presents, now)

        return Views(
            leaders=self._leader(booking, meeting, presenter, now),
            registrants=participant(Role.REGISTRANT),
            observers=participant(Role.OBSERVER),
            presenter=None if presenter is None else (presenter, participant(Role.REGISTRANT, presents=True)),
        )

    def view(
        self, booking: Booking, meeting: Meeting, presenter: str | None, now: datetime, member: Member
    ) -> View:
        """The one view this member reads."""
        if member.role is Role.LEADER:
            return self._leader(booking, meeting, presenter, now)
        return self._participant(booking, meeting, member.role, member.id == presenter, now)

    def at_the_door(self, booking: Booking, meeting: Meeting, role: Role, now: datetime) -> View:
        """What a late-comer reads who waits to be let in: no steps, no clock, no guidance."""
        return {
            **self._common(booking, meeting, now),
            "role": role,
            "you_present": False,
            "at_the_door": True,
        }

    def _leader(self, booking: Booking, meeting: Meeting, presenter: str | None, now: datetime) -> View:
        move = meeting.last_move
        return {
            **self._common(booking, meeting, now),
            "role": Role.LEADER,
            "guidance": self._phase(meeting).for_leaders(booking.leaders),
            "you_present": False,
            "steps": _steps_with_lengths(meeting),
            "clock": _clock(meeting.countdown),
            "presenter": presenter,
            "last_move": move
            and {"by": move.by, "type": move.type, "at": move.at, "undo_until": move.undo_until},
            "latest_return_at": meeting.latest_return(),
            "projected_end_at": meeting.projected_end(now),
        }

    def _participant(
        self, booking: Booking, meeting: Meeting, role: Role, presents: bool, now: datetime
    ) -> View:
        return {
            **self._common(booking, meeting, now),
            "role": role,
            "guidance": _guidance(self._phase(meeting), role, presents),
            "you_present": presents,
            **_participants_time(booking.participant_clock, meeting, now),
        }

    def _common(self, booking: Booking, meeting: Meeting, now: datetime) -> dict[str, Any]:
        step = meeting.step
        return {
            "revision": meeting.revision,
            "server_now": now,
            "meeting": {
                "id": meeting.id,
                "title": booking.title,
                "status": meeting.status,
                "scheduled_start": meeting.scheduled_start,
                "scheduled_end": meeting.scheduled_end,
                "opened_at": meeting.progress.opened_at,
                "closed_at": meeting.closed_at,
            },
            "position": meeting.progress.position,
            "presenter_state": PresenterState.NONE if step is None else step.phase.presenter_state,
            "participant_clock": booking.participant_clock,
            "at_the_door": False,
            "reminder": {"version": self._reminder_version, "showing": meeting.reminder_showing},
        }

    def _phase(self, meeting: Meeting) -> Phase:
        """The phase whose texts are shown: before the opening and after the close it is one without a step."""
        if meeting.step is not None:
            return meeting.step.phase
        return self._catalogue.phases["debrief" if meeting.status is Status.CLOSED else "gather"]


def _guidance(phase: Phase, role: Role, presents: bool) -> str:
    own = phase.observers if role is Role.OBSERVER else phase.participants
    if phase.id == SHARED_PRESENTER_TEXT:
        return f"{own}\n{phase.presenter}"
    return (phase.presenter if presents else "") or own


def _participants_time(clock: ParticipantClock, meeting: Meeting, now: datetime) -> View:
    if clock.shows_figures:
        return {"steps": _steps_with_lengths(meeting), "clock": _clock(meeting.countdown)}
    if clock is ParticipantClock.SOFT and meeting.countdown is not None:
        return {"steps": _steps(meeting), "band": band_at(meeting.countdown, now)}
    return {"steps": _steps(meeting)}


def _steps(meeting: Meeting) -> list[dict[str, Any]]:
    return [
        {"position": position, "phase": step.phase.id, "name": step.phase.name}
        for position, step in enumerate(meeting.protocol.steps, start=1)
    ]


def _steps_with_lengths(meeting: Meeting) -> list[dict[str, Any]]:
    clocks = meeting.progress.countdowns
    return [
        {**step, "length": clock.length, "spent": clock.spent}
        for step, clock in zip(_steps(meeting), clocks, strict=True)
    ]


def _clock(countdown: Countdown | None) -> View | None:
    if countdown is None:
        return None
    return {"length": countdown.length, "spent": countdown.spent, "running_since": countdown.running_since}
