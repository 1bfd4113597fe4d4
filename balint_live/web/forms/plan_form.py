"""A session plan as it is typed: rows of a phase and its minutes, and the presses that rearrange them.

The rows repeat two names, and their order in the form is their order in the plan. So a script that moves a row, and a
browser without one that presses a button for it, send the same form.
"""

from dataclasses import dataclass, replace

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from balint_live.domain import names
from balint_live.domain.errors import DomainError
from balint_live.domain.protocol import Catalogue, Protocol
from balint_live.web.forms.typed import Problem
from balint_live.web.pages.groups.words import minutes

MOST_STEPS = 40
MOST_MINUTES = 240
MOST_NAME = 100
USUAL_MINUTES = "5"


@dataclass(frozen=True, slots=True)
class TypedStep:
    phase: str
    minutes: str

    @property
    def length(self) -> int | None:
        """Whole minutes, where that is what was typed."""
        known = self.minutes.isascii() and self.minutes.isdecimal() and len(self.minutes) < 5
        return int(self.minutes) if known and 1 <= int(self.minutes) <= MOST_MINUTES else None


@dataclass(frozen=True, slots=True)
class TypedPlan:
    """`focus` is the button or field at which the reader goes on after a press."""

    name: str
    steps: tuple[TypedStep, ...]
    focus: str = ""

    @property
    def total(self) -> int:
        """Minutes, of the rows where they can be read."""
        return sum(step.length or 0 for step in self.steps)

    def pressed(self, press: str) -> "TypedPlan":
        """After "add", "up:2", "down:2" or "remove:2"; after anything else as it is."""
        act, _, row = press.partition(":")
        at = int(row) - 1 if row.isdecimal() and len(row) < 4 else -1
        if act == "add" and len(self.steps) < MOST_STEPS:
            return self._added()
        if not 0 <= at < len(self.steps):
            return self
        moves = {"up": at - 1, "down": at + 1}
        if act in moves:
            return self._moved(at, moves[act], act)
        return self._removed(at) if act == "remove" else self

    def _added(self) -> "TypedPlan":
        """Before the last, because a plan ends with its closing."""
        at = max(len(self.steps) - 1, 0)
        steps = (*self.steps[:at], TypedStep("discussion", USUAL_MINUTES), *self.steps[at:])
        return replace(self, steps=steps, focus=f"phase:{at + 1}")

    def _moved(self, at: int, to: int, act: str) -> "TypedPlan":
        if not 0 <= to < len(self.steps):
            return self
        steps = list(self.steps)
        steps.insert(to, steps.pop(at))
        ends = {"up": (0, "down"), "down": (len(steps) - 1, "up")}
        edge, back = ends[act]
        return replace(self, steps=tuple(steps), focus=f"{back if to == edge else act}:{to + 1}")

    def _removed(self, at: int) -> "TypedPlan":
        return replace(self, steps=self.steps[:at] + self.steps[at + 1 :], focus="add")


def typed_plan(form: MultiDict[str, str]) -> TypedPlan:
    rows = zip(form.getlist("phase"), form.getlist("minutes"), strict=False)
    steps = tuple(TypedStep(phase, typed.strip()) for phase, typed in list(rows)[:MOST_STEPS])
    return TypedPlan(names.clean(form.get("name", "")), steps)


def plan_as_typed(plan: Protocol, name: str) -> TypedPlan:
    return TypedPlan(name, tuple(TypedStep(step.phase.id, str(minutes(step.planned))) for step in plan.steps))


def wrong_with(typed: TypedPlan) -> list[Problem]:
    """What needs another look in the fields themselves; the phases' order is judged by `plan_meant`."""
    found = []
    if not typed.name:
        found.append(Problem("name", gettext("Name of the plan"), gettext("Give the plan a name.")))
    if len(typed.name) > MOST_NAME:
        too_long = gettext("This is too long: at most %(most)s characters.", most=MOST_NAME)
        found.append(Problem("name", gettext("Name of the plan"), too_long))
    wanted = gettext("Type whole minutes, from 1 to %(most)s.", most=MOST_MINUTES)
    return found + [
        Problem(f"minutes-{row}", gettext("Minutes of phase %(row)s", row=row), wanted)
        for row, step in enumerate(typed.steps, start=1)
        if step.length is None
    ]


def plan_meant(typed: TypedPlan, id: str, catalogue: Catalogue) -> Protocol:
    """Raises DomainError where its phases make no session."""
    return catalogue.protocol(id, typed.name, [(step.phase, step.length or 0) for step in typed.steps])


def plan_so_far(typed: TypedPlan, catalogue: Catalogue) -> Protocol | None:
    """What it would be by now, if it is one already."""
    try:
        return plan_meant(typed, "", catalogue)
    except DomainError:
        return None
