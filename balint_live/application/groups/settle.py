"""Decisions about a group itself: its settings, its leaders, and session plans of its own."""

from balint_live.application.attendance.periods import LONGEST, SHORTEST, shortest_retention
from balint_live.application.groups.changes import NOTHING, Changes
from balint_live.application.groups.group import Desk, Settings
from balint_live.domain.errors import Code, DomainError, invalid
from balint_live.domain.protocol import Protocol

MOST_PLANNED = 100
MOST_QUORUM = 50
MOST_PLANS = 50


def settle(desk: Desk, expected_version: int, settings: Settings) -> Changes:
    """Raises DomainError: "stale_revision" if somebody else saved others meanwhile; else "invalid" for impossible ones."""
    changed = settings != desk.group.settings
    if changed and expected_version != desk.group.version:
        raise DomainError(Code.STALE_REVISION, "Somebody else has changed these settings meanwhile.")
    require_possible(settings)
    return Changes(settings=settings) if changed else NOTHING


def require_possible(settings: Settings) -> None:
    if not settings.name.strip():
        raise invalid("A group needs a name.")
    if not 1 <= settings.planned_sessions <= MOST_PLANNED:
        raise invalid(f"A series has between 1 and {MOST_PLANNED} sessions.")
    if not 0 <= settings.quorum <= MOST_QUORUM:
        raise invalid(f"The number of participants a session needs lies between 0 and {MOST_QUORUM}.")
    if not SHORTEST <= settings.retention_years <= LONGEST:
        raise invalid(f"Attendance that earned credit is kept for {SHORTEST} to {LONGEST} years.")
    least = shortest_retention(settings)
    if settings.retention_years < least:
        raise invalid(f"Attendance that earned credit for time attended is kept for at least {least} years.")


def remove_leader(desk: Desk, leader_id: str) -> Changes:
    """Raises DomainError for the last one: a group without leaders would be nobody's."""
    if all(one.id != leader_id for one in desk.leaders):
        return NOTHING
    if len(desk.leaders) == 1:
        raise invalid("A group needs at least one leader. Add another one first.")
    return Changes(departed_leaders=(leader_id,))


def keep_plan(desk: Desk, plan: Protocol) -> Changes:
    """A plan of the group's own, new or changed. Sessions already booked keep the copy they were booked with."""
    if not plan.name.strip():
        raise invalid("A session plan needs a name.")
    if len(desk.plans) >= MOST_PLANS and all(one.id != plan.id for one in desk.plans):
        raise invalid(f"A group keeps at most {MOST_PLANS} session plans of its own.")
    return Changes(plans=(plan,))


def drop_plan(desk: Desk, plan_id: str) -> Changes:
    return Changes(dropped_plans=(plan_id,)) if any(one.id == plan_id for one in desk.plans) else NOTHING
