"""Who leads a group. Leaders are equal, so any of them may add another; that is also how a stand-in is let in."""

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.groups.group import Desk
from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.forms.leader_form import LABELS, AddLeaderForm
from balint_live.web.forms.typed import problems
from balint_live.web.office_services import OfficeServices

Answered = str | Response | tuple[str, int]
CANNOT_BE_DONE = 422


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("leaders", __name__, url_prefix="/groups/<group_id>/leaders")

    @pages.get("")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def index(group_id: str) -> Answered:
        return _page(office.desk(group_id), AddLeaderForm(office))

    @pages.post("")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def add(group_id: str) -> Answered:
        return _added(office, office.desk(group_id), AddLeaderForm(office, request.form))

    @pages.post("/<leader_id>/remove")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def remove(group_id: str, leader_id: str) -> Answered:
        return _removed(office, office.desk(group_id), leader_id)

    return pages


def _added(office: OfficeServices, desk: Desk, form: AddLeaderForm) -> Answered:
    leader = form.leader()
    if leader is None:
        return _page(desk, form), CANNOT_BE_DONE
    try:
        added = office.office.add_leader(office.who(), desk.group.id, *leader)
    except DomainError as refusal:
        return _page(desk, form, refusal.sentence), CANNOT_BE_DONE
    flash(gettext("%(name)s leads this group.", name=added.name))
    return redirect(f"/groups/{desk.group.id}/leaders", 303)


def _removed(office: OfficeServices, desk: Desk, leader_id: str) -> Answered:
    leader = next((one for one in desk.leaders if one.id == leader_id), None)
    try:
        office.office.remove_leader(office.who(), desk.group.id, leader_id)
    except DomainError as refusal:
        return _page(desk, AddLeaderForm(office), refusal.sentence), CANNOT_BE_DONE
    if leader is not None:
        flash(
            gettext("%(name)s no longer leads %(group)s.", name=leader.name, group=desk.group.settings.name)
        )
    out_of_sight = leader_id == desk.who.id and not desk.who.coordinator
    return redirect("/groups" if out_of_sight else f"/groups/{desk.group.id}/leaders", 303)


def _page(desk: Desk, form: AddLeaderForm, sentence: str = "") -> str:
    return render_template(
        "groups/leaders.html",
        desk=desk,
        form=form,
        problems=problems(form),
        sentence=sentence,
        labels=LABELS,
    )
