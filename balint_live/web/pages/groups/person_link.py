"""Somebody's link: invite them, send it again, or give out a new one. It goes to the stored address and nowhere else."""

from collections.abc import Callable

from flask import Blueprint
from flask_babel import gettext
from werkzeug.wrappers import Response

from balint_live.application.groups.group import Desk, Registrant
from balint_live.domain.errors import DomainError
from balint_live.web.access import Action, Budget, declares
from balint_live.web.forms.person import PersonForm, typed_person
from balint_live.web.office_services import OfficeServices
from balint_live.web.pages.groups.person import whom
from balint_live.web.pages.groups.person_view import person_page
from balint_live.web.pages.groups.sending import sent_or_said

Answered = str | Response | tuple[str, int]
CANNOT_BE_SENT = 422


def blueprint(office: OfficeServices) -> Blueprint:
    pages = Blueprint("person_link", __name__, url_prefix="/groups/<group_id>/people/<registrant_id>")

    @pages.post("/invite")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def invite(group_id: str, registrant_id: str) -> Answered:
        desk, person = whom(office, group_id, registrant_id)
        return _sent(
            office, desk, person, lambda: office.office.invite(office.who(), group_id, [registrant_id])
        )

    @pages.post("/link")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def again(group_id: str, registrant_id: str) -> Answered:
        desk, person = whom(office, group_id, registrant_id)
        return _sent(
            office, desk, person, lambda: office.office.send_link(office.who(), group_id, registrant_id)
        )

    @pages.post("/new-link")
    @declares(Action.OWN_GROUP, Budget.PRESSES)
    def anew(group_id: str, registrant_id: str) -> Answered:
        desk, person = whom(office, group_id, registrant_id)
        return _sent(
            office, desk, person, lambda: office.office.reissue(office.who(), group_id, registrant_id)
        )

    return pages


def _sent(office: OfficeServices, desk: Desk, person: Registrant, send: Callable[[], str]) -> Answered:
    try:
        batch = send()
    except DomainError as refusal:
        form = PersonForm(office, data=typed_person(person.details))
        return person_page(office, desk, person, form, refusal.sentence), CANNOT_BE_SENT
    nothing_new = gettext("This mail is on its way already, or was delivered a few minutes ago.")
    return sent_or_said(
        office, desk.group.id, batch, nothing_new, f"/groups/{desk.group.id}/people/{person.id}"
    )
