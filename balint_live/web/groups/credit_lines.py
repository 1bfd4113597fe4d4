"""One credit line of a group as it is typed: a rule, what the body calls the credit, and the rule's own figures; and
credit that a session cannot earn because its plan is too short, which is said before the session and not after it.

All figures of all rules stand in the form, since without scripting nothing can be added to it; the style sheet shows
those of the rule that is chosen. What belongs to another rule is kept as typed and not looked at. The most a session can
award is one figure, and for sessions by certain plans another: each plan there is has a field, and most stay empty.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, Field, FieldList, Form, FormField, HiddenField

from balint_live.application.groups.group import Group
from balint_live.domain.credit import CreditLine, Figures, Gap, Policy, Rounding, in_credits
from balint_live.domain.errors import DomainError
from balint_live.domain.protocol import Protocol
from balint_live.web.shared.context import plan_words
from balint_live.web.shared.forms import Choices, blame, choice, line, needed, not_longer, paragraphs, whole
from balint_live.web.shared.forms import lazily as _

MOST_CREDITS = 24
MOST_TYPE = 100
MOST_STATEMENT = 2000
MOST_PLANS = 200
_CREDITS = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?")


class PlanFigureForm(Form):
    """The most a session by one plan can award; empty where the line's own figure holds."""

    plan = HiddenField(default="")
    figure = line(_("A plan that no session has any more"))


class CreditLineForm(Form):
    """An empty policy is no line: that is how one is taken away. `id` is empty for a new one."""

    id = HiddenField(default="")
    policy = choice(
        _("Rule"),
        [
            ("", _("No credit")),
            (Policy.FULL_HOUR.value, _("Whole hours")),
            (Policy.QUARTER_HOUR.value, _("Time attended, in quarters")),
            (Policy.MIN_FRACTION.value, _("Most of each session")),
            (Policy.SERIES_MIN.value, _("A number of sessions")),
        ],
        default="",
    )
    credit_type = line(_("Name of the credit"))
    per_session = line(_("Maximum per session"), default="1.00")
    by_plan = FieldList(FormField(PlanFigureForm), max_entries=MOST_PLANS)
    put_right = BooleanField(_("Sessions that have ended get these figures too"))
    statement = paragraphs(_("Accreditation statement"))
    grace_minutes = line(_("Minutes that may be missed in an hour"), default="15")
    gap = choice(
        _("How missed minutes count"),
        [
            (Gap.CONSECUTIVE.value, _("The longest absence in the hour")),
            (Gap.TOTAL.value, _("All absences in the hour together")),
        ],
        default=Gap.CONSECUTIVE.value,
    )
    rounding = choice(
        _("A quarter that is not full"),
        [
            (Rounding.DOWN.value, _("Does not count")),
            (Rounding.NEAREST.value, _("Counts from half of it on")),
        ],
        default=Rounding.DOWN.value,
    )
    numerator = line(_("Minutes that must be attended"), default="4")
    denominator = line(_("Of every so many minutes"), default="5")
    required_sessions = line(_("Sessions that must be attended"), default="6")

    def offer_plans(self, plans: Choices) -> None:
        """A field for each, called by its plan; what was typed stays where it is."""
        self._plans = plans
        there = {str(row.form.plan.data): row.form for row in self.by_plan}
        for id, plan in plans.items():
            row = there.get(id) or self.by_plan.append_entry({"plan": id}).form
            row.figure.label.text = plan_words(plan)

    def credit_line(self) -> CreditLine | None:
        """The line that was typed; None for no credit, or where a field was blamed."""
        if not self.policy.data or self.policy.errors or self.gap.errors or self.rounding.errors:
            return None
        try:
            return CreditLine(
                id=str(self.id.data or ""),
                policy=Policy(self.policy.data),
                credit_type=needed(
                    self.credit_type, gettext("Say what the body calls this credit."), MOST_TYPE
                ),
                designated_quarters=quarters(self.per_session),
                by_plan=self._by_plan(),
                statement=not_longer(self.statement, MOST_STATEMENT),
                **self._parameters(Policy(self.policy.data)),
            )
        except DomainError as impossible:
            if not any(field.errors for field in self):
                blame(self.policy, impossible.sentence)
            return None

    def _by_plan(self) -> Figures:
        rows = [row.form for row in self.by_plan if row.form.figure.data]
        for row in rows:
            if row.plan.data not in self._plans:
                blame(row.figure, gettext("No session is booked by this plan any more. Leave this empty."))
        return tuple((str(row.plan.data), quarters(row.figure)) for row in rows)

    def _parameters(self, policy: Policy) -> dict[str, Any]:
        """Only the rule's own; the others keep what a new line has."""
        if policy is Policy.FULL_HOUR:
            return {"grace_minutes": whole(self.grace_minutes, 0, 59), "gap": Gap(self.gap.data)}
        if policy is Policy.QUARTER_HOUR:
            return {"rounding": Rounding(self.rounding.data)}
        if policy is Policy.MIN_FRACTION:
            return self._fraction()
        return {"required_sessions": whole(self.required_sessions, 1, 100), **self._fraction()}

    def _fraction(self) -> dict[str, Any]:
        denominator = whole(self.denominator, 1, 100)
        return {"numerator": whole(self.numerator, 1, denominator), "denominator": denominator}


def typed_from(credit: CreditLine, plans: Choices) -> dict[str, Any]:
    """A line as somebody would have typed it, with the figures of these plans."""
    figures = [(id, most) for id, most in credit.by_plan if id in plans]
    return {
        "id": credit.id,
        "policy": credit.policy.value,
        "credit_type": credit.credit_type,
        "per_session": str(in_credits(credit.designated_quarters)),
        "by_plan": [{"plan": id, "figure": str(in_credits(most))} for id, most in figures],
        "statement": credit.statement,
        "grace_minutes": str(credit.grace_minutes),
        "gap": credit.gap.value,
        "rounding": credit.rounding.value,
        "numerator": str(credit.numerator),
        "denominator": str(credit.denominator),
        "required_sessions": str(credit.required_sessions),
    }


def quarters(field: Field) -> int:
    """Credits as people write them, "1.25" or "1,25", in quarters; 0 where the field is blamed."""
    text = str(field.data or "").replace(",", ".")
    counted = Decimal(text) * 4 if _CREDITS.fullmatch(text) else Decimal(-1)
    if counted % 1 == 0 and 0 <= counted <= 4 * MOST_CREDITS:
        return int(counted)
    blame(field, gettext("Type credits in quarters, from 0 to %(most)s, such as 1.25.", most=MOST_CREDITS))
    return 0


def unearnable(group: Group, plans: Iterable[Protocol] | None = None) -> list[tuple[str, str]]:
    """Credits that nobody earns in a session by one of these plans, each with the plan's name; without plans, of the
    plans of the sessions not yet opened.

    Shipped plans know nothing of the group, so its phases without credit are taken out of every plan here.
    """
    booked = (one.plan for one in group.meetings if not one.cancelled and one.opened_at is None)
    uncredited = group.settings.uncredited_phases
    chosen = dict.fromkeys(
        _without_credit_for(uncredited, each) for each in (booked if plans is None else plans)
    )
    return [
        (line.credit_type, plan.name)
        for line in group.settings.credit_lines
        for plan in chosen
        if line.can_award_nothing(plan)
    ]


def _without_credit_for(phases: Collection[str], plan: Protocol) -> Protocol:
    steps = (
        replace(step, phase=replace(step.phase, credit=False)) if step.phase.id in phases else step
        for step in plan.steps
    )
    return replace(plan, steps=tuple(steps))
