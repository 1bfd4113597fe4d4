"""Credit that a session cannot earn because its plan is too short: to be said at once, not after the session."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from balint_live.application.groups.group import Desk
from balint_live.domain.protocol import Protocol
from balint_live.web.pages.groups.words import length


@dataclass(frozen=True, slots=True)
class Unearnable:
    """A credit, and the plan by which nobody earns it."""

    credit_type: str
    plan: str
    length: str


def unearnable(desk: Desk, plans: Iterable[Protocol] | None = None) -> list[Unearnable]:
    """For these plans, or for those of the sessions not yet opened; each said once.

    Shipped plans know nothing of the group, so its phases without credit are taken out of every plan here.
    """
    booked = (one.plan for one in desk.meetings if not one.cancelled and one.opened_at is None)
    uncredited = desk.group.settings.uncredited_phases
    chosen = dict.fromkeys(
        _without_credit_for(uncredited, each) for each in (booked if plans is None else plans)
    )
    return [
        Unearnable(line.credit_type, plan.name, length(plan))
        for line in desk.group.settings.credit_lines
        for plan in chosen
        if line.can_award_nothing(plan)
    ]


def _without_credit_for(phases: Collection[str], plan: Protocol) -> Protocol:
    steps = (
        replace(step, phase=replace(step.phase, credit=False)) if step.phase.id in phases else step
        for step in plan.steps
    )
    return replace(plan, steps=tuple(steps))
