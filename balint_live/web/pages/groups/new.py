"""A new group: what is settled for it, and who leads it. Only coordinators add groups."""

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.forms.leader_form import NewGroupForm
from balint_live.web.forms.typed import problems
from balint_live.web.office_services import OfficeServices

Answered = str | Response | tuple[str, int]
CANNOT_BE_SAVED = 422


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("new_group", __name__, url_prefix="/groups/new")

    @pages.get("")
    @declares(Action.COORDINATOR, Budget.PAGES)
    def form() -> Answered:
        staff = office.coordinator()
        return _page(office, NewGroupForm(office, data={"contact": staff.email}))

    @pages.post("")
    @declares(Action.COORDINATOR, Budget.PRESSES)
    def add() -> Answered:
        office.coordinator()
        form = NewGroupForm(office, request.form)
        if request.form.get("press") == "another_leader":
            form.offer_another_leader()
            return _page(office, form)
        return _added(office, form)

    return pages


def _added(office: OfficeServices, form: NewGroupForm) -> Answered:
    settings, leaders = form.settings(), form.appointed()
    if settings is None or problems(form):
        return _page(office, form), CANNOT_BE_SAVED
    try:
        group_id = office.office.found(office.who(), settings, leaders)
    except DomainError as refusal:
        return _page(office, form, refusal.sentence), CANNOT_BE_SAVED
    flash(gettext("%(group)s is added. Next, add its sessions.", group=settings.name))
    return redirect(f"/groups/{group_id}", 303)


def _page(office: OfficeServices, form: NewGroupForm, sentence: str = "") -> str:
    form.offer_leader_rows()
    form.offer_rows()
    return render_template(
        "groups/new.html",
        form=form,
        problems=problems(form),
        sentence=sentence,
        zones=office.zones.all(),
    )
