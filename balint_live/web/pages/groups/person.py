"""Somebody's own page: what is known of them, their link, and everything that can be done about their place in the group.

Shown is how far the link has got and never the link, which is theirs alone.
"""

from flask import Blueprint, abort, flash, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.groups.enrol import AddressTaken
from balint_live.application.groups.group import Desk, Details, Registrant
from balint_live.application.lists.facts import changes
from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.forms.person import PersonForm, typed_person
from balint_live.web.forms.typed import blame
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.person_view import person_page
from balint_live.web.pages.groups.row_words import change_words

Answered = str | Response | tuple[str, int]
CANNOT_BE_SAVED = 422


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("person", __name__, url_prefix="/groups/<group_id>/people/<registrant_id>")

    @pages.get("")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def show(group_id: str, registrant_id: str) -> Answered:
        desk, person = whom(office, group_id, registrant_id)
        return person_page(office, desk, person, PersonForm(office, data=typed_person(person.details)))

    @pages.post("")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def change(group_id: str, registrant_id: str) -> Answered:
        desk, person = whom(office, group_id, registrant_id)
        return _changed(office, desk, person, PersonForm(office, request.form))

    @pages.post("/lead")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def lead(group_id: str, registrant_id: str) -> Answered:
        desk, person = whom(office, group_id, registrant_id)
        return _given(office, desk, person, request.form.get("press") == "give")

    return pages


def whom(office: OfficeServices, group_id: str, registrant_id: str) -> tuple[Desk, Registrant]:
    """Somebody of this group; 404 for anybody else's, as for nobody's."""
    desk = office.desk(group_id)
    person = desk.registrant(registrant_id)
    if person is None:
        abort(404)
    return desk, person


def _changed(office: OfficeServices, desk: Desk, person: Registrant, form: PersonForm) -> Answered:
    details = form.details(desk, person.id)
    if details is None:
        return person_page(office, desk, person, form), CANNOT_BE_SAVED
    if form.overtaken(person.details) and details != person.details:
        return _overtaken(office, desk, person, form, details), CANNOT_BE_SAVED
    try:
        office.office.correct(office.who(), desk.group.id, person.id, details)
    except AddressTaken:
        blame(form.email, gettext("Somebody else has just been enrolled with this address."))
        return person_page(office, desk, person, form), CANNOT_BE_SAVED
    except DomainError as refusal:
        return person_page(office, desk, person, form, refusal.sentence), CANNOT_BE_SAVED
    if person.enrolled and details.email != person.details.email:
        flash(gettext("Saved. The old link has ended; the new one has not been sent yet."))
    else:
        flash(gettext("Saved."))
    return _back(desk, person)


def _overtaken(
    office: OfficeServices, desk: Desk, person: Registrant, form: PersonForm, typed: Details
) -> str:
    """Both versions are shown and the typed one kept; pressed once more, it is saved."""
    sentence = gettext(
        "Somebody else has changed this meanwhile. What you typed is still below, not saved yet."
    )
    differences = [change_words(change) for change in changes(person.details, typed)]
    return person_page(office, desk, person, form, sentence, differences)


def _given(office: OfficeServices, desk: Desk, person: Registrant, has_the_lead: bool) -> Answered:
    try:
        office.office.give_lead(office.who(), desk.group.id, person.id, has_the_lead)
    except DomainError as refusal:
        form = PersonForm(office, data=typed_person(person.details))
        return person_page(office, desk, person, form, refusal.sentence), CANNOT_BE_SAVED
    name = person.details.name
    flash(
        gettext("%(name)s has the lead.", name=name)
        if has_the_lead
        else gettext("%(name)s no longer has the lead.", name=name)
    )
    return _back(desk, person)


def _back(desk: Desk, person: Registrant) -> Response:
    return redirect(f"/groups/{desk.group.id}/people/{person.id}", 303)
