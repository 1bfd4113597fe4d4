"""The session plans and phases that come with the project, held against the domain's own tables."""

from datetime import timedelta

import pytest

from balint_live.domain.protocol import PresenterState
from tests.unit.domain.shipped import SHIPPED, plan, vectors

PROTOCOLS = vectors("protocols")
PHASES = vectors("phases")


def test_these_protocols_are_shipped() -> None:
    assert list(SHIPPED.protocols) == list(PROTOCOLS)


@pytest.mark.parametrize("id", PROTOCOLS)
def test_each_protocol_has_its_steps_in_their_order(id: str) -> None:
    assert SHIPPED.protocols[id].steps == plan(*PROTOCOLS[id]["steps"]).steps


@pytest.mark.parametrize("id", PROTOCOLS)
def test_each_protocol_adds_up_to_its_total(id: str) -> None:
    assert SHIPPED.protocols[id].total == timedelta(minutes=PROTOCOLS[id]["total"])


def test_these_phases_are_shipped() -> None:
    assert list(SHIPPED.phases) == list(PHASES)


@pytest.mark.parametrize("id", PHASES)
def test_each_phase_has_its_names_its_speaking_rule_and_its_presenter_state(id: str) -> None:
    phase = SHIPPED.phases[id]
    assert [phase.name, list(phase.alias), phase.speaker, phase.presenter_state] == PHASES[id]


def test_only_the_phases_outside_the_session_have_no_clock_and_these_and_a_break_earn_no_credit() -> None:
    assert [id for id, phase in SHIPPED.phases.items() if not phase.clock] == ["gather", "debrief"]
    assert [id for id, phase in SHIPPED.phases.items() if not phase.credit] == [
        "gather",
        "break",
        "debrief",
    ]


def test_return_never_gets_less_than_five_minutes() -> None:
    returns = [
        step.planned
        for protocol in SHIPPED.protocols.values()
        for step in protocol.steps
        if step.phase.id == "return"
    ]
    assert min(returns) == timedelta(minutes=5)


def test_every_phase_has_words_for_leaders() -> None:
    assert [id for id, phase in SHIPPED.phases.items() if not phase.leaders] == []


def test_only_the_leaders_debrief_has_no_words_for_participants() -> None:
    assert [id for id, phase in SHIPPED.phases.items() if not phase.participants] == ["debrief"]


def test_whoever_presents_has_words_of_their_own_in_every_phase_that_concerns_them() -> None:
    silent = [
        id
        for id, phase in SHIPPED.phases.items()
        if phase.presenter_state is not PresenterState.NONE and not phase.presenter
    ]
    assert silent == []
