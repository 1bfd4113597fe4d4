"""Leaving a group, and coming back: withdraw, enrol again, move to another group, erase.

Withdrawing and erasing have a page of their own that says what will happen, because neither can be taken back in full: the
one writes to somebody, the other forgets them. Where credit keeps a statement, the page and what is said after the press
name its last day, and the latter its code too, because nobody can look that up afterwards.
"""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask_babel import gettext

from balint_live.application.groups import registrants
from balint_live.application.groups.group import Group, Registrant
from balint_live.application.privacy.erasure import Erased
from balint_live.domain.errors import DomainError
from balint_live.domain.names import in_blocks
from balint_live.web.groups.registrants import person_of, person_page
from balint_live.web.groups.roster import entry_of
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import day_there
from balint_live.web.shared.services import REFUSED, Answered, GroupServices


def leaving_pages(services: GroupServices) -> Blueprint:
    """The presses by which somebody leaves a group or comes back, and the two pages that ask first."""
    pages = Blueprint("leaving", __name__, url_prefix="/groups/<group_id>/people/<registrant_id>")

    @pages.get("/withdraw")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def ask_to_withdraw(group_id: str, registrant_id: str) -> Answered:
        group, person = person_of(services, group_id, registrant_id)
        return render_template(
            "pages/groups/people/withdraw.html",
            group=group,
            person=person,
            told=person.id in group.invited,
            preview=services.previews.first(
                group, lambda mails: registrants.withdraw(group, person.id, mails)
            ),
        )

    @pages.post("/withdraw")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def withdraw(group_id: str, registrant_id: str) -> Answered:
        group, person = person_of(services, group_id, registrant_id)
        services.groups.withdraw(services.who(), group_id, registrant_id)
        flash(gettext("%(name)s has left the group.", name=person.details.name))
        return redirect(f"/groups/{group.id}", 303)

    @pages.post("/return")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def enrol_again(group_id: str, registrant_id: str) -> Answered:
        return _enrolled_again(services, *person_of(services, group_id, registrant_id))

    @pages.post("/move")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def move(group_id: str, registrant_id: str) -> Answered:
        return _moved(services, *person_of(services, group_id, registrant_id), to=request.form.get("to", ""))

    @pages.get("/erase")
    @declares(Action.OWN_GROUP, RateLimit.PAGES)
    def ask_to_erase(group_id: str, registrant_id: str) -> Answered:
        group, person = person_of(services, group_id, registrant_id)
        until = services.erasures.prospect(services.who(), group.id, person.id).stays_until
        return render_template(
            "pages/groups/people/erase.html",
            group=group,
            entry=entry_of(services, group, person),
            stays_until="" if until is None else day_there(until, group.settings.timezone),
        )

    @pages.post("/erase")
    @declares(Action.OWN_GROUP, RateLimit.PRESSES)
    def erase(group_id: str, registrant_id: str) -> Answered:
        group, person = person_of(services, group_id, registrant_id)
        try:
            erased = services.erasures.erase(services.who(), group.id, person.id)
        except DomainError:  # somebody else has just pressed
            abort(404)
        flash(_what_stays(erased))
        return redirect(f"/groups/{group.id}", 303)

    return pages


def _enrolled_again(services: GroupServices, group: Group, person: Registrant) -> Answered:
    try:
        services.groups.enrol_again(services.who(), group.id, person.id)
    except DomainError as refusal:
        return person_page(services, group, person, sentence=refusal.sentence), REFUSED
    flash(
        gettext("%(name)s is enrolled again; their new link has not been sent yet.", name=person.details.name)
    )
    return redirect(f"/groups/{group.id}/people/{person.id}", 303)


def _moved(services: GroupServices, group: Group, person: Registrant, to: str) -> Answered:
    there = services.group(to)
    said = {"name": person.details.name, "group": there.settings.name}
    theirs = person.details.email
    if theirs and any(one.details.email == theirs for one in there.registrants):
        sentence = gettext("%(name)s is or was in %(group)s already. Look for them there.", **said)
        return person_page(services, group, person, sentence=sentence), REFUSED
    try:
        services.groups.transfer(services.who(), group.id, person.id, to)
    except DomainError as refusal:
        return person_page(services, group, person, sentence=refusal.sentence), REFUSED
    flash(gettext("%(name)s is now in %(group)s and not invited there yet.", **said))
    return redirect(f"/groups/{there.id}", 303)


def _what_stays(erased: Erased) -> str:
    """What is said after somebody was erased."""
    if erased.stays is None:
        return gettext("Everything about %(name)s is erased.", name=erased.name)
    return gettext(
        "%(name)s is erased. A statement of the credit they earned is kept until %(day)s; its code is %(code)s.",
        name=erased.name,
        day=day_there(erased.stays.kept_until, erased.stays.timezone),
        code=in_blocks(erased.stays.code),
    )
