"""What each role sees of a meeting and may do in it: the participants' clock, late-comers, the table of rights, the signals.

Leaders see minutes and seconds; participants see what the group chose. Under `hidden` and `soft` no figure leaves the
server from which the remaining seconds could be computed, only (under soft) the third of the step: see
`application.live.snapshots`.

One table says who may do what, for every kind of request. Leaders are equal: no row of it tells one from another. What
somebody may do to themself (a registrant who offers to present) is a row too, so that no handler has an exception of its
own.

Signals are a closed list of presses that pass between people (domain.md, section 15). They live in memory only: never
stored, logged or counted. Their words are here once; pages quote them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from balint_live.domain.protocol import PresenterState, Protocol
from balint_live.domain.timer import Countdown

CLOCKLESS_PHASES = frozenset({"settling", "case_call", "pushback"})
SHORTEST_BANDED_STEP = timedelta(minutes=5)
WRAP_UP = timedelta(minutes=2)


class ParticipantClock(StrEnum):
    """How much of the time participants see."""

    HIDDEN = "hidden"
    SOFT = "soft"
    MINUTES = "minutes"
    SECONDS = "seconds"

    @property
    def shows_figures(self) -> bool:
        return self in (ParticipantClock.MINUTES, ParticipantClock.SECONDS)


class LateComers(StrEnum):
    """What becomes of somebody who comes for the first time while the group is with a case."""

    HOLD = "hold"
    """They wait at the door until a leader lets them in."""
    LISTEN = "listen"
    """They come in, and are asked only to listen."""
    ADMIT = "admit"
    """They come in as anybody does."""


class Band(StrEnum):
    """Thirds of the length as adjusted; past the end it stays late."""

    EARLY = "early"
    MIDDLE = "middle"
    LATE = "late"


def band_at(countdown: Countdown, now: datetime) -> Band:
    """The third of the step that has been reached."""
    used = countdown.spent_at(now) * 3
    if used < countdown.length:
        return Band.EARLY
    return Band.MIDDLE if used < countdown.length * 2 else Band.LATE


def next_beat(countdown: Countdown, now: datetime) -> datetime | None:
    """The next moment at which a page must be told something although nobody pressed: a band, the wrap-up, zero.

    None at rest, and after the last one. Thirds are rounded up, so that the band has changed at that moment, and not
    almost.
    """
    turns = (
        -(-countdown.length // 3),
        -(-countdown.length * 2 // 3),
        countdown.length - wrap_up(countdown),
        countdown.length,
    )
    moments = (countdown.moment_of(spent) for spent in turns)
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


def wrap_up(countdown: Countdown) -> timedelta:
    """How long before its end a step asks to be wrapped up: two minutes or a fifth, whichever is shorter."""
    return min(WRAP_UP, countdown.length / 5)


def quiet_positions(protocol: Protocol, clock: ParticipantClock) -> tuple[int, ...]:
    """Positions at which participants see no clock: by their phase, whatever the setting; under `soft` short ones too.

    In a step under five minutes three words would be a countdown; minutes and seconds are one by choice.
    """
    return tuple(
        position
        for position, step in enumerate(protocol.steps, start=1)
        if step.phase.id in CLOCKLESS_PHASES
        or (clock is ParticipantClock.SOFT and step.planned < SHORTEST_BANDED_STEP)
    )


class Role(StrEnum):
    """What somebody is in a meeting."""

    LEADER = "leader"
    REGISTRANT = "registrant"
    OBSERVER = "observer"


class Action(StrEnum):
    """What can be asked for in a meeting."""

    SEE_MEETING = "see_meeting"
    CONDUCT = "conduct"
    MARK_ATTENDANCE = "mark_attendance"
    MARK_PRESENTER = "mark_presenter"
    MARK_SELF_AS_PRESENTER = "mark_self_as_presenter"
    SIGNAL_LEADERS = "signal_leaders"
    SIGNAL_CO_LEADERS = "signal_co_leaders"
    SEE_PRESENCE = "see_presence"


_MAY: dict[Role, frozenset[Action]] = {
    Role.LEADER: frozenset(
        {
            Action.SEE_MEETING,
            Action.CONDUCT,
            Action.MARK_ATTENDANCE,
            Action.MARK_PRESENTER,
            Action.SIGNAL_CO_LEADERS,
            Action.SEE_PRESENCE,
        }
    ),
    Role.REGISTRANT: frozenset({Action.SEE_MEETING, Action.MARK_SELF_AS_PRESENTER, Action.SIGNAL_LEADERS}),
    Role.OBSERVER: frozenset({Action.SEE_MEETING, Action.SIGNAL_LEADERS}),
}


def may(role: Role, action: Action) -> bool:
    """Whether somebody in this role may do this."""
    return action in _MAY[role]


@dataclass(frozen=True, slots=True)
class Signal:
    """`hint` explains, and is not part of the words sent."""

    id: str
    words: str
    hint: str = ""


FROM_LEADERS = (
    Signal("sit_back_now", "Sit back now?"),
    Signal("two_more_minutes", "Two more minutes?"),
    Signal("you_take_this", "You take this"),
    Signal("let_it_run", "Let it run"),
    Signal("patient_missing", "Patient is missing", "Nobody speaks for the patient."),
    Signal("check_presenter", "Presenter needs checking"),
    Signal("bring_back", "Shall we bring them back?"),
    Signal("wrap_up", "Wrap up"),
    Signal("lost_zoom", "I've lost Zoom", "This page still works."),
)
FROM_PARTICIPANTS = (
    Signal(
        "word_with_leader",
        "I'd like a word with a leader",
        "Press this too if you think you recognise the patient.",
    ),
    Signal("room_not_private", "My room is not private yet"),
)
FROM_PRESENTER = (
    Signal("come_back", "I'd like to come back"),
    Signal("need_leader", "I need a leader"),
)
KNOWN = {signal.id: signal for signal in FROM_LEADERS + FROM_PARTICIPANTS + FROM_PRESENTER}


def may_send(signal: str, role: Role, presents: bool, state: PresenterState) -> bool:
    """Whether this person may send it now; "word with a leader" is for everybody, leaders included."""
    if role is Role.LEADER:
        return signal == "word_with_leader" or signal in {each.id for each in FROM_LEADERS}
    if signal == "come_back":
        return presents and state.sits_back
    if signal == "need_leader":
        return presents
    return signal in {each.id for each in FROM_PARTICIPANTS}
