"""Session plans: the shipped ones to start from, and a group's own, edited row by row with the total always in sight.

Without scripting every button of the editor is a press that answers with the same page, rearranged; nothing is kept before
"Save". Sessions that are booked keep the copy of the plan they were booked with.
"""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.groups.group import Desk
from balint_live.domain.errors import DomainError
from balint_live.domain.protocol import OFF_THE_CLOCK, Protocol
from balint_live.web.access import Action, Budget, declares
from balint_live.web.forms.date_fields import plans_of
from balint_live.web.forms.plan_form import (
    TypedPlan,
    plan_as_typed,
    plan_meant,
    plan_so_far,
    typed_plan,
    wrong_with,
)
from balint_live.web.forms.typed import Problem
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.plan_words import total_words, usual_minutes
from balint_live.web.pages.groups.unearnable import unearnable
from balint_live.web.pages.groups.words import plan_words

Answered = str | Response | tuple[str, int]
CANNOT_BE_KEPT = 422


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("plans", __name__, url_prefix="/groups/<group_id>/plans")

    @pages.get("")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def index(group_id: str) -> Answered:
        desk = office.desk(group_id)
        return render_template(
            "groups/plans.html",
            desk=desk,
            shipped=office.catalogue.protocols.values(),
            words=plan_words,
            unearnable=unearnable(desk, desk.plans),
        )

    @pages.get("/new")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def new(group_id: str) -> Answered:
        desk = office.desk(group_id)
        start = plans_of(desk.plans, office.catalogue.protocols).get(request.args.get("from", "abs60"))
        if start is None:
            abort(404)
        return _editor(office, desk, plan_as_typed(start, ""))

    @pages.post("/new")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def add(group_id: str) -> Answered:
        return _pressed(office, office.desk(group_id), office.new_id())

    @pages.get("/<plan_id>")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def edit(group_id: str, plan_id: str) -> Answered:
        desk, plan = _own_plan(office, group_id, plan_id)
        return _editor(office, desk, plan_as_typed(plan, plan.name), plan)

    @pages.post("/<plan_id>")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def change(group_id: str, plan_id: str) -> Answered:
        desk, plan = _own_plan(office, group_id, plan_id)
        if request.form.get("press") == "drop":
            return _dropped(office, desk, plan)
        return _pressed(office, desk, plan_id, plan)

    return pages


def _own_plan(office: OfficeServices, group_id: str, plan_id: str) -> tuple[Desk, Protocol]:
    desk = office.desk(group_id)
    plan = next((one for one in desk.plans if one.id == plan_id), None)
    if plan is None:
        abort(404)
    return desk, plan


def _pressed(office: OfficeServices, desk: Desk, id: str, plan: Protocol | None = None) -> Answered:
    press, typed = request.form.get("press", ""), typed_plan(request.form)
    if press != "save":
        return _editor(office, desk, typed.pressed(press), plan)
    return _saved(office, desk, typed, id, plan)


def _saved(office: OfficeServices, desk: Desk, typed: TypedPlan, id: str, plan: Protocol | None) -> Answered:
    wrong = wrong_with(typed)
    if wrong:
        return _editor(office, desk, typed, plan, wrong), CANNOT_BE_KEPT
    try:
        office.office.keep_plan(office.who(), desk.group.id, plan_meant(typed, id, office.catalogue))
    except DomainError as refusal:
        about_order = [Problem("phases", gettext("Phases"), refusal.sentence)]
        return _editor(office, desk, typed, plan, about_order), CANNOT_BE_KEPT
    flash(gettext("“%(plan)s” is saved. Choose it where you add or change a session.", plan=typed.name))
    if plan is None and any(line.by_plan for line in desk.group.settings.credit_lines):
        said = gettext(
            "Its sessions award credit as most do. Under “Credit” in the settings the plan can have its own figure."
        )
        flash(said)
    return redirect(f"/groups/{desk.group.id}/plans", 303)


def _dropped(office: OfficeServices, desk: Desk, plan: Protocol) -> Answered:
    office.office.drop_plan(office.who(), desk.group.id, plan.id)
    flash(gettext("“%(plan)s” is taken away. Sessions booked with it keep it.", plan=plan.name))
    return redirect(f"/groups/{desk.group.id}/plans", 303)


def _editor(
    office: OfficeServices,
    desk: Desk,
    typed: TypedPlan,
    plan: Protocol | None = None,
    wrong: list[Problem] | None = None,
) -> str:
    so_far, usual = plan_so_far(typed, office.catalogue), usual_minutes(desk)
    return render_template(
        "groups/plan.html",
        desk=desk,
        typed=typed,
        plan=plan,
        problems=wrong or [],
        wrong={each.id: each.sentence for each in wrong or []},
        phases=[one for one in office.catalogue.phases.values() if one.id not in OFF_THE_CLOCK],
        usual=usual,
        total=total_words(typed.total, usual),
        unearnable=[] if so_far is None else unearnable(desk, [so_far]),
    )
