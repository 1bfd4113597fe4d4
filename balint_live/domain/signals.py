"""The closed list of presses that pass between people, and who may send which (domain.md, section 15).

In memory only: never stored, logged or counted. The words stand here once; pages quote them.
"""

from dataclasses import dataclass

from balint_live.domain.presenter import PresenterState
from balint_live.domain.roles import Role


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
    Signal("bring_back", "Bring them back"),
    Signal("wrap_up", "Wrap up"),
    Signal("lost_zoom", "I've lost Zoom", "This page still works."),
)
FROM_PARTICIPANTS = (
    Signal("word_with_leader", "I'd like a word with a leader", "Also if you think you know who this is."),
    Signal("room_not_private", "My room is not private yet"),
)
FROM_PRESENTER = (
    Signal("come_back", "I'd like to come back"),
    Signal("need_leader", "I need a leader"),
)
KNOWN = {signal.id: signal for signal in FROM_LEADERS + FROM_PARTICIPANTS + FROM_PRESENTER}


def may_send(signal: str, role: Role, presents: bool, state: PresenterState) -> bool:
    """Whether this person may send it now; "word with a leader" is anybody's, leaders included in nobody's way."""
    if role is Role.LEADER:
        return signal == "word_with_leader" or signal in {each.id for each in FROM_LEADERS}
    if signal == "come_back":
        return presents and state.sits_back
    if signal == "need_leader":
        return presents
    return signal in {each.id for each in FROM_PARTICIPANTS}
