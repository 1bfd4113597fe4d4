"""Statements of attendance, given out by whoever looks after the group: a press issues one, and leads to the file.

What is pressed for in vain comes back to the person's page with the reason. Looking at a file changes nothing and needs no
person any more: the statement of somebody who was erased is found by its code and still opens.
"""

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from balint_live.application.groups.ports import NoSuchGroup
from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.forms.person import PersonForm, typed_person
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.person import whom
from balint_live.web.pages.groups.person_view import person_page

Answered = str | Response | tuple[str, int]
CANNOT_BE_STATED = 422


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("statements", __name__, url_prefix="/groups/<group_id>")

    @pages.post("/people/<registrant_id>/statements")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def issue(group_id: str, registrant_id: str) -> Answered:
        return _issued(office, group_id, registrant_id, request.form.get("session") or None)

    @pages.get("/statements/<statement_id>.pdf")
    @declares(Action.OWN_GROUP, Budget.PAGES)
    def file(group_id: str, statement_id: str) -> Answered:
        try:
            printed = office.papers.statements.printed(office.who(), group_id, statement_id)
        except NoSuchGroup:
            abort(404)
        if printed is None:
            abort(404)
        return office.papers.file(printed)

    return pages


def _issued(office: OfficeServices, group_id: str, registrant_id: str, meeting_id: str | None) -> Answered:
    desk, person = whom(office, group_id, registrant_id)
    try:
        statement = office.papers.statements.issue(office.who(), group_id, registrant_id, meeting_id)
    except DomainError as refusal:
        form = PersonForm(office, data=typed_person(person.details))
        return person_page(office, desk, person, form, refusal.sentence), CANNOT_BE_STATED
    return redirect(f"/groups/{group_id}/statements/{statement.id}.pdf", 303)
