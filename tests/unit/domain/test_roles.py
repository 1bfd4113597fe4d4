"""Who may do what."""

import pytest

from balint_live.domain.display import Action, Role, may

MAY = {
    Role.LEADER: {
        "see_meeting",
        "conduct",
        "mark_attendance",
        "mark_presenter",
        "signal_co_leaders",
        "see_presence",
    },
    Role.REGISTRANT: {"see_meeting", "mark_self_as_presenter", "signal_leaders"},
    Role.OBSERVER: {"see_meeting", "signal_leaders"},
}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_this_and_nothing_else(role: Role) -> None:
    assert {action.value for action in Action if may(role, action)} == MAY[role]
