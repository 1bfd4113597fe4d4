"""Phases, and the protocols that order them.

A Phase is one of the fixed kinds of segment; a Step is a *position* in a Protocol with a planned length. One phase may
stand at several positions (two cases), so identity is always the position, counted from 1 as on the wire. Both validate
themselves when built, so that no other code ever meets a protocol that does not add up.

The presenter's state follows from the phase of the current step, whether or not anybody is marked as presenter; so a mark
that was lost with the server's memory can never put the wrong words on the group's pages. The states come in no fixed
order: `interim75` goes back, returned, moving_back, back, returned. *Who* presents is not here and not in any database: see
`application.live.room`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Self

from balint_live.domain.errors import invalid


class PresenterState(StrEnum):
    """The seven states of domain.md, section 5."""

    NONE = "none"
    PRESENTING = "presenting"
    ANSWERING = "answering"
    MOVING_BACK = "moving_back"
    BACK = "back"
    RETURNED = "returned"
    IN_CIRCLE = "in_circle"

    @property
    def sits_back(self) -> bool:
        """Out of view on Zoom, where nobody would see the presenter drop."""
        return self in (PresenterState.MOVING_BACK, PresenterState.BACK)


FORGETS_THE_PRESENTER = "case_call"
"""Entering this phase forgets the mark: the next case is about to be offered."""

PRESENTS_A_CASE = "presentation"
LEAVES_THE_CASE = frozenset({FORGETS_THE_PRESENTER, "break"})

OFF_THE_CLOCK = frozenset({"gather", "debrief"})
"""Phases before the opening and after the close: never a step (domain.md, section 6)."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A kind of segment with its speaking rule and its guidance for each reader."""

    id: str
    name: str
    alias: tuple[str, ...]
    speaker: str
    presenter_state: PresenterState
    clock: bool
    credit: bool
    presenter: str
    participants: str
    observers: str
    leaders: str
    leaders_alone: str = ""
    leaders_many: str = ""

    def for_leaders(self, count: int) -> str:
        """The leaders' guidance where so many lead: some texts are others for one, or for three and more."""
        own = self.leaders_alone if count == 1 else self.leaders_many if count > 2 else ""
        return own or self.leaders


@dataclass(frozen=True, slots=True)
class Step:
    """One phase at one position of a protocol, with its planned length (whole minutes)."""

    phase: Phase
    planned: timedelta

    def __post_init__(self) -> None:
        if self.phase.id in OFF_THE_CLOCK:
            raise invalid(f"{self.phase.name} lies outside the clock and cannot be a step.")
        if self.planned < timedelta(minutes=1) or self.planned % timedelta(minutes=1):
            raise invalid(f"{self.phase.name} needs whole minutes, at least one.")


@dataclass(frozen=True, slots=True)
class Protocol:
    """A session plan: ordered steps. Raises DomainError("invalid") when it cannot be one."""

    id: str
    name: str
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if not self.steps:
            raise invalid("A session plan needs at least one step.")
        waiting = None
        for step in self.steps:
            if step.phase.presenter_state is PresenterState.BACK:
                waiting = step
            elif step.phase.presenter_state is PresenterState.RETURNED:
                waiting = None
        if waiting is not None:
            raise invalid(f"After {waiting.phase.name} nothing brings the presenter back.")

    @property
    def total(self) -> timedelta:
        """Always the sum of the steps; it is derived, so it cannot disagree with them."""
        return sum((step.planned for step in self.steps), timedelta())

    def is_with_a_case(self, position: int) -> bool:
        """Whether at this position a case has been presented and the group has not left it: whoever comes now is late."""
        with_a_case = False
        for before, step in pairwise(self.steps[:position]):
            with_a_case = (
                with_a_case or before.phase.id == PRESENTS_A_CASE
            ) and step.phase.id not in LEAVES_THE_CASE
        return with_a_case

    def step(self, position: int) -> Step:
        """The step at a position counted from 1."""
        return self.steps[position - 1]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The shipped phases and protocols, by id."""

    phases: dict[str, Phase]
    protocols: dict[str, Protocol]

    def protocol(self, id: str, name: str, plan: Iterable[tuple[str, int]]) -> Protocol:
        """A protocol from `(phase id, minutes)` pairs: a shipped one, or a group's own."""
        return Protocol(id, name, tuple(self._step(phase, minutes) for phase, minutes in plan))

    def without_credit_for(self, phases: Collection[str]) -> Self:
        """The catalogue in which these phases earn no credit: a sponsor may leave out announcements, or the check-in."""
        known = {
            id: replace(phase, credit=phase.credit and id not in phases) for id, phase in self.phases.items()
        }
        return replace(self, phases=known)

    def _step(self, phase: str, minutes: int) -> Step:
        if phase not in self.phases:
            raise invalid(f"There is no phase called {phase}.")
        return Step(self.phases[phase], timedelta(minutes=minutes))
