"""Who may do what: one table, asked by the choke point and by every door.

Leaders are equal: no row of it tells one from another. "Own" rights (a registrant marking themself) are rows too, so that
no handler has to remember an exception.
"""

from enum import StrEnum


class Role(StrEnum):
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
    return action in _MAY[role]
