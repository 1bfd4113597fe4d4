"""Leaving a group, and coming back: withdraw, enrol again, move to another group, erase.

Withdrawing and erasing have a page of their own that says what will happen, because neither can be taken back in full: the
one writes to somebody, the other forgets them. Where credit keeps a statement, the page and what is said after the press
name its last day, and the latter its code too, because nobody can look that up afterwards.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.access.links import in_blocks
from balint_live.application.groups.group import Desk, Registrant
from balint_live.application.privacy.erasure import Erased
from balint_live.domain.errors import DomainError
from balint_live.web.groups.registrants import PersonForm, entry_of, person_page, typed_person, whom
from balint_live.web.shared.access import Action, Budget, declares
from balint_live.web.shared.context import day
from balint_live.web.shared.services import OfficeServices

Answered = str | Response | tuple[str, int]
CANNOT_BE_DONE = 422


def leaving_pages(office: OfficeServices) -> Blueprint:
    pages = Blueprint("leaving", __name__, url_prefix="/groups/<group_id>/people/<registrant_id>")

    @pages.get("/withdraw")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def ask_to_withdraw(group_id: str, registrant_id: str) -> Answered:
        return _asked(office, *whom(office, group_id, registrant_id), template="groups/people_withdraw.html")

    @pages.post("/withdraw")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def withdraw(group_id: str, registrant_id: str) -> Answered:
        desk, person = whom(office, group_id, registrant_id)
        office.office.withdraw(office.who(), group_id, registrant_id)
        flash(gettext("%(name)s has left the group.", name=person.details.name))
        return redirect(f"/groups/{desk.group.id}", 303)

    @pages.post("/return")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def come_back(group_id: str, registrant_id: str) -> Answered:
        return _back_again(office, *whom(office, group_id, registrant_id))

    @pages.post("/move")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def move(group_id: str, registrant_id: str) -> Answered:
        return _moved(office, *whom(office, group_id, registrant_id), to=request.form.get("to", ""))

    @pages.get("/erase")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def ask_to_erase(group_id: str, registrant_id: str) -> Answered:
        return _asked_to_erase(office, *whom(office, group_id, registrant_id))

    @pages.post("/erase")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def erase(group_id: str, registrant_id: str) -> Answered:
        return _erased(office, *whom(office, group_id, registrant_id))

    return pages


def _back_again(office: OfficeServices, desk: Desk, person: Registrant) -> Answered:
    try:
        office.office.enrol_again(office.who(), desk.group.id, person.id)
    except DomainError as refusal:
        return _not_done(office, desk, person, refusal.sentence)
    flash(
        gettext("%(name)s is enrolled again; their new link has not been sent yet.", name=person.details.name)
    )
    return redirect(f"/groups/{desk.group.id}/people/{person.id}", 303)


def _moved(office: OfficeServices, desk: Desk, person: Registrant, to: str) -> Answered:
    there = office.desk(to)
    name, group = person.details.name, there.group.settings.name
    theirs = person.details.email
    if theirs and any(one.details.email == theirs for one in there.registrants):
        sentence = gettext(
            "%(name)s is or was in %(group)s already. Look for them there.", name=name, group=group
        )
        return _not_done(office, desk, person, sentence)
    try:
        office.office.transfer(office.who(), desk.group.id, person.id, to)
    except DomainError as refusal:
        return _not_done(office, desk, person, refusal.sentence)
    flash(gettext("%(name)s is now in %(group)s and not invited there yet.", name=name, group=group))
    return redirect(f"/groups/{there.group.id}", 303)


def _not_done(office: OfficeServices, desk: Desk, person: Registrant, sentence: str) -> Answered:
    form = PersonForm(office, data=typed_person(person.details))
    return person_page(office, desk, person, form, sentence), CANNOT_BE_DONE


def _erased(office: OfficeServices, desk: Desk, person: Registrant) -> Answered:
    try:
        erased = office.erasures.erase(office.who(), desk.group.id, person.id)
    except DomainError:  # somebody else has just pressed
        abort(404)
    flash(_what_stays(erased))
    return redirect(f"/groups/{desk.group.id}", 303)


def _what_stays(erased: Erased) -> str:
    if erased.stays is None:
        return gettext("Everything about %(name)s is erased.", name=erased.name)
    return gettext(
        "%(name)s is erased. A statement of the credit they earned is kept until %(day)s; its code is %(code)s.",
        name=erased.name,
        day=_day(erased.stays.kept_until, erased.stays.timezone),
        code=in_blocks(erased.stays.code),
    )


def _asked_to_erase(office: OfficeServices, desk: Desk, person: Registrant) -> str:
    until = office.erasures.prospect(office.who(), desk.group.id, person.id).stays_until
    stays = "" if until is None else _day(until, desk.group.settings.timezone)
    return _asked(office, desk, person, "groups/people_erase.html", stays)


def _asked(
    office: OfficeServices, desk: Desk, person: Registrant, template: str, stays_until: str = ""
) -> str:
    return render_template(
        template,
        desk=desk,
        group=desk.group.settings,
        entry=entry_of(office, desk, person),
        told=person.id in desk.invited,
        stays_until=stays_until,
    )


def _day(moment: datetime, timezone: str) -> str:
    return day(moment.astimezone(ZoneInfo(timezone)))
