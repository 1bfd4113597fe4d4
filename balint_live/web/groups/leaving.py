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
from balint_live.application.groups.group import Group, Registrant
from balint_live.application.privacy.erasure import Erased
from balint_live.domain.errors import DomainError
from balint_live.web.groups.registrants import PersonForm, entry_of, person_page, typed_person, whom
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import day
from balint_live.web.shared.services import GroupServices

Answered = str | Response | tuple[str, int]
CANNOT_BE_DONE = 422


def leaving_pages(services: GroupServices) -> Blueprint:
    pages = Blueprint("leaving", __name__, url_prefix="/groups/<group_id>/people/<registrant_id>")

    @pages.get("/withdraw")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def ask_to_withdraw(group_id: str, registrant_id: str) -> Answered:
        return _asked(
            services, *whom(services, group_id, registrant_id), template="pages/groups/people/withdraw.html"
        )

    @pages.post("/withdraw")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def withdraw(group_id: str, registrant_id: str) -> Answered:
        group, person = whom(services, group_id, registrant_id)
        services.groups.withdraw(services.who(), group_id, registrant_id)
        flash(gettext("%(name)s has left the group.", name=person.details.name))
        return redirect(f"/groups/{group.id}", 303)

    @pages.post("/return")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def come_back(group_id: str, registrant_id: str) -> Answered:
        return _back_again(services, *whom(services, group_id, registrant_id))

    @pages.post("/move")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def move(group_id: str, registrant_id: str) -> Answered:
        return _moved(services, *whom(services, group_id, registrant_id), to=request.form.get("to", ""))

    @pages.get("/erase")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def ask_to_erase(group_id: str, registrant_id: str) -> Answered:
        return _asked_to_erase(services, *whom(services, group_id, registrant_id))

    @pages.post("/erase")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def erase(group_id: str, registrant_id: str) -> Answered:
        return _erased(services, *whom(services, group_id, registrant_id))

    return pages


def _back_again(services: GroupServices, group: Group, person: Registrant) -> Answered:
    try:
        services.groups.enrol_again(services.who(), group.id, person.id)
    except DomainError as refusal:
        return _not_done(services, group, person, refusal.sentence)
    flash(
        gettext("%(name)s is enrolled again; their new link has not been sent yet.", name=person.details.name)
    )
    return redirect(f"/groups/{group.id}/people/{person.id}", 303)


def _moved(services: GroupServices, group: Group, person: Registrant, to: str) -> Answered:
    there = services.group(to)
    name, there_called = person.details.name, there.settings.name
    theirs = person.details.email
    if theirs and any(one.details.email == theirs for one in there.registrants):
        sentence = gettext(
            "%(name)s is or was in %(group)s already. Look for them there.", name=name, group=there_called
        )
        return _not_done(services, group, person, sentence)
    try:
        services.groups.transfer(services.who(), group.id, person.id, to)
    except DomainError as refusal:
        return _not_done(services, group, person, refusal.sentence)
    flash(gettext("%(name)s is now in %(group)s and not invited there yet.", name=name, group=there_called))
    return redirect(f"/groups/{there.id}", 303)


def _not_done(services: GroupServices, group: Group, person: Registrant, sentence: str) -> Answered:
    form = PersonForm(services, data=typed_person(person.details))
    return person_page(services, group, person, form, sentence), CANNOT_BE_DONE


def _erased(services: GroupServices, group: Group, person: Registrant) -> Answered:
    try:
        erased = services.erasures.erase(services.who(), group.id, person.id)
    except DomainError:  # somebody else has just pressed
        abort(404)
    flash(_what_stays(erased))
    return redirect(f"/groups/{group.id}", 303)


def _what_stays(erased: Erased) -> str:
    if erased.stays is None:
        return gettext("Everything about %(name)s is erased.", name=erased.name)
    return gettext(
        "%(name)s is erased. A statement of the credit they earned is kept until %(day)s; its code is %(code)s.",
        name=erased.name,
        day=_day(erased.stays.kept_until, erased.stays.timezone),
        code=in_blocks(erased.stays.code),
    )


def _asked_to_erase(services: GroupServices, group: Group, person: Registrant) -> str:
    until = services.erasures.prospect(services.who(), group.id, person.id).stays_until
    stays = "" if until is None else _day(until, group.settings.timezone)
    return _asked(services, group, person, "pages/groups/people/erase.html", stays)


def _asked(
    services: GroupServices, group: Group, person: Registrant, template: str, stays_until: str = ""
) -> str:
    return render_template(
        template,
        group=group,
        entry=entry_of(services, group, person),
        told=person.id in group.invited,
        stays_until=stays_until,
    )


def _day(moment: datetime, timezone: str) -> str:
    return day(moment.astimezone(ZoneInfo(timezone)))
