"""Somebody added by hand. Nobody is written to by that: an invitation is a press of its own."""

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.groups.enrol import AddressTaken
from balint_live.application.groups.group import Desk
from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.forms.person import PersonForm
from balint_live.web.forms.typed import blame, problems
from balint_live.web.office_services import OfficeServices

Answered = str | Response | tuple[str, int]
CANNOT_BE_SAVED = 422
AND_ANOTHER = "another"


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("people", __name__, url_prefix="/groups/<group_id>/people/new")

    @pages.get("")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def form(group_id: str) -> Answered:
        return _page(office, office.desk(group_id), PersonForm(office))

    @pages.post("")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def add(group_id: str) -> Answered:
        return _added(office, office.desk(group_id), PersonForm(office, request.form))

    return pages


def _added(office: OfficeServices, desk: Desk, form: PersonForm) -> Answered:
    details = form.details(desk)
    if details is None:
        return _page(office, desk, form), CANNOT_BE_SAVED
    try:
        office.office.enrol(office.who(), desk.group.id, [details])
    except AddressTaken:
        blame(form.email, gettext("Somebody else has just been enrolled with this address."))
        return _page(office, desk, form), CANNOT_BE_SAVED
    except DomainError as refusal:
        return _page(office, desk, form, refusal.sentence), CANNOT_BE_SAVED
    flash(gettext("%(name)s is enrolled and not invited yet.", name=details.name))
    address = f"/groups/{desk.group.id}"
    return redirect(f"{address}/people/new" if request.form.get("press") == AND_ANOTHER else address, 303)


def _page(office: OfficeServices, desk: Desk, form: PersonForm, sentence: str = "") -> str:
    return render_template(
        "groups/people_new.html",
        desk=desk,
        group=desk.group.settings,
        form=form,
        problems=problems(form),
        sentence=sentence,
        zones=office.zones.all(),
    )
