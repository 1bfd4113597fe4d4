"""Somebody who is to sign in no longer, or to look after all groups no longer. Each has a page that says what will go.

Where somebody cannot be spared the page says so before the press, and what is to be done first.
"""

from flask import Blueprint, abort, flash, redirect, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.groups.staffing import (
    Duties,
    NoSuchPerson,
    Require,
    require_demotable,
    require_spared,
)
from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, declares, sign_out
from balint_live.web.office_services import OfficeServices

Answered = str | Response | tuple[str, int]
CANNOT_BE_DONE = 422


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("staff_leaving", __name__, url_prefix="/staff/<leader_id>")

    @pages.get("/remove")
    @declares(Action.COORDINATOR, Budget.PAGES)
    def ask_to_remove(leader_id: str) -> Answered:
        return _asked(office, _duties(office, leader_id), "groups/staff_remove.html", require_spared)

    @pages.post("/remove")
    @declares(Action.COORDINATOR, Budget.PRESSES)
    def remove(leader_id: str) -> Answered:
        duties = _duties(office, leader_id)
        return _removed(office, duties)

    @pages.get("/demote")
    @declares(Action.COORDINATOR, Budget.PAGES)
    def ask_to_demote(leader_id: str) -> Answered:
        return _asked(office, _duties(office, leader_id), "groups/staff_demote.html", require_demotable)

    @pages.post("/demote")
    @declares(Action.COORDINATOR, Budget.PRESSES)
    def demote(leader_id: str) -> Answered:
        duties = _duties(office, leader_id)
        return _demoted(office, duties)

    return pages


def _duties(office: OfficeServices, leader_id: str) -> Duties:
    office.coordinator()
    try:
        return office.staffing.duties(office.who(), leader_id)
    except NoSuchPerson:
        abort(404)


def _removed(office: OfficeServices, duties: Duties) -> Answered:
    me, person = office.who(), duties.person
    try:
        office.staffing.remove(me, person.id)
    except DomainError as refusal:
        return _page(office, duties, "groups/staff_remove.html", refusal.sentence), CANNOT_BE_DONE
    except NoSuchPerson:  # somebody else has just pressed
        abort(404)
    if person.id == me.id:
        sign_out()
        return redirect("/sign-in", 303)
    flash(gettext("%(name)s signs in no longer. Their name and address are gone.", name=person.name))
    return redirect("/staff", 303)


def _demoted(office: OfficeServices, duties: Duties) -> Answered:
    me, person = office.who(), duties.person
    try:
        office.staffing.demote(me, person.id)
    except DomainError as refusal:
        return _page(office, duties, "groups/staff_demote.html", refusal.sentence), CANNOT_BE_DONE
    flash(gettext("%(name)s no longer looks after all groups.", name=person.name))
    return redirect("/groups" if person.id == me.id else "/staff", 303)


def _asked(office: OfficeServices, duties: Duties, template: str, require: Require) -> str:
    """What a press would be answered with, when it would be refused."""
    try:
        require(duties)
    except DomainError as refusal:
        return _page(office, duties, template, refusal.sentence)
    return _page(office, duties, template)


def _page(office: OfficeServices, duties: Duties, template: str, sentence: str = "") -> str:
    return render_template(
        template, duties=duties, sentence=sentence, myself=duties.person.id == office.who().id
    )
