"""Everybody who signs in, for coordinators: leaders of any group, and those who look after all of them."""

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.groups.group import Staff
from balint_live.web.access import Action, Budget, declares
from balint_live.web.forms.staff_form import StaffForm
from balint_live.web.forms.typed import problems
from balint_live.web.office_services import OfficeServices

Answered = str | Response | tuple[str, int]
CANNOT_BE_ADDED = 422


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("staff", __name__, url_prefix="/staff")

    @pages.get("")
    @declares(Action.COORDINATOR, Budget.PAGES)
    def index() -> Answered:
        return _page(_everyone(office), StaffForm(office))

    @pages.post("")
    @declares(Action.COORDINATOR, Budget.PRESSES)
    def add() -> Answered:
        return _added(office, _everyone(office), StaffForm(office, request.form))

    return pages


def _everyone(office: OfficeServices) -> list[Staff]:
    office.coordinator()
    return list(office.office.everyone(office.who()))


def _added(office: OfficeServices, everyone: list[Staff], form: StaffForm) -> Answered:
    person = form.person()
    if person is None:
        return _page(everyone, form), CANNOT_BE_ADDED
    before = next((one for one in everyone if one.email == person[1]), None)
    after = office.office.appoint(office.who(), *person)
    flash(_what_was_done(before, after))
    return redirect("/staff", 303)


def _what_was_done(before: Staff | None, after: Staff) -> str:
    if before is None:
        return gettext("%(name)s can sign in now, with a link by mail.", name=after.name)
    if before.coordinator != after.coordinator:
        return gettext("%(name)s looks after all groups now.", name=after.name)
    return gettext("%(name)s signs in with that address already.", name=after.name)


def _page(everyone: list[Staff], form: StaffForm, sentence: str = "") -> str:
    return render_template(
        "groups/staff.html", everyone=everyone, form=form, problems=problems(form), sentence=sentence
    )
