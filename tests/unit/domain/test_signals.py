"""The closed list of presses between people: their words, and who may send which, when."""

import pytest

from balint_live.domain.display import KNOWN, Role, may_send
from balint_live.domain.protocol import PresenterState
from tests.unit.domain.shipped import vectors

SIGNALS: dict[str, dict[str, str]] = vectors("signals")
SITTING_BACK = {PresenterState.MOVING_BACK, PresenterState.BACK}


def from_(*senders: str) -> set[str]:
    return {id for id, signal in SIGNALS.items() if signal["from"] in senders}


def open_to(role: Role, presents: bool, state: PresenterState) -> set[str]:
    return {id for id in SIGNALS if may_send(id, role, presents, state)}


def test_the_list_and_its_words() -> None:
    assert {id: signal.words for id, signal in KNOWN.items()} == {
        id: signal["words"] for id, signal in SIGNALS.items()
    }


def test_each_is_known_by_its_own_id() -> None:
    assert [signal.id for signal in KNOWN.values()] == list(KNOWN)


@pytest.mark.parametrize("state", PresenterState)
def test_leaders_send_theirs_at_any_time(state: PresenterState) -> None:
    assert open_to(Role.LEADER, False, state) == from_("leader", "anyone")


@pytest.mark.parametrize("state", PresenterState)
@pytest.mark.parametrize("role", [Role.REGISTRANT, Role.OBSERVER])
def test_participants_and_observers_ask_for_a_word_or_say_their_room_is_not_private(
    role: Role, state: PresenterState
) -> None:
    assert open_to(role, False, state) == from_("participant", "anyone")


@pytest.mark.parametrize("state", PresenterState)
def test_whoever_presents_may_ask_for_a_leader_and_out_of_view_to_come_back(state: PresenterState) -> None:
    back = from_("presenter sitting back") if state in SITTING_BACK else set()
    assert open_to(Role.REGISTRANT, True, state) == from_("participant", "anyone", "presenter") | back


@pytest.mark.parametrize("unknown", ["", "WRAP_UP", "hello", "wrap_up "])
@pytest.mark.parametrize("role", Role)
def test_nobody_sends_anything_else(role: Role, unknown: str) -> None:
    assert not may_send(unknown, role, True, PresenterState.BACK)
