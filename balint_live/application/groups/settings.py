"""Decisions about a group itself: its settings and credit lines, its leaders, and session plans of its own."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from balint_live.application.groups.changes import NOTHING, Changes, MailBatch
from balint_live.application.groups.group import Group, Settings
from balint_live.domain.credit import CreditLine, Figures, Policy, designated
from balint_live.domain.errors import Code, DomainError, invalid
from balint_live.domain.protocol import Protocol

SHORTEST, LONGEST = 3, 10
SHORTEST_FOR_TIME_ATTENDED = 6
"""Years: ACCME and AMA ask for six."""

MOST_PLANNED = 100
MOST_QUORUM = 50
MOST_PLANS = 50


def change_settings(
    group: Group,
    expected_version: int,
    settings: Settings,
    new_id: Callable[[], str],
    put_right: Collection[int] = (),
) -> Changes:
    """New settings. Sessions that have ended keep the most they could award, but under the credit lines in the places
    `put_right`.

    Raises DomainError: "stale_revision" if somebody else saved others meanwhile; else "invalid" for impossible ones.
    """
    lines = with_ids(group.settings.credit_lines, settings.credit_lines, new_id)
    figures = _of_ended_sessions(
        group, lines, {line.id for place, line in enumerate(lines) if place in put_right}
    )
    changed = settings != group.settings or bool(figures)
    if changed and expected_version != group.version:
        raise DomainError(Code.STALE_REVISION, "Somebody else has changed these settings meanwhile.")
    require_possible(settings)
    return Changes(settings=replace(settings, credit_lines=lines), designated=figures) if changed else NOTHING


def with_ids(
    before: Sequence[CreditLine], lines: Sequence[CreditLine], new_id: Callable[[], str]
) -> tuple[CreditLine, ...]:
    """The lines with their ids: the id of the line each was `before`, else a new one.

    A line stays the same while its rule or its name does; with another rule and another name it is a new one.
    """
    left = list(before)
    found = []
    for line in lines:
        was = next((old for old in left if _is_still(old, line)), None)
        if was is not None:
            left.remove(was)
        found.append(replace(line, id=new_id() if was is None else was.id))
    return tuple(found)


def _is_still(old: CreditLine, line: CreditLine) -> bool:
    same = (old.policy is line.policy, old.credit_type == line.credit_type)
    return any(same) if line.id == old.id else not line.id and all(same)


def _of_ended_sessions(
    group: Group, lines: Sequence[CreditLine], put_right: Collection[str]
) -> tuple[tuple[str, Figures], ...]:
    """The figures that change, by session that has ended."""
    ended = {one.id: one for one in group.meetings if one.closed_at is not None}
    figures = {
        id: designated(lines, one.plan.id, tuple(each for each in one.designated if each[0] not in put_right))
        for id, one in ended.items()
    }
    return tuple((id, each) for id, each in figures.items() if each != ended[id].designated)


def require_possible(settings: Settings) -> None:
    """Raises DomainError("invalid") for settings out of range; it says what the range is."""
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


def remove_leader(group: Group, leader_id: str) -> Changes:
    """The group without this leader. Raises DomainError for the last one: a group needs one."""
    if all(one.id != leader_id for one in group.leaders):
        return NOTHING
    if len(group.leaders) == 1:
        raise invalid("A group needs at least one leader. Add another one first.")
    return Changes(departed_leaders=(leader_id,))


def write_to_leader(group: Group, leader_id: str, mails: MailBatch) -> Changes:
    """Tell a leader once more what they lead and where to sign in. Raises DomainError for anybody else."""
    mine = [one for one in group.leading if one.id == leader_id]
    if not mine:
        raise invalid("This person does not lead this group.")
    return Changes(mails=tuple(map(mails.leads, mine)))


def keep_plan(group: Group, plan: Protocol) -> Changes:
    """Save a plan of the group's own, new or changed. Sessions already booked keep the copy they were booked with."""
    if not plan.name.strip():
        raise invalid("A session plan needs a name.")
    if len(group.plans) >= MOST_PLANS and all(one.id != plan.id for one in group.plans):
        raise invalid(f"A group keeps at most {MOST_PLANS} session plans of its own.")
    return Changes(plans=(plan,))


def drop_plan(group: Group, plan_id: str) -> Changes:
    """Delete a plan of the group's own."""
    return Changes(dropped_plans=(plan_id,)) if any(one.id == plan_id for one in group.plans) else NOTHING


def shortest_retention(settings: Settings) -> int:
    """In years, for the credit lines the group has."""
    asks_for_six = any(line.policy is Policy.QUARTER_HOUR for line in settings.credit_lines)
    return SHORTEST_FOR_TIME_ATTENDED if asks_for_six else SHORTEST
