"""Session plans: the shipped ones to start from, and a group's own, edited row by row with the total always in sight.

Without scripting every button of the editor is a press that answers with the same page, rearranged; nothing is kept
before "Save". The rows repeat two field names, and their order in the form is their order in the plan; so a script that
moves a row, and a browser without one that presses a button for it, send the same form. Sessions that are booked keep
the copy of the plan they were booked with.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict

from balint_live.application.groups.group import Group
from balint_live.domain import names
from balint_live.domain.errors import DomainError
from balint_live.domain.protocol import OFF_THE_CLOCK, Catalogue, Protocol
from balint_live.web.groups.credit_lines import unearnable
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import minutes, plan_words
from balint_live.web.shared.forms import Problem, plans_of
from balint_live.web.shared.services import REFUSED, Answered, GroupServices

MOST_STEPS = 40
MOST_MINUTES = 240
MOST_NAME = 100
USUAL_MINUTES = "5"


@dataclass(frozen=True, slots=True)
class TypedStep:
    """A row of the editor: a phase, and its minutes as they were typed."""

    phase: str
    minutes: str

    @property
    def length(self) -> int | None:
        """Whole minutes, where that is what was typed."""
        known = self.minutes.isascii() and self.minutes.isdecimal() and len(self.minutes) < 5
        return int(self.minutes) if known and 1 <= int(self.minutes) <= MOST_MINUTES else None


@dataclass(frozen=True, slots=True)
class TypedPlan:
    """A plan as it was typed. `focus` is the button or field at which the reader goes on after a press."""

    name: str
    steps: tuple[TypedStep, ...]
    focus: str = ""

    @property
    def total(self) -> int:
        """Minutes, of the rows where they can be read."""
        return sum(step.length or 0 for step in self.steps)

    def pressed(self, press: str) -> "TypedPlan":
        """The plan after the press "add", "up:2", "down:2" or "remove:2"; after any other as it is."""
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
    """The plan in a form."""
    rows = zip(form.getlist("phase"), form.getlist("minutes"), strict=False)
    steps = tuple(TypedStep(phase, typed.strip()) for phase, typed in list(rows)[:MOST_STEPS])
    return TypedPlan(names.clean(form.get("name", "")), steps)


def plan_as_typed(plan: Protocol, name: str) -> TypedPlan:
    """A plan that exists, as if it had been typed under this name."""
    return TypedPlan(name, tuple(TypedStep(step.phase.id, str(minutes(step.planned))) for step in plan.steps))


def mistakes_in(typed: TypedPlan) -> list[Problem]:
    """What needs another look in the fields themselves; `plan_meant` checks the order of the phases."""
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
    """The plan that was typed. Raises DomainError where its phases make no session."""
    return catalogue.protocol(id, typed.name, [(step.phase, step.length or 0) for step in typed.steps])


# ---- Pages ----------------------------------------------------------------------------------------------------------


def plans_pages(services: GroupServices) -> Blueprint:
    """The plans of a group, and the editor of one."""
    pages = Blueprint("plans", __name__, url_prefix="/groups/<group_id>/plans")

    @pages.get("")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def index(group_id: str) -> Answered:
        group = services.group(group_id)
        return render_template(
            "pages/groups/plans.html",
            group=group,
            shipped=services.catalogue.protocols.values(),
            words=plan_words,
            unearnable=unearnable(group, group.plans),
        )

    @pages.get("/new")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def new(group_id: str) -> Answered:
        group = services.group(group_id)
        start = plans_of(group.plans, services.catalogue.protocols).get(request.args.get("from", "abs60"))
        if start is None:
            abort(404)
        return _editor(services, group, plan_as_typed(start, ""))

    @pages.post("/new")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def add(group_id: str) -> Answered:
        return _pressed(services, services.group(group_id), services.new_id())

    @pages.get("/<plan_id>")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def edit(group_id: str, plan_id: str) -> Answered:
        group, plan = _own_plan(services, group_id, plan_id)
        return _editor(services, group, plan_as_typed(plan, plan.name), plan)

    @pages.post("/<plan_id>")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def change(group_id: str, plan_id: str) -> Answered:
        group, plan = _own_plan(services, group_id, plan_id)
        if request.form.get("press") == "drop":
            services.groups.drop_plan(services.who(), group.id, plan.id)
            flash(gettext("“%(plan)s” is deleted. Sessions booked with it keep it.", plan=plan.name))
            return redirect(f"/groups/{group.id}/plans", 303)
        return _pressed(services, group, plan_id, plan)

    return pages


def _own_plan(services: GroupServices, group_id: str, plan_id: str) -> tuple[Group, Protocol]:
    group = services.group(group_id)
    plan = next((one for one in group.plans if one.id == plan_id), None)
    if plan is None:
        abort(404)
    return group, plan


def _pressed(services: GroupServices, group: Group, id: str, plan: Protocol | None = None) -> Answered:
    press, typed = request.form.get("press", ""), typed_plan(request.form)
    if press != "save":
        return _editor(services, group, typed.pressed(press), plan)
    return _saved(services, group, typed, id, plan)


def _saved(
    services: GroupServices, group: Group, typed: TypedPlan, id: str, plan: Protocol | None
) -> Answered:
    wrong = mistakes_in(typed)
    if wrong:
        return _editor(services, group, typed, plan, wrong), REFUSED
    try:
        services.groups.keep_plan(services.who(), group.id, plan_meant(typed, id, services.catalogue))
    except DomainError as refusal:
        order = Problem("phases", gettext("Phases"), refusal.sentence)
        return _editor(services, group, typed, plan, [order]), REFUSED
    flash(gettext("“%(plan)s” is saved. Choose it where you add or change a session.", plan=typed.name))
    if plan is None and any(line.by_plan for line in group.settings.credit_lines):
        said = gettext(
            "Its sessions award credit as most do. Under “Credit” in the settings the plan can have its own figure."
        )
        flash(said)
    return redirect(f"/groups/{group.id}/plans", 303)


def _editor(
    services: GroupServices,
    group: Group,
    typed: TypedPlan,
    plan: Protocol | None = None,
    wrong: Sequence[Problem] = (),
) -> str:
    usual = usual_minutes(group)
    try:
        so_far = [plan_meant(typed, "", services.catalogue)]
    except DomainError:  # not a plan yet
        so_far = []
    return render_template(
        "pages/groups/plan.html",
        group=group,
        typed=typed,
        plan=plan,
        problems=wrong,
        wrong={each.id: each.sentence for each in wrong},
        phases=[one for one in services.catalogue.phases.values() if one.id not in OFF_THE_CLOCK],
        usual=usual,
        total=total_words(typed.total, usual),
        unearnable=unearnable(group, so_far),
    )


def usual_minutes(group: Group) -> int | None:
    """The length most sessions of the group are booked for, the latest among equals; None before the first is."""
    standing = [one for one in reversed(group.meetings) if not one.cancelled]
    lengths = Counter(minutes(one.end - one.start) for one in standing)
    return lengths.most_common(1)[0][0] if lengths else None


def total_words(total: int, usual: int | None) -> str:
    """ "Total: 63 minutes, 3 more than usual." The script on the page says the same: static/js/pages/plan_editor.js."""
    said = ngettext("Total: %(num)s minute", "Total: %(num)s minutes", total)
    if usual is None:
        return gettext("%(total)s.", total=said)
    if total == usual:
        return gettext("%(total)s, as long as usual.", total=said)
    if total > usual:
        return gettext("%(total)s, %(more)s more than usual.", total=said, more=total - usual)
    return gettext("%(total)s, %(fewer)s fewer than usual.", total=said, fewer=usual - total)
