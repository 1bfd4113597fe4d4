"""What a phase makes of the presenter: derived from the step alone, along no fixed chain."""

import pytest

from balint_live.domain.protocol import FORGETS_THE_PRESENTER, PresenterState
from tests.unit.domain.shipped import SHIPPED

STATES = {
    "interim75": "none none presenting answering moving_back back returned moving_back back returned in_circle",
    "nopush90": "none none none presenting answering in_circle in_circle in_circle",
    "fish90": "none none presenting answering moving_back back back returned in_circle in_circle",
    "train90": "none none presenting answering moving_back back returned none in_circle in_circle",
}


@pytest.mark.parametrize("protocol", STATES)
def test_the_state_follows_the_steps(protocol: str) -> None:
    states = [step.phase.presenter_state for step in SHIPPED.protocols[protocol].steps]
    assert " ".join(states) == STATES[protocol]


def test_out_of_view_are_the_moving_back_and_the_sitting_back() -> None:
    assert [state.value for state in PresenterState if state.sits_back] == ["moving_back", "back"]


def test_the_call_for_the_next_case_forgets_who_presented() -> None:
    assert SHIPPED.phases[FORGETS_THE_PRESENTER].name == "Who has a case?"
